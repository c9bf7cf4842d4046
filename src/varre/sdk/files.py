"""The folder of a run: media that was logged, and files that the script asks to keep."""

from __future__ import annotations

import glob
import os
import re
import shutil
from pathlib import Path

from varre.errors import UsageError

__all__ = ["MediaFolder", "save"]


class MediaFolder:
    """Where what one key logs at one step goes: ``media/<kind>/<key>_<step>``."""

    __slots__ = ("_directory", "_key", "_step")

    def __init__(self, directory: Path, key: str, step: int) -> None:
        self._directory, self._key, self._step = directory, key, step

    def new_file(self, kind: str, suffix: str) -> tuple[Path, str]:
        """An empty new file, and its path relative to ``run.dir``. Several processes and attempts may log alike."""
        folder = self._directory / "media" / kind
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"{re.sub(r'[^A-Za-z0-9._-]', '_', self._key)[:80].lstrip('.')}_{self._step}"
        number = 0
        while True:
            name = f"{stem}{f'_{number}' if number else ''}{suffix}"
            try:
                (folder / name).touch(exist_ok=False)
            except FileExistsError:
                number += 1
            else:
                return folder / name, f"media/{kind}/{name}"


def save(directory: Path, pattern: str, base: Path | None) -> list[str]:
    """Copy what ``pattern`` names into the run's folder, as it lies below ``base``; returns the copies' paths.

    Without ``base`` files go by their path below the working directory, or by their name. A file that lies in the
    run's folder stays where it is.
    """
    found = sorted(Path(path).absolute() for path in glob.glob(pattern, recursive=True))  # noqa: PTH207 - may be absolute
    return [str(_copy(path, directory, base)) for path in found if path.is_file()]


def _copy(path: Path, directory: Path, base: Path | None) -> Path:
    if path.is_relative_to(directory):
        return path
    start = (base or Path.cwd()).absolute()
    if base and not path.is_relative_to(start):
        raise UsageError(f"save: {path} does not lie below base_path {base}")
    target = directory / (path.relative_to(start) if path.is_relative_to(start) else path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")  # a checkpoint is never seen half-copied
    shutil.copyfile(path, temporary)
    temporary.replace(target)
    return target
