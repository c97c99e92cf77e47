"""An inspection on a phone: a route is kept, a round drawn, points walked with photos, also while the connection is lost; the report goes out
and what failed becomes an order to mend."""

import re

import pytest
from playwright.sync_api import expect

from test_files import photo

UNIT = "/yunshan/bj-spring"
PLACE = f"{UNIT}/vendors/inspections"


def open_action(page, name):
    place = page.locator(f"#do-{name}")
    if not place.evaluate("element => element.open"):
        place.locator("summary").first.click()
    return place.locator("form")


def send(page, form):
    with page.expect_navigation():
        form.locator("button:not([type=button])").last.click()


def draw_a_round(visitor, name):
    """Returns the path of a round over two points, with three items."""
    page = visitor.page
    visitor.go(PLACE)
    form = open_action(page, "route")
    form.locator("[name=name]").fill(f"{name}路线")
    send(page, form)
    for point in ("大堂", "车库"):
        form = open_action(page, "point")
        form.locator("[name=name]").fill(point)
        send(page, form)
    for point, items in (("大堂", [("消防通道畅通", None), ("大堂温度", ("18", "26.5"))]), ("车库", [("照明完好", None)])):
        for text, ends in items:
            place = page.locator("details.action", has=page.locator("summary", has_text=re.compile(f"检查项目：{point}")))
            place.locator("summary").first.click()
            place.locator("[name=text]").fill(text)
            if ends:
                place.locator("[name=kind]").select_option("measured")
                place.locator("[name=unit]").fill("℃")
                place.locator("[name=low]").fill(ends[0])
                place.locator("[name=high]").fill(ends[1])
                place.locator("[name=photo]").select_option("never")
            send(page, place.locator("form"))
    visitor.look("route")
    visitor.go(PLACE)
    form = open_action(page, "plan")
    form.locator("[name=route]").select_option(form.locator("[name=route] option", has_text=f"{name}路线").get_attribute("value"))
    form.locator("[name=name]").fill(name)
    form.locator("[name=notice]").select_option("surprise")
    form.locator("[name=days]").fill("7")
    form.locator("[name=mendDays]").fill("15")
    send(page, form)
    place = page.locator("details.action", has=page.locator("summary", has_text=f"抽取点位：{name}"))
    place.locator("summary").click()
    send(page, place.locator("form"))
    expect(page.locator("h1")).to_have_text(name)
    return re.sub(r"https?://[^/]+", "", page.url)


def choose(check, result):
    check.locator(f".verdict label.{result}").click()


def save(check):
    check.locator("form button").click()


def unsent(page):
    return page.locator("[data-behaviour=unsent]")


def at_point(visit, round_, point, **how):
    """Somebody with a phone stands at a point of the round."""
    phone = visit("bj-spring@yunshan", width="phone", **how)
    phone.go(round_)
    phone.page.locator("#points").locator("xpath=ancestor::section").locator("a", has_text=point).click()
    expect(phone.page.locator("h1")).to_have_text(point)
    return phone


def test_a_round_is_walked_on_a_phone_without_a_connection_and_ends_in_orders(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "断网走访")
    phone = at_point(visit, round_, "大堂")
    page = phone.page
    first, second = page.locator("section.walk-item").nth(0), page.locator("section.walk-item").nth(1)
    phone.look("point")
    # What the server would send back is said before anything is kept.
    choose(first, "fail")
    save(first)
    expect(first.locator(".errors li")).to_have_count(2)
    first.locator("[name=comment]").fill("堆放杂物")
    first.locator("input[type=file]").set_input_files([photo("堆物.jpg")])
    page.context.set_offline(True)
    save(first)
    expect(unsent(page)).to_contain_text("1 条记录未发送")
    second.locator("[name=value]").fill("27")
    expect(second.locator("output")).to_contain_text("不合格")
    second.locator("[name=value]").fill("22.5")
    expect(second.locator("output")).to_have_text("按测量值：合格")
    save(second)
    expect(unsent(page)).to_contain_text("2 条记录未发送")
    # Pressed once more, it is the same entry.
    save(second)
    expect(unsent(page)).to_contain_text("2 条记录未发送")
    unsent(page).locator("summary").click()
    expect(unsent(page).locator("li")).to_have_count(2)
    phone.look("unsent")
    page.context.set_offline(False)
    expect(unsent(page)).to_be_hidden()
    expect(first.locator("ul.files a.name", has_text="堆物.jpg")).to_have_count(1)
    expect(page.locator(".walk .progress")).to_contain_text("2 / 2")
    page.reload()
    expect(page.locator("section.walk-item").nth(0).locator("ul.files a.name")).to_have_count(1)
    expect(page.locator("section.walk-item").nth(0).locator("header")).to_contain_text("不合格")
    page.locator("nav.walk-steps a.main").click()
    last = page.locator("section.walk-item").first
    choose(last, "pass")
    save(last)
    expect(last.locator("header")).to_contain_text("合格")
    expect(page.locator(".walk .progress")).to_contain_text("3 / 3")
    phone.look("done")
    issue_and_mend(visit, round_)


