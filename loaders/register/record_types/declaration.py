"""How a kind of record is declared: its fields and checks, from which tables, forms and files are made.

The kinds themselves stand in kinds_operations, kinds_duty and their like; a further kind is a further declaration. Nothing
is about a person: people appear as roles or posts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

FieldKind = Literal[
    "text",
    "long_text",
    "date",
    "month",
    "integer",
    "number",
    "money",
    "choice",
    "yes_no",
    "ward",
    "authority",
    "area",
    "reference",
    "time",
]
Check = Callable[
    [Mapping[str, Any]], str
]  # what does not fit, as a sentence; empty where all is well
Find = Callable[..., list[dict[str, Any]]]  # records of a kind whose fields equal what is asked for
Across = Callable[
    [Find, int, Mapping[str, Any]], str
]  # the same of a record of that id, among the other records
ROLES_ONLY = "A role or post, never a person's name."


@dataclass(frozen=True)
class Field:
    """One thing a record says.

    choices    the words a choice is taken from
    refers_to  name of the kind a reference points to
    least      numbers below it are refused
    most       characters a text may have, where it is not the usual
    help       shown beside the field
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    least: float | None = None
    most: int | None = None
    help: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    one     the word for one of them, as in “This plan action …”
    checks  what the fields must satisfy together
    across  what the record must satisfy among the others
    unique  fields that no two records may share, and by which a row of a file finds its record
    """

    name: str
    title: str
    one: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    unique: tuple[str, ...] = ()
    across: tuple[Across, ...] = ()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of the fields that hold a drawn or uploaded area."""
        return tuple(field.name for field in self.fields if field.kind == "area")


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


def called(record: Mapping[str, Any]) -> str:
    """What a record of any kind is called where others refer to it: its name, title, words or financial year."""
    said = next(
        (
            str(record[name])
            for name in ("name", "title", "what", "financial_year", "statement", "pathway", "place")
            if record.get(name)
        ),
        f"number {record.get('id', '')}",
    )
    return (
        f"{said} ({record['split']})"
        if record.get("financial_year") and record.get("split", "not split") != "not split"
        else said
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
