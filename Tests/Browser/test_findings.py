"""Results of surveys: figures, cuts, verbatims, points, actions and the report, at a desk and on a phone, in both languages; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect


def results(visit, account: str, unit: str, **how):
    """The newest wave of a company with answers in the demo; whoever serves also counts, so the figures may take a moment."""
    visitor = visit(account, **how).go(f"/yunshan/{unit}/surveys")
    newest = visitor.page.locator("main table a[href*='/surveys/waves/']", has_text="2026").first.get_attribute("href")
    wave = re.search(r"/surveys/waves/(\d+)", newest)[1]
    path = f"/yunshan/{unit}/surveys/waves/{wave}/results"
    for _ in range(60):
        visitor.go(path)
        if visitor.page.locator(".heat-table tbody tr").count() > 1 and not visitor.page.locator(".banner", has_text="等待统计").count():
            break
        visitor.page.wait_for_timeout(1000)
    return visitor, path


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_figures_are_read(visit, width, language):
    visitor, path = results(visit, "bj@yunshan", "bj", width=width, language=language)
    expect(visitor.page.locator("svg.chart").first).to_be_visible()
    visitor.look(f"{language}-results")
    for part in ("questions", "cuts?by=channel", "texts", "answers"):
        visitor.go(f"{path}/{part}")
        visitor.look(f"{language}-{part.split('?')[0]}")
    visitor.go(path.replace("/results", "/points"))
    visitor.look(f"{language}-points")


def test_a_verbatim_becomes_an_action_and_a_report_is_signed(visit):
    officer, path = results(visit, "bj@yunshan", "bj")
    officer.go(f"{path}/texts")
    officer.act("summary", summary="报修响应慢").told("登记为问题点")
    officer.go(path.replace("/results", "/points"))
    page = officer.page
    page.locator("[name=title]").fill("缩短报修响应时间")
    page.locator("[name=unit]").select_option(index=1)
    page.locator("[name=dueOn]").fill("2099-01-31")
    page.locator("label:has([name=points])").first.click()
    page.locator("form#action button").last.click()
    officer.told("整改措施已开立")
    officer.act("plan", cause="人手不足", corrective="补两人", preventive="每季复核排班", dueOn="2099-02-28").told("已保存")
    officer.act("complete", evidence="排班表与三单抽查").told("等待另一人验证")
    assert not officer.offers("verify")
    officer.look("action")
    report = path.replace("/results", "/report")
    officer.go(report)
    page.locator("textarea[name=findings]").fill("维修响应慢，工程质量评价低。")
    page.locator("textarea[name=opinion]").fill("总体良好，维修须限期改进。")
    page.locator("form#report button").last.click()
    officer.told("报告已保存")
    officer.act("sign").told("冻结")
    officer.look("report-signed")
    officer.go(f"{report}/print")
    officer.look("report-print")
    group = visit("hq@yunshan").go(report)
    group.act("sign", note="同意").told("已签署")
    group.look("report-group")
    group.go("/yunshan/hq/surveys/oversight")
    group.look("oversight")
    group.go("/yunshan/hq/surveys/formula")
    group.look("formula")
