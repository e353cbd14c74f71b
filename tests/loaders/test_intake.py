"""The one door for data: every bad file ends in a sentence, nothing half-loaded, the old build still served and whole."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from geo.core.errors import DataProblem
from loaders import intake
from loaders.boundary_files.shape_files import KINDS
from loaders.documents import limits
from loaders.sources.registry import known_files
from loaders.store import build_writer
from loaders.store.builds import MAKING, BuildStore
from loaders.store.cube import write_cube
from loaders.store.reader import open_build
from tests.conftest import (
    EAST_WARD,
    IN_EAST,
    IN_WEST,
    SEARCH_HEADING,
    WEST_WARD,
    archive_file,
    current,
    refused,
    search_csv,
    search_row,
    square_wards,
    street_csv,
    street_file,
    street_row,
    tiny_files,
    wards_file,
    write_file,
)
from tests.large_versions import a_few
from tests.other_workbooks import ods_file, xls_file, xlsb_file

NAME = "2025-02-wiltshire-street.csv"
GOOD = street_csv(street_row("f1", month="2025-02"))
WITHOUT_TYPE = "\n".join(
    [
        ",".join(GOOD.decode().splitlines()[0].split(",")[:9]),
        "f1,2025-02,Wiltshire Police,,-1.79,51.56,,,",
    ]
).encode()


def test_a_first_load_reads_every_kind_of_file(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int, int]] = []
    paths = tiny_files(tmp_path)
    report = intake.load(paths, tmp_path / "store", progress=lambda *step: steps.append(step))
    assert report.read == {
        "2025-01-wiltshire-street.csv": 9,
        "2025-03-wiltshire-street.csv": 1,
        "2025-01-btp-street.csv": 2,
        "2025-01-wiltshire-stop-and-search.csv": 2,
    }
    assert (report.accepted, report.rejected) == (13, 1)
    size = sum(path.stat().st_size for path in paths[1:])
    assert [(name, rows) for name, rows, _, _ in steps] == [
        ("2025-01-wiltshire-street.csv", 9),
        ("2025-03-wiltshire-street.csv", 10),
        ("2025-01-btp-street.csv", 12),
        ("2025-01-wiltshire-stop-and-search.csv", 14),
    ]
    assert steps[-1][2:] == (size, size)
    assert report.manifest is not None
    assert report.manifest.build == current(tmp_path / "store")
    assert report.manifest.boundaries["exactness"].startswith("as loaded")


def test_without_boundaries_the_embedded_ones_are_used_and_kept_until_others_come(
    tmp_path: Path,
) -> None:
    store = tmp_path / "store"
    first = intake.load([write_file(tmp_path, NAME, GOOD)], store).manifest
    assert first is not None
    assert (first.boundaries["exactness"], first.boundaries["wards"]) == (
        "generalised to 20 m",
        "118",
    )
    assert first.boundaries["vintage"] == "2021-12"
    second = intake.load([wards_file(tmp_path)], store).manifest
    assert second is not None
    assert second.boundaries["wards"] == "2"
    assert second.boundaries["exactness"] == "as loaded, a point every 1.4 km"
    third = intake.load(
        [street_file(tmp_path / "later", "2025-03", street_row("m1", month="2025-03"))], store
    ).manifest
    assert third is not None
    assert third.boundaries == second.boundaries


def test_residents_and_operations_are_taken_as_a_whole(own_store: Path, tmp_path: Path) -> None:
    residents = write_file(
        tmp_path,
        "residents.csv",
        f"ward_code,residents\n{WEST_WARD},2000\n{EAST_WARD},500\n".encode(),
    )
    heading = "name,instance,aim,place,ward_code,longitude,latitude,start,end,status,plan,source"
    operations = write_file(
        tmp_path,
        "operations.csv",
        f"{heading}\nOp Made-up,,,,{WEST_WARD},,,01/02/2025,,live,,\n".encode(),
    )
    intake.load([residents, operations], own_store)
    store = open_build(own_store, current(own_store))
    assert store.ward_table_of(())["residents"].to_dict() == {WEST_WARD: 2000, EAST_WARD: 500}
    assert store.operations["name"].to_list() == ["Op Made-up"]
    assert store.manifest.population["title"] == "residents.csv"
    assert BuildStore(own_store).faults(current(own_store)) == []


def test_a_folder_with_an_archive_is_read_and_outcomes_are_passed_over_aloud(
    own_store: Path, tmp_path: Path
) -> None:
    archive_file(
        tmp_path / "in" / "2025-02.zip",
        {f"2025-02/{NAME}": GOOD, "2025-02/2025-02-wiltshire-outcomes.csv": b"Crime ID\nx\n"},
    )
    (tmp_path / "in" / "sums.csv").write_bytes(b"x,y\n1,2\n")
    report = intake.load([tmp_path / "in"], own_store)
    assert report.read == {NAME: 1}
    assert [(file.name, file.fate) for file in report.proposal.files] == [
        (NAME, "taken"),
        ("sums.csv", "refused"),
        ("2025-02-wiltshire-outcomes.csv", "passed over"),
    ]
    refusal, passing = (file.why for file in report.proposal.files[1:])
    assert refusal.startswith("sums.csv is not a file we know. Its columns are: x, y.")
    assert passing.startswith("outcomes of data.police.uk")
    assert report.notes[1:] == [
        "Passed over (outcomes of data.police.uk, which tell what became of offences and list none; load the month's CSV of "
        "street-level crime, whose rows bear their force and newest outcome): 2025-02-wiltshire-outcomes.csv."
    ]


@pytest.mark.parametrize(
    "treated",
    [
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace(",", ";").encode(),
    ],
    ids=["latin-1", "utf-16", "byte order mark", "semicolons"],
)
def test_other_encodings_and_delimiters_come_to_the_same_build(
    own_store: Path, tmp_path: Path, treated: Callable[[str], bytes]
) -> None:
    text = GOOD.decode().replace("High Street", "Café Lane")
    intake.load([write_file(tmp_path / "a", NAME, treated(text))], own_store)
    offences = open_build(own_store, current(own_store)).backend.table("offence").to_pandas()
    assert offences.loc[offences["crime_id"] == "f1", "location_text"].to_list() == [
        "On or near Café Lane"
    ]
    assert (
        intake.load([write_file(tmp_path / "b", NAME, text.encode())], own_store).manifest is None
    )


def test_swapped_degrees_are_offered_then_turned_only_when_the_analyst_says_so(
    own_store: Path, tmp_path: Path
) -> None:
    path = street_file(
        tmp_path,
        "2025-02",
        *[street_row(str(n), (51.56, -1.79), month="2025-02") for n in range(3)],
    )
    problem = refused(own_store, path)
    assert problem.wrong == f"{NAME} seems to have longitude and latitude swapped."
    assert (
        problem.do
        == "If so, load it again with “longitude and latitude are swapped” (--swapped on the command line)."
    )
    assert problem.stands == "Nothing has been changed."
    report = intake.load([path], own_store, swapped=True)
    assert (report.accepted, report.rejected) == (3, 0)
    points = open_build(own_store, current(own_store)).backend.table("offence").to_pandas()
    assert set(points.loc[points["month"].astype(str).str.startswith("2025-02"), "ward_code"]) == {
        WEST_WARD
    }


def test_an_unknown_crime_type_is_kept_counted_and_remembered_in_the_notes(
    own_store: Path, tmp_path: Path
) -> None:
    path = street_file(
        tmp_path, "2025-02", *[street_row(str(n), month="2025-02", kind="Piracy") for n in range(2)]
    )
    report = intake.load([path], own_store)
    note = f"{NAME}: 2 rows have the unknown crime type “Piracy”; they are kept and shown as unclassified."
    assert (report.accepted, report.rejected, report.notes) == (2, 0, [note])
    store = open_build(own_store, current(own_store))
    cube = store.backend.table("cube").to_pandas()
    assert cube.loc[cube["offence_type"] == "Unclassified", "offences"].sum() == 2
    assert [part.notes for part in store.manifest.parts if part.month == "2025-02"] == [(note,)]


Spoil = Callable[[Path], Path]


def _archive_cut_short(folder: Path) -> Path:
    path = archive_file(folder / "2025-02.zip", {f"2025-02/{NAME}": GOOD * 50})
    path.write_bytes(path.read_bytes()[:-30])
    return path


def _wards_where(**columns: list[Any]) -> Spoil:
    def spoilt(folder: Path) -> Path:
        square_wards().assign(**columns).to_parquet(folder / "wards.parquet")
        return folder / "wards.parquet"

    return spoilt


def _wards_in(system: int | None, *, numbers: int = 27700) -> Spoil:
    def spoilt(folder: Path) -> Path:
        wards = square_wards().to_crs(numbers).set_crs(system, allow_override=True)
        wards.to_parquet(folder / "wards.parquet")
        return folder / "wards.parquet"

    return spoilt


def _file(data: bytes, name: str = NAME) -> Spoil:
    return lambda folder: write_file(folder, name, data)


BAD: dict[str, tuple[Spoil, str, str, str]] = {
    "no crime type": (
        _file(WITHOUT_TYPE),
        f"{NAME} has no column called “Crime type” and “Last outcome category”.",
        "Its columns are: Crime ID, Month, Reported by, Falls within, Longitude, Latitude, Location, LSOA code, LSOA name.",
        "Rename the column or choose the right file, and load it again.",
    ),
    "an empty file": (_file(b""), f"{NAME} is empty.", "", "Download or save it again."),
    "a web page": (
        _file(b"<!doctype html><p>Error"),
        f"{NAME} is a web page, not data.",
        "It starts with an HTML tag.",
        "It may be an error page saved by mistake: download the file again.",
    ),
    "a picture": (
        _file(b"\x89PNG\r\n\x1a\n\0\0\0"),
        f"{NAME} is not text.",
        "It holds zero bytes.",
        "Save it as CSV (UTF-8) and load that.",
    ),
    "an open quotation mark": (
        _file(GOOD.replace(b"On or near", b'"On or near') * 2),
        f"{NAME} cannot be read as a table.",
        "A quotation mark in the row that begins on line 2 is not closed where it should be.",
        "Mend or download it again.",
    ),
    "a file of another kind": (
        _file(b"a,b\n1,2\n", "sums.csv"),
        "sums.csv is not a file we know.",
        "Its columns are: a, b.",
        f"Give {known_files()}; a force's own columns need a mapping.",
    ),
    "month 13": (
        _file(GOOD.replace(b"2025-02", b"2025-13")),
        f"No row of {NAME} can be used.",
        "1 rows were read: 1 × month is not like 2025-03.",
        "Mend the file and load it again.",
    ),
    "metres for degrees": (
        _file(street_csv(street_row("f1", (414_655, 183_852)))),
        f"{NAME} has metres in its degree columns.",
        "The first place reads 414655, 183852, which looks like British National Grid.",
        "Convert it to longitude and latitude (WGS84) and load it again.",
    ),
    "searches of no force": (
        _file(search_csv(search_row()), "searches.csv"),
        "searches.csv does not say which force it is of.",
        "Stop-and-search files hold no force column, and belong to the month in their name.",
        "Name it as data.police.uk does, like 2023-01-wiltshire-stop-and-search.csv, and load it again.",
    ),
    "searches without a column": (
        _file(
            SEARCH_HEADING.replace("Gender", "Sex").encode() + b"\n" + search_row().encode(),
            "2025-02-wiltshire-stop-and-search.csv",
        ),
        "2025-02-wiltshire-stop-and-search.csv has no column called “Gender”.",
        "Its columns are: "
        + SEARCH_HEADING.replace("Gender", "Sex").replace(",", ", ")[:400]
        + ".",
        "Rename the column or choose the right file, and load it again.",
    ),
    "no resident that is a number": (
        _file(b"ward_code,residents\nW1,many\n", "residents.csv"),
        "No row of residents.csv can be used.",
        "1 rows were read: 1 × residents is not a whole number from 0 up.",
        "Mend the file and load it again.",
    ),
    "a truncated archive": (
        _archive_cut_short,
        "2025-02.zip is not a whole ZIP archive.",
        "",
        "The download probably stopped early: fetch it again.",
    ),
    "a member that points outside": (
        lambda folder: archive_file(folder / "2025-02.zip", {NAME: GOOD, "../../x.csv": GOOD}),
        "2025-02.zip holds a file that points outside the archive.",
        "Its name is ../../x.csv.",
        "Do not use this archive; ask where it came from.",
    ),
    "boundaries without shapes inside an archive": (
        lambda folder: archive_file(folder / "all.zip", {"wards.geojson": b"{}"}),
        "wards.geojson cannot be read as boundaries.",
        "",
        f"Give {KINDS}.",
    ),
    "boundaries in no known system": (
        _wards_in(None, numbers=3857),
        "wards.parquet does not say which reference system its coordinates are in.",
        "",
        "Save it with one, such as British National Grid (EPSG:27700).",
    ),
    "boundaries in the wrong system": (
        _wards_in(4326),
        "wards.parquet does not lie in Britain.",
        "",
        "Its reference system is probably declared wrongly: its numbers look like British National Grid; "
        "set it to EPSG:27700, and load it again.",
    ),
    "a ward without a code": (
        _wards_where(WD21CD=[WEST_WARD, None]),
        "wards.parquet has 1 wards without a code or a shape.",
        "The first is row 2.",
        "Download the layer again, or give each ward its own code.",
    ),
    "a code used twice": (
        _wards_where(WD21CD=[WEST_WARD, WEST_WARD]),
        "wards.parquet has 1 wards with a code that another ward has.",
        "The first is row 2, “East” with E05000001.",
        "Download the layer again, or give each ward its own code.",
    ),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_file_is_refused_in_words_and_the_old_build_still_stands(
    own_store: Path, tmp_path: Path, what: str
) -> None:
    spoil, wrong, saw, do = BAD[what]
    problem = refused(own_store, spoil(tmp_path))
    assert (problem.wrong, problem.do, problem.stands) == (wrong, do, "Nothing has been changed.")
    if saw:
        assert problem.saw == saw


@pytest.mark.parametrize("what", sorted(BAD))
def test_a_bad_file_keeps_good_ones_beside_it_out(
    own_store: Path, tmp_path: Path, what: str
) -> None:
    good = street_file(
        tmp_path / "good", "2025-04", *[street_row(str(n), month="2025-04") for n in range(20)]
    )
    assert refused(own_store, good, BAD[what][0](tmp_path)).wrong == BAD[what][1]
    assert BuildStore(own_store).manifest(current(own_store)).months("police_uk_street") == [
        "2025-01",
        "2025-03",
    ]
    intake.load([good], own_store)  # and by itself it is welcome
    assert "2025-04" in BuildStore(own_store).manifest(current(own_store)).months(
        "police_uk_street"
    )
    assert not list(BuildStore(own_store).builds.glob(f"{MAKING}*"))


def test_a_bad_file_into_an_empty_store_leaves_it_empty(tmp_path: Path) -> None:
    assert refused(tmp_path / "store", write_file(tmp_path, NAME, WITHOUT_TYPE)).wrong.startswith(
        f"{NAME} has no column called"
    )
    assert BuildStore(tmp_path / "store").current() is None


@pytest.mark.parametrize(
    ("limit", "value"),
    [("MOST_MEMBERS", 1), ("MOST_BYTES", 500), ("MOST_MEMBER_BYTES", 400), ("MOST_RATIO", 1)],
)
def test_each_limit_of_a_bomb_is_held_at_the_door(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int
) -> None:
    path = archive_file(
        tmp_path / "2025-02.zip",
        {
            f"2025-02/{NAME}": street_csv(
                *[street_row(f"f{n}", month="2025-02") for n in range(4)]
            ),
            "2025-02/readme.txt": b"x" * 100,
        },
    )
    monkeypatch.setattr(limits, limit, value)
    problem = refused(own_store, path)
    assert problem.wrong == "2025-02.zip is too large to unpack safely."
    assert problem.do == "Load it in parts, for example one year at a time."
    assert problem.stands == "Nothing has been changed."
    monkeypatch.undo()
    assert intake.load([path], own_store).accepted == 4


@pytest.mark.parametrize(
    ("holder", "writer"),
    [("pq", "write_table"), ("", "write_drawing"), ("", "write_cube"), ("", "write_wards")],
)
def test_a_full_disk_is_said_in_words_whichever_file_it_stops(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, holder: str, writer: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    paths = [write_file(tmp_path, NAME, GOOD), wards_file(tmp_path, edge=-1.781)]
    monkeypatch.setattr(getattr(build_writer, holder) if holder else build_writer, writer, full)
    problem = refused(own_store, *paths)
    assert problem.wrong == "The disk of the store is full."
    assert problem.saw.endswith(f"MB are free in {own_store}.")
    assert problem.do == "Free some space, or move the store with SVD_STORE, and load again."
    assert problem.stands == "Nothing has been changed; the build before is still served."
    monkeypatch.undo()
    assert intake.load(paths, own_store).manifest is not None


def test_the_cubes_own_writer_reports_a_full_disk_as_the_others_do(
    own_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cube is summed by another library; /dev/full stands for a disk that takes no byte."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")

    def onto_a_full_disk(folder: Path, *rest: Any) -> None:
        (folder / "cube.parquet").symlink_to("/dev/full")
        write_cube(folder, *rest)

    monkeypatch.setattr(build_writer, "write_cube", onto_a_full_disk)
    assert (
        refused(own_store, write_file(tmp_path, NAME, GOOD)).wrong
        == "The disk of the store is full."
    )


TEMPLATE_ROW = (
    "crime_reference,offence_code,committed_from,operation\nR1,10D,14/02/2025 22:40,Op Brand-new\n"
)
OWN = '[columns]\ncrime_reference = "Ref"\ncommitted_from = "When"\n'


def test_an_extract_is_known_by_its_heading_and_read_after_the_register_given_with_it(
    own_store: Path, tmp_path: Path
) -> None:
    heading = "name,instance,aim,place,ward_code,longitude,latitude,start,end,status,plan,source"
    register = write_file(
        tmp_path, "z-operations.csv", f"{heading}\nOp Brand-new,,,,,,,,,,,\n".encode()
    )
    report = intake.load(
        [write_file(tmp_path, "a-extract.csv", TEMPLATE_ROW.encode()), register], own_store
    )
    assert report.read == {"z-operations.csv": 1, "a-extract.csv": 1}
    assert not [note for note in report.notes if "not in the register" in note]
    ((_, alone),) = intake.rehearse([tmp_path / "a-extract.csv"], own_store).files
    assert not [note for note in alone.notes if "not in the register" in note]


def test_a_mapping_may_stand_among_the_files_and_only_one_for_a_file_that_is_there(
    own_store: Path, tmp_path: Path
) -> None:
    extract, mapping = (
        write_file(tmp_path, "own.csv", b"Ref;When\nR1;14/02/2025\n"),
        write_file(tmp_path, "own.toml", OWN.encode()),
    )
    street = street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))
    assert (
        refused(own_store, mapping, street).wrong
        == "A mapping was given, and no file that it is for."
    )
    other = write_file(tmp_path / "b", "other.toml", OWN.encode())
    assert refused(own_store, extract, mapping, other).saw == "They are: own.toml, other.toml."
    assert refused(own_store, extract).wrong == "own.csv is not a file we know."
    report = intake.load([street, extract, mapping], own_store)
    assert report.read == {"2025-02-wiltshire-street.csv": 1, "own.csv": 1} and report.accepted == 2


def test_an_extract_inside_an_archive_is_read(own_store: Path, tmp_path: Path) -> None:
    report = intake.load(
        [archive_file(tmp_path / "all.zip", {"extract.csv": TEMPLATE_ROW.encode(), NAME: GOOD})],
        own_store,
    )
    assert report.read == {NAME: 1, "extract.csv": 1}


def test_a_rehearsal_reads_every_kind_of_file_and_changes_nothing(
    own_store: Path, tmp_path: Path
) -> None:
    before, files = current(own_store), sorted(own_store.rglob("*"))
    rehearsal = intake.rehearse(
        [
            street_file(
                tmp_path,
                "2025-02",
                street_row("f1", month="2025-02"),
                street_row("f1", month="2025-02"),
            )
        ],
        own_store,
    )
    assert [(name, loaded.read, len(loaded.rejected)) for name, loaded in rehearsal.files] == [
        ("2025-02-wiltshire-street.csv", 2, 1)
    ]
    (line,) = rehearsal.proposal.lines
    assert (line.month, line.before, line.after and line.after.count) == ("2025-02", None, 1)
    assert (current(own_store), sorted(own_store.rglob("*"))) == (before, files)


def test_more_than_one_file_of_boundaries_is_refused(own_store: Path, tmp_path: Path) -> None:
    problem = refused(own_store, wards_file(tmp_path), wards_file(tmp_path, "other.parquet"))
    assert problem.wrong == "More than one file of boundaries was given."
    assert problem.saw == "wards.parquet and other.parquet both hold wards of December 2021."


def test_two_files_that_each_replace_the_whole_are_refused(own_store: Path, tmp_path: Path) -> None:
    residents = [
        write_file(tmp_path, f"{name}.csv", b"ward_code,residents\nE05000001,10\n")
        for name in ("first", "second")
    ]
    problem = refused(own_store, *residents)
    assert problem.wrong == "More than one file of residents was given."
    assert "first.csv" in problem.saw
    assert "second.csv" in problem.saw


def test_files_of_residents_of_several_years_and_wards_are_taken_together(
    own_store: Path, tmp_path: Path
) -> None:
    texts = {
        "people-mid-2021.csv": f"ward_code,residents\n{WEST_WARD},10\n{EAST_WARD},20\n",
        "west-mid-2022.csv": f"ward_code,residents\n{WEST_WARD},11\n",
        "east-mid-2022.csv": f"ward_code,residents\n{EAST_WARD},21\n",
    }
    files = [write_file(tmp_path, name, text.encode()) for name, text in texts.items()]
    report = intake.load(files, own_store)
    store = open_build(own_store, current(own_store))
    assert store.ward_table_of(())["residents"].to_dict() == {WEST_WARD: 11, EAST_WARD: 21}
    assert (report.accepted, report.rejected) == (4, 0)
    assert all(file.is_taken for file in report.proposal.files)
    assert store.manifest.population["title"] == ", ".join(sorted(texts))


def test_a_store_may_lie_in_a_folder_with_brackets_and_stars(tmp_path: Path) -> None:
    store = tmp_path / "store [draft] *"
    intake.load(tiny_files(tmp_path / "files"), store)
    opened = open_build(store, current(store)).backend
    assert (
        opened.table("cube").to_pandas()["offences"].sum()
        == opened.table("offence").count().to_pandas()
        == 11
    )


def test_nothing_to_load_and_nothing_there_are_said(own_store: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(own_store, tmp_path / "empty").wrong == "There is nothing to load."
    problem = refused(own_store, tmp_path / "gone.csv")
    assert problem.wrong == "There is no file or folder gone.csv."


def test_a_store_may_lie_in_a_folder_with_an_apostrophe(tmp_path: Path) -> None:
    store = tmp_path / "o'neill's"
    intake.load(tiny_files(tmp_path / "files"), store)
    assert (
        open_build(store, current(store)).backend.table("cube").to_pandas()["offences"].sum() == 11
    )


def test_rejected_rows_can_be_asked_for_with_file_line_reason_and_text(
    own_store: Path, tmp_path: Path
) -> None:
    rows = [
        street_row("f1", month="2025-02"),
        street_row("f2", IN_EAST, month="2025-20"),
        "broken",
        street_row("f3", IN_WEST, month="2025-02"),
    ]
    intake.load([street_file(tmp_path, "2025-02", *rows)], own_store)
    rejected = open_build(own_store, current(own_store)).rejected()
    mine = rejected[rejected["file"] == NAME]
    assert mine[["line", "reason"]].to_numpy().tolist() == [
        [3, "month is not like 2025-03"],
        [4, "the row has more or fewer columns than the heading"],
    ]
    assert mine["row"].to_list()[1] == "broken"
    assert mine["row"].to_list()[0].startswith("f2,2025-20,Wiltshire Police,-1.770000,51.560000,")


def test_a_problem_in_one_worker_stops_the_load_with_that_problem(
    own_store: Path, tmp_path: Path
) -> None:
    paths = [
        street_file(tmp_path, f"20{year}-02", street_row("x", month=f"20{year}-02"))
        for year in range(10, 25)
    ]
    paths.insert(3, write_file(tmp_path, "2009-02-wiltshire-street.csv", WITHOUT_TYPE))
    with pytest.raises(DataProblem, match="2009-02-wiltshire-street.csv has no column called"):
        intake.load(paths, own_store)


@pytest.mark.real
def test_the_real_files_are_counted_row_by_row(real_data: Path, tmp_path: Path) -> None:
    folder = real_data / "police_uk"
    report = intake.load(
        [real_data / "wards_dec2021_swindon_wiltshire.geojson", folder], tmp_path / "store"
    )
    lines = {path.name: path.read_bytes().count(b"\n") - 1 for path in folder.rglob("*.csv")}
    assert report.read == lines
    assert report.manifest is not None
    totals = report.manifest.totals()
    assert {source: totals[source]["read"] for source in totals if source.startswith("police")} == {
        "police_uk_street": 39_476,
        "police_uk_btp": 3_304,
        "police_uk_search": 24,
    }
    assert all(
        numbers["accepted"] + numbers["rejected"] == numbers["read"] for numbers in totals.values()
    )
    assert report.accepted + report.rejected == 39_476 + 3_304 + 24
    street = [part for part in report.manifest.parts if part.source_id == "police_uk_street"]
    assert (
        sum(part.without_id for part in street),
        sum(part.alike_without_id for part in street),
    ) == (7_692, 1_683)
    assert report.manifest.months("police_uk_street") == [
        f"2025-{month:02}" for month in range(1, 10)
    ]
    cube = open_build(tmp_path / "store", report.manifest.build).backend.table("cube").to_pandas()
    weapons = cube[
        (cube["offence_type"] == "Possession of weapons")
        & (cube["source_id"] == "police_uk_street")
    ]
    assert weapons.groupby("authority_code")["offences"].sum().to_dict() == {
        "E06000030": 159,
        "E06000054": 191,
        "outside": 1,
    }
    assert intake.load([folder], tmp_path / "store").manifest is None


@pytest.mark.real
@pytest.mark.parametrize("way", a_few(["backwards", "forwards"], 1))
def test_the_real_files_come_to_one_content_hash_in_any_order(
    real_data: Path, tmp_path: Path, way: str
) -> None:
    paths = sorted((real_data / "police_uk").rglob("*.csv"))
    assert len(paths) == 11
    one_by_one, together = tmp_path / "one by one", tmp_path / "together"
    for path in paths if way == "forwards" else paths[::-1]:
        intake.load([path], one_by_one)
    intake.load([real_data / "police_uk"], together)
    hashes, rows = set(), set()
    for store in (one_by_one, together):
        build_store = BuildStore(store)
        hashes.add(build_store.manifest(current(store)).content_hash)
        assert build_store.faults(current(store)) == []
        cube = open_build(store, current(store)).backend.table("cube").to_pandas()
        rows.add(tuple(map(tuple, cube.to_numpy().tolist())))
    assert (len(hashes), len(rows)) == (1, 1)


@pytest.mark.real
def test_real_rows_lie_in_the_wards_of_england_and_wales(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "police_uk" / "2025-01" / "2025-01-btp-street.csv"
    report = intake.load(
        [real_data / "wards_dec2021_england_wales.parquet", path], tmp_path / "store"
    )
    assert report.manifest is not None
    assert report.manifest.boundaries["wards"] == "7878"
    [part] = [part for part in report.manifest.parts if part.month]
    # The force polices railways of Scotland too, which lie in none of these wards.
    assert part.accepted == 3_304
    assert part.outside == pytest.approx(105, abs=5)


EXTRACT = [
    ["crime_reference", "offence_code", "recorded_on", "easting", "northing"],
    ["54220000001/25", "10D", "01/06/2025", "414655", "183852"],
]


def _of_month(number: int) -> list[list[object]]:
    return [[*EXTRACT[0]], [*EXTRACT[1][:2], f"01/{number:02}/2025", *EXTRACT[1][3:]]]


def test_a_folder_of_workbooks_of_every_kind_is_loaded_whole_and_every_file_named(
    own_store: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    book = Workbook()
    for row in _of_month(6):
        book.worksheets[0].append(row)
    book.save(folder / "june.xlsx")
    xls_file(folder / "july.xls", _of_month(7))
    ods_file(folder / "august.ods", _of_month(8))
    xlsb_file(folder / "september.xlsb", _of_month(9))
    write_file(
        folder, "october.tsv", "\n".join("\t".join(map(str, row)) for row in _of_month(10)).encode()
    )
    write_file(folder, "torn.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    write_file(folder, "budget.csv", b"team,pounds\nblue,3\n")
    write_file(folder, "Thumbs.db", b"x")
    report = intake.load([folder], own_store)
    assert set(report.read) == {
        "june.xlsx",
        "july.xls",
        "august.ods",
        "september.xlsb",
        "october.tsv",
    }
    store = open_build(own_store, current(own_store))
    assert store.manifest.months("force_extract") == [f"2025-{month:02}" for month in range(6, 11)]
    said = "\n".join(report.notes)
    assert "Refused, and nothing of it was taken: torn.xls is not a whole Excel workbook." in said
    assert "Refused, and nothing of it was taken: budget.csv is not a file we know." in said
    assert "Passed over (files that the computer's own system keeps): Thumbs.db." in said


def test_a_torn_workbook_that_was_named_itself_is_refused_with_the_load(
    own_store: Path, tmp_path: Path
) -> None:
    torn = write_file(tmp_path, "torn.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refused(own_store, torn).wrong == "torn.xls is not a whole Excel workbook."


OUTCOMES = b"Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
ANSWERS = {
    "renamed outcomes": ("outcomes march.csv", OUTCOMES, "outcomes of data.police.uk"),
    "outcomes in semicolons": ("a.csv", OUTCOMES.replace(b",", b";"), "outcomes of data.police.uk"),
    "street": (
        "crimes.json",
        b'[{"category":"burglary","location_type":"Force","location":{"latitude":"51.5"},"context":"","month":"2025-01"}]',
        "an answer of data.police.uk's API: street-level crime",
    ),
    "outcomes": (
        "answer.json",
        b'[{"category":{"code":"charged"},"date":"2025-01","person_id":null,"crime":{"category":"burglary","month":"2025-01"}}]',
        "an answer of data.police.uk's API: outcomes",
    ),
    "stops": (
        "stops.json",
        b'[{"age_range":"18-24","object_of_search":"Drugs","involved_person":true,"datetime":"2025-01-01T00:00:00+00:00"}]',
        "an answer of data.police.uk's API: stops and searches",
    ),
    "nothing": ("empty.json", b"[]\n", "an answer of an API that holds no entry"),
    "kinds": (
        "crime-categories.json",
        b'[{"url":"all-crime","name":"All crime"}]',
        "an answer of data.police.uk's API: kinds of crime",
    ),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_files_of_police_uk_that_hold_nothing_to_count_are_said_for_what_they_are(
    own_store: Path, tmp_path: Path, what: str
) -> None:
    name, data, kind = ANSWERS[what]
    path = write_file(tmp_path, name, data)
    problem = refused(own_store, path)
    assert problem.wrong == "There is nothing to load."
    assert kind in problem.saw and name in problem.saw
    report = intake.load(
        [path, street_file(tmp_path, "2025-02", street_row("f1", month="2025-02"))], own_store
    )
    assert report.accepted == 1 and kind in report.notes[0]
