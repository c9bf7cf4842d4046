"""Points that fill the unit cube evenly: scrambled Sobol, and scrambled Halton where there are more dimensions.

Sobol by the direction numbers of Joe and Kuo (2008), each dimension scrambled by a random lower triangular matrix over
GF(2) and a digital shift (Matoušek 1998), which keeps it a net and makes each point uniform. Above 64 dimensions
Halton with permuted digits, whose first points need no table.
"""

from __future__ import annotations

import random

import numpy as np
from numpy.typing import NDArray

from varre.models.encoding import Floats
from varre.search.joe_kuo import JOE_KUO

__all__ = ["scrambled_points", "sobol_matrices"]

_BITS = 30
_HALTON_DIGITS = 32
Integers = NDArray[np.int64]


def scrambled_points(generator: random.Random, dimension: int, first: int, count: int) -> Floats:
    """Points ``first`` to ``first + count - 1`` of the sequence that ``generator`` scrambles, (count, dimension).

    The scramble takes from ``generator`` and nothing else: the same one gives the same sequence.
    """
    if dimension > len(JOE_KUO) + 1:
        return _halton(generator, dimension, first, count)
    rng = np.random.default_rng(generator.getrandbits(128))
    shifts = rng.integers(0, 1 << _BITS, size=dimension)
    matrices = _scrambled(sobol_matrices(dimension), rng)
    index = np.arange(first, first + count, dtype=np.int64)
    points = np.repeat(shifts[None, :], count, axis=0)
    for bit in range(_BITS):
        points ^= np.where((index[:, None] >> bit) & 1, matrices[None, :, bit], 0)
    return (points + 0.5) / (1 << _BITS)


def sobol_matrices(dimension: int) -> Integers:
    """Direction numbers ``v`` (dimension, 30): point ``i`` is the exclusive or of those where ``i`` has a bit."""
    v = np.zeros((dimension, _BITS), dtype=np.int64)
    v[0] = 1 << np.arange(_BITS - 1, -1, -1)
    for j in range(1, dimension):
        s, a, m = JOE_KUO[j - 1]
        numbers = list(m)
        for i in range(s, _BITS):
            new = numbers[i - s] ^ (numbers[i - s] << s)
            for k in range(1, s):
                new ^= ((a >> (s - 1 - k)) & 1) * (numbers[i - k] << k)
            numbers.append(new)
        v[j] = [number << (_BITS - 1 - i) for i, number in enumerate(numbers)]
    return v


def _scrambled(v: Integers, rng: np.random.Generator) -> Integers:
    """Each digit plus a random sum of the more significant ones."""
    out = np.zeros_like(v)
    for j in range(len(v)):
        for row in range(_BITS):  # row 0 is the most significant digit
            mask = (1 << (_BITS - 1 - row)) | (int(rng.integers(0, 1 << row)) << (_BITS - row) if row else 0)
            parity = np.bitwise_count(v[j] & mask) & 1
            out[j] |= parity.astype(np.int64) << (_BITS - 1 - row)
    return out


def _halton(generator: random.Random, dimension: int, first: int, count: int) -> Floats:
    points = np.empty((count, dimension))
    for j, base in enumerate(_primes(dimension)):
        rng = np.random.default_rng(generator.getrandbits(128))
        index = np.arange(first, first + count, dtype=np.int64)
        digits = min(_HALTON_DIGITS, int(np.ceil(_BITS * np.log(2.0) / np.log(base))))
        value = np.zeros(count)
        for place in range(1, digits + 1):
            value += rng.permutation(base)[index % base] * float(base) ** -place
            index //= base
        points[:, j] = value + 0.5 * float(base) ** -digits
    return points


def _primes(count: int) -> list[int]:
    found: list[int] = []
    candidate = 2
    while len(found) < count:
        if all(candidate % prime for prime in found):
            found.append(candidate)
        candidate += 1
    return found
