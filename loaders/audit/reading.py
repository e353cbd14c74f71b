"""What the record says: events between two days, and who saw a source's month."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.core.spreadsheet_text import guarded
from loaders.audit.lines import parsed
from loaders.audit.place import Place, day_of

COLUMNS = [
    "when",
    "what",
    "subject",
    "name",
    "role",
    "session",
    "details",
    "chain",
    "number",
    "hash",
]
SHOWN = ("page", "question", "download")


@dataclass(frozen=True)
class Sight:
    """A person who saw something of a source's month: how often, first and last when (UTC), and whether they took a file away."""

    subject: str
    name: str
    roles: tuple[str, ...]
    times: int
    first: str
    last: str
    files: int


def events(place: Place, first: date = date.min, last: date = date.max) -> Iterator[dict[str, Any]]:
    """Every line that can be read of events between two days (UTC), both included, by time."""
    held = []
    for day, _, path in place.files():
        if first <= day_of(day) <= last:
            held += [values for line in path.read_bytes().split(b"\n") if (values := parsed(line))]
    yield from sorted(held, key=lambda values: (values["when"], values["chain"], values["number"]))


def export(place: Place, first: date, last: date, file: Path) -> int:
    """Write the events between two days into a file, as CSV where it is named so, else a line of JSON each; how many."""
    listed = list(events(place, first, last))
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow(COLUMNS)
            for values in listed:
                flat = {**values, **values["who"], "details": json.dumps(values["details"])}
                writer.writerow([guarded(str(flat[name])) for name in COLUMNS])
    else:
        text = "".join(json.dumps(values, separators=(",", ":")) + "\n" for values in listed)
        file.write_text(text, encoding="utf-8")
    return len(listed)


def who_saw(place: Place, source: str, month: str) -> list[Sight]:
    """Who saw anything of a source in a month, like 2025-03, whoever saw it last first."""
    by_person: dict[str, list[dict[str, Any]]] = {}
    for values in events(place):
        if values["what"] in SHOWN and _covers(values["details"], source, month):
            by_person.setdefault(values["who"]["subject"], []).append(values)
    sights = [
        Sight(
            subject,
            seen[-1]["who"]["name"],
            tuple(sorted({values["who"]["role"] for values in seen})),
            len(seen),
            seen[0]["when"],
            seen[-1]["when"],
            sum(values["what"] == "download" for values in seen),
        )
        for subject, seen in by_person.items()
    ]
    return sorted(sights, key=lambda sight: sight.last, reverse=True)


def _covers(details: dict[str, Any], source: str, month: str) -> bool:
    """Whether something of the source's month was shown; a question without months is of all."""
    return any(
        of.get("source") == source and of.get("first", "") <= month <= of.get("last", "9999")
        for of in details.get("of", ())
    )
