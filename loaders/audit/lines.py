"""One line of the record: an event, where it stands in its chain, and the hashes that tie it to the line before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

What = Literal[
    "sign-in",
    "sign-out",
    "refusal",
    "fault",
    "page",
    "question",
    "download",
    "load",
    "edit",
    "undo",
    "policy change",
    "backup",
    "restore",
    "audit read",
]
WHATS: tuple[What, ...] = get_args(What)
BEGINNING = "0" * 64  # what the first line of a chain names as the hash before it
LONGEST_TEXT = 500  # characters


@dataclass(frozen=True)
class Event:
    """Something that somebody saw or did. It holds no offence: questions by their filters, files and records by name, number and hash.

    subject, name, role  who, as the way in gives them
    session              a digest of the session's key, never the key; empty for a command
    details              plain values by name: texts, numbers, lists and mappings of these
    """

    what: What
    subject: str = ""
    name: str = ""
    role: str = ""
    session: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Position:
    """Where the next line of a chain stands: the number of the last one (0 for none), and its hash."""

    number: int = 0
    digest: str = BEGINNING


def line_of(
    event: Event, chain: str, after: Position, when: str, clock: int
) -> tuple[bytes, Position]:
    """The line of an event, with its line end, and where the chain stands with it.

    chain  id of the process that writes
    when   date and time in UTC, ISO 8601
    clock  nanoseconds of a clock that nobody can set
    """
    values = {
        "when": when,
        "clock": clock,
        "chain": chain,
        "number": after.number + 1,
        "who": {
            "subject": event.subject[:LONGEST_TEXT],
            "name": event.name[:LONGEST_TEXT],
            "role": event.role,
        },
        "session": event.session,
        "what": event.what,
        "details": _short(event.details),
        "before": after.digest,
    }
    digest = digest_of(values)
    return _text({**values, "hash": digest}) + b"\n", Position(after.number + 1, digest)


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256 of a line's values without its own hash, in hexadecimal."""
    return hashlib.sha256(_text(values)).hexdigest()


def parsed(line: bytes) -> dict[str, Any] | None:
    """The values of a line without its line end; None where it is none, or not byte for byte as it was written."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or _text(values) != line:
        return None
    return values


def is_whole(values: Mapping[str, Any]) -> bool:
    """Whether a line's own hash is that of its values."""
    rest = {key: value for key, value in values.items() if key != "hash"}
    return values.get("hash") == digest_of(rest)


def _text(values: Mapping[str, Any]) -> bytes:
    return json.dumps(values, separators=(",", ":"), default=str).encode("ascii")


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, Mapping):
        return {str(key)[:LONGEST_TEXT]: _short(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_short(each) for each in value]
    return (
        value
        if value is None or isinstance(value, (bool, int, float))
        else str(value)[:LONGEST_TEXT]
    )
