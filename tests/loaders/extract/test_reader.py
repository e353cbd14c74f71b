"""A force's own export: every row accepted or rejected, each planted fault found once, and nobody's name in the store."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders import intake
from loaders.documents.archives import documents
from loaders.documents.read_result import ReadResult
from loaders.extract import reader as force_extract
from loaders.extract.kinds import OFFENCES
from loaders.extract.mapping import read_mapping
from loaders.extract.reader import newest_day, read_extract
from loaders.store.builds import BuildStore
from loaders.store.reader import open_build
from tests.conftest import current, street_file, street_row, wards_file, write_file
from tests.extract_files import EXPORTS, PLANTED, SOUND, TODAY, Export, template_export

SALT = b"a salt for tests only"
HEADING = ",".join(SOUND)


def read(export: Export, **more: object) -> ReadResult:
    mapping = (
        read_mapping(export.mapping.read_bytes(), export.mapping.name) if export.mapping else None
    )
    document = documents([export.path])[0]
    return read_extract(document, salt=SALT, mapping=mapping, today=TODAY, **more)  # type: ignore[arg-type]


def rows_of(folder: Path, *rows: dict[str, str], **more: object) -> ReadResult:
    """Rows in the template's columns, each a sound one with the changes given."""
    lines = [HEADING, *(",".join((SOUND | changes).values()) for changes in rows)]
    return read(
        Export(write_file(folder, "rows.csv", "\n".join(lines).encode()), None, len(rows), {}),
        **more,
    )


@pytest.mark.parametrize("shape", EXPORTS)
def test_each_planted_fault_is_found_once_on_its_line_and_all_rows_come_out(
    tmp_path: Path, shape: str
) -> None:
    export = EXPORTS[shape](tmp_path)
    loaded = read(export)
    assert loaded.read == export.rows
    assert (
        dict(zip(loaded.rejected["reason"], loaded.rejected["line"], strict=True)) == export.faults
    )
    assert len(loaded.rejected) == len(export.faults)


@pytest.mark.parametrize("shape", EXPORTS)
def test_three_shapes_come_to_the_same_offence(tmp_path: Path, shape: str) -> None:
    row = read(EXPORTS[shape](tmp_path)).rows.to_pylist()[3]
    assert (row["month"], row["recorded_on"], row["offence_type"]) == (
        date(2022, 5, 1),
        date(2022, 5, 15),
        "Possession of weapons",
    )
    assert row["occurred_from"] == row["occurred_to"] == datetime(2022, 5, 14, 22, 40)
    assert (row["weapon"], row["origin"], row["origin_rule"]) == (
        "knife",
        "proactive",
        "search-linked",
    )
    assert (round(row["longitude"], 3), round(row["latitude"], 3)) == (-1.790, 51.553)


@pytest.mark.parametrize("size", [1, 4, 7])
def test_the_size_of_a_batch_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    export = template_export(tmp_path)
    whole = read(export)
    monkeypatch.setattr(force_extract, "BATCH", size)
    parted = read(export)
    assert parted.rows.to_pylist() == whole.rows.to_pylist()
    assert (
        sorted(parted.rejected["line"]) == sorted(whole.rejected["line"])
        and parted.notes == whole.notes
    )


@pytest.mark.parametrize("shape", EXPORTS)
def test_no_byte_of_the_store_holds_a_planted_name_or_reference(tmp_path: Path, shape: str) -> None:
    (tmp_path / "in").mkdir()
    export = EXPORTS[shape](tmp_path / "in")
    report = intake.load([wards_file(tmp_path / "w"), *export.paths], tmp_path / "store")
    assert report.accepted + report.rejected == export.rows
    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        data = path.read_bytes().lower()
        for planted in PLANTED:
            assert not [
                word
                for word in {planted, planted.split()[0], planted.split()[-1]}
                if word.lower().encode() in data
            ], path.name
    opened = open_build(tmp_path / "store", current(tmp_path / "store"))
    frames = opened.backend.table("offence").to_pandas(), opened.rejected()
    assert len(frames[0]) + len(frames[1][frames[1]["source_id"] == "force_extract"]) == export.rows
    # and once more unpacked, since a file may be compressed
    content = " ".join(
        text
        for frame in frames
        for text in frame.astype(object).fillna("").astype(str).to_numpy().ravel()
    )
    assert not [planted for planted in PLANTED if planted.lower() in content.lower()]


def test_a_column_of_names_is_refused_naming_it_before_a_row_is_read(tmp_path: Path) -> None:
    path = write_file(
        tmp_path,
        "named.csv",
        b'crime_reference,committed_from,Suspect surname\n"never closed,14/05/2022,x\n',
    )
    with pytest.raises(DataProblem) as refused:
        intake.load([path], tmp_path / "store")
    assert refused.value.wrong == "named.csv has a column that looks personal: “Suspect surname”."
    assert BuildStore(tmp_path / "store").current() is None


