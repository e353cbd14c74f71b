"""Three made-up exports of different shapes, each with sound rows and every fault planted once, on a line that is known.

`Export.faults` is reason → line. The references and the names that must never reach a store are in PLANTED.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

PLANTED = ("Zebulon Quillfeather", "QF-7731-REF", "zebulon@quillfeather.example")
TODAY = datetime(2023, 1, 31).date()
SOUND = {
    "crime_reference": "R1",
    "offence_code": "10D",
    "committed_from": "14/05/2022 22:40",
    "committed_to": "",
    "recorded_on": "15/05/2022",
    "easting": "414655",
    "northing": "183852",
    "location_text": "Regent Street",
    "knife_flag": "yes",
    "weapon": "knife",
    "finding": "search",
    "suspect_age": "19",
    "operation": "Op Sceptre",
    "outcome": "Charged",
}
# What each fault changes in a sound row; all shapes have them in common.
FAULTS: dict[str, dict[str, str]] = {
    "the crime reference is missing": {"crime_reference": "n/a"},
    "committed_from is not a date that we can read": {"committed_from": PLANTED[0]},
    "recorded_on is not a date that we can read": {"recorded_on": "31/02/2022"},
    "committed_from lies before 1990": {"committed_from": "14/05/1975 22:40"},
    "recorded_on lies in the future": {"recorded_on": "15/05/2099"},
    "it ends before it starts": {"committed_to": "14/05/2022 21:40"},
    "it was recorded before it was committed": {"recorded_on": "13/05/2022"},
    "neither committed_from nor recorded_on is given": {"committed_from": "", "recorded_on": ""},
}


@dataclass(frozen=True)
class Export:
    """A made-up export: its file, its mapping (empty for the template's own shape), rows in it, and reason → line of each fault."""

    path: Path
    mapping: Path | None
    rows: int
    faults: Mapping[str, int]

    @property
    def paths(self) -> list[Path]:
        return [self.path, *([self.mapping] if self.mapping else [])]


def rows_with_faults(
    faults: Mapping[str, dict[str, str]], *, sound: int
) -> tuple[list[dict[str, str]], list[str]]:
    """Sound rows, then one row a fault, then one sound row with the planted reference; and the reason at each row, empty where sound."""
    rows = [SOUND | {"crime_reference": f"R{number}"} for number in range(1, sound + 1)]
    rows += [
        SOUND | {"crime_reference": f"F{number}", **changes}
        for number, changes in enumerate(faults.values())
    ]
    rows.append(
        SOUND
        | {
            "crime_reference": PLANTED[1],
            "finding": f"search by {PLANTED[0]}",
            "location_text": f"write {PLANTED[2]}",
        }
    )
    return rows, [""] * sound + list(faults) + [""]


def template_export(folder: Path) -> Export:
    """The template's own columns as CSV, with the faults that only text has."""
    faults = FAULTS | {
        "easting or northing is not a number": {"easting": "four"},
        "only one of easting and northing is given": {"easting": ""},
        "easting and northing look like another grid": {"easting": "-1.79", "northing": "51.56"},
        "easting and northing lie outside the grid": {"easting": "900000"},
        "the same row with the same crime reference stands earlier in this file": {
            "crime_reference": "R1"
        },
    }
    rows, reasons = rows_with_faults(faults, sound=20)
    lines = [",".join(SOUND), *(",".join(row.values()) for row in rows), f"short,{PLANTED[0]}"]
    path = folder / "template.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fault_lines = {reason: at + 2 for at, reason in enumerate(reasons) if reason}
    return Export(
        path,
        None,
        len(rows) + 1,
        fault_lines | {"the row has more or fewer columns than the heading": len(rows) + 2},
    )


WORKBOOK_MAPPING = """
[file]
sheet = "Crimes"
heading_rows = [3, 4]
crs = "EPSG:27700"
blanks = ["not held"]
[columns]
crime_reference = "Crime Number"
offence_code = "Crime HO Code"
committed_from = "Committed From"
committed_to = "Committed To"
recorded_on = "Recorded"
longitude = "Place Longitude"
latitude = "Place Latitude"
location_text = "Place Text"
knife_flag = "Knife"
weapon = "Weapon used"
finding = "How found"
suspect_age = "Suspect Age"
operation = "Op"
outcome = "Result"
[codes.weapon]
knife = ["W01", "W02"]
[codes.knife_flag]
yes = ["KC"]
"""


def workbook_export(folder: Path) -> Export:
    """A workbook of three sheets: titles above two merged heading rows, dates as day numbers and as dates, eastings under Longitude."""
    faults = FAULTS | {
        "longitude and latitude look like another grid": {"easting": "-1.79", "northing": "51.56"}
    }
    rows, reasons = rows_with_faults(faults, sound=15)
    book = Workbook()
    cover, sheet = book.worksheets[0], book.create_sheet("Crimes")
    cover.append(["Crimes of the quarter"])
    sheet.append(["Extract of the records system"])
    sheet.append([])
    sheet.append(
        [
            "Crime",
            None,
            "Committed",
            None,
            "Recorded",
            "Place",
            None,
            None,
            "Knife",
            "Weapon used",
            "How found",
            "Suspect",
            "Op",
            "Result",
        ]
    )
    sheet.append(
        [
            "Number",
            "HO Code",
            "From",
            "To",
            None,
            "Longitude",
            "Latitude",
            "Text",
            None,
            None,
            None,
            "Age",
            None,
            None,
        ]
    )
    sheet.merge_cells("A3:B3")
    sheet.merge_cells("F3:H3")
    for at, row in enumerate(rows):
        row |= {
            "knife_flag": "KC",
            "weapon": "W01" if at else "W99",
            "suspect_age": "not held" if at == 1 else "<5" if at == 2 else "19",
        }
        texts: list[object] = [text or None for text in row.values()]
        for place in (2, 3, 4):
            texts[place] = _as_excel_has_it(texts[place], number=at % 2 == 0)
        sheet.append(texts)
    book.create_sheet("Look-up").append(["W01", "Knife"])
    path, mapping = folder / "workbook.xlsx", folder / "workbook.toml"
    book.save(path)
    mapping.write_text(WORKBOOK_MAPPING, encoding="utf-8")
    return Export(
        path, mapping, len(rows), {reason: at + 5 for at, reason in enumerate(reasons) if reason}
    )


def _as_excel_has_it(text: object, *, number: bool) -> object:
    """A date as Excel's day number or as a date; other texts as they are."""
    try:
        moment = datetime.strptime(str(text), "%d/%m/%Y %H:%M" if ":" in str(text) else "%d/%m/%Y")
    except ValueError:
        return text
    return (moment - datetime(1899, 12, 30)).total_seconds() / 86_400 if number else moment


WIDE_MAPPING = """
[file]
extracted = 2023-01-15
[dates]
order = "month first"
[columns]
crime_reference = "Ref"
committed_from = ["Date from", "Time from"]
committed_to = ["Date to", "Time to"]
recorded_on = "Rec date"
easting = "X"
northing = "Y"
finding = "MO"
offence_type = "Group"
[constants]
weapon = "knife"
[codes.offence_type]
"Possession of weapons" = ["POSS"]
"""


def wide_export(folder: Path) -> Export:
    """A hundred columns in another order, semicolons, Latin-1, American dates with two-digit years, day and time apart."""
    faults = FAULTS | {"only one of easting and northing is given": {"northing": "n/a"}}
    rows, reasons = rows_with_faults(faults, sound=12)
    names = [f"Column {number}" for number in range(88)]
    names[3:3] = ["Y", "X", "Rec date", "Time to"]
    names[40:40] = ["Date from", "Ref", "Time from", "Date to", "Group", "MO", "Café", "Beat"]
    text = io.StringIO()
    written = csv.DictWriter(text, names, delimiter=";", restval="filling", lineterminator="\r\n")
    written.writeheader()
    for row in rows:
        start, end = (
            _american(row[name]).partition(" ") for name in ("committed_from", "committed_to")
        )
        written.writerow(
            {
                "Ref": row["crime_reference"],
                "Date from": start[0],
                "Time from": start[2],
                "Date to": end[0],
                "Time to": end[2],
                "Rec date": _american(row["recorded_on"]),
                "X": row["easting"],
                "Y": row["northing"],
                "MO": row["finding"],
                "Group": "POSS",
                "Café": "Café",
            }
        )
    path, mapping = folder / "wide.csv", folder / "wide.toml"
    path.write_bytes(text.getvalue().encode("latin-1"))
    mapping.write_text(WIDE_MAPPING, encoding="utf-8")
    return Export(
        path, mapping, len(rows), {reason: at + 2 for at, reason in enumerate(reasons) if reason}
    )


def _american(text: str) -> str:
    """14/05/2022 22:40 as 05/14/22 22:40; a year that two digits cannot tell stays whole."""
    day, _, rest = text.partition(" ")
    parts = day.split("/")
    if len(parts) != 3:
        return text.replace(" ", "_")
    year = parts[2][2:] if "1990" <= parts[2] <= "2050" else parts[2]
    return f"{parts[1]}/{parts[0]}/{year} {rest}".strip()


EXPORTS = {"template": template_export, "workbook": workbook_export, "wide": wide_export}
