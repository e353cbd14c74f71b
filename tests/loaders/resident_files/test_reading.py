"""Files of residents as their publishers and people's tools write them, and each kind of fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from geo.core.errors import DataProblem
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult
from loaders.reference import table
from loaders.resident_files.reading import TWICE
from loaders.resident_files.totals import TOTAL_REASON
from loaders.sources import registry
from loaders.sources.population import SOURCE
from loaders.sources.source import ReadSettings

Cells = Sequence[Sequence[object]]
SWINDON, WILTSHIRE = "E06000030", "E06000054"
CENTRAL, EASTCOTT = "E05008954", "E05008957"
ELSEWHERE = "E05000026"
LSOAS = table("lsoa21_ward")["lsoa21"].to_list()
SEXES_AND_AGES = [f"{sex}{age}" for sex in "FM" for age in range(91)]
ONES = [1] * len(SEXES_AND_AGES)


def text(rows: Cells, delimiter: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode()


def workbook(sheets: dict[str, Cells]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(written)
    return written.getvalue()


def read(data: bytes, name: str = "residents.csv", wards: Sequence[str] = ()) -> ReadResult:
    document = Document(name, "", len(data), lambda: data)
    assert registry.recognised(document) is SOURCE
    return registry.read(SOURCE, document, ReadSettings(frozenset(wards)))


def refusal(data: bytes, name: str = "residents.csv") -> str:
    with pytest.raises(DataProblem) as refused:
        read(data, name)
    problem = refused.value
    return f"{problem.wrong} {problem.saw} {problem.do}"


def rows(result: ReadResult) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in result.rows.to_pylist()]


def reasons(result: ReadResult) -> dict[int, str]:
    return dict(zip(result.rejected["line"], result.rejected["reason"], strict=True))


@pytest.mark.parametrize(
    ("heading", "cells", "name", "year"),
    [
        (["ward_code", "residents"], [CENTRAL, 5], "residents.csv", 0),
        (["ward_code", "residents"], [CENTRAL, 5], "residents-mid-2022.csv", 2022),
        (["ward_code", "population_2021"], [CENTRAL, 5], "residents.csv", 2021),
        (["WD21CD", "WD21NM", "mid-2023"], [CENTRAL, "Central", 5], "a.csv", 2023),
        (["year", "ward_code", "residents"], [2019, CENTRAL, 5], "residents-2022.csv", 2019),
        (["Ward code", "mid_year", "Residents"], [CENTRAL, "Mid-2019", 5], "a.csv", 2019),
        (["ward_code", "date", "residents"], [CENTRAL, "30/06/2019", 5], "a.csv", 2019),
        (["ward_code", "Usual residents, Census 2021"], [CENTRAL, 5], "a.csv", 2021),
        (["Ward code", "All ages"], [CENTRAL, "5"], "mid-2018 wards 2020.csv", 2018),
    ],
)
def test_a_plain_table_says_its_year_in_a_column_a_heading_or_its_name(
    heading: list[object], cells: list[object], name: str, year: int
) -> None:
    assert rows(read(text([heading, cells]), name)) == [(CENTRAL, year, 5, None)]


def test_columns_of_years_become_rows() -> None:
    heading = ["area code", "area", "2015", "Mid-2016", "2050"]
    result = read(text([heading, [CENTRAL, "Central", 5, 6, 9], [EASTCOTT, "Eastcott", 7, "", 9]]))
    assert rows(result) == [
        (CENTRAL, 2015, 5, None),
        (CENTRAL, 2016, 6, None),
        (EASTCOTT, 2015, 7, None),
    ]
    assert list(reasons(result)) == [3]
    assert any("passed over: 2050" in note for note in result.notes)


def test_the_workbook_of_ward_estimates_is_read_sheet_by_sheet_with_the_young() -> None:
    def sheet(central: int) -> Cells:
        return [
            ["Mid-year population estimates: wards of 2023 in England and Wales"],
            ["This worksheet contains one table"],
            [
                "LAD 2023 Code",
                "LAD 2023 Name",
                "Ward 2023 Code",
                "Ward 2023 Name",
                "Total",
                *SEXES_AND_AGES,
            ],
            ["E06000001", "Hartlepool", ELSEWHERE, "Elsewhere", 182, *ONES],
            [SWINDON, "Swindon", CENTRAL, "Central", central, *ONES],
            [SWINDON, "Swindon", "E05999999", "To come", 9, *ONES],
        ]

    sheets = {
        "Contents": [["Contents"], ["Mid-2022 Ward 2023"]],
        "Mid-2022 Ward 2023": sheet(182),
        "Mid-2023 Ward 2023": sheet(190),
    }
    result = read(workbook(sheets), "sapewards.xlsx")
    assert rows(result) == [
        (CENTRAL, 2022, 182, 24),  # two sexes of twelve ages
        ("E05999999", 2022, 9, 24),
        (CENTRAL, 2023, 190, 24),
        ("E05999999", 2023, 9, 24),
    ]
    assert any("1 ward of other areas was set apart" in note for note in result.notes)
    assert any("E05999999" in note for note in result.notes)
    assert len(result.rejected) == 0


def test_the_workbook_of_lsoa_estimates_is_read_and_those_missing_are_named() -> None:
    heading = [
        "LAD 2023 Code",
        "LAD 2023 Name",
        "LSOA 2021 Code",
        "LSOA 2021 Name",
        "Total",
        *SEXES_AND_AGES,
    ]
    home = [[WILTSHIRE, "Wiltshire", code, "Wiltshire 001A", 182, *ONES] for code in LSOAS[1:]]
    other = [["E06000001", "Hartlepool", "E01011949", "Hartlepool 001A", 182, *ONES]]
    result = read(
        workbook({"Mid-2022 LSOA 2021": [["Notes"], heading, *other, *home]}), "sape.xlsx"
    )
    assert result.rows.num_rows == 446
    assert rows(result)[0] == (LSOAS[1], 2022, 182, 24)
    assert f"sape.xlsx: 1 LSOA of 2022 is missing: {LSOAS[0]}." in result.notes
    assert any("1 LSOA of other areas was set apart" in note for note in result.notes)


def test_older_workbooks_give_persons_in_a_sheet_beside_those_of_one_sex() -> None:
    heading = [
        "Ward Code 1",
        "Ward Name 1",
        "LA Code (2021 boundaries)",
        "LA name (2021 boundaries)",
        "All Ages",
        *range(90),
        "90+",
    ]
    cells = [CENTRAL, "Central", SWINDON, "Swindon", 91, *[1] * 91]
    titles = ("Mid-2020 Persons", "Mid-2020 Males", "Mid-2020 Females")
    result = read(workbook({title: [["Notes"], heading, cells] for title in titles}), "w.xlsx")
    assert rows(result) == [(CENTRAL, 2020, 91, 12)]
    assert any("Mid-2020 Males, Mid-2020 Females" in note for note in result.notes)


def test_single_ages_without_a_total_are_summed() -> None:
    result = read(
        text([["LAD23CD", "Ward 2023 Code", *SEXES_AND_AGES], [SWINDON, CENTRAL, *ONES]]),
        "mid-2022.csv",
    )
    assert rows(result) == [(CENTRAL, 2022, 182, 24)]


NOMIS = [
    ["Population estimates - small area (2021 based) by single year of age - England and Wales"],
    ["ONS Crown Copyright Reserved [from Nomis on 3 March 2026]"],
    [],
    ["gender", "Total"],
    ["age", "All Ages"],
]


def test_exports_of_nomis_are_read_between_their_title_and_their_notes() -> None:
    heading = ["2021 super output area - lower layer", "mnemonic", "2021", "2022"]
    data = text(
        [*NOMIS, [], heading, *[[f"x : {code}", code, 5, 6] for code in LSOAS], [], ["1) Rounded."]]
    )
    result = read(data, "nomis.csv")
    assert result.rows.num_rows == 2 * 447
    assert rows(result)[:2] == [(LSOAS[0], 2021, 5, None), (LSOAS[0], 2022, 6, None)]
    assert len(result.rejected) == 0
    assert any("1 line without figures" in note for note in result.notes)


def test_an_export_of_one_year_says_it_above_its_table() -> None:
    heading = ["ward (as of 2021)", "mnemonic", "All Ages"]
    data = text([*NOMIS, ["date", "2022"], [], heading, ["Central", CENTRAL, 5]])
    assert rows(read(data, "nomis.csv")) == [(CENTRAL, 2022, 5, None)]


@pytest.mark.parametrize(
    ("line", "words"), [(["gender", "Male"], "Male"), (["Age: Aged 16 to 64"], "Aged 16 to 64")]
)
def test_an_export_of_a_part_of_the_residents_is_refused(line: list[str], words: str) -> None:
    heading = ["ward", "mnemonic", "2022"]
    problem = refusal(text([["Population estimates"], line, heading, ["Central", CENTRAL, 5]]))
    assert "does not count all residents" in problem and words in problem


def test_a_bulk_table_of_the_census_says_its_year_in_a_column() -> None:
    heading = [
        "date",
        "geography",
        "geography code",
        "Residence type: Total; measures: Value",
        "Residence type: Lives in a household; measures: Value",
    ]
    data = text([heading, *[["2021", "x", code, 5, 4] for code in LSOAS]])
    assert rows(read(data, "census2021-ts001-lsoa.csv"))[0] == (LSOAS[0], 2021, 5, None)


def test_a_filtered_table_of_the_census_is_summed_over_its_categories() -> None:
    heading = [
        "Lower layer Super Output Areas Code",
        "Lower layer Super Output Areas",
        "Residence type (3 categories) Code",
        "Residence type (3 categories)",
        "Observation",
    ]
    kinds = [
        (-8, "Does not apply", 0),
        (1, "Lives in a household", 5),
        (2, "Lives in a communal establishment", 2),
    ]
    data = text([heading, *[[code, "x", *kind] for code in LSOAS for kind in kinds]])
    result = read(data, "TS001-2021-3-filtered-2025-06-28T09_28_22Z.csv")
    assert result.rows.num_rows == 447
    assert rows(result)[0] == (LSOAS[0], 2021, 7, None)


def test_of_rows_by_sex_the_total_counts_or_both_are_summed_and_one_alone_is_refused() -> None:
    heading = ["ward_code", "sex", "residents"]
    female, male, both = [CENTRAL, "Female", 3], [CENTRAL, "Male", 2], [CENTRAL, "Persons", 5]
    assert rows(read(text([heading, female, male, both]))) == [(CENTRAL, 0, 5, None)]
    assert rows(read(text([heading, female, male]))) == [(CENTRAL, 0, 5, None)]
    assert "says: Female" in refusal(text([heading, female]))


def test_rows_by_single_age_are_summed_and_give_the_young() -> None:
    ages = [[CENTRAL, 2022, f"Aged {age}", 2] for age in range(91)]
    assert rows(read(text([["ward_code", "year", "age", "residents"], *ages]))) == [
        (CENTRAL, 2022, 182, 24)
    ]


def test_totals_are_set_apart_with_their_reason_and_held_against_their_wards() -> None:
    data = text(
        [
            ["code", "name", "residents"],
            ["E92000001", "England", "56,000,000"],
            [SWINDON, "Swindon", "12"],
            [CENTRAL, "Central", 5],
            [EASTCOTT, "Eastcott", 6],
            ["", "Wiltshire", 100],
            ["Total", "", 111],
        ]
    )
    result = read(data)
    assert [row[2] for row in rows(result)] == [5, 6]
    assert reasons(result) == {2: TOTAL_REASON, 3: TOTAL_REASON, 6: TOTAL_REASON}
    assert (
        "residents.csv: the total of Swindon is 12, and its 2 wards make 11; the wards count."
        in result.notes
    )
    assert any("1 of totals (line 7)" in note for note in result.notes)


def test_wards_of_a_whole_country_are_counted_and_set_apart() -> None:
    others = [[f"E0500{number}", 1] for number in range(1000, 1300)]
    result = read(text([["ward_code", "residents"], [CENTRAL, 5], *others, ["E05002000", "many"]]))
    assert rows(result) == [(CENTRAL, 0, 5, None)]
    assert result.notes == ("residents.csv: 301 wards of other areas were set apart.",)
    assert len(result.rejected) == 0


def test_wards_in_use_are_known_though_no_table_lists_them() -> None:
    data = text([["ward_code", "residents"], ["E05990000", 5], ["E05990001", 5], ["E05990002", 6]])
    assert len(rows(read(data, wards=["E05990000"]))) == 1
    assert len(rows(read(data, wards=["E05990000", "E05990001"]))) == 3  # the third may be to come


@pytest.mark.parametrize("vintage", ["2021-12", "2025-05", "2026-05"])
def test_wards_of_any_vintage_are_read_without_a_word(vintage: str) -> None:
    listed = table("ward_vintages")
    codes = listed["ward_code"][listed["vintage"] == vintage]
    result = read(text([["ward_code", "residents"], *[[code, 5] for code in codes]]))
    assert result.rows["area_code"].to_pylist() == codes.to_list()
    assert result.notes == ()


def test_wards_of_several_boundaries_at_once_are_said() -> None:
    listed = table("ward_vintages")
    codes = listed["ward_code"][listed["authority_code"] == SWINDON].unique()
    result = read(text([["ward_code", "residents"], *[[code, 5] for code in codes]]))
    (note,) = result.notes
    assert "the wards of Swindon are of several boundaries (20 of 2021-12" in note
    assert "25 of 2026-05" in note


def test_lsoas_of_2011_are_refused_with_how_many_are_unknown() -> None:
    # of 2011: one that was split, numbered between two that stayed as they were
    numbers = [int(code[1:]) for code in LSOAS]
    split = next(
        number + 1
        for number in sorted(numbers)
        if number + 1 not in numbers and number + 2 in numbers
    )
    stayed = [code for code in LSOAS if int(code[1:]) <= 1_033_768]
    data = text([["LSOA code", "residents"], *[[code, 5] for code in stayed], [f"E{split:08d}", 7]])
    problem = refusal(data)
    assert "LSOAs that are not those of 2021" in problem
    assert f"1 of its {len(stayed) + 1} LSOAs here are unknown, such as E{split:08d}" in problem
    assert f"{447 - len(stayed)} of the 447 of 2021 are missing" in problem


def test_lsoas_with_the_name_of_an_authority_served_are_of_it() -> None:
    data = text(
        [
            ["LSOA code", "LSOA name", "residents"],
            ["E01000001", "Swindon 001A", 5],
            [LSOAS[0], "Swindon 001B", 5],
        ]
    )
    assert "1 of its 2 LSOAs here are unknown, such as E01000001" in refusal(data)


REFUSED: dict[str, tuple[Cells, str]] = {
    "MSOAs": ([["MSOA code", "residents"], ["E02003212", 5]], "middle layer super output areas (MSOAs), which cannot be brought to wards"),
    "output areas": ([["OA21CD", "residents"], ["E00078000", 5]], "output areas, which cannot be brought to wards"),
    "parishes": ([["PARNCD", "residents"], ["E04011862", 5]], "parishes, which cannot be brought to wards"),
    "wards and LSOAs": ([["code", "residents"], [CENTRAL, 5], [LSOAS[0], 5]], "holds wards and LSOAs of the same year"),
    "LSOAs elsewhere": ([["LSOA code", "residents"], ["E01011949", 5]], "holds no residents of"),
    "no code": ([["ward", "residents"]], "has no table of areas and their residents"),
    "two counts": ([["ward_code", "residents", "usual residents"], [CENTRAL, 5, 6]], "several columns that could be its residents"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_used_is_refused_as_what_it_is(case: str) -> None:
    cells, words = REFUSED[case]
    assert words in refusal(text(cells))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(DataProblem, match="is empty"):
        SOURCE.read(Document("residents.csv", "", 1, lambda: b"\n"), ReadSettings())


def test_a_heading_without_a_row_is_refused_and_codes_may_be_in_small_letters() -> None:
    assert "and no row" in refusal(text([["ward_code", "residents"]]))
    small = text([["ward_code", "residents"], [CENTRAL.lower(), 5]])
    assert rows(read(small)) == [(CENTRAL, 0, 5, None)]


def test_a_few_areas_of_another_kind_come_back_named() -> None:
    data = text([["code", "residents"], [CENTRAL, 5], [EASTCOTT, 5], ["E04011862", 3]])
    assert reasons(read(data)) == {4: "parishes cannot be brought to wards"}


def test_years_that_cannot_be_come_back_with_a_reason() -> None:
    data = text(
        [
            ["ward_code", "year", "residents"],
            [CENTRAL, 1975, 5],
            [CENTRAL, "2022/23", 5],
            [CENTRAL, "", 5],
            [CENTRAL, 2022, 5],
            [CENTRAL, 2022, 5],
        ]
    )
    result = read(data)
    assert rows(result) == [(CENTRAL, 2022, 5, None)]
    by_line = reasons(result)
    assert by_line[2].startswith("year 1975 lies outside 1981 to ")
    assert (by_line[3], by_line[4]) == ("year is not a year, like 2022",) * 2
    assert by_line[6] == TWICE


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_separators_and_a_line_of_titles_are_read(delimiter: str) -> None:
    data = b"Residents\n\n" + text([["ward_code", "residents"], [CENTRAL, "12,345"]], delimiter)
    assert rows(read(data)) == [(CENTRAL, 0, 12_345, None)]
