"""A force's own searches: in police.uk's words, every row accepted or rejected, each planted fault found once, and nobody in the store."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.searches.outcomes import NOTHING_CAME, family_of
from geo.searches.proportionality import census_group
from geo.searches.section_60_searches import is_section_60
from loaders import intake
from loaders.documents.archives import documents
from loaders.documents.columns import SEARCH
from loaders.documents.read_result import ReadResult
from loaders.extract.cells import Reading
from loaders.extract.kinds import OWN_SEARCHES
from loaders.extract.mapping import read_mapping, template_mapping
from loaders.extract.reader import newest_day, read_extract
from loaders.extract.search_columns import read_search_columns
from loaders.store.builds import BuildStore
from loaders.store.reader import open_build
from tests.conftest import current, search_csv, search_row, wards_file, write_file
from tests.extract_files import SOUND as OFFENCE_ROW
from tests.extract_files import TODAY, Export
from tests.own_search_files import EXPORTS, PLANTED, SOUND

SALT = b"a salt for tests only"
HEADING = ",".join(SOUND)


def search_of(**changes: str) -> tuple[dict[str, Any], list[str], Reading]:
    """The one search of a sound row with the changes given, what is wrong with it, and what was noticed."""
    reading = Reading("a.csv", template_mapping(OWN_SEARCHES), b"salt", date(2023, 1, 31), None)
    cells = {field: pd.Series([text], dtype="str") for field, text in (SOUND | changes).items()}
    rows, faults = read_search_columns(cells, np.array([2]), reading)
    assert rows.schema.names == [*SEARCH.names, "reference", "years"]
    return rows.to_pylist()[0], [reason for reason, mask in faults.items() if mask.any()], reading


def read(export: Export, **more: Any) -> ReadResult:
    mapping = (
        read_mapping(export.mapping.read_bytes(), export.mapping.name)
        if export.mapping
        else template_mapping(OWN_SEARCHES)
    )
    return read_extract(
        documents([export.path])[0], salt=SALT, mapping=mapping, today=TODAY, **more
    )


def text_of(*rows: dict[str, str]) -> bytes:
    """Rows in the template's columns, each a sound one with the changes given."""
    return "\n".join(
        [HEADING, *(",".join((SOUND | changes).values()) for changes in rows)]
    ).encode()


def rows_of(folder: Path, *rows: dict[str, str], **more: Any) -> ReadResult:
    return read(Export(write_file(folder, "rows.csv", text_of(*rows)), None, len(rows), {}), **more)


@pytest.mark.parametrize("shape", EXPORTS)
def test_each_planted_fault_is_found_once_on_its_line_and_all_rows_come_out(
    tmp_path: Path, shape: str
) -> None:
    export = EXPORTS[shape](tmp_path)
    loaded = read(export)
    assert loaded.read == export.rows == len(loaded.rows) + len(loaded.rejected)
    assert (
        dict(zip(loaded.rejected["reason"], loaded.rejected["line"], strict=True)) == export.faults
    )
    assert len(loaded.rejected) == len(export.faults)
    assert loaded.rows.schema == SEARCH


@pytest.mark.parametrize("shape", EXPORTS)
def test_both_shapes_come_to_the_same_search_in_police_uk_s_words(
    tmp_path: Path, shape: str
) -> None:
    row = read(EXPORTS[shape](tmp_path)).rows.to_pylist()[3]
    assert (row["source_id"], row["force"], row["month"]) == (
        "force_search",
        "wiltshire",
        date(2022, 5, 1),
    )
    assert row["at"] == datetime(2022, 5, 14, 21, 40, tzinfo=UTC)  # 22:40 by the clocks of May
    assert (row["kind"], row["object"], row["outcome"]) == (
        "Person search",
        "Offensive weapons",
        NOTHING_CAME,
    )
    assert (row["legislation"], row["linked"]) == (
        "Police and Criminal Evidence Act 1984 (section 1)",
        "unknown",
    )
    assert (row["gender"], row["age_band"], row["ethnicity_officer"]) == ("Male", "18-24", "White")
    assert (round(row["longitude"], 3), round(row["latitude"], 3)) == (-1.790, 51.553)
    assert family_of(row["object"]) == "weapons" and census_group(row["ethnicity_self"]) == "White"


