"""The places people live in: at desk and phone width, in both languages, light and dark, on paper."""

import re

import pytest
from playwright.sync_api import expect

from test_journey import record

PLACES = ["desk", "tickets", "tickets?view=all", "search?q=渗水", "visits", "notices", "intake"]
PEOPLE = [("bj-spring@yunshan", "bj-spring"), ("bj@yunshan", "bj"), ("hq@yunshan", "hq"), ("jy-spring@yunshan", "jy-spring")]


# Everybody in Chinese at both widths; in English each person at one, each width with two.
SEEN = [(account, unit, width, "zh-CN") for account, unit in PEOPLE for width in ("desk", "phone")]
SEEN += [(account, unit, width, "en") for (account, unit), width in zip(PEOPLE, ["phone", "desk"] * 2)]


@pytest.mark.parametrize("account,unit,width,language", SEEN)
def test_every_place_is_whole(visit, account, unit, width, language):
    visitor = visit(account, width=width, language=language)
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


def test_filters_are_one_line_on_a_phone_and_open_without_a_script(visit):
    page = visit("bj@yunshan", width="phone", script=False).go("/yunshan/bj/tickets?severity=top").page
    fold, form = page.locator(".sentence-fold summary"), page.locator("form.sentence")
    expect(form).to_be_hidden()
    expect(fold).to_contain_text("重要")
    fold.click()
    expect(form).to_be_visible()
    form.locator("[name=severity]").select_option("general")
    form.locator("button").click()
    expect(page).to_have_url(re.compile("severity=general"))
    expect(page.locator(".sentence-fold summary")).to_contain_text("一般")

    wide = visit("bj@yunshan", script=False).go("/yunshan/bj/tickets").page
    expect(wide.locator("form.sentence")).to_be_visible()
    expect(wide.locator(".sentence-fold")).to_be_hidden()


def test_the_group_records_a_complaint_about_any_project(visit):
    visitor = visit("hq@yunshan").go("/yunshan/hq/intake")
    form = visitor.page.locator("form.elsewhere")
    names = form.locator("option").all_inner_texts()[1:]
    assert len(names) > 6 and "听泉" in names
    form.locator("select").select_option(label="听泉")
    form.get_by_role("button", name="公共区域").click()
    expect(visitor.page.locator(".whom")).to_contain_text("听泉")
    visitor.look("shared-area")


def test_what_waits_for_acceptance_names_no_handler_and_lists_name_the_project(visit):
    visitor = visit("jy-spring@yunshan")
    path = record(visitor, "jy-spring", "露台渗水等待接收", "雨后露台渗水。", door="1-1-801")
    visitor.act("accept", severity="minor").act("escalate", reason="需总包处理", tried="已做闭水试验")
    expect(visitor.page.locator(".waits")).to_have_text(re.compile(r"等待 佳园物业 接收$"))
    group = visit("hq@yunshan").go("/yunshan/hq/search?q=露台渗水等待接收").page
    row = group.locator(".tickets tbody tr").first
    expect(row.locator(".c-house")).to_contain_text("春晓")
    expect(row.locator(".c-holder small")).to_have_text("已上报待接收")
    assert path