def test_a_reference_with_other_facts_is_kept_and_reported(tmp_path: Path) -> None:
    loaded = rows_of(tmp_path, {}, {"outcome": "Under investigation"}, {})
    assert len(loaded.rows) == 2 and loaded.rejected["line"].to_list() == [4]
    assert len(set(loaded.rows["crime_id"].to_pylist())) == 1
    assert (
        "rows.csv: 1 rows repeat the crime reference of another with other facts; all are kept and counted."
        in loaded.notes
    )


def test_operations_nobody_registered_are_listed_and_known_ones_spelt_alike(tmp_path: Path) -> None:
    tags = ["sceptre", "Operation SCEPTRE", "Op Nobody", "Op Nobody", ""]
    loaded = rows_of(
        tmp_path,
        *({"crime_reference": str(at), "operation": tag} for at, tag in enumerate(tags)),
        operations=["Op Sceptre"],
    )
    assert loaded.rows["operation_name"].to_pylist() == [
        "Op Sceptre",
        "Op Sceptre",
        "Op Nobody",
        "Op Nobody",
        None,
    ]
    assert (
        "rows.csv: operations that are not in the register: “Op Nobody” (2 rows)." in loaded.notes
    )


def test_words_of_the_file_are_shown_only_to_whoever_tries_it_out(tmp_path: Path) -> None:
    odd = {"weapon": "Excalibur", "crime_reference": "x", "committed_from": "never"}
    stored, shown = rows_of(tmp_path, {}, odd), rows_of(tmp_path, {}, odd, showing=True)
    assert "Excalibur" not in " ".join(stored.notes) + stored.rejected["row"].iloc[0]
    assert len(stored.rejected["row"].iloc[0]) == 32  # a pseudonym
    assert (
        "never" in shown.rejected["row"].iloc[0]
        and SOUND["crime_reference"] not in shown.rejected["row"].iloc[0]
    )
    assert any("“Excalibur” (1)" in note and "[codes.weapon]" in note for note in shown.notes)


def test_a_file_without_rows_or_without_its_mapped_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="has no row beneath its heading"):
        rows_of(tmp_path)
    mapping = read_mapping(
        b'[columns]\ncrime_reference = "crime_reference"\nweapon = "Weapon class"\n', "m.toml"
    )
    document = documents([write_file(tmp_path, "rows.csv", f"{HEADING}\n".encode())])[0]
    with pytest.raises(DataProblem, match="has no column called “Weapon class”"):
        read_extract(document, salt=SALT, mapping=mapping)


def test_a_file_whose_every_row_is_rejected_is_refused_with_the_reasons(tmp_path: Path) -> None:
    lines = [
        HEADING,
        *(",".join((SOUND | {"recorded_on": "never"}).values()) for _ in range(3)),
        "short",
    ]
    with pytest.raises(DataProblem, match="No row of rows.csv can be used") as refused:
        intake.load(
            [write_file(tmp_path, "rows.csv", "\n".join(lines).encode())], tmp_path / "store"
        )
    assert (
        "3 × recorded_on is not a date that we can read; 1 × the row has more or fewer columns than the heading"
        in refused.value.saw
    )


def test_dates_of_the_other_order_are_refused_whole(tmp_path: Path) -> None:
    american = [
        {"crime_reference": str(day), "committed_from": f"05/{day:02}/2022", "recorded_on": ""}
        for day in range(1, 29)
    ]
    with pytest.raises(
        DataProblem, match="The dates of rows.csv seem to stand month first"
    ) as refused:
        rows_of(tmp_path, *american)
    assert refused.value.saw == "16 can only be read so, 0 only as asked."  # the 13th to the 28th


def test_an_extract_that_ends_on_an_earlier_day_takes_no_months_place_unasked(
    tmp_path: Path,
) -> None:
    wards = wards_file(tmp_path)
    first = write_file(
        tmp_path / "a", "a.csv", (HEADING + "\n" + ",".join(SOUND.values())).encode()
    )
    later = write_file(
        tmp_path / "b",
        "b.csv",
        (HEADING + "\n" + ",".join((SOUND | {"recorded_on": "16/05/2022"}).values())).encode(),
    )
    for number, order in enumerate(([first, later], [later, first])):
        store = tmp_path / f"store {number}"
        intake.load([wards, order[0]], store)
        if order[1] is later:
            intake.load([wards, later], store)
        else:
            with pytest.raises(
                DataProblem, match=r"an older publication \(records up to 15 May 2022\)"
            ):
                intake.load([wards, first], store)
        (part,) = [
            part
            for part in BuildStore(store).manifest(current(store)).parts
            if part.source_id == "force_extract"
        ]
        assert (part.files, part.archive_month) == (("b.csv",), "2022-05-16")
    assert newest_day(rows_of(tmp_path, {}).rows, OFFENCES) == "2022-05-15"


