"""Surveys: from the questionnaire to the owner's phone without JavaScript, letters on paper, answers typed by keyboard; axe finds nothing."""

import datetime
import re

import pytest
from playwright.sync_api import expect


def collecting(visit, name: str, anonymous: bool = False, check: str = "10") -> str:
    """A company's wave from plan to collecting; answers its path."""
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
    officer = visit("bj@yunshan").go("/yunshan/bj/surveys/waves/new")
    page = officer.page
    page.locator("[name=kind]").select_option("companyAnnual")
    page.locator("[name=form]").select_option(label="维修后满意度调查表")
    page.locator("[name=name]").fill(name)
    page.locator("[name=nameEnglish]").fill(f"{name} (English)")
    page.locator("[name=closes]").fill((today + datetime.timedelta(days=20)).isoformat())
    for field, value in {"gap": "0", "target": "12", "checkShare": check}.items():
        page.locator(f"[name={field}]").fill(value)
    if anonymous:
        page.locator("[name=anonymous]").check()
    officer.look(f"{name}-plan")
    page.locator("form#wave button").last.click()
    officer.told("已策划")
    path = page.url.removeprefix(officer.origin)
    officer.act("count")
    visit("hq@yunshan").go(path.replace("/bj/", "/hq/")).act("approve").told("流转")
    officer.go(path).act("draw", seed="2026").act("issue").act("open")
    officer.look(f"{name}-collecting")
    return path


def letter(visit, path: str) -> str:
    officer = visit("bj@yunshan").go(path)
    officer.page.locator("a[href*='/letters/']").first.click()
    expect(officer.page.locator("svg.qr").first).to_be_visible()
    officer.look("letters")
    return re.sub(r"^https?://[^/]+", "", officer.page.locator(".letter-link").first.inner_text().strip())


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_an_owner_answers_on_a_phone_without_javascript(visit, language):
    link = letter(visit, collecting(visit, f"手机答卷-{language}"))
    owner = visit(None, width="phone", script=False, language=language)
    page = owner.page
    page.goto(owner.origin + link)
    assert page.url == owner.origin + "/survey/yunshan"
    for control in page.locator(".survey-choices span, .survey-btn, .language button").all():
        assert control.bounding_box()["height"] >= 44
    owner.look(f"{language}-first", axe=False)
    for answer in ("overall-2", "attitude-2", "work-2", "charge-none"):
        page.locator(f"label[for='q-{answer}']").click()
    page.locator(".survey-btn.main").click()
    # What the answer brought up stands on the page now.
    page.locator("label[for='q-why-1']").click()
    page.locator("textarea").fill("来得太晚")
    page.locator("label[for='q-contact-yes']").click()
    owner.look(f"{language}-second", axe=False)
    page.locator(".survey-btn.main").click()
    expect(page.locator(".survey-message")).to_be_visible()
    owner.look(f"{language}-thanks", axe=False)
    assert page.goto(owner.origin + link).status == 404


def test_the_public_form_is_clean(visit):
    link = letter(visit, collecting(visit, "无障碍", anonymous=True))
    for width in ("phone", "desk"):
        owner = visit(None, width=width)
        owner.page.goto(owner.origin + link)
        owner.look(f"{width}-form")
        owner.page.locator(".survey-btn.main").click()
        owner.look(f"{width}-wrong")


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "en")])
def test_the_rooms_are_whole(visit, width, language):
    officer = visit("hq@yunshan", width=width, language=language)
    for place in ("surveys", "surveys/forms", "surveys/forms/new", "surveys/waves/new"):
        officer.go(f"/yunshan/hq/{place}").look(f"{language}-{width}-{place.replace('/', '-')}")
    officer.go("/yunshan/hq/surveys/forms").page.locator("main table a").first.click()
    officer.look(f"{language}-{width}-form")
    officer.page.locator("main table a").first.click()
    officer.look(f"{language}-{width}-version")
    version = officer.page.url.removeprefix(officer.origin)
    for page in ("phone", "paper"):
        officer.go(f"{version}/{page}").look(f"{language}-{width}-{page}", axe=page == "phone")
    officer.go("/yunshan/hq/surveys").page.locator("main table a").first.click()
    officer.look(f"{language}-{width}-wave")


def test_paper_answers_are_typed_by_keyboard_alone(visit):
    path = collecting(visit, "纸质")
    clerk = visit("bj@yunshan").go(path)
    clerk.page.locator("a[href*='/letters/']").first.click()
    to = clerk.page.locator(".letter-to").first.inner_text()
    clerk.go(path).page.locator("a[href*='/entry/']").first.click()
    page = clerk.page
    page.locator("[name='0.door']").focus()
    for text in (to.split(" ", 1)[1], "4", "4", "5", "none"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    clerk.told("已保存")
    clerk.look("grid")
