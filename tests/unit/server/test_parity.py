"""All that the command line can do can be asked for over HTTP: each command, and each of its options."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import click
import pytest

from varre.cli.commands import COMMANDS
from varre.server.openapi import document

DOCUMENT = document()
TRAINS = "of the process that trains, which is the caller's own"
SERVES = "of the server that answers"
SHOWN = "how a terminal or a file shows the answer"
ROUTE = "chosen by the route"
IN_TEXT = "in the text of the sweep file, which the caller changes before it is sent"
ENTITY = "ignored, for those who come from W&B"


@dataclass(frozen=True)
class Asked:
    """The routes that do what a command does; each of its options is a field of theirs, or why there is none."""

    routes: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)
    else_: dict[str, str] = field(default_factory=dict)


AGENT = tuple(f"POST /api/agents/{{agent}}/{call}" for call in ("claim", "heartbeat", "append", "end"))
CONTROL = tuple(f"POST /api/sweeps/{{sweep}}/{action}" for action in ("pause", "resume", "stop", "cancel"))
PARITY = {
    "run": Asked(
        ("POST /api/sweeps", "POST /api/sweeps/check", "POST /api/sweeps/{sweep}/resume", "GET /api/events", *AGENT),
        {"file": "text", "project": "project"},
        {
            **dict.fromkeys(("resume", "dry_run"), ROUTE),
            **dict.fromkeys(("slots", "threads", "timeout"), TRAINS),
            **dict.fromkeys(("ui", "port", "host", "no_browser"), SERVES),
            **dict.fromkeys(("run_cap", "assignments", "name"), IN_TEXT),
            "entity": ENTITY,
        },
    ),
    "ui": Asked(
        ("POST /api/links",), {}, dict.fromkeys(("port", "host", "names", "certificate", "key", "no_browser"), SERVES)
    ),
    "server": Asked(
        ("GET /api/health", "GET /api/status"),
        {},
        dict.fromkeys(("port", "host", "names", "certificate", "key"), SERVES),
    ),
    "sweep": Asked(
        ("POST /api/sweeps", *CONTROL),
        {"file_or_id": "text", "project": "project", "prior_runs": "prior_runs"},
        {
            **dict.fromkeys(("pause", "resume", "stop", "cancel"), ROUTE),
            "name": IN_TEXT,
            "entity": ENTITY,
            "as_json": SHOWN,
        },
    ),
    "agent": Asked(
        ("GET /api/sweeps/{sweep}", *AGENT),
        {"sweep_id": "sweep", "project": "project"},
        {**dict.fromkeys(("limit", "slots", "threads", "server", "token_file"), TRAINS), "entity": ENTITY},
    ),
    "ls": Asked(("GET /api/sweeps",), {"project": "project"}, {"as_json": SHOWN}),
    "show": Asked(
        ("GET /api/sweeps/{sweep}", "GET /api/sweeps/{sweep}/runs", "GET /api/sweeps/{sweep}/importance"),
        {"sweep_id": "sweep", "project": "project"},
        {"as_json": SHOWN},
    ),
    "best": Asked(
        ("GET /api/sweeps/{sweep}/best",),
        {"sweep_id": "sweep", "project": "project", "last": "last"},
        {"format_": SHOWN},
    ),
    "queue": Asked(
        ("POST /api/sweeps/{sweep}/runs", "POST /api/runs/{run}/retry"),
        {"reference": "sweep", "assignments": "params", "project": "project"},
    ),
    "stop": Asked(("POST /api/runs/{run}/stop",), {"reference": "run", "why": "note"}),
    "rerun": Asked(
        ("POST /api/agents/{agent}/rerun", *AGENT[1:]),
        {"reference": "run"},
        {"threads": TRAINS},
    ),
    "edit": Asked(
        ("PATCH /api/sweeps/{sweep}", "PATCH /api/runs/{run}"),
        {
            "reference": "sweep",
            "name": "name",
            "notes": "notes",
            "tags": "tags",
            "no_tags": "tags",
            "project": "project",
        },
    ),
    "rm": Asked(
        (
            "DELETE /api/sweeps/{sweep}",
            "DELETE /api/runs/{run}",
            "POST /api/sweeps/{sweep}/restore",
            "POST /api/runs/{run}/restore",
        ),
        {"references": "sweep", "project": "project"},
        {"undo": ROUTE},
    ),
    "report": Asked(
        ("GET /api/sweeps/{sweep}/report",), {"sweep_id": "sweep", "project": "project"}, {"output": SHOWN}
    ),
    "export": Asked(
        ("GET /api/sweeps/{sweep}/export",),
        {"sweep_id": "sweep", "format_": "format", "histories": "histories", "project": "project"},
    ),
    "schema": Asked(("GET /api/schema",)),
    "version": Asked(("GET /api/status",)),
}


def test_no_command_is_forgotten() -> None:
    assert list(PARITY) == list(COMMANDS)


@pytest.mark.parametrize("name", PARITY)
def test_each_command_and_option_has_its_route_and_field(name: str) -> None:
    asked = PARITY[name]
    operations = [DOCUMENT["paths"][path][method.lower()] for method, _, path in map(_split, asked.routes)]
    there = {known for operation in operations for known in _fields(operation)}
    command = importlib.import_module(f"varre.cli.{name}").command
    assert isinstance(command, click.Command)
    assert {option.name for option in command.params} == asked.fields.keys() | asked.else_.keys()
    assert set(asked.fields.values()) <= there


def _split(route: str) -> tuple[str, str, str]:
    return route.partition(" ")


def _fields(operation: dict[str, Any]) -> Iterator[str]:
    yield from (parameter["name"] for parameter in operation.get("parameters", ()))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _properties(content["schema"])


def _properties(schema: dict[str, Any]) -> Iterator[str]:
    named = schema.get("$ref", "").rpartition("/")[2]
    yield from DOCUMENT["components"]["schemas"][named]["properties"] if named else ()
    for choice in schema.get("anyOf", ()):
        yield from _properties(choice)
