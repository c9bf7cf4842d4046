"""The OpenAPI document, as ``python -m varre.server.openapi`` prints it: the page's types are made from it."""

from __future__ import annotations

import json
import sys
from typing import Any

from varre.server.app import bare_app

__all__ = ["document", "text"]


def document() -> dict[str, Any]:
    """The document of this source; its version stays the same, so that a release changes nothing."""
    return bare_app("0").openapi()


def text() -> str:
    """The document with sorted keys: equal sources print equal bytes."""
    return json.dumps(document(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
