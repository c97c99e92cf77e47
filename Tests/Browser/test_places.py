"""The places people live in: at desk and phone width, in both languages, light and dark, on paper."""

import re

import pytest
from playwright.sync_api import expect

from test_journey import record

PLACES = ["desk", "tickets", "tickets?view=all", "search?q=渗水", "visits", "notices", "intake"]
PEOPLE = [("bj-spring@yunshan", "bj-spring"), ("bj@yunshan", "bj"), ("hq@yunshan", "hq"), ("jy-spring@yunshan", "jy-spring")]


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("account,unit", PEOPLE)
def test_every_place_is_whole(visit, account, unit, width, language):
    visitor = visit(account, width=width)
    if language == "en":
        visitor.page.locator("form.language button").first.click()
    for place in PLACES:
        visitor.go(f"/yunshan/{unit}/{place}")
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        visitor.look(f"{language}-{width}-{re.sub(r'[^a-z]+', '-', place)}")
    visitor.go(f"/yunshan/{unit}/tickets?view=all")
    visitor.page.locator("a.title").first.click()
    visitor.look(f"{language}-{width}-ticket")


def test_dark_is_as_readable(visit):
    visitor = visit("bj@yunshan")
    visitor.page.emulate_media(color_scheme="dark")
    for place in ("desk", "tickets", "intake"):
        visitor.go(f"/yunshan/bj/{place}").look(f"dark-{place}")
    visitor.go("/yunshan/bj/tickets")
    visitor.page.locator("a.title").first.click()
    visitor.look("dark-ticket")


def test_the_papers_that_staff_file_print_on_a4(visit):
    visitor = visit("jy-spring@yunshan")
    path = record(visitor, "jy-spring", "楼道灯不亮", "三楼楼道灯连续两周不亮。")
    number = visitor.page.locator(".head .num").first.inner_text()
    for paper in ("receipt", "register"):
        visitor.go(f"{path}/{paper}")
        visitor.page.emulate_media(media="print")
        expect(visitor.page.locator("body")).to_contain_text(number)
        visitor.look(f"print-{paper}", axe=False)
        visitor.page.emulate_media(media="screen")
    visitor.go("/yunshan/jy-spring/desk")
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator(".rail")).to_be_hidden()
    visitor.look("print-desk", axe=False)


def test_a_telephone_number_is_masked_until_a_reason_is_given(visit):
    visitor = visit("jy-spring@yunshan")
    record(visitor, "jy-spring", "邻居装修扰民", "周末清晨装修。", door="1-1-901")
    phone = visitor.page.locator(".reveal .num").first
    expect(phone).to_have_text(re.compile(r"^1\d\d\*{4}\d{4}$"))
    masked = phone.inner_text()
    visitor.page.locator(".reveal summary").click()
    form = visitor.page.locator(".reveal form")
    form.locator("textarea, input:not([type=hidden])").first.fill("回电核实")
    form.locator("button").last.click()
    shown = visitor.page.locator(".revealed").inner_text()
    assert re.fullmatch(r"1\d{10}", shown) and shown[:3] == masked[:3] and shown[-4:] == masked[-4:]
    visitor.look("revealed")


def test_the_keyboard_finds_everything(visit):
    visitor = visit("bj@yunshan").go("/yunshan/bj/tickets")
    page = visitor.page
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("href", "#main")
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("漏")
    page.keyboard.type("水")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))


def test_lists_page_forward_and_back_to_the_same_rows(visit):
    page = visit("hq@yunshan").go("/yunshan/hq/tickets?view=all").page
    first = page.locator("td .num").all_inner_texts()
    page.locator("a[rel=next]").click()
    second = page.locator("td .num").all_inner_texts()
    assert not set(first) & set(second)
    page.locator("a[rel=prev]").click()
    assert page.locator("td .num").all_inner_texts() == first
