"""Words and widths: text that may stand on a terminal, plurals, times.

What comes from outside (names, values, error texts) is made harmless here: control characters and what turns the
direction of writing are replaced, so that nothing a script logs can move the cursor or forge a line.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

__all__ = ["about", "clean", "clock", "count", "cut", "day_and_clock", "duration", "listing", "pad", "span", "width"]

_CONTROL_PICTURES = 0x2400
_NEVER_SHOWN = frozenset({"Cf", "Cs", "Co", "Cn"})


def clean(text: str) -> str:
    """``text`` on one line, with every control character made visible and every invisible one replaced."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in "\n\r\t\v\f\u2028\u2029\x85":
        return " "
    if ord(character) < 0x20:
        return chr(_CONTROL_PICTURES + ord(character))
    category = unicodedata.category(character)
    return "�" if category in _NEVER_SHOWN or category == "Cc" else character


def width(text: str) -> int:
    """The number of terminal cells that ``text`` takes."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """``text`` in at most ``cells`` cells, with an ellipsis where something was left out."""
    if cell_len(text) <= cells:
        return text
    return "" if cells < 1 else set_cell_size(text, cells - 1).rstrip() + "…"


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """``text`` filled with blanks to ``cells`` cells; to the right edge when ``right``."""
    blanks = " " * (cells - cell_len(text))
    return blanks + text if right else text + blanks


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 run``, ``2 runs``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listing(words: Sequence[str], limit: int = 4) -> str:
    """``#1``, ``#1 and #2``, ``#1, #2 and #3``; beyond ``limit`` the rest is counted."""
    if len(words) > limit:
        words = [*words[: limit - 1], f"{len(words) - limit + 1} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def duration(seconds: float) -> str:
    """A length of time in its two largest units: ``11 min 12 s``, ``2 h 5 min``, ``0.4 s``."""
    if seconds < 1:
        return f"{max(seconds, 0):.1f} s"
    whole = round(seconds)
    units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
    first = next(index for index, (size, _) in enumerate(units) if whole >= size)
    parts = []
    for size, unit in units[first : first + 2]:
        amount, whole = divmod(whole, size)
        if amount:
            parts.append(f"{amount} {unit}")
    return " ".join(parts)


def about(seconds: float) -> str:
    """A length of time as an estimate, coarse enough not to flicker: ``4 min``, ``1.5 h``."""
    if seconds < 50:
        return f"{max(10, round(seconds / 10) * 10)} s"
    if seconds < 90 * 60:
        return f"{max(1, round(seconds / 60))} min"
    if seconds < 36 * 3_600:
        return f"{round(seconds / 1_800) / 2:g} h"
    return f"{round(seconds / 86_400)} days"


def clock(moment: float) -> str:
    """The local time of day of ``moment`` (seconds since the epoch): ``21:04:11``."""
    return time.strftime("%H:%M:%S", time.localtime(moment))


def day_and_clock(moment: float) -> str:
    """The local day and time of ``moment``: ``24 November 21:02``."""
    local = time.localtime(moment)
    return f"{local.tm_mday} {time.strftime('%B %H:%M', local)}"


def span(start: float, end: float | None) -> str:
    """From when to when: ``24 November 21:02 to 21:13``, ``since 24 November 21:02``."""
    if end is None:
        return f"since {day_and_clock(start)}"
    same_day = time.localtime(start)[:3] == time.localtime(end)[:3]
    return f"{day_and_clock(start)} to {clock(end)[:5] if same_day else day_and_clock(end)}"
