"""Photos and papers: on a ticket and at intake, with and without JavaScript, at both widths."""

import base64
import pathlib
import re

import pytest
from playwright.sync_api import expect

UNIT = "/yunshan/bj-spring"
SAMPLES = pathlib.Path(__file__).resolve().parents[1] / "TestSupport" / "SampleFiles.swift"


def sample(name):
    """The bytes the Swift tests bring too."""
    found = re.search(rf"static let {name} = bytes\(\s*\"([^\"]+)\"", SAMPLES.read_text())
    return base64.b64decode(found.group(1))


def photo(name="地库渗水.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": sample("photo")}


def open_ticket(visitor):
    visitor.go(f"{UNIT}/tickets")
    visitor.page.locator("a.title").first.click()
    return visitor


def form(visitor):
    place = visitor.page.locator("#do-files")
    if not place.evaluate("element => element.open"):
        place.locator("summary").click()
    return place.locator("form")


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "zh-CN"), ("phone", "en")])
def test_a_photo_on_a_ticket_is_sent_as_it_is_chosen_shown_small_and_opened(visit, width, language):
    visitor = open_ticket(visit("bj-spring@yunshan", width=width, language=language))
    page = visitor.page
    place = form(visitor)
    place.locator("input[type=file]").set_input_files([photo(), {"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}])
    expect(place.locator("ul.kept input:checked")).to_have_count(1)
    expect(place.locator("ul.kept .failed")).to_contain_text("x.svg")
    visitor.look(f"{language}-sent")
    with page.expect_navigation():
        place.locator("button").click()
    line = page.locator("ul.files li").first
    expect(line.locator("a.name")).to_have_text("地库渗水.jpg")
    picture = line.locator("img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    # The telephone was held upright: the small picture stands upright too.
    assert picture.evaluate("image => image.naturalHeight > image.naturalWidth")
    visitor.look(f"{language}-hung")
    answer = page.request.get(visitor.origin + line.locator("a.name").get_attribute("href"))
    assert answer.status == 200 and b"SecretPhone" not in answer.body()
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


def test_without_javascript_the_form_brings_the_files_and_keeps_what_was_good(visit):
    visitor = open_ticket(visit("bj-spring@yunshan", script=False))
    page = visitor.page
    place = form(visitor)
    place.locator("input[type=file]").set_input_files([photo("一.jpg"), {"name": "二.pdf", "mimeType": "application/pdf", "buffer": sample("photo")}])
    with page.expect_navigation():
        place.locator("button").click()
    place = page.locator("#do-files form")
    expect(place.locator(".error")).to_contain_text("二.pdf")
    expect(place.locator("ul.kept")).to_contain_text("一.jpg")
    visitor.look("back", axe=False)
    with page.expect_navigation():
        place.locator("button").click()
    expect(page.locator("ul.files")).to_contain_text("一.jpg")


def test_a_file_cut_off_by_the_network_goes_with_the_form(visit):
    visitor = open_ticket(visit("bj-spring@yunshan"))
    page = visitor.page
    place = form(visitor)
    page.route("**/files", lambda route: route.abort() if route.request.method == "POST" and not route.request.url.count("/tickets/") else route.continue_())
    place.locator("input[type=file]").set_input_files([photo("断网.jpg")])
    expect(place.locator("ul.kept .failed")).to_be_visible()
    page.unroute("**/files")
    with page.expect_navigation():
        place.locator("button").click()
    expect(page.locator("ul.files")).to_contain_text("断网.jpg")


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_complaint_is_recorded_with_its_photo(visit, width):
    visitor = visit("bj-spring@yunshan", width=width)
    page = visitor.page
    visitor.go(f"{UNIT}/intake?q=1-1-101")
    page.locator("a.match").first.click()
    page.locator("[name=event]").fill("卫生间顶棚渗水，业主发来照片")
    page.locator("input[type=file]").set_input_files([photo("顶棚.jpg")])
    expect(page.locator("ul.kept input:checked")).to_have_count(1)
    visitor.look("intake")
    with page.expect_navigation():
        page.locator("form#intake button.main").click()
    expect(page.locator("ul.files")).to_contain_text("顶棚.jpg")


def test_its_bringer_takes_a_photo_off_with_a_reason(visit):
    visitor = open_ticket(visit("bj-spring@yunshan"))
    page = visitor.page
    place = form(visitor)
    place.locator("input[type=file]").set_input_files([photo("拍错.jpg")])
    expect(place.locator("ul.kept input:checked")).to_have_count(1)
    with page.expect_navigation():
        place.locator("button").click()
    line = page.locator("ul.files li", has_text="拍错.jpg")
    line.locator("summary").click()
    line.locator("[name=reason]").fill("拍错了房间")
    with page.expect_navigation():
        line.locator("button").click()
    expect(page.locator("ul.files li.gone", has_text="拍错.jpg")).to_contain_text("拍错了房间")
    visitor.look("removed")
