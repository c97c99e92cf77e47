"""People, posts and roles: found, invited, handed over, tried out; at both widths, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from test_journey import record

PLACES = ["people", "people?state=active&q=e", "access", "idle-accounts", "roles", "role-matrix", "role-comparison", "people/new"]


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en"), ("phone", "en")])
def test_every_place_is_whole(visit, width, language):
    admin = visit("admin@yunshan", width=width, language=language)
    for place in PLACES:
        admin.go(f"/yunshan/hq/org/{place}").look(f"{language}-{width}-{re.sub(r'[^a-z]+', '-', place)}")
    admin.go("/yunshan/hq/org/people?q=jy-spring").page.locator("main table a").first.click()
    admin.look(f"{language}-{width}-person")
    person = admin.page.url.removeprefix(admin.origin)
    for page in ("access", "edit", "invite", "disable", "posts/new"):
        admin.go(f"{person}/{page}").look(f"{language}-{width}-{page.replace('/', '-')}")
    admin.go(person).page.locator("form[action$='/look'] button").click()
    expect(admin.page.locator(".rooms").first).to_be_visible()
    admin.look(f"{language}-{width}-look")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_nobody_leaves_with_matters_in_hand(visit, width):
    account = "bj-cloud" if width == "desk" else "bj-maple"
    # The vendor gets the matter; whoever heard it stays its first receiver.
    leaver = visit(f"{account}@yunshan", width=width)
    record(leaver, account, "电梯厅灯具不亮", "一层电梯厅的灯两天不亮，已告知物业。")
    admin = visit("admin@yunshan", width=width).go(f"/yunshan/hq/org/people?q={account}")
    page = admin.page
    page.locator("main table a").first.click()
    page.get_by_role("link", name="停用账号").click()
    takers = page.locator("select[name^='taker-']")
    expect(takers.first).to_be_visible()
    page.locator("main form.form button").last.click()
    expect(page.locator(".errors")).to_be_focused()
    admin.look(f"{width}-refused")
    for taker in takers.all():
        taker.select_option(index=1)
    page.locator("[name=reason]").fill("调往总部")
    page.locator("main form.form button").last.click()
    admin.told("移交")
    admin.look(f"{width}-left")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_role_is_made_tried_and_compared(visit, width):
    sec = visit("sec@yunshan", width=width).go("/yunshan/hq/org/roles")
    page = sec.page
    page.get_by_role("link", name="新建角色").click()
    page.locator("main form.form button").first.click()
    expect(page.locator(".errors")).to_be_focused()
    sec.look(f"{width}-refused")
    page.locator("[name=name]").fill(f"项目观察员 {width}")
    page.locator("label:has([name=unitKinds][value=project])").click()
    for permission in ("ticket.see", "desk.see"):
        page.locator(f"[name=permissions][value='{permission}']").check()
    page.locator("[name=person]").select_option(label=page.locator("[name=person] option").filter(has_text="唐诗涵").first.inner_text())
    page.get_by_role("button", name="试看", exact=True).click()
    expect(page.locator("main")).to_contain_text("唐诗涵")
    sec.look(f"{width}-trial")
    if width == "desk":
        # Nothing of the draft is lost on the way back, and it can be tried once more.
        page.get_by_role("button", name="继续修改", exact=True).click()
        expect(page.locator("[name=name]")).to_have_value(f"项目观察员 {width}")
        expect(page.locator("[name=permissions][value='desk.see']")).to_be_checked()
        page.locator("[name=permissions][value='notice.see']").check()
        page.get_by_role("button", name="试看", exact=True).click()
        expect(page.locator("main")).to_contain_text("唐诗涵")
    page.get_by_role("button", name="保存", exact=True).click()
    sec.told("已保存")
    sec.look(f"{width}-role")
    page.get_by_role("link", name="比较角色", exact=True).click()
    page.locator("[name=right]").select_option(index=1)
    page.get_by_role("button", name="比较", exact=True).click()
    expect(page.locator(".matrix")).to_be_visible()
    sec.look(f"{width}-compared")
