"""By which names a server may be called."""

from __future__ import annotations

import socket

import pytest

from varre.server.hosts import Hosts, name_of, same_origin
from varre.server.settings import Settings

TOKEN = "a-token-of-the-tests"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("127.0.0.1:7171", "127.0.0.1"),
        ("LocalHost", "localhost"),
        ("[::1]:7171", "::1"),
        ("node-7.cluster.example", "node-7.cluster.example"),
        ("", None),
        ("a b", None),
        ("evil.example/", None),
        ("user@localhost", None),
        ("localhost:7171:1", None),
        ("localhost:", None),
        ("[::1", None),
        ("löcalhost", None),
    ],
)
def test_the_name_is_read_from_the_header(header: str, name: str | None) -> None:
    assert name_of(header) == name


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_a_server_of_this_machine_answers_to_this_machine(name: str) -> None:
    assert Hosts(Settings(TOKEN)).answers_to(name)


@pytest.mark.parametrize(
    "name", ["evil.example", "localhost.evil.example", "192.168.1.5", "0.0.0.0", "127.0.0.1.nip.io"]
)
def test_a_server_of_this_machine_answers_to_nobody_else(name: str) -> None:
    assert not Hosts(Settings(TOKEN)).answers_to(name)


def test_names_can_be_allowed_for_a_proxy() -> None:
    hosts = Hosts(Settings(TOKEN, names=frozenset({"Varre.Example"})))
    assert hosts.answers_to("varre.example")
    assert not hosts.answers_to("other.example")


@pytest.mark.parametrize("name", ["192.168.1.5", "10.0.0.1", "fe80::1", "localhost", socket.gethostname().lower()])
def test_a_server_for_others_answers_to_addresses_and_its_own_name(name: str) -> None:
    assert Hosts(Settings(TOKEN, host="0.0.0.0")).answers_to(name)


def test_a_server_for_others_still_answers_to_no_foreign_name() -> None:
    assert not Hosts(Settings(TOKEN, host="0.0.0.0")).answers_to("evil.example")


def test_a_server_bound_to_a_name_answers_to_it() -> None:
    assert Hosts(Settings(TOKEN, host="Node7.example")).answers_to("node7.example")


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://127.0.0.1:7171", "127.0.0.1:7171", True),
        ("https://varre.example", "varre.example", True),
        ("HTTP://LOCALHOST:7171", "localhost:7171", True),
        ("http://127.0.0.1:7172", "127.0.0.1:7171", False),
        ("http://localhost:7171", "127.0.0.1:7171", False),
        ("null", "127.0.0.1:7171", False),
        ("http://127.0.0.1:7171@evil.example", "127.0.0.1:7171", False),
        ("ftp://127.0.0.1:7171", "127.0.0.1:7171", False),
        ("http://[", "127.0.0.1:7171", False),
    ],
)
def test_an_origin_is_this_server_only_by_name_and_port(origin: str, host: str, same: bool) -> None:
    assert same_origin(origin, host) is same


def test_a_request_with_no_host_or_two_is_refused(program, app) -> None:  # type: ignore[no-untyped-def]
    assert program.get("/api/health", headers=[("Host", "localhost"), ("Host", "evil.example")]).status_code == 400
    assert program.get("/api/health", headers={"Host": ""}).status_code == 400
