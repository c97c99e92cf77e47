"""What was acknowledged, and whether the database agrees with it."""

import hashlib
import json
import secrets
import threading
from dataclasses import dataclass, field


@dataclass
class Operation:
    kind: str
    marker: str
    key: str
    path: str
    tries: int = 0
    status: int | None = None
    location: str | None = None


@dataclass
class History:
    """Every form that was sent, with what came of it. A form whose fate is unknown is sent again, the same key and the same fields,
    until the server answers: in the end nothing is unknown."""

    # What everything of this run is marked with.
    name: str = field(default_factory=lambda: f"chaos-{secrets.token_hex(4)}")
    operations: list[Operation] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, operation: Operation) -> Operation:
        with self.lock:
            self.operations.append(operation)
        return operation

    def acknowledged(self, kind: str) -> list[Operation]:
        return [done for done in self.operations if done.kind == kind and done.status == 303]

    @property
    def repeated(self) -> int:
        return sum(done.tries > 1 for done in self.operations)


def check(cluster, database: str, history: History) -> dict[str, int]:
    """Compares the history with the database; every difference is named. Answers counts for the report."""
    sql = lambda text: cluster.sql(database, text)
    wrong: list[str] = []
    tickets: dict[str, list[list[str]]] = {}
    for row in sql(f"SELECT title, id, number FROM ticket WHERE title LIKE '{history.name}-%'"):
        tickets.setdefault(row[0], []).append(row)
    sent = {done.marker: done for done in history.operations if done.kind == "record"}
    for marker, done in sent.items():
        found = tickets.get(marker, [])
        if done.status == 303 and len(found) != 1:
            wrong.append(f"{marker}: acknowledged, {len(found)} tickets")
        elif len(found) > 1:
            wrong.append(f"{marker}: {len(found)} tickets from one form")
        elif done.status == 303 and not done.location.split("?")[0].rstrip("/").endswith(found[0][1]):
            wrong.append(f"{marker}: answered {done.location}, stored as {found[0][1]}")
    wrong += [f"{marker}: a ticket nobody sent" for marker in set(tickets) - set(sent)]

    events: dict[str, int] = {}
    for text, count in sql(f"SELECT text, count(*) FROM ticket_event WHERE text LIKE '{history.name}-%' GROUP BY text"):
        events[text] = int(count)
    steps = {done.marker: done for done in history.operations if done.kind != "record"}
    for marker, done in steps.items():
        count = events.get(marker, 0)
        if done.status == 303 and count != 1:
            wrong.append(f"{marker}: acknowledged, {count} lines")
        elif count > 1:
            wrong.append(f"{marker}: {count} lines from one form")

    keys = {row[0]: int(row[1]) for row in sql("SELECT key, count(*) FROM idempotency_key GROUP BY key")}
    wrong += [f"{done.marker}: its key left {keys.get(done.key, 0)} rows" for done in history.operations if done.status == 303 and keys.get(done.key) != 1]

    # Numbers are given in the transaction of the ticket: what was rolled back leaves no gap.
    for company, month, last, given, different in sql(
        """SELECT c.company_id, c.month, c.last, count(t.id), count(DISTINCT t.number) FROM ticket_counter c
           LEFT JOIN ticket t ON t.tenant_id = c.tenant_id AND t.company_id = c.company_id AND split_part(t.number, '-', 2) = c.month
           GROUP BY 1, 2, 3 HAVING c.last <> count(t.id) OR count(t.id) <> count(DISTINCT t.number)"""):
        wrong.append(f"numbers of {company} in {month}: counter {last}, {given} tickets, {different} numbers")

    wrong += broken_chains(sql)
    for name, text in DOUBLES.items():
        wrong += [f"{name}: {' '.join(row)}" for row in sql(text)]
    assert not wrong, "\n".join(wrong[:30])
    return {
        "tickets": len(tickets), "steps": sum(events.values()), "chains": int(sql("SELECT count(*) FROM ticket")[0][0]),
        "notices": int(sql("SELECT count(*) FROM notice")[0][0]),
    }


# Each answers rows only when something is there twice, or left over.
DOUBLES = {
    "two open deadlines of a kind": """SELECT ticket_id, kind, count(*) FROM ticket_deadline
        WHERE met_at IS NULL AND cancelled_at IS NULL GROUP BY 1, 2, unit_id HAVING count(*) > 1""",
    "a notice twice": "SELECT person_id, ticket_id, kind, count(*) FROM notice GROUP BY 1, 2, 3, at HAVING count(*) > 1",
    "a job that did not end": "SELECT id, kind, state, attempt, coalesce(last_error, '') FROM job WHERE state IN ('ready', 'leased') AND run_at <= now() OR state = 'dead'",
    "a recorded ticket nobody was told of": """SELECT t.id FROM ticket t WHERE t.title LIKE 'chaos-%'
        AND NOT EXISTS (SELECT FROM notice n WHERE n.tenant_id = t.tenant_id AND n.ticket_id = t.id)""",
    "a ticket whose version is not its log's length": """SELECT t.id, t.version, count(*) FROM ticket t
        JOIN ticket_event e ON e.tenant_id = t.tenant_id AND e.ticket_id = t.id WHERE t.title LIKE 'chaos-%'
        GROUP BY t.id, t.version HAVING t.version <> count(*)""",
}

FIELDS = [
    "ticket_id", "seq", "(extract(epoch FROM at) * 1000000)::bigint", "action", "state_from", "state_to", "actor_id", "actor_name", "actor_post",
    "from_unit_id", "from_unit_name", "to_unit_id", "to_unit_name", "to_person_name", "text",
]


def broken_chains(sql) -> list[str]:
    """Computes every ticket's chain anew, by the rule and not by the product's code."""
    wrong, previous, heads = [], {}, {}
    listed = ", ".join(FIELDS)
    for (line,) in sql(f"SELECT jsonb_build_array({listed}, detail, encode(prev_hash, 'hex'), encode(hash, 'hex')) FROM ticket_event ORDER BY ticket_id, seq"):
        *values, detail, prev, code = json.loads(line)
        ticket, seq = values[0], values[1]
        expected_prev, expected_seq = previous.get(ticket, (bytes(32), 1))
        data = b"".join(framed(None if value is None else str(value)) for value in values)
        data += b"".join(framed(key) + framed(detail[key]) for key in sorted(detail, key=lambda key: key.encode()))
        computed = hashlib.sha256(expected_prev + data).digest()
        if seq != expected_seq or bytes.fromhex(prev) != expected_prev or bytes.fromhex(code) != computed:
            wrong.append(f"the log of ticket {ticket} breaks at line {seq}")
        previous[ticket] = (computed, seq + 1)
        heads[ticket] = code
    for ticket, head in sql("SELECT id, encode(head_hash, 'hex') FROM ticket"):
        if heads.get(int(ticket)) != head:
            wrong.append(f"ticket {ticket} does not end where its log does")
    return wrong


def framed(text: str | None) -> bytes:
    if text is None:
        return b"\0"
    content = text.encode()
    return b"\1" + len(content).to_bytes(4, "big") + content