@pytest.mark.parametrize(
    ("answer", "linked"),
    [
        ("", "unknown"),
        ("n/a", "unknown"),
        ("perhaps", "unknown"),
        ("not known", "unknown"),
        ("Y", "true"),
        ("linked", "true"),
        ("0", "false"),
        ("not linked", "false"),
    ],
)
def test_a_blank_link_is_unknown_and_never_no(answer: str, linked: str) -> None:
    assert search_of(linked=answer)[0]["linked"] == linked


@pytest.mark.parametrize(
    ("field", "word", "ours"),
    [
        ("object", "drugs", "Controlled drugs"),
        ("object", "threaten or harm", "Anything to threaten or harm anyone"),
        ("kind", "both", "Person and Vehicle search"),
        ("kind", "V", "Vehicle search"),
        ("gender", "woman", "Female"),
        ("outcome", "Arrested", "Arrest"),
        ("legislation", "S60", "Criminal Justice and Public Order Act 1994 (section 60)"),
        (
            "ethnicity_self",
            "b9",
            "Black/African/Caribbean/Black British - Any other Black/African/Caribbean background",
        ),
        ("ethnicity_self", "Not stated", None),
        ("ethnicity_officer", "IC4", "Asian"),
        ("object", PLANTED[0], None),
    ],
)
def test_words_are_brought_to_police_uk_s_and_a_strange_one_is_left_out(
    field: str, word: str, ours: str | None
) -> None:
    row, faults, _ = search_of(**{field: word})
    assert (row[field], faults) == (ours, [])


def test_every_word_of_ethnicity_and_the_law_of_section_60_are_known_to_the_analysis() -> None:
    groups = {
        census_group(word)
        for field in ("ethnicity_self", "ethnicity_officer")
        for word in OWN_SEARCHES.vocabulary(field)
    }
    assert groups == {"White", "Asian", "Black", "Mixed", "Other", "Not known"}
    assert int(is_section_60(pd.Series(OWN_SEARCHES.vocabulary("legislation"))).sum()) == 1
    assert {family_of(word) for word in OWN_SEARCHES.vocabulary("object")} == {
        "weapons",
        "drugs",
        "other",
    }


@pytest.mark.parametrize(
    ("age", "band"),
    [
        ("9", "under 10"),
        ("10", "10-17"),
        ("17", "10-17"),
        ("24", "18-24"),
        ("34", "25-34"),
        ("35", "over 34"),
        ("", None),
        ("130", None),
        ("young", None),
    ],
)
def test_of_an_age_only_police_uk_s_band_is_kept(age: str, band: str | None) -> None:
    assert search_of(age=age)[0]["age_band"] == band


