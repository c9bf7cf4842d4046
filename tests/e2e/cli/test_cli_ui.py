"""``varre ui``, ``varre server`` and ``varre run --ui``, as processes."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from varre.cli.doors import BAD_INPUT

LINK = re.compile(r"https?://127\.0\.0\.1:\d+/enter/[\w-]{22}")


@contextmanager
def serving(folder, *arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in the background, and the link that it prints alone on a line."""
    process = folder.start(*arguments, **environment)
    try:
        assert process.stdout is not None
        link = next((line.strip() for line in process.stdout if LINK.fullmatch(line.strip())), "")
        assert link, "no link was printed"
        yield process, link
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def asked(link: str, path: str, **headers: str) -> http.client.HTTPResponse:
    parts = urlsplit(link)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def entered(link: str) -> dict[str, str]:
    """What a browser sends along once it has followed the link."""
    answer = asked(link, urlsplit(link).path)
    assert answer.status == 303
    return {"Cookie": answer.headers["set-cookie"].partition(";")[0]}


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_the_link_stands_alone_on_standard_output(folder) -> None:
    with serving(folder, "ui", "--no-browser") as (process, link):
        session = entered(link)
        assert json.load(asked(link, "/api/sweeps", **session)) == []
        assert asked(link, "/api/sweeps").status == 401
        again = folder.run("ui", "--no-browser")
        assert again.returncode == 0
        assert LINK.fullmatch(again.stdout.strip())
        assert again.stdout.strip() != link
        assert "runs already" in again.stderr
        assert json.load(asked(link, "/api/sweeps", **entered(again.stdout.strip()))) == []
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert not (folder.path / ".varre" / "server.json").exists()


def test_of_several_that_start_at_once_one_serves_and_all_print_a_link(folder) -> None:
    processes = [folder.start("ui", "--no-browser") for _ in range(3)]
    try:
        links = [next(line.strip() for line in each.stdout if LINK.fullmatch(line.strip())) for each in processes]
        assert len({urlsplit(link).port for link in links}) == 1
        assert len(set(links)) == 3
        token = (folder.path / ".varre" / "token").read_text().strip()
        assert asked(links[0], "/api/status", Authorization=f"Bearer {token}").status == 200
        ended = [each for each in processes if each.poll() is not None or is_over(each)]
        assert [each.returncode for each in ended] == [0, 0]
    finally:
        for each in processes:
            each.kill()
            each.communicate()


def is_over(process: subprocess.Popen[str]) -> bool:
    """Whether a process that has printed its link ends by itself within seconds."""
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_even_with_an_open_event_stream(folder, number: signal.Signals) -> None:
    with serving(folder, "ui", "--no-browser", "--port", "0") as (process, link):
        stream = asked(link, "/api/events", **entered(link))
        assert stream.readline()
        process.send_signal(number)
        assert process.wait(60) == 0
        assert stream.read().endswith(b"\n"), "the stream was ended, not cut off"
    assert is_free(urlsplit(link).port or 0)


def test_a_session_outlives_the_server(folder) -> None:
    with serving(folder, "ui", "--no-browser") as (process, link):
        session = entered(link)
        process.send_signal(signal.SIGINT)
        process.wait(60)
    with serving(folder, "ui", "--no-browser") as (_, link):
        assert asked(link, "/api/sweeps", **session).status == 200


def test_the_token_is_for_programs_and_for_nobody_else(folder) -> None:
    with serving(folder, "ui", "--no-browser") as (_, link):
        file = folder.path / ".varre" / "token"
        assert file.stat().st_mode & 0o777 == 0o600
        token = file.read_text().strip()
        assert asked(link, "/api/status", Authorization=f"Bearer {token}").status == 200
    other = "another-token-of-someone"
    with serving(folder, "ui", "--no-browser", VARRE_TOKEN=other) as (_, link):
        assert asked(link, "/api/status", Authorization=f"Bearer {other}").status == 200
        assert asked(link, "/api/status", Authorization=f"Bearer {token}").status == 401
        refused = folder.run("ui", "--no-browser")
        assert refused.returncode == BAD_INPUT
        assert "VARRE_TOKEN must be as it was there" in refused.stderr


def test_a_port_that_is_taken_is_said_and_nothing_is_created(folder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = folder.run("run", "sweep.yaml", "--ui", "--no-browser", "--port", port)
        assert run.returncode == BAD_INPUT
        assert f"port {port} of 127.0.0.1 is taken" in run.stderr
        assert json.loads(folder.run("ls", "--json").stdout)["sweeps"] == []
        assert folder.run("ui", "--no-browser", "--port", port).returncode == BAD_INPUT


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (("run", "sweep.yaml", "--port", "7171"), {}, "add --ui"),
        (("ui", "--port", "70000"), {}, "70000 is not a port"),
        (("ui", "--tls-cert", "sweep.yaml"), {}, "belong together"),
        (("server",), {"VARRE_TOKEN": "short"}, "VARRE_TOKEN holds no token"),
        (("server", "--host", "203.0.113.7"), {}, "203.0.113.7"),
    ],
)
def test_bad_input_is_one_clear_error(folder, arguments, environment, message: str) -> None:
    answer = folder.run(*arguments, **environment)
    assert answer.returncode == BAD_INPUT
    assert message in answer.stderr
    assert answer.stdout == ""


def test_a_server_for_others_warns_and_says_how_to_give_the_token_without_showing_it(folder) -> None:
    process = subprocess.Popen(
        folder.command("server", "--host", "0.0.0.0", "--port", "0", "--allow-host", "varre.example"),
        cwd=folder.path,
        env=folder.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    link = process.stdout.readline().strip()
    assert LINK.fullmatch(link)
    token = (folder.path / ".varre" / "token").read_text().strip()
    headers = {"Authorization": f"Bearer {token}"}
    assert asked(link, "/api/status", **headers, Host="varre.example").status == 200
    assert asked(link, "/api/status", **headers, Host="evil.example").status == 421
    second = folder.run("server", "--port", "0")
    assert second.returncode == BAD_INPUT
    assert "runs already" in second.stderr
    process.send_signal(signal.SIGINT)
    _, remarks = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "can be read on the way" in remarks
    assert "varre agent --server" in remarks
    assert token not in remarks


def test_a_sweep_runs_with_its_dashboard_and_the_server_ends_with_it(folder) -> None:
    with serving(folder, "run", "sweep.yaml", "--ui", "--no-browser", "--slots", "2", EPOCH_S="0.3") as (process, link):
        answer = asked(link, urlsplit(link).path)
        sweep = answer.headers["location"].removeprefix("/sweeps/")
        session = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
        shown = json.load(asked(link, f"/api/sweeps/{sweep}", **session))
        assert (shown["state"], shown["total"], shown["alive"]) == ("running", 4, 1)
        assert LINK.fullmatch(folder.run("ui", "--no-browser").stdout.strip())
        assert process.wait(120) == 0
    assert is_free(urlsplit(link).port or 0)
    assert folder.show()["state"] == "finished"


def test_a_sweep_whose_dashboard_runs_already_shows_a_link_of_that_one(folder) -> None:
    with serving(folder, "ui", "--no-browser") as (_, first):
        run = folder.run("run", "sweep.yaml", "--ui", "--no-browser", "--run-cap", "1")
        assert run.returncode == 0, run.stderr
        link = next(line for line in run.stdout.splitlines() if LINK.fullmatch(line))
        assert urlsplit(link).port == urlsplit(first).port
        assert asked(first, urlsplit(link).path).headers["location"] == f"/sweeps/{folder.sweep_id()}"


def test_the_live_display_always_shows_a_link_that_is_good(terminal) -> None:
    screen = terminal("run", "sweep.yaml", "--ui", "--no-browser", "--slots", "1", EPOCH_S="1")
    shown = screen.wait_for(lambda rows: any(LINK.fullmatch(row) for row in rows))
    link = next(row for row in shown if LINK.fullmatch(row))
    assert entered(link)
    screen.wait_for(lambda rows: any(LINK.fullmatch(row) and row != link for row in rows))
    screen.type("\x03\x03")
    assert screen.end() == 130


def test_nothing_heavy_is_loaded_to_serve(tmp_path: Path, folder) -> None:
    script = """
import sys
import varre.cli.ui, varre.server.serving
heavy = {"numpy", "scipy", "sklearn", "yaml", "torch"} & set(sys.modules)
assert not heavy, heavy
"""
    program = folder.command()[0]
    python = str(Path(program).with_name("python")) if program.endswith("varre") else program
    done = subprocess.run([python, "-c", script], capture_output=True, text=True, env=folder.environment, check=False)
    assert done.returncode == 0, done.stderr
