"""How much may be sent: looked at before anything is parsed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from varre.server.limits import MAX_BYTES, MAX_DEPTH, MAX_LINES_BYTES, MAX_VALUES, excess

Client = Any  # the one of conftest.py


@pytest.mark.parametrize(
    "value", [None, 1, "[[[[", [], {}, [[]], {"a": '"][}{'}, {"\\": '\\"'}, {"é": ["\u2028", "😀"]}, list(range(1000))]
)
def test_what_is_not_too_much_passes(value: object) -> None:
    assert excess(json.dumps(value).encode()) is None
    assert excess(json.dumps(value, ensure_ascii=False).encode()) is None


@pytest.mark.parametrize(("opened", "closed"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_depth_has_a_limit(opened: bytes, closed: bytes) -> None:
    assert excess(opened * MAX_DEPTH + b"1" + closed * MAX_DEPTH) is None
    assert "levels deep" in str(excess(opened * (MAX_DEPTH + 1) + b"1" + closed * (MAX_DEPTH + 1)))


def test_depth_counts_what_is_open_at_once() -> None:
    assert excess(b"[" + b"[]," * 1000 + b"[]]") is None


@pytest.mark.parametrize("piece", [b"1,", b"[],", b'"a":1,', b"{},"])
def test_values_have_a_limit(piece: bytes) -> None:
    assert "values" in str(excess(b"[" + piece * (MAX_VALUES + 1)))


@pytest.mark.parametrize("text", [b"", b"}", b"]]]]", b'"', b'"abc', b'"\\', b"\xff\xfe", b'{"a": nonsense'])
def test_what_is_no_json_is_left_to_the_parser(text: bytes) -> None:
    assert excess(text) is None


def test_a_text_that_is_never_closed_is_read_once() -> None:
    """Each quote beginning a text of its own that runs to the end would take minutes."""
    assert excess(b'"' + b'\\"' * (MAX_BYTES // 2)) is None
    assert excess(b'\\"' * (MAX_BYTES // 2)) is None


def test_a_body_that_says_that_it_is_too_large_is_not_read(program: Client) -> None:
    answer = program.post("/api/sweeps/check", content=b"{}", headers={"Content-Length": str(MAX_BYTES + 1)})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


def test_a_body_that_does_not_say_its_size_is_cut_off(program: Client) -> None:
    async def endless() -> Any:
        for _ in range(MAX_BYTES // 2**16 + 2):
            yield b" " * 2**16

    assert program.post("/api/sweeps/check", content=endless()).status_code == 413


@pytest.mark.parametrize("size", ["9" * 40, "-1", "abc", "1e9"])
def test_a_size_that_is_no_number_does_not_matter(program: Client, size: str) -> None:
    answer = program.post("/api/sweeps/check", content=b"{}", headers={"Content-Length": size})
    assert answer.status_code == (413 if size[0] == "9" else 422)


def test_json_that_is_too_deep_never_reaches_the_parser(program: Client) -> None:
    answer = program.post("/api/sweeps/check", content=b'{"text":' + b"[" * 100_000)
    assert answer.status_code == 413
    assert "levels deep" in answer.json()["error"]["message"]


def test_json_with_too_many_values_never_reaches_the_parser(program: Client) -> None:
    answer = program.post("/api/sweeps/check", content=b'{"text":[' + b"1," * 300_000 + b"1]}")
    assert answer.status_code == 413


def test_logged_lines_may_be_longer(program: Client) -> None:
    path = "/api/agents/host-01234567/append?run=abcd1234&attempt=1&writer=w&offset=0"
    headers = {"Content-Type": "application/octet-stream"}
    assert program.post(path, content=b"x" * (MAX_BYTES + 1), headers=headers).status_code != 413
    assert program.post(path, content=b"x" * (MAX_LINES_BYTES + 1), headers=headers).status_code == 413


def test_a_sweep_file_of_the_longest_kind_passes(program: Client) -> None:
    text = "method: random\nparameters: {a: {values: [1, 2]}}\n#" + "é" * 900_000
    answer = program.post("/api/sweeps/check", json={"text": text})
    assert answer.status_code == 200
    assert answer.json()["problems"] == []


def test_a_stranger_learns_nothing_by_sending_much(stranger: Client) -> None:
    answer = stranger.post("/api/sweeps", content=b"x", headers={"Content-Length": str(MAX_BYTES + 1)})
    assert answer.status_code == 401
