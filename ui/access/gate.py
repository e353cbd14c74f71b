"""The gate: every request and every message of a reader passes here before anything of the dashboard sees it.

It is ASGI middleware of `st.App`. It refuses names and sites that are not the server's own, finds or begins the reader's session by the
way that the access file names, and hands the session's key on in one header, which Streamlit puts into `st.user`
(`server.trustedUserHeaders`). What a visitor sends under that header's name is taken out.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from geo.core.errors import DataProblem
from loaders.access_file import Access, Proxy
from loaders.audit.place import AuditStopped
from ui.access import events, identity, settings, sign_in_page
from ui.access.response_headers import headers as response_headers
from ui.access.sessions import SESSIONS, Person, Session, Sessions, TooManySessions
from ui.access.tokens import TOKENS, OneTimeTokens
from ui.text.frame import access as access_text

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE, TOKEN = "svd_session", "token"
HEALTH, LINK, OUT = "/health", "/sign-in/link", "/sign-out"
MEDIA = "/media/"
UPLOAD = "/_stcore/upload_file/"
# Nothing of the dashboard needs these of Streamlit's routes, and they answer whoever asks.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check", "/st-metrics")
# What a browser must reach to be shown the provider's sign-in, before anybody has signed in.
BEFORE_SIGN_IN = re.compile(
    r"/(static/.*|favicon\.png|_stcore/(health|host-config|stream)|auth/.*|oauth2callback|)$"
)
HANDED = re.compile(rb"/media/([0-9A-Za-z_.-]{16,200})")
LONGEST_IDENTITY = 8192  # bytes of all headers that name a reader
LONGEST_HEADERS = 32768
LOAD_BYTES, FILE_BYTES = 600 * 2**20, 20 * 2**20
FEW_TRIES, TRIES_IN = 10, 60.0  # sign-ins that failed, seconds
ENDED = 4401  # close code of a websocket whose session has ended


class Refusal(Exception):
    """An answer of the gate's own."""

    def __init__(
        self,
        status: int,
        text: str,
        *,
        page: bool = False,
        extra: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(text)
        self.status, self.text, self.page, self.extra = status, text, page, extra


@dataclass
class Tries:
    """Failed sign-ins of late: from the eleventh within a minute on, each is refused unread."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=FEW_TRIES))

    def too_many(self) -> bool:
        return len(self.times) == FEW_TRIES and time.monotonic() - self.times[0] < TRIES_IN

    def failed(self) -> None:
        self.times.append(time.monotonic())


@dataclass(frozen=True)
class Asked:
    """One request as the gate reads it. Header names are lower case, as ASGI has them."""

    scope: Scope
    path: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str | None:
        """The value of a header; None where it is absent. Raises Refusal where it stands there more than once."""
        values = [value for key, value in self.headers if key == name]
        if len(values) > 1:
            raise Refusal(400, access_text.HEADER_TWICE)
        return values[0] if values else None

    @property
    def socket(self) -> bool:
        return bool(self.scope["type"] == "websocket")

    @property
    def reads(self) -> bool:
        return not self.socket and self.scope["method"] in ("GET", "HEAD")

    @property
    def wants_page(self) -> bool:
        return self.reads and "text/html" in (self.header("accept") or "")

    def cookie(self, name: str) -> str:
        try:
            jar = SimpleCookie("; ".join(value for key, value in self.headers if key == "cookie"))
        except CookieError:
            return ""
        return jar[name].value if name in jar else ""


class Gate:
    """Middleware around the dashboard.

    port, base  where it listens, and the path it stands under without a slash at its end
    link_secret what `python -m ui link` must show to be given a fresh token; empty for never
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        port: int,
        base: str = "",
        link_secret: str = "",
        sessions: Sessions = SESSIONS,
        tokens: OneTimeTokens = TOKENS,
    ) -> None:
        self.app, self.base, self.port = app, base, port
        self.link_secret = link_secret
        self.sessions, self.tokens, self.tries = sessions, tokens, Tries()
        self.cookie_name = f"{COOKIE}_{port}"  # browsers do not keep cookies apart by port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = Asked(
            scope,
            self._path(str(scope["path"])),
            tuple(
                (key.decode("latin-1").lower(), value.decode("latin-1"))
                for key, value in scope["headers"]
            ),
        )
        send = self._with_headers(asked, send)
        try:
            if sum(len(key) + len(value) for key, value in asked.headers) > LONGEST_HEADERS:
                raise Refusal(431, access_text.HEADER_TWICE)
            access = settings.current()
            await self._judged(asked, access, receive, send)
        except Refusal as refusal:
            await self._refuse(asked, refusal, send)
        except TooManySessions as problem:
            await self._refuse(asked, Refusal(503, str(problem)), send)
        except DataProblem as problem:  # the access file cannot be used
            events.fault(str(problem))
            await self._refuse(asked, Refusal(503, problem.wrong), send)

    async def _judged(self, asked: Asked, access: Access, receive: Receive, send: Send) -> None:
        if asked.path == HEALTH:
            await self.app(asked.scope, receive, send)
            return
        self._own_host(asked, access)
        self._own_site(asked)
        if asked.path.startswith(CLOSED):
            raise Refusal(404, "")
        if asked.path == LINK:
            await self._link(asked, access)
        session, fresh = await self._session(asked, access)
        if asked.path == OUT:
            self._sign_out(session)
        if asked.path.startswith(MEDIA) and asked.path.removeprefix(MEDIA) not in session.files:
            raise Refusal(404, "")
        if asked.path.startswith(UPLOAD):
            receive = self._no_larger(receive, self._upload_limit(asked, session, access))
        if fresh:
            send = self._with_cookie(asked, session, send)
        asked.scope["headers"] = [
            *((key, value) for key, value in asked.scope["headers"] if not _ours(key)),
            (identity.HEADER.encode(), session.key.encode()),
        ]
        if asked.socket:
            receive, send = self._watched(session, receive, send)
        await self.app(asked.scope, receive, send)

    def _path(self, path: str) -> str:
        """The path beneath the base."""
        return path.removeprefix(self.base) or "/"

    def _own_host(self, asked: Asked, access: Access) -> None:
        host = asked.header("host") or ""
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".").lower() if host else ""
        if access.way == "public" and not access.hosts:
            return
        if name not in access.hosts:
            raise Refusal(421, access_text.OTHER_HOST)

    def _own_site(self, asked: Asked) -> None:
        """No other site's page may open a websocket here, send anything, or have it fetched within itself."""
        origin = asked.header("origin")
        if origin is not None and (asked.socket or not asked.reads):
            if urlsplit(origin).netloc.lower() != (asked.header("host") or "").lower():
                raise Refusal(403, access_text.OTHER_SITE)
        elif asked.socket and origin is None:
            return  # no browser; its cookie must be right all the same

    async def _session(self, asked: Asked, access: Access) -> tuple[Session, bool]:
        """The reader's session, and whether it has just begun. Raises Refusal with the sign-in page where there is none."""
        if access.way == "proxy":
            return self._by_proxy(asked, access, access.proxy)
        if access.way == "laptop" and asked.reads and (token := self._token(asked)) is not None:
            await self._by_token(asked, access, token)
        session = self.sessions.of(asked.cookie(self.cookie_name), access)
        if session is not None and session.person is not None and session.person.way != access.way:
            session = None  # the file has changed since
        if access.way in ("oidc", "public"):
            if session is not None and (
                session.person is not None or BEFORE_SIGN_IN.match(asked.path)
            ):
                return session, False
            if session is None and asked.wants_page:
                person = Person("visitor", "Visitor", "public") if access.way == "public" else None
                return self.sessions.begin(person, access), True
        elif session is not None:
            return session, False
        raise Refusal(401, "", page=True)

    @staticmethod
    def _token(asked: Asked) -> str | None:
        values = parse_qs(asked.scope["query_string"].decode("latin-1")).get(TOKEN)
        return values[0] if values else None

    async def _by_token(self, asked: Asked, access: Access, token: str) -> None:
        """Spend the token of an address; the answer leads on to the same address without it. Raises Refusal, always."""
        self._slowed()
        if not self.tokens.spend(token):
            self.tries.failed()
            events.refused("sign in", access_text.TOKEN_SPENT)
            raise Refusal(401, access_text.TOKEN_SPENT, page=True)
        session = self.sessions.begin(identity.local_person(), access)
        events.signed_in(session)
        raise Refusal(
            303,
            "",
            extra=(
                ("location", self._without_token(asked)),
                ("set-cookie", self._set_cookie(asked, session)),
            ),
        )

    def _without_token(self, asked: Asked) -> str:
        query = parse_qs(asked.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        rest = urlencode({key: held for key, held in query.items() if key != TOKEN}, doseq=True)
        path = "/" + str(asked.scope["path"]).lstrip(
            "/\\"
        )  # browsers take “//host” and “/\\host” for another host
        return path + (f"?{rest}" if rest else "")

    def _by_proxy(self, asked: Asked, access: Access, proxy: Proxy | None) -> tuple[Session, bool]:
        """The session of whom the proxy names. Raises Refusal where it is not the proxy that speaks."""
        secret = asked.header(proxy.secret_header) if proxy else None
        if proxy is None or secret is None or not _alike(secret, proxy.secret):
            if not self.tries.too_many():  # else whoever reaches the port could fill the disk
                events.refused("come in by the proxy", access_text.PROXY_ALONE)
            self.tries.failed()
            raise Refusal(403, "", page=True)
        names = (proxy.subject, proxy.name, proxy.groups)
        subject, name, groups = (unquote(asked.header(key) or "").strip() for key in names)
        if not subject:
            raise Refusal(401, "", page=True)
        if len(subject) + len(name) + len(groups) > LONGEST_IDENTITY:
            raise Refusal(431, access_text.HEADER_TWICE)
        person = Person(
            subject,
            name or subject,
            "proxy",
            tuple(part.strip() for part in groups.split(proxy.separator) if part.strip()),
        )
        session = self.sessions.of(asked.cookie(self.cookie_name), access)
        if session is None or session.person is None or session.person.subject != subject:
            session = self.sessions.begin(person, access)
            events.signed_in(session)
            return session, True
        session.person = person  # groups may have changed since
        self.sessions.checked(session)
        return session, False

    async def _link(self, asked: Asked, access: Access) -> None:
        """Give a fresh token to whoever can show what the server wrote into a folder of its user's alone. Raises Refusal, always."""
        self._slowed()
        shown = asked.header("x-svd-link") or ""
        if access.way != "laptop" or not self.link_secret or not _alike(shown, self.link_secret):
            self.tries.failed()
            raise Refusal(404, "")
        raise Refusal(200, self.tokens.make())

    def _sign_out(self, session: Session) -> None:
        """End the session. Raises Refusal, always: the sign-in page is the answer."""
        events.signed_out(session)
        self.sessions.end(session.key)
        gone = f"{self.cookie_name}=; Path={self.base or '/'}; Max-Age=0; HttpOnly; SameSite=Lax"
        raise Refusal(401, "", page=True, extra=(("set-cookie", gone),))

    def _slowed(self) -> None:
        """Raises Refusal where too many sign-ins have failed of late."""
        if self.tries.too_many():
            raise Refusal(429, access_text.TOO_MANY_TRIES, extra=(("retry-after", "60"),))

    def _upload_limit(self, asked: Asked, session: Session, access: Access) -> int:
        """Bytes that this reader may send; raises Refusal for one who may send nothing, or names a greater length."""
        if session.person is None:
            raise Refusal(403, "")
        try:
            reader = identity.of_person(session.person, access)
        except DataProblem as problem:
            raise Refusal(403, problem.wrong) from problem
        if not reader.may("edit the register"):
            raise Refusal(403, "")
        limit = LOAD_BYTES if reader.may("load data") else FILE_BYTES
        if int(asked.header("content-length") or 0) > limit:
            raise Refusal(413, access_text.TOO_LARGE)
        return limit

    @staticmethod
    def _no_larger(receive: Receive, limit: int) -> Receive:
        left = limit + 2**16  # what a form adds to its file

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise Refusal(413, access_text.TOO_LARGE)
            return message

        return counted

    def _watched(self, session: Session, receive: Receive, send: Send) -> tuple[Receive, Send]:
        """A websocket whose session is asked for at each message and closed when it ends; files named in what is sent are its own.

        Nothing is sent before the events that the session owes are on the disk: an answer is put into a message after its event was owed.
        """

        async def asked_anew() -> Message:
            waiting = asyncio.ensure_future(receive())
            while True:
                left = self._left(session)
                done, _ = await asyncio.wait({waiting}, timeout=max(left, 0.0))
                if done:
                    message = waiting.result()
                    if message["type"] == "websocket.receive" and self._left(session) <= 0:
                        break
                    self.sessions.touch(session)
                    return message
                if self._left(session) <= 0:
                    waiting.cancel()
                    break
            await close("session ended")
            return {"type": "websocket.disconnect", "code": ENDED}

        closed = False

        async def close(why: str) -> None:
            nonlocal closed
            if not closed:
                closed = True
                await send({"type": "websocket.close", "code": ENDED, "reason": why})

        async def noted(message: Message) -> None:
            try:
                await _recorded(session)
            except (
                AuditStopped
            ) as problem:  # what was asked would be seen, and nothing would say so
                events.fault(str(problem))
                self.sessions.end(session.key)
                await close(problem.wrong)
            if closed:
                return
            data = message.get("bytes")
            if data:
                for name in HANDED.findall(data):
                    session.handed(name.decode())
            await send(message)

        return asked_anew, noted

    def _left(self, session: Session) -> float:
        """Seconds a session has left; none where it was ended meanwhile, or the access file cannot be used."""
        try:
            access = settings.current()
        except DataProblem:
            return 0.0
        if self.sessions.of(session.key, access) is None:
            return 0.0
        return min(self.sessions.left(session, access), access.recheck.total_seconds())

    def _with_cookie(self, asked: Asked, session: Session, send: Send) -> Send:
        cookie = self._set_cookie(asked, session).encode()

        async def sent(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie)]
            await send(message)

        return sent

    def _set_cookie(self, asked: Asked, session: Session) -> str:
        secure = "; Secure" if asked.scope.get("scheme") in ("https", "wss") else ""
        return f"{self.cookie_name}={session.key}; Path={self.base or '/'}; HttpOnly; SameSite=Lax{secure}"

    def _with_headers(self, asked: Asked, send: Send) -> Send:
        ours = response_headers(asked.path)
        names = {name for name, _ in ours}

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [
                    (key, value) for key, value in message["headers"] if key.lower() not in names
                ]
                message["headers"] = kept + ours
            await send(message)

        return sent

    async def _refuse(self, asked: Asked, refusal: Refusal, send: Send) -> None:
        if asked.socket:
            await send({"type": "websocket.close", "code": ENDED, "reason": refusal.text[:100]})
            return
        body = refusal.text.encode()
        kind = b"text/plain; charset=utf-8"
        if refusal.page and asked.wants_page:
            body = sign_in_page.page(settings.current().way, refusal.text)
            kind = b"text/html; charset=utf-8"
        extra = [(key.encode(), value.encode("latin-1")) for key, value in refusal.extra]
        await send(
            {
                "type": "http.response.start",
                "status": refusal.status,
                "headers": [
                    (b"content-type", kind),
                    (b"content-length", str(len(body)).encode()),
                    *extra,
                ],
            }
        )
        await send({"type": "http.response.body", "body": body})


async def _recorded(session: Session) -> None:
    """Until the events that a session owes by now are on the disk. Raises AuditStopped where one of them will not be."""
    for flush in tuple(session.owed):
        await asyncio.wrap_future(flush)
        if session.owed and session.owed[0] is flush:  # else another of its sockets has done so
            session.owed.popleft()


def _ours(name: bytes) -> bool:
    return name.lower().replace(b"_", b"-") == identity.HEADER.encode()


def _alike(shown: str, known: str) -> bool:
    return hmac.compare_digest(shown.encode(), known.encode())
