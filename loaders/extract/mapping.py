"""How one force's export reads: what it is of, its own column names, dates, code words and grid, written in a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geo.core.errors import DataProblem
from geo.core.schema import NATIONAL_GRID, WGS84
from loaders.area import served
from loaders.extract.kinds import KINDS, OFFENCES, ExtractKind
from loaders.reference import forces

DAY_FIRST, MONTH_FIRST = "day first", "month first"
PARTS = {
    "file": {"kind", "sheet", "heading_rows", "force", "crs", "extracted", "blanks"},
    "columns": None,
    "constants": None,
    "dates": {"formats", "order"},
    "codes": None,
    "places": {"streets"},
}
SYSTEMS = {f"EPSG:{number}": number for number in (NATIONAL_GRID, WGS84)}
BLANKS = ("n/a", "na", "null", "nil", "-", "--", "not stated", "not given", "#n/a", "(blank)")


@dataclass(frozen=True)
class ExtractMapping:
    """How a file reads. As it stands, the file is taken to look like the template.

    columns       field → the headings that make it; the texts of several are joined by a blank
    constants     field → one value for every row, in the words of the template
    words         field → spelling (lower case) → our word
    heading_rows  rows of the heading from 1, several where it is merged; empty: looked for
    crs           EPSG number of the coordinates; None: metres in easting and northing, degrees in longitude and latitude
    streets       whether a street's name in location_text may stand for a place where nothing finer is given
    formats       date formats tried before the usual ones, as strptime has them
    """

    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheet: str = ""
    heading_rows: tuple[int, ...] = ()
    force: str = field(default_factory=lambda: served().force)
    crs: int | None = None
    extracted: date | None = None
    blanks: frozenset[str] = frozenset(BLANKS)
    formats: tuple[str, ...] = ()
    month_first: bool = False
    given: bool = False  # whether a file said so, rather than the template
    kind: ExtractKind = OFFENCES
    streets: bool = False

    @property
    def reference(self) -> str:
        """The heading of the force's own reference, the first where several make it."""
        return self.columns[self.kind.reference][0]

    def reading(self, field: str) -> str:
        """The headings of a field as one, for messages."""
        return " and ".join(self.columns.get(field, ())) or field


def template_mapping(kind: ExtractKind = OFFENCES) -> ExtractMapping:
    """The mapping of a file that has the template's own column names."""
    return ExtractMapping(
        {name: (name,) for name in kind.fields}, words=kind.spellings(), kind=kind
    )


def read_mapping(data: bytes, name: str) -> ExtractMapping:
    """The mapping that a TOML file describes; refused, naming what is wrong, where it does not make sense."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise DataProblem(
            f"{name} is not a mapping that we can read.",
            f"{problem}.",
            "Mend the line; docs/administrator.md shows one.",
        ) from problem
    for part, inner in document.items():
        _require_known([part], PARTS, name, "part")
        if not isinstance(inner, dict):
            raise DataProblem(
                f"{name} gives “{part}” as a single value.",
                do=f"Write it as a part of its own, [{part}].",
            )
        if known := PARTS[part]:
            _require_known(inner, known, name, f"setting in [{part}]")
    file, dates, codes = (document.get(part, {}) for part in ("file", "dates", "codes"))
    columns, constants = document.get("columns", {}), document.get("constants", {})
    kind = _kind(file, columns, name)
    for part in (columns, codes):
        _require_known(part, kind.fields, name, "field")
    _require_known(constants, kind.fields_without_people, name, "field with one value for all rows")
    if kind.reference not in columns:
        raise DataProblem(
            f"{name} does not say which column holds the {kind.display_name}.",
            f"It maps: {', '.join(columns) or 'nothing'}.",
            f'Add a line like {kind.reference} = "{kind.display_name.split()[0].capitalize()} No" under [columns].',
        )
    return ExtractMapping(
        {
            key: (value,) if isinstance(value, str) else tuple(map(str, value))
            for key, value in columns.items()
        },
        {key: str(value) for key, value in constants.items()},
        _words(codes, kind, name),
        str(file.get("sheet", "")),
        _rows(file.get("heading_rows", []), name),
        _one_of(file.get("force", served().force), list(forces()), name, "force"),
        SYSTEMS[_one_of(file["crs"], list(SYSTEMS), name, "crs")] if "crs" in file else None,
        _day(file.get("extracted"), name),
        frozenset(BLANKS) | {str(word).strip().lower() for word in file.get("blanks", [])},
        tuple(map(str, dates.get("formats", []))),
        _one_of(dates.get("order", DAY_FIRST), [DAY_FIRST, MONTH_FIRST], name, "order")
        == MONTH_FIRST,
        given=True,
        kind=kind,
        streets=_flag(document.get("places", {}).get("streets", False), name, "streets"),
    )


def _kind(file: Mapping[str, Any], columns: Mapping[str, Any], name: str) -> ExtractKind:
    """What the mapping is for: as it says, else by the reference that it maps; offences where neither tells."""
    named = {kind.name: kind for kind in KINDS}
    if "kind" in file:
        return named[_one_of(file["kind"], list(named), name, "kind")]
    mapped = [kind for kind in KINDS if kind.reference in columns]
    if len(mapped) > 1:
        raise DataProblem(
            f"{name} maps the references of two kinds of extract.",
            f"They are: {', '.join(k.reference for k in mapped)}.",
            'Write a mapping for each, or say which it is: [file], kind = "searches".',
        )
    return mapped[0] if mapped else OFFENCES


def _words(
    codes: Mapping[str, Mapping[str, Any]], kind: ExtractKind, name: str
) -> dict[str, dict[str, str]]:
    """Spelling → our word, for every field that has words; the mapping's own spellings go before the usual ones."""
    listed = kind.spellings()
    for field_name, ours in codes.items():
        known = kind.vocabulary(field_name)
        if not known:
            raise DataProblem(
                f"{name} lists codes for {field_name}, which takes any text.", do="Take them out."
            )
        _require_known(ours, known, name, f"word for {field_name}")
        for word, theirs in ours.items():
            given = [theirs] if isinstance(theirs, (str, int)) else theirs
            listed[field_name] |= {str(spelling).strip().lower(): word for spelling in given}
    return listed


def _require_known(keys: Any, known: Any, name: str, what: str) -> None:
    unknown = [word for word in keys if word not in known]
    if unknown:
        raise DataProblem(
            f"{name} has an unknown {what}: “{unknown[0]}”.",
            f"Known are: {', '.join(sorted(known))}.",
            "Mend the mapping and try again.",
        )


def _one_of(value: Any, known: list[str], name: str, what: str) -> str:
    _require_known([value], known, name, what)
    return str(value)


def _rows(value: Any, name: str) -> tuple[int, ...]:
    rows = [value] if isinstance(value, int) else value
    if (
        not isinstance(rows, list)
        or not all(isinstance(row, int) and row > 0 for row in rows)
        or sorted(set(rows)) != rows
    ):
        raise DataProblem(
            f"{name} says heading_rows = {value!r}.",
            do="Write the rows of the heading, from 1, like [2] or [2, 3].",
        )
    return tuple(rows)


def _flag(value: Any, name: str, what: str) -> bool:
    if not isinstance(value, bool):
        raise DataProblem(
            f"{name} says {what} = {value!r}.", do=f"Write {what} = true or {what} = false."
        )
    return value


def _day(value: Any, name: str) -> date | None:
    if value is not None and not isinstance(value, date):
        raise DataProblem(
            f"{name} says extracted = {value!r}.",
            do="Write the day of the extract as a date, like extracted = 2023-01-15.",
        )
    return value
