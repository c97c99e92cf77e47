"""A backup is taken, proved, restored; and a damaged one is noticed."""

import contextlib
import json
import pathlib
import shutil
import subprocess

import pytest

from house import PGBIN, Server, as_pg, free_port

KEPT = "files/2026/photo.jpg"


@pytest.fixture(scope="module")
def house(cluster, tmp_path_factory):
    """A small group with a file and a key of its own, on a database of its own."""
    cluster.sql("postgres", "CREATE DATABASE kept TEMPLATE template0")
    server = Server(cluster.address("kept"), tmp_path_factory.mktemp("kept"), "kept", SHOUWEN_GRACE="0")
    data = pathlib.Path(server.environment["SHOUWEN_DATA"])
    keys = data / "keys"
    keys.touch(mode=0o600)
    keys.write_text(server.run("keys", "make").stdout)
    server.run("migrate")
    server.run("seed", "--tickets", "20")
    photo = data / KEPT
    photo.parent.mkdir(parents=True)
    photo.write_bytes(bytes(range(256)) * 1000)
    return server


def key_file(server) -> pathlib.Path:
    return pathlib.Path(server.environment["SHOUWEN_DATA"]) / "keys"


def taken(server, place, *words) -> pathlib.Path:
    server.run("backup", str(place), *words)
    return sorted(path for path in place.iterdir() if path.is_dir())[-1]


