"""An inspection on a phone: a route is kept, a round drawn, points walked with photos, also while the connection is lost; the report goes out."""

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
    form.locator("[name=route]").select_option(label=re.compile(f"{name}路线"))
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


def test_a_round_is_walked_on_a_phone_and_nothing_is_lost_without_a_connection(visit):
    round_ = draw_a_round(visit("bj-spring@yunshan"), "断网走访")
    phone = visit("bj-spring@yunshan", width="phone")
    page = phone.page
    phone.go(round_)
    phone.look("round")
    page.locator("a", has_text="大堂").first.click()
    checks = page.locator("section.check")
    first = checks.first
    choose(first, "fail")
    first.locator("[name=comment]").fill("堆放杂物")
    first.locator("input[type=file]").set_input_files([photo("堆物.jpg")])
    phone.look("point")
    page.context.set_offline(True)
    first.locator("button").click()
    expect(page.locator("[data-behaviour=unsent]")).to_contain_text("1")
    second = checks.nth(1)
    second.locator("[name=value]").fill("22.5")
    second.locator("button").click()
    expect(page.locator("[data-behaviour=unsent]")).to_contain_text("2")
    phone.look("unsent", axe=False)
    page.context.set_offline(False)
    expect(page.locator("[data-behaviour=unsent]")).to_be_hidden()
    page.reload()
    expect(page.locator("section.check").first).to_contain_text("堆物.jpg")
    expect(page.locator("[role=status]").first).to_contain_text("2 / 2")
    page.locator("nav.steps a.main").click()
    last = page.locator("section.check").first
    choose(last, "pass")
    last.locator("button").click()
    expect(page.locator("section.check header").first).to_contain_text("合格")
    desk = visit("bj-spring@yunshan")
    desk.go(round_)
    for step, opinion in (("finish", None), ("issue", "请按期整改")):
        form = open_action(desk.page, step)
        if opinion:
            form.locator("[name=opinion]").fill(opinion)
        send(desk.page, form)
    expect(desk.page.locator("#failures").locator("xpath=ancestor::section")).to_contain_text("堆放杂物")
    desk.look("issued")
    vendor = visit("jy-spring@yunshan", width="phone")
    vendor.go(round_.replace("/bj-spring/", "/jy-spring/"))
    expect(vendor.page.locator("main")).to_contain_text("请按期整改")
    vendor.look("vendor")


def test_without_javascript_and_from_paper(visit):
    visitor = visit("bj-spring@yunshan")
    round_ = draw_a_round(visitor, "纸质补录")
    plain = visit("bj-spring@yunshan", script=False)
    page = plain.page
    plain.go(round_)
    page.locator("a", has_text="车库").first.click()
    check = page.locator("section.check").first
    choose(check, "fail")
    check.locator("[name=comment]").fill("两盏灯不亮")
    check.locator("input[type=file]").set_input_files([photo("灯.jpg")])
    send(page, check.locator("form"))
    expect(page.locator("section.check").first).to_contain_text("灯.jpg")
    visitor.go(f"{round_}/grid")
    page = visitor.page
    page.locator("select").nth(0).select_option("pass")
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
