"""The tables of a file of residents, out of text or a workbook: each with what stands above it, read row by row."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import pandas as pd

from geo.core.errors import DataProblem
from loaders.documents.csv_text import (
    HEADING_BYTES,
    as_utf8,
    delimiter_of,
    richest_line,
    separator_note,
    stated_separator,
    text_rows,
)
from loaders.documents.headings import bare_name
from loaders.documents.workbook import SEARCHED, Row, is_workbook, opened_workbook
from loaders.resident_files.area_codes import CODE
from loaders.resident_files.counts import whole_number
from loaders.resident_files.layout import SINGLE_SEX, YOUNG, Layout, heading_at, layout_of
from loaders.resident_files.years import UNSAID, year_above, year_in

SAMPLE = 300  # rows in which codes are looked for
SHOWN_CELLS = 12  # of a row that is rejected
TOTAL_OF = ("sex", "gender", "age", "measures")
ALL_OF_THEM = ("total", "all", "persons", "people", "both", "value")
CELLS = ["line", "code", "authority", "area_name", "year", "residents", "young", "uneven", "row"]


@dataclass
class Sheet:
    """One table of a file.

    title     of the workbook's sheet; empty for text
    layout    its columns
    cells     CELLS, a row for each area and year, all as text but `line`; then one column for each of the layout's categories.
              `residents` is the cell's text, or the sum of single years of age; `young` the number aged 14 to 25, NaN where not known
    remarks   lines beneath the table that are no rows of it
    """

    title: str
    heading: list[str]
    layout: Layout
    cells: pd.DataFrame
    remarks: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Tables:
    """All tables of residents of a file, and what is said of its text and of sheets that were passed over."""

    sheets: list[Sheet]
    notes: tuple[str, ...] = ()


def tables_of(data: bytes, name: str) -> Tables:
    """The tables of residents in a file.

    Raises DataProblem where it is empty, no table, holds none with codes of areas and a count of residents, counts one sex alone, or has
    several columns that could be the one meant.
    """
    if not data or data.isspace():
        raise DataProblem(f"{name} is empty.", do="Download or save it again.")
    tops: list[list[str]] = []
    if not is_workbook(data[:HEADING_BYTES], name):
        text, notes = as_utf8(data, name)
        rows, delimiter = _text_rows(text, name)
        sheet = _sheet("", rows, name, tops, is_text=True)
        return Tables(_some([sheet], name, tops), notes + separator_note(delimiter, name))
    sheets, passed_over = list[Sheet | None](), list[str]()
    with opened_workbook(io.BytesIO(data), name, of_plain_numbers=True) as book:
        for title, rows_of in book.sheets.items():
            if SINGLE_SEX.search(title):
                passed_over.append(title)
                continue
            sheets.append(_sheet(title, rows_of(), name, tops, is_text=False))
    notes = ()
    if passed_over:
        notes = (f"{name}: sheets of one sex alone were passed over: {', '.join(passed_over)}.",)
    return Tables(_some(sheets, name, tops), notes)


def _text_rows(text: bytes, name: str) -> tuple[Iterator[Row], str]:
    start = text[:HEADING_BYTES].decode(errors="ignore")
    delimiter, skipped = stated_separator(start)
    delimiter = delimiter or delimiter_of(richest_line(start.encode()))
    lines = io.StringIO(text.decode()[skipped:], newline="")
    return (
        (line + bool(skipped), cells)
        for line, cells in text_rows(lines, name, delimiter)
        if any(cell.strip() for cell in cells)
    ), delimiter


def _some(sheets: Sequence[Sheet | None], name: str, tops: list[list[str]]) -> list[Sheet]:
    """The sheets that are tables of residents; a file without any is refused."""
    there = [sheet for sheet in sheets if sheet is not None]
    if any(len(sheet.cells) for sheet in there):
        return there
    if there:
        raise DataProblem(
            f"{name} has the heading of a table of residents, and no row.",
            f"Its columns are: {', '.join(filter(None, there[0].heading))[:400]}.",
            "Save or export it again.",
        )
    heading = max(tops, key=lambda row: sum(map(bool, row)), default=[])
    raise DataProblem(
        f"{name} has no table of areas and their residents.",
        f"Its columns are: {', '.join(filter(None, heading))[:400]}.",
        "Give it a column ward_code (or LSOA code) and a column residents, and load it again.",
    )


def _sheet(
    title: str, rows: Iterator[Row], name: str, tops: list[list[str]], *, is_text: bool
) -> Sheet | None:
    """The table of one sheet; None where it holds none. Its first rows are added to `tops`."""
    top = list(islice(rows, SEARCHED))
    texts = [[cell.strip() for cell in cells] for _, cells in top]
    tops += texts
    at = heading_at(texts)
    if at < 0:
        return None
    _require_all_people(texts[:at], name)
    rest = chain(top[at + 1 :], rows)
    sample = list(islice(rest, SAMPLE))
    layout = layout_of(texts[at], [cells for _, cells in sample])
    if layout.rivals:
        raise DataProblem(
            f"{name} has several columns that could be its residents.",
            f"They are: {', '.join(layout.rivals)[:400]}.",
            "Rename the one that counts to “residents”, and load it again.",
        )
    if layout.code < 0 or not (layout.counts or layout.holds_all_ages):
        return None
    year = year_in(title) or year_above(texts[:at])
    read = _Reading(layout, year, is_text=is_text)
    for line, cells in chain(sample, rest):
        read.take(line, cells)
    return Sheet(title, texts[at], layout, read.frame(), read.remarks)


def _require_all_people(above: Sequence[Sequence[str]], name: str) -> None:
    """Refuse a table that says above itself that it counts one sex or some ages alone, as exports of Nomis do."""
    for cells in above:
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and ":" in filled[0]:
            filled = [part.strip() for part in filled[0].split(":", 1)]
        if len(filled) != 2 or bare_name(filled[0]) not in TOTAL_OF:
            continue
        if not is_whole(filled[1]):
            raise DataProblem(
                f"{name} does not count all residents.",
                f"Above its table stands “{filled[0]}: {filled[1]}”.",
                "Export it again for all ages and both sexes.",
            )


def is_whole(category: str) -> bool:
    """Whether the name of a category stands for all people: “Total”, “All ages”, “Persons”."""
    words = category.casefold().replace(":", " ").split()
    return bool(words) and words[0].strip(",;") in ALL_OF_THEM


class _Reading:
    """Takes the rows of one table, and keeps of each what counts."""

    def __init__(self, layout: Layout, year: int, *, is_text: bool) -> None:
        self.layout, self.is_text = layout, is_text
        self.remarks: list[int] = []
        self._year = str(year) if year != UNSAID else ""
        self._rows: list[tuple[object, ...]] = []
        self._young = [at for age in YOUNG for at in layout.ages.get(age, ())]
        if not all(age in layout.ages for age in YOUNG):
            self._young = []
        self._all_ages = [at for ats in layout.ages.values() for at in ats]

    def take(self, line: int, cells: list[str]) -> None:
        layout = self.layout
        given = cells
        cells = cells + [""] * (layout.width - len(cells))
        code = cells[layout.code].strip().upper()
        if not CODE.fullmatch(code) and not self._has_figures(cells):
            self.remarks.append(line)
            return
        uneven = self.is_text and (
            len(given) < layout.width or any(map(str.strip, cells[layout.width :]))
        )
        year = cells[layout.year].strip() if layout.year >= 0 else self._year
        shown = ",".join(cells[: min(SHOWN_CELLS, layout.width)])
        common = code, self._cell(cells, layout.authority), self._cell(cells, layout.area_name)
        more = [cells[at].strip() for at in layout.categories]
        for residents, of_year in self._residents(cells, year):
            row = (
                line,
                *common,
                of_year,
                residents,
                self._aged_14_to_25(cells),
                uneven,
                shown,
                *more,
            )
            self._rows.append(row)

    def frame(self) -> pd.DataFrame:
        names = [*CELLS, *(f"category {at}" for at in self.layout.categories)]
        return pd.DataFrame(self._rows, columns=names)

    def _has_figures(self, cells: list[str]) -> bool:
        ats = [count.at for count in self.layout.counts] or self._all_ages
        return any(cells[at].strip() for at in ats)

    def _residents(self, cells: list[str], year: str) -> Iterator[tuple[str, str]]:
        if not self.layout.counts:
            total = self._sum(cells, self._all_ages)
            yield ("" if total is None else str(total)), year
        for count in self.layout.counts:
            yield cells[count.at].strip(), str(count.year) if count.year != UNSAID else year

    def _aged_14_to_25(self, cells: list[str]) -> float:
        ats = [self.layout.young] if self.layout.young >= 0 else self._young
        total = self._sum(cells, ats) if ats and len(self.layout.counts) < 2 else None
        return float("nan") if total is None else float(total)

    @staticmethod
    def _sum(cells: list[str], ats: Sequence[int]) -> int | None:
        """The sum of some cells; None where one of them is no number."""
        total = 0
        for at in ats:
            text = cells[at]
            if text.isascii() and text.isdigit():
                total += int(text)
                continue
            number, fault = whole_number(text)
            if fault:
                return None
            total += number
        return total

    @staticmethod
    def _cell(cells: list[str], at: int) -> str:
        return cells[at].strip() if at >= 0 else ""
