"""People who work on while everything falls over."""

import itertools
import random
import threading
import time

from history import History, Operation
from visitor import Unknown, Visitor


class Load:
    """Several people record complaints and take steps on them; each remembers what was acknowledged."""

    ACCOUNTS = ["jy-spring@yunshan", "jy-spring@yunshan", "jy-spring@yunshan", "jy-spring@yunshan"]

    def __init__(self, url: str, seed: int):
        self.history, self.url = History(), url
        self.ending = threading.Event()
        self.failures: list[str] = []
        self.answers = 0
        self.lock = threading.Lock()
        self.count = itertools.count()
        self.threads = [threading.Thread(target=self.work, args=(account, random.Random(seed + index), index)) for index, account in enumerate(self.ACCOUNTS)]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.ending.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures[0]

    def work(self, account: str, dice: random.Random, index: int) -> None:
        try:
            visitor = Visitor(self.url, account)
            self.insist(visitor.sign_in)
            mine: list[str] = []
            while not self.ending.is_set():
                if not mine or dice.random() < 0.3:
                    ticket = self.record(visitor, index)
                    mine = [*mine[-4:], ticket] if ticket else mine
                else:
                    self.step(visitor, dice.choice(mine), dice, index)
        except BaseException as failure:
            self.failures.append(f"{account}: {failure!r}")
            raise

    def goes_on(self, answers: int) -> None:
        """Waits until so many more requests have been answered: work done, not time passed, is what a fault has to meet."""
        goal = self.answers + answers
        while self.answers < goal:
            assert not self.failures, self.failures[0]
            time.sleep(0.02)

    def records_on(self) -> None:
        """Waits until one more complaint has been recorded and acknowledged."""
        before = len(self.history.acknowledged("record"))
        while len(self.history.acknowledged("record")) == before:
            self.goes_on(1)

    def insist(self, ask):
        """Again and again until there is an answer, as a person does; only for what changes nothing or carries a key."""
        while True:
            try:
                answer = ask()
                with self.lock:
                    self.answers += 1
                return answer
            except Unknown as failure:
                self.unanswered(failure)
                time.sleep(0.1)

    def unanswered(self, failure: Unknown) -> None:
        """Expected here: whatever falls over, the request is made again."""

    def send(self, visitor: Visitor, operation: Operation, fields: dict[str, str]) -> Operation:
        self.history.begin(operation)

        def once():
            operation.tries += 1
            return visitor.send("POST", operation.path, fields)

        answer = self.insist(once)
        operation.status, operation.location = answer.status, answer.location
        # Somebody else was faster: honest. Anything else is a fault of ours.
        assert answer.status in (303, 409), f"{operation.kind}: {answer.status}"
        return operation

    def record(self, visitor: Visitor, index: int) -> str | None:
        path, fields = self.insist(lambda: visitor.intake_form("jy-spring"))
        marker = f"{self.history.name}-{index}-{next(self.count)}"
        fields |= {"title": marker, "event": "压力测试登记的投诉。"}
        done = self.send(visitor, Operation("record", marker, fields["key"], path), fields)
        if done.status != 303:
            return None
        ticket = done.location
        path, fields = self.insist(lambda: visitor.step_form(ticket, "accept"))
        answer = self.insist(lambda: visitor.send("POST", path, fields | {"severity": "general"}))
        assert answer.status == 303, f"accept: {answer.status}"
        return ticket

    def step(self, visitor: Visitor, ticket: str, dice: random.Random, index: int) -> None:
        action = dice.choice(["note", "note", "contactCustomer", "recordFindings"])
        page = self.insist(lambda: visitor.get(ticket))
        path = f"{ticket}/actions/{action}"
        if f'action="{path}"' not in page.body:
            return
        form = page.form(path)
        marker = f"{self.history.name}-{index}-{next(self.count)}"
        fields = {name: form[name] for name in ("csrf", "key", "version")} | {"text": marker}
        self.send(visitor, Operation(action, marker, fields["key"], path), fields)
