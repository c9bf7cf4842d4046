"""Reading a run's folder: what a script puts there leads nowhere else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from varre.datadir import DataDir
from varre.errors import NotFoundError
from varre.runs import RunKey
from varre.server.folders import listed, open_file

Client = Any  # the one of conftest.py


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "run"
    (made / "models").mkdir(parents=True)
    (made / "a.txt").write_text("a")
    (made / "models" / "best.pt").write_bytes(b"12345")
    (tmp_path / "secret").write_text("secret")
    return made


def text_of(folder: Path, path: str) -> str:
    with os.fdopen(open_file(folder, path)) as file:
        return file.read()


def test_files_are_listed_with_their_paths_and_sizes(folder: Path) -> None:
    assert [(file.path, file.size) for file in listed(folder)] == [("a.txt", 1), ("models/best.pt", 5)]
    assert listed(folder)[0].modified == (folder / "a.txt").stat().st_mtime


def test_files_are_opened_by_their_paths(folder: Path) -> None:
    assert text_of(folder, "a.txt") == "a"
    assert text_of(folder, "models/best.pt") == "12345"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "nothing",
        "models",
        "../secret",
        "models/../../secret",
        "./a.txt",
        "models/./best.pt",
        "/etc/passwd",
        "models//best.pt",
        "a.txt/",
        "a.txt/b",
        "a\0.txt",
        "x" * 300,
        "a/" * 40 + "a",
        "\ud800",
    ],
)
def test_other_paths_lead_nowhere(folder: Path, path: str) -> None:
    with pytest.raises(NotFoundError):
        open_file(folder, path)


def test_links_are_neither_listed_nor_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "inside").symlink_to("a.txt")
    (folder / "elsewhere").symlink_to(tmp_path)
    assert [file.path for file in listed(folder)] == ["a.txt", "models/best.pt"]
    for path in ("link", "inside", "elsewhere/secret", "elsewhere/run/a.txt"):
        with pytest.raises(NotFoundError):
            open_file(folder, path)


def test_a_folder_that_is_a_link_itself_holds_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(folder)
    assert listed(tmp_path / "other") == []
    with pytest.raises(NotFoundError):
        open_file(tmp_path / "other", "a.txt")


def test_pipes_and_sockets_are_no_files(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert "pipe" not in [file.path for file in listed(folder)]
    with pytest.raises(NotFoundError):
        open_file(folder, "pipe")


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert listed(tmp_path / "none") == []


def test_nothing_stays_open(folder: Path) -> None:
    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = count()
    listed(folder)
    os.close(open_file(folder, "models/best.pt"))
    for path in ("nothing", "models", "models/nothing"):
        with pytest.raises(NotFoundError):
            open_file(folder, path)
    assert count() == before


# -- over HTTP -------------------------------------------------------------------------------------------------------


@pytest.fixture
def run_dir(datadir: DataDir, run: str) -> Path:
    made = datadir.run_dir(RunKey(run))
    made.mkdir(parents=True)
    return made


def test_a_file_is_downloaded_as_it_is(program: Client, run: str, run_dir: Path) -> None:
    data = bytes(range(256)) * 4096
    (run_dir / "models").mkdir()
    (run_dir / "models" / "bäst #1.pt").write_bytes(data)
    found = program.get(f"/api/runs/{run}/files").json()
    assert [(file["path"], file["size"]) for file in found] == [("models/bäst #1.pt", len(data))]
    answer = program.get(f"/api/runs/{run}/files/models/b%C3%A4st%20%231.pt")
    assert answer.content == data
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''b%C3%A4st%20%231.pt"
    assert answer.headers["content-type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["page.html", "PAGE.HTM", "drawing.svg"])
def test_what_could_run_is_served_in_a_sandbox(program: Client, run: str, run_dir: Path, name: str) -> None:
    (run_dir / name).write_text("<script>fetch('/api/sweeps')</script>")
    headers = program.get(f"/api/runs/{run}/files/{name}").headers
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert "connect-src" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("a.png", "image/png", "inline"),
        ("a.json", "text/plain; charset=utf-8", "inline"),
        ("a.js", "application/octet-stream", "attachment"),
        ("a.xhtml", "application/octet-stream", "attachment"),
        ("a", "application/octet-stream", "attachment"),
        ("a.pdf", "application/octet-stream", "attachment"),
    ],
)
def test_only_what_is_harmless_is_shown(
    program: Client, run: str, run_dir: Path, name: str, kind: str, shown: str
) -> None:
    (run_dir / name).write_text("x")
    headers = program.get(f"/api/runs/{run}/files/{name}").headers
    assert headers["content-type"] == kind
    assert headers["content-disposition"].startswith(shown)
    saved = program.get(f"/api/runs/{run}/files/{name}?download=true").headers
    assert saved["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "path", ["..%2Fconfig", "%2e%2e/%2e%2e/varre.db", "%2Fetc%2Fpasswd", "a%00b", "%2e", "%2E%2e", "a/"]
)
def test_paths_out_of_the_folder_are_not_found(program: Client, run: str, run_dir: Path, path: str) -> None:
    assert program.request("GET", "", raw=f"/api/runs/{run}/files/{path}").status_code == 404


@pytest.mark.parametrize("id", ["..", "%2e%2e", "a%2F..%2Fb", "-x", "%00", "a" * 129, "a%20b"])
def test_an_id_is_checked_before_it_gets_near_a_path(program: Client, id: str) -> None:
    answer = program.request("GET", "", raw=f"/api/runs/{id}/files")
    assert answer.status_code in (400, 404, 422)
    assert answer.json()["error"]["code"] in ("bad_input", "not_found")
