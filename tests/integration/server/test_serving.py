"""A server on a real socket: found again, in nobody's way, and gone at once."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from varre.datadir import DataDir, find
from varre.datadir.access import Address, announced, read_token
from varre.errors import ConflictError, StoreError, UsageError
from varre.runs import Run
from varre.scheduler import Scheduler
from varre.server.finding import link_of
from varre.server.serving import Served, Tls, served
from varre.server.settings import Settings
from varre.server.sockets import listen
from varre.server.upkeep import Upkeep

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class World:
    """A data directory with its scheduler, and servers of it."""

    datadir: DataDir
    scheduler: Scheduler

    @contextmanager
    def server(self, tls: Tls | None = None) -> Iterator[Served]:
        settings = Settings(read_token(self.datadir), directory=self.datadir.path.parent)
        with served(self.scheduler, self.datadir, settings, listen(LOCAL, 0), tls) as server:
            yield server


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    datadir = find(create=True, env={}, cwd=tmp_path)
    with Scheduler.open(datadir) as scheduler:
        yield World(datadir, scheduler)


def asked(server: Served, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(LOCAL, server.settings.port, timeout=30)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def token_of(world: World) -> dict[str, str]:
    return {"Authorization": f"Bearer {read_token(world.datadir)}"}


def test_a_server_answers_while_it_is_served_and_not_after(world: World) -> None:
    with world.server() as server:
        assert json.load(asked(server, "GET", "/api/health")) == {"ok": True}
        assert asked(server, "GET", "/api/status").status == 401
        assert asked(server, "GET", "/api/status", **token_of(world)).status == 200
    with pytest.raises(ConnectionRefusedError):
        asked(server, "GET", "/api/health")


def test_its_link_lets_a_browser_in(world: World) -> None:
    with world.server() as server:
        path = urlsplit(server.link("/sweeps/abcd1234")).path
        assert server.link("/sweeps/abcd1234").endswith(path)
        entered = asked(server, "GET", path)
        assert (entered.status, entered.headers["location"]) == (303, "/sweeps/abcd1234")
        cookie = entered.headers["set-cookie"].partition(";")[0]
        assert asked(server, "GET", "/api/status", Cookie=cookie).status == 200
        assert not server.link("/sweeps/abcd1234").endswith(path)


def test_a_server_is_found_and_gives_fresh_links(world: World) -> None:
    assert announced(world.datadir) is None
    with world.server() as server:
        address = announced(world.datadir)
        assert address == Address(server.settings.url, server.settings.nonce, server.settings.version)
        link = link_of(address, read_token(world.datadir), "/sweeps/abcd1234")
        assert asked(server, "GET", urlsplit(link).path).headers["location"] == "/sweeps/abcd1234"
        with pytest.raises(UsageError, match="has another token"):
            link_of(address, "another-token-of-someone")
    assert announced(world.datadir) is None
    with pytest.raises(UsageError, match="does not answer"):
        link_of(address, read_token(world.datadir))


def test_a_data_directory_has_one_server(world: World) -> None:
    with world.server() as first:
        with pytest.raises(ConflictError), world.server():
            pass
        assert asked(first, "GET", "/api/health").status == 200
    with world.server() as second:
        assert asked(second, "GET", "/api/health").status == 200


def test_a_session_survives_a_restart_of_the_server(world: World) -> None:
    with world.server() as server:
        cookie = asked(server, "GET", urlsplit(server.link("/")).path).headers["set-cookie"].partition(";")[0]
    with world.server() as server:
        assert asked(server, "GET", "/api/status", Cookie=cookie).status == 200


def test_open_streams_and_waiting_agents_do_not_keep_it_from_ending(world: World) -> None:
    with world.server() as server:
        packed = {"Accept-Encoding": "gzip, br"}
        streams = [asked(server, "GET", "/api/events", **token_of(world), **packed) for _ in range(3)]
        for stream in streams:
            assert "content-encoding" not in stream.headers, "a packed stream would be held back"
            assert stream.readline().startswith((b"id:", b"event: hello"))
        body = json.dumps({"leases": [], "wait": 10.0})
        waiting = http.client.HTTPConnection(LOCAL, server.settings.port, timeout=30)
        headers = {**token_of(world), "Content-Type": "application/json"}
        waiting.request("POST", "/api/agents/host-01234567/heartbeat", body, headers)
        idle = socket.create_connection((LOCAL, server.settings.port))
    # All of them have been answered in full: nothing was cut off because the time of grace was over.
    assert all(stream.read().endswith(b"\n") for stream in streams)
    assert waiting.getresponse().status == 200
    idle.close()


def test_a_port_that_is_taken_is_stepped_over_unless_it_was_asked_for() -> None:
    with listen(LOCAL, None) as first, listen(LOCAL, None) as second:
        assert first.getsockname()[1] < second.getsockname()[1]
        with pytest.raises(UsageError, match="is taken"):
            listen(LOCAL, first.getsockname()[1])


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid", "a" * 300])
def test_an_address_of_another_machine_cannot_be_listened_at(host: str) -> None:
    with pytest.raises(UsageError):
        listen(host, 0)


def test_requests_on_the_wire_lead_nowhere_either(world: World) -> None:
    sweeps = b"GET /api/sweeps HTTP/1.1\r\n"
    token = f"Authorization: Bearer {read_token(world.datadir)}\r\n".encode()
    host = b"Host: 127.0.0.1\r\n"
    with world.server() as server:
        cases: list[tuple[bytes, bytes]] = [
            (sweeps + host + token, b"200"),
            (sweeps + token, b"400"),
            (sweeps + host + host + token, b"400"),
            (sweeps + b"Host: evil.example\r\n" + token, b"421"),
            (b"GET http://evil.example/api/sweeps HTTP/1.1\r\n" + host, b"401"),
            (b"GET /api/runs/abcd1234/files/../../../varre.db HTTP/1.1\r\n" + host + token, b"404"),
            (b"GET /..%2f..%2fetc/passwd HTTP/1.1\r\n" + host, b""),
            (b"GET /api/sweeps HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + host, b"401"),
        ]
        for request, status in cases:
            answer = told(server, request + b"Connection: close\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 " + status), request
            assert b"root:" not in answer


@pytest.mark.parametrize("piece", [b"x" * 4096, b"X-More: 1\r\n" * 400])
def test_a_request_that_never_comes_to_its_body_is_ended(world: World, piece: bytes) -> None:
    with world.server() as server:
        with socket.create_connection((LOCAL, server.settings.port), timeout=30) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=")
            assert was_ended(connection, piece)
        assert asked(server, "GET", "/api/health").status == 200


def was_ended(connection: socket.socket, piece: bytes) -> bool:
    """Whether the other side ends the connection while ever more is sent, or refuses it after 40 MB."""
    try:
        for _ in range(10_000):
            connection.sendall(piece)
        return connection.recv(65536).startswith(b"HTTP/1.1 400")
    except ConnectionError:
        return True


def test_long_headers_and_long_bodies_are_no_endless_ones(world: World) -> None:
    body = json.dumps({"text": "#" * 900_000}).encode()
    head = f"POST /api/sweeps/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += f"Authorization: Bearer {read_token(world.datadir)}\r\n"
    head += f"Content-Type: application/json\r\nX-Long: {'x' * 50_000}\r\n"
    with world.server() as server:
        answer = told(server, head.encode() + b"Connection: close\r\n\r\n" + body)
        assert answer.startswith(b"HTTP/1.1 200")


def told(server: Served, request: bytes) -> bytes:
    with socket.create_connection((LOCAL, server.settings.port), timeout=30) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
        return answer


def test_what_goes_wrong_is_kept_in_a_log_of_this_users_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Scheduler) -> int:
        raise RuntimeError("the inside of it")

    monkeypatch.setattr(Scheduler, "size_bytes", broken)
    with world.server() as server:
        assert asked(server, "GET", "/api/status", **token_of(world)).status == 500
    log = world.datadir.server_log
    assert "the inside of it" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_server_looks_for_dead_agents_now_and_then(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = threading.Semaphore(0)
    answers = iter([StoreError("away"), [], []])

    def recover(_self: Scheduler) -> list[Run]:
        looks.release()
        answer = next(answers, [])
        if isinstance(answer, StoreError):
            raise answer
        return answer

    monkeypatch.setattr(Scheduler, "recover", recover)
    upkeep = Upkeep(world.scheduler, every_s=0.01)
    upkeep.start()
    assert all(looks.acquire(timeout=30) for _ in range(3))
    upkeep.stop()


def test_a_server_seals_all_that_was_left_before_it_looks_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    did: list[str] = []
    left = iter([True, True, True])

    def seal_some(_self: Scheduler) -> bool:
        did.append("seal")
        return next(left, False)

    def recover(_self: Scheduler) -> list[Run]:
        did.append("look")
        if did.count("look") == 2:
            done.set()
        return []

    monkeypatch.setattr(Scheduler, "recover", recover)
    monkeypatch.setattr(Scheduler, "seal_some", seal_some)
    upkeep = Upkeep(world.scheduler, every_s=0.01)
    upkeep.start()
    assert done.wait(30)
    upkeep.stop()
    assert did[:6] == ["look", "seal", "seal", "seal", "seal", "look"]


def test_tls_is_spoken_with_the_certificate_given(world: World, tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    made += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    with world.server(Tls(certificate, key)) as server:
        assert server.settings.url.startswith("https://")
        context = ssl.create_default_context(cafile=str(certificate))
        connection = http.client.HTTPSConnection(LOCAL, server.settings.port, context=context, timeout=30)
        connection.request("GET", urlsplit(server.link("/")).path)
        cookie = connection.getresponse().headers["set-cookie"]
        assert cookie.startswith("__Host-varre-")
        assert "Secure" in cookie
        address = announced(world.datadir)
        assert address is not None
        assert link_of(address, read_token(world.datadir)).startswith("https://")


def test_a_certificate_that_cannot_be_read_is_said_at_once(world: World, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").touch()
    with (
        pytest.raises(UsageError, match="--tls-cert"),
        world.server(Tls(tmp_path / "empty.pem", tmp_path / "empty.pem")),
    ):
        pass
    with world.server() as server:
        assert asked(server, "GET", "/api/health").status == 200
