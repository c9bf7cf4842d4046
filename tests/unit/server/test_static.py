"""The page's files: from the build's folder only, packed where the browser takes it, kept where the name says so."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from varre.server.static import Page

Client = Any  # the one of conftest.py


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><div id=app></div>")
    (folder / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    script = b"console.log('a')" * 100
    (folder / "assets" / "index-a1b2c3.js").write_bytes(script)
    (folder / "assets" / "index-a1b2c3.js.gz").write_bytes(gzip.compress(script))
    (folder / "assets" / "index-a1b2c3.js.br").write_bytes(b"as brotli")
    (tmp_path / "secret.txt").write_text("what nobody may read")
    return folder


@pytest.fixture
def page(app: FastAPI, stranger: Client, built: Path) -> Client:
    app.router.default = Page(built)
    return stranger


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/sweeps/abcd1234", "/runs/abcd1234", "/a/b/c", "/sweeps/v1.2", "/compare/a.b"]
)
def test_every_place_in_the_page_is_the_page(page: Client, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "id=app" in answer.text


def test_a_hashed_name_is_kept_for_ever(page: Client) -> None:
    headers = page.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "identity"}).headers
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"].startswith("text/javascript")
    assert "content-encoding" not in headers
    packed = page.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "gzip"}).headers
    assert packed["content-encoding"] == "gzip"
    assert headers["vary"] == packed["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=1.0, identity", "gzip"), ("deflate", None), ("", None)],
)
def test_what_is_packed_already_is_sent_so(built: Path, accepted: str, coding: str | None) -> None:
    from starlette.datastructures import Headers

    answer = Page(built)._answer("GET", "/assets/index-a1b2c3.js", Headers({"accept-encoding": accepted}))
    assert answer.headers.get("content-encoding") == coding
    name = "index-a1b2c3.js" + {"br": ".br", "gzip": ".gz", None: ""}[coding]
    assert answer.body == (built / "assets" / name).read_bytes()


def test_what_the_browser_has_is_not_sent_again(page: Client) -> None:
    tag = page.get("/").headers["etag"]
    again = page.get("/", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert page.get("/", headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_says_what_a_get_would(page: Client) -> None:
    answer = page.request("HEAD", "/")
    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["content-length"] == str(len(page.get("/").content))


@pytest.mark.parametrize("path", ["/assets/gone-000000.js", "/robots.txt", "/assets/../../secret.txt"])
def test_a_file_that_is_not_there_is_not_the_page(page: Client, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "path", ["/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "//etc/passwd"]
)
def test_no_path_leads_out_of_the_folder(page: Client, path: str) -> None:
    answer = page.request("GET", "", raw=path)
    assert "what nobody may read" not in answer.text
    assert "root:" not in answer.text


def test_another_build_is_noticed(page: Client, built: Path) -> None:
    assert page.get("/new.txt").status_code == 404
    (built / "new.txt").write_text("new")
    os.utime(built / "index.html", ns=(1, 1))
    assert page.get("/new.txt").text == "new"


def test_a_checkout_without_a_build_says_how_to_build(app: FastAPI, stranger: Client, tmp_path: Path) -> None:
    app.router.default = Page(tmp_path / "nothing")
    answer = stranger.get("/")
    assert answer.status_code == 503
    assert answer.headers["content-type"].startswith("text/html")
    assert "npm run build" in answer.text


def test_the_api_has_no_fallback(app: FastAPI, program: Client, built: Path) -> None:
    app.router.default = Page(built)
    for path in ("/api", "/api/", "/api/nothing", "/api/sweeps/a/b/c"):
        assert program.get(path).status_code == 404
        assert program.get(path).json()["error"]["code"] == "not_found"
    assert program.request("DELETE", "/api/status").status_code == 405
    assert program.request("DELETE", "/api/status").headers["allow"] == "GET"
