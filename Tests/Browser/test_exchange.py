"""Tables in and out, as people do it: with and without JavaScript, at both widths, in both languages."""

import contextlib
import csv
import io
import pathlib
import re
import zipfile

import openpyxl
import pytest
from playwright.sync_api import Error, expect

WHERE = "/yunshan/hq/exchange"
# Where a run never leaves again.
ENDED = re.compile("失败|已停止|已拒绝|Failed|Stopped|Refused")


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(download) -> openpyxl.Workbook:
    """A downloaded file has no ending of its own, which openpyxl wants of a name but not of bytes."""
    with open(download.value.path(), "rb") as file:
        return openpyxl.load_workbook(io.BytesIO(file.read()))


def wait_for(visitor, words: str) -> None:
    """Until the page says so: it looks again by itself, and somebody without JavaScript reloads it."""
    state = visitor.page.locator(".run-state")
    while True:
        try:
            return expect(state).to_have_text(words, timeout=3_000)
        except AssertionError:
            assert not ENDED.search(state.inner_text()), visitor.page.locator("main").inner_text()
        # The page may be looking again at this moment.
        with contextlib.suppress(Error):
            visitor.page.reload()


def choose_file(visitor, name: str, content: bytes) -> None:
    visitor.page.locator("#file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=re.compile("上传并读取|Upload and read")).click()


@pytest.mark.parametrize("width,script,language", [("desk", True, "zh-CN"), ("phone", True, "en"), ("phone", False, "zh-CN"), ("desk", False, "en")])
def test_houses_come_in_by_a_workbook(visit, width, script, language):
    visitor = visit("admin@yunshan", width=width, script=script, language=language)
    tag = f"{width}{int(script)}"
    visitor.go(WHERE).look("room", axe=script)
    visitor.go(f"{WHERE}/imports/new/houses").look("upload", axe=script)
    rows = [["项目", "楼栋", "房号", "建筑面积", "交付日期"]]
    rows += [["春晓", f"{tag}号楼", f"{floor}{room:02}", 89.5, "2026-11-25"] for floor in range(1, 21) for room in range(1, 5)]
    rows += [["春晓", "", "1", "", ""], ["春晓", "9", "1", "wide", "2026-02-30"]]
    choose_file(visitor, "houses.xlsx", workbook(rows))
    expect(visitor.page.locator("select[name=building]")).to_have_value("1")
    visitor.look("columns", axe=script)
    with visitor.page.expect_navigation():
        visitor.page.locator("form#columns button").click()
    wait_for(visitor, {"zh-CN": "待确认", "en": "To confirm"}[language])
    counts = visitor.page.locator(".run-counts b")
    expect(counts).to_have_text(["80", "0", "0", "2"])
    visitor.look("checked", axe=script)
    with visitor.page.expect_download() as download:
        visitor.page.locator("a[href*='problems/xlsx']").click()
    wrong = opened(download).active
    assert [cell.value for cell in wrong[1]][:5] == rows[0] and wrong.max_row == 3
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=re.compile("确认导入|^Import 80")).click()
    wait_for(visitor, {"zh-CN": "已完成", "en": "Done"}[language])
    visitor.look("done", axe=script)
    visitor.go("/yunshan/hq/notices")
    expect(visitor.page.locator(".notices")).to_contain_text("houses.xlsx")


def test_what_is_no_table_is_said_next_to_the_file(visit):
    visitor = visit("admin@yunshan").go(f"{WHERE}/imports/new/people")
    choose_file(visitor, "broken.xlsx", b"PK\x03\x04 nothing")
    expect(visitor.page.locator(".errors")).to_contain_text("已损坏")
    visitor.look("broken")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", " " * 30_000_000)
    choose_file(visitor, "bomb.xlsx", bomb.getvalue())
    expect(visitor.page.locator(".errors")).to_contain_text("过大")


@pytest.mark.parametrize("width,script", [("desk", True), ("phone", False)])
def test_an_export_is_asked_for_fetched_and_readable(visit, width, script):
    visitor = visit("bj@yunshan", width=width, script=script).go("/yunshan/bj/tickets?view=all")
    visitor.page.get_by_role("link", name="导出", exact=True).click()
    visitor.look("ask", axe=script)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="提交导出").click()
    wait_for(visitor, "可下载")
    visitor.look("ready", axe=script)
    with visitor.page.expect_download() as download:
        visitor.page.locator("form[action$='/download'] button").click()
    assert download.value.suggested_filename.startswith("工单 E-")
    book = opened(download)
    sheet = book.active
    assert sheet["A1"].value == "编号" and re.match(r"^BJ-", sheet["A2"].value)
    assert "导出人 " in sheet.cell(sheet.max_row, 1).value and "编号 E-" in book.properties.description
    assert sheet.freeze_panes == "A2"