@pytest.mark.parametrize(
    ("moment", "at"),
    [
        ("15/01/2022 22:40", datetime(2022, 1, 15, 22, 40, tzinfo=UTC)),
        ("30/06/2022 23:59", datetime(2022, 6, 30, 22, 59, tzinfo=UTC)),
        ("01/07/2022 00:30", datetime(2022, 6, 30, 23, 30, tzinfo=UTC)),
        ("30/10/2022 01:30", datetime(2022, 10, 30, 0, 30, tzinfo=UTC)),
        ("15/01/2022", datetime(2022, 1, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_by_the_clocks_of_its_day_and_its_month_too(
    moment: str, at: datetime
) -> None:
    row, faults, reading = search_of(searched_at=moment)
    assert (row["at"], faults) == (at, [])
    assert row["month"] == date(2022, int(moment[3:5]), 1)
    twice = (
        "searches fall into the hour that clocks show twice in autumn; they were read as its first"
    )
    alone = "searches have a day without a time; they stand at midnight, so that hour holds more than it should"
    assert (reading.counted[twice], reading.counted[alone]) == (
        int("10/2022" in moment),
        int(":" not in moment),
    )


def test_a_reference_with_other_facts_is_kept_and_reported_and_the_same_row_is_not(
    tmp_path: Path,
) -> None:
    """Two people of one age band under one reference are two searches; only the row that stands twice is one."""
    loaded = rows_of(tmp_path, {}, {"age": "20"}, {}, {"search_reference": "S2"})
    assert len(loaded.rows) == 3 and loaded.rejected["line"].to_list() == [4]
    assert loaded.rejected["reason"].to_list() == [
        "the same row with the same search reference stands earlier in this file"
    ]
    assert (
        "rows.csv: 1 rows repeat the search reference of another with other facts; all are kept and counted."
        in loaded.notes
    )


def test_rows_without_a_place_are_kept_and_counted(tmp_path: Path) -> None:
    path = write_file(
        tmp_path,
        "own.csv",
        text_of(
            {},
            {"search_reference": "S2", "easting": "", "northing": ""},
            {"search_reference": "S3", "easting": "0", "northing": "0"},
        ),
    )
    intake.load([wards_file(tmp_path), path], tmp_path / "store")
    (part,) = [
        part
        for part in BuildStore(tmp_path / "store").manifest(current(tmp_path / "store")).parts
        if part.source_id == "force_search"
    ]
    assert (part.read, part.accepted, part.without_location, part.month) == (3, 3, 2, "2022-05")


@pytest.mark.parametrize("shape", EXPORTS)
def test_no_byte_of_the_store_holds_a_planted_name_or_a_reference(
    tmp_path: Path, shape: str
) -> None:
    (tmp_path / "in").mkdir()
    export = EXPORTS[shape](tmp_path / "in")
    report = intake.load([wards_file(tmp_path / "w"), *export.paths], tmp_path / "store")
    assert report.accepted + report.rejected == export.rows
    for path in (path for path in (tmp_path / "store").rglob("*") if path.is_file()):
        data = path.read_bytes().lower()
        assert not [
            word
            for planted in PLANTED
            for word in {planted, *planted.split()}
            if word.lower().encode() in data
        ], path.name
    opened = open_build(tmp_path / "store", current(tmp_path / "store"))
    frames = opened.backend.table("search").to_pandas(), opened.rejected()
    content = " ".join(
        text
        for frame in frames
        for text in frame.astype(object).fillna("").astype(str).to_numpy().ravel()
    )
    assert not [planted for planted in PLANTED if planted.lower() in content.lower()]
    assert not {"reference", "years", "crime_id"} & set(frames[0].columns)


def test_a_column_of_names_is_refused_naming_it_before_a_row_is_read(tmp_path: Path) -> None:
    path = write_file(
        tmp_path,
        "named.csv",
        b'search_reference,searched_at,Officer collar number\n"never closed,14/05/2022,x\n',
    )
    with pytest.raises(DataProblem) as refused:
        intake.load([path], tmp_path / "store")
    assert (
        refused.value.wrong
        == "named.csv has a column that looks personal: “Officer collar number”."
    )
    assert BuildStore(tmp_path / "store").current() is None


def test_words_of_the_file_are_shown_only_to_whoever_tries_it_out(tmp_path: Path) -> None:
    odd = {"object": "Excalibur", "search_reference": "x", "searched_at": "never"}
    stored, shown = rows_of(tmp_path, {}, odd), rows_of(tmp_path, {}, odd, showing=True)
    assert (
        "Excalibur" not in " ".join(stored.notes) + stored.rejected["row"].iloc[0]
        and len(stored.rejected["row"].iloc[0]) == 32
    )
    assert "never" in shown.rejected["row"].iloc[0] and "[codes.object]" in " ".join(shown.notes)


def test_searches_and_offences_are_told_apart_and_in_any_order_come_to_one_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_SALT", "one salt for both stores of this test")
    offences = write_file(
        tmp_path,
        "crimes.csv",
        f"{','.join(OFFENCE_ROW)}\n{','.join(OFFENCE_ROW.values())}".encode(),
    )
    searches = write_file(
        tmp_path, "searches.csv", text_of({}, {"search_reference": "S2", "age": "40"})
    )
    first = intake.load([wards_file(tmp_path), offences, searches], tmp_path / "store").manifest
    assert first is not None
    assert {part.source_id: part.accepted for part in first.parts if part.month} == {
        "force_extract": 1,
        "force_search": 2,
    }
    assert intake.load([searches], tmp_path / "store").manifest is None
    turned = write_file(
        tmp_path / "b", "searches.csv", text_of({"search_reference": "S2", "age": "40"}, {})
    )
    other = intake.load([wards_file(tmp_path), turned, offences], tmp_path / "other").manifest
    assert other is not None and other.content_hash == first.content_hash


def test_own_searches_stand_beside_police_uk_s_and_are_never_added_to_them(tmp_path: Path) -> None:
    published = write_file(
        tmp_path,
        "2022-05-wiltshire-stop-and-search.csv",
        search_csv(*[search_row("2022-05-14T22:40:00+00:00")] * 2),
    )
    intake.load(
        [wards_file(tmp_path), published, write_file(tmp_path, "own.csv", text_of({}))],
        tmp_path / "store",
    )
    store = open_build(tmp_path / "store", current(tmp_path / "store"))
    may = [date(2022, 5, 1)]
    for source, count, hour in (("police_uk_search", 2, 22), ("force_search", 1, 22)):
        assert store.searches(source, may, by=["month"])["searches"].to_list() == [count]
        assert store.searches(source, may, by=["hour"]).to_numpy().tolist() == [
            [hour, count]
        ]  # as published, and by the clocks
        assert (
            len(store.search_rows(source, may))
            == store.search_points(source, may)["offences"].sum()
            == count
        )
    assert store.backend.table("cube").count().execute() == 0  # searches are no offences


def test_two_files_of_one_month_are_refused_and_the_newer_extract_counts(tmp_path: Path) -> None:
    older, newer = (
        write_file(
            tmp_path / name,
            f"{name}.csv",
            text_of({}, {"search_reference": "S2", "searched_at": f"{day}/05/2022 10:00"}),
        )
        for name, day in (("older", 20), ("newer", 25))
    )
    with pytest.raises(
        DataProblem, match="More than one file of a force's searches for May 2022 was given"
    ):
        intake.load([older, newer], tmp_path / "both")
    intake.load([wards_file(tmp_path), newer], tmp_path / "store")
    with pytest.raises(DataProblem, match=r"an older publication \(records up to 20 May 2022\)"):
        intake.load([wards_file(tmp_path), older], tmp_path / "store")
    (part,) = [
        part
        for part in BuildStore(tmp_path / "store").manifest(current(tmp_path / "store")).parts
        if part.source_id == "force_search"
    ]
    assert (part.files, part.archive_month) == (("newer.csv",), "2022-05-25")
    assert newest_day(rows_of(tmp_path, {}).rows, OWN_SEARCHES) == "2022-05-14"


@pytest.mark.parametrize("shape", EXPORTS)
def test_a_rehearsal_counts_as_the_load_does_and_leaves_no_trace(
    tmp_path: Path, shape: str
) -> None:
    (tmp_path / "in").mkdir()
    export, store = EXPORTS[shape](tmp_path / "in"), tmp_path / "kept" / "store"
    ((name, loaded),) = intake.rehearse(export.paths, store).files
    assert (name, loaded.read, len(loaded.rejected)) == (
        export.path.name,
        export.rows,
        len(export.faults),
    )
    assert not store.parent.exists()


def test_a_workbook_of_both_kinds_is_refused(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.worksheets[0].append(list(SOUND))
    book.create_sheet("more").append(list(OFFENCE_ROW))
    book.save(tmp_path / "both.xlsx")
    with pytest.raises(DataProblem, match="both.xlsx could be of more than one source") as refused:
        intake.load([tmp_path / "both.xlsx"], tmp_path / "store")
    assert refused.value.saw == "It reads like a force's extract and like a force's searches."
    assert (
        refused.value.do == "Save what is of each source as a file of its own, and load them all."
    )
