"""Houses and owners at the desk: found, read masked, shown for a reason, changed, joined, handed over; at both widths, in both languages."""

import re

import pytest
from playwright.sync_api import expect

UNIT = "/yunshan/bj-spring"


def register(visitor, name, phone, unit=UNIT, **fields):
    """Registers a customer and returns the path of the file."""
    page = visitor.go(f"{unit}/owners/new").page
    page.locator("[name=name]").fill(name)
    page.locator("[name=phone]").fill(phone)
    for field, value in fields.items():
        control = page.locator(f"[name={field}]")
        if control.evaluate("element => element.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
    with page.expect_navigation():
        page.locator("form#owner button.main").click()
    expect(page.locator("h1")).to_have_text(name)
    return re.sub(r"https?://[^/]+", "", page.url)


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en"), ("phone", "en")])
def test_the_places_of_owners_are_whole(visit, width, language):
    visitor = visit("bj@yunshan", width=width, language=language)
    for place in ["owners", "owners?state=owner", "owners?q=1-1-101", "owners/new", "owners/requests", "owners/reads", "owners/privacy", "org/areas"]:
        visitor.go(f"/yunshan/bj/{place}").look(re.sub(r"[^a-z0-9]+", "-", f"{language}-{place}"))
    desk = visit("bj-spring@yunshan", width=width, language=language)
    desk.go(f"{UNIT}/owners?q=1-1-101")
    desk.page.locator("a.title").first.click()
    desk.look(f"{language}-owner")
    desk.page.locator(".owner .baton a").first.click()
    desk.look(f"{language}-house")
    path = re.sub(r"https?://[^/]+", "", desk.page.url)
    for page in ("edit", "transfer"):
        desk.go(f"{path}/{page}").look(f"{language}-house-{page}")


def test_a_customer_is_registered_found_and_shown_for_a_reason(visit):
    visitor = visit("bj-spring@yunshan")
    path = register(visitor, "钟离文", "13900008866", door="1-1-101", relation="tenant", identityKind="idCard", identity="110101199003071233")
    page = visitor.page
    expect(page.locator(".reveal .num").first).to_have_text("139****8866")
    for query in ("13900008866", "8866", "钟离", "1-1-101"):
        visitor.go(f"{UNIT}/owners?q={query}")
        expect(page.locator("a.title", has_text="钟离文")).to_be_visible()
    visitor.go(path)
    page.locator(".reveal summary").first.click()
    page.locator("[name=reason]").first.fill("回访核实")
    with page.expect_navigation():
        page.locator(".reveal form button").first.click()
    expect(page.locator(".revealed")).to_have_text("13900008866")
    visitor.look("revealed")
    centre = visit("bj@yunshan").go(path.replace("bj-spring", "bj"))
    expect(centre.page.locator("[aria-labelledby=reads]")).to_contain_text("回访核实")


def test_a_house_changes_hands_and_the_former_file_is_closed(visit):
    visitor = visit("bj-spring@yunshan").go(f"{UNIT}/owners?q=1-1-201")
    page = visitor.page
    page.locator("a.title").first.click()
    former = re.sub(r"https?://[^/]+", "", page.url)
    page.locator(".owner .baton a").first.click()
    house = re.sub(r"https?://[^/]+", "", page.url)
    visitor.go(f"{house}/transfer")
    page.locator("[name=name]").fill("令狐新")
    page.locator("[name=phone]").fill("13900007755")
    with page.expect_navigation():
        page.locator("form#transfer button.main").click()
    visitor.told("原业主")
    expect(page.locator("[aria-labelledby=people]")).to_contain_text("令狐新")
    expect(page.locator("[aria-labelledby=former]")).to_contain_text("已转让")
    visitor.look("transferred")
    assert page.goto(visitor.origin + former).status == 404
    assert visit("bj@yunshan").page.goto(visitor.origin + former.replace("bj-spring", "bj")).status == 200


def test_two_files_are_joined_side_by_side_and_taken_apart(visit):
    desk = visit("bj-spring@yunshan")
    first = register(desk, "司徒平", "13900006611")
    second = register(desk, "司徒平", "13900006622")
    visitor = visit("bj@yunshan").go(first.replace("bj-spring", "bj"))
    page = visitor.page
    page.locator("[aria-labelledby=doubles] a").first.click()
    visitor.look("merge")
    page.locator("[name=reason]").fill("同一人登记两次")
    with page.expect_navigation():
        page.locator("form#merge button.main").click()
    visitor.told("合并")
    expect(page.locator("[aria-labelledby=who]")).to_contain_text("139****6622")
    visitor.look("merged")
    visitor.act("undo")
    visitor.told("恢复")
    number = second.rsplit("/", 1)[1]
    assert page.url.endswith(number)


def test_a_request_is_previewed_and_refused_while_the_house_is_held(visit):
    visitor = visit("bj@yunshan").go("/yunshan/bj/owners?q=1-1-301")
    page = visitor.page
    page.locator("a.title").first.click()
    visitor.act("request", requestKind="anonymisation", asked="请删除我的个人信息")
    visitor.told("时限")
    page.locator("[aria-labelledby=asked] a").first.click()
    expect(page.locator("[aria-labelledby=dry]")).to_contain_text("仍持有")
    visitor.look("request")
    assert not visitor.offers("done")
    visitor.act("refused", answer="房屋仍在持有中")
    visitor.told("答复")


def test_owners_in_the_dark_on_paper_and_without_a_script(visit):
    visitor = visit("bj-spring@yunshan").go(f"{UNIT}/owners?q=1-1-401")
    visitor.page.emulate_media(color_scheme="dark")
    visitor.look("dark-list")
    visitor.page.locator("a.title").first.click()
    visitor.look("dark-owner")
    visitor.page.emulate_media(media="print", color_scheme="light")
    expect(visitor.page.locator(".rail")).to_be_hidden()
    visitor.look("print-owner", axe=False)
    plain = visit("bj-spring@yunshan", script=False)
    register(plain, "无脚本", "13900005544")
