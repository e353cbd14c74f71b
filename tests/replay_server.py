"""A small web server on 127.0.0.1 that answers as data.police.uk and the ONS feature service do, faults included."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """One request as it came: the question is the query of the address or the form that was posted."""

    method: str
    path: str
    question: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer; `cut` drops the connection after so many bytes of the body, `delay` waits before the first byte."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    delay: float = 0.0


def json_reply(answer: object) -> Reply:
    return Reply(
        json.dumps(answer).encode(), headers={"Content-Type": "application/json; charset=utf-8"}
    )


HTML_PAGE = Reply(
    b"<!DOCTYPE html><html><body>Please sign in to the network</body></html>",
    headers={"Content-Type": "text/html"},
)


@dataclass
class Replay:
    """What the server knows, and what it was asked.

    root      address of the server, without a slash at the end
    asked     every request, in order
    faults    path → answers given first, one a request; after them the path works
    routes    path → answer made from the request
    """

    root: str = ""
    asked: list[Request] = field(default_factory=list)
    faults: dict[str, list[Reply]] = field(default_factory=lambda: defaultdict(list))
    routes: dict[str, Callable[[Request], Reply]] = field(default_factory=dict)

    def to(self, path: str) -> list[Request]:
        """The requests to one path."""
        return [request for request in self.asked if request.path == path]

    def serve_file(
        self,
        path: str,
        body: bytes,
        *,
        content_type: str = "application/zip",
        ranges: bool = True,
        cuts: list[int] | None = None,
    ) -> None:
        """Serve a file, by parts if `ranges`; each number in `cuts` ends one answer after so many bytes."""
        version = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        left = cuts if cuts is not None else []

        def answer(request: Request) -> Reply:
            cut = left.pop(0) if left else None
            headers = {"Content-Type": content_type, "ETag": version}
            span = re.match(r"bytes=(\d*)-(\d*)$", request.headers.get("range", ""))
            if not ranges or not span or request.headers.get("if-range", version) != version:
                return Reply(body, 200, headers, cut)
            first = int(span[1]) if span[1] else max(0, len(body) - int(span[2]))
            last = min(int(span[2]) if span[1] and span[2] else len(body) - 1, len(body) - 1)
            if first > last:
                return Reply(b"", 416, {"Content-Range": f"bytes */{len(body)}"})
            headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
            return Reply(body[first : last + 1], 206, headers, cut)

        self.routes[path] = answer

    def serve_layer(
        self,
        path: str,
        wards: list[dict[str, Any]],
        *,
        largest_page: int,
        counts: int | None = None,
    ) -> None:
        """Serve an ArcGIS layer: its fields, its count (or a wrong one), and its features in pages.

        Understands the conditions `FIELD IN ('…','…')` and `FIELD LIKE 'E05%' OR …`.
        """
        fields = [{"name": name} for name in ["FID", *wards[0]["properties"]]]
        self.routes[path] = lambda _: json_reply(
            {"name": "wards", "fields": fields, "maxRecordCount": largest_page}
        )

        def query(request: Request) -> Reply:
            matches = [
                ward for ward in wards if _holds(request.question["where"], ward["properties"])
            ]
            if request.question.get("returnCountOnly") == "true":
                return json_reply({"count": len(matches) if counts is None else counts})
            matches.sort(key=lambda ward: ward["properties"][request.question["orderByFields"]])
            offset, most = (
                int(request.question["resultOffset"]),
                int(request.question["resultRecordCount"]),
            )
            page = matches[offset : offset + min(most, largest_page)]
            answer: dict[str, Any] = {"type": "FeatureCollection", "features": page}
            if offset + len(page) < len(matches):
                answer["properties"] = {"exceededTransferLimit": True}
            return json_reply(answer)

        self.routes[f"{path}/query"] = query


def _holds(where: str, ward: Mapping[str, str]) -> bool:
    named = re.match(r"(\w+) IN \((.*)\)$", where)
    if named:
        return ward[named[1]] in re.findall(r"'([^']*)'", named[2])
    return any(
        ward[name].startswith(start) for name, start in re.findall(r"(\w+) LIKE '([^']*)%'", where)
    )


@contextmanager
def replay_server() -> Iterator[Replay]:
    """The server, running in a thread of its own until the block ends."""
    replay = Replay()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

        def _answer(self, form: str) -> None:
            parts = urlsplit(self.path)
            request = Request(
                self.command,
                parts.path,
                dict(parse_qsl(form or parts.query)),
                {name.lower(): value for name, value in self.headers.items()},
            )
            replay.asked.append(request)
            missing = Reply(b"not found", 404, {"Content-Type": "text/plain"})
            waiting = replay.faults[parts.path]
            reply = (
                waiting.pop(0)
                if waiting
                else replay.routes.get(parts.path, lambda _: missing)(request)
            )
            time.sleep(reply.delay)
            self.send_response(reply.status)
            for name, value in {
                "Content-Length": str(len(reply.body)),
                "Connection": "close",
                **reply.headers,
            }.items():
                self.send_header(name, value)
            self.close_connection = True
            with suppress(ConnectionError):  # the client may have given up waiting
                self.end_headers()
                self.wfile.write(reply.body[: reply.cut])

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    replay.root = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
