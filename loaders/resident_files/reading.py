"""A file of residents, read: areas, years, residents and those aged 14 to 25, every other row with its line and a reason."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa

from loaders.documents.csv_text import UNEVEN
from loaders.documents.read_result import NONE_REJECTED, REJECTED, ReadResult
from loaders.resident_files.area_codes import LSOA, OTHER, WARD, kind_of, levels
from loaders.resident_files.categories import without_categories
from loaders.resident_files.counts import whole_number
from loaders.resident_files.home_areas import (
    authorities,
    is_home,
    notes_on,
    require_lsoas_of_2021,
    require_one_level,
    require_some_home,
    require_usable_kinds,
)
from loaders.resident_files.known_areas import KnownAreas
from loaders.resident_files.tables import Sheet, Tables, tables_of
from loaders.resident_files.totals import TOTAL_REASON, differing_totals, is_total
from loaders.resident_files.years import (
    FIRST_YEAR,
    UNSAID,
    in_range,
    last_year,
    year_in,
    year_of_cell,
)

# A ward's code of any vintage or an LSOA's of 2021, the mid-year or census year that the file says (0 where it does not), usual
# residents of all ages, and those aged 14 to 25 where the file says ages (null where it does not).
ROWS = pa.schema(
    {"area_code": pa.string(), "year": pa.int32(), "residents": pa.int64(), "young": pa.int64()}
)
EMPTY = "the code of the area is empty"
NO_CODE = "the code is not a ward's or an LSOA's, like E05 or E01 and six digits"
NO_YEAR = "year is not a year, like 2022"
TWICE = "the area stands earlier in this file for the same year"
SHOWN = 5


def residents_of(data: bytes, name: str, known: KnownAreas) -> ReadResult:
    """The residents in a file, as ROWS, in its order.

    known  the areas it may be about

    Raises DataProblem for a file that is empty, no table of residents, of one sex or some ages, of areas that cannot be brought to
    wards (MSOAs, output areas, parishes, LSOAs of 2011), of wards and LSOAs at once, or of other areas alone.
    """
    tables = tables_of(data, name)
    cells = pd.concat([_one_row_an_area(sheet, name) for sheet in tables.sheets], ignore_index=True)
    cells = _with_years(cells, year_in(name))
    cells["level"] = levels(cells["code"])
    require_usable_kinds(cells, name)
    require_one_level(cells, name)
    cells["home"] = authorities(cells, known)
    areas = cells[cells["level"].isin([WARD, LSOA])]
    home = is_home(areas, known)
    require_some_home(home, areas, name)
    require_lsoas_of_2021(areas[home], known, name)
    notes = notes_on(areas, home, known, name)
    cells = cells.drop(index=areas.index[~home]).reset_index(drop=True)
    return _result(cells, tables, name, tuple(notes))


def _result(cells: pd.DataFrame, tables: Tables, name: str, notes: tuple[str, ...]) -> ReadResult:
    reasons = _reasons(cells)
    accepted = cells[reasons == ""]
    faulty = cells[reasons != ""]
    rejected = NONE_REJECTED
    if len(faulty):
        rejected = pd.DataFrame(
            {
                "file": name,
                "line": faulty["line"],
                "reason": reasons[faulty.index],
                "row": faulty["row"],
            }
        )[REJECTED].reset_index(drop=True)
    totals = cells[(reasons == TOTAL_REASON) & (cells["fault"] == "")]
    all_notes = (
        *tables.notes,
        *_notes_of_sheets(tables.sheets, name),
        *notes,
        *differing_totals(totals, accepted, name),
        *_other_figures(cells, reasons, name),
    )
    rows = pa.table(
        {
            "area_code": pa.array(accepted["code"], pa.string()),
            "year": pa.array(accepted["year"], pa.int32()),
            "residents": pa.array(accepted["number"], pa.int64()),
            "young": pa.array(accepted["young"].astype("Int64"), pa.int64()),
        },
        schema=ROWS,
    )
    return ReadResult(rows, rejected, all_notes)


def _one_row_an_area(sheet: Sheet, name: str) -> pd.DataFrame:
    texts = sheet.cells["residents"]
    read = {text: whole_number(text) for text in texts.unique()}
    sheet.cells["number"] = texts.map({text: number for text, (number, _) in read.items()}).astype(
        np.int64
    )
    sheet.cells["fault"] = texts.map({text: fault for text, (_, fault) in read.items()})
    return without_categories(sheet, name).assign(has_years=sheet.layout.year >= 0)


def _with_years(cells: pd.DataFrame, of_file: int) -> pd.DataFrame:
    """The cells with `year` as a number, and `year_fault` where it is none that can be."""
    of_cell = {text: year_of_cell(text) for text in cells["year"].unique()}
    unsaid = (cells["year"] == "") & ~cells["has_years"]
    years = cells["year"].map(of_cell).astype("Int64").mask(unsaid, of_file)
    fault = pd.Series("", index=cells.index).mask(years.isna(), NO_YEAR)
    for year in years.dropna().unique():
        if year != UNSAID and not in_range(year):
            outside = f"year {year} lies outside {FIRST_YEAR} to {last_year()}"
            fault = fault.mask((years == year).fillna(False).astype(bool), outside)
    return cells.assign(year=years.fillna(UNSAID).astype(int), year_fault=fault)


def _reasons(cells: pd.DataFrame) -> pd.Series:
    """Why each row is rejected: the first reason that applies; empty for a row that is accepted."""
    totals, level = is_total(cells), cells["level"]
    other = cells["code"].map(
        {
            code: f"{kind.name} cannot be brought to wards"
            for code in cells["code"][level == OTHER].unique()
            if (kind := kind_of(code))
        }
    )
    masks = (
        (cells["uneven"].astype(bool), UNEVEN),
        (totals, TOTAL_REASON),
        (cells["code"] == "", EMPTY),
        (level == OTHER, other.fillna("")),
        (cells["year_fault"] != "", cells["year_fault"]),
        (cells["fault"] != "", cells["fault"]),
        (level == "", NO_CODE),
    )
    reasons = pd.Series("", index=cells.index)
    for mask, reason in reversed(masks):
        reasons = reasons.mask(mask, reason)
    sound = cells[reasons == ""]
    twice = sound.index[sound.duplicated(["code", "year"])]
    reasons[twice] = TWICE
    return reasons


def _other_figures(cells: pd.DataFrame, reasons: pd.Series, name: str) -> Iterator[str]:
    """Areas given twice for a year with other figures: the first counts."""
    again = cells[reasons == TWICE]
    first = cells[reasons == ""].set_index(["code", "year"])["number"]
    differing = [
        f"{code} ({first[code, year]:,} and {number:,})"
        for code, year, number in again[["code", "year", "number"]].itertuples(index=False)
        if first[code, year] != number
    ]
    if differing:
        more = f" and {len(differing) - SHOWN:,} more" if len(differing) > SHOWN else ""
        yield (
            f"{name}: areas stand there twice with other residents, of which the first count: "
            f"{', '.join(differing[:SHOWN])}{more}."
        )


def _notes_of_sheets(sheets: list[Sheet], name: str) -> Iterator[str]:
    for sheet in sheets:
        where = f", sheet “{sheet.title}”" if sheet.title else ""
        if sheet.layout.passed_over:
            yield (
                f"{name}{where}: columns of years that cannot be were passed over: "
                f"{', '.join(sheet.layout.passed_over)}."
            )
        if sheet.remarks:
            many = len(sheet.remarks)
            yield (
                f"{name}{where}: {many:,} {'line' if many == 1 else 'lines'} without figures "
                f"{'was' if many == 1 else 'were'} passed over (from line {sheet.remarks[0]:,})."
            )
