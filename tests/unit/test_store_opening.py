"""Opening the SQLite file: what is made, what is refused, and that each error says what to do."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import struct
from pathlib import Path

import pytest

from varre.errors import DataDirError, StoreError
from varre.runs import SweepKey
from varre.store import SqliteStore
from varre.store.filesystem import check_local, type_of
from varre.store.queries import migrations, query, statements


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "varre.db"


def pragma(path: Path, text: str) -> object:
    with sqlite3.connect(path) as connection:
        return connection.execute(f"pragma {text}").fetchone()[0]


def test_the_files_are_the_users_alone(path: Path) -> None:
    old = os.umask(0)
    try:
        with SqliteStore.open(path):
            modes = {entry.name: entry.stat().st_mode & 0o777 for entry in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(modes) == {"varre.db", "varre.db-shm", "varre.db-wal", "varre.db.lock"}
    assert set(modes.values()) == {0o600}


def test_it_writes_ahead_and_knows_its_schema(path: Path) -> None:
    SqliteStore.open(path).close()
    assert pragma(path, "journal_mode") == "wal"
    assert pragma(path, "user_version") == max(migrations())


def test_what_is_written_is_synced(path: Path) -> None:
    with SqliteStore.open(path) as store:
        (row,) = store._connection._sqlite.execute("pragma synchronous")
        assert row[0] == 2
        (row,) = store._connection._sqlite.execute("pragma busy_timeout")
        assert row[0] == 30_000


def test_what_an_earlier_varre_kept_is_brought_up_to_date(path: Path) -> None:
    """One run that has ended, as the first schema has it: nothing sealed, no ranges, no notes."""
    with sqlite3.connect(path) as old:
        for statement in statements(migrations()[1]):
            old.execute(statement)
        old.execute("pragma application_id = 0x56415252")
        old.execute("pragma user_version = 1")
        old.execute("update clock set value = 7")
        old.execute("insert into sweep values ('sweepkey', 's', 'p', '', 'finished', '', '1', '{}', null, 1.0, 9.0)")
        old.execute(
            "insert into run values ('run00001', 'run00001', 'p', 'sweepkey', 1, 'finished', 1, 0, '{}', '{}', '{}',"
            " null, null, 'host-00000000', 2.0, 2.0, 3.0, 0, '', 2, 0, 0.5, 0.5, '{}', '', 0, 6)"
        )
        for stamp, value in ((4, 0.75), (5, 0.5)):
            rows = json.dumps([[stamp, 2.0, 0.5, {"loss": value}]]).encode()
            values = (stamp, "run00001", "sweepkey", 1, 1, rows, struct.pack("<d", value))
            old.execute("insert into batch values (?, ?, ?, ?, ?, ?, ?)", values)
    old.close()
    with SqliteStore.open(path) as store:
        (sweep,), (run,) = store.sweeps.all(), store.runs.of(SweepKey("sweepkey"))
        assert (sweep.notes, sweep.tags, sweep.deleted, run.tags, run.ranges, run.group) == ("", (), None, (), {}, "")
        changes = store.feed.changes(0, 100)
        assert changes is not None
        assert (changes.cursor, changes.sweeps, changes.runs) == (7, [sweep], [run])
        before = store.curves.of_sweep(sweep.key, "loss")[1]
        assert [list(curve.values) for curve in before] == [[0.75, 0.5]]
        assert store.rows.unsealed(9) == [(run.key, 1)]
        store.rows.seal(run.key, 1)
        assert store.curves.of_sweep(sweep.key, "loss")[1] == before
        assert store.runs.get(run.key).ranges == {"loss": (0.5, 0.75)}


def test_a_store_of_a_newer_varre_is_left_alone(path: Path) -> None:
    SqliteStore.open(path).close()
    pragma_set = sqlite3.connect(path)
    pragma_set.execute("pragma user_version = 9999")
    pragma_set.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"newer Varre \(schema 9999"):
        SqliteStore.open(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table theirs (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        SqliteStore.open(path)


def test_what_is_no_database_is_one_clear_error(path: Path) -> None:
    path.write_bytes(b"something else entirely" * 100)
    with pytest.raises(StoreError, match=r"varre\.db cannot be opened: file is not a database"):
        SqliteStore.open(path)


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        SqliteStore.open(tmp_path / "nowhere" / "varre.db")


def test_a_closed_store_says_so(path: Path) -> None:
    store = SqliteStore.open(path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.sweeps.all()


def test_a_forked_child_uses_a_connection_of_its_own(path: Path) -> None:
    with SqliteStore.open(path) as store:
        child = os.fork()
        if child == 0:
            os._exit(0 if store.sweeps.all() == [] else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert store.sweeps.all() == []


def test_every_query_has_a_line_of_purpose() -> None:
    for name in ("tick", "next_waiting", "orders"):
        assert query(name).startswith("-- ")
    with pytest.raises(KeyError):
        query("nothing")


def test_a_script_is_cut_into_its_statements() -> None:
    assert [text.split()[-1] for text in statements("-- a;\nselect 1;\nselect\n ';' ;\n")] == ["1;", ";"]


@pytest.mark.parametrize(
    "name",
    [
        *("sweep", "run", "runs_changed", "curves_since", "highest_number", "next_waiting", "running", "open_states"),
        *("writer", "unfinished_rows", "batches", "curve", "runs_followed", "sweeps_followed", "batches_followed"),
        *("outline", "places", "place", "is_under_way", "batches_of_sweep", "batches_to_seal", "sealed_curve"),
        *("series_of_sweep", "series_of_run", "chunks", "numbers", "chunks_followed", "sealed_curves_since"),
    ],
)
def test_what_is_asked_all_the_time_reads_no_whole_table(path: Path, name: str) -> None:
    parameters = dict.fromkeys(re.findall(r":(\w+)", query(name)), "")
    with SqliteStore.open(path) as store:
        plan = store._connection._sqlite.execute(f"explain query plan {query(name)}", parameters).fetchall()
    for step in plan:
        harmless = ("SEARCH", "USE TEMP", "SCALAR SUBQUERY")
        assert step["detail"].startswith((*harmless, "SCAN run USING INDEX run_running")), step["detail"]


MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 27 0:40 / /home rw,relatime shared:1 - nfs4 server:/home rw
41 40 0:41 / /home/me/local\\040disk rw - xfs /dev/sdb rw
42 27 0:42 / /mnt rw - tmpfs tmpfs rw
43 42 0:43 / /mnt rw - fuse.sshfs me@there: rw
"""


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    path = tmp_path / "mountinfo"
    path.write_text(MOUNTS)
    return path


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/somewhere", "ext4"),
        ("/home/me", "nfs4"),
        ("/homes", "ext4"),
        ("/home/me/local disk/project", "xfs"),
        ("/mnt/x", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_folder_is_that_of_the_nearest_mount(mounts: Path, folder: str, kind: str) -> None:
    assert type_of(Path(folder), mounts) == kind


def test_a_network_file_system_is_refused_and_the_way_out_named(mounts: Path) -> None:
    with pytest.raises(DataDirError, match=r"/home/me is on a network file system \(nfs4\).*VARRE_DIR.*server"):
        check_local(Path("/home/me"), mounts)
    check_local(Path("/home/me/local disk"), mounts)
    check_local(Path("/anywhere"), mounts.with_name("missing"))