@pytest.fixture(scope="module")
def base(house, tmp_path_factory):
    return taken(house, tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def dump(house, tmp_path_factory):
    return taken(house, tmp_path_factory.mktemp("dump"), "--method", "dump")


def count(cluster, text: str) -> str:
    return cluster.sql("kept", text)[0][0]


def test_a_backup_tells_what_is_in_it_and_holds_no_key(house, base):
    manifest = json.loads((base / "manifest.json").read_text())
    assert manifest["method"] == "base" and manifest["before"]["rows"]["ticket"] == 20
    assert [entry["path"] for entry in manifest["files"] if entry["path"].startswith("files/")] == [KEPT]
    assert 1 in manifest["keys"]
    names = {path.name for path in base.rglob("*")}
    assert "keys" not in names and "secret" not in names
    key = key_file(house).read_text().split()[1].encode()
    assert len(key) > 40 and not [path for path in base.rglob("*") if path.is_file() and key in path.read_bytes()]
    assert (base.stat().st_mode & 0o077) == 0
    assert not list(base.parent.glob("*.partial"))


@pytest.mark.parametrize("method", ["base", "dump"])
def test_a_drill_proves_it_and_says_so_on_the_operators_page(house, cluster, request, method):
    backup = request.getfixturevalue(method)
    done = house.run("drill", str(backup))
    assert "RED" not in done.stdout and done.stdout.rstrip().endswith("good"), done.stdout
    for line in ("checksums", "keys needed", "row security forced", "migrations", "tables and indexes", "rows", "audit trail"):
        assert line in done.stdout
    assert [path.read_text() for path in backup.glob("drill-*.txt")] == [done.stdout.rstrip() + "\n"]
    assert count(cluster, f"SELECT count(*) FROM backup_run WHERE kind = 'drill' AND method = '{method}' AND outcome = 'good'") == "1"
    assert count(cluster, f"SELECT count(*) FROM backup_run WHERE kind = 'backup' AND method = '{method}' AND outcome = 'good'") == "1"
    assert not list(pathlib.Path("/tmp").glob("shouwen-drill-*")), "the scratch cluster is gone"


@contextlib.contextmanager
def copy_of(backup, tmp_path):
    """A backup to be damaged."""
    copy = tmp_path / backup.name
    shutil.copytree(backup, copy)
    yield copy


def flip(path: pathlib.Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


DAMAGES = {
    "a byte of a file": lambda backup: flip(backup / KEPT, 1234),
    "a file is gone": lambda backup: (backup / KEPT).unlink(),
    "a byte of the manifest": lambda backup: flip(backup / "manifest.json", 40),
    "the seal is gone": lambda backup: (backup / "manifest.sha256").unlink(),
}
BASE_DAMAGES = {
    "a byte of a table": lambda backup: flip(max((backup / "database/base").rglob("[0-9]*"), key=lambda path: path.stat().st_size), 9000),
    "a part of the log is gone": lambda backup: next((backup / "database/pg_wal").glob("0*")).unlink(),
    "PostgreSQL's own manifest": lambda backup: flip(backup / "database/backup_manifest", 100),
}
DUMP_DAMAGES = {
    "a byte of the dump": lambda backup: flip(backup / "database.dump", 5000),
    "the dump is cut": lambda backup: (backup / "database.dump").write_bytes((backup / "database.dump").read_bytes()[:-100]),
}


@pytest.mark.parametrize("method,damage", [("base", name) for name in DAMAGES | BASE_DAMAGES] + [("dump", name) for name in DUMP_DAMAGES])
def test_a_damaged_backup_is_noticed_and_nothing_is_restored(house, request, tmp_path, method, damage):
    with copy_of(request.getfixturevalue(method), tmp_path) as copy:
        (DAMAGES | BASE_DAMAGES | DUMP_DAMAGES)[damage](copy)
        drill = house.run("drill", str(copy), check=False)
        assert drill.returncode == 1 and ("damaged" in drill.stdout or "no whole backup" in drill.stdout), drill.stdout
        target = tmp_path / "target"
        restore = house.run("restore", str(copy), "--into", str(target), check=False)
        assert restore.returncode != 0 and "nothing was restored" in restore.stdout and not target.exists(), restore.stdout


def test_rows_that_are_missing_are_noticed_though_every_checksum_fits(house, base, tmp_path):
    """A manifest that says more than there is: as when the wrong database was saved."""
    import hashlib

    with copy_of(base, tmp_path) as copy:
        manifest = json.loads((copy / "manifest.json").read_text())
        for moment in ("before", "after"):
            manifest[moment]["rows"]["ticket"] += 1
        (copy / "manifest.json").write_text(json.dumps(manifest))
        (copy / "manifest.sha256").write_text(hashlib.sha256((copy / "manifest.json").read_bytes()).hexdigest() + "  manifest.json\n")
        drill = house.run("drill", str(copy), check=False)
        assert drill.returncode == 1 and "ticket has 20 rows, saved were 21" in drill.stdout


def test_a_base_backup_becomes_a_folder_that_serves(house, base, tmp_path):
    target = pathlib.Path(subprocess.check_output(["mktemp", "-d", "/tmp/shouwen-restored-XXXX"], text=True).strip())
    try:
        target.chmod(0o755)
        house.run("restore", str(base), "--into", str(target))
        assert (target / KEPT).read_bytes() == bytes(range(256)) * 1000
        again = house.run("restore", str(base), "--into", str(target), check=False)
        assert again.returncode != 0 and "is not empty" in again.stdout
        shutil.chown(target, "postgres") if (target / "postgres").stat().st_uid else None
        control = lambda *words: subprocess.run(
            as_pg(PGBIN / "pg_ctl", "-D", target / "postgres", "-w", *words), cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        control("-l", target / "log", "-o", f"-k {target} -c listen_addresses=''", "start")
        try:
            server = Server(f"postgresql:///kept?host={target}&user=postgres", target, "restored", SHOUWEN_GRACE="0", SHOUWEN_KEYS=str(key_file(house)))
            assert "keys in use: 1" in server.run("keys", "verify").stdout
            server.start()
            server.wait()
            from visitor import Visitor

            assert Visitor(server.url, "hq@yunshan").sign_in().get("/yunshan/hq/tickets?view=all").status == 200
            assert server.stop()[0] == 0
        finally:
            control("-m", "immediate", "stop")
    finally:
        shutil.rmtree(target, ignore_errors=True)


def test_a_dump_goes_into_an_empty_database_and_into_no_other(house, dump, cluster, tmp_path):
    cluster.sql("postgres", "CREATE DATABASE emptied TEMPLATE template0")
    there = {"DATABASE_URL": cluster.address("emptied")}
    house.run("restore", str(dump), "--into", str(tmp_path / "first"), **there)
    assert cluster.sql("emptied", "SELECT count(*) FROM ticket") == cluster.sql("kept", "SELECT count(*) FROM ticket")
    assert "all applied" in house.run("check", **there).stdout
    again = house.run("restore", str(dump), "--into", str(tmp_path / "second"), check=False, **there)
    assert again.returncode != 0 and "is not empty" in again.stdout


def test_a_role_that_row_security_binds_takes_no_half_backup(house, cluster, tmp_path):
    cluster.sql("kept", "CREATE ROLE bound LOGIN; GRANT pg_read_all_data TO bound")
    address = cluster.address("kept").replace("user=postgres", "user=bound")
    refused = house.run("backup", str(tmp_path), "--method", "dump", check=False, DATABASE_URL=address)
    assert refused.returncode != 0 and "row-level security" in refused.stdout
    assert list(tmp_path.iterdir()) == []


def test_old_backups_go_when_a_new_one_is_whole(house, tmp_path):
    import time

    kept = []
    for _ in range(3):
        kept.append(taken(house, tmp_path, "--method", "dump", "--keep", "2"))
        time.sleep(1)
    assert sorted(path for path in tmp_path.iterdir()) == kept[1:]


def test_a_database_that_is_away_leaves_no_folder_behind(house, tmp_path):
    refused = house.run("backup", str(tmp_path), check=False, DATABASE_URL=f"postgresql://postgres@127.0.0.1:{free_port()}/kept")
    assert refused.returncode != 0 and "connect" in refused.stdout.lower() and list(tmp_path.iterdir()) == []
