"""Out and in again: the same register, or what was edited in the files and nothing else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders.area import DATA
from loaders.reference import ward_facts
from loaders.register.operations import seed_operations
from loaders.register.register import Registers, open_registers
from loaders.sources.operations_register import read_operations

SQUARE = '{"type": "Polygon", "coordinates": [[[-1.8, 51.58], [-1.77, 51.58], [-1.77, 51.6], [-1.8, 51.58]]]}'
ODD = "=1+1\r\n'quoted' \"twice\", é\ttab; \x0b\rend "


def _seed(registers: Registers) -> None:
    file = "demonstration_operations.csv"
    seed_operations(
        registers,
        read_operations((DATA / file).read_bytes(), file, set(ward_facts().index)).rows.to_pandas(),
    )


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path / "first", "demonstration")
    _seed(made)
    made.add("own_area", {"name": "'@Yard", "geometry": SQUARE, "note": ODD}, "analyst")
    made.add("next_step", {"text": "-1 brief", "due": "2023-02-06", "done": False}, "=role")
    made.add(
        "dosage",
        {"operation": 1, "week": "2022-01-03", "patrol_hours": 12.5, "visits": 3},
        "analyst",
    )
    made.change("operation", 1, {"aim": ODD, "status": "closed"}, 1, "commander")
    made.undo("commander")
    made.add("next_step", {"text": "gone"}, "analyst")
    made.remove("next_step", 2, 1, "analyst")
    return made


@pytest.fixture
def folder(registers: Registers, tmp_path: Path) -> Path:
    registers.export_folder(tmp_path / "out")
    return tmp_path / "out"


def same(first: Registers, other: Registers) -> None:
    for kind in first.kinds:
        pd.testing.assert_frame_equal(first.records(kind), other.records(kind))
    pd.testing.assert_frame_equal(first.history(), other.history())


def edited(folder: Path, kind: str, line: int, old: str, new: str) -> None:
    path = folder / f"{kind}.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new)
    path.write_text("".join(lines), encoding="utf-8-sig")


@pytest.mark.parametrize("seeded", [False, True])
def test_export_then_import_gives_the_same_register(
    registers: Registers, folder: Path, tmp_path: Path, seeded: bool
) -> None:
    other = open_registers(tmp_path / "second", "demonstration")
    if seeded:
        _seed(other)
    result = other.import_folder(folder, "analyst")
    assert (result.added, result.changed) == (0, 0)
    same(registers, other)
    other.export_folder(tmp_path / "again")
    for path in folder.iterdir():
        if path.name != "register.json":
            assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    # ids and numbers go on where they were
    assert (
        other.add("next_step", {"text": "next"}, "analyst")
        == registers.add("next_step", {"text": "next"}, "analyst")
        == 3
    )
    assert other.undo("analyst") == registers.undo("analyst")


def test_spreadsheets_meet_no_formula_and_maps_can_draw_the_areas(folder: Path) -> None:
    assert "'=1+1" in (folder / "own_area.csv").read_text(encoding="utf-8-sig")
    assert "'-1 brief" in (folder / "next_step.csv").read_text(encoding="utf-8-sig")
    (area,) = json.loads((folder / "own_area-geometry.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    assert (area["id"], area["properties"], area["geometry"]) == (
        1,
        {"name": "'@Yard"},
        json.loads(SQUARE),
    )


def test_a_folder_unedited_changes_nothing_even_when_the_register_went_on(
    registers: Registers, folder: Path
) -> None:
    registers.change("operation", 2, {"aim": "newer"}, 1, "commander")
    before = len(registers.history())
    result = registers.import_folder(folder, "analyst")
    assert (result.added, result.changed) == (0, 0) and len(registers.history()) == before
    assert registers.record("operation", 2)["aim"] == "newer"


def test_what_was_edited_in_the_files_becomes_changes(registers: Registers, folder: Path) -> None:
    edited(folder, "next_step", 2, "2023-02-06", "07/02/2023")  # as a spreadsheet saves it
    with (folder / "phase.csv").open("a", encoding="utf-8") as opened:
        opened.write(",,1,second,2022-06-01,,\r\n")
    areas = folder / "own_area-geometry.geojson"
    areas.write_text(areas.read_text(encoding="utf-8").replace("51.6]", "51.59]"), encoding="utf-8")
    result = registers.import_folder(folder, "coordinator")
    assert (result.added, result.changed) == (1, 2)
    assert (
        registers.record("next_step", 1)["due"] == date(2023, 2, 7)
        and registers.record("phase", 3)["name"] == "second"
    )
    assert "51.59" in registers.record("own_area", 1)["geometry"]
    assert set(registers.history()["by_role"][:3]) == {"coordinator"}
    again = registers.import_folder(folder, "coordinator")
    assert (again.added, again.changed) == (1, 0)  # a row without an id is new each time


def test_an_edit_in_both_places_is_refused_whole_naming_the_line(
    registers: Registers, folder: Path
) -> None:
    edited(folder, "operation", 3, "live", "closed")
    edited(folder, "next_step", 2, "2023-02-06", "2023-02-08")
    registers.change("operation", 2, {"status": "planned"}, 1, "commander")
    with pytest.raises(
        DataProblem, match=r"operation\.csv, line 3: This operation was edited"
    ) as raised:
        registers.import_folder(folder, "analyst")
    assert "1 rows of out cannot be kept" in raised.value.wrong
    assert registers.record("next_step", 1)["due"] == date(2023, 2, 6)


def test_faulty_rows_refuse_the_folder_whole(registers: Registers, folder: Path) -> None:
    edited(folder, "phase", 2, "2022-01-01", "2022-13-01")
    edited(folder, "phase", 3, "2,1", "9,1")
    with pytest.raises(DataProblem) as raised:
        registers.import_folder(folder, "analyst")
    assert (
        "phase.csv, line 2:" in raised.value.saw and "“2022-13-01” is no date" in raised.value.saw
    )
    assert "phase.csv, line 3: There is no phase of number 9 and version 1." in raised.value.saw


def test_a_folder_of_another_register_or_kind_is_refused(
    registers: Registers, folder: Path, tmp_path: Path
) -> None:
    other = open_registers(tmp_path / "second", "demonstration")
    other.add("next_step", {"text": "mine"}, "analyst")
    with pytest.raises(DataProblem, match="comes from another register"):
        other.import_folder(folder, "analyst")
    assert other.records("next_step")["text"].to_list() == ["mine"]
    with pytest.raises(DataProblem, match="holds demonstration data"):
        open_registers(tmp_path / "third", "real").import_folder(folder, "analyst")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("register.json", "{", "is no exported register"),
        ("history.csv", "number\r\n1\r\n", "history.csv cannot be read"),
        ("history.csv", None, "has no history.csv"),
        (
            "next_step.csv",
            "id,version,words\r\n1,1,x\r\n",
            "a column “words” that does not belong there",
        ),
        (
            "next_step.csv",
            "id,version,text,text\r\n1,1,x,x\r\n",
            "Two of its columns have one heading",
        ),
        ("next_step.csv", "id,version,text\r\n1,1\r\n", "Line 2 has 2 cells, the heading 3"),
        ("next_step.csv", 'id,version,text\r\n1,1,"x\r\n', "cannot be read as a table"),
        ("next_step.csv", "id,version,text\r\none,1,x\r\n", "The id is “one”, not a whole number"),
        ("own_area-geometry.geojson", "[]", "own_area-geometry.geojson cannot be read"),
    ],
)
def test_a_folder_that_is_not_as_exported_is_refused_whole(
    folder: Path, tmp_path: Path, name: str, text: str | None, why: str
) -> None:
    other = open_registers(tmp_path / "second", "demonstration")
    (folder / name).unlink()
    if text is not None:
        (folder / name).write_text(text, encoding="utf-8", newline="")
    with pytest.raises(DataProblem, match=why):
        other.import_folder(folder, "analyst")
    assert other.history().empty and other.records("operation").empty


def test_an_export_never_writes_over_anything(registers: Registers, folder: Path) -> None:
    with pytest.raises(DataProblem, match="is there already and holds something"):
        registers.export_folder(folder)
    (folder.parent / "empty").mkdir()
    registers.export_folder(folder.parent / "empty")
    assert not list(folder.parent.glob(".*.making"))
