"""What every stopper promises, as tests to inherit: for Varre's own, and for those of other packages.

Needs pytest and hypothesis, which Varre itself does not.
"""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("varre.testing.stoppers")

from varre.testing.stoppers import StopperContract  # noqa: E402 - its assertions are rewritten when it is loaded

__all__ = ["StopperContract"]