def test_two_files_of_one_month_given_together_are_refused(tmp_path: Path) -> None:
    paths = [
        write_file(tmp_path, name, (HEADING + "\n" + ",".join(SOUND.values())).encode())
        for name in ("a.csv", "b.csv")
    ]
    with pytest.raises(
        DataProblem, match="More than one file of a force's extract for May 2022 was given"
    ):
        intake.load(paths, tmp_path / "store")


def test_the_extract_stands_beside_street_level_crime_and_is_never_added_to_it(
    tmp_path: Path,
) -> None:
    street = street_file(
        tmp_path, "2022-05", street_row("a1", month="2022-05", kind="Possession of weapons")
    )
    extract = write_file(tmp_path, "rows.csv", (HEADING + "\n" + ",".join(SOUND.values())).encode())
    store = tmp_path / "store"
    intake.load([wards_file(tmp_path), street, extract], store)
    cube = open_build(store, current(store)).backend.table("cube").to_pandas()
    assert cube.groupby("source_id")["offences"].sum().to_dict() == {
        "force_extract": 1,
        "police_uk_street": 1,
    }


def test_a_second_load_of_the_same_extract_makes_no_build(tmp_path: Path) -> None:
    extract = write_file(tmp_path, "rows.csv", (HEADING + "\n" + ",".join(SOUND.values())).encode())
    assert intake.load([extract], tmp_path / "store").manifest is not None
    assert intake.load([extract], tmp_path / "store").manifest is None


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


@pytest.mark.parametrize("rounded", ["5.4E+10", "5.42200E+10", "5E+10", "5,4e+10"])
def test_references_that_a_spreadsheet_rounded_are_refused_naming_the_cause(
    tmp_path: Path, rounded: str
) -> None:
    changes = {"crime_reference": f'"{rounded}"'}
    with pytest.raises(DataProblem) as refused:
        rows_of(tmp_path, {}, changes, changes)
    assert (
        refused.value.wrong
        == "rows.csv has crime references that a spreadsheet turned into rounded numbers."
    )
    assert refused.value.saw.startswith(f"2 of 3 read like {rounded};")


def test_totals_and_filters_of_a_report_are_set_apart_and_said(tmp_path: Path) -> None:
    blank = dict.fromkeys(SOUND, "")
    total, filtered = (
        blank | {"crime_reference": text}
        for text in ("Grand Total", "Applied filters: Type is Robbery")
    )
    loaded = rows_of(
        tmp_path, {"crime_reference": "R1"}, {"crime_reference": "R2"}, total, blank, filtered
    )
    assert (len(loaded.rows), len(loaded.rejected)) == (2, 0)
    assert (
        loaded.notes[0] == "rows.csv: lines that are no rows were set apart: 1 of totals (line 4)."
    )
    assert "It says: “Applied filters: Type is Robbery”." in loaded.notes[1]


def test_a_heading_with_units_line_breaks_and_empty_columns_is_matched_and_shown(
    tmp_path: Path,
) -> None:
    heading = HEADING.replace("easting", '"Easting\n(m)"').replace(
        "crime_reference", "Crime reference"
    )
    text = f"{heading},,\n{','.join(SOUND.values())},,\n"
    loaded = read(Export(write_file(tmp_path, "rows.csv", text.encode()), None, 1, {}))
    assert len(loaded.rows) == 1 and loaded.rows["longitude"].null_count == 0
    assert loaded.notes[0] == (
        "rows.csv: columns were read by names like theirs: “Crime reference” as crime_reference, “Easting (m)” as easting."
    )


def test_places_by_other_names_are_read_and_said_and_a_file_without_any_says_so(
    tmp_path: Path,
) -> None:
    given = {name: text for name, text in SOUND.items() if name not in ("easting", "northing")}
    lines = {
        "told": ({**given, "OS Grid Ref": "SU 14655 83852"}, 0),
        "untold": ({**given, "whereabouts": "SU 14655 83852"}, 1),
    }
    for name, (row, without) in lines.items():
        text = f"{','.join(row)}\n{','.join(row.values())}\n"
        loaded = read(Export(write_file(tmp_path, f"{name}.csv", text.encode()), None, 1, {}))
        assert loaded.rows["longitude"].null_count == without
        noticed = " ".join(loaded.notes)
        assert ("“OS Grid Ref” as grid_reference" in noticed) == (name == "told")
        assert ("none of its 1 rows has a place" in noticed) == (name == "untold")


def test_a_month_where_a_day_is_wanted_is_named_as_one(tmp_path: Path) -> None:
    loaded = rows_of(tmp_path, {}, {"recorded_on": "May-22"}, {"recorded_on": "2022-05"})
    assert set(loaded.rejected["reason"]) == {
        "recorded_on is a month without a day, as a spreadsheet rewrites dates"
    }
