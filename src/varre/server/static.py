"""The page's files, which the build of ``dashboard/`` put into the folder ``page`` beside this module."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from varre.server.errors import refusal

__all__ = ["FOLDER", "Page"]

FOLDER = Path(__file__).with_name("page")
"""Where the build writes to."""

_INDEX = "index.html"
_HASHED = "assets/"
_PLACES = ("/sweeps/", "/runs/", "/compare/")  # ids and projects may hold dots as names of files do
_PACKED = {"br": ".br", "gzip": ".gz"}
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Varre: the page is not built</title>
<h1>The page is not built</h1>
<p>This is a checkout of Varre whose dashboard has not been built yet. With node 20 or newer:</p>
<pre>cd dashboard &amp;&amp; npm ci &amp;&amp; npm run build</pre>
<p>Then load this page again. A wheel of Varre has the page inside, so <code>pip install .</code> builds it too.</p>
</html>
"""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    kind: str
    tag: str
    packed: Mapping[str, Path]
    hashed: bool


class Page:
    """An ASGI application that serves the built files, and the page itself for every place in it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._built = -1
        self._files: dict[str, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await to_thread.run_sync(self._answer, scope["method"], scope["path"], Headers(scope=scope))
        await response(scope, receive, send)

    def _answer(self, method: str, path: str, headers: Headers) -> Response:
        if path == "/api" or path.startswith("/api/"):
            return refusal(404, f"there is no {path}")
        if method not in ("GET", "HEAD"):
            return refusal(405, "the page can only be looked at", headers={"Allow": "GET, HEAD"})
        self._look()
        if not self._files:
            return HTMLResponse(_NOT_BUILT, 503)
        file = self._files.get(path.lstrip("/") or _INDEX)
        if file is None and not path.startswith(_PLACES) and "." in path.rpartition("/")[2]:
            return refusal(404, f"the page has no file {path}")
        return _sent(file or self._files[_INDEX], headers, method)

    def _look(self) -> None:
        """List the files anew when there has been another build. Only what is listed is ever opened."""
        try:
            built = (self._folder / _INDEX).stat().st_mtime_ns
        except OSError:
            built, self._files = -1, {}
        if built != self._built:
            self._files = dict(_listed(self._folder))
            self._built = built


def _listed(folder: Path) -> Iterator[tuple[str, _File]]:
    present = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    for name, path in present.items():
        if path.suffix in _PACKED.values() and name.removesuffix(path.suffix) in present:
            continue
        packed = {coding: present[name + suffix] for coding, suffix in _PACKED.items() if name + suffix in present}
        kept = path.stat()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        yield name, _File(path, kind, f'"{kept.st_mtime_ns:x}-{kept.st_size:x}"', packed, name.startswith(_HASHED))


def _sent(file: _File, headers: Headers, method: str) -> Response:
    kept = {
        "ETag": file.tag,
        # A hashed name never means anything else; the page itself is asked for anew, and is rarely sent anew.
        "Cache-Control": "public, max-age=31536000, immutable" if file.hashed else "no-cache",
    }
    if file.tag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    accepted = {word.partition(";")[0].strip() for word in headers.get("accept-encoding", "").lower().split(",")}
    coding = next((coding for coding in file.packed if coding in accepted), None)
    content = (file.packed[coding] if coding else file.path).read_bytes()
    if coding:
        kept |= {"Content-Encoding": coding, "Vary": "Accept-Encoding"}
    response = Response(content, headers=kept, media_type=file.kind)
    if method == "HEAD":
        response.body = b""
    return response
