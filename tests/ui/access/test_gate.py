"""The gate: an unauthenticated visitor sees the sign-in page alone, whatever is tried, by each of the ways in."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from loaders.audit.place import AuditStopped
from ui.access import gate as gates
from ui.access import identity, settings
from ui.access.gate import ENDED, Gate
from ui.access.sessions import Sessions
from ui.access.tokens import OneTimeTokens

PORT = 8501
SECRET, BEHIND = "s" * 40, "what is behind the gate"
MEDIA = "/media/0123456789abcdef0123456789abcdef.csv"
HTML = {"accept": "text/html"}
STREAM = f"ws://127.0.0.1:{PORT}/_stcore/stream"
PROXY_FILE = """
way = "proxy"
hosts = ["violence.example.uk"]
[proxy]
secret_file = "secret"
[[roles]]
role = "analyst"
groups = ["analysts"]
[[roles]]
role = "viewer"
groups = ["staff"]
"""
OIDC_FILE = PROXY_FILE.replace('"proxy"', '"oidc"').replace('[proxy]\nsecret_file = "secret"\n', "")


async def behind(request: Request) -> Response:
    headers = {
        "x-session": ",".join(request.headers.getlist(identity.HEADER)),
        "x-cookie": request.headers.get("cookie", ""),
    }
    body = await request.body()
    return JSONResponse({"secret": BEHIND, "bytes": len(body)}, headers=headers)


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.receive_bytes()
            await socket.send_bytes(b"\x0a\x05" + MEDIA.encode() + b"\x12" + BEHIND.encode())
    except WebSocketDisconnect:
        pass


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Door:
    """A gate before something that would tell everything."""

    def __init__(self, base: str = "") -> None:
        methods = ["GET", "POST", "PUT", "HEAD", "DELETE"]
        routes = [
            WebSocketRoute(f"{base}/_stcore/stream", stream),
            Route("/{path:path}", behind, methods=methods),
        ]
        self.clock = Clock()
        self.sessions, self.tokens = Sessions(self.clock), OneTimeTokens(self.clock)
        self.gate = Gate(
            Starlette(routes=routes),
            port=PORT,
            base=base,
            link_secret=SECRET,
            sessions=self.sessions,
            tokens=self.tokens,
        )

    def client(self, host: str = f"127.0.0.1:{PORT}", **options: Any) -> TestClient:
        return TestClient(self.gate, base_url=f"http://{host}", **options)

    def signed_in(self, host: str = f"127.0.0.1:{PORT}") -> TestClient:
        client = self.client(host)
        assert (
            client.get(f"/?token={self.tokens.make()}", follow_redirects=False).status_code == 303
        )
        return client


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(tmp_path))
    monkeypatch.delenv("SVD_ACCESS", raising=False)
    return tmp_path


@pytest.fixture
def laptop(store: Path) -> Door:
    return Door()


@pytest.fixture
def proxied(store: Path) -> Door:
    (store / "secret").write_text(SECRET)
    (store / "access.toml").write_text(PROXY_FILE)
    return Door()


# -- laptop --------------------------------------------------------------------------------------------------------------


def test_a_token_opens_once_and_the_cookie_serves_from_then_on(laptop: Door) -> None:
    token = laptop.tokens.make()
    client = laptop.client()
    first = client.get(f"/wards?type=Drugs&token={token}&ward=A%26B", follow_redirects=False)
    assert first.status_code == 303 and first.headers["location"] == "/wards?type=Drugs&ward=A%26B"
    cookie = first.headers["set-cookie"]
    assert (
        "HttpOnly" in cookie and "SameSite=Lax" in cookie and cookie.startswith("svd_session_8501=")
    )
    assert client.get("/wards").json()["secret"] == BEHIND
    again = laptop.client().get(f"/?token={token}", headers=HTML)
    assert again.status_code == 401 and "has been used before" in again.text


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "///evil.example/x"])
def test_a_token_leads_nowhere_else(laptop: Door, path: str) -> None:
    answer = laptop.client().get(
        f"http://127.0.0.1:{PORT}{path}?token={laptop.tokens.make()}", follow_redirects=False
    )
    location = answer.headers.get("location", "/")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))


TRICKS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "another page": {"path": "/wards"},
    "a file of the page": {"path": "/static/js/index.js"},
    "a file of ours": {"path": "/assets/map.js"},
    "media": {"path": MEDIA},
    "settings of the host": {"path": "/_stcore/host-config"},
    "health of Streamlit": {"path": "/_stcore/health"},
    "metrics": {"path": "/_stcore/metrics"},
    "the agent's door": {"path": "/_stcore/agent/openapi.json"},
    "an upload": {"path": "/_stcore/upload_file/a/b", "method": "PUT"},
    "a component": {"path": "/component/streamlit_folium.st_folium/index.html"},
    "our own header": {"headers": {identity.HEADER: "x" * 43}},
    "our own header, capitals": {"headers": {identity.HEADER.upper(): "x" * 43}},
    "our own header, underscores": {"headers": {identity.HEADER.replace("-", "_"): "x" * 43}},
    "a made-up cookie": {"headers": {"cookie": f"svd_session_{PORT}={'x' * 43}"}},
    "a cookie of another port": {"headers": {"cookie": "svd_session_9999=good"}},
    "an empty cookie": {"headers": {"cookie": f"svd_session_{PORT}="}},
    "a broken cookie": {"headers": {"cookie": 'a="; svd_session_8501="'}},
    "forwarded for this machine": {"headers": {"x-forwarded-for": "127.0.0.1"}},
    "a forwarded user": {"headers": {"x-remote-user": "root", "x-remote-groups": "analysts"}},
    "the proxy's secret": {"headers": {"x-svd-proxy-secret": SECRET, "x-remote-user": "root"}},
    "a forwarded host": {"headers": {"x-forwarded-host": f"127.0.0.1:{PORT}"}},
    "a forwarded prefix": {"headers": {"x-forwarded-prefix": "/assets"}, "path": "/health/../"},
    "beside health": {"path": "/health/"},
    "health and more": {"path": "/healthz"},
    "upwards from static": {"path": "/static/../wards"},
    "an encoded path": {"path": "/%2e%2e/wards"},
    "rebinding": {"host": "rebound.example"},
    "rebinding, with the port": {"host": f"rebound.example:{PORT}"},
    "a name that begins alike": {"host": "127.0.0.1.rebound.example"},
    "a name that ends alike": {"host": "xlocalhost"},
    "a wrong token": {"path": "/?token=wrong"},
    "an empty token": {"path": "/?token="},
    "many tokens": {"path": "/?token=a&token=b"},
    "a token in a POST": {"path": "/?token=wrong", "method": "POST"},
    "a link without the secret": {"path": "/sign-in/link"},
    "a link with a wrong one": {"path": "/sign-in/link", "headers": {"x-svd-link": "no"}},
    "HEAD": {"method": "HEAD"},
    "a basic sign-in": {"headers": {"authorization": "Basic cm9vdDpyb290"}},
    "signing somebody out": {"path": "/sign-out"},
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=list(TRICKS))
def test_whoever_is_not_signed_in_sees_the_sign_in_page_alone(
    laptop: Door, trick: dict[str, Any]
) -> None:
    client = laptop.client(trick.get("host", f"127.0.0.1:{PORT}"))
    answer = client.request(
        trick.get("method", "GET"),
        trick.get("path", "/"),
        headers={**HTML, **trick.get("headers", {})},
        follow_redirects=False,
    )
    assert answer.status_code >= 400 and BEHIND not in answer.text
    assert "x-session" not in answer.headers and len(laptop.sessions) == 0


def test_health_says_that_it_answers_and_nothing_else_is_let_through(laptop: Door) -> None:
    assert laptop.client("10.0.0.1").get("/health").status_code == 200


def test_a_reader_s_own_header_never_reaches_the_page(laptop: Door) -> None:
    client = laptop.signed_in()
    (key,) = [held.value for held in client.cookies.jar]
    for name in (identity.HEADER, identity.HEADER.upper(), "X_SVD_Session"):
        answer = client.get("/", headers={name: "somebody-else"})
        assert answer.headers["x-session"] == key


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:9999", f"http://localhost:{PORT}", "null"]
)
def test_no_other_site_may_open_a_socket_or_send_anything(laptop: Door, origin: str) -> None:
    client = laptop.signed_in()
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect(STREAM, headers={"origin": origin}),
    ):
        pass
    assert refused.value.code == ENDED
    sent = client.put("/_stcore/upload_file/a/b", headers={"origin": origin}, content=b"x")
    assert sent.status_code == 403 and BEHIND not in sent.text


def test_a_socket_without_a_session_is_closed_before_it_opens(laptop: Door) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        laptop.client().websocket_connect(STREAM),
    ):
        pass
    assert refused.value.code == ENDED


def test_media_are_handed_to_the_session_alone_that_was_told_of_them(laptop: Door) -> None:
    mine, other = laptop.signed_in(), laptop.signed_in()
    assert mine.get(MEDIA).status_code == 404
    own = f"http://127.0.0.1:{PORT}"
    with mine.websocket_connect(STREAM, headers={"origin": own}) as socket:
        socket.send_bytes(b"run")
        assert MEDIA.encode() in socket.receive_bytes()
    assert mine.get(MEDIA).json()["secret"] == BEHIND
    assert other.get(MEDIA).status_code == 404


def test_a_socket_closes_with_the_next_message_once_its_session_has_ended(laptop: Door) -> None:
    client = laptop.signed_in()
    with client.websocket_connect(STREAM) as socket:
        socket.send_bytes(b"run")
        socket.receive_bytes()
        laptop.clock.now += 30 * 60
        socket.send_bytes(b"run")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
    assert ended.value.code == ENDED
    assert client.get("/", headers=HTML).status_code == 401


def test_signing_out_in_one_tab_ends_the_other_s_socket_too(laptop: Door) -> None:
    client = laptop.signed_in()
    with client.websocket_connect(STREAM) as socket:
        assert client.get("/sign-out", headers=HTML).status_code == 401
        assert client.get("/sign-out", headers=HTML).status_code == 401
        socket.send_bytes(b"run")
        with pytest.raises(WebSocketDisconnect):
            socket.receive_bytes()


def test_nothing_is_sent_before_what_the_session_owes_the_record_is_on_the_disk(
    laptop: Door,
) -> None:
    client = laptop.signed_in()
    session = laptop.sessions.of(client.cookies[gates.COOKIE + f"_{PORT}"], settings.current())
    assert session is not None
    first, second = Future[None](), Future[None]()
    with client.websocket_connect(STREAM) as socket, ThreadPoolExecutor() as beside:
        session.owed.extend([first, second])
        socket.send_bytes(b"run")
        answer = beside.submit(socket.receive_bytes)
        for flush in (first, second):
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.15)
            flush.set_result(None)
        assert BEHIND.encode() in answer.result(timeout=10)
    assert not session.owed


def test_what_cannot_be_brought_to_the_disk_is_never_sent_and_ends_the_session(
    laptop: Door, store: Path
) -> None:
    client = laptop.signed_in()
    session = laptop.sessions.of(client.cookies[gates.COOKIE + f"_{PORT}"], settings.current())
    assert session is not None
    flush = Future[None]()
    flush.set_exception(AuditStopped(store / "audit", "Input/output error"))
    with client.websocket_connect(STREAM) as socket:
        session.owed.append(flush)
        socket.send_bytes(b"run")
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_bytes()
    assert ended.value.code == ENDED and "record of who saw what" in ended.value.reason
    assert client.get("/", headers=HTML).status_code == 401


def test_after_ten_failed_sign_ins_in_a_minute_even_a_good_token_must_wait(laptop: Door) -> None:
    client = laptop.client()
    for _ in range(10):
        assert client.get("/?token=wrong", headers=HTML).status_code == 401
    refused = [client.get("/?token=wrong", headers=HTML).status_code for _ in range(100)]
    assert refused == [429] * 100
    assert laptop.client().get(f"/?token={laptop.tokens.make()}").status_code == 429


def test_a_fresh_link_is_given_to_whoever_shows_what_the_server_wrote_down(laptop: Door) -> None:
    given = laptop.client().get("/sign-in/link", headers={"x-svd-link": SECRET})
    assert laptop.tokens.spend(given.text)


def test_everything_stands_beneath_a_base_path(store: Path) -> None:
    door = Door("/svd")
    client = door.client()
    answer = client.get(f"/svd/?token={door.tokens.make()}", follow_redirects=False)
    assert answer.headers["location"] == "/svd/" and "Path=/svd" in answer.headers["set-cookie"]
    assert client.get("/svd/wards").json()["secret"] == BEHIND
    assert door.client().get("/svd/wards").status_code == 401
    assert door.client().get("/wards").status_code == 401
    assert client.get("/svd/_stcore/metrics").status_code == 404


def test_uploads_end_where_the_role_s_limit_is(
    laptop: Door, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "LOAD_BYTES", 300_000)
    monkeypatch.setattr(gates, "FILE_BYTES", 200_000)
    client = laptop.signed_in()

    def sent(size: int) -> int:
        return client.put("/_stcore/upload_file/a/b", content=b"x" * size).status_code

    assert sent(300_000) == 200 and sent(300_001) == 413
    (store / "access.toml").write_text(
        f'[users]\n"{identity.local_person().subject}" = "executive"\n'
    )
    assert sent(200_000) == 200 and sent(200_001) == 413
    (store / "access.toml").write_text(f'[users]\n"{identity.local_person().subject}" = "viewer"\n')
    assert sent(1) == 403


def test_every_answer_says_what_may_run_and_be_kept(laptop: Door) -> None:
    client = laptop.signed_in()
    page, file = client.get("/wards").headers, client.get("/static/js/index.js").headers
    frame = client.get("/component/streamlit_folium.st_folium/index.html").headers
    refused = laptop.client().get("/", headers=HTML).headers
    for answer in (page, file, frame, refused):
        assert answer["x-content-type-options"] == "nosniff" and "referrer-policy" in answer
        assert answer["content-security-policy"].count("unsafe-eval") == (answer is frame)
    assert page["cache-control"] == refused["cache-control"] == "no-store"
    assert "cache-control" not in file
    assert "frame-ancestors 'none'" in page["content-security-policy"]
    assert "frame-ancestors 'self'" in frame["content-security-policy"]


def test_a_file_that_cannot_be_used_lets_nobody_in_even_who_was(laptop: Door, store: Path) -> None:
    client = laptop.signed_in()
    (store / "access.toml").write_text('[users]\nann = "superuser"\n')
    answer = client.get("/wards", headers=HTML)
    assert (
        answer.status_code == 503 and BEHIND not in answer.text and "superuser" not in answer.text
    )
    (store / "access.toml").unlink()
    assert client.get("/wards").json()["secret"] == BEHIND


# -- proxy ---------------------------------------------------------------------------------------------------------------

HOST = "violence.example.uk"
ANN = {"x-svd-proxy-secret": SECRET, "x-remote-user": "ann", "x-remote-groups": "staff, analysts"}


def test_the_proxy_says_who_comes(proxied: Door) -> None:
    client = proxied.client(HOST)
    assert client.get("/", headers=ANN).json()["secret"] == BEHIND
    (key,) = [held.value for held in client.cookies.jar]
    session = proxied.sessions.of(key, settings.current())
    assert session is not None and session.person is not None
    assert (session.person.subject, *session.person.groups) == ("ann", "staff", "analysts")
    client.get("/", headers={**ANN, "x-remote-groups": "staff"})
    assert list(session.person.groups) == ["staff"]


FORGED: dict[str, list[tuple[str, str]]] = {
    "no secret": [("x-remote-user", "ann")],
    "a wrong secret": [("x-svd-proxy-secret", "x" * 40), ("x-remote-user", "ann")],
    "a part of it": [("x-svd-proxy-secret", SECRET[:-1]), ("x-remote-user", "ann")],
    "the secret twice": [("x-svd-proxy-secret", SECRET)] * 2 + [("x-remote-user", "ann")],
    "two readers": [
        ("x-svd-proxy-secret", SECRET),
        ("x-remote-user", "ann"),
        ("X-Remote-User", "root"),
    ],
    "two lists of groups": [
        ("x-svd-proxy-secret", SECRET),
        ("x-remote-user", "ann"),
        ("x-remote-groups", "staff"),
        ("x-remote-groups", "analysts"),
    ],
    "no reader": [("x-svd-proxy-secret", SECRET)],
    "an empty reader": [("x-svd-proxy-secret", SECRET), ("x-remote-user", " ")],
    "a huge reader": [("x-svd-proxy-secret", SECRET), ("x-remote-user", "a" * 9000)],
    "a huge list": [
        ("x-svd-proxy-secret", SECRET),
        ("x-remote-user", "ann"),
        ("x-remote-groups", "g," * 20000),
    ],
}


@pytest.mark.parametrize("headers", FORGED.values(), ids=list(FORGED))
def test_what_is_not_the_proxy_s_word_lets_nobody_in(
    proxied: Door, headers: list[tuple[str, str]]
) -> None:
    answer = proxied.client(HOST).get("/", headers=[*HTML.items(), *headers])
    assert answer.status_code in (400, 401, 403, 431) and BEHIND not in answer.text
    assert len(proxied.sessions) == 0


def test_a_session_s_cookie_alone_is_nothing_without_the_proxy(proxied: Door) -> None:
    client = proxied.client(HOST)
    client.get("/", headers=ANN)
    assert client.get("/", headers=HTML).status_code == 403
    other = client.get("/", headers={**ANN, "x-remote-user": "bob"})
    assert other.status_code == 200 and len(proxied.sessions) == 2


def test_a_name_of_the_server_that_the_file_does_not_list_is_refused(proxied: Door) -> None:
    assert proxied.client("127.0.0.1").get("/", headers=ANN).status_code == 421


# -- provider, and open to all ---------------------------------------------------------------------------------------------


def test_before_the_provider_has_vouched_only_its_sign_in_is_reached(store: Path) -> None:
    (store / "access.toml").write_text(OIDC_FILE)
    door = Door()
    client = door.client(HOST)
    assert client.get("/_stcore/host-config").status_code == 401
    assert client.get("/", headers=HTML).status_code == 200  # a browser that nobody is behind yet
    allowed = ["/", "/static/js/index.js", "/_stcore/host-config", "/auth/login", "/oauth2callback"]
    closed = [MEDIA, "/assets/map.js", "/wards", "/component/x/index.html", "/_stcore/metrics"]
    assert [client.get(path).status_code for path in allowed] == [200] * len(allowed)
    assert all(client.get(path).status_code in (401, 404) for path in closed)
    assert client.put("/_stcore/upload_file/a/b", content=b"x").status_code == 401


def test_open_to_all_gives_a_visitor_a_session_and_no_upload(store: Path) -> None:
    (store / "access.toml").write_text("public = true\n")
    client = Door().client("anything.example")
    assert client.get("/wards", headers=HTML).status_code == 200
    assert client.get("/assets/map.js").status_code == 200
    assert client.put("/_stcore/upload_file/a/b", content=b"x").status_code == 403


def test_a_way_that_is_no_longer_open_lets_in_nobody_of_before(laptop: Door, store: Path) -> None:
    client = laptop.signed_in()
    (store / "secret").write_text(SECRET)
    (store / "access.toml").write_text(PROXY_FILE.replace("violence.example.uk", "127.0.0.1"))
    assert client.get("/wards", headers=HTML).status_code == 403
