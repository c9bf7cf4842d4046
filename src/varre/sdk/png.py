"""Arrays as PNG files: enough of the format for grey, RGB and RGBA images of 8 bits (RFC 2083)."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from varre.errors import UsageError

__all__ = ["encode"]

_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}


def encode(array: Any) -> bytes:
    """A PNG of an array (height, width) or (height, width, channels), or of a tensor (channels, height, width)."""
    pixels = _as_bytes(array)
    height, width, channels = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    lines = b"".join(b"\0" + line.tobytes() for line in pixels)  # 0: each line unfiltered
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _as_bytes(array: Any) -> Any:
    import numpy as np

    channels_first = hasattr(array, "detach")
    pixels = np.asarray(array.detach().cpu() if channels_first else array)
    if channels_first and pixels.ndim == 3:
        pixels = np.moveaxis(pixels, 0, -1)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.ndim != 3 or pixels.shape[-1] not in _COLOUR_TYPES or pixels.size == 0:
        raise UsageError(f"Image: an array of shape {tuple(array.shape)} is no image: (height, width[, 1 to 4]) is one")
    if np.issubdtype(pixels.dtype, np.floating) and np.nanmax(pixels) <= 1:
        pixels = pixels * 255
    return np.ascontiguousarray(np.clip(np.nan_to_num(pixels), 0, 255).astype(np.uint8))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
