"""Of which vintage the ward of a record is: found by its code, given, mistaken, reused, and filled in for records from before."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from geo.core.errors import DataProblem
from loaders.register.database import forget
from loaders.register.register import Registers, open_registers
from loaders.register.values import BoundaryCheck, InvalidRecord, validated
from loaders.register.ward_vintages import VintageCodes, codes_without_build
from loaders.register.workbook import export_workbook, import_workbook
from loaders.sources.boundaries import embedded_wards
from tests.conftest import PROJECT

PENHILL = "E05010757"  # of December 2021 and of May 2025
BY_2025 = "E05017071"  # a division of Wiltshire that came with May 2025
CODES = VintageCodes(
    {"2021-12": frozenset({"A", "B"}), "2025-05": frozenset({"B", "C"}), "2026": frozenset({"A"})},
    {"2026-05": frozenset({"D"})},
)
GROUND = BoundaryCheck(embedded_wards, lambda: CODES)


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return open_registers(tmp_path, "real")


def work(registers: Registers, **given: str) -> dict[str, object]:
    """A piece of other work with these fields, as it is kept: its ward and whose ward that is."""
    kept = validated(registers.kinds["other_work"], {"name": "n", **given}, GROUND)
    return {name: kept[name] for name in ("ward_code", "ward_vintage")}


@pytest.mark.parametrize(
    ("given", "vintage"),
    [
        ({"ward_code": "A"}, "2021-12"),  # the reference goes before others that hold the code
        ({"ward_code": "C"}, "2025-05"),
        ({"ward_code": "A", "ward_vintage": "2026"}, "2026"),  # a code used again for other ground
        ({"ward_code": "B", "ward_vintage": "2025"}, "2025-05"),  # the one vintage of that year
        ({"ward_code": "B", "ward_vintage": "May 2025"}, "2025-05"),
        ({"ward_code": "A", "ward_vintage": "2026-05"}, "2026"),  # whose month nobody gave
        ({"ward_code": "", "ward_vintage": "2025-05"}, ""),
    ],
)
def test_a_ward_is_kept_with_its_vintage(
    registers: Registers, given: dict[str, str], vintage: str
) -> None:
    assert work(registers, **given) == {"ward_code": given["ward_code"], "ward_vintage": vintage}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            {"ward_code": "X"},
            "Ward: X is not in the boundaries of December 2021 or of May 2025 or of 2026.",
        ),
        ({"ward_code": "D"}, "Ward: D is a ward of May 2026, whose boundaries are not loaded."),
        (
            {"ward_code": "A", "ward_vintage": "2025-05"},
            "Ward: A is no ward of May 2025; it is one of December 2021.",
        ),
        (
            {"ward_code": "A", "ward_vintage": "2019-05"},
            "Wards of: There are no wards of “2019-05” in the boundaries loaded, which are of December 2021, May 2025 and 2026.",
        ),
        (
            {"ward_code": "A", "ward_vintage": "soon"},
            "Wards of: “soon” is no year and month like 2021-12.",
        ),
    ],
)
def test_a_ward_that_does_not_fit_is_refused_in_words(
    registers: Registers, given: dict[str, str], why: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        work(registers, **given)
    assert refused.value.saw == why


def test_another_ward_typed_into_a_record_brings_its_own_vintage(registers: Registers) -> None:
    kind = registers.kinds["other_work"]
    known = validated(kind, {"name": "n", "ward_code": "A", "ward_vintage": "2021-12"}, GROUND)
    assert validated(kind, {"ward_code": "C"}, GROUND, known=known)["ward_vintage"] == "2025-05"
    assert validated(kind, {"ward_code": "B"}, GROUND, known=known)["ward_vintage"] == "2021-12"
    later = validated(kind, {"ward_code": "B", "ward_vintage": "2025-05"}, GROUND, known=known)
    assert later["ward_vintage"] == "2025-05"
    # A record whose ward is in no boundaries stays as it is until its ward is typed anew.
    gone = known | {"ward_code": "X", "ward_vintage": ""}
    assert validated(kind, {"note": "n"}, GROUND, known=gone)["ward_code"] == "X"


def test_the_vintage_that_holds_every_code_of_a_comparison_is_meant() -> None:
    assert CODES.vintage_of_all(["A", "B"]) == "2021-12"
    assert CODES.vintage_of_all(["B", "C"]) == "2025-05"
    assert CODES.vintage_of_all(["A", "C"]) == "" and CODES.vintage_of("X") == ""


def test_without_a_build_the_vintages_that_the_program_holds_are_known() -> None:
    held = codes_without_build().held
    assert list(held) == ["2021-12", "2025-05"]
    assert all(PENHILL in codes for codes in held.values())
    assert "2026-05" in codes_without_build().listed


def older_register(folder: Path, *rows: tuple[int, str]) -> None:
    """A register from before wards had a vintage, with other work in these wards."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "registers-real.sqlite")) as file:
        kept = PROJECT / "tests" / "kept" / "2026-11-30" / "register.sql"
        file.executescript(kept.read_text(encoding="utf-8"))
        for number, code in rows:
            file.execute(
                "INSERT INTO other_work (id, version, name, ward_code) VALUES (?, 1, ?, ?)",
                (number, f"work {number}", code),
            )
        file.commit()


