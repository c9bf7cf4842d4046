"""The token, private files, and where the server of a data directory is."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from varre.datadir import DataDir, find, hold
from varre.datadir.access import Address, announce, announced, check_token, is_loopback, read_token
from varre.datadir.private import create_private, read_private, replace_private
from varre.errors import DataDirError, UsageError


@pytest.fixture
def datadir(tmp_path: Path) -> DataDir:
    return find(create=True, env={}, cwd=tmp_path)


def test_a_token_is_drawn_once(datadir: DataDir) -> None:
    token = read_token(datadir)
    assert len(token) >= 40
    assert read_token(datadir) == token
    assert stat.S_IMODE(datadir.token.stat().st_mode) == 0o600


def test_two_data_directories_have_two_tokens(datadir: DataDir, tmp_path: Path) -> None:
    other = find(create=True, env={"VARRE_DIR": str(tmp_path / "other")}, cwd=tmp_path)
    assert read_token(other) != read_token(datadir)


def test_threads_that_come_at_once_agree_on_the_token(datadir: DataDir) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(read_token(datadir))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_token_of_ones_own_is_taken(datadir: DataDir) -> None:
    create_private(datadir.token, "0123456789abcdef\n")
    assert read_token(datadir) == "0123456789abcdef"


@pytest.mark.parametrize("text", ["", "short", "with a blank in it", "a" * 513, "0123456789abcdeé"])
def test_what_is_no_token_is_refused(datadir: DataDir, text: str) -> None:
    create_private(datadir.token, text)
    with pytest.raises(UsageError, match="holds no token"):
        read_token(datadir)
    with pytest.raises(UsageError, match="VARRE_TOKEN"):
        check_token(text, "VARRE_TOKEN")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_token_that_others_may_read_or_write_is_refused(datadir: DataDir, mode: int) -> None:
    read_token(datadir)
    datadir.token.chmod(mode)
    with pytest.raises(DataDirError, match="chmod 600"):
        read_token(datadir)


def test_a_token_that_is_a_link_is_refused(datadir: DataDir, tmp_path: Path) -> None:
    create_private(tmp_path / "elsewhere", "0123456789abcdef")
    datadir.token.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DataDirError):
        read_token(datadir)


def test_a_private_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(DataDirError):
        read_private(tmp_path / "folder")


def test_private_files_are_created_once_and_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert read_private(path) is None
    assert create_private(path, "a")
    assert not create_private(path, "b")
    assert read_private(path) == "a"
    replace_private(path, "c")
    assert read_private(path) == "c"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in tmp_path.iterdir()] == ["file"]


def test_a_server_is_found_while_it_holds_its_lock(datadir: DataDir) -> None:
    here = Address("http://127.0.0.1:7171", "nonce", "0.1.0")
    assert announced(datadir) is None
    lock = hold(datadir.server_lock)
    assert announced(datadir) is None
    announce(datadir, here)
    assert announced(datadir) == here
    assert stat.S_IMODE(datadir.server_file.stat().st_mode) == 0o600
    lock.release()
    assert announced(datadir) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": 1}', "null"])
def test_a_file_that_says_nothing_is_no_server(datadir: DataDir, text: str) -> None:
    lock = hold(datadir.server_lock)
    replace_private(datadir.server_file, text)
    assert announced(datadir) is None
    lock.release()


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("", False)],
)
def test_loopback_is_this_machine_alone(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback
