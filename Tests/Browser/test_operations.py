"""The operator's room: what waits, who is signed in, how large the house is; at both widths, in both languages."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

PLACES = ["operations", "operations/jobs", "operations/jobs?state=ready", "operations/sessions", "operations/system"]


def dead_job(cluster, error: str) -> str:
    """A job that used up its tries; answers its id."""
    text = (
        "INSERT INTO job (tenant_id, kind, payload, state, run_at, created_at, finished_at, attempt, last_error) "
        f"SELECT id, 'deliverNotices', '{{}}', 'dead', now(), now(), now(), 10, '{error}' FROM tenant WHERE code = 'yunshan' RETURNING id")
    done = subprocess.run(["psql", "-qtAX", "-h", cluster, "-U", "postgres", "-d", "demo", "-c", text], check=True, capture_output=True, text=True, cwd="/")
    return done.stdout.strip()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("width", ["desk", "phone"])
def test_every_place_is_whole(visit, cluster, width, language):
    number = dead_job(cluster, f"StoreError.constraint(name: notice_pkey) {width} {language}")
    visitor = visit("admin@yunshan", width=width, language=language)
    for place in [*PLACES, f"operations/jobs/{number}"]:
        visitor.go(f"/yunshan/hq/{place}")
        expect(visitor.page.locator("html")).to_have_attribute("lang", language)
        visitor.look(f"{language}-{width}-{re.sub(r'[^a-z]+', '-', place)}")
    expect(visitor.page.locator("main")).not_to_contain_text("⟦")


def test_a_dead_job_is_tried_again_for_a_reason(visit, cluster):
    number = dead_job(cluster, "for-retry")
    visitor = visit("admin@yunshan").go("/yunshan/hq/operations")
    visitor.page.locator("a.kpi").first.click()
    visitor.page.get_by_role("link", name=number, exact=True).click()
    # Without a reason the form comes back, and says why.
    form = visitor.form("retry")
    form.locator("button").last.click()
    expect(visitor.page.locator("[aria-invalid=true]")).to_be_visible()
    visitor.look("refused")
    visitor.act("retry", reason="数据库磁盘已扩容").told("重新排队")
    expect(visitor.page.get_by_role("link", name=number, exact=True)).to_have_count(0)


def test_a_lost_telephone_is_signed_out(visit):
    lost = visit("jy-spring@yunshan", width="phone").go("/yunshan/jy-spring/desk")
    operator = visit("admin@yunshan").go("/yunshan/hq/operations/sessions")
    row = operator.page.locator("tbody tr", has_text="jy-spring").first
    row.get_by_role("link").click()
    operator.look("end-session")
    operator.page.locator("[name=reason]").fill("手机遗失")
    operator.page.locator("form.form button.main").click()
    operator.told("jy-spring")
    lost.page.reload()
    expect(lost.page.locator("input[name=password]")).to_be_visible()


def test_the_company_has_no_such_room(visit):
    visitor = visit("bj@yunshan")
    assert visitor.page.goto(visitor.origin + "/yunshan/bj/operations").status in (403, 404)
    expect(visitor.go("/yunshan/bj/desk").page.locator(".rail")).not_to_contain_text("运行")