def test_an_upgrade_says_of_which_vintage_each_ward_is(tmp_path: Path) -> None:
    listed = next(
        iter(codes_without_build().listed["2026-05"] - codes_without_build().held["2025-05"])
    )
    older_register(tmp_path, (7, PENHILL), (8, BY_2025), (9, listed), (10, "E05000009"), (11, ""))
    registers = open_registers(tmp_path, "real")
    named = registers.records("other_work").set_index("id")["ward_vintage"]
    expected = {7: "2021-12", 9: "2026-05", 10: "", 11: ""}
    assert {number: named[number] for number in expected} == expected
    assert named[8] == codes_without_build().vintage_of(BY_2025)
    # Nobody edited anything: no version is counted, and the history is as it was.
    assert registers.record("other_work", 7)["version"] == 1
    assert registers.history("other_work", 7).empty


def test_an_entry_from_before_is_undone_with_the_vintage_of_its_ward(tmp_path: Path) -> None:
    older_register(tmp_path)
    registers = open_registers(tmp_path, "real")
    for kind in ("instance", "spending", "section_60"):
        record = registers.record(kind, 1)
        assert (record["ward_code"], record["ward_vintage"]) == ("E05008960", "2021-12")
        before = registers.history(kind, 1)["after"].iloc[-1]
        assert before["ward_vintage"] == "2021-12"
    version = registers.record("instance", 1)["version"]
    registers.remove("instance", 1, version, "analyst")
    registers.undo("analyst")
    assert registers.record("instance", 1)["ward_vintage"] == "2021-12"


def test_an_older_workbook_without_the_column_is_understood(
    registers: Registers, tmp_path: Path
) -> None:
    registers.add("other_work", {"name": "Youth work", "ward_code": PENHILL}, "analyst")
    book = openpyxl.load_workbook(io.BytesIO(export_workbook(registers)))
    for sheet in book.worksheets:
        for at, cell in enumerate(list(sheet[1]) if sheet.max_row else [], start=1):
            if cell.value == "ward_vintage":
                sheet.delete_cols(at)
    changed = book["other_work"]
    names = [cell.value for cell in changed[1]]
    assert "ward_vintage" not in names
    changed.cell(2, names.index("note") + 1, "as of old")
    out = io.BytesIO()
    book.save(out)
    result = import_workbook(registers, out.getvalue(), "register.xlsx", "analyst")
    assert (result.added, result.changed) == (0, 1)
    record = registers.record("other_work", 1)
    assert (record["note"], record["ward_vintage"]) == ("as of old", "2021-12")
    forget(f"sqlite:///{tmp_path / 'registers.sqlite'}", "real")


def test_a_workbook_carries_the_vintage(registers: Registers, tmp_path: Path) -> None:
    registers.add(
        "other_work", {"name": "A", "ward_code": PENHILL, "ward_vintage": "2025-05"}, "analyst"
    )
    there = open_registers(tmp_path / "other", "real")
    import_workbook(there, export_workbook(registers), "register.xlsx", "analyst")
    assert there.record("other_work", 1)["ward_vintage"] == "2025-05"


def test_a_file_of_rows_may_say_the_vintage_or_leave_it_out(registers: Registers) -> None:
    rows = f"name,ward_code,ward_vintage\nA,{PENHILL},May-25\nB,{PENHILL},\nC,{PENHILL},2019\n"
    result = registers.import_rows("other_work", rows.encode(), "work.csv", "analyst")
    assert result.added == 2 and len(result.rejected) == 1
    assert registers.records("other_work")["ward_vintage"].to_list() == ["2025-05", "2021-12"]
    with pytest.raises(DataProblem, match="no wards of “2019”"):
        registers.add(
            "other_work", {"name": "D", "ward_code": PENHILL, "ward_vintage": "2019"}, "analyst"
        )
