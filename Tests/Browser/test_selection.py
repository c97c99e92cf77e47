"""Property vendors: the register, contracts, a selection with three committee members, a change-over, a forced repair; axe clean."""

import datetime
import hashlib
import re

import pytest
from playwright.sync_api import expect

COMMITTEE = ("bj@yunshan", "bj-2@yunshan", "hq@yunshan")


def day(offset: int) -> str:
    """On the group's wall clock, eight hours east of UTC."""
    there = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    return (there.date() + datetime.timedelta(days=offset)).isoformat()


@pytest.mark.parametrize("width,language", [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en"), ("phone", "en")])
def test_the_room_and_its_pages_are_whole(visit, width, language):
    visitor = visit("hq@yunshan", width=width, language=language)
    page = visitor.page
    name = f"{language}-{width}"
    visitor.go("/yunshan/hq/desk").look(f"{name}-desk")
    visitor.go("/yunshan/hq/vendors").look(f"{name}-vendors")
    page.locator("main table td a").first.click()
    visitor.look(f"{name}-vendor")
    page.locator("#contracts td a").first.click()
    visitor.look(f"{name}-contract")
    page.locator("a[href$='/amend']").click()
    visitor.look(f"{name}-amend")
    visitor.go("/yunshan/hq/vendors/selections").look(f"{name}-selections")
    page.locator("main table td a").first.click()
    visitor.look(f"{name}-selection")
    page.locator("a[href$='/dossier']").click()
    visitor.look(f"{name}-dossier")
    visitor.go("/yunshan/hq/vendors/selections/new").look(f"{name}-begin")
    visitor.go("/yunshan/hq/vendors/terms").look(f"{name}-terms")
    visitor.go("/yunshan/hq/vendors/repairs").look(f"{name}-repairs")
    visitor.go("/yunshan/hq/vendors/repairs/new").look(f"{name}-warn")


def test_a_selection_with_three_members_from_positioning_to_the_decision(visit):
    chair = visit(COMMITTEE[0])
    page = chair.page
    chair.go("/yunshan/bj/vendors/selections/new")
    page.locator("[name=project]").select_option(label="江湾")
    page.locator("[name=title]").fill("江湾前期物业选聘")
    page.locator("[name=positioning]").fill("二级服务，销售期客户关注安保与停车")
    page.locator("[name=method]").fill("邀请招标")
    page.locator("main form button").last.click()
    chair.told("已发起选聘")
    path = re.sub(r"^https?://[^/]+", "", page.url)
    chair.form("addCandidate").locator("[name=vendor]").select_option(label="佳园物业服务集团有限公司")
    chair.act("addCandidate").told("已保存")
    chair.act("addCandidate", name="安泰物业管理有限公司").told("已保存")
    chair.act("addCandidate", name="安泰物业管理有限公司")
    expect(page.locator("#do-addCandidate .error").first).to_be_visible()
    chair.go(path).act("investigate").told("已推进")
    for company in ("佳园物业服务集团有限公司", "安泰物业管理有限公司"):
        chair.form("noteInvestigation").locator("[name=candidate]").select_option(label=company)
        chair.act("noteInvestigation", investigation=f"走访 {company} 在管项目两处").told("已保存")
    chair.look("investigated")
    chair.act("addCriterion", name="服务方案", weight="60", guide="内容、等级、应急").told("已保存")
    chair.act("addCriterion", name="报价", weight="39").told("已保存")
    chair.act("addCriterion", name="证照齐全", knocksOut="true").told("已保存")
    for person, role in (("李敏", "chair"), ("陶思远", "assessor"), ("顾静怡", "assessor")):
        choice = chair.form("seat").locator("option", has_text=person).first.get_attribute("value")
        chair.act("seat", person=choice, role=role).told("已保存")
    chair.act("invite").told("已推进")
    members = [chair] + [visit(account) for account in COMMITTEE[1:]]
    unit = {0: "bj", 1: "bj", 2: "hq"}
    place = lambda index: path.replace("/bj/", f"/{unit[index]}/", 1)
    for index, member in enumerate(members):
        member.go(place(index)).act("declare", statement="无任职、亲属、经济关系").told("已保存")
    # Weights of 99 do not start the scoring, and the page says so before anybody tries.
    chair.go(path)
    expect(page.locator(".note")).to_contain_text("权重合计 99")
    chair.act("evaluate")
    expect(page.locator("#do-evaluate .errors")).to_contain_text("必须为 100")
    chair.act("addCriterion", name="口碑", weight="1").told("已保存")
    chair.act("evaluate").told("已推进")
    chair.look("sealed")
    for index, (member, points) in enumerate(zip(members, (90, 80, 70))):
        member.go(f"{place(index)}/ballot")
        form = member.page.locator("form#ballot")
        for number, field in enumerate(form.locator("input[type=number]").all()):
            field.fill(str(points - (0 if number < 3 else 10)))
        for label in form.locator("label:has(input[value=pass])").all():
            label.click()
        form.locator("[name=note]").fill(f"评语 {index}")
        if index == 1:
            member.look("ballot")
        form.locator("button").last.click()
        member.told("密封")
        assert "评语" not in member.page.content()
    chair.go(path)
    assert "评语 1" not in page.content(), "nobody reads a score before they are opened"
    chair.act("open").told("已推进")
    expect(page.locator("#results")).to_contain_text("80.00")
    expect(page.locator("#results")).to_contain_text("70.00")
    expect(page.locator("#remarks")).to_contain_text("评语 1")
    chair.look("opened")
    first = chair.form("decide").locator("[name=candidate] option").nth(1).get_attribute("value")
    chair.act("decide", candidate=first, note="得分最高", minority="一位评委倾向报价更低者").told("已推进")
    expect(page.locator("dl.facts").first).to_contain_text("一位评委倾向报价更低者")
    chair.look("decided")
    page.locator("a[href$='/dossier']").click()
    expect(page.locator("main")).to_contain_text("评语 2")
    chair.look("dossier")


def test_a_change_over_with_its_list_signed_by_both(visit):
    keeper = visit("admin@yunshan")
    page = keeper.page
    keeper.go("/yunshan/hq/org/units")
    page.locator("table.tree").get_by_role("link", name="山语", exact=True).click()
    page.locator("#engagements a[href*='/engagements/']").first.click()
    engagement = re.search(r"/engagements/(\d+)", page.url).group(1)
    page.locator("a[href$='/change-over']").click()
    page.locator("[name=vendor]").select_option(label="恒通物业")
    page.locator("[name=on]").fill(day(1))
    page.locator("[name=code]").fill("ht-hill")
    page.locator("[name=name]").fill("恒通·山语服务中心")
    keeper.look("change-over")
    page.locator("form#changeOver button").last.click()
    expect(page.locator(".flash")).to_be_visible()
    keeper.act("recordHandover", items="业主档案 240 户\n钥匙与门禁卡\n公共收益账目", giver="范志远", taker="丁慧芳").told("已保存")
    officer = visit("xs@yunshan")
    officer.go(f"/yunshan/xs/org/engagements/{engagement}").look("engagement")
    assert officer.page.locator("a[href*='/surveys/waves/new?kind=milestone']").count() == 1
    officer.page.locator("a[href$='/hand-over']").click()
    for text in ("物业交接清单", "业主档案 240 户", "公共收益账目", "范志远", "丁慧芳"):
        expect(officer.page.locator("main")).to_contain_text(text)
    officer.look("hand-over-list")
    officer.go("/yunshan/xs/vendors")
    officer.page.get_by_role("link", name="恒通物业").click()
    expect(officer.page.locator("#engagements")).to_contain_text("山语")


@pytest.mark.parametrize("script", [True, False])
def test_a_contract_is_entered_with_and_without_javascript(visit, script):
    officer = visit("bj@yunshan", script=script)
    page = officer.page
    officer.go("/yunshan/bj/vendors")
    page.get_by_role("link", name="恒通物业").click()
    page.locator("#engagements a[href$='/contracts/new']").first.click()
    page.locator("[name=kind]").select_option("covenant" if script else "agreement")
    page.locator("[name=number]").fill("GY-01" if script else "XY-01")
    page.locator("[name=title]").fill("枫林业主规约" if script else "枫林物业服务协议")
    page.locator("[name=until]").fill("2001-01-01")
    page.locator("main form button").last.click()
    expect(page.locator("[name=title]")).to_have_value(re.compile("枫林"))
    page.locator("[name=until]").fill("")
    page.locator("main form button").last.click()
    officer.told("已保存")
    expect(page.locator("h1")).to_contain_text("枫林")


def test_the_vendor_sees_its_own_file_and_nothing_of_the_selection(visit):
    own = visit("jy@yunshan", width="phone")
    own.go("/yunshan/jy/vendors").look("vendors")
    own.page.get_by_role("link", name="佳园物业").click()
    own.look("own-file")
    assert own.page.locator("#do-vendorFile").count() == 0
    assert own.page.goto(own.origin + "/yunshan/jy/vendors/selections").status == 403
