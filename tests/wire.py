"""A reader who is no browser: comes in by each of the three ways, opens pages over the websocket and fetches files; every byte is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from loaders.access_file import command_user
from loaders.permissions import GIVEN, Role
from ui.shell import links

PATIENCE = 60.0  # seconds for a message
SECRET = "a-secret-of-the-proxy-alone-0123456789"
PROVIDED = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a-secret-for-cookies-0123456789-0123456789"
client_id = "dashboard"
client_secret = "x"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
# The cookie whose value a browser repeats as a part of the websocket's protocol, without which the provider's word is not read.
XSRF = "_streamlit_xsrf"
MEDIA = re.compile(rb"/media/[0-9A-Za-z_.-]{16,200}")


@dataclass
class Received:
    """What a client was sent: the elements of pages, every byte of messages and files.

    links      to files → the status that they were answered with
    elsewhere  statuses that another client was answered with by the same links at the same time
    """

    elements: list[Any] = field(default_factory=list)
    forms: int = 0
    links: dict[str, int] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)
    leads_to: str = ""
    session: str = ""
    data: list[bytes] = field(default_factory=list)
    closed: bool = False


@dataclass(frozen=True)
class Door:
    """A served dashboard, its access file (in its user's home), and its provider's address."""

    port: int
    access: Path
    provider: str = ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open_by(self, way: str, role: Role) -> None:
        """From now on readers come in by this way; on a laptop with the role."""
        groups = "".join(f'[[roles]]\nrole = "{each}"\ngroups = ["{each}"]\n' for each in GIVEN)
        self.access.with_name("secret").write_text(SECRET, encoding="utf-8")
        text = {
            "laptop": f'[users]\n"{command_user()}" = "{role}"\n',
            "proxy": f'way = "proxy"\nhosts = ["127.0.0.1"]\n[proxy]\nsecret_file = "secret"\n{groups}',
            "oidc": f'way = "oidc"\nhosts = ["127.0.0.1"]\n{groups}',
            "public": "public = true\n",
        }[way]
        if not self.access.exists() or self.access.read_text(encoding="utf-8") != text:
            self.access.write_text(text, encoding="utf-8")

    def come_in(self, way: str, role: Role) -> Client:
        """A client who has signed in by a way as somebody with a role."""
        self.open_by(way, role)
        browser = httpx.Client(timeout=20, headers={"Accept": "text/html"})
        headers: dict[str, str] = {}
        if way == "proxy":
            headers = {
                "X-SVD-Proxy-Secret": SECRET,
                "X-Remote-User": f"{role}-1",
                "X-Remote-Groups": role,
            }
            browser.get(f"{self.address}/", headers=headers)
        elif way == "laptop":
            browser.get(self._fresh_link())
        else:
            browser.get(f"{self.address}/")
            if way == "oidc":
                self._sign_in(browser, role)
        return Client(self, browser, headers)

    def _fresh_link(self) -> str:
        with pytest.MonkeyPatch.context() as patched:
            home = self.access.parent
            patched.setattr(links, "FOLDER", home / ".local" / "state" / links.FOLDER.name)
            return links.fresh(self.port)

    def _sign_in(self, browser: httpx.Client, role: Role) -> None:
        """To the provider's form and back, as a browser is led."""
        httpx.put(
            f"{self.provider}/users/{role}-1", json={"name": role.title(), "groups": [role]}
        ).raise_for_status()
        leads_to = Client(self, browser, {}).pressed("Sign in")
        asked = browser.get(
            f"{self.address}{urlsplit(leads_to).path}?{urlsplit(leads_to).query}",
            follow_redirects=True,
        )
        back = browser.post(asked.url, data={"sub": f"{role}-1"}, follow_redirects=False)
        browser.get(back.headers["location"], follow_redirects=False)
        browser.get(f"{self.address}/_stcore/host-config")
        browser.get(f"{self.address}/_stcore/health")


@dataclass
class Client:
    """Somebody who has come in."""

    door: Door
    browser: httpx.Client
    headers: Mapping[str, str]

    def opened(
        self, page: str, address: Mapping[str, str | Sequence[str]], other: Client | None = None
    ) -> Received:
        """All that a page sends, and the files that its buttons make and link to, which another client asks for, too."""
        received = Received()
        try:
            with self._socket() as socket:
                _ask(socket, received, page, address)
                for button in list(received.elements):
                    if getattr(button, "deferred_file_id", ""):
                        _take_away(socket, received, button.deferred_file_id)
                for link in {link for data in received.data for link in MEDIA.findall(data)}:
                    answer = self.fetched(link.decode())
                    received.links[link.decode()] = answer.status_code
                    received.data.append(answer.content)
                    if other is not None:
                        received.elsewhere.add(other.fetched(link.decode()).status_code)
        except ConnectionClosed:
            received.closed = True
        return received

    def fetched(self, path: str) -> httpx.Response:
        return self.browser.get(f"{self.door.address}{path}", headers=dict(self.headers))

    def pressed(self, label: str) -> str:
        """Where a button of the first page leads the browser."""
        received = Received()
        with self._socket() as socket:
            _ask(socket, received, "", {})
            button = next(each for each in received.elements if getattr(each, "label", "") == label)
            _ask(socket, received, "", {}, press=button.id)
        return received.leads_to

    def _socket(self) -> ClientConnection:
        held = {cookie.name: str(cookie.value) for cookie in self.browser.cookies.jar}
        cookies = "; ".join(f"{name}={value}" for name, value in held.items())
        token = held.get(XSRF, "")
        return connect(
            f"ws://127.0.0.1:{self.door.port}/_stcore/stream",
            max_size=None,
            subprotocols=[Subprotocol(word) for word in ("streamlit", token) if token] or None,
            origin=Origin(self.door.address),
            additional_headers={**self.headers, **({"Cookie": cookies} if cookies else {})},
        )


def _take_away(socket: ClientConnection, into: Received, file: str) -> None:
    """Press a button that makes a file, and read until its link is sent."""
    request = BackMsg()
    request.backend_operation_request.request_id = file
    request.backend_operation_request.session_id = into.session
    request.backend_operation_request.deferred_file.file_id = file
    socket.send(request.SerializeToString())
    message = ForwardMsg()
    while message.WhichOneof("type") != "backend_operation_response":
        data = socket.recv(timeout=PATIENCE)
        assert isinstance(data, bytes)
        into.data.append(data)
        message.ParseFromString(data)


def _ask(
    socket: ClientConnection,
    into: Received,
    page: str,
    address: Mapping[str, str | Sequence[str]],
    press: str = "",
) -> None:
    """Run a page, or press a button on it, and read until the run has ended."""
    request = BackMsg()
    request.rerun_script.query_string = urlencode(address, doseq=True)
    request.rerun_script.page_name = page
    if press:
        button = request.rerun_script.widget_states.widgets.add()
        button.id, button.trigger_value = press, True
    socket.send(request.SerializeToString())
    while True:
        data = socket.recv(timeout=PATIENCE)
        assert isinstance(data, bytes)
        into.data.append(data)
        message = ForwardMsg()
        message.ParseFromString(data)
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            return
        if kind == "auth_redirect":
            into.leads_to = message.auth_redirect.url
        elif kind == "new_session":
            into.session = message.new_session.initialize.session_id
        elif kind == "delta" and message.delta.WhichOneof("type") == "add_block":
            into.forms += message.delta.add_block.HasField("form")
        elif kind == "delta" and (name := message.delta.new_element.WhichOneof("type")):
            into.elements.append(getattr(message.delta.new_element, name))
