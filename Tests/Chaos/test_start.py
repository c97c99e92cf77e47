"""Starting, running and stopping: what is said when, what is logged, and how the process ends."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import pytest

from house import ROOT, Server
from scan_logs import findings
from visitor import Visitor

STANDIN = """
import signal, sys, time
def stop(*_):
    time.sleep(0.3)
    print("in flight answered", flush=True)
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("up", flush=True)
while True:
    time.sleep(0.05)
"""


def supervised(tmp_path: pathlib.Path) -> subprocess.Popen:
    """The end of bin/serve with a stand-in for the server."""
    script = tmp_path / "serve"
    script.write_text(
        f'source "{ROOT}/bin/lib.sh"\ntrap "echo database stopped" EXIT\nstatus=0\n'
        f'run_until_stopped "{sys.executable}" -c \'{STANDIN}\' || status=$?\nexit "$status"\n')
    process = subprocess.Popen(
        ["bash", script], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        # A run in the background ignores SIGINT, and a shell cannot trap what was ignored when it began.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    assert process.stdout.readline() == "up\n"
    return process


def test_a_stop_that_was_asked_for_ends_with_zero(tmp_path):
    for number in (signal.SIGTERM, signal.SIGINT):
        process = supervised(tmp_path)
        process.send_signal(number)
        output = process.communicate()[0]
        assert process.returncode == 0 and "in flight answered" in output and output.endswith("database stopped\n")


def test_a_server_that_dies_of_a_signal_nobody_sent_is_a_failure(tmp_path):
    process = supervised(tmp_path)
    child = int(pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
    os.kill(child, signal.SIGKILL)
    output = process.communicate()[0]
    assert process.returncode == 128 + signal.SIGKILL and output.endswith("database stopped\n")


SHARE = """
source "{root}/bin/lib.sh"
trap cluster_stop EXIT
cluster_start "{folder}"
cluster_database shared
echo "ours $CLUSTER_IS_OURS $PGSOCKET"
read -r || true
"""


@pytest.fixture
def open_folder():
    """A folder that the user postgres may enter too."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="shouwen-folder-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_who_finds_a_database_running_leaves_it_running(open_folder):
    """The second bin/serve on one folder, whatever ends it, does not take the first one's database away."""
    start = lambda: subprocess.Popen(
        ["bash", "-c", SHARE.format(root=ROOT, folder=open_folder)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    first = start()
    ours, socket_folder = first.stdout.readline().removeprefix("ours ").split()
    assert ours == "true"
    answers = lambda: subprocess.run(
        ["psql", "-qtAX", "-h", socket_folder, "-U", "postgres", "-d", "shared", "-c", "SELECT 1"], cwd="/", capture_output=True).returncode == 0
    second = start()
    assert second.stdout.readline().startswith("ours false ")
    second.communicate("")
    assert answers()
    first.communicate("")
    assert not answers()


def test_a_taken_port_is_said_before_anything_is_started(open_folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        serve = lambda port: subprocess.run(
            [ROOT / "bin/serve"], env=os.environ | {"PORT": str(port), "SHOUWEN_DATA": str(open_folder / "data")}, text=True, capture_output=True)
        refused = serve(port)
        assert refused.returncode == 1 and f"port {port} is taken" in refused.stderr and refused.stdout == ""
        assert serve("eighty").returncode == 1
        assert list(open_folder.iterdir()) == []


def test_the_address_is_announced_only_after_the_database_was_looked_at(cluster, tmp_path):
    cluster.sql("postgres", "CREATE DATABASE changed TEMPLATE template0")
    server = Server(cluster.address("changed"), tmp_path, "changed")
    server.run("migrate")
    # A migration that says something else than the one that was applied.
    home = tmp_path / "home"
    for name in ("sql", "Templates", "Public"):
        shutil.copytree(ROOT / name, home / name)
    first = sorted((home / "sql/migrations").glob("*.sql"))[0]
    first.write_text(first.read_text() + "\n-- changed\n")
    refused = server.run("serve", "--port", str(server.port), check=False, SHOUWEN_HOME=str(home))
    assert refused.returncode != 0 and "was changed after it had been applied" in refused.stdout
    assert "runs at" not in refused.stdout
    server.start()
    server.wait()
    assert server.stop()[0] == 0
    assert f"runs at {server.url}" in server.log.read_text()


def test_a_stop_says_not_ready_first_answers_on_and_ends_in_order(cluster, server, tmp_path):
    leaving = Server(cluster.address("chaos"), tmp_path, "leaving", SHOUWEN_GRACE="5")
    leaving.start()
    leaving.wait()
    visitor = Visitor(leaving.url, "jy-spring@yunshan").sign_in()
    began = time.monotonic()
    leaving.process.send_signal(signal.SIGTERM)
    while leaving.is_ready():
        pass
    # Not ready, and still at work: whoever is inside gets an answer and is asked to come back elsewhere.
    assert visitor.get("/yunshan/jy-spring/desk").status == 200
    assert visitor.connection is None
    assert leaving.process.wait() == 0
    assert time.monotonic() - began > 4.9, "the grace was cut short"


def test_structured_logs_are_one_object_a_line_and_name_nobody(server):
    visitor = Visitor(server.url, "jy-spring@yunshan").sign_in()
    visitor.get("/yunshan/jy-spring/search?q=13800138000")
    visitor.get("/yunshan/jy-spring/intake?q=13800138000")
    urllib.request.urlopen(f"{server.url}/livez")
    lines = [json.loads(line) for line in server.log.read_text().splitlines() if line.startswith("{")]
    requests = [line for line in lines if line["message"] == "request"]
    assert {"time", "level", "method", "route", "status", "ms", "tenant", "request_id"} <= set(requests[-1])
    assert any(line["route"] == "/{tenant}/{unit}/search" and line["tenant"] == "yunshan" for line in requests)
    assert len({line["request_id"] for line in requests}) == len(requests)
    assert list(findings([server.log])) == []


def test_the_scanner_of_logs_finds_what_it_is_for(tmp_path):
    planted = {
        "telephone": "called 13812345678 today", "identity": "holder 11010519491231002X", "session": "cookie shouwen=yunshan.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "bearer": "Authorization: Bearer abcdefgh12345678", "form": "body csrf=abcdefghijklmnop&title=x", "password": "password=Shouwen-demo-1",
    }
    harmless = tmp_path / "harmless.log"
    harmless.write_text("2026-11-25T22:11:59.123456 request ms=13.8 id=1a2b3c 20261125-031500 1763989200000000\n")
    assert list(findings([harmless])) == []
    for name, line in planted.items():
        log = tmp_path / f"{name}.log"
        log.write_text(f"fine\n{line}\n")
        assert [found[:2] for found in findings([log])] == [(str(log), 2)], name
