"""A private database, the demo tenants and a running server for the browser suite; one of each per process that runs files of it."""

import contextlib
import functools
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / ".build" / "browser"
PGBIN = pathlib.Path("/usr/lib/postgresql/15/bin")
PASSWORD = "Shouwen-demo-1"
AXE = Axe()
WIDTHS = {"desk": (1280, 860), "phone": (390, 844)}


def as_pg(*command: object) -> list[str]:
    """PostgreSQL refuses to run as root."""
    words = [str(word) for word in command]
    return ["runuser", "-u", "postgres", "--", *words] if os.getuid() == 0 else words


@pytest.fixture(scope="session")
def cluster():
    """A private PostgreSQL reached through a socket; no port is opened."""
    home = pathlib.Path(tempfile.mkdtemp(prefix="shouwen-browser-", dir="/tmp"))
    if os.getuid() == 0:
        shutil.chown(home, "postgres")
    data = home / "data"
    run = lambda *words: subprocess.run(as_pg(*words), cwd="/", check=True, capture_output=True)
    run(PGBIN / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    run(PGBIN / "pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", f"-k {home} -c listen_addresses='' -c jit=off", "start")
    yield home
    subprocess.run(as_pg(PGBIN / "pg_ctl", "-D", data, "-m", "immediate", "stop"), cwd="/", capture_output=True)
    shutil.rmtree(home, ignore_errors=True)


class Product:
    """The executable on a database of its own."""

    def __init__(self, cluster: pathlib.Path, name: str):
        subprocess.run(["psql", "-qX", "-h", cluster, "-U", "postgres", "-c", f"CREATE DATABASE {name} TEMPLATE template0"], check=True, cwd="/")
        self.binary = os.environ.get("SHOUWEN_BINARY") or str(ROOT / ".build/debug/shouwen")
        self.log = ARTEFACTS / f"{name}{os.environ.get('PYTEST_XDIST_WORKER', '')}.log"
        self.environment = os.environ | {
            "DATABASE_URL": f"postgresql:///{name}?host={cluster}&user=postgres", "SHOUWEN_HOME": str(ROOT),
            "SHOUWEN_DATA": str(cluster / f"{name}-data"),
            "SHOUWEN_SECRET": "browser-suite-secret-of-32-bytes!",
        }
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.run("migrate")

    def run(self, *words: str, **environment: str) -> str:
        done = subprocess.run(
            [self.binary, *words], env=self.environment | environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        return done.stdout

    @contextlib.contextmanager
    def serving(self):
        port = free_port()
        origin = f"http://127.0.0.1:{port}"
        with open(self.log, "w") as log:
            process = subprocess.Popen(
                [self.binary, "serve", "--port", str(port)], env=self.environment | {"SHOUWEN_ORIGIN": origin}, stdout=log, stderr=log)
        try:
            while True:
                assert process.poll() is None, self.log.read_text()
                try:
                    urllib.request.urlopen(f"{origin}/readyz", timeout=5)
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield origin
        finally:
            process.send_signal(signal.SIGTERM)
            stopped = process.wait(30)
        assert stopped == 0, "the server did not stop in order"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def server(cluster):
    """The demo groups, served."""
    product = Product(cluster, "demo")
    product.run("seed", "--tickets", "400")
    with product.serving() as origin:
        yield origin


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """One person at one browser: signs in, clicks what a person would click, and leaves a screenshot of each place seen."""

    def __init__(self, page: Page, origin: str, name: str):
        self.page, self.origin, self.name, self.seen = page, origin, name, 0

    def sign_in(self, account: str, password: str = PASSWORD) -> "Visitor":
        self.page.goto(self.origin + "/login")
        self.page.locator("input[name=account]").fill(account)
        self.page.locator("input[name=password]").fill(password)
        with self.page.expect_navigation():
            self.page.locator("form[action='/login'] button").click()
        return self

    def speak(self, language: str) -> "Visitor":
        """Switches the language and waits for the page in it; going on sooner would cut the request off."""
        self.page.locator("form.language button").first.click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        return self

    def go(self, path: str) -> "Visitor":
        response = self.page.goto(self.origin + path)
        assert response.status == 200, f"{path}: {response.status}"
        return self

    def act(self, action: str, **fields: str) -> "Visitor":
        """Does one step on the ticket page: opens its form, fills what a person would fill, submits, and is told what happened."""
        form = self.form(action)
        for name, value in fields.items():
            control = form.locator(f"[name={name}]")
            if control.first.get_attribute("type") in ("radio", "checkbox"):
                # The box itself is drawn over by its label.
                form.locator(f"label:has([name={name}][value='{value}'])").click()
            elif control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        with self.page.expect_navigation():
            form.locator("button:not([type=button])").last.click()
        return self

    def form(self, action: str):
        """The step's form, opened when it is folded; its place is the same with and without JavaScript."""
        place = self.page.locator(f"[id^='do-{action}']").first
        expect(place).to_be_attached()
        if place.evaluate("element => element.tagName === 'DETAILS' && !element.open"):
            place.locator("summary").click()
        return place.locator("form")

    def offers(self, action: str) -> bool:
        return self.page.locator(f"[id^='do-{action}']").count() > 0

    def told(self, *words: str) -> "Visitor":
        for word in words:
            expect(self.page.locator(".flash")).to_contain_text(word)
        return self

    def look(self, label: str, axe: bool = True) -> None:
        """Keeps a screenshot and lets axe find violations."""
        self.seen += 1
        self.page.screenshot(path=ARTEFACTS / f"{self.name}-{self.seen:02}-{label}.png", full_page=True)
        width = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0, f"{label} scrolls sideways by {width}px"
        if axe:
            # What passed need not be told element by element: the run is faster on long pages and sends back little.
            rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
            found = AXE.run(self.page, options={"runOnly": rules, "resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{label}\n{found.generate_report()}"


@pytest.fixture
def open_browser(chromium, request):
    """open_browser(origin, account) opens a browser of its own for one person; width, script and language as said."""
    contexts = []

    def open_at(
        origin: str, account: str | None = None, width: str = "desk", script: bool = True, language: str = "zh-CN", password: str = PASSWORD,
    ) -> Visitor:
        across, down = WIDTHS[width]
        context = chromium.new_context(
            viewport={"width": across, "height": down}, java_script_enabled=script, locale=language, timezone_id="Asia/Shanghai")
        contexts.append(context)
        name = re.sub(r"[^a-z0-9]+", "-", f"{request.node.name}-{account or 'nobody'}".lower()).strip("-")
        visitor = Visitor(context.new_page(), origin, name)
        if account:
            visitor.sign_in(account, password)
            # The choice of an earlier visit stays with the person.
            if visitor.page.locator("html").get_attribute("lang") != language:
                visitor.speak(language)
        return visitor

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def visit(open_browser, server):
    """visit(account): one person at the demo."""
    return functools.partial(open_browser, server)
