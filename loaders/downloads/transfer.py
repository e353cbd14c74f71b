"""Files and answers from the services named in `data/download_places.csv`: whole and of the right type, or not at all.

A request is tried three times, with growing pauses, when the connection fails or the service is busy. Whatever still
fails ends in a DataProblem.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import chain
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode, urlsplit

from pandas import Series

from geo.core.errors import DataProblem
from loaders.reference import table

if TYPE_CHECKING:
    import httpx

Result = TypeVar("Result")
Progress = Callable[[int, int | None], None]

TRIES = 3
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
CHUNK_BYTES = 64 * 1024
LONGEST_QUERY = 1_800
ROOTS = {"ons": "SVD_ONS_ROOT", "police": "SVD_POLICE_ROOT"}
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)$")
PLAIN = {"application/octet-stream", "binary/octet-stream"}
CONTENT_TYPES = {
    "zip": PLAIN | {"application/zip", "application/x-zip-compressed", "application/x-zip"},
    "json": PLAIN | {"application/json", "application/geo+json", "text/json", "text/plain"},
}
BEGINNINGS = {"zip": (b"PK",), "json": (b"{", b"[")}


class NotThere(DataProblem):
    """The service works, and has no such file."""


class RangeIgnored(Exception):
    """The server sends the whole file where a part was asked for."""


class RefusedRequest(Exception):
    """An answer that says no: its status, what it said, and the seconds it asks us to wait."""

    def __init__(self, status: int, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.pause = status, message, pause


def address_of(kind: str, *, vintage: str = "", resolution: str = "") -> str:
    """The address in `data/download_places.csv`, under the root that the environment names if it does."""
    return f"{root_of(kind.split('_')[0])}/{_addresses()[kind, vintage, resolution]}"


def root_of(service: str) -> str:
    """The address that all of a service's begin with, “ons” or “police”, without a slash at its end."""
    root: str = os.environ.get(ROOTS[service]) or _addresses()[f"{service}_root", "", ""]
    return root.rstrip("/")


def _addresses() -> Series:
    return table("download_places").set_index(["kind", "vintage", "resolution"])["address"]


def download(
    address: str, to: Path, *, expected_type: str, progress: Progress | None = None
) -> Path:
    """Fetch one file whole into `to`, going on from `<name>.part` where an earlier try stopped.

    expected_type  “zip” or “json”: content type and first bytes must agree
    progress       called with the bytes so far and the bytes in all, None while unknown

    A part is continued only when the server once gave a validator (ETag or date) and says that the file is still the
    same; otherwise it is fetched anew. Raises DataProblem, NotThere for 404.
    """
    part = _Part(to.with_name(to.name + ".part"))

    def fetch() -> Path:
        to.parent.mkdir(parents=True, exist_ok=True)
        _continue(address, part, expected_type, progress)
        os.replace(part.path, to)
        part.forget()
        return to

    return tried(fetch, address, part=part)


def answer_json(address: str, question: Mapping[str, str] | None = None) -> Any:
    """The service's answer, read as JSON; a question too long for an address is sent by POST.

    ArcGIS reports its errors inside an answer with status 200: they count as the status they name.
    """

    def ask() -> Any:
        with _opened(address, question=question) as response:
            body = response.read()
            _require_type(response, body, "json")
        try:
            answer = json.loads(body)
        except ValueError as problem:
            raise DataProblem(
                f"{_host(address)} sent an answer that is not whole JSON.",
                f"It has {len(body):,} bytes; {problem}.",
                "Try again later.",
            ) from problem
        fault = answer.get("error") if isinstance(answer, dict) else None
        if isinstance(fault, dict):
            code, message = fault.get("code"), fault.get("message", "")
            description = f"200 with an error inside: {code} {message}".strip()
            raise RefusedRequest(code if isinstance(code, int) else 400, description)
        return answer

    return tried(ask, address)


