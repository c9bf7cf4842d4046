"""The page's types are those of the server as it is."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

TYPES = Path(__file__).parents[3] / "dashboard" / "src" / "types.ts"


def test_the_generated_types_are_of_this_openapi_document() -> None:
    document = subprocess.run([sys.executable, "-m", "varre.server.openapi"], capture_output=True, check=True).stdout
    named = re.search(r"SHA-256: ([0-9a-f]{64})", TYPES.read_text(encoding="utf-8"))
    assert named, f"{TYPES} does not say what it was generated from"
    if named[1] != hashlib.sha256(document).hexdigest():
        pytest.fail("dashboard/src/types.ts is stale: run `npm run generate` in dashboard/ and commit what it wrote")
