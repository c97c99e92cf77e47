"""Killed at random, nothing acknowledged is lost and nothing happens twice."""

import os
import random
import signal
import statistics
import time
import urllib.request

from history import check
from house import PGBIN
from load import Load

KILLS = int(os.environ.get("CHAOS_KILLS", "20"))
SEED = int(os.environ.get("CHAOS_SEED", str(random.SystemRandom().randrange(1 << 32))))


def settle(cluster, server) -> None:
    """As if the leases of the dead workers had run out: what they held is tried again, and the queue runs empty. A living worker may have
    lost the answer to its claim; what it has held for ten seconds is taken from it too, of the two minutes that a lease lasts."""
    server.wait()
    while True:
        cluster.sql(
            "chaos", "UPDATE job SET lease_until = now() WHERE state = 'leased' AND (lease_until < now() + interval '110 seconds' "
            f"OR claimed_by NOT LIKE '%-{server.process.pid}-%')")
        if cluster.sql("chaos", "SELECT 1 FROM job WHERE state IN ('ready', 'leased') LIMIT 1") == []:
            return
        # A job that failed during a crash waits before its next try; nobody here has the patience.
        cluster.sql("chaos", "UPDATE job SET run_at = now() WHERE state = 'ready' AND run_at > now()")
        time.sleep(0.2)


def test_random_kills_lose_nothing_and_double_nothing(cluster, server):
    print(f"\nchaos seed: {SEED}")
    dice = random.Random(SEED)
    recoveries: dict[str, list[float]] = {"server": [], "postmaster": [], "backend": []}
    with Load(server.url, SEED) as load:
        number = 0
        # Each kill meets work; and however slow the machine, some form must have been on its way when the ground went.
        while number < KILLS or not load.history.repeated:
            load.goes_on(10)
            time.sleep(dice.uniform(0, 1.0))
            # Each kind has its turns however the dice fall.
            victim = ["server", "postmaster", "server", "backend"][number % 4]
            began = time.monotonic()
            if victim == "server":
                server.kill()
                server.start()
            elif victim == "postmaster":
                cluster.kill()
            elif backends := cluster.backends():
                os.kill(dice.choice(backends), signal.SIGKILL)
            server.wait()
            recoveries[victim].append(time.monotonic() - began)
            number += 1
    settle(cluster, server)
    counts = check(cluster, "chaos", load.history)
    assert "whole" in server.run("audit", "verify").stdout
    cluster.run(PGBIN / "pg_amcheck", "-h", cluster.home, "-U", "postgres", "-d", "chaos", "--install-missing")
    recovery = ", ".join(f"{kind} {statistics.median(times):.1f} s (at most {max(times):.1f} s)" for kind, times in recoveries.items() if times)
    print(f"{number} kills: {len(load.history.operations)} forms, {load.history.repeated} sent again, {counts}; ready again after: {recovery}")
    assert counts["tickets"] > 0 and counts["steps"] > 0, "nothing was recorded: the kills met no work"


def test_a_silent_database_holds_nobody_up_for_ever(cluster, server):
    """SIGSTOP of every process: sockets stay open, nothing answers."""
    with Load(server.url, SEED + 1) as load:
        load.goes_on(20)
        cluster.signal(signal.SIGSTOP)
        assert not server.is_ready()
        assert urllib.request.urlopen(f"{server.url}/livez", timeout=120).status == 200
        time.sleep(4)
        cluster.signal(signal.SIGCONT)
        server.wait()
        load.goes_on(20)
    settle(cluster, server)
    check(cluster, "chaos", load.history)


def test_a_database_that_takes_no_new_connections(cluster, server):
    """SIGSTOP of the postmaster alone: those who are in go on."""
    with Load(server.url, SEED + 2) as load:
        load.goes_on(20)
        os.kill(cluster.postmaster(), signal.SIGSTOP)
        try:
            time.sleep(3)
            load.records_on()
        finally:
            os.kill(cluster.postmaster(), signal.SIGCONT)
        load.goes_on(20)
    settle(cluster, server)
    check(cluster, "chaos", load.history)


def test_every_backend_terminated_each_second(cluster, server):
    with Load(server.url, SEED + 3) as load:
        for _ in range(8):
            time.sleep(1)
            cluster.sql("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'shouwen_app'")
            load.goes_on(5)
        load.records_on()
    settle(cluster, server)
    check(cluster, "chaos", load.history)


def test_clients_that_leave_half_way_record_nothing_by_halves(cluster, server):
    import socket

    with Load(server.url, SEED + 4) as load:
        for number in range(60):
            with socket.create_connection(("127.0.0.1", server.port)) as half:
                body = f"title=chaos-half-{number}&event=" + "x" * 500
                half.sendall(
                    (f"POST /yunshan/jy-spring/intake?project=1 HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
                     f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body[: number * 5]}").encode())
    settle(cluster, server)
    check(cluster, "chaos", load.history)
    request = urllib.request.Request(f"{server.url}/metrics", headers={"Authorization": "Bearer chaos-metrics-token"})
    while "\nshouwen_http_requests_in_flight 1\n" not in urllib.request.urlopen(request).read().decode():
        time.sleep(0.1)
