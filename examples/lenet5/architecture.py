"""Draws LeNet-5 as `architecture.svg`: its layers, their shapes and their weights.

python architecture.py    writes the picture beside this file
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

WIDTH, HEIGHT = 1000, 336
MIDDLE = 164  # the line on which all layers are centred
FEET = 280  # the first line of the captions
MAPS_X = (28, 164, 352, 498, 648)
DENSE_X = (812, 880, 944)
STYLE = """
  .panel { fill: #fbfaf7; stroke: #dedbd2 }
  text { font-family: system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-size: 12px; fill: #24272b }
  .name { font-weight: 600 }
  .quiet { fill: #5d636b }
  .line { stroke: #5d636b; stroke-width: 1; fill: none }
  .field { stroke: #b4541a; stroke-width: 1.2; fill: none }
  .input { fill: #e4e2dc; stroke: #6d7178 }
  .convolution { fill: #a9c8ea; stroke: #2f6094 }
  .pool { fill: #b3dcc6; stroke: #2f7a55 }
  .dense { fill: #f1cf95; stroke: #946317 }
  @media (prefers-color-scheme: dark) {
    .panel { fill: #16191d; stroke: #33383f }
    text { fill: #e8e6e1 }
    .quiet { fill: #a3a9b1 }
    .line { stroke: #a3a9b1 }
    .field { stroke: #f09a5e }
    .input { fill: #3a3f46; stroke: #a3a9b1 }
    .convolution { fill: #244a72; stroke: #7fb2e5 }
    .pool { fill: #1f5239; stroke: #79c9a0 }
    .dense { fill: #664411; stroke: #e5b567 }
  }
"""


@dataclass(frozen=True, slots=True)
class Maps:
    """A layer of ``count`` square maps of ``size`` pixels, drawn as a stack."""

    kind: str
    name: str
    count: int
    size: int
    weights: int = 0

    @property
    def side(self) -> float:
        """The side of a map in the picture: smaller maps are drawn larger than to scale."""
        return 19 * self.size**0.5

    @property
    def step(self) -> float:
        """How far each map stands off the one behind it."""
        return 22 / self.count**0.62


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer of ``count`` units, drawn as a bar."""

    name: str
    count: int
    weights: int


MAPS = (
    Maps("input", "image", 1, 28),
    Maps("convolution", "C1", 6, 28, (5 * 5 + 1) * 6),
    Maps("pool", "S2", 6, 14),
    Maps("convolution", "C3", 16, 10, (6 * 5 * 5 + 1) * 16),
    Maps("pool", "S4", 16, 5),
)
DENSE = (
    Dense("F5", 120, (16 * 5 * 5 + 1) * 120),
    Dense("F6", 84, (120 + 1) * 84),
    Dense("out", 10, (84 + 1) * 10),
)
STEPS = (
    ("convolution 5 × 5", "same size", "batch norm?", "tanh or relu"),
    ("average pool", "2 × 2", "dropout?"),
    ("convolution 5 × 5", "batch norm?", "tanh or relu"),
    ("average pool", "2 × 2", "dropout?"),
    ("dense", "tanh or relu", "dropout?"),
)


def tag(name: str, text: str = "", **attributes: object) -> str:
    """One SVG element; ``class_`` is written ``class``, underscores are hyphens."""
    written = "".join(f' {key.rstrip("_").replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{text}</{name}>" if text else f"<{name}{written}/>"


def stack(layer: Maps, left: float) -> Iterator[str]:
    """The maps of a layer from back to front; the stack is centred on the middle line."""
    depth = layer.step * (layer.count - 1)
    top = MIDDLE - (layer.side + depth) / 2
    for i in range(layer.count):
        x, y = left + i * layer.step, top + i * layer.step
        size = f"{layer.side:.1f}"
        yield tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=size, height=size, rx=2, class_=layer.kind)


def front(layer: Maps, left: float) -> tuple[float, float]:
    """The upper left corner of the map in front."""
    depth = layer.step * (layer.count - 1)
    return left + depth, MIDDLE - (layer.side + depth) / 2 + depth


def field(seen: Maps, seen_left: float, layer: Maps, left: float, pixels: int) -> Iterator[str]:
    """What one unit of ``layer`` sees of the layer before: a square of ``pixels`` and two lines to the unit."""
    x, y = front(seen, seen_left)
    square = seen.side * pixels / seen.size
    x, y = x + seen.side * 0.55, y + seen.side * 0.3
    to_x, to_y = front(layer, left)
    to_x, to_y = to_x + layer.side * 0.3, to_y + layer.side * 0.42
    size = f"{square:.1f}"
    yield tag("rect", x=f"{x:.1f}", y=f"{y:.1f}", width=size, height=size, class_="field")
    for corner_y in (y, y + square):
        path = f"M{x + square:.1f} {corner_y:.1f} L{to_x:.1f} {to_y:.1f}"
        yield tag("path", d=path, class_="field")


def bar(layer: Dense, x: float) -> Iterator[str]:
    """The bar of a dense layer; its height grows with the root of the number of units."""
    height = 14 * layer.count**0.5
    top = f"{MIDDLE - height / 2:.1f}"
    yield tag("rect", x=x - 7, y=top, width=14, height=f"{height:.1f}", rx=3, class_="dense")


def fan(x: float, height: float, to_x: float, to_height: float) -> Iterator[str]:
    """Two lines that say that everything on the left goes into everything on the right."""
    for side in (-0.5, 0.5):
        path = f"M{x:.1f} {MIDDLE + side * height:.1f} L{to_x:.1f} {MIDDLE + side * to_height:.1f}"
        yield tag("path", d=path, class_="line")


def caption(x: float, y: float, lines: tuple[str, ...], first: str) -> Iterator[str]:
    """Centred lines of text; the first one has a class of its own."""
    for i, line in enumerate(lines):
        yield tag("text", line, x=f"{x:.1f}", y=y + 16 * i, text_anchor="middle", class_="quiet" if i else first)


def picture() -> Iterator[str]:
    """All elements, back to front."""
    yield tag("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, rx=10, class_="panel")
    centres = [x + (layer.side + layer.step * (layer.count - 1)) / 2 for layer, x in zip(MAPS, MAPS_X, strict=True)]
    for layer, x, centre in zip(MAPS, MAPS_X, centres, strict=True):
        yield from stack(layer, x)
        shape = f"{layer.count} @ {layer.size} × {layer.size}"
        weights = (f"{layer.weights:,} weights",) if layer.weights else ()
        yield from caption(centre, FEET, (layer.name, shape, *weights), "name")
    for i, pixels in enumerate((5, 2, 5, 2)):
        yield from field(MAPS[i], MAPS_X[i], MAPS[i + 1], MAPS_X[i + 1], pixels)
    yield from dense_layers()
    between = [*((a + b) / 2 for a, b in pairwise(centres)), DENSE_X[1]]
    for x, lines in zip(between, STEPS, strict=True):
        yield from caption(x, 28, lines, "name")


def dense_layers() -> Iterator[str]:
    """The three bars, what leads to them, and their captions."""
    height = MAPS[-1].side + MAPS[-1].step * (MAPS[-1].count - 1)
    before = MAPS_X[-1] + height
    for layer, x in zip(DENSE, DENSE_X, strict=True):
        yield from fan(before + 2, height, x - 9, 14 * layer.count**0.5)
        yield from bar(layer, x)
        yield from caption(x, FEET, (layer.name, str(layer.count), f"{layer.weights:,}"), "name")
        before, height = x + 7, 14 * layer.count**0.5


def svg() -> str:
    """The whole picture."""
    title = tag("title", "LeNet-5: two convolutions with average pools, then 120, 84 and 10 units; 61,706 weights")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
    return "\n".join([head, title, tag("style", STYLE), *picture(), "</svg>", ""])


if __name__ == "__main__":
    Path(__file__).with_name("architecture.svg").write_text(svg(), encoding="utf-8")
