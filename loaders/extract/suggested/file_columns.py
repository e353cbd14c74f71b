"""The columns of a file whose headings nobody knows: their names, and some of the values that stand beneath."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.headings import same_name
from loaders.documents.workbook import SEARCHED, Row
from loaders.extract.mapping import BLANKS
from loaders.extract.privacy import is_personal
from loaders.extract.sheets import joined_names, opened_rows

SAMPLE_ROWS = 1_000
SAMPLE_VALUES = 50
FEWEST_COLUMNS = 2
A_NUMBER = re.compile(r"[-+£\d.,:/ %]+")
# “PC 1234 Smith”, “SMITH, John”: who it is rather than what
OF_SOMEBODY = re.compile(
    r"(mr|mrs|ms|miss|dr|pc|pcso|dc|ps|ds|di|sgt|insp)\.? +(\d+ +)?[a-z'’-]+.*|\S+@\S+\.\w+", re.I
)
SURNAME_FIRST = re.compile(r"[A-Z'’-]{2,}, [A-Z][a-z'’-]+( [A-Z][a-z'’-]*)*")


@dataclass(frozen=True)
class FileColumn:
    """One column.

    name      as it stands in the heading, blanks made single
    values    distinct values in the order of the file, of its first rows
    filled    cells of those rows that hold anything
    """

    name: str
    values: tuple[str, ...]
    filled: int


@dataclass(frozen=True)
class FileColumns:
    """What stands in a file.

    columns       those that may be used, in the order of the file
    personal      names of those that look personal by their name: a file with such a column is refused
    of_people     names of those most of whose values look like somebody's name
    repeated      names that several columns bear, none of which can be told from the other
    sheet         title of their sheet, where there are several
    heading_rows  the rows of the heading from 1, where there are several
    """

    columns: tuple[FileColumn, ...]
    personal: tuple[str, ...] = ()
    of_people: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    sheet: str = ""
    heading_rows: tuple[int, ...] = ()


def file_columns(document: Document) -> FileColumns:
    """The columns of a file of text, or of that sheet of a workbook which has most; only its first rows are looked at.

    Raises DataProblem where there is no heading of two columns or more.
    """
    with opened_rows(document) as sheets:
        tops = {title: list(islice(rows, SEARCHED)) for title, rows in sheets.items()}
        chosen = max(tops, key=lambda title: _most_filled(tops[title])[1], default=None)
        if chosen is None or _most_filled(tops[chosen])[1] < FEWEST_COLUMNS:
            raise DataProblem(
                f"{document.name} has no heading of several columns.",
                do="Export it as a table with the names of its columns above.",
            )
        rows = chain(tops[chosen], islice(sheets[chosen], SAMPLE_ROWS))
        return _columns_of(rows, tops[chosen], chosen if len(sheets) > 1 else "")


def _columns_of(rows: Iterator[Row], top: Sequence[Row], sheet: str) -> FileColumns:
    heading = _heading(top)
    names = joined_names([row for _, row in heading])
    beneath = [row for line, row in rows if line > heading[-1][0]]
    times = Counter(map(same_name, filter(None, names)))
    columns, personal, of_people = list[FileColumn](), list[str](), list[str]()
    for at, name in enumerate(names):
        if not name or times[same_name(name)] > 1:
            continue
        column = _column(name, [row[at].strip() for row in beneath if at < len(row)])
        if is_personal(name):
            personal.append(name)
        elif _names_somebody(column.values):
            of_people.append(name)
        else:
            columns.append(column)
    repeated = dict.fromkeys(name for name in names if times[same_name(name)] > 1)
    lines = tuple(line for line, _ in heading) if len(heading) > 1 else ()
    return FileColumns(
        tuple(columns), tuple(personal), tuple(of_people), tuple(repeated), sheet, lines
    )


def _column(name: str, cells: Sequence[str]) -> FileColumn:
    given = [cell for cell in cells if cell and cell.lower() not in BLANKS]
    distinct = islice(dict.fromkeys(given), SAMPLE_VALUES)
    return FileColumn(name, tuple(distinct), len(given))


def _heading(top: Sequence[Row]) -> list[Row]:
    """The row above the first that holds a number or a date, or the first of those with most cells filled, whichever comes earlier;
    and the row right above it where that names columns which it leaves open, as merged cells do."""
    at, most = _most_filled(top)
    of_data = (
        place
        for place, (_, row) in enumerate(top)
        if _holds_a_number(row) and _filled(row) * 2 > most
    )
    at = min(at, (next(of_data, 0) or at + 1) - 1)
    line, row = top[at]
    if at and top[at - 1][0] == line - 1:
        above = [*top[at - 1][1], *[""] * len(row)]
        if _filled(above) > 1 and not _holds_a_number(above):
            pairs = zip(above, row, strict=False)
            if any(over.strip() and not cell.strip() for over, cell in pairs):
                return [top[at - 1], top[at]]
    return [top[at]]


def _holds_a_number(row: Sequence[str]) -> bool:
    return any(A_NUMBER.fullmatch(cell.strip()) for cell in row)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _most_filled(top: Sequence[Row]) -> tuple[int, int]:
    """Which of the first rows has most cells filled, the first of such, and how many."""
    filled = [_filled(row) for _, row in top]
    most = max(filled, default=0)
    return (filled.index(most) if filled else 0), most


def _names_somebody(values: Sequence[str]) -> bool:
    """Whether most values look like somebody's name, rank or e-mail address, whatever the column is called."""
    named = [bool(OF_SOMEBODY.fullmatch(text) or SURNAME_FIRST.fullmatch(text)) for text in values]
    return sum(named) * 2 > len(named)
