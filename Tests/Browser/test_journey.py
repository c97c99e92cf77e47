"""A complaint from intake to closing through three tiers, each step by the person whose post it is, in Chinese."""

import re

from playwright.sync_api import expect


def record(visitor, unit: str, title: str, event: str, door: str = "1-1-1101", **fields) -> str:
    """Finds a house by its door, records a complaint about it and answers the ticket's path."""
    page = visitor.go(f"/yunshan/{unit}/intake").page
    page.locator("#who").fill(door)
    page.locator("form.seek:has(#who) button").click()
    page.locator("a.match").first.click()
    for name, value in ({"title": title, "event": event} | fields).items():
        page.locator(f"form.form [name={name}]").fill(value)
    return submit(visitor)


def submit(visitor) -> str:
    page = visitor.page
    with page.expect_navigation():
        page.locator("form.form .buttons button.main").click()
    assert re.search(r"/tickets/\d+$", page.url), page.url
    return page.url.removeprefix(visitor.origin)


def seen_from(path: str, unit: str) -> str:
    return re.sub(r"^/yunshan/[^/]+/", f"/yunshan/{unit}/", path)


def test_from_intake_to_closing_through_three_tiers(visit):
    site, centre, company, group, second = (visit(account) for account in ("jy-spring@yunshan", "jy@yunshan", "bj@yunshan", "hq@yunshan", "hq-2@yunshan"))

    # Intake: the house is handed over, so the vendor's line gets it, and the page says why.
    site.go("/yunshan/jy-spring/intake").page.locator("#who").fill("1-1-1101")
    site.page.locator("form.seek:has(#who) button").click()
    site.look("intake-found")
    path = record(site, "jy-spring", "地下车库渗水反复维修三次", "车库顶板渗水，修过三次仍漏，车辆受损。", wish="彻底修复并赔偿", place="地下车库")
    site.told("已登记", "佳园·春晓服务中心")
    expect(site.page.locator("h1")).to_have_text("地下车库渗水反复维修三次")
    expect(site.page.locator(".pin")).to_contain_text("首问责任人")
    expect(site.page.locator(".rung.waiting")).to_contain_text("佳园·春晓服务中心")
    number = site.page.locator(".head .num").first.inner_text()
    assert re.fullmatch(r"BJ-\d{4}-\d{4,}", number)
    site.look("recorded")

    # Handling at the first rung, then upward with a reason and what was tried.
    site.act("accept", severity="general").act("recordFindings", text="两次注浆仍渗，需总包拆除面层。")
    site.act("escalate", reason="超出项目权限", tried="已注浆两次，均未止住").told("上报")
    assert not site.offers("escalate")
    site.look("escalated")

    # The next rung sees it on its desk, sends it back once, then takes it; the first receiver stays named.
    centre.go("/yunshan/jy/desk").page.get_by_text("地下车库渗水反复维修三次").first.wait_for()
    centre.look("desk")
    centre.go(seen_from(path, "jy")).act("sendBack", reason="请补充总包意见").told("退回")
    site.go(path).act("escalate", reason="总包不认可责任，项目无权决定", tried="已函告总包两次")
    centre.go(seen_from(path, "jy")).act("acceptEscalation").act("openExchange", topic="质量缺陷通报", text="车库顶板渗水，疑似施工缺陷，请地产确认。")

    # Information exchange with the developer's centre.
    company.go(seen_from(path, "bj")).act("replyExchange", text="确认施工缺陷，已通知总包。")
    company.look("exchange")
    centre.go(seen_from(path, "jy")).act("closeExchange")

    # A plan the customer refuses goes up to the group.
    centre.act("proposePlan", text="第三次注浆并补偿", compensation="300").act("customerRejects", reason="不接受再次注浆")
    centre.act("escalate", reason="客户不接受方案", tried="已拟定第三次注浆方案")
    group.go(seen_from(path, "hq")).act("acceptEscalation").act("proposePlan", text="拆除面层重做防水，赔偿车辆清洗", compensation="1500")
    group.look("plan")
    group.act("customerAccepts").act("startExecution")

    # Execution returns to the site while ownership stays above; then verified, visited by somebody else, closed.
    site.go(path).act("completeExecution", text="面层已重做，闭水试验合格。")
    group.go(seen_from(path, "hq")).act("verify", text="现场复验合格")
    assert not group.offers("recordVisit"), "the planner may not visit the own plan's customer"
    second.go(seen_from(path, "hq")).act(
        "recordVisit", method="phone", outcome="satisfied", attitude="5", quality="4", efficiency="4", overall="5", comment="满意")
    second.act("close", reason="客户满意，办结").told("办结")
    expect(second.page.locator(".pin")).to_contain_text("首问责任人")
    second.look("closed")

    # Nobody below can act any more, and each promise is still there as first made.
    site.go(path)
    assert not site.offers("escalate") and not site.offers("accept")
    expect(site.page.locator(".clocks").first).to_contain_text("接收")


