"""The browser of the dashboard's tests: a Chromium that is there, else Debian's package, else Playwright's own.

python tests/browser.py --install     makes sure that there is one
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["ARGUMENTS", "find"]

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
"""Without a GPU, as on a server; root has no sandbox."""


def find() -> str | None:
    """The browser's program: ``VARRE_TEST_BROWSER``, one on the PATH, or the one that Playwright has installed."""
    named = os.environ.get("VARRE_TEST_BROWSER")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None) or _of_playwright()


def _of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> str:
    """Find or install a browser. Exits with what to do if there is no way."""
    found = find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing Debian's chromium for the dashboard's tests", flush=True)
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", "--quiet", *command], check=False, stdout=subprocess.DEVNULL)
        found = find()
    if found is None:
        print("installing Playwright's chromium for the dashboard's tests", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
        found = find()
    if found is None:
        sys.exit("the dashboard's tests need Chromium: install it, or name one in VARRE_TEST_BROWSER")
    return found


if __name__ == "__main__":
    print(install() if "--install" in sys.argv else find() or "no browser")
