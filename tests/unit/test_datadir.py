"""The data directory: where it is found, what is refused, which ids may name a folder."""

from __future__ import annotations

import os
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varre import datadir
from varre.errors import DataDirError, NotFoundError, UsageError
from varre.runs import AgentId, RunKey


def find(cwd: Path, create: bool = True, **env: str) -> datadir.DataDir:
    return datadir.find(create=create, env=env, cwd=cwd)


def test_it_is_made_in_the_working_directory(tmp_path: Path) -> None:
    found = find(tmp_path)
    assert found.path == tmp_path / ".varre"
    assert found.path.stat().st_mode & 0o777 == 0o700
    assert (found.path / ".gitignore").read_text() == "*\n"


def test_the_nearest_one_upwards_is_used(tmp_path: Path) -> None:
    above = find(tmp_path)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) == above
    assert not (below / ".varre").exists()


def test_varre_dir_wins_and_may_be_relative(tmp_path: Path) -> None:
    find(tmp_path)
    assert find(tmp_path, VARRE_DIR="other/place").path == tmp_path / "other" / "place"
    assert (tmp_path / "other" / "place").is_dir()


@pytest.mark.parametrize("env", [{}, {"VARRE_DIR": "nowhere"}])
def test_a_command_that_only_reads_makes_none(tmp_path: Path, env: dict[str, str]) -> None:
    with pytest.raises(NotFoundError, match="VARRE_DIR"):
        find(tmp_path, create=False, **env)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_one_that_others_may_write_is_refused_by_name(tmp_path: Path, mode: int) -> None:
    path = find(tmp_path).path
    path.chmod(mode)
    with pytest.raises(DataDirError, match=r"\.varre may be written by others"):
        find(tmp_path / "below" if (tmp_path / "below").mkdir() else tmp_path)


def test_one_of_another_user_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find(tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(DataDirError, match=r"\.varre belongs to another user"):
        find(tmp_path)


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".varre").write_text("")
    with pytest.raises(DataDirError, match="not a directory"):
        find(tmp_path)


def test_a_place_that_cannot_be_made_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataDirError, match="cannot be made"):
        find(tmp_path, VARRE_DIR="file/below")


@pytest.mark.parametrize("text", ["../../etc", "", "abcdefg", "abcdefghi", "ABCDEFGH", "abcdefg\n", "abc/efgh"])
def test_a_path_is_made_of_a_checked_key_only(tmp_path: Path, text: str) -> None:
    found = find(tmp_path)
    with pytest.raises(UsageError):
        found.spool(RunKey(text))
    with pytest.raises(UsageError):
        found.agent_lock(AgentId(text))


def test_fresh_keys_and_agents_pass_their_own_checks() -> None:
    keys = {datadir.new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert {datadir.check_key(key) for key in keys} == keys
    assert all(key[0] in string.ascii_lowercase for key in keys)
    agent = datadir.new_agent_id()
    assert datadir.check_agent(agent) == agent
    assert datadir.host_of(agent) == datadir.this_host()


@given(st.text(max_size=200))
def test_an_id_that_passes_is_one_harmless_path_component(text: str) -> None:
    try:
        checked = datadir.check_id(text)
    except UsageError:
        return
    assert checked == text
    assert Path(checked).name == checked
    assert checked not in (".", "..")
    assert len(checked) <= 128


@pytest.mark.parametrize("name", ["lenet5", "my project", "Größe (2)"])
def test_a_project_is_free_text(name: str) -> None:
    assert datadir.check_project(name) == name


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\nb", "x" * 129, "\x1b[31m"])
def test_a_project_without_text_or_with_a_slash_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="project"):
        datadir.check_project(name)
