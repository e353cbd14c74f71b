"""The workbook of LSOA estimates of the Office for National Statistics, in its published shape, from the file to the wards of a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from loaders import intake
from loaders.reference import table
from loaders.store.reader import Store
from tests.conftest import current, street_file, street_row
from tests.home import SWINDON, WILTSHIRE
from tests.large_versions import a_few

SEXES_AND_AGES = [f"{sex}{age}" for sex in "FM" for age in range(91)]
YEARS = {2022: 10, 2023: 30}  # of each year, residents of the first age beside one of every other


def workbook(folder: Path, *, elsewhere: int) -> Path:
    """Contents, notes and a sheet a year: three lines of title, then a row an LSOA of England and Wales by sex and single year of age."""
    home = table("lsoa21_ward")
    swindon = set(table("ward_vintages").query("authority_code == @SWINDON")["ward_code"])
    book = Workbook(write_only=True)
    for title in ("Contents", "Terms and conditions"):
        book.create_sheet(title).append([title])
    for year, babies in YEARS.items():
        sheet = book.create_sheet(f"Mid-{year} LSOA 2021")
        sheet.append(
            [
                f"Mid-{year} population estimates for 2021 LSOAs in England and Wales by sex and single year of age"
            ]
        )
        sheet.append(["This worksheet contains one table."])
        sheet.append(["Source: Office for National Statistics"])
        sheet.append(
            [
                "LAD 2021 Code",
                "LAD 2021 Name",
                "LSOA 2021 Code",
                "LSOA 2021 Name",
                "Total",
                *SEXES_AND_AGES,
            ]
        )
        ages = [babies, *[1] * (len(SEXES_AND_AGES) - 1)]
        for number in range(elsewhere):
            code = f"E010{90_000 + number}"
            sheet.append(
                ["E06000001", "Hartlepool", code, f"Hartlepool {number}A", sum(ages), *ages]
            )
        for lsoa, ward in home[["lsoa21", "ward_2021"]].to_numpy():
            where = (SWINDON, "Swindon") if ward in swindon else (WILTSHIRE, "Wiltshire")
            sheet.append([*where, lsoa, f"{where[1]} 001A", sum(ages), *ages])
    path = folder / "sapelsoasyoa20222023.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("elsewhere", a_few([50, 2_000], 1))
def test_the_national_workbook_of_lsoas_gives_every_ward_its_residents_by_year(
    tmp_path: Path, elsewhere: int
) -> None:
    store = tmp_path / "store"
    report = intake.load(
        [
            workbook(tmp_path, elsewhere=elsewhere),
            street_file(tmp_path, "2022-06", street_row("a")),
        ],
        store,
    )
    assert report.rejected == 0
    assert f"{elsewhere:,} LSOAs of other areas were set apart." in "".join(report.notes)
    home = table("lsoa21_ward")
    each = {year: babies + len(SEXES_AND_AGES) - 1 for year, babies in YEARS.items()}
    for vintage, column in (("2021-12", "ward_2021"), ("2025-05", "ward_2025")):
        opened = Store(store, current(store), vintage)
        held = opened.residents
        assert sorted(held["year"].unique()) == [2021, 2022, 2023]
        # the Census of 2021, by ward, stands beside the estimates
        basis = held.groupby("year")["basis"].unique().map(list).to_dict()
        assert basis[2022] == basis[2023] == ["LSOA best fit"]
        lsoas = home.groupby(column).size()
        for year, people in each.items():
            of_year = held[held["year"] == year].set_index("ward_code")["residents"]
            assert of_year.to_dict() == pytest.approx((lsoas * people).to_dict())
            assert of_year.sum() == 447 * people
        # A window of December 2022 and January 2023 has one month of each estimate.
        months = (date(2022, 12, 1), date(2023, 1, 1))
        window = opened.ward_table_of(months)["residents"]
        mean = (each[2022] + each[2023]) / 2
        assert window.to_dict() == pytest.approx((lsoas * mean).to_dict())
