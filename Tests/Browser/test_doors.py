"""Signing in and out, both languages, and what people may not see."""

import re

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD

ACCOUNTS = ["admin@yunshan", "hq@yunshan", "bj@yunshan", "bj-spring@yunshan", "jy@yunshan", "jy-spring@yunshan", "tech-spring@yunshan", "audit@yunshan", "hq@haitang"]


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(visit):
    answers = []
    for account, password in (("bj@yunshan", "wrong password"), ("nobody@yunshan", PASSWORD), ("bj@nowhere", PASSWORD)):
        visitor = visit()
        visitor.sign_in(account, password)
        assert visitor.page.url.endswith("/login")
        expect(visitor.page.locator(".errors")).to_be_visible()
        expect(visitor.page.locator("input[name=account]")).to_have_value(account)
        expect(visitor.page.locator("input[name=password]")).to_have_value("")
        answers.append(visitor.page.locator(".errors").inner_text())
    assert len(set(answers)) == 1
    visitor.look("refused")


@pytest.mark.parametrize("account", ACCOUNTS)
def test_each_demo_person_signs_in_and_lands_on_a_page_of_their_own(visit, account):
    visitor = visit(account)
    tenant = account.split("@")[1]
    expect(visitor.page).to_have_url(re.compile(f"/{tenant}/[a-z-]+/[a-z/]+"))
    expect(visitor.page.locator("h1")).to_have_count(1)
    visitor.look("home")


def test_signing_out_ends_the_session(visit):
    visitor = visit("bj@yunshan").go("/yunshan/bj/tickets")
    visitor.page.locator("details.me summary").click()
    visitor.page.locator("form[action='/logout'] button").click()
    visitor.page.goto(visitor.origin + "/yunshan/bj/tickets")
    expect(visitor.page).to_have_url(re.compile(r"/login\?next="))
    visitor.page.locator("input[name=account]").fill("bj@yunshan")
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator("form[action='/login'] button").last.click()
    expect(visitor.page).to_have_url(visitor.origin + "/yunshan/bj/tickets")


def test_the_language_is_one_click_away_and_stays(visit):
    visitor = visit("bj-spring@yunshan").go("/yunshan/bj-spring/tickets")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "zh-CN")
    visitor.speak("en")
    for place in ("desk", "tickets", "intake", "visits", "notices", "search?q=BJ"):
        visitor.go(f"/yunshan/bj-spring/{place}")
        expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    visitor.look("english")
    visitor.speak("zh-CN")


def test_own_sessions_are_listed_and_others_ended(visit):
    first, second = visit("bj-river@yunshan"), visit("bj-river@yunshan")
    second.go("/yunshan/bj-river/sessions").look("sessions")
    second.page.locator("form[action$='/sessions/end-others'] button").click()
    first.page.goto(first.origin + "/yunshan/bj-river/desk")
    expect(first.page).to_have_url(re.compile("/login"))


@pytest.mark.parametrize("account,path", [
    ("hq@haitang", "/yunshan/hq/tickets"),
    ("jy@yunshan", "/yunshan/ht/tickets"),
    ("bj-spring@yunshan", "/yunshan/bj-river/tickets"),
    ("jy-spring@yunshan", "/yunshan/bj/desk"),
    ("bj@yunshan", "/yunshan/nh/tickets/1"),
    ("bj@yunshan", "/yunshan/bj/tickets/999999999"),
    ("bj@yunshan", "/yunshan/bj/nothing"),
])
def test_what_is_not_yours_is_not_there(visit, account, path):
    visitor = visit(account)
    response = visitor.page.goto(visitor.origin + path)
    assert response.status == 404
    assert "content-security-policy" in response.headers
    visitor.look("not-found")


def test_an_administrator_sees_no_customers_matter(visit):
    visitor = visit("admin@yunshan")
    assert visitor.page.goto(visitor.origin + "/yunshan/hq/tickets").status == 403
    visitor.look("refused")
