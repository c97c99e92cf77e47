"""Vendors judged: cards with their bars, a round planned, a vendor's own card; in both languages, at a desk and on a phone; axe finds nothing."""

import re

import pytest
from playwright.sync_api import expect


def newest_card(visitor, unit: str) -> str:
    visitor.go(f"/yunshan/{unit}/vendors/cards")
    return re.search(r"/yunshan/[a-z-]+/vendors/cards/\d+", visitor.page.content())[0]


@pytest.mark.parametrize("width", ["desk", "phone"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_cards_are_read(visit, width, language):
    officer = visit("bj@yunshan", width=width, language=language)
    card = newest_card(officer, "bj")
    officer.look(f"{language}-cards")
    officer.go(card)
    expect(officer.page.locator("meter.score").first).to_be_visible()
    officer.look(f"{language}-card")
    line = officer.page.locator(".score-lines a").first.get_attribute("href")
    officer.go(line)
    officer.look(f"{language}-line")
    for path in ("ranking", "rounds", "templates", "rectifications", "forms"):
        officer.go(f"/yunshan/bj/vendors/{path}")
        officer.look(f"{language}-{path}")


def test_a_round_is_planned_and_forms_are_given_out(visit):
    officer = visit("bj@yunshan")
    officer.go("/yunshan/bj/vendors/rounds/new")
    page = officer.page
    page.locator("[name=template]").select_option(index=0)
    page.locator("[name=month]").select_option(index=0)
    page.locator("form#round button").last.click()
    officer.look("round-planned")
    assert "/vendors/rounds/" in page.url
    officer.act("assessor", role="company")
    officer.look("round-assigned")


def test_a_vendor_reads_its_card(visit):
    vendor = visit("jy@yunshan")
    card = newest_card(vendor, "jy")
    vendor.go(card)
    vendor.look("vendor-card")
    vendor.go(f"{card}/print")
    vendor.look("vendor-card-print")
