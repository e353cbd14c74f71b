"""The area served, from data/area.toml or the file that SVD_AREA names: read and checked once, before anything is shown or loaded."""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from geo.core.area import Area, Authority, Inset
from geo.core.errors import DataProblem
from loaders.settings import setting

DATA = Path(__file__).resolve().parent.parent / "data"
SETTING, DEFAULT = "SVD_AREA", DATA / "area.toml"
FORCES, WARD_FACTS = DATA / "forces.csv", "ward_facts"
WARD_VINTAGES, WARD_EDGES = "ward_vintages", "ward_edges"
TABLES = (
    WARD_FACTS,
    WARD_VINTAGES,
    WARD_EDGES,
    "ward_code_history",
    "lsoa21_ward",
    "ward_tiles",
    "places",
    "postcodes",
    "streets",
    "events",
    "operations",
    "census_2011_groups",
    "census_2021_groups",
    "measures_here",
    "brief_bodies",
    "brief_duty_dates",
    "brief_grants",
    "brief_meetings",
    "demonstration",
    "demonstration_operations",
)
# Tables that bear years, since an area may name several: maps of later vintages, and what became of the wards between two.
TABLES_OF_YEARS = re.compile(r"ward_edges_20\d\d$|ward_crosswalk_20\d\d_20\d\d$")
# What each part of the file must hold, and of which type; a part in brackets may stand there any number of times.
TEXT, NUMBER, NUMBERS, YES_OR_NO = "text", "a whole number", "numbers", "true or false"
PARTS: dict[str, dict[str, str]] = {
    "force": {"id": TEXT, "name": TEXT, "code": TEXT},
    "map": {"centre": NUMBERS, "zoom": NUMBER, "bounds": NUMBERS},
    "downloads": {"boundaries": TEXT},
}
LISTS: dict[str, dict[str, str]] = {
    "authorities": {"code": TEXT, "name": TEXT, "short": TEXT, "wards": TEXT},
    "insets": {"name": TEXT, "authority": TEXT, "bounds": NUMBERS},
    "town_centres": {"ward": TEXT, "why": TEXT},
    "vintages": {"id": TEXT, "from": TEXT},
}
BOUNDARIES, ALONE = "boundaries", "authorities_alone"
PERSONS, ASSESSMENT = "persons", "impact_assessment"
CHOICES = {
    BOUNDARIES: {ALONE: YES_OR_NO},
    PERSONS: {ASSESSMENT: TEXT},
}  # parts that need not be there
SHORTEST_NAME = 8  # signs of the name of an impact assessment
AUTHORITY = re.compile(r"(E0[6-9]|W06)\d{6}$")
FORCE = re.compile(r"(E23|W15)\d{6}$")
WARD = re.compile(r"[EW]05\d{6}$")
YEAR = re.compile(r"20\d\d$")
VINTAGE = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?$")
HEADING = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


@dataclass(frozen=True)
class AreaFile:
    """What the file says: the area, and where the tables lie that are of this area alone (name → path).

    vintages  id of a vintage of wards, like 2021-12 → the day from which its wards were in force, like 2021-05-06
    authorities_alone  a boundary file may lack authorities of the area: they keep the wards they had
    impact_assessment  the assessment under which people are kept as pseudonyms, by name; empty where they are not kept
    """

    area: Area
    tables: Mapping[str, Path]
    vintages: Mapping[str, str] = field(default_factory=dict)
    authorities_alone: bool = False
    impact_assessment: str = ""


def served() -> Area:
    """The area that this process serves. Raises DataProblem where its file cannot be used."""
    return area_file().area


@cache
def area_file() -> AreaFile:
    """The file of the area that this process serves, read once. Raises DataProblem where it cannot be used."""
    return read_area(Path(setting(SETTING) or DEFAULT))


