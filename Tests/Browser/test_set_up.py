"""A group that starts with an empty server sets itself up in the browser: tree, people, roles, houses, owners; then a complaint climbs through it."""

import csv
import io
import re
import time

import openpyxl
import pytest
from playwright.sync_api import expect

from conftest import Product
from test_exchange import wait_for
from test_founding import SECRET, fill
from test_journey import submit

HOUSES = 2_000
OWN = "Our-first-day-4-{}"
PEOPLE = [
    ("sec", "林安", "西陵投资", "安全管理员", "集团安全管理员"),
    ("hq", "赵衡", "西陵投资", "投资客服中心", "集团客户关系主管"),
    ("hq2", "孙敏", "西陵投资", "投资客服中心", "集团回访专员"),
    ("east", "何川", "东城置业", "地产客服中心", "东城客服主管"),
    ("south", "罗霞", "南岸置业", "地产客服中心", "南岸客服主管"),
    ("centre", "丁岳", "清和物业", "物业客服中心", "物业客服主管"),
    ("desk", "许兰", "清和·槐序服务中心", "物业项目客服", "前台客服"),
    ("river", "谢远", "清和·川上服务中心", "物业项目客服", "前台客服"),
    ("garden", "秦月", "清和·竹里服务中心", "物业项目客服", "前台客服"),
]


@pytest.fixture(scope="module")
def xiling(cluster):
    """A group with an administrator and nothing else, as `bin/serve --empty` leaves it."""
    product = Product(cluster, "set_up")
    product.run(
        "found", SHOUWEN_TENANT="xiling", SHOUWEN_TENANT_NAME="西陵投资", SHOUWEN_ADMIN="root", SHOUWEN_ADMIN_NAME="钱立", SHOUWEN_ADMIN_PASSWORD=SECRET)
    with product.serving() as origin:
        yield origin


def add(visitor, button: str, **fields: str):
    """Opens a form from the tree, fills it and is told that it is done."""
    visitor.go(re.search(r"/xiling/[^/]+", visitor.page.url).group() + "/org/units")
    visitor.page.get_by_role("link", name=button, exact=True).click()
    return fill(visitor, **fields)


def bring_in(visitor, kind: str, name: str, content: bytes, **answers: str):
    """Uploads a table, lets it be read and checked, confirms, waits until it is done."""
    unit = re.search(r"/xiling/[^/]+", visitor.page.url).group()
    page = visitor.go(f"{unit}/exchange/imports/new/{kind}").page
    page.locator("#file").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.get_by_role("button", name="上传并读取").click()
    for field, value in answers.items():
        control = page.locator(f"form#columns [name={field}]")
        control.select_option(value) if control.evaluate("element => element.tagName") == "SELECT" else control.fill(value)
    page.locator("form#columns button").click()
    wait_for(visitor, "待确认")
    expect(page.locator(".run-counts b").last).to_have_text("0")
    visitor.look(f"{kind}-checked")
    page.get_by_role("button", name=re.compile("确认导入")).click()
    wait_for(visitor, "已完成")
    visitor.look(f"{kind}-done")
    return visitor