def issue_and_mend(visit, round_):
    desk = visit("bj-spring@yunshan")
    desk.go(round_)
    for step, opinion in (("finish", None), ("issue", "请按期整改")):
        form = open_action(desk.page, step)
        if opinion:
            form.locator("[name=opinion]").fill(opinion)
        send(desk.page, form)
    expect(desk.page.locator("#failures").locator("xpath=ancestor::section")).to_contain_text("堆放杂物")
    desk.look("issued")
    order = desk.page.locator("a[href*='/vendors/rectifications/']")
    expect(order).to_have_count(1)
    order.click()
    expect(desk.page.locator("h1")).to_contain_text("消防通道畅通")
    desk.look("order")
    desk.page.locator("a", has_text="断网走访").click()
    expect(desk.page.locator("section.walk-item").first).to_contain_text("堆物.jpg")
    vendor = visit("jy-spring@yunshan", width="phone")
    vendor.go(round_.replace("/bj-spring/", "/jy-spring/"))
    expect(vendor.page.locator("main")).to_contain_text("请按期整改")
    vendor.look("vendor")
    vendor.page.locator("a[href*='/vendors/rectifications/']").click()
    form = open_action(vendor.page, "complete")
    form.locator("[name=text]").fill("已清理")
    send(vendor.page, form)
    expect(vendor.page.locator("main")).to_contain_text("已清理")


def test_a_whole_round_is_walked_without_a_connection(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "地库走访")
    phone = visit("bj-spring@yunshan", width="phone")
    page = phone.page
    phone.go(round_)
    page.locator("a", has_text="整轮检查").click()
    expect(page.locator("section.walk-item")).to_have_count(3)
    phone.look("walk")
    page.context.set_offline(True)
    checks = page.locator("section.walk-item")
    choose(checks.nth(0), "pass")
    save(checks.nth(0))
    checks.nth(1).locator("[name=value]").fill("20")
    save(checks.nth(1))
    choose(checks.nth(2), "fail")
    checks.nth(2).locator("[name=comment]").fill("灯不亮")
    checks.nth(2).locator("input[type=file]").set_input_files([photo("灯.jpg")])
    save(checks.nth(2))
    expect(unsent(page)).to_contain_text("3 条记录未发送")
    page.context.set_offline(False)
    expect(unsent(page)).to_be_hidden()
    expect(page.locator(".walk .progress")).to_contain_text("3 / 3")
    expect(checks.nth(2).locator("h2")).to_have_text("车库 · 照明完好")
    phone.go(round_)
    expect(page.locator("main")).to_contain_text("合格 2 · 不合格 1")


def test_an_entry_whose_answer_is_lost_stays_over_a_reload_and_is_sent_again(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "丢失回执")
    phone = at_point(visit, round_, "车库")
    page = phone.page
    keys = []

    def lose(route):
        # The first time the server gets it and its answer is lost; afterwards nothing goes through.
        keys.append(re.search(r'name="key"\s+(\S+)', route.request.post_data).group(1))
        if len(keys) == 1:
            route.fetch(max_redirects=0)
        route.abort()

    page.route("**/checks/*", lose)
    check = page.locator("section.walk-item").first
    choose(check, "pass")
    check.locator("[name=comment]").fill("灯全亮")
    save(check)
    expect(unsent(page)).to_contain_text("1 条记录未发送")
    page.reload()
    expect(unsent(page)).to_contain_text("1 条记录未发送")
    expect(check.locator("[name=comment]")).to_have_value("灯全亮")
    # Another page shows what waits, too.
    phone.go(f"{UNIT}/vendors/inspections")
    expect(unsent(page)).to_contain_text("1 条记录未发送")
    phone.look("elsewhere")
    page.unroute("**/checks/*")
    unsent(page).locator("summary").click()
    unsent(page).get_by_role("button", name="立即发送").click()
    expect(unsent(page)).to_be_hidden()
    assert len(keys) > 1 and len(set(keys)) == 1, "the same entry under the same key"
    phone.go(round_)
    expect(page.locator("main")).to_contain_text("合格 1 ")


