"""Two servers behind a proxy are restarted one after the other, and nobody notices."""

import os
import pathlib
import shutil
import socket
import subprocess
import threading
import time

import pytest

from history import check
from house import ARTEFACTS, Server, free_port
from load import Load
from test_crash import SEED, settle
from visitor import Unknown, Visitor

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "2"))

PROXY = """
global
    maxconn 500
    stats socket {control} level operator
defaults
    mode http
    timeout connect 5s
    timeout client 120s
    timeout server 120s
    timeout check 10s
    option redispatch
    retries 3
frontend front
    bind 127.0.0.1:{port}
    default_backend servers
backend servers
    balance roundrobin
    option httpchk GET /readyz
{servers}
"""


class Impatient(Load):
    """Keeps every request that did not get its answer at once."""

    def __init__(self, url: str, seed: int):
        super().__init__(url, seed)
        self.lost: list[str] = []

    def unanswered(self, failure: Unknown) -> None:
        self.lost.append(str(failure))


@pytest.fixture
def pair(cluster, server, tmp_path):
    """Two more servers on the same database, and a proxy before them."""
    if not shutil.which("haproxy"):
        pytest.fail("haproxy is not installed; bin/test installs it")
    port = free_port()
    front = f"http://127.0.0.1:{port}"
    servers = [Server(cluster.address("chaos"), tmp_path, f"rolling-{name}", origin=front) for name in "ab"]
    for one in servers:
        one.start()
    for one in servers:
        one.wait()
    # A machine too busy to answer its health checks in time is not a restart that fails: with every server thought to be away, the proxy
    # tries them all the same, and one that refuses the connection is passed over.
    lines = "\n".join(
        [f"    server s{one.port} 127.0.0.1:{one.port} check inter 300ms fall 2 rise 1" for one in servers]
        + [f"    server busy{one.port} 127.0.0.1:{one.port} backup" for one in servers] + ["    option allbackups"])
    settings = tmp_path / "haproxy.cfg"
    control = tmp_path / "control"
    settings.write_text(PROXY.format(port=port, servers=lines, control=control))
    with open(ARTEFACTS / "haproxy.log", "w") as log:
        proxy = subprocess.Popen(["haproxy", "-f", settings, "-db"], stdout=log, stderr=log)
    while True:
        try:
            Visitor(front, "").get("/livez")
            break
        except Unknown:
            assert proxy.poll() is None, (ARTEFACTS / "haproxy.log").read_text()
            time.sleep(0.05)
    yield front, servers, control
    proxy.terminate()
    proxy.wait()
    for one in servers:
        if one.process.poll() is None:
            one.stop()


def standing(control: pathlib.Path, server: Server) -> str:
    """What the proxy thinks of a server: nobody restarts the second one before the first is back in use."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(control))
        line.sendall(b"show stat\n")
        table = b"".join(iter(lambda: line.recv(65536), b"")).decode().splitlines()
    names = table[0].removeprefix("# ").split(",")
    for row in table[1:]:
        facts = dict(zip(names, row.split(",")))
        if facts.get("svname") == f"s{server.port}":
            return facts["status"]
    return "unknown"


def test_rolling_restarts_fail_no_request(cluster, server, pair):
    front, servers, control = pair
    stops = []
    with Impatient(front, SEED + 9) as load:
        for _ in range(ROUNDS):
            for one in servers:
                # Enough work for each stop to meet some.
                load.goes_on(60)
                stops.append(one.stop())
                one.start()
                one.wait()
                while standing(control, one) != "UP":
                    time.sleep(0.1)
        load.goes_on(60)
    print(f"\n{len(stops)} restarts, {load.answers} requests, {len(load.lost)} failed, stopped in {', '.join(f'{taken:.1f}' for _, taken in stops)} s")
    assert load.lost == []
    assert all(status == 0 for status, _ in stops), stops
    settle(cluster, server)
    check(cluster, "chaos", load.history)
