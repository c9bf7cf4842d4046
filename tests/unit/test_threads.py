"""A suggestion keeps to one thread of linear algebra, and gives the others back."""

from __future__ import annotations

import pytest
import scipy.linalg  # noqa: F401 - its library is one of those to be kept in check
import threadpoolctl

from varre.models.threads import one_thread


def threads() -> list[int]:
    return [library["num_threads"] for library in threadpoolctl.threadpool_info() if library["user_api"] == "blas"]


def test_within_the_block_there_is_one() -> None:
    before = threads()
    assert before
    with one_thread():
        assert set(threads()) == {1}
    assert threads() == before


def test_they_come_back_after_an_error_too() -> None:
    before = threads()
    with pytest.raises(RuntimeError), one_thread():
        raise RuntimeError
    assert threads() == before
