"""Years as files of residents say them: in a row, a heading, the name of a sheet, the lines above a table, or the file's own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from loaders.documents.headings import bare_name

UNSAID = 0
FIRST_YEAR = 1981  # of the mid-year estimates that the Office for National Statistics publishes
YEAR = r"(?<!\d)((?:18|19|20|21)\d\d)(?!\d)"
MID = re.compile(rf"mid[-_\s]*(?:year[-_\s]*)?{YEAR}", re.I)
CENSUS = re.compile(rf"census[-_\s]*{YEAR}|{YEAR}[-_\s]*census|\bts\d{{3}}-{YEAR}", re.I)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d_:]+Z?)?")
AREAS = r"(?:wards?|wd|lsoas?|lad|boundaries|boundary|geography|super output areas?|areas?|local authorit\w+|based)"
OF_AREAS = re.compile(rf"{AREAS}[-_\s]*{YEAR}|{YEAR}[-_\s]*{AREAS}", re.I)
IN_A_CELL = re.compile(
    rf"\s*(?:mid[-_\s]*(?:year)?[-_\s]*|census[-_\s]*)?{YEAR}(?:[-/](?:0?6)(?:[-/]30)?|\.0)?(?:T[\d:]*)?\s*",
    re.I,
)
DAY_FIRST = re.compile(
    rf"\s*\d{{1,2}}[-/. ](?:\d{{1,2}}|[a-z]{{3,9}})[-/. ]{YEAR}\s*|\s*(?:30 )?june? {YEAR}\s*", re.I
)
DAY_LAST = re.compile(rf"\s*{YEAR}-\d\d-\d\d(?:[T ][\d:]+)?\s*")
SAYS_YEAR = {"date", "year", "time", "midyear", "period"}


def last_year() -> int:
    """The last year that residents can be of: next year's, for whoever loads a projection to it."""
    return date.today().year + 1


def in_range(year: int) -> bool:
    """Whether residents can be of a year."""
    return FIRST_YEAR <= year <= last_year()


def year_of_cell(text: str) -> int | None:
    """The year that a cell of a column of years says: “2022”, “Mid-2022”, “30/06/2022”, “2022-06-30”; None where it says none."""
    for pattern in (IN_A_CELL, DAY_FIRST, DAY_LAST):
        if match := pattern.fullmatch(text):
            return int(next(filter(None, match.groups())))
    return None


def year_in(text: str, *, alone: bool = True) -> int:
    """The year that a title or a file's name says residents are of; UNSAID where it says none, or several.

    A mid-year goes before a census, and that before a year that stands alone. Years of boundaries (“Ward 2023”) and days are no such
    years.

    alone  a year that stands alone counts
    """
    for pattern in (MID, CENSUS):
        years = {year for match in pattern.findall(text) for year in _texts(match)}
        if years:
            return int(years.pop()) if len(years) == 1 else UNSAID
    rest = OF_AREAS.sub(" ", DAY.sub(" ", text))
    years = set(re.findall(YEAR, rest)) if alone else set()
    return int(years.pop()) if len(years) == 1 else UNSAID


def year_above(rows: Sequence[Sequence[str]]) -> int:
    """The year that the lines above a table say, by a line like “date, 2022” or by a mid-year in words; UNSAID where they say none."""
    for cells in rows:
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) == 1 and ":" in filled[0]:
            filled = filled[0].split(":", 1)
        if len(filled) == 2 and bare_name(filled[0]) in SAYS_YEAR:
            return year_of_cell(filled[1]) or UNSAID
    years = {year_in(" ".join(cells), alone=False) for cells in rows} - {UNSAID}
    return years.pop() if len(years) == 1 else UNSAID


def _texts(match: str | tuple[str, ...]) -> list[str]:
    return [match] if isinstance(match, str) else [text for text in match if text]