def part_of(address: str, span: str) -> tuple[int, bytes]:
    """Where the bytes asked for begin, and the bytes; `span` as in a Range header, “0-99” or “-500” for the last."""
    import httpx

    def ask() -> tuple[int, bytes]:
        with _opened(
            address, headers={"Accept-Encoding": "identity", "Range": f"bytes={span}"}
        ) as response:
            content_range = CONTENT_RANGE.match(response.headers.get("content-range", ""))
            if response.status_code != 206 or not content_range:
                raise RangeIgnored(
                    f"{_host(address)} sent the whole file where a part was asked for"
                )
            body = response.read()
            if len(body) != int(content_range[2]) - int(content_range[1]) + 1:
                raise httpx.RemoteProtocolError(f"{len(body):,} bytes came for {content_range[0]}")
            return int(content_range[1]), body

    return tried(ask, address)


def tried(work: Callable[[], Result], address: str, *, part: _Part | None = None) -> Result:
    """What `work` gives back; connection faults, 429 and 5xx are tried again, what remains is put into words."""
    import httpx
    import stamina

    caller = stamina.RetryingCaller(
        TRIES, None, PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, PAUSE_SECONDS
    )
    try:
        return caller(_worth_another_try, work)
    except RefusedRequest as problem:
        raise _refusal(problem, address, part) from problem
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise _broken_connection(problem, address, part) from problem
    except OSError as problem:
        raise DataProblem(
            f"What {_host(address)} sent could not be written to disk.",
            f"{problem}.",
            "Make room, or choose another folder, and fetch it again.",
            _stands(part),
        ) from problem


@dataclass(frozen=True)
class _Part:
    """The beginning of a file not yet whole, and beside it the validator of the version it belongs to."""

    path: Path

    @property
    def validator(self) -> Path:
        return self.path.with_name(self.path.name + ".version")

    @property
    def version(self) -> str:
        return self.validator.read_text(encoding="utf-8") if self.validator.exists() else ""

    @property
    def size(self) -> int:
        """Bytes that may be continued; 0 where the version is not known."""
        return self.path.stat().st_size if self.version and self.path.exists() else 0

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.validator.unlink(missing_ok=True)

    def belongs_to(self, response: httpx.Response) -> None:
        """Note the version of a file that begins anew, so that it can be continued."""
        tag = response.headers.get("etag", "")
        version = tag if tag.startswith('"') else response.headers.get("last-modified", "")
        self.validator.write_text(
            "" if "content-encoding" in response.headers else version, encoding="utf-8"
        )


def _continue(address: str, part: _Part, kind: str, progress: Progress | None) -> None:
    """Write what is still missing of the file to its part."""
    import httpx

    headers = {"Accept-Encoding": "identity"}
    if part.size:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.version}
    with _opened(address, headers=headers) as response:
        done, total = _extent(response, part)
        body = response.iter_bytes(CHUNK_BYTES)
        first = next(body, b"")
        _require_type(response, first, kind, beginning=done == 0)
        with part.path.open("ab" if done else "wb") as file:
            if not done:
                part.belongs_to(response)
            for chunk in chain([first], body):
                file.write(chunk)
                done += len(chunk)
                if progress:
                    progress(done, total)
    if total is not None and done != total:
        part.forget()
        raise httpx.RemoteProtocolError(f"{done:,} bytes came instead of {total:,}")


def _extent(response: httpx.Response, part: _Part) -> tuple[int, int | None]:
    """How many bytes we have already, and how many the file has; a part that does not fit is thrown away."""
    import httpx

    if response.status_code == 200:
        length = response.headers.get("content-length", "")
        return 0, int(
            length
        ) if length.isdigit() and "content-encoding" not in response.headers else None
    content_range = CONTENT_RANGE.match(response.headers.get("content-range", ""))
    tag = response.headers.get("etag", part.version)
    if (
        not content_range
        or int(content_range[1]) != part.size
        or (part.version.startswith('"') and tag != part.version)
    ):
        part.forget()
        raise httpx.RemoteProtocolError("the rest of the file does not fit its first part")
    return part.size, int(content_range[3]) if content_range[3].isdigit() else None


@cache
def _client() -> httpx.Client:
    import httpx

    return httpx.Client(follow_redirects=True, headers={"User-Agent": "serious-violence-dashboard"})


