"""Keeping the tree: units, settings, moves, change-overs, agreements, areas; at both widths, axe clean."""

import datetime
import re

import pytest
from playwright.sync_api import expect

ADMIN = "admin@yunshan"


def day(offset: int) -> str:
    """On the group's wall clock, eight hours east of UTC."""
    there = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    return (there.date() + datetime.timedelta(days=offset)).isoformat()


def unit(visitor, name: str):
    """Opens a unit's page from the tree."""
    visitor.go("/yunshan/hq/org/units")
    visitor.page.locator("table.tree").get_by_role("link", name=name, exact=True).click()
    expect(visitor.page.locator("h1")).to_have_text(name)
    return visitor


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en"), ("phone", "en")])
def test_the_tree_and_its_pages_are_whole(visit, width, language):
    visitor = visit(ADMIN, width=width, language=language)
    visitor.go("/yunshan/hq/org/units").look(f"{language}-{width}-tree")
    page = visitor.page
    page.locator("table.tree a").nth(1).click()
    visitor.look(f"{language}-{width}-company")
    page.locator("a[href$='/settings']").click()
    visitor.look(f"{language}-{width}-settings")
    visitor.go("/yunshan/hq/org/units")
    page.locator("table.tree tr:has(.chip.developer) td.depth-2 a").first.click()
    visitor.look(f"{language}-{width}-project")
    page.locator("#engagements a[href*='/engagements/']").first.click()
    visitor.look(f"{language}-{width}-engagement")
    page.locator("a[href$='/change-over']").click()
    visitor.look(f"{language}-{width}-change-over")
    visitor.go("/yunshan/hq/org/agreements").look(f"{language}-{width}-agreements")
    visitor.go("/yunshan/hq/org/agreements/new").look(f"{language}-{width}-agreement-form")


def test_a_company_is_renamed_and_decides_its_hotline(visit):
    visitor = visit(ADMIN)
    visitor.go("/yunshan/hq/org/units")
    visitor.page.locator("table.tree td.depth-1 a").first.click()
    name = visitor.page.locator("h1").inner_text()
    visitor.act("edit", name=name + "置业", holding="reference").told("已保存")
    expect(visitor.page.locator("h1")).to_have_text(name + "置业")
    expect(visitor.page.locator(".head .chips")).to_contain_text("参股")
    visitor.look("renamed")
    visitor.act("edit", name=name, holding="controlled")
    visitor.page.locator("a[href$='/settings']").click()
    visitor.act("print-hotline", value="400-820-1234").told("已保存")
    row = visitor.page.locator("#setting-print-hotline")
    expect(row).to_contain_text("400-820-1234")
    expect(row).to_contain_text("本单位决定")
    visitor.look("decided")
    visitor.act("print-hotline-inherit").told("已保存")
    expect(row).to_contain_text("来自 云杉投资")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_move_is_seen_before_it_is_confirmed_and_happens_by_itself(visit, width):
    visitor = visit(ADMIN, width=width)
    # Its way back is part of the same test, so that the demo stays as it was.
    unit(visitor, "听泉")
    old = visitor.page.locator(".facts").get_by_role("link").first.inner_text()
    for company in ("other", old):
        visitor.page.locator("a[href$='/move']").click()
        select = visitor.page.locator("select[name=company]")
        if company == "other":
            select.select_option(index=1)
        else:
            select.select_option(label=company)
        visitor.page.locator("form#question [name=on]").fill(day(0))
        visitor.page.locator("form#question [name=reason]").fill("区域调整")
        visitor.page.locator("form#question button").click()
        expect(visitor.page.locator(".rules")).to_contain_text("编号前缀不变")
        visitor.look(f"{width}-preview")
        with visitor.page.expect_navigation():
            visitor.page.locator("form#move button").click()
        visitor.told("划转已排定")
        path = visitor.page.url
        for _ in range(60):
            if visitor.page.locator(".said-first").count() == 0:
                break
            visitor.page.wait_for_timeout(500)
            visitor.page.goto(path)
        expect(visitor.page.locator("#moves")).to_contain_text("已完成")
        visitor.look(f"{width}-moved")
    expect(visitor.page.locator(".facts").get_by_role("link").first).to_have_text(old)


def test_a_unit_in_use_is_not_closed_and_says_why(visit):
    visitor = unit(visit(ADMIN), "春晓")
    visitor.act("close")
    expect(visitor.page.locator(".said-first")).to_contain_text(re.compile(r"未结事项 \d+ 件"))
    visitor.look("refused")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_an_agreement_is_issued_read_and_printed(visit, width):
    visitor = visit(ADMIN, width=width).go("/yunshan/hq/org/agreements/new")
    page = visitor.page
    page.locator("label:has([name=subject][value=repairs])").click()
    page.locator("[name=title]").fill(f"维修接口约定 {width}")
    page.locator("[name=checkMonths]").fill("3")
    page.locator("[name=unit1]").select_option(index=2)
    page.locator("[name=duties1]").fill("组织复验\n督促保修")
    page.locator("label:has([name=kind2][value=contractor])").click()
    page.locator("[name=name2]").fill("华建三公司")
    page.locator("[name=duties2]").fill("48 小时内到场")
    page.locator("[name=workflow]").fill("报修 5 分钟内派工，当日反馈。")
    page.locator("form#agreement button").click()
    expect(page.locator(".flash")).to_contain_text("约定已发布")
    visitor.look(f"{width}-agreement")
    visitor.act("checkAgreement", finding="抽查十件，均按约定执行").told("已保存")
    page.locator("a[href$='/print']").click()
    visitor.look(f"{width}-sheet")
    page.emulate_media(media="print")
    expect(page.locator(".sheet")).to_contain_text("督促保修")
    visitor.look(f"{width}-print", axe=False)


def test_an_area_with_its_officer_is_proposed_at_intake(visit):
    visitor = visit(ADMIN)
    unit(visitor, "春晓")
    visitor.page.locator("#areas a[href$='/duty-areas/new']").click()
    # Every building lies in a cluster already; zones are free.
    visitor.page.locator("label:has([name=kind][value=zone])").click()
    visitor.page.locator("[name=name]").fill("东片区")
    visitor.page.locator("label:has([name=buildings])").last.click()
    visitor.look("area-form")
    visitor.page.locator("form#area button").click()
    visitor.told("已保存")
    form = visitor.form("appoint")
    form.locator("[name=person]").select_option(index=1)
    officer = form.locator("[name=person] option:checked").inner_text().split(" · ")[0]
    with visitor.page.expect_navigation():
        form.locator("button").last.click()
    expect(visitor.page.locator("#officers")).to_contain_text(officer)
    visitor.look("area")
    visitor.act("closeArea").told("已保存")
    desk = visit("bj-spring@yunshan").go("/yunshan/bj-spring/intake?q=1-1-101")
    desk.page.locator("a.match").first.click()
    expect(desk.page.locator(".whom")).to_contain_text("南组团")
    expect(desk.page.locator(".whom")).to_contain_text("会所 · 售楼处")
    desk.look("proposed")
