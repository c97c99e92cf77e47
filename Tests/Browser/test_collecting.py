"""Collecting answers: quotas, interviewers, second entries side by side, refusals, reminders, a firm's table, the year's plan; axe finds nothing."""

import pytest
from playwright.sync_api import expect
from test_surveys import collecting

PLACES = [("desk", "zh-CN"), ("phone", "zh-CN"), ("desk", "en"), ("phone", "en")]


def typed(visit, path: str) -> str:
    """One household's answers from paper, all of which are to be typed again; answers the list of second entries."""
    clerk = visit("bj@yunshan").go(path)
    clerk.page.locator("a[href*='/letters/']").first.click()
    to = clerk.page.locator(".letter-to").first.inner_text()
    clerk.go(path).page.locator("a[href*='/entry/']").first.click()
    page = clerk.page
    for name, value in {"door": to.split(" ", 1)[1], "q-overall": "4", "q-attitude": "4", "q-work": "5", "q-charge": "none"}.items():
        page.locator(f"[name='0.{name}']").fill(value)
    page.locator("form button.main").last.click()
    clerk.told("已保存")
    return page.url.removeprefix(clerk.origin) + "/checks"


def test_what_was_typed_is_typed_again_and_decided(visit):
    path = collecting(visit, "复录", check="100")
    checks = typed(visit, path)
    own = visit("bj@yunshan").go(checks)
    expect(own.page.locator("main table")).to_contain_text("由他人复录")
    colleague = visit("hq@yunshan").go(checks)
    page = colleague.page
    page.locator("main table a").first.click()
    for name, value in {"q-overall": "2", "q-attitude": "4", "q-work": "5", "q-charge": "none"}.items():
        page.locator(f"[name='0.{name}']").fill(value)
    colleague.look("again")
    page.locator("form#check button").last.click()
    colleague.told("不一致")
    differs = page.url.removeprefix(colleague.origin)
    for width, language in PLACES:
        visit("hq@yunshan", width=width, language=language).go(differs).look(f"{language}-{width}-differs")
        visit("hq@yunshan", width=width, language=language).go(checks).look(f"{language}-{width}-list")
    visit("hq@yunshan").go(differs).act("second").told("已裁定")


@pytest.mark.parametrize("width,language", PLACES)
def test_the_rooms_of_collecting_are_whole(visit, width, language):
    name = f"收集-{width}-{language}"
    path = collecting(visit, name)
    officer = visit("bj@yunshan", width=width, language=language)
    officer.go(path).look("wave")
    officer.go(f"{path}/sample").look("sample")
    officer.go(f"{path}/interviewers").look("interviewers")
    officer.act("give", share="50").look("given")
    officer.go(f"{path}/sample").page.locator("a[href$='/wish']").first.click()
    officer.look("wish")
    officer.act("decline", reason="不愿再接到电话").look("declined")
    officer.act("welcome")
    officer.go(path).page.locator("a[href*='/imports/new/answers']").first.click()
    officer.look("import")
    plan = visit("bj@yunshan", width=width, language=language).go("/yunshan/bj/surveys/waves/new")
    plan.page.locator("[name=form]").select_option(index=1)
    plan.page.locator("[name=name]").fill(f"{name}-配额")
    plan.page.locator("[name=gap]").fill("0")
    plan.page.locator("form#wave button").last.click()
    draft = plan.page.url.removeprefix(plan.origin)
    plan.act("count").go(f"{draft}/quotas").look("quotas")
    plan.page.locator("input[name^='after.']").first.fill("2")
    plan.page.locator("form#quota button").last.click()
    plan.look("quotas-kept")


@pytest.mark.parametrize("width,language", PLACES)
def test_the_years_plan_is_whole(visit, width, language):
    officer = visit("bj@yunshan", width=width, language=language).go("/yunshan/bj/surveys")
    officer.page.locator("a[href*='/surveys/plans/']").first.click()
    officer.look("plan")


def test_an_unfinished_plan_says_what_is_missing_and_somebody_else_approves_it(visit):
    officer = visit("bj@yunshan").go("/yunshan/bj/surveys").page
    officer.locator("a[href*='/surveys/plans/']").first.click()
    path = officer.url.split("/yunshan", 1)[1]
    officer.locator("[name=purpose]").fill("掌握满意度")
    officer.locator("form#plan button").last.click()
    expect(officer.locator(".errors")).to_be_visible()
    expect(officer.locator("[name=purpose]")).to_have_value("掌握满意度")
    for name in ("items", "scope", "forms", "model"):
        officer.locator(f"[name={name}]").fill("见附件")
    officer.locator("form#plan button").last.click()
    writer = visit("bj@yunshan").go(f"/yunshan{path}").act("submit").told("等待他人批准")
    assert not writer.offers("approve")
    approver = visit("hq@yunshan").go(f"/yunshan{path}")
    approver.look("approve")
    approver.act("approve").told("已批准").go("/yunshan/hq/surveys/oversight").look("oversight")