@contextmanager
def _opened(
    address: str,
    *,
    question: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[httpx.Response]:
    """The answer with its body still to come; 416 says that a part asked for is not there; others raise RefusedRequest."""
    import httpx

    by_post = question is not None and len(urlencode(question)) > LONGEST_QUERY
    with _client().stream(
        "POST" if by_post else "GET",
        address,
        params=None if by_post else question,
        data=question if by_post else None,
        headers=dict(headers or {}),
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
    ) as response:
        if response.status_code not in (200, 206, 416):
            status_line = f"{response.status_code} {response.reason_phrase}".strip()
            raise RefusedRequest(
                response.status_code,
                status_line,
                _asked_pause(response.headers.get("retry-after", "")),
            )
        yield response


def _asked_pause(retry_after: str) -> float | None:
    """Seconds to wait as the Retry-After header asks, in seconds or as a date; never longer than our own limit."""
    try:
        seconds = (
            int(retry_after)
            if retry_after.isdigit()
            else parsedate_to_datetime(retry_after).timestamp() - time()
        )
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_PAUSE_SECONDS)


def _worth_another_try(problem: Exception) -> bool | float:
    import httpx

    if isinstance(problem, RefusedRequest) and (problem.status == 429 or problem.status >= 500):
        return True if problem.pause is None else problem.pause
    return isinstance(problem, httpx.TransportError) and not isinstance(
        problem, httpx.UnsupportedProtocol
    )


def _require_type(
    response: httpx.Response, first: bytes, kind: str, *, beginning: bool = True
) -> None:
    """Refuse an answer of another type; `first` is looked at only where it is the file's beginning."""
    content_type = response.headers.get("content-type", "").split(";")[0].strip().lower()
    text = first[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    known = not content_type or content_type in CONTENT_TYPES[kind]
    if not known or (beginning and not text.startswith(BEGINNINGS[kind])):
        shown = re.sub(r"\s+", " ", text[:60].decode("ascii", "replace")).replace(
            "\N{REPLACEMENT CHARACTER}", "?"
        )
        begins = f"beginning “{shown}”" if text else "and nothing in it"
        raise DataProblem(
            f"{response.url.host} sent something other than a {kind.upper()} file.",
            f"It answered {response.status_code} with {content_type or 'no content type'}, {begins}.",
            f"A sign-in page or a proxy may stand in between: open {response.url} in a browser.",
        )


def _refusal(problem: RefusedRequest, address: str, part: _Part | None) -> DataProblem:
    host, times = (
        _host(address),
        f" It was asked {TRIES} times." if _worth_another_try(problem) is not False else "",
    )
    saw = f"It answered {problem.message} to {address}.{times}"
    if problem.status in (404, 410):
        return NotThere(
            f"{host} has no such file.",
            saw,
            "Check what you asked for; if the service has moved, correct data/download_places.csv.",
        )
    wrong, do = (
        "refused the request",
        "If the service has changed, correct data/download_places.csv.",
    )
    if problem.status == 429:
        wrong, do = "is being asked too often", "Wait some minutes and try again."
    elif problem.status >= 500:
        wrong, do = "is not working at the moment", "Try again later."
    return DataProblem(f"{host} {wrong}.", saw, do, _stands(part))


def _broken_connection(problem: Exception, address: str, part: _Part | None) -> DataProblem:
    import httpx

    host, reason = _host(address), str(problem) or type(problem).__name__
    wrong, do = (
        f"There is no connection to {host}.",
        "Check the connection to the internet and the proxy settings.",
    )
    if re.search("getaddrinfo|name resolution|not known|hostname", reason):
        wrong, do = (
            f"The name {host} could not be found.",
            "Check the connection to the internet and the address.",
        )
    elif isinstance(problem, httpx.TimeoutException):
        wrong, do = f"{host} did not answer in time.", "Try again later."
        reason = f"nothing came for {READ_SECONDS:g} seconds"
    elif isinstance(problem, httpx.RemoteProtocolError | httpx.ReadError):
        wrong, do = f"The download from {host} stopped before its end.", "Fetch it again."
    return DataProblem(
        wrong, f"It was tried {TRIES} times; the last time: {reason}.", do, _stands(part)
    )


def _stands(part: _Part | None) -> str:
    if part is None or not part.size:
        return "Nothing has been changed."
    return f"The first {part.size:,} bytes are kept in {part.path.name}; the next try goes on from there."


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
