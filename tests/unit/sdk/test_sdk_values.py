"""What can be logged, and what is kept of it."""

from __future__ import annotations

import datetime
import decimal
import enum
import fractions
import json
import pathlib
import struct
import zlib
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import varre
from varre.sdk.png import encode
from varre.sdk.values import to_value

mpl.use("Agg")


class Colour(enum.Enum):
    RED = 1


class Level(enum.IntEnum):
    HIGH = 3


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (True, True),
        (None, None),
        (3, 3),
        ("x", "x"),
        (np.float32(0.5), 0.5),
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("x"), "x"),
        (np.array(3.5), 3.5),
        (np.array([7]), 7),
        (np.arange(3), [0, 1, 2]),
        (torch.tensor(2.5, requires_grad=True), 2.5),
        (torch.tensor([True]), True),
        (torch.arange(3, dtype=torch.bfloat16), [0.0, 1.0, 2.0]),
        (Level.HIGH, 3),
        (fractions.Fraction(1, 4), 0.25),
        (decimal.Decimal("0.25"), 0.25),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (pathlib.PurePath("a/b"), "a/b"),
        ((1, (2, 3)), [1, [2, 3]]),
        ({1: {"a": np.float32(0.5)}}, {"1": {"a": 0.5}}),
    ],
)
def test_values_become_plain(value: Any, kept: Any) -> None:
    got = to_value(value)
    assert got == kept
    assert type(got) is type(kept)


@pytest.mark.parametrize("value", [Colour.RED, object(), 1j, np.complex64(1j), b"bytes", print])
def test_what_cannot_be_kept_is_kept_as_text_with_one_warning(value: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert to_value(value) == to_value(value) == str(value)
    assert capsys.readouterr().err.count("its text is kept") == 1


def test_a_list_that_holds_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    json.dumps(to_value(endless))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_json_values_stay_what_they_are(value: Any) -> None:
    assert to_value(value) == value


# -- media -------------------------------------------------------------------------------------------------------------


def logged(attempt: Any, value: Any) -> Any:
    with varre.init() as run:
        run.log({"the key/x": value})
    (line,) = attempt.lines("row")
    return line["d"]["the key/x"]


def test_a_long_array_becomes_a_histogram(attempt: Any) -> None:
    kept = logged(attempt, np.linspace(0, 1, 1000))
    assert kept["_type"] == "histogram"
    assert sum(kept["values"]) == 1000
    assert len(kept["bins"]) == 65


def test_a_histogram_leaves_out_what_is_not_finite(attempt: Any) -> None:
    kept = logged(attempt, varre.Histogram([1.0, 2.0, float("nan"), float("inf")], num_bins=2))
    assert kept == {"_type": "histogram", "values": [1.0, 1.0], "bins": [1.0, 1.5, 2.0]}


def test_a_histogram_made_before(attempt: Any) -> None:
    assert varre.Histogram(np_histogram=([1, 2], [0, 1, 2])).bins == [0.0, 1.0, 2.0]
    with pytest.raises(varre.UsageError, match="2 counts need one more edge, got 2"):
        varre.Histogram(np_histogram=([1, 2], [0, 1]))
    with pytest.raises(varre.UsageError, match="either"):
        varre.Histogram()


@pytest.mark.parametrize("which", ["figure", "axes", "pyplot", "image"])
def test_figures_become_png_files(attempt: Any, which: str) -> None:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots()
    axes.plot([1, 2])
    value = {"figure": figure, "axes": axes, "pyplot": plt, "image": varre.Image(figure, caption="a line")}[which]
    kept = logged(attempt, value)
    plt.close(figure)
    assert kept["_type"] == "image-file"
    assert kept.get("caption") == ("a line" if which == "image" else None)
    assert kept["path"] == "media/images/the_key_x_0.png"
    assert (attempt.run_dir / kept["path"]).read_bytes().startswith(b"\x89PNG")
    assert attempt.taken_in().rows[0].values["the key/x"] == kept


def test_images_in_a_list_have_files_of_their_own(attempt: Any) -> None:
    kept = logged(attempt, [varre.Image(np.zeros((2, 3))), varre.Image(np.ones((2, 3)))])
    assert len({(attempt.run_dir / image["path"]).read_bytes() for image in kept}) == 2


def test_an_image_from_a_file_is_copied(attempt: Any, tmp_path: pathlib.Path) -> None:
    (tmp_path / "x.jpg").write_bytes(b"jpeg")
    kept = logged(attempt, varre.Image(str(tmp_path / "x.jpg")))
    assert (attempt.run_dir / kept["path"]).read_bytes() == b"jpeg"
    assert kept["path"].endswith(".jpg")


def test_a_pil_image_is_an_image(attempt: Any) -> None:
    from PIL import Image

    kept = logged(attempt, Image.new("RGB", (3, 2), (255, 0, 0)))
    assert Image.open(attempt.run_dir / kept["path"]).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize(
    ("array", "size", "pixel"),
    [
        (np.array([[0.0, 1.0, 0.5]]), (3, 1), 127),
        (np.array([[0, 255, 7]], dtype=np.uint8), (3, 1), 7),
        (np.full((2, 3, 3), 9, dtype=np.uint8), (3, 2), (9, 9, 9)),
        (np.full((2, 3, 4), 9, dtype=np.uint8), (3, 2), (9, 9, 9, 9)),
        (np.full((2, 3, 2), 9, dtype=np.uint8), (3, 2), (9, 9)),
        (torch.full((3, 2, 5), 0.5), (5, 2), (127, 127, 127)),
    ],
)
def test_png_files_are_read_by_pil(array: Any, size: Any, pixel: Any, tmp_path: pathlib.Path) -> None:
    from PIL import Image

    (tmp_path / "x.png").write_bytes(encode(array))
    image = Image.open(tmp_path / "x.png")
    assert image.size == size
    assert image.getpixel((size[0] - 1, 0)) == pixel


def test_png_checks_its_input_and_sums() -> None:
    with pytest.raises(varre.UsageError, match=r"shape \(2, 3, 7\) is no image"):
        encode(np.zeros((2, 3, 7)))
    data = encode(np.zeros((1, 1)))
    (kept,) = struct.unpack(">I", data[-4:])
    assert kept == zlib.crc32(b"IEND")


def test_a_table_is_kept_as_json(attempt: Any) -> None:
    table = varre.Table(columns=["id", "score"], data=[[1, np.float32(0.5)]])
    table.add_data(2, 0.75)
    table.add_column("name", ["a", "b"])
    kept = logged(attempt, table)
    assert kept == {"_type": "table-file", "path": "media/table/the_key_x_0.table.json", "ncols": 3, "nrows": 2}
    content = json.loads((attempt.run_dir / kept["path"]).read_text())
    assert content == {"columns": ["id", "score", "name"], "data": [[1, 0.5, "a"], [2, 0.75, "b"]]}
    assert table.get_column("score") == [np.float32(0.5), 0.75]


def test_a_table_checks_its_rows() -> None:
    with pytest.raises(varre.UsageError, match="a row must have 2 cells"):
        varre.Table(columns=["a", "b"], data=[[1]])
    with pytest.raises(varre.UsageError, match="column 'c' must have 1 cells, got 2"):
        varre.Table(columns=["a"], data=[[1]]).add_column("c", [1, 2])


def test_html_is_kept(attempt: Any) -> None:
    kept = logged(attempt, varre.Html("<b>x</b>"))
    assert (attempt.run_dir / kept["path"]).read_text() == "<b>x</b>"
