"""Linear algebra on one thread.

The matrices here are small: a second thread gains nothing, and where all cores are training it makes every call wait
for its slowest part (100 trials, a loaded machine: 2 s a suggestion instead of 0.15).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController

__all__ = ["one_thread"]


@cache
def _libraries() -> ThreadpoolController:
    """The libraries of this process, looked up once: at the first use, when NumPy's and SciPy's are loaded."""
    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep BLAS to one thread within the block, for the whole process, and give its threads back afterwards."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield
