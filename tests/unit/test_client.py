"""The client against servers that misbehave."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from varre.client import Address, Client, ListeningClient
from varre.client.wire import ack_of, answer_of, orders_of, to_json, write_ack, write_answer, write_orders
from varre.errors import ConflictError, NotFoundError, UsageError
from varre.runs import (
    Ack,
    AgentId,
    Claim,
    Exit,
    Lease,
    Order,
    OrderKind,
    Over,
    Prediction,
    Reason,
    RunKey,
    StopReason,
    SweepKey,
    Wait,
)

AGENT = AgentId("host-00000000")
LEASE = Lease(RunKey("run00000"), 1, AGENT)
CLAIM = Claim(
    lease=LEASE,
    id="my run",
    number=3,
    sweep=SweepKey("sweep000"),
    sweep_id="mine",
    project="ä project",
    params={"a.b": 1e-300, "c": 2**70, "d": None, "e": [1, True]},
    config={"a": {"b": 1e-300}, "c": 2**70, "d": None, "e": [1, True]},
    reason=Reason("gp", Prediction(0.5, 0.1), 0.01, 0.5, "a note"),
    program="train.py",
    command=("python", "${program}"),
    directory="/somewhere",
)
STOP = Order(OrderKind.STOP, StopReason("hyperband", 3, 0.5, 0.4, 9, 3, "note"))


def over_the_wire(value: object) -> object:
    return json.loads(to_json(value))


@pytest.mark.parametrize("answer", [CLAIM, replace(CLAIM, reason=Reason("grid")), Wait(1.5, "why"), Over("exhausted")])
def test_answers_come_through_as_they_are(answer: Claim | Wait | Over) -> None:
    assert answer_of(over_the_wire(write_answer(answer))) == answer  # type: ignore[arg-type]


def test_orders_come_through_as_they_are() -> None:
    orders = {LEASE: STOP, replace(LEASE, attempt=2): Order()}
    assert orders_of(over_the_wire(write_orders(orders)), AGENT) == orders  # type: ignore[arg-type]
    assert ack_of(over_the_wire(write_ack(Ack(7, STOP)))) == Ack(7, STOP)  # type: ignore[arg-type]


# -- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://example.org", "https://example.org:443"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
        ("https://example.org/varre/", "https://example.org:443/varre"),
    ],
)
def test_an_address_is_read(url: str, read: str) -> None:
    address = Address.parse(url, "secret-token")
    assert str(address) == read
    assert "secret" not in repr(address)


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://x", "http://", "http://x:port", "http://[::1", "http://x:99999", ""]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="server"):
        Address.parse(url, "token")


@pytest.mark.parametrize("url", ["http://me:secret@x", "http://secret@x", "http://x?token=secret", "http://x/#secret"])
def test_a_url_may_carry_no_token(url: str) -> None:
    with pytest.raises(UsageError, match="may carry no token") as caught:
        Address.parse(url, "token")
    assert "secret" not in str(caught.value)


# -- answers ---------------------------------------------------------------------------------------------------------


class Script:
    """What a server answers, one after the other; the last one for ever. ``requests`` has the bodies it was sent."""

    def __init__(self, *answers: tuple[int, bytes] | None) -> None:
        self.answers = list(answers)
        self.requests: list[tuple[str, bytes]] = []
        self.connections = 0
        self.gate = threading.Event()  # closed: it has been asked, and says nothing
        self.gate.set()

    def next(self) -> tuple[int, bytes] | None:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class Server(ThreadingHTTPServer):
    """Does not wait at its end for connections that are kept."""

    daemon_threads = True
    block_on_close = False


@contextmanager
def serving(script: Script) -> Iterator[Address]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            script.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.requests.append((self.path, body))
            script.gate.wait(30)
            answer = script.next()
            if answer is None:  # as a server that dies
                self.close_connection = True
                return
            self.send_response(answer[0])
            self.send_header("Content-Length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        def log_message(self, *arguments: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield Address("127.0.0.1", server.server_port, False, "", "token")
        finally:
            server.shutdown()
            thread.join()


def error(code: str, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


FINISHED = (200, b'{"state": "finished"}')


@pytest.mark.parametrize(
    ("answer", "raised"),
    [
        ((404, error("not_found", "no sweep")), NotFoundError),
        ((409, error("conflict", "taken")), ConflictError),
        ((400, error("bad_input", "what?")), UsageError),
        ((422, error("bad_input", "what?")), UsageError),
        ((401, error("unauthorized", "who?")), UsageError),
        ((403, error("forbidden", "not you")), UsageError),
        ((500, error("unexpected", "oh")), OSError),
        ((503, error("unavailable", "busy")), OSError),
        ((502, b"<html>Bad gateway"), OSError),
        ((404, b"<html>a proxy's own"), OSError),
        ((301, b""), OSError),
        ((200, b"<html>hello"), OSError),
        ((200, b'{"state": "on holiday"}'), OSError),
        ((200, b"[]"), OSError),
        (None, OSError),
    ],
)
def test_what_goes_wrong_is_told_apart(answer: tuple[int, bytes] | None, raised: type[Exception]) -> None:
    with serving(Script(answer)) as address, Client(address) as client, pytest.raises(raised):
        client.end(LEASE, Exit(0))


def test_nobody_there_is_an_os_error() -> None:
    with Client(Address("127.0.0.1", 9, False, "", "token")) as client, pytest.raises(OSError):
        client.heartbeat([LEASE])


def test_a_token_that_was_good_once_does_not_end_an_agent() -> None:
    script = Script(FINISHED, (401, error("unauthorized", "who?")))
    with serving(script) as address, Client(address) as client:
        client.end(LEASE, Exit(0))
        with pytest.raises(OSError, match="who"):
            client.end(LEASE, Exit(0))


def test_a_connection_is_kept_and_one_that_was_closed_meanwhile_is_opened_again() -> None:
    script = Script(FINISHED, FINISHED, None, FINISHED)
    with serving(script) as address, Client(address) as client:
        for _ in range(3):
            assert client.end(LEASE, Exit(0)) == "finished"
    assert len(script.requests) == 4
    assert script.connections == 2


def test_a_claim_tells_what_the_agent_holds() -> None:
    script = Script((200, to_json(write_answer(CLAIM))), (200, to_json(write_answer(Wait(1.0)))), FINISHED)
    with serving(script) as address, Client(address) as client:
        client.claim(SweepKey("sweep000"), AGENT)
        client.claim(SweepKey("sweep000"), AGENT)
        client.end(LEASE, Exit(0))
        with pytest.raises(OSError):
            client.claim(SweepKey("sweep000"), AGENT)
    holding = [json.loads(body).get("holding") for _, body in script.requests]
    assert holding == [[], [{"run": "run00000", "attempt": 1}], None, []]


def test_any_console_may_be_the_tail_of_an_exit() -> None:
    script = Script(FINISHED)
    with serving(script) as address, Client(address) as client:
        client.end(LEASE, Exit(1, error="\udcff\0", tail="x" * 1_000_000))
    told = json.loads(script.requests[0][1])["exit"]
    assert told["error"] == "?\0"
    assert len(told["tail"]) == 10_000


# -- listening -------------------------------------------------------------------------------------------------------


def test_a_heartbeat_tells_at_once_what_is_known() -> None:
    orders = (200, to_json({"orders": write_orders({LEASE: STOP})}))
    with serving(Script(orders)) as address, ListeningClient(address) as client:
        assert client.heartbeat([LEASE]) == {LEASE: Order()}
        eventually(lambda: client.heartbeat([LEASE]) == {LEASE: STOP})
        assert client.heartbeat([]) == {}


def test_trouble_is_told_until_the_server_is_back() -> None:
    orders = (200, to_json({"orders": write_orders({LEASE: Order()})}))
    script = Script((503, b""), (503, b""), orders)
    with serving(script) as address, ListeningClient(address) as client:
        client.heartbeat([LEASE])
        eventually(lambda: fails(client))
        eventually(lambda: not fails(client))


def test_a_refused_token_is_trouble_for_a_heartbeat_and_no_more() -> None:
    script = Script((401, error("unauthorized", "who?")))
    with serving(script) as address, ListeningClient(address) as client:
        client.heartbeat([LEASE])
        eventually(lambda: fails(client))


@contextmanager
def silent() -> Iterator[Address]:
    """Takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Address("127.0.0.1", listener.getsockname()[1], False, "", "token")


def test_a_server_that_says_nothing_holds_up_no_claim() -> None:
    with silent() as address, ListeningClient(address) as client:
        assert isinstance(client.claim(SweepKey("sweep000"), AGENT), Wait)
        assert client.heartbeat([LEASE]) == {LEASE: Order()}
        assert isinstance(client.claim(SweepKey("sweep000"), AGENT), Wait)


def test_a_claim_is_made_once_and_its_answer_comes_when_it_is_there() -> None:
    script = Script((200, to_json(write_answer(CLAIM))))
    script.gate.clear()
    with serving(script) as address, ListeningClient(address) as client:
        assert isinstance(client.claim(SweepKey("sweep000"), AGENT), Wait)
        script.gate.set()
        eventually(lambda: client.claim(SweepKey("sweep000"), AGENT) == CLAIM)
    assert len(script.requests) == 1


def test_while_the_server_is_away_a_claim_that_is_under_way_is_trouble_too() -> None:
    orders = (503, b"")
    script = Script(orders)
    with serving(script) as address, ListeningClient(address) as client:
        with pytest.raises(OSError):
            client.end(LEASE, Exit(0))
        script.gate.clear()
        with pytest.raises(OSError, match="503"):
            client.claim(SweepKey("sweep000"), AGENT)
        script.gate.set()


def test_what_was_claimed_and_is_not_wanted_any_more_is_given_back() -> None:
    script = Script((200, to_json(write_answer(CLAIM))), FINISHED)
    script.gate.clear()
    with serving(script) as address:
        with ListeningClient(address) as client:
            assert isinstance(client.claim(SweepKey("sweep000"), AGENT), Wait)
        script.gate.set()
        eventually(lambda: len(script.requests) == 2)
    path, body = script.requests[1]
    assert path.endswith("/end")
    assert json.loads(body)["exit"]["interrupted"] is True


def test_a_claim_that_is_answered_at_the_end_is_given_back_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("varre.client.listening._PROMPT_S", 0.1)
    script = Script((200, to_json(write_answer(CLAIM))), FINISHED)
    script.gate.clear()
    with serving(script) as address:
        client = ListeningClient(address)
        with client:
            assert isinstance(client.claim(SweepKey("sweep000"), AGENT), Wait)
            monkeypatch.setattr("varre.client.listening._PROMPT_S", 30.0)
            script.gate.set()
        assert [path.rpartition("/")[2] for path, _ in script.requests] == ["claim", "end"]


def test_a_run_that_ended_is_not_told_as_held_by_the_next_claim() -> None:
    answers = [(200, to_json(write_answer(CLAIM))), FINISHED, (200, to_json(write_answer(Wait(1.0))))]
    script = Script(*answers)
    with serving(script) as address, ListeningClient(address) as client:
        assert client.claim(SweepKey("sweep000"), AGENT) == CLAIM
        client.end(LEASE, Exit(0))
        client.claim(SweepKey("sweep000"), AGENT)
    assert [json.loads(body).get("holding") for _, body in script.requests] == [[], None, []]


def fails(client: ListeningClient) -> bool:
    try:
        client.heartbeat([LEASE])
    except OSError:
        return True
    return False


def eventually(holds: object) -> None:
    assert callable(holds)
    for _ in range(1000):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never came to that")
