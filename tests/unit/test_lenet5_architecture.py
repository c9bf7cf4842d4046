"""The picture of LeNet-5 is the one its script draws, and shows the network that is trained."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

EXAMPLE = Path(__file__).parents[2] / "examples" / "lenet5"
sys.path.insert(0, str(EXAMPLE))

import architecture  # noqa: E402


def test_the_picture_kept_is_the_one_the_script_draws() -> None:
    assert (EXAMPLE / "architecture.svg").read_text(encoding="utf-8") == architecture.svg()


def test_the_layers_drawn_have_61706_weights() -> None:
    assert sum(layer.weights for layer in (*architecture.MAPS, *architecture.DENSE)) == 61_706


def test_the_picture_has_every_map_and_stays_within_its_panel() -> None:
    rects = [rect for rect in ElementTree.fromstring(architecture.svg()).iter() if rect.tag.endswith("rect")]
    drawn = [rect for rect in rects if rect.get("class") in {"input", "convolution", "pool", "dense"}]
    assert len(drawn) == 1 + 6 + 6 + 16 + 16 + 3
    assert max(float(rect.get("x")) + float(rect.get("width")) for rect in drawn) < architecture.WIDTH
    assert max(float(rect.get("y")) + float(rect.get("height")) for rect in drawn) < architecture.FEET
