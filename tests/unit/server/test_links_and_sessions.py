"""One-time links and sessions, on clocks that the tests set."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from varre.errors import ConflictError, DataDirError, UsageError
from varre.server import links, sessions
from varre.server.links import Links
from varre.server.sessions import Sessions


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_link_leads_where_it_was_made_for_and_only_once(clock: Clock) -> None:
    known = Links(clock)
    code = known.make("/sweeps/abcd1234?tab=Rank#x")
    assert known.use(code) == "/sweeps/abcd1234?tab=Rank#x"
    assert known.use(code) is None


def test_a_link_is_good_for_ten_minutes(clock: Clock) -> None:
    known = Links(clock)
    early, late = known.make(), known.make()
    clock.now += links.LIFE_S - 1
    assert known.use(early) == "/"
    clock.now += 1
    assert known.use(late) is None


@pytest.mark.parametrize("code", ["", "x", "\u00e9", "\ud800"])
def test_a_code_that_was_never_given_leads_nowhere(clock: Clock, code: str) -> None:
    known = Links(clock)
    known.make()
    assert known.use(code) is None


def test_no_two_codes_are_alike(clock: Clock) -> None:
    known = Links(clock)
    assert len({known.make() for _ in range(100)}) == 100


def test_what_is_shown_stays_the_same_until_it_is_used_or_old(clock: Clock) -> None:
    known = Links(clock)
    shown = known.fresh("/sweeps/abcd1234")
    assert known.fresh("/sweeps/abcd1234") == shown
    assert known.fresh("/") != shown
    assert known.use(shown) is not None
    again = known.fresh("/sweeps/abcd1234")
    assert again != shown
    clock.now += links.LIFE_S / 2
    assert known.fresh("/sweeps/abcd1234") != again
    assert known.use(again) is not None


def test_a_link_that_was_made_for_someone_is_not_shown_to_others(clock: Clock) -> None:
    known = Links(clock)
    assert known.make("/") != known.fresh("/")


@pytest.mark.parametrize("path", ["", "sweeps", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb"])
def test_a_link_leads_into_the_page_only(clock: Clock, path: str) -> None:
    with pytest.raises(UsageError, match="no place in the page"):
        Links(clock).make(path)


def test_open_links_do_not_pile_up(clock: Clock) -> None:
    known = Links(clock)
    for _ in range(100):
        known.make()
    with pytest.raises(ConflictError):
        known.make()
    clock.now += links.LIFE_S
    assert known.use(known.make()) == "/"


def test_a_session_is_known_until_it_ends(tmp_path: Path, clock: Clock) -> None:
    known = Sessions(tmp_path / "sessions.json", clock)
    secret, other = known.begin(), known.begin()
    assert known.knows(secret)
    known.end(secret)
    known.end(secret)
    assert not known.knows(secret)
    assert known.knows(other)


def test_sessions_survive_a_restart(tmp_path: Path, clock: Clock) -> None:
    secret = Sessions(tmp_path / "sessions.json", clock).begin()
    assert Sessions(tmp_path / "sessions.json", clock).knows(secret)


def test_a_session_lasts_thirty_days(tmp_path: Path, clock: Clock) -> None:
    known = Sessions(tmp_path / "sessions.json", clock)
    secret = known.begin()
    clock.now += sessions.LIFE_S - 1
    assert known.knows(secret)
    clock.now += 1
    assert not known.knows(secret)


def test_what_is_kept_of_a_session_is_not_what_lets_in(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "sessions.json"
    known = Sessions(path, clock)
    secret = known.begin()
    text = path.read_text()
    assert secret not in text
    assert not any(known.knows(kept) for kept in json.loads(text))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_old_sessions_are_not_kept_for_ever(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "sessions.json"
    known = Sessions(path, clock)
    known.begin()
    clock.now += sessions.LIFE_S
    known.begin()
    assert len(json.loads(path.read_text())) == 1


def test_at_most_two_hundred_sessions_are_kept_the_newest(tmp_path: Path, clock: Clock) -> None:
    known = Sessions(tmp_path / "sessions.json", clock)
    first = known.begin()
    for _ in range(200):
        clock.now += 1
        last = known.begin()
    assert not known.knows(first)
    assert known.knows(last)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": "b"}', "null", '"x"'])
def test_a_file_that_holds_no_sessions_lets_nobody_in(tmp_path: Path, clock: Clock, text: str) -> None:
    path = tmp_path / "sessions.json"
    path.write_text(text)
    path.chmod(0o600)
    known = Sessions(path, clock)
    assert not known.knows("")
    assert known.knows(known.begin())


def test_a_file_that_others_could_have_written_is_not_trusted(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "sessions.json"
    path.write_text("{}")
    path.chmod(0o644)
    with pytest.raises(DataDirError, match="open to others"):
        Sessions(path, clock)
