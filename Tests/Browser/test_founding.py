"""From an empty database to a working group: founded by one command, built up by its administrator in the browser."""

import re

import pytest
from playwright.sync_api import expect

from conftest import Product
from test_journey import submit

SECRET = "Donghu-first-day-1"


@pytest.fixture(scope="module")
def donghu(cluster):
    """A group with an administrator and nothing else."""
    product = Product(cluster, "founded")
    said = product.run(
        "found", SHOUWEN_TENANT="donghu", SHOUWEN_TENANT_NAME="东湖集团", SHOUWEN_ADMIN="root", SHOUWEN_ADMIN_NAME="钱立", SHOUWEN_ADMIN_PASSWORD=SECRET)
    assert "东湖集团" in said and SECRET not in said
    with product.serving() as origin:
        yield origin


def test_a_founded_group_lets_its_administrator_in_and_nobody_else(open_browser, donghu):
    stranger = open_browser(donghu, "bj@yunshan")
    expect(stranger.page.locator(".errors")).to_be_visible()
    admin = open_browser(donghu, "root@donghu", password=SECRET)
    expect(admin.page).to_have_url(re.compile(r"/donghu/[a-z]+/org"))
    expect(admin.page.locator(".top")).to_contain_text("东湖集团")
    admin.look("founded")


def add(visitor, button: str, room: str = "units", **fields: str):
    """Opens a form from its list, fills it and is back at a page that says so."""
    hub = re.search(r"(/donghu/[^/]+)/", visitor.page.url).group(1)
    page = visitor.go(f"{hub}/org/{room}").page
    page.get_by_role("link", name=button, exact=True).click()
    return fill(visitor, **fields)


def fill(visitor, **fields: str):
    page = visitor.page
    for name, value in fields.items():
        control = page.locator(f"main form.form [name={name}]")
        if control.evaluate("element => element.tagName") == "SELECT":
            label = control.locator("option").filter(has_text=value).first.inner_text()
            control.select_option(label=label)
        else:
            control.fill(value)
    with page.expect_navigation():
        page.locator("main form.form button").last.click()
    expect(page.locator(".flash")).to_be_visible()
    return visitor


def test_the_administrator_builds_the_group_and_a_new_person_starts_work(open_browser, donghu):
    admin = open_browser(donghu, "root@donghu", password=SECRET)
    add(admin, "添加公司", code="xh", name="西湖置业", prefix="XH")
    add(admin, "添加项目", company="西湖置业", code="xh-lotus", name="荷风", handedOverOn="2025-05-01")
    add(admin, "添加物业公司", code="hy", name="和园物业")
    add(admin, "添加物业服务中心", vendor="和园物业", project="荷风", code="hy-lotus", name="和园·荷风服务中心")
    admin.go("/donghu/xh-lotus/org/units")
    add(admin, "添加楼栋", "houses", project="荷风", code="1", name="1幢")
    add(admin, "添加房屋", "houses", building="1幢", entrance="1", firstFloor="1", lastFloor="6", roomsPerFloor="2", handedOverOn="2025-05-01")
    expect(admin.page.locator("main")).to_contain_text("12")
    admin.look("houses")

    # Refused as a whole, with everything that was typed.
    admin.go("/donghu/hy/org/people").page.get_by_role("link", name="添加人员", exact=True).click()
    admin.page.locator("main [name=account]").fill("desk")
    admin.page.locator("main [name=name]").fill("")
    admin.page.locator("main form.form button").last.click()
    expect(admin.page.locator(".errors")).to_be_focused()
    expect(admin.page.locator("main [name=account]")).to_have_value("desk")
    admin.look("refused")
    page = admin.page
    page.locator("main [name=unit]").select_option(label=page.locator("main [name=unit] option").filter(has_text="和园·荷风服务中心").first.inner_text())
    page.locator("main [name=name]").fill("周洁")
    page.locator("main form.form button").last.click()
    link = page.locator("#invitation").input_value()
    admin.look("invited")
    page.get_by_role("link", name="添加岗位", exact=True).click()
    fill(admin, role="物业项目客服", unit="和园·荷风服务中心", title="前台客服")
    expect(admin.page.locator("main table").first).to_contain_text("前台客服")
    admin.look("person")

    # The link is the administrator's to pass on, the password is the person's own.
    own = "my-own-words-now-7"
    newcomer = open_browser(donghu)
    newcomer.page.goto(link)
    newcomer.look("redeem")
    newcomer.page.locator("[name=new]").fill(own)
    newcomer.page.locator("main form.form button").last.click()
    expect(newcomer.page).to_have_url(re.compile("/login"))
    assert newcomer.page.goto(link).status == 404, "a link works once"
    desk = open_browser(donghu, "desk@donghu", password=own)
    expect(desk.page).to_have_url(re.compile("/donghu/hy-lotus/desk"))

    # A stranger calls about a shared area: the work begins.
    page = desk.go("/donghu/hy-lotus/intake").page
    page.get_by_role("link", name="新客户", exact=True).click()
    page.locator("main [name=customerName]").fill("何莲")
    page.locator("main [name=customerPhone]").fill("13800138000")
    page.locator("main [name=relation]").select_option("owner")
    page.locator("main [name=event]").fill("大堂的灯一直闪。")
    submit(desk)
    desk.told("XH-", "和园·荷风服务中心")
    expect(page.locator(".ladder [class~=rung]")).to_have_count(4)
    desk.look("first-ticket")
