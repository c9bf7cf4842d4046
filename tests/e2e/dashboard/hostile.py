"""A sweep whose every name and value tries to be more than a name or a value, and files of runs that do the same.

What is tried calls ``alert`` or sets ``window.pwned``; a page that lets it has a dialog or that variable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import cycle

from seed import Seeder
from varre.datadir import DataDir
from varre.runs import Claim, Exit, Sweep
from varre.space import Value
from varre.sweepfile import SweepFile

__all__ = ["CONSOLE", "HOSTILE", "LONG", "METRICS", "PARAMETERS", "PROJECT", "SCRIPT", "hostile_sweep"]

SCRIPT = "</script><script>window.pwned=1;alert(1)</script><img src=x onerror=window.pwned=1>"
LONG = "long" * 2_500
"""Ten kilobytes without a place to break."""
_BIDI = "\u202e\u2066gnp.exe\u2069 שלום عالم"
_EMOJI = "🦜👩\u200d🔬🏴\u200d☠️ Z̸̢̛a̷l̶g̵o"
_CONTROLS = "null \0 bell \a escape \x1b[31m del \x7f line\u2028paragraph\u2029"
_FORMULA = '=HYPERLINK("https://example.com/?"&A1;"total"), "quoted"'
HOSTILE = (
    SCRIPT,
    LONG,
    _BIDI,
    _EMOJI,
    _CONTROLS,
    _FORMULA,
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
    "  ",
    "NaN",
    "null",
)
PROJECT = "<img src=x onerror=window.pwned=1> 🦜 שלום \"'&amp;"
PARAMETERS = ("__proto__", "constructor", "toString", "nested.__proto__", "nested.constructor", LONG)
"""Letters, digits, _ . and - are all that a parameter's name may be made of."""
METRICS = (
    "__proto__",
    "constructor",
    SCRIPT,
    _BIDI,
    _EMOJI,
    LONG,
    "a b",
    "e=5..10",
    "x:y",
    "#s-runs",
    "'\"`",
    _CONTROLS,
)
CONSOLE = (
    "\x1b[1;31mred \x1b[38;5;208mof many\x1b[0m plain\n"
    f"{SCRIPT}\n"
    "\x1b]8;;javascript:alert(1)\x1b\\a link of a terminal\x1b]8;;\x1b\\\n"
    "\x1b]0;a title\a\x1b[2J\x1b[1;1Hafter clearing\n"
    "10%\r50%\r100% done\n"
    f"nul \0 and {_BIDI}\n"
    f"{LONG}\n"
    "the last line"
)
_VALUES = (0.5, float("nan"), float("inf"), float("-inf"), 1e308, -0.0, 5e-324)


def hostile_sweep(datadir: DataDir, runs: int = 12) -> Sweep:
    """A sweep of so many runs. No two of them log alike; every third fails."""
    seeder = Seeder(datadir, agents=1)
    scheduler = seeder.scheduler
    sweep = scheduler.create_sweep(SweepFile.parse(_file(runs)), project=PROJECT)
    scheduler.edit_sweep(sweep.key, name=SCRIPT + _BIDI + LONG, notes="\n".join(HOSTILE), tags=HOSTILE)
    (agent,) = seeder.agent_ids
    for number in range(runs):
        claim = scheduler.claim(sweep.key, agent)
        assert isinstance(claim, Claim), claim
        _log(seeder, claim, number)
        scheduler.end(claim.lease, Exit(1, error=HOSTILE[number % len(HOSTILE)]) if number % 3 == 2 else Exit(0))
    seeder.close()
    return sweep


def _file(runs: int) -> Mapping[str, Value]:
    values: list[Value] = [text.replace("\0", "") for text in HOSTILE]  # a sweep file takes no NUL
    parameters: dict[str, Value] = {name: {"values": values} for name in PARAMETERS[::2]}
    parameters.update({name: {"min": 0.0, "max": 1.0} for name in PARAMETERS[1::2]})
    return {
        "program": "train.py",
        "method": "random",
        "metric": {"name": METRICS[0], "goal": "minimize"},
        "run_cap": runs,
        "parameters": {**parameters, "fixed": {"value": SCRIPT}},
    }


def _log(seeder: Seeder, claim: Claim, number: int) -> None:
    hostile = HOSTILE[number % len(HOSTILE)]
    lines = list(_lines(number, hostile))
    text = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    seeder.scheduler.append(claim.lease, f"{claim.lease.attempt}.1-00000000", 0, text)
    folder = seeder.datadir.run_dir(claim.lease.run)
    media = folder / "media"
    media.mkdir(mode=0o700, parents=True)
    (folder / "console.log").write_text(CONSOLE, encoding="utf-8", newline="")
    (media / "page.html").write_text(_PAGE, encoding="utf-8")
    (media / "drawing.svg").write_text(_DRAWING, encoding="utf-8")
    (media / f"{SCRIPT.replace('/', '')}.txt").write_text(SCRIPT, encoding="utf-8")
    (media / "table.json").write_text(json.dumps({"columns": list(HOSTILE), "data": [list(HOSTILE)] * 3}))


def _lines(number: int, hostile: str) -> Iterator[Mapping[str, object]]:
    """Each run logs other metrics, so that most runs lack most of them."""
    values = cycle(_VALUES)
    yield _line("config", {"fixed": hostile, "nested": {hostile: {hostile: hostile}}})
    yield _line("about", {"name": hostile, "notes": hostile, "tags": [hostile], "group": hostile, "job_type": hostile})
    own = METRICS[number % len(METRICS)]
    for row in range(5):
        yield _line("row", {METRICS[0]: number + row / 10, own: next(values), "text": hostile}, row)
    yield _line("summary", {f"media {hostile}": {"_type": "html-file", "path": "media/page.html"}, "list": [hostile]})
    yield _line("summary", {"drawing": {"_type": "image-file", "path": "media/drawing.svg", "caption": hostile}})
    yield _line("summary", {"table": {"_type": "table-file", "path": "media/table.json"}})
    yield _line("summary", {"astray": {"_type": "html-file", "path": "../../../token"}})


def _line(kind: str, data: Mapping[str, object], row: int = 0) -> Mapping[str, object]:
    return {"t": 1e9 + row, "r": float(row), "k": kind, "d": data, "step": None, "commit": True}


_PAGE = f"""<!doctype html><title>logged</title><p id="own">a logged page</p>{SCRIPT}
<script>
document.getElementById("own").textContent = "its script ran";
try {{ parent.document.title = "taken"; parent.pwned = 1; }} catch {{}}
try {{ top.location = "https://example.com/"; }} catch {{}}
fetch("/api/sweeps").catch(() => {{}});
</script>
"""
_DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="window.pwned=1">
<script>window.pwned=1</script><rect width="40" height="40" fill="teal"/></svg>
"""