def test_what_the_server_refuses_stays_with_its_reason_until_it_is_corrected(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "退回更正")
    phone = at_point(visit, round_, "车库")
    page = phone.page
    check = page.locator("section.walk-item").first
    choose(check, "fail")
    check.locator("[name=comment]").fill("两盏灯不亮")
    check.locator("input[type=file]").set_input_files([{"name": "坏.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"}])
    save(check)
    expect(unsent(page)).to_contain_text("1 条未被接受")
    expect(unsent(page).locator("li.refused")).to_contain_text("坏.jpg")
    expect(check.locator(".unsent-mark")).to_contain_text("坏.jpg")
    phone.look("refused")
    page.reload()
    expect(unsent(page)).to_contain_text("1 条未被接受")
    expect(check.locator("[name=comment]")).to_have_value("两盏灯不亮")
    # Sent again as it is, it is refused again and still there.
    unsent(page).locator("summary").click()
    unsent(page).get_by_role("button", name="重新发送").click()
    expect(unsent(page)).to_contain_text("1 条未被接受")
    check.locator("input[type=file]").set_input_files([photo("灯.jpg")])
    save(check)
    expect(unsent(page)).to_be_hidden()
    expect(check.locator("ul.files")).to_contain_text("灯.jpg")
    expect(check.locator("header")).to_contain_text("不合格")


def test_an_entry_of_a_round_that_was_called_off_is_given_up_only_by_the_person(visit):
    desk = visit("bj-spring@yunshan")
    round_ = draw_a_round(desk, "中途取消")
    phone = at_point(visit, round_, "车库")
    page = phone.page
    check = page.locator("section.walk-item").first
    choose(check, "pass")
    page.context.set_offline(True)
    save(check)
    expect(unsent(page)).to_contain_text("1 条记录未发送")
    desk.go(round_)
    form = open_action(desk.page, "drop")
    form.locator("[name=opinion]").fill("改期")
    send(desk.page, form)
    page.context.set_offline(False)
    expect(unsent(page)).to_contain_text("1 条未被接受")
    page.once("dialog", lambda dialog: dialog.dismiss())
    unsent(page).get_by_role("button", name="放弃").click()
    expect(unsent(page)).to_contain_text("1 条未被接受")
    page.once("dialog", lambda dialog: dialog.accept())
    unsent(page).get_by_role("button", name="放弃").click()
    expect(unsent(page)).to_be_hidden()


def test_entries_outlive_the_sign_in_and_go_after_the_next_one(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "登录过期")
    phone = at_point(visit, round_, "车库")
    page = phone.page
    point = re.sub(r"https?://[^/]+", "", page.url)
    check = page.locator("section.walk-item").first
    choose(check, "pass")
    page.context.clear_cookies()
    save(check)
    expect(unsent(page)).to_contain_text("登录已失效")
    # Nobody else sends it.
    phone.sign_in("bj@yunshan")
    page.goto(phone.origin + point.replace("/bj-spring/", "/bj/"))
    expect(page.locator("h1")).to_have_text("车库")
    expect(unsent(page)).to_be_hidden()
    page.context.clear_cookies()
    phone.sign_in("bj-spring@yunshan")
    phone.go(point)
    expect(check.locator("header")).to_contain_text("合格")
    expect(unsent(page)).to_be_hidden()


def test_without_javascript_and_from_paper(visit):
    visitor = visit("bj-spring@yunshan")
    round_ = draw_a_round(visitor, "纸质补录")
    plain = at_point(visit, round_, "车库", script=False)
    page = plain.page
    check = page.locator("section.walk-item").first
    choose(check, "fail")
    check.locator("[name=comment]").fill("两盏灯不亮")
    with page.expect_navigation():
        save(check)
    expect(page.locator("section.walk-item .errors").first).to_be_visible()
    expect(check.locator("[name=comment]")).to_have_value("两盏灯不亮")
    check.locator("input[type=file]").set_input_files([photo("灯.jpg")])
    with page.expect_navigation():
        save(check)
    expect(page.locator("section.walk-item").first).to_contain_text("灯.jpg")
    visitor.go(f"{round_}/grid")
    page = visitor.page
    page.locator("select[name^=result]").nth(0).select_option("pass")
    page.locator("[name^=value]").fill("30")
    visitor.look("grid")
    with page.expect_navigation():
        page.locator("form button.main").last.click()
    expect(page.locator(".errors")).to_be_visible()
    page.locator("[name^=value]").fill("20")
    with page.expect_navigation():
        page.locator("form button.main").last.click()
    visitor.go(round_)
    expect(page.locator("main")).to_contain_text("合格 2")


@pytest.mark.parametrize("width,language", [("phone", "zh-CN"), ("desk", "en"), ("phone", "en")])
def test_the_places_of_inspections_are_whole(visit, width, language):
    visitor = visit("bj-spring@yunshan", width=width, language=language)
    visitor.go(PLACE).look(f"{language}-list")