def test_a_complaint_before_hand_over_walks_the_developers_line(visit):
    project, company = visit("bj-spring@yunshan"), visit("bj@yunshan")
    page = project.go("/yunshan/bj-spring/intake").page
    page.locator("#who").fill("1-1-1102")
    page.locator("form.seek:has(#who) button").click()
    page.locator("a.match").first.click()
    page.locator("form.form [name=event]").fill("宣传册承诺的会所一直没有开放。")
    page.locator("label:has([name=stage][value=beforeHandover])").click()
    page.locator("form.form [name=stageReason]").fill("售房承诺，由地产负责")
    path = submit(project)
    expect(project.page.locator(".rung.waiting")).to_contain_text("春晓")
    project.act("accept", severity="minor").act("escalate", reason="涉及公司承诺", tried="已核对宣传册")
    company.go(seen_from(path, "bj")).act("acceptEscalation")
    expect(company.page.locator(".ladder [aria-current=step]")).to_contain_text("滨江置业")


def test_the_group_takes_to_litigation_what_nobody_could_solve(visit):
    site, group = visit("jy-spring@yunshan"), visit("hq@yunshan")
    path = record(site, "jy-spring", "要求退房赔偿", "客户要求整体退房并双倍赔偿。")
    group.go(seen_from(path, "hq")).act("intervene", reason="标的较大，集团介入").told("介入")
    group.act("enterLitigation", court="滨江区人民法院", caseNumber="（2026）浙0108民初1号", party="customer")
    expect(group.page.locator(".rung.end")).to_have_attribute("aria-current", "step")
    group.look("litigation")
    group.act("recordOutcome", litigationOutcome="settlement", text="庭前和解，补偿三万元。").told("诉讼")


def test_without_javascript_intake_and_escalation_work_the_same(visit):
    site, centre = visit("jy-spring@yunshan", script=False), visit("jy@yunshan", script=False)
    path = record(site, "jy-spring", "电梯困人", "二单元电梯夜间困人二十分钟。")
    site.act("accept", severity="top").act("escalate", reason="需更换曳引机", tried="维保单位已两次检修").told("上报")
    site.look("escalated-without-script", axe=False)
    centre.go(seen_from(path, "jy")).act("acceptEscalation").told("接收")


def test_a_double_submit_records_once_and_answers_the_same(visit):
    site = visit("jy-spring@yunshan")
    page = site.go("/yunshan/jy-spring/intake").page
    page.locator("#who").fill("1-1-1001")
    page.locator("form.seek:has(#who) button").click()
    page.locator("a.match").first.click()
    page.locator("form.form [name=event]").fill("同一张表单提交两次。")
    sent = page.evaluate("""async () => {
        const form = document.querySelector('form.form'); const body = new FormData(form);
        const answers = await Promise.all([1, 2].map(() => fetch(form.action, {method: 'POST', body, redirect: 'follow'})));
        return answers.map(answer => answer.url);
    }""")
    assert sent[0] == sent[1] and "/tickets/" in sent[0]


def test_a_stale_form_is_refused_and_keeps_what_was_typed(visit):
    site, other = visit("jy-spring@yunshan"), visit("jy-spring@yunshan")
    path = record(site, "jy-spring", "门禁失灵", "门禁时好时坏。")
    other.go(path)
    site.act("accept", severity="minor")
    form = other.form("accept")
    with other.page.expect_response(lambda response: response.request.method == "POST") as answer:
        form.locator("button:not([type=button])").last.click()
    assert answer.value.status == 409
    other.look("stale")
