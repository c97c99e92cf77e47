"""The door: a group's own face, the second factor, histories and locks, and single sign-on with a real service; with and without JavaScript."""

import base64
import hashlib
import hmac
import json
import re
import struct
import subprocess
import sys
import time
import urllib.request

import pytest
from playwright.sync_api import expect

from conftest import PASSWORD, WIDTHS, Product, Visitor, free_port


def code(secret: str, steps: int = 0) -> str:
    """RFC 6238, written a second time."""
    key = base64.b32decode(secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start:start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


@pytest.fixture(scope="module")
def house(cluster):
    """A server of this file's own: its groups change how their people sign in."""
    product = Product(cluster, "signin")
    product.run("seed", "--tickets", "20")
    with product.serving() as origin:
        yield origin


@pytest.fixture(params=list(WIDTHS))
def guest(request, house, chromium):
    """Opens a browser at the door; each test is made at both widths."""
    contexts = []

    def open_door(javascript: bool = True) -> Visitor:
        width, height = WIDTHS[request.param]
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce", java_script_enabled=javascript)
        contexts.append(context)
        return Visitor(context.new_page(), house, f"signin-{request.node.name}")

    yield open_door
    for context in contexts:
        context.close()


def administer(guest, settings: dict[str, str], roles: list[str] = []):
    """The administrator's form, filled in."""
    admin = guest().sign_in("admin@yunshan")
    admin.go("/yunshan/hq/org/sign-in")
    page = admin.page
    # Boxes are drawn over by their labels.
    choose = lambda name, value: page.locator(f"label:has([name={name}][value='{value}'])").click()
    for box in page.locator("input[name=factorRoles]").all():
        role = box.get_attribute("value")
        if box.is_checked() != (role in roles):
            choose("factorRoles", role)
    for name, value in settings.items():
        field = page.locator(f"[name={name}]")
        if field.first.get_attribute("type") == "radio":
            choose(name, value)
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            if field.is_checked() != (value == "true"):
                choose(name, "true")
        else:
            field.fill(value)
    page.locator("#signIn button.main").click()
    expect(page.locator(".errors")).to_have_count(0)
    return admin


def test_a_groups_own_door_has_its_name_and_seal(guest):
    visitor = guest()
    visitor.page.goto(visitor.origin + "/yunshan/login")
    expect(visitor.page.locator("svg.tenant-seal text")).to_have_count(2)
    visitor.look("own-door")
    visitor.page.locator("input[name=account]").fill("bj")
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator("#login button.main").click()
    expect(visitor.page).to_have_url(re.compile("/yunshan/bj/"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_forced_second_factor_is_set_up_at_the_door_and_asked_for_ever_after(guest, request, javascript):
    administer(guest, {}, ["projectManager"]).look("policy")
    account = {"desk": "bj-spring-pm", "phone": "bj-river-pm"}[request.node.callspec.params["guest"]]
    visitor = guest(javascript)
    page = visitor.page
    visitor.sign_in(f"{account}@yunshan")
    expect(page).to_have_url(re.compile("/login/second"))
    secret = None
    if page.locator("svg.qr").count():
        visitor.look("set-up", axe=javascript)
        secret = page.locator("code.secret").text_content()
        page.locator("input[name=code]").fill("000000")
        page.locator("#second button.main").click()
        expect(page.locator("#second-code-error")).to_be_visible()
        assert page.locator("code.secret").text_content() == secret
        page.locator("input[name=code]").fill(code(secret))
        page.locator("#second button.main").click()
        expect(page.locator(".codes li")).to_have_count(10)
        visitor.look("recovery-codes", axe=javascript)
        recovery[account] = page.locator(".codes code").all_text_contents()
        page.locator(".recovery a.main").click()
    else:
        assert page.locator("input[name=code]").get_attribute("inputmode") == "numeric"
        page.locator(".by-hand summary").click()
        visitor.look("code", axe=javascript)
        page.locator("input[name=recovery]").fill(recovery[account].pop())
        page.locator("#second button.main").click()
    expect(page).to_have_url(re.compile("/yunshan/bj-"))
    administer(guest, {}, [])


# What a person would keep on paper.
recovery: dict[str, list[str]] = {}


def test_a_person_turns_the_second_factor_on_sees_the_history_and_is_locked_and_unlocked(guest, request):
    account = {"desk": "jy", "phone": "ht"}[request.node.callspec.params["guest"]]
    visitor = guest().sign_in(f"{account}@yunshan")
    page = visitor.page
    visitor.go(f"/yunshan/{account}/sessions").look("sessions")
    visitor.go(f"/yunshan/{account}/second-factor").look("second-factor-off")
    page.locator(".by-hand summary").click()
    page.locator("input[name=code]").fill(code(page.locator("code.secret").text_content()))
    page.locator("form[action$='/second-factor'] button.main").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.locator(".recovery a.main").click()
    visitor.look("second-factor-on")
    visitor.go(f"/yunshan/{account}/sessions/history").look("history")

    admin = guest().sign_in("admin@yunshan").go("/yunshan/hq/org/people")
    admin.page.get_by_role("link", name=re.compile(".")).and_(admin.page.locator("a[href*='/org/people/']")).first.wait_for()
    row = admin.page.locator("tr", has_text=f"{account}@yunshan")
    row.locator("a").first.click()
    admin.page.locator("a[href$='/account']").click()
    admin.look("account")
    admin.page.locator("#do-lock summary").click()
    admin.page.locator("#do-lock input[name=reason]").fill("长期休假")
    admin.page.locator("#do-lock button").click()
    expect(admin.page.locator(".facts")).to_contain_text("长期休假")
    admin.look("account-locked")
    out = guest().sign_in(f"{account}@yunshan")
    expect(out.page.locator(".errors")).to_contain_text("锁定")
    admin.page.locator("#do-unlock summary").click()
    admin.page.locator("#do-unlock input[name=reason]").fill("已返岗")
    admin.page.locator("#do-unlock button").click()
    admin.page.locator("#do-resetFactor summary").click()
    admin.page.locator("#do-resetFactor input[name=reason]").fill("手机遗失")
    admin.page.locator("#do-resetFactor button").click()
    expect(guest().sign_in(f"{account}@yunshan").page).to_have_url(re.compile("/yunshan/"))


@pytest.fixture(scope="module")
def service():
    """A real OpenID Connect service on this machine."""
    port = free_port()
    known = {"sub": "subject-of-nh", "email": "nh@yunshan.example", "email_verified": True}
    unknown = {"sub": "subject-of-nobody", "email": "nobody@elsewhere.example", "email_verified": True}
    process = subprocess.Popen(
        [
            sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", json.dumps(known), "--user-claims", json.dumps(unknown),
        ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    while True:
        assert process.poll() is None
        try:
            urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=5)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(10)


@pytest.mark.parametrize("javascript", [True, False])
def test_single_sign_on_with_a_real_service(guest, service, javascript):
    # The service names itself as it was asked; no registration is needed there.
    administer(guest, {"issuer": service, "client": "shouwen", "secret": "any", "mapping": "email", "emailDomain": "yunshan.example"})
    visitor = guest(javascript)
    page = visitor.page
    page.goto(visitor.origin + "/login?next=/yunshan/nh/sessions&tenant=yunshan")
    visitor.look("sso-door", axe=javascript)
    page.locator("a[href^='/login/sso']").click()
    expect(page).to_have_url(re.compile(re.escape(service)))
    page.get_by_role("button", name="subject-of-nh").first.click()
    expect(page).to_have_url(visitor.origin + "/yunshan/nh/sessions")
    visitor.look("sso-in", axe=javascript)

    stranger = guest(javascript)
    stranger.page.goto(stranger.origin + "/login?tenant=yunshan")
    stranger.page.locator("a[href^='/login/sso']").click()
    stranger.page.get_by_role("button", name="subject-of-nobody").first.click()
    expect(stranger.page.locator(".errors")).to_be_visible()
    stranger.look("sso-nobody", axe=javascript)
    administer(guest, {"issuer": ""})
