"""``varre agent --server``: how a command finds a server, and works for it."""

from __future__ import annotations

import os
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path

from varre.cli.board import Board
from varre.cli.calling import called
from varre.cli.course import Course
from varre.cli.display import console
from varre.cli.opening import place, tell
from varre.cli.ownruns import OwnRuns
from varre.cli.plain import PlainDisplay
from varre.cli.text import clean
from varre.client import Address, Client, ListeningClient
from varre.datadir import DataDir, find
from varre.datadir.access import is_loopback
from varre.datadir.private import read_private
from varre.engines import local
from varre.errors import UsageError
from varre.runs import Sweep
from varre.sweepfile import SweepFile
from varre.worker import Agent, AgentEvent, AgentResult, Away, check_command

__all__ = ["Crew", "Work", "address_of", "work_for"]

_VARIABLE = "VARRE_TOKEN"


@dataclass(frozen=True, slots=True)
class Crew:
    """What an agent is made of: its slots, the threads of each run, and how many runs it may start."""

    slots: int
    threads: int | None
    count: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent of a server did; ``interrupted`` is the exit code that a signal asks for."""

    result: AgentResult
    board: Board
    tails: set[str]
    interrupted: int | None


def address_of(url: str, token_file: Path | None, environ: MutableMapping[str, str] = os.environ) -> Address:
    """The server that a command names. The token is taken out of the environment: no training has a use for it.

    Raises `UsageError` where there is none, and `DataDirError` for a file that others may read.
    """
    given = environ.pop(_VARIABLE, "").strip()
    if token_file is not None:
        text = read_private(token_file)
        if text is None:
            raise UsageError(f"--token-file {token_file}: there is no such file")
        given = text.strip()
    if not given:
        raise UsageError(
            f"--server needs the server's token, in {_VARIABLE} or in the file that --token-file names; "
            "it stands in the file token of the server's data directory"
        )
    if not (given.isascii() and given.isprintable()):
        raise UsageError("the server's token has characters that no token has")
    return Address.parse(url, given)


def work_for(address: Address, sweep_id: str, project: str | None, crew: Crew) -> Work:
    """Work on a sweep of a server until it is over or someone ends it."""
    if not address.secure and not is_loopback(address.host):
        tell(f"{address} is not https: whoever hears the network on the way there learns the token")
    with Client(address) as client:
        sweep = _found(client, address, sweep_id, project)
        file = SweepFile.parse_text(sweep.text)
        check_command(file.command, file.program, sweep.directory)
        datadir = find(create=True)
        away = Away(datadir, str(address))
        away.hand_on(client, lambda text: tell(clean(text)))
        return _work(address, client, sweep, file, datadir, away, crew)


def _work(
    address: Address, client: Client, sweep: Sweep, file: SweepFile, datadir: DataDir, away: Away, crew: Crew
) -> Work:
    again = f"{called()} agent --server {address} {sweep.id}"
    board = Board(sweep, file, now=time.time(), slots=crew.slots, place=place(datadir), again=again)
    own = OwnRuns(client, board, time.time)
    course = Course(own, PlainDisplay(console()))

    def listener(event: AgentEvent) -> None:
        own.hear(event)
        course.heard(event)

    with ListeningClient(address) as backend:
        agent = Agent(
            backend,
            datadir,
            sweep.key,
            slots=crew.slots,
            gpus=tuple(local.visible_gpus()),
            threads=crew.threads,
            count=crew.count,
            listener=listener,
            away=away,
        )
        result, interrupted = course.follow(agent)
    return Work(result, own.board, course.tails, interrupted)


def _found(client: Client, address: Address, ref: str, project: str | None) -> Sweep:
    try:
        return client.find_sweep(ref, project)
    except OSError as error:
        raise UsageError(f"{address} cannot be reached: {error.strerror or error}") from None
