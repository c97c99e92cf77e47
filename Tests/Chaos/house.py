"""A private PostgreSQL that keeps its promises (fsync on), and servers on it: to be killed, stopped and started again."""

import contextlib
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / ".build" / "chaos"
PGBIN = pathlib.Path("/usr/lib/postgresql/15/bin")


def as_pg(*words: object) -> list[str]:
    """PostgreSQL refuses to run as root."""
    command = [str(word) for word in words]
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """One PostgreSQL in a folder of its own."""

    def __init__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="shouwen-chaos-", dir="/tmp"))
        if os.getuid() == 0:
            shutil.chown(self.home, "postgres")
        self.data = self.home / "data"
        self.run(PGBIN / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums")
        self.start()

    def run(self, *words: object) -> str:
        done = subprocess.run(as_pg(*words), cwd="/", text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def start(self) -> None:
        # A server started by pg_ctl keeps its output open: it gets a file of its own, not our pipe.
        subprocess.run(
            as_pg(
                PGBIN / "pg_ctl", "-D", self.data, "-l", self.home / "log", "-w", "-t", "120",
                "-o", f"-k {self.home} -c listen_addresses='' -c jit=off -c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0 -c log_error_verbosity=terse",
                "start"),
            cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def address(self, database: str) -> str:
        return f"postgresql:///{database}?host={self.home}&user=postgres"

    def sql(self, database: str, text: str) -> list[list[str]]:
        done = subprocess.run(
            ["psql", "-qtAX", "-v", "ON_ERROR_STOP=1", "-F", "\x1f", "-R", "\x1e", "-h", self.home, "-U", "postgres", "-d", database, "-c", text],
            cwd="/", text=True, capture_output=True, check=True)
        rows = done.stdout.removesuffix("\n").removesuffix("\x1e")
        return [row.split("\x1f") for row in rows.split("\x1e")] if rows else []

    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().splitlines()[0])

    def children(self) -> list[int]:
        main = self.postmaster()
        return [int(pid) for pid in pathlib.Path(f"/proc/{main}/task/{main}/children").read_text().split()]

    def backends(self) -> list[int]:
        """Processes that serve a connection of the application."""
        found = []
        for pid in self.children():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                if b"shouwen_app" in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return found

    def kill(self) -> None:
        """The whole server at once, as when the power goes; then it is started again and recovers."""
        everybody = [self.postmaster(), *self.children()]
        for pid in everybody:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in everybody:
            while pathlib.Path(f"/proc/{pid}").exists():
                time.sleep(0.01)
        self.start()

    def signal(self, number: int) -> None:
        for pid in [self.postmaster(), *self.children()]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def remove(self) -> None:
        with contextlib.suppress(Exception):
            self.signal(signal.SIGCONT)
        subprocess.run(as_pg(PGBIN / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"), cwd="/", capture_output=True)
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(self.home / "log", ARTEFACTS / "postgres.log")
        shutil.rmtree(self.home, ignore_errors=True)


class Server:
    """The executable, on one database and one port."""

    binary = os.environ.get("SHOUWEN_BINARY") or str(ROOT / ".build/debug/shouwen")

    def __init__(self, address: str, data: pathlib.Path, name: str = "server", origin: str | None = None, **environment: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        self.log = ARTEFACTS / f"{name}.log"
        self.log.unlink(missing_ok=True)
        self.environment = os.environ | {
            "DATABASE_URL": address, "SHOUWEN_HOME": str(ROOT), "SHOUWEN_DATA": str(data), "SHOUWEN_SECRET": "chaos-suite-secret-of-32-bytes-xx",
            "SHOUWEN_ORIGIN": origin or self.url, "SHOUWEN_LOG": "json",
        } | environment
        self.process: subprocess.Popen | None = None

    def run(self, *words: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [self.binary, *words], env=self.environment | environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert not check or done.returncode == 0, done.stdout
        return done

    def start(self) -> None:
        with open(self.log, "a") as log:
            self.process = subprocess.Popen([self.binary, "serve", "--port", str(self.port)], env=self.environment, stdout=log, stderr=log)

    def is_ready(self) -> bool:
        try:
            return urllib.request.urlopen(f"{self.url}/readyz", timeout=5).status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait(self) -> float:
        """Seconds until it was ready."""
        began = time.monotonic()
        while not self.is_ready():
            assert self.process.poll() is None, self.log.read_text()[-3000:]
            time.sleep(0.02)
        return time.monotonic() - began

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> tuple[int, float]:
        """Exit status and seconds of an orderly stop."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(), time.monotonic() - began