def read_area(path: Path) -> AreaFile:
    """An area from a TOML file. Raises DataProblem, naming file and line, for whatever is missing, unknown, repeated or wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise DataProblem(
            f"The area file {path} cannot be read.",
            f"{problem}.",
            f"Give a TOML file in UTF-8, or take {SETTING} away to serve the area of {DEFAULT.name}.",
            "",
        ) from problem
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise DataProblem(
            f"The area file {path.name} is not TOML.", f"{problem}.", "Mend that line.", ""
        ) from problem
    return _Reading(path, document, _lines(text)).whole()


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """(part, which of its kind, key) → line, from 1; the key is empty for a part's own heading. The parser gives values alone."""
    lines: dict[tuple[str, int, str], int] = {}
    part, seen = "", Counter[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := HEADING.match(line):
            part = heading[1]
            lines[part, seen[part], ""] = number
            seen[part] += 1
        elif key := KEY.match(line):
            lines.setdefault((part, max(seen[part] - 1, 0), key[1]), number)
    return lines


@dataclass(frozen=True)
class _Reading:
    """One file while it is checked."""

    path: Path
    document: dict[str, Any]
    lines: dict[tuple[str, int, str], int]

    def whole(self) -> AreaFile:
        self._require_known("", 0, self.document, {"name", *PARTS, *LISTS, *CHOICES, "tables"})
        name = self._value("", 0, self.document, "name", TEXT)
        parts = {part: self._part(part, keys) for part, keys in PARTS.items()}
        chosen = {p: self._part(p, keys) for p, keys in CHOICES.items() if p in self.document}
        assessment = chosen.get(PERSONS, {}).get(ASSESSMENT, "").strip()
        self._check_assessment(assessment)
        lists = {part: self._list(part, keys) for part, keys in LISTS.items()}
        force, tables = parts["force"], self._tables()
        self._check_force(force)
        self._check_authorities(lists["authorities"])
        if name in {row["name"] for row in lists["authorities"]}:
            wrong = f"the area cannot have the name of one of its authorities, {name}"
            self._refuse("", 0, "name", wrong, "Add a word, such as “the police area”.")
        codes = {row["code"] for row in lists["authorities"]}
        centre = self._degrees("map", 0, "centre", parts["map"]["centre"], 2)
        west, south, east, north = self._bounds(parts["map"]["bounds"])
        if not (south < centre[0] < north and west < centre[1] < east):
            self._refuse("map", 0, "centre", "the centre lies outside the bounds")
        insets = [self._inset(at, row, codes) for at, row in enumerate(lists["insets"])]
        self._require_once("insets", "name", lists["insets"])
        self._require_once("town_centres", "ward", lists["town_centres"])
        self._require_once("vintages", "id", lists["vintages"])
        self._check_vintages(lists["vintages"])
        wards = self._wards(tables, codes)
        for at, row in enumerate(lists["town_centres"]):
            self._check_ward(at, row["ward"], wards)
        if not YEAR.match(parts["downloads"]["boundaries"]):
            self._refuse(
                "downloads", 0, "boundaries", "boundaries needs a year", "Write it like 2021."
            )
        return AreaFile(
            Area(
                name=name,
                force=force["id"],
                force_name=force["name"],
                force_code=force["code"],
                authorities=tuple(Authority(**row) for row in lists["authorities"]),
                centre=(centre[0], centre[1]),
                zoom=parts["map"]["zoom"],
                bounds=(west, south, east, north),
                insets=tuple(insets),
                town_centres=tuple(row["ward"] for row in lists["town_centres"]),
                ward_vintage=parts["downloads"]["boundaries"],
            ),
            tables,
            {row["id"]: row["from"] for row in lists["vintages"]},
            chosen.get(BOUNDARIES, {}).get(ALONE, False),
            assessment,
        )

    def _refuse(
        self, part: str, at: int, key: str, wrong: str, do: str = "", saw: str = ""
    ) -> None:
        """End with what is wrong on the line of a key, or of its part where the key is not there."""
        places = [(part, at, key), (part, at, ""), ("", 0, part), (key, 0, "")]
        line = next((self.lines[place] for place in places if place in self.lines), 1)
        raise DataProblem(
            f"The area file {self.path.name}, line {line}: {wrong}.",
            saw,
            do or "Mend that line, and start again.",
            "",
        )

    def _require_known(self, part: str, at: int, row: Mapping[str, Any], known: set[str]) -> None:
        for key in row:
            if key not in known:
                wrong = f"“{key}” is not known{f' in {part}' if part else ''}"
                self._refuse(part, at, key, wrong, f"It holds: {', '.join(sorted(known))}.")

    def _value(self, part: str, at: int, row: Mapping[str, Any], key: str, kind: str) -> Any:
        """A value of a type, refused where it is missing, empty or of another type."""
        where = f" of {part}" if part else ""
        if key not in row:
            self._refuse(part, at, key, f"“{key}”{where} is missing", "Add it, and start again.")
        value = row[key]
        if kind == TEXT:
            fits = isinstance(value, str) and bool(value.strip())
        elif kind == NUMBER:
            fits = isinstance(value, int) and not isinstance(value, bool)
        elif kind == YES_OR_NO:
            fits = isinstance(value, bool)
        else:
            fits = isinstance(value, list) and all(map(_number, value))
        if not fits:
            self._refuse(part, at, key, f"“{key}”{where} must be {kind}", saw=f"We saw {value!r}.")
        return value

    def _part(self, part: str, keys: Mapping[str, str]) -> dict[str, Any]:
        row = self.document.get(part)
        if not isinstance(row, dict):
            self._refuse("", 0, part, f"the part [{part}] is missing", "Add it, and start again.")
        return self._row(part, 0, row, keys)

    def _list(self, part: str, keys: Mapping[str, str]) -> list[dict[str, Any]]:
        rows = self.document.get(part, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self._refuse(part, 0, "", f"{part} must be written as [[{part}]]")
        return [self._row(part, at, row, keys) for at, row in enumerate(rows)]

    def _row(self, part: str, at: int, row: Any, keys: Mapping[str, str]) -> dict[str, Any]:
        self._require_known(part, at, row, set(keys))
        return {key: self._value(part, at, row, key, kind) for key, kind in keys.items()}

    def _require_once(self, part: str, key: str, rows: list[dict[str, Any]]) -> None:
        seen: set[str] = set()
        for at, row in enumerate(rows):
            if row[key] in seen:
                self._refuse(
                    part, at, key, f"{row[key]} stands there twice", "Take one of them away."
                )
            seen.add(row[key])

    def _check_force(self, force: Mapping[str, str]) -> None:
        with FORCES.open(encoding="utf-8", newline="") as opened:
            known = {row["slug"]: row["name"] for row in csv.DictReader(opened)}
        if force["id"] not in known:
            wrong = f"“{force['id']}” is no force of data.police.uk"
            self._refuse(
                "force", 0, "id", wrong, "Write it as in its file names; see data/forces.csv."
            )
        if force["name"] != known[force["id"]]:
            wrong = f"“{force['name']}” is not the name of {force['id']}"
            self._refuse("force", 0, "name", wrong, f"data.police.uk says {known[force['id']]}.")
        if not FORCE.match(force["code"]):
            wrong = f"“{force['code']}” is no code of a police force area"
            self._refuse(
                "force",
                0,
                "code",
                wrong,
                "It begins with E23, or W15 in Wales, and six digits follow.",
            )

    def _check_assessment(self, name: str) -> None:
        """A word like “yes” names no assessment, so that nobody switches people on without one."""
        if PERSONS in self.document and (len(name) < SHORTEST_NAME or not re.search(r"\d", name)):
            wrong = "people are kept only under an impact assessment that can be looked up"
            do = "Write its title with number or date, like “DPIA 2023/14, knife crime”, or take [persons] away."
            self._refuse(PERSONS, 0, ASSESSMENT, wrong, do, f"We saw “{name}”.")

    def _check_authorities(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            self._refuse("authorities", 0, "", "an area needs at least one of [[authorities]]")
        for at, row in enumerate(rows):
            if not AUTHORITY.match(row["code"]):
                wrong = f"“{row['code']}” is no code of a local authority"
                self._refuse(
                    "authorities",
                    at,
                    "code",
                    wrong,
                    "It begins with E06 to E09, or W06, and six digits follow.",
                )
        for key in ("code", "name", "short"):
            self._require_once("authorities", key, rows)

    def _degrees(self, part: str, at: int, key: str, values: list[float], many: int) -> list[float]:
        """Latitudes and longitudes by turns, refused where there are not so many, or they are no degrees in Britain."""
        if len(values) != many:
            self._refuse(
                part, at, key, f"“{key}” needs {many} numbers", saw=f"We saw {len(values)}."
            )
        if not all(49 <= value <= 61 for value in values[::2]) or not all(
            -9 <= value <= 3 for value in values[1::2]
        ):
            do = "Write latitude before longitude, in degrees."
            self._refuse(part, at, key, f"“{key}” does not lie in Britain", do, f"We saw {values}.")
        return values

    def _bounds(self, bounds: list[float]) -> tuple[float, float, float, float]:
        """West, south, east, north of the map, refused where they are not that."""
        if len(bounds) != 4 or not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
            do = "Write west, south, east, north, in degrees."
            self._refuse("map", 0, "bounds", "“bounds” are not in order", do, f"We saw {bounds}.")
        return bounds[0], bounds[1], bounds[2], bounds[3]

    def _inset(self, at: int, row: Mapping[str, Any], codes: set[str]) -> Inset:
        if row["authority"] not in codes:
            wrong = f"“{row['authority']}” is none of the authorities above"
            self._refuse("insets", at, "authority", wrong)
        south, west, north, east = self._degrees("insets", at, "bounds", row["bounds"], 4)
        if not (south < north and west < east):
            do = "Write south, west, north, east, in degrees."
            self._refuse("insets", at, "bounds", "“bounds” are not in order", do)
        return Inset(row["name"], row["authority"], ((south, west), (north, east)))

    def _tables(self) -> dict[str, Path]:
        row = self.document.get("tables", {})
        if not isinstance(row, dict):
            self._refuse("tables", 0, "", "tables must be written as [tables]")
        self._require_known("tables", 0, row, {*TABLES, *filter(TABLES_OF_YEARS.match, row)})
        paths = {}
        for key in row:
            paths[key] = self.path.parent / self._value("tables", 0, row, key, TEXT)
            if not paths[key].is_file():
                self._refuse("tables", 0, key, f"there is no file {paths[key].name} beside it")
        return paths

    def _wards(self, tables: Mapping[str, Path], codes: set[str]) -> dict[str, str] | None:
        """Ward code → authority code of the ward facts; None where the area has none. Each authority must have wards there."""
        if WARD_FACTS not in tables:
            return None
        with tables[WARD_FACTS].open(encoding="utf-8", newline="") as opened:
            rows = [*csv.DictReader(opened)]
        if not rows or not {"ward_code", "authority_code"} <= set(rows[0]):
            self._refuse("tables", 0, WARD_FACTS, f"{tables[WARD_FACTS].name} holds no wards")
        wards = {row["ward_code"]: row["authority_code"] for row in rows}
        for at, code in enumerate(row["code"] for row in self.document["authorities"]):
            if code not in wards.values():
                wrong = f"{code} has no wards in {tables[WARD_FACTS].name}"
                self._refuse(
                    "authorities", at, "code", wrong, "Mend the code, or add its wards there."
                )
        return {ward: code for ward, code in wards.items() if code in codes}

    def _check_vintages(self, rows: list[dict[str, Any]]) -> None:
        """Each a vintage and a day; the days in the order of the vintages, since windows are drawn by the newest in force."""
        for at, row in enumerate(rows):
            self._check_vintage(at, row)
        in_order = sorted(range(len(rows)), key=lambda at: rows[at]["id"])
        for earlier, later in itertools.pairwise(in_order):
            before, after = rows[earlier], rows[later]
            if after["from"] <= before["from"]:
                wrong = f"the wards of {after['id']} cannot be in force from {after['from']}"
                saw = f"Those of {before['id']} are from {before['from']}."
                do = "Give each vintage a later day than the one before it."
                self._refuse("vintages", later, "from", wrong, do, saw)

    def _check_vintage(self, at: int, row: Mapping[str, str]) -> None:
        if not VINTAGE.match(row["id"]):
            do = "Write year and month, like 2025-05."
            self._refuse("vintages", at, "id", f"“{row['id']}” is no vintage of wards", do)
        try:
            written_so = date.fromisoformat(row["from"]).isoformat() == row["from"]
        except ValueError:
            written_so = False
        if not written_so:
            do = "Write the day from which its wards were in force, like 2025-05-01."
            self._refuse("vintages", at, "from", f"“{row['from']}” is no date", do)

    def _check_ward(self, at: int, ward: str, known: Mapping[str, str] | None) -> None:
        if not WARD.match(ward):
            wrong = f"“{ward}” is no code of a ward"
            self._refuse(
                "town_centres",
                at,
                "ward",
                wrong,
                "It begins with E05, or W05, and six digits follow.",
            )
        if known is not None and ward not in known:
            self._refuse("town_centres", at, "ward", f"{ward} is no ward of these authorities")


def of_area(name: str) -> bool:
    """Whether a table is of the area served alone, and so the area's file names where it lies."""
    return name in TABLES or TABLES_OF_YEARS.match(name) is not None


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
