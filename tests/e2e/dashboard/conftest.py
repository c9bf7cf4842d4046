"""One browser for all of these tests, servers of data directories, and pages that fail a test by what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from browser import ARGUMENTS, find
from multiply import fill
from paced import Start, Training, write
from served import Seeded, Served, Serving, Shared
from varre.datadir import find as find_datadir
from visits import Visits

_PATIENCE_MS = 30_000  # an expectation that comes true is met at once; this is for slow machines


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window, for all tests of this package."""
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visits]:
    """Open pages. The test fails if anything went wrong on one of them that it has not said it expects."""
    visits = Visits(browser)
    yield visits
    problems = visits.close()
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="session")
def _templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Data directories with a sweep of so many runs, each made once."""
    made: dict[int, Path] = {}

    def template(runs: int) -> Path:
        if runs not in made:
            made[runs] = tmp_path_factory.mktemp(f"seed-{runs}") / "data"
            fill(find_datadir(create=True, env={"VARRE_DIR": str(made[runs])}), runs)
        return made[runs]

    return template


@pytest.fixture
def seeded(_templates: Callable[[int], Path], tmp_path: Path) -> Seeded:
    """A data directory of the test's own that holds a sweep of so many runs: ``seeded(20)``."""

    def copy(runs: int) -> Path:
        return Path(shutil.copytree(_templates(runs), tmp_path / f"seeded-{runs}"))

    return copy


@pytest.fixture
def datadir(tmp_path: Path) -> Path:
    """An empty data directory of the test's own."""
    return find_datadir(create=True, env={"VARRE_DIR": str(tmp_path / "data")}).path


@pytest.fixture
def serving() -> Iterator[Serving]:
    """Start a server that ends with the test: ``serving(datadir)``, or as `Served` takes it."""
    started: list[Served] = []

    def start(datadir: Path, *arguments: str, cwd: Path | None = None, **environment: str) -> Served:
        started.append(Served(datadir, arguments or ("ui",), cwd, environment))
        return started[-1].start()

    yield start
    for served in started:
        served.close()


@pytest.fixture(scope="package")
def shared(_templates: Callable[[int], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """A server of a sweep of so many runs, for all tests that change nothing: ``shared(20)``."""
    started: dict[int, Served] = {}

    def start(runs: int) -> Served:
        if runs not in started:
            copy = shutil.copytree(_templates(runs), tmp_path_factory.mktemp("shared") / f"seeded-{runs}")
            started[runs] = Served(Path(copy)).start()
        return started[runs]

    yield start
    for served in started.values():
        served.close()


@pytest.fixture
def train(tmp_path: Path) -> Iterator[Start]:
    """Run a slow sweep in a process of its own that ends with the test: ``train(datadir)``."""
    started: list[Training] = []

    def start(datadir: Path) -> Training:
        started.append(Training.start(write(tmp_path / f"training-{len(started)}"), datadir))
        return started[-1]

    yield start
    for training in started:
        training.close()
