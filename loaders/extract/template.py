"""The workbooks that a force fills in: a sheet of offences or searches with its heading, and notes on what each column means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from geo.core.errors import DataProblem
from loaders.area import area_file
from loaders.extract.kinds import OFFENCES, ExtractKind
from loaders.reference import table

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.workbook.workbook import Workbook

NOTES, WORDS = "notes", "words"
LISTED = 10_000  # rows for which Excel offers the words of a column
INTRODUCTION = (
    "One row {a_row}. Leave a cell empty where nothing is known; never write a count such as “<5” into it.",
    "Put no name, date of birth, address of a person, telephone, e-mail or NHS number into any column: such a file is refused whole.",
    "Put all {name} of a month into one file: a newer extract of a month replaces the one before.",
    "Dates are day first, like 31/03/2022 or 31/03/2022 22:40. Other columns, dates, words or grids are described in a mapping (TOML).",
)


def template_fields(kind: ExtractKind) -> list[str]:
    """The fields that a template asks for here: references of people only where the area keeps them."""
    return kind.fields if area_file().impact_assessment else kind.fields_without_people


def write_template(
    path: Path, kind: ExtractKind = OFFENCES, *, made_up: Sequence[Mapping[str, str]] = ()
) -> None:
    """Write a template as an Excel workbook; an existing file is left alone, and a name that does not end in .xlsx refused.

    made_up  rows of an example, field → text; the notes then say that they are made up
    """
    from openpyxl import Workbook

    if path.suffix.lower() != ".xlsx":
        raise DataProblem(
            f"{path.name} does not end in .xlsx.",
            do="Name the workbook like extract.xlsx.",
            stands="Nothing has been written.",
        )
    if path.exists():
        raise DataProblem(
            f"{path.name} is there already.",
            f"It lies at {path}.",
            "Choose another name, or take it away first.",
            "It is as it was.",
        )
    book = Workbook()
    _rows(book, kind, made_up)
    _notes(book, kind, made_up=bool(made_up))
    _words(book, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _asked(kind: ExtractKind) -> pd.DataFrame:
    """The rows of the table of fields that a template shows."""
    fields = table(kind.fields_table)
    return fields[fields["field"].isin(template_fields(kind))]


def _rows(book: Workbook, kind: ExtractKind, rows: Sequence[Mapping[str, str]]) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = book.worksheets[0]
    sheet.title = kind.name
    fields = template_fields(kind)
    sheet.append(fields)
    for texts in rows:
        sheet.append([texts[field] or None for field in fields])
    sheet.freeze_panes = "B2"
    for at, row in enumerate(_asked(kind).itertuples(), 1):
        letter = get_column_letter(at)
        sheet[f"{letter}1"].font = Font(bold=True)
        if row.needed == "yes":
            sheet[f"{letter}1"].fill = PatternFill("solid", start_color="FFE08A")
        sheet.column_dimensions[letter].width = 18
        sheet.column_dimensions[
            letter
        ].number_format = "@"  # as text, so that Excel turns no date about
        words = kind.vocabulary(str(row.field))
        if words and row.kind == "words":
            column = get_column_letter(_column_of_words(kind, str(row.field)))
            offered = DataValidation(
                "list",
                f"'{WORDS}'!${column}$2:${column}${len(words) + 1}",
                allow_blank=True,
                showErrorMessage=False,
            )
            offered.add(f"{letter}2:{letter}{LISTED}")
            sheet.add_data_validation(offered)


def _notes(book: Workbook, kind: ExtractKind, *, made_up: bool) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(NOTES)
    for line in (
        *INTRODUCTION,
        *(("The rows of this workbook are made up for demonstration.",) if made_up else ()),
    ):
        sheet.append([line.format(a_row=kind.a_row, name=kind.name)])
    sheet.append([])
    sheet.append(["column", "needed", "what it holds", "words", "example"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for row in _asked(kind).to_dict("records"):
        sheet.append(
            [
                row["field"],
                row["needed"],
                row["meaning"],
                ", ".join(kind.vocabulary(row["field"])),
                row["example"],
            ]
        )
        sheet.cell(sheet.max_row, 3).alignment = Alignment(wrap_text=True, vertical="top")
    if kind is OFFENCES:
        sheet.append([])
        sheet.append(
            [
                "How an offence came to light decides its origin; the first rule that fits is kept with the row:"
            ]
        )
        for row in table("origin_rules").to_dict("records"):
            sheet.append([row["rule"], row["origin"], row["reason"]])
    for letter, width in (("A", 22), ("B", 12), ("C", 90), ("D", 60), ("E", 34)):
        sheet.column_dimensions[letter].width = width


def _words(book: Workbook, kind: ExtractKind) -> None:
    """The words of each column that has any, one column each."""
    sheet = book.create_sheet(WORDS)
    for field in _with_words(kind):
        for at, word in enumerate([field, *kind.vocabulary(field)], 1):
            sheet.cell(at, _column_of_words(kind, field), word)


def _with_words(kind: ExtractKind) -> list[str]:
    return [field for field in kind.fields if kind.vocabulary(field)]


def _column_of_words(kind: ExtractKind, field: str) -> int:
    return _with_words(kind).index(field) + 1
