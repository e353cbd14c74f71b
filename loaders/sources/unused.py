"""Files of data.police.uk that are known for what they are and hold nothing that is counted here: each said, with what to load instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from loaders.documents.archives import Document

KEY = re.compile(rb'"([A-Za-z_-]+)"\s*:')
START = 1 << 16
SAME_MONTH = (
    "load the month's CSV of street-level crime, whose rows bear their force and newest outcome"
)
NOT_WHOLE = (
    "such an answer names no force and holds what lies around one place, so that it is no whole month: "
    "load the month's CSV of data.police.uk"
)


@dataclass(frozen=True)
class UnusedKind:
    """A kind of file that is passed over.

    display_name  what it is, in words that follow “it is”
    why           why it is not used, and what to load
    recognises    whether a document is of this kind
    """

    display_name: str
    why: str
    recognises: Callable[[Document], bool]

    @property
    def reason(self) -> str:
        return f"{self.display_name}; {self.why}"


def unused_kind(document: Document) -> UnusedKind | None:
    """The kind that a document is of, by its name or what stands at its top; None where it may be of use."""
    return next((kind for kind in UNUSED if kind.recognises(document)), None)


def _outcomes(document: Document) -> bool:
    """Outcomes bear a Crime ID and an outcome's type, and no crime's."""
    if document.name.lower().endswith("-outcomes.csv"):
        return True
    if _is_json(document) or document.name.lower().endswith((".parquet", ".gpkg", ".geojson")):
        return False
    return document.has_columns("Outcome type", "Crime ID") and not document.has_columns(
        "Crime type"
    )


def _answer(*keys: str) -> Callable[[Document], bool]:
    """Whether a document is JSON whose first entries have all these keys."""
    return lambda document: set(keys) <= _keys(document)


def _keys(document: Document) -> set[str]:
    if not _is_json(document):
        return set()
    return {key.decode() for key in KEY.findall(document.start(START))}


def _is_json(document: Document) -> bool:
    return document.start(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


def _empty(document: Document) -> bool:
    """Whether a document is a JSON list without an entry."""
    return bool(re.fullmatch(rb"\s*\[\s*\]\s*", document.start(64)))


UNUSED = (
    UnusedKind(
        "an answer of an API that holds no entry", "ask again, or for another month", _empty
    ),
    UnusedKind(
        "outcomes of data.police.uk, which tell what became of offences and list none",
        SAME_MONTH,
        _outcomes,
    ),
    UnusedKind(
        "an answer of data.police.uk's API: outcomes", SAME_MONTH, _answer("crime", "person_id")
    ),
    UnusedKind(
        "an answer of data.police.uk's API: outcomes of one crime",
        SAME_MONTH,
        _answer("crime", "outcomes"),
    ),
    UnusedKind(
        "an answer of data.police.uk's API: street-level crime",
        NOT_WHOLE,
        _answer("category", "location_type", "month"),
    ),
    UnusedKind(
        "an answer of data.police.uk's API: stops and searches",
        NOT_WHOLE,
        _answer("object_of_search", "involved_person"),
    ),
    UnusedKind(
        "an answer of data.police.uk's API: months published",
        "it only says which months there are",
        _answer("date", "stop-and-search"),
    ),
    UnusedKind(
        "an answer of data.police.uk's API: kinds of crime",
        "it only lists their names",
        _answer("url", "name"),
    ),
)
