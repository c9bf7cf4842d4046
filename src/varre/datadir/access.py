"""Who may talk to the server of a data directory, and where that server is."""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
from dataclasses import asdict, dataclass

from varre.datadir.locks import is_held
from varre.datadir.place import DataDir
from varre.datadir.private import create_private, read_private, replace_private
from varre.errors import UsageError

__all__ = ["Address", "announce", "announced", "check_token", "is_loopback", "read_token"]

_TOKEN = re.compile(r"[\x21-\x7e]{16,512}")


def read_token(datadir: DataDir) -> str:
    """The token of a data directory, drawn at its first use.

    Raises `DataDirError` for a file that others may read, and `UsageError` for one that holds no token.
    """
    kept = read_private(datadir.token)
    if kept is None:
        create_private(datadir.token, secrets.token_urlsafe(32) + "\n")
        kept = read_private(datadir.token) or ""
    return check_token(kept.strip(), str(datadir.token))


def check_token(text: str, source: str) -> str:
    """``text`` if it may be a token; raises `UsageError`, which names its ``source``, otherwise."""
    if not _TOKEN.fullmatch(text):
        raise UsageError(f"{source} holds no token: 16 to 512 characters without blanks are needed")
    return text


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Address:
    """A server that runs: where this machine reaches it, and its nonce."""

    url: str
    nonce: str
    version: str


def announce(datadir: DataDir, address: Address) -> None:
    """Say where the server of a data directory is. It must hold ``datadir.server_lock``."""
    replace_private(datadir.server_file, json.dumps(asdict(address)) + "\n")


def announced(datadir: DataDir) -> Address | None:
    """Where the server of a data directory is, if one runs here and has said so."""
    if not is_held(datadir.server_lock):
        return None
    text = read_private(datadir.server_file)
    try:
        found = json.loads(text or "")
        return Address(str(found["url"]), str(found["nonce"]), str(found["version"]))
    except (ValueError, KeyError, TypeError):
        return None