def as_csv(rows: list[tuple]) -> bytes:
    """As Excel saves it on a Chinese machine."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("gb18030")


def as_workbook(rows: list[tuple]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def houses() -> list[tuple]:
    """Three projects: one handed over with most of the houses, one handed over lately, one still being sold."""
    shares = {"槐序": (HOUSES // 2, "2024-05-01"), "川上": (HOUSES // 4, "2026-06-01"), "竹里": (HOUSES // 4, "")}
    rows = [("项目", "楼栋", "单元", "房号", "建筑面积", "交付日期")]
    for project, (count, handed_over) in shares.items():
        for n in range(count):
            building, rest = divmod(n, 100)
            rows.append((project, f"{building + 1}号楼", str(rest // 50 + 1), f"{rest % 50 // 2 + 1}{rest % 2 + 1:02}", 89.5 + n % 7, handed_over))
    return rows


def start(open_browser, origin: str, account: str, link: str):
    """The person chooses an own password by the link, then signs in."""
    visitor = open_browser(origin)
    visitor.page.goto(link)
    visitor.page.locator("[name=new]").fill(OWN.format(account))
    visitor.page.locator("main form.form button").last.click()
    expect(visitor.page).to_have_url(re.compile("/login"))
    return visitor.sign_in(f"{account}@xiling", OWN.format(account))


def test_an_empty_server_becomes_a_group_at_work(open_browser, xiling):
    begun = time.monotonic()
    root = open_browser(xiling, "root@xiling", password=SECRET)
    for code, name, prefix in (("east", "东城置业", "DC"), ("south", "南岸置业", "NA")):
        add(root, "添加公司", code=code, name=name, prefix=prefix)
    for code, name, company, day in (
        ("huaixu", "槐序", "东城置业", "2024-05-01"), ("chuanshang", "川上", "东城置业", "2026-06-01"), ("zhuli", "竹里", "南岸置业", "")):
        add(root, "添加项目", company=company, code=code, name=name, handedOverOn=day)
    add(root, "添加物业公司", code="qinghe", name="清和物业")
    for code, project in (("qh-huaixu", "槐序"), ("qh-chuanshang", "川上"), ("qh-zhuli", "竹里")):
        add(root, "添加物业服务中心", vendor="清和物业", project=project, code=code, name=f"清和·{project}服务中心")
    expect(root.go("/xiling/hq/org/units").page.locator("table.tree tbody tr")).to_have_count(10)
    root.look("tree")

    # People by a table; the links are the administrator's to pass on, each once.
    bring_in(root, "people", "人员.csv", as_csv([("账号", "姓名", "组织", "角色", "岗位"), *PEOPLE]))
    with root.page.expect_download() as download:
        root.page.get_by_role("button", name=re.compile("生成并下载")).click()
    rows = list(csv.DictReader(io.StringIO(open(download.value.path(), "rb").read().decode("utf-8-sig"))))
    links = {row["账号"].split("@")[0]: row["链接"] for row in rows if row["账号"]}
    assert set(links) == {account for account, *_ in PEOPLE}
    at = {account: start(open_browser, xiling, account, links[account]) for account in ("sec", "hq", "hq2", "east", "centre", "desk", "river")}

    # The security administrator makes a role of the group's own; the system administrator gives it to somebody.
    page = at["sec"].go("/xiling/hq/org/roles").page
    page.get_by_role("link", name="新建角色").click()
    page.locator("[name=name]").fill("项目观察员")
    page.locator("label:has([name=unitKinds][value=project])").click()
    for permission in ("ticket.see", "desk.see"):
        page.locator(f"[name=permissions][value='{permission}']").check()
    page.get_by_role("button", name="保存", exact=True).click()
    at["sec"].told("已保存")
    bring_in(root, "people", "观察员.csv", as_csv([("账号", "姓名", "组织", "角色", "岗位"), ("watch", "方晴", "槐序", "项目观察员", "观察员")]))
    with root.page.expect_download() as download:
        root.page.get_by_role("button", name=re.compile("生成并下载")).click()
    link = re.search(r"http\S+?(?=[\",\s])", open(download.value.path(), encoding="utf-8-sig").read()).group()

    bring_in(root, "houses", "房屋.xlsx", as_workbook(houses()))
    counts = root.page.locator(".run-counts b")
    expect(counts.first).to_have_text(f"{HOUSES:,}")
    owners = [("项目", "房屋", "姓名", "电话", "关系", "起始日期")]
    owners += [("槐序", f"1号楼-1-{floor}01", f"业主{floor}", f"138001380{floor:02}", "业主", "2024-05-01") for floor in range(1, 11)]
    bring_in(at["east"], "owners", "业主.csv", as_csv(owners))

    # An owner calls; the vendor's line has it, and it climbs to the group and comes back done.
    desk, centre, group, second = at["desk"], at["centre"], at["hq"], at["hq2"]
    page = desk.go("/xiling/qh-huaixu/intake").page
    page.locator("#who").fill("1号楼-1-101")
    page.locator("form.seek:has(#who) button").click()
    page.locator("a.match").first.click()
    page.locator("form.form [name=title]").fill("阳台漏水两次未修好")
    page.locator("form.form [name=event]").fill("阳台顶部漏水，修过两次仍漏。")
    path = submit(desk)
    desk.told("DC-", "清和·槐序服务中心")
    desk.look("recorded")
    seen = {name: re.sub(r"^/xiling/[^/]+/", f"/xiling/{unit}/", path) for name, unit in (("centre", "qinghe"), ("hq", "hq"))}
    desk.act("accept", severity="general").act("escalate", reason="超出项目权限", tried="已修两次")
    centre.go(seen["centre"]).act("acceptEscalation").act("proposePlan", text="重做防水", compensation="200")
    centre.act("customerRejects", reason="要求整体更换").act("escalate", reason="客户不接受方案", tried="已提出重做防水")
    group.go(seen["hq"]).act("acceptEscalation").act("proposePlan", text="整体更换阳台防水层", compensation="800")
    group.act("customerAccepts").act("startExecution")
    desk.go(path).act("completeExecution", text="已更换，淋水试验合格。")
    group.go(seen["hq"]).act("verify", text="现场复验合格")
    second.go(seen["hq"]).act(
        "recordVisit", method="phone", outcome="satisfied", attitude="5", quality="5", efficiency="4", overall="5", comment="满意")
    second.act("close", reason="客户满意，办结").told("办结")
    second.look("closed")

    # Everybody sees what the post allows, no more.
    watch = start(open_browser, xiling, "watch", link)
    assert watch.page.goto(watch.origin + re.sub(r"^/xiling/[^/]+/", "/xiling/huaixu/", path)).status == 200
    assert not watch.offers("escalate") and not watch.offers("reopen")
    assert at["river"].page.goto(at["river"].origin + path).status == 404, "another site of the same vendor"
    assert root.page.goto(root.origin + seen["hq"]).status in (403, 404), "who keeps the tree reads no matter"
    print(f"set up and routed in {time.monotonic() - begun:.0f} s")
