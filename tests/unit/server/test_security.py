"""The gate: every rule about who may come in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from varre.datadir import DataDir
from varre.scheduler import Scheduler
from varre.server.app import bare_app, create_app
from varre.server.settings import Settings

Client = Any  # the one of conftest.py
ClientOf = Callable[..., Any]

TOKEN = "a-token-of-the-tests"
URL = "http://127.0.0.1:7171"
OPEN = {("GET", "/api/health"), ("GET", "/enter/{code}")}
NOT_DESCRIBED = {(method, "/api/openapi.json") for method in ("GET", "HEAD")}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
FOREIGN = (
    "https://evil.example",
    "http://127.0.0.1:9999",
    "http://127.0.0.1",
    "null",
    "file://",
    URL + ".evil.example",
)


def table() -> Iterator[tuple[str, str]]:
    """Each method and path of the route table."""
    for route in iter_route_contexts(bare_app("0").router.routes):
        for method in sorted(route.methods or ()):
            yield method, str(route.path)


ROUTES = sorted(table())
CLOSED = [route for route in ROUTES if route not in OPEN]


def filled(path: str) -> str:
    """A path with something in the place of its parameters."""
    return re.sub(r"\{number\}", "1", re.sub(r"\{(?!number)[^}]*\}", "abcd1234", path))


def test_the_table_is_the_whole_one() -> None:
    assert len(ROUTES) > 35
    assert set(ROUTES) >= OPEN
    assert {"/api/openapi.json", "/api/sweeps/{sweep}/snapshot", "/api/events"} <= {path for _, path in ROUTES}


def test_without_token_and_session_nothing_answers(stranger: Client) -> None:
    answers = {route: stranger.request(route[0], filled(route[1])) for route in CLOSED}
    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code != 401} == {}
    for (method, _), answer in answers.items():
        assert answer.headers["www-authenticate"].startswith("Bearer")
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert method == "HEAD" or answer.json()["error"]["code"] == "unauthorized"


def test_nothing_answers_to_the_name_of_another_server(program: Client) -> None:
    evil = {"Host": "evil.example:7171"}
    answers = {route: program.request(route[0], filled(route[1]), headers=evil).status_code for route in ROUTES}
    assert {route: status for route, status in answers.items() if status != 421} == {}


@pytest.mark.parametrize("origin", [None, *FOREIGN])
def test_a_session_changes_nothing_for_another_page(browser: Client, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    unsafe = [route for route in CLOSED if route[0] in UNSAFE]
    answers = {route: browser.request(route[0], filled(route[1]), headers=headers) for route in unsafe}
    assert len(answers) > 15
    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code != 403} == {}
    assert {answer.json()["error"]["code"] for answer in answers.values()} == {"forbidden"}


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/nothing", "/api/sweeps/", "/api//sweeps", "/api/../api/sweeps"]
)
def test_what_no_route_answers_to_is_closed_too(stranger: Client, path: str) -> None:
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND")
    assert {stranger.request(method, path).status_code for method in methods} == {401}


def test_what_is_open_may_only_be_looked_at(stranger: Client) -> None:
    paths = ("/", "/sweeps/abcd1234", "/enter/abc", "/api/health")
    methods = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    assert {stranger.request(method, path).status_code for method in methods for path in paths} == {401}


def test_a_new_route_is_behind_the_gate(app: FastAPI, stranger: Client, program: Client) -> None:
    app.add_api_route("/elsewhere", lambda: {"secret": 1}, methods=["GET"])
    assert stranger.get("/elsewhere").status_code == 401
    assert program.get("/elsewhere").json() == {"secret": 1}


def test_the_page_and_the_sign_of_life_are_open(stranger: Client) -> None:
    assert stranger.get("/api/health").json() == {"ok": True}
    assert stranger.get("/").headers["content-type"].startswith("text/html")
    assert stranger.request("HEAD", "/sweeps/abcd1234").status_code in (200, 503)


def test_the_document_says_of_each_route_who_may_come_in(
    app: FastAPI, settings: Settings, datadir: DataDir, stranger: Client, program: Client, browser: Client
) -> None:
    document = program.get("/api/openapi.json").json()
    schemes = document["components"]["securitySchemes"]
    assert (schemes["token"]["type"], schemes["token"]["scheme"]) == ("http", "bearer")
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", settings.cookie(datadir))
    app.state.stream.close()  # else it would never end
    own_page = {"Origin": URL}
    described = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods]
    routes = {(method, path.replace(":path", "")) for method, path in ROUTES if path.startswith("/api/")}
    assert routes - set(described) <= NOT_DESCRIBED
    for method, path in sorted(described, key=lambda route: route[1] == "/api/logout"):
        says = document["paths"][path][method.lower()]["security"]
        status = {
            "nothing": stranger.request(method, filled(path)).status_code,
            "token": program.request(method, filled(path)).status_code,
            "session": browser.request(method, filled(path), headers=own_page).status_code,
        }
        opens = {name for name, code in status.items() if code not in (401, 403)}
        assert opens == {"token", "session"} | (set() if says else {"nothing"}), (method, path, status)
        assert says in ([], [{"token": []}, {"session": []}])


# -- tokens ----------------------------------------------------------------------------------------------------------


def test_the_token_opens_without_an_origin(program: Client) -> None:
    assert program.get("/api/status").status_code == 200
    assert program.post("/api/links", headers={"Origin": "https://evil.example"}).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xff\xfe"],
)
def test_another_token_opens_nothing(stranger: Client, header: str) -> None:
    answer = stranger.get("/api/status", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_how_much_of_a_token_is_right_does_not_show_in_the_time(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare_digest(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    monkeypatch.setattr("varre.server.security.hmac.compare_digest", compare_digest)
    assert stranger.get("/api/status", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 401
    assert compared == [(TOKEN.encode(), TOKEN.encode())]


def test_a_wrong_token_is_not_made_good_by_a_session(browser: Client) -> None:
    assert browser.get("/api/status").status_code == 200
    assert browser.get("/api/status", headers={"Authorization": "Bearer wrong"}).status_code == 401


# -- sessions --------------------------------------------------------------------------------------------------------


def test_a_session_may_change_things_from_its_own_page(browser: Client) -> None:
    assert browser.get("/api/sweeps").status_code == 200
    assert browser.post("/api/links", headers={"Origin": URL}).status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_session_reads_nothing_for_another_page(browser: Client, site: str) -> None:
    assert browser.get("/api/sweeps", headers={"Sec-Fetch-Site": site}).status_code == 403
    assert browser.get("/api/sweeps", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "\xff", '"quoted', "=;=;"])
def test_another_cookie_opens_nothing(stranger: Client, settings: Settings, datadir: DataDir, secret: str) -> None:
    cookie = f"{settings.cookie(datadir)}={secret}".encode("latin-1")
    assert stranger.get("/api/status", headers={"Cookie": cookie}).status_code == 401


def test_a_session_ends_when_it_logs_out(browser: Client) -> None:
    left = browser.post("/api/logout", headers={"Origin": URL})
    assert left.status_code == 204
    assert "Max-Age=0" in left.headers["set-cookie"]
    assert browser.get("/api/status").status_code == 401


def test_a_session_survives_a_restart(
    browser: Client, client_of: ClientOf, scheduler: Scheduler, datadir: DataDir, settings: Settings
) -> None:
    again = client_of(create_app(scheduler, datadir, settings), **browser.headers)
    assert again.get("/api/status").status_code == 200


# -- links -----------------------------------------------------------------------------------------------------------


def test_a_link_lets_one_browser_in_once(program: Client, stranger: Client) -> None:
    url = program.post("/api/links", json={"path": "/sweeps/abcd1234"}).json()["url"]
    assert url.startswith(f"{URL}/enter/")
    path = url.removeprefix(URL)
    first = stranger.get(path)
    assert first.status_code == 303
    assert first.headers["location"] == "/sweeps/abcd1234"
    second = stranger.get(path)
    assert second.status_code == 410
    assert "set-cookie" not in second.headers
    assert "used up" in second.text


def test_looking_at_a_link_without_following_it_does_not_use_it_up(program: Client, stranger: Client) -> None:
    path = program.post("/api/links").json()["url"].removeprefix(URL)
    assert stranger.request("HEAD", path).status_code == 401
    assert stranger.get(path).status_code == 303


def test_the_cookie_is_for_this_server_and_no_script(
    app: FastAPI, stranger: Client, settings: Settings, datadir: DataDir
) -> None:
    cookie = stranger.get(f"/enter/{app.state.links.make()}").headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    assert name == settings.cookie(datadir)
    assert rest.partition(";")[0] != TOKEN
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(rest.split("; "))
    assert "Domain" not in rest


def test_two_servers_of_one_host_have_cookies_of_their_own(settings: Settings, datadir: DataDir) -> None:
    other = DataDir(datadir.path.with_name(".other"))
    assert settings.cookie(datadir) != settings.cookie(other)


def test_with_tls_the_cookie_is_never_sent_in_the_open(
    client_of: ClientOf, scheduler: Scheduler, datadir: DataDir
) -> None:
    app = create_app(scheduler, datadir, Settings(TOKEN, secure=True))
    cookie = client_of(app).get(f"/enter/{app.state.links.make()}").headers["set-cookie"]
    assert cookie.startswith("__Host-varre-")
    assert "Secure" in cookie.split("; ")


# -- what browsers are told ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/api/status", "/api/nothing", "/api/health", "/enter/wrong", "/api/runs/nobody00"]
)
def test_every_answer_bears_the_headers(program: Client, path: str) -> None:
    headers = program.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


def test_refusals_bear_the_headers_too(stranger: Client) -> None:
    headers = stranger.get("/api/status").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_what_nobody_caught_is_an_error_in_the_one_shape(app: FastAPI, program: Client) -> None:
    def broken() -> None:
        raise RuntimeError("the inside")

    app.add_api_route("/api/broken", broken, methods=["GET"])
    answer = program.get("/api/broken")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "unexpected"
    assert "the inside" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
