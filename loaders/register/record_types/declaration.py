"""How a kind of record is declared: its fields and checks, from which tables, forms and files are made.

The kinds themselves stand in the modules beside this one; a further kind is a further declaration. Nothing
is about a person: people appear as roles or posts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.core.record_types import Check, Field

ROLES_ONLY = "A role or post, never a person's name."


def in_order(earlier: str, later: str, sentence: str) -> Check:
    """A date that must not come before another, where both are known."""

    def check(values: Mapping[str, Any]) -> str:
        first, last = values[earlier], values[later]
        return sentence if first is not None and last is not None and last < first else ""

    return check


def at_most(part: str, whole: str, sentence: str) -> Check:
    """A number that cannot exceed another, where both are known."""

    def check(values: Mapping[str, Any]) -> str:
        few, many = values[part], values[whole]
        return sentence if few is not None and many is not None and few > many else ""

    return check


def one_of(names: Iterable[str], sentence: str) -> Check:
    """At least one of the fields must be filled."""
    wanted = tuple(names)
    return lambda values: "" if any(values[name] not in (None, "") for name in wanted) else sentence


def together(first: str, second: str, sentence: str) -> Check:
    """Two fields that are both filled or both empty."""
    return lambda values: sentence if (values[first] is None) != (values[second] is None) else ""


def degrees(values: Mapping[str, Any]) -> str:
    longitude, latitude = values["longitude"], values["latitude"]
    off = (longitude is not None and abs(longitude) > 180) or (
        latitude is not None and abs(latitude) > 90
    )
    return "Longitude and latitude are not degrees." if off else ""


def counted(name: str, label: str, help: str = "") -> Field:
    """A number of things, empty where it was not recorded."""
    return Field(
        name, label, "integer", least=0, help=help or "Leave it empty where it was not recorded."
    )


def display_name(record: Mapping[str, Any]) -> str:
    """What a record of any kind is called where others refer to it: its name, title, words or financial year."""
    label = next(
        (
            str(record[name])
            for name in ("name", "title", "what", "financial_year", "statement", "pathway", "place")
            if record.get(name)
        ),
        f"number {record.get('id', '')}",
    )
    return (
        f"{label} ({record['split']})"
        if record.get("financial_year") and record.get("split", "not split") != "not split"
        else label
    )


ENDS_FIRST = "It ends before it starts."
START, END = (
    Field("start", "Start", "date", help="Empty: not known."),
    Field("end", "End", "date", help="Empty: open, or not known."),
)
RUNS = in_order("start", "end", ENDS_FIRST)
NOTE = Field("note", "Note", "long_text")
LONGITUDE, LATITUDE = (
    Field("longitude", "Longitude", "number", help="Degrees."),
    Field("latitude", "Latitude", "number", help="Degrees."),
)
POINT = (together("longitude", "latitude", "A point needs both longitude and latitude."), degrees)
STATUS = Field("status", "Status", "choice", required=True, choices=("planned", "live", "closed"))
OWNER = Field("owner_role", "Owner", help=ROLES_ONLY)
WARD = Field("ward_code", "Ward", "ward")
WARD_VINTAGE = Field(
    "ward_vintage",
    "Wards of",
    "vintage",
    help="Year and month of the boundaries that the ward is of, like 2021-12. Empty: found by its code.",
)
