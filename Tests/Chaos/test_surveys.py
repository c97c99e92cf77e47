"""A storm of answers while server and database are killed: no acknowledged answer is lost, none is doubled, and the figures are their sum."""

import base64
import html
import itertools
import os
import random
import re
import secrets
import threading
import time
import urllib.parse

from test_crash import SEED, settle
from visitor import Unknown, Visitor

KILLS = int(os.environ.get("CHAOS_SURVEY_KILLS", "8"))


def insist(ask):
    """Again and again until there is an answer, as a browser's reload does."""
    while True:
        try:
            return ask()
        except Unknown:
            time.sleep(0.1)


def step(visitor: Visitor, wave: str, action: str, fields: dict[str, str] | None = None) -> None:
    path = f"{wave}/{action}"
    form = visitor.get(wave).form(path)
    answer = visitor.send("POST", path, {name: form[name] for name in ("csrf", "key", "version")} | (fields or {}))
    assert answer.status == 303, f"{action}: {answer.status}"


def open_wave(url: str) -> str:
    """An anonymous wave of a company with an open link, made through the pages; answers the link's path."""
    planner, approver = Visitor(url, "bj@yunshan").sign_in(), Visitor(url, "hq@yunshan").sign_in()
    path = "/yunshan/bj/surveys/waves/new"
    page = planner.get(path)
    form = page.form(path)
    after_repair = re.search(r'<option value="(\d+)"[^>]*>[^<]*维修', page.body)[1]
    answer = planner.send("POST", path, {name: form[name] for name in ("csrf", "key")} | {
        "kind": "companyAnnual", "form": after_repair, "name": f"chaos-{secrets.token_hex(3)}", "nameEnglish": "", "purpose": "", "opens": form["opens"],
        "closes": form["closes"], "anonymous": "true", "respondents": "owner", "stage": "", "ageMin": "", "ageMax": "", "contactWithin": "", "gap": "0",
        "reminders": "0", "reminderDays": "7", "checkShare": "0", "margin": "", "confidence": "", "target": "5"})
    assert answer.status == 303, answer.status
    wave = answer.location
    step(planner, wave, "count")
    step(approver, wave, "actions/approve")
    step(planner, wave, "draw", {"seed": "chaos"})
    step(planner, wave, "actions/issue")
    link = re.search(rf'action="({re.escape(wave)}/open-links/\d+)"', planner.get(wave).body)[1]
    step(planner, wave, link.removeprefix(f"{wave}/"))
    step(planner, wave, "actions/open")
    return re.search(r"(/survey/yunshan/[a-z0-9]{26})", planner.get(wave).body)[1]


class Respondents:
    """Browsers at one open link, one after the other in each thread; each remembers what was acknowledged."""

    def __init__(self, url: str, link: str, threads: int = 4):
        self.url, self.link = url, link
        self.name = f"chaos-{secrets.token_hex(4)}"
        self.sent: dict[str, str] = {}
        self.acknowledged: set[str] = set()
        self.repeated = 0
        self.failures: list[str] = []
        self.ending = threading.Event()
        self.lock = threading.Lock()
        self.count = itertools.count()
        self.threads = [threading.Thread(target=self.work, args=(random.Random(SEED + index),)) for index in range(threads)]

    def __enter__(self) -> "Respondents":
        door = Visitor(self.url, "")
        assert insist(lambda: door.get(self.link)).status == 303
        # The browser's own key is what tells respondents at an open link apart.
        self.cookie, value = next((name, value) for name, value in door.cookies.items() if value.startswith("yunshan."))
        self.token = value.split(".")[1]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures[0]

    def work(self, dice: random.Random) -> None:
        try:
            while not self.ending.is_set():
                self.answer(dice)
        except BaseException as failure:
            self.failures.append(repr(failure))
            raise

    def answer(self, dice: random.Random) -> None:
        browser = Visitor(self.url, "")
        key = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
        browser.cookies[self.cookie] = f"yunshan.{self.token}.{key}"
        form = insist(lambda: browser.get("/survey/yunshan")).form("/survey/yunshan")
        marker = f"{self.name}-{next(self.count)}"
        overall = str(dice.randint(3, 5))
        fields = {name: form[name] for name in ("csrf", "key", "page", "shown")} | {
            "q-overall": overall, "q-attitude": "4", "q-work": "4", "q-charge": "none", "t-remarks": marker}
        with self.lock:
            self.sent[marker] = overall
        tries = itertools.count()

        def send():
            # Pressed once more, as people do, even where the first one was heard.
            next(tries)
            return browser.send("POST", "/survey/yunshan", fields)

        answer = insist(send)
        assert answer.status == 303 and urllib.parse.urlsplit(answer.location).query == "done=1", f"{answer.status} {answer.location}"
        if dice.random() < 0.2:
            again = insist(send)
            assert again.status == 303 and again.location == answer.location, f"again: {again.status}"
        with self.lock:
            self.acknowledged.add(marker)
            self.repeated += next(tries) > 1

    def go_on(self, answers: int) -> None:
        goal = len(self.acknowledged) + answers
        while len(self.acknowledged) < goal:
            assert not self.failures, self.failures[0]
            time.sleep(0.02)


def test_a_storm_of_answers_loses_none_and_doubles_none(cluster, server):
    print(f"\nchaos seed: {SEED}")
    dice = random.Random(SEED)
    link = html.unescape(open_wave(server.url))
    with Respondents(server.url, link) as storm:
        for number in range(KILLS):
            storm.go_on(15)
            time.sleep(dice.uniform(0, 0.5))
            if number % 2 == 0:
                server.kill()
                server.start()
            else:
                cluster.kill()
            server.wait()
        storm.go_on(15)
    stored: dict[str, list[str]] = {}
    for marker, overall in cluster.sql(
            "chaos", f"SELECT texts ->> 'remarks', answers ->> 'overall' FROM survey_response WHERE state = 'submitted' AND texts ->> 'remarks' LIKE '{storm.name}-%'"):
        stored.setdefault(marker, []).append(overall)
    lost = storm.acknowledged - stored.keys()
    doubled = [marker for marker, found in stored.items() if len(found) > 1]
    changed = [marker for marker, found in stored.items() if found[0] != storm.sent.get(marker)]
    assert not lost and not doubled and not changed, f"lost {sorted(lost)[:5]}, doubled {doubled[:5]}, changed {changed[:5]}"
    # Everything is counted in the end, each answer once.
    while cluster.sql("chaos", "SELECT 1 FROM survey_response WHERE uncounted LIMIT 1"):
        time.sleep(0.2)
    settle(cluster, server)
    wave, counted, answered = cluster.sql(
        "chaos", f"""SELECT r.wave_id, (SELECT sum(c.n) FROM survey_cell c JOIN org_unit u ON u.id = c.unit_id AND u.kind = 'group'
            WHERE c.wave_id = r.wave_id AND c.segment = '' AND c.question = '#all'), count(*)
            FROM survey_response r WHERE r.state = 'submitted' AND r.texts ->> 'remarks' LIKE '{storm.name}-%' GROUP BY r.wave_id""")[0]
    assert int(counted) == int(answered) == len(stored), f"wave {wave}: {counted} counted, {answered} answered"
    print(f"{KILLS} kills: {len(storm.acknowledged)} answers acknowledged, {storm.repeated} sent again")
    assert len(storm.acknowledged) > KILLS * 10
