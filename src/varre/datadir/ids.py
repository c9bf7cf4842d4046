"""Ids: how they are made, and the patterns they are checked by before they get near a path."""

from __future__ import annotations

import os
import re
import secrets
import string

from varre.errors import UsageError
from varre.runs import AgentId

__all__ = ["check_agent", "check_id", "check_key", "check_project", "host_of", "new_agent_id", "new_key", "this_host"]

_KEY = re.compile(r"[a-z0-9]{8}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_AGENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}-[0-9a-f]{8}")


def new_key() -> str:
    """A fresh key for a sweep or a run, ``[a-z][a-z0-9]{7}``: with a letter first, no reader takes it for a number."""
    first = secrets.choice(string.ascii_lowercase)
    return first + "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(7))


def new_agent_id() -> AgentId:
    """A fresh id for an agent of this host, ``host-8hex``."""
    return AgentId(f"{this_host()}-{secrets.token_hex(4)}")


def this_host() -> str:
    """This host's name as it stands in the ids of its agents."""
    name = re.sub(r"[^A-Za-z0-9.-]", "-", os.uname().nodename)
    return name.strip(".-")[:64] or "host"


def host_of(agent: AgentId) -> str:
    """The name of the host that an agent runs on."""
    return agent.rpartition("-")[0]


def check_key(text: str) -> str:
    """``text`` if it is one of Varre's own keys; raises `UsageError` otherwise."""
    return _checked(text, _KEY, "key", "8 lower-case letters or digits")


def check_id(text: str) -> str:
    """``text`` if it may be the id of a sweep or a run; raises `UsageError` otherwise."""
    allowed = "up to 128 letters, digits, dots, dashes or underscores, a letter or digit first"
    return _checked(text, _ID, "id", allowed)


def check_agent(text: str) -> str:
    """``text`` if it may be the id of an agent; raises `UsageError` otherwise."""
    return _checked(text, _AGENT, "agent id", "a host name, a dash and 8 hexadecimal digits")


def check_project(text: str) -> str:
    """``text`` if it may name a project: any printable text but for ``/``, of at most 128 characters."""
    if not text.strip() or len(text) > 128 or "/" in text or not text.isprintable():
        raise UsageError(f"{text!r} cannot name a project: 1 to 128 printable characters without '/' are allowed")
    return text


def _checked(text: str, pattern: re.Pattern[str], what: str, allowed: str) -> str:
    if not pattern.fullmatch(text):
        raise UsageError(f"{text!r} is not a valid {what}: {allowed} are allowed")
    return text
