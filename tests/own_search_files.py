"""Made-up exports of a force's own searches in two shapes, each with sound rows and every fault planted once, on a line that is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from tests.extract_files import Export

PLANTED = ("Zebulon Quillfeather", "QF-7731-REF", "zebulon@quillfeather.example")
SOUND = {
    "search_reference": "S1",
    "searched_at": "14/05/2022 22:40",
    "kind": "person",
    "object": "weapons",
    "legislation": "s1 PACE",
    "outcome": "NFA",
    "linked": "",
    "gender": "M",
    "age": "19",
    "ethnicity_self": "W1",
    "ethnicity_officer": "IC1",
    "operation": "Op Sceptre",
    "easting": "414655",
    "northing": "183852",
}
FAULTS: dict[str, dict[str, str]] = {
    "the search reference is missing": {"search_reference": "n/a"},
    "searched_at is not given": {"searched_at": ""},
    "searched_at is not a date that we can read": {"searched_at": PLANTED[0]},
    "searched_at lies before 1990": {"searched_at": "14/05/1975 22:40"},
    "searched_at lies in the future": {"searched_at": "15/05/2099 10:00"},
    "searched_at is a time that the clocks jumped over": {"searched_at": "27/03/2022 01:30"},
}


def rows_with_faults(
    faults: Mapping[str, dict[str, str]], *, sound: int
) -> tuple[list[dict[str, str]], list[str]]:
    """Sound rows, then one row a fault, then a sound one with planted texts; and the reason at each row, empty where sound."""
    rows = [SOUND | {"search_reference": f"S{number}"} for number in range(1, sound + 1)]
    rows += [
        SOUND | {"search_reference": f"F{number}", **changes}
        for number, changes in enumerate(faults.values())
    ]
    rows.append(
        SOUND
        | {"search_reference": PLANTED[1], "object": PLANTED[0], "operation": f"Op {PLANTED[2]}"}
    )
    return rows, [""] * sound + list(faults) + [""]


def template_export(folder: Path) -> Export:
    """The template's own columns as CSV, with the faults that only text has."""
    faults = FAULTS | {
        "easting or northing is not a number": {"easting": "four"},
        "only one of easting and northing is given": {"easting": ""},
        "easting and northing look like another grid": {"easting": "-1.79", "northing": "51.56"},
        "easting and northing lie outside the grid": {"easting": "900000"},
        "the same row with the same search reference stands earlier in this file": {
            "search_reference": "S1"
        },
    }
    rows, reasons = rows_with_faults(faults, sound=20)
    lines = [",".join(SOUND), *(",".join(row.values()) for row in rows), f"short,{PLANTED[0]}"]
    path = folder / "own-searches.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fault_lines = {reason: at + 2 for at, reason in enumerate(reasons) if reason}
    return Export(
        path,
        None,
        len(rows) + 1,
        fault_lines | {"the row has more or fewer columns than the heading": len(rows) + 2},
    )


MAPPING = """
[file]
sheet = "Searches"
crs = "EPSG:27700"
[columns]
search_reference = "Record"
searched_at = ["Day", "Clock"]
kind = "Who or what"
object = "Looked for"
legislation = "Power"
outcome = "Result"
linked = "Found it"
gender = "Sex"
age = "Years"
ethnicity_self = "SDE"
ethnicity_officer = "Seen as"
operation = "Op"
longitude = "X"
latitude = "Y"
[codes.object]
"Offensive weapons" = ["weapons", "OW1"]
"""


def workbook_export(folder: Path) -> Export:
    """A workbook under titles, in a force's own words and columns: day and time apart, eastings under X."""
    faults = FAULTS | {
        "longitude and latitude look like another grid": {"easting": "-1.79", "northing": "51.56"}
    }
    rows, reasons = rows_with_faults(faults, sound=15)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Searches"
    sheet.append(["Stops and searches of the quarter"])
    sheet.append(
        [
            "Record",
            "Day",
            "Clock",
            "Who or what",
            "Looked for",
            "Power",
            "Result",
            "Found it",
            "Sex",
            "Years",
            "SDE",
            "Seen as",
            "Op",
            "X",
            "Y",
            "Shift",
        ]
    )
    for row in rows:
        day, _, clock = row["searched_at"].partition(" ")
        texts = [row["search_reference"], day, clock, *list(row.values())[2:], "late"]
        sheet.append([text or None for text in texts])
    book.create_sheet("Look-up").append(["OW1", "Weapons"])
    path, mapping = folder / "own-searches.xlsx", folder / "own-searches.toml"
    book.save(path)
    mapping.write_text(MAPPING, encoding="utf-8")
    return Export(
        path, mapping, len(rows), {reason: at + 3 for at, reason in enumerate(reasons) if reason}
    )


EXPORTS = {"template": template_export, "workbook": workbook_export}