def test_personal_data_above_the_limit_waits_for_a_second_person(visit):
    asks = visit("bj@yunshan").go("/yunshan/bj/exchange/exports/new/owners")
    asks.page.locator("label", has_text="姓名（个人信息）").click()
    asks.page.locator("textarea[name=reason]").fill("年度客户档案核对")
    with asks.page.expect_navigation():
        asks.page.get_by_role("button", name="提交导出").click()
    wait_for(asks, "待审批")
    asks.look("waiting")
    where = asks.page.url.removeprefix(asks.origin)
    answers = visit("hq@yunshan").go(where)
    answers.look("answer")
    answers.page.locator("form#refuse button").click()
    expect(answers.page.locator("form#refuse .error")).to_be_visible()
    answers.page.locator("form#refuse textarea").fill("请先缩小范围")
    with answers.page.expect_navigation():
        answers.page.locator("form#refuse button").click()
    expect(answers.page.locator(".run-state")).to_contain_text("已拒绝")
    asks.page.reload()
    expect(asks.page.locator("main")).to_contain_text("请先缩小范围")


def test_a_second_person_lets_a_large_export_go(visit):
    asks = visit("bj@yunshan", width="phone", language="en").go("/yunshan/bj/exchange/exports/new/owners")
    asks.page.locator("label", has_text="Name (personal)").click()
    asks.page.locator("textarea[name=reason]").fill("Yearly check of the files")
    asks.look("ask")
    with asks.page.expect_navigation():
        asks.page.get_by_role("button", name="Ask for the export").click()
    wait_for(asks, "Waiting for approval")
    answers = visit("hq@yunshan", width="phone", language="en").go("/yunshan/hq/notices")
    answers.look("told")
    answers.go(asks.page.url.removeprefix(asks.origin)).look("answer")
    with answers.page.expect_navigation():
        answers.page.locator("form#approve button").click()
    wait_for(asks, "Ready")
    asks.look("ready")
    with asks.page.expect_download() as download:
        asks.page.locator("form[action$='/download'] button").click()
    sheet = opened(download).active
    assert sheet.max_row > 1_000


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "en")])
def test_customers_come_in_with_their_numbers_sealed(visit, width, language):
    visitor = visit("bj@yunshan", width=width, language=language)
    house = {"desk": "1-1-101", "phone": "1-1-102"}[width]
    table = f"项目,房屋,姓名,电话,证件号码,关系\n春晓,{house},测试{width},1370000{4000 + len(width)},11010519491231002X,租户\n春晓,{house},坏号,12,,租户\n"
    visitor.go("/yunshan/bj/exchange/imports/new/owners").look("upload")
    choose_file(visitor, "owners.csv", table.encode("gb18030"))
    expect(visitor.page.locator("main")).not_to_contain_text("11010519491231002X")
    visitor.page.locator("input[name=noticeVersion]").fill("2026-1")
    visitor.look("columns")
    with visitor.page.expect_navigation():
        visitor.page.locator("form#columns button").click()
    wait_for(visitor, {"zh-CN": "待确认", "en": "To confirm"}[language])
    visitor.look("checked")


@pytest.mark.parametrize("width,script,language", [("desk", True, "zh-CN"), ("phone", False, "en")])
def test_people_come_in_and_sign_in_by_their_links(visit, width, script, language):
    visitor = visit("admin@yunshan", width=width, script=script, language=language)
    account = f"link.{width}"
    visitor.go(f"{WHERE}/imports/new/people").look("upload", axe=script)
    choose_file(visitor, "people.xlsx", workbook([["账号", "姓名", "单位", "角色"], [account, "链接人", "bj", "地产客服中心"], ["sec", "程安", "bj", "审计"]]))
    with visitor.page.expect_navigation():
        visitor.page.locator("form#columns button").click()
    wait_for(visitor, {"zh-CN": "待确认", "en": "To confirm"}[language])
    visitor.look("checked", axe=script)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=re.compile("确认导入|^Import 1")).click()
    wait_for(visitor, {"zh-CN": "已完成", "en": "Done"}[language])
    visitor.look("links", axe=script)
    with visitor.page.expect_download() as download:
        visitor.page.locator("form[action$='/links'] button").click()
    rows = list(csv.reader(io.StringIO(pathlib.Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == 2 and rows[1][1] == f"{account}@yunshan"
    visitor.page.reload()
    expect(visitor.page.locator("form[action$='/links']")).to_have_count(0)
    person = visit(width=width, script=script, language=language).go(rows[1][3].removeprefix(visitor.origin))
    for field in person.page.locator("input[type=password]").all():
        field.fill("A bridge in the 7th rain")
    with person.page.expect_navigation():
        person.page.locator("main form button").last.click()
    person.sign_in(f"{account}@yunshan", "A bridge in the 7th rain")
    expect(person.page.locator("main")).not_to_contain_text("403")
    person.look("inside", axe=script)
