"""Network file systems, on which SQLite with several processes loses data, are found out before it does."""

from __future__ import annotations

import re
from pathlib import Path

from varre.errors import DataDirError

__all__ = ["check_local", "type_of"]

_NETWORK = re.compile(
    r"afs|beegfs|ceph|cifs|coda|gfs2|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|panfs|pvfs2|smb3|smbfs"
    r"|fuse\.(beegfs|ceph|curlftpfs|davfs2?|gcsfuse|glusterfs|goofys|juicefs|mfs|moosefs|rclone|s3fs|smbnetfs|sshfs)"
)


def check_local(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> None:
    """Raise `DataDirError` if ``folder`` stands on a network file system; where nothing tells, all is well."""
    kind = type_of(folder, mounts)
    if kind is not None and _NETWORK.fullmatch(kind):
        raise DataDirError(
            f"{folder} is on a network file system ({kind}), where several processes cannot share a database safely:"
            " set VARRE_DIR to a folder on a local disk, or run the agents through a server"
        )


def type_of(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str | None:
    """The type of the file system that a folder is on, as the kernel names it."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return None
    place = folder.resolve()
    depth, kind = -1, None
    for line in lines:
        point, type = _mount(line)
        if place.is_relative_to(point) and len(point.parts) >= depth:  # of two on one point, the later one is on top
            depth, kind = len(point.parts), type
    return kind


def _mount(line: str) -> tuple[Path, str]:
    """``36 35 98:0 /root /mount/point options … - type source options``, blanks as octal escapes."""
    fields, _, rest = line.partition(" - ")
    point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields.split(" ")[4])
    return Path(point), rest.split(" ")[0]
