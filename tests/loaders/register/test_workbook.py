"""The register as one workbook, out and in; what is renamed refused in words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.register.duty import seed_duty
from loaders.register.editions import freeze_edition
from loaders.register.register import Registers, open_registers
from loaders.register.workbook import export_workbook, import_workbook


@pytest.fixture
def filled(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path / "one", "real")
    seed_duty(made)
    for text in (
        "=1+1",
        "two\nlines",
        "\x01 bell",
        "carriage\rreturn",
        "_x0041_",
        " blank ",
        "'quoted",
        "007",
    ):
        made.add("next_step", {"text": text}, "analyst")
    made.change("grant", 2, {"status": "confirmed"}, 1, "coordinator")
    freeze_edition(
        made,
        "First",
        {f"ward {n:05} · offences": n for n in range(4_000)},
        build="b1",
        by="analyst",
    )  # longer than a cell
    made.undo("analyst")
    freeze_edition(made, "Second", {"all": 1}, build="b1", by="analyst")
    return made


def edited(
    data: bytes, *, sheet: str = "grant", title: str = "", cell: str = "", value: str = ""
) -> bytes:
    book = load_workbook(io.BytesIO(data))
    if title:
        book[sheet].title = title
    if cell:
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_taken_in_gives_the_same_register(filled: Registers, tmp_path: Path) -> None:
    other = open_registers(tmp_path / "two", "real")
    import_workbook(other, export_workbook(filled), "register.xlsx", "analyst")
    assert {kind: other.records(kind).to_csv() for kind in other.kinds} == {
        kind: filled.records(kind).to_csv() for kind in filled.kinds
    }
    assert other.history().to_csv() == filled.history().to_csv()
    assert import_workbook(other, export_workbook(other), "register.xlsx", "analyst").changed == 0


def test_a_cell_edited_in_the_workbook_is_a_change_with_history(filled: Registers) -> None:
    data = export_workbook(filled)
    heading = [cell.value for cell in load_workbook(io.BytesIO(data))["grant"][1]]
    at = "ABCDEFGHIJ"[heading.index("amount")]
    with pytest.raises(DataProblem, match="“£254.867” is no amount"):
        import_workbook(
            filled, edited(data, cell=f"{at}3", value="£254.867"), "register.xlsx", "analyst"
        )
    assert (
        import_workbook(
            filled, edited(data, cell=f"{at}3", value="£260,000"), "register.xlsx", "analyst"
        ).changed
        == 1
    )
    assert filled.history("grant", 2)["said"].iloc[0] == "Amount: 254867.00 → 260000.00"


def test_a_renamed_sheet_or_column_is_refused_by_name(filled: Registers) -> None:
    data, before = export_workbook(filled), filled.changes()
    with pytest.raises(DataProblem, match="“money” does not belong there; “grant” is missing"):
        import_workbook(filled, edited(data, title="money"), "register.xlsx", "analyst")
    with pytest.raises(
        DataProblem, match="“pounds” does not belong there; “amount” is missing"
    ) as raised:
        import_workbook(filled, edited(data, cell="D1", value="pounds"), "register.xlsx", "analyst")
    assert "sheet “grant”" in raised.value.wrong and filled.changes() == before


def test_what_is_no_workbook_is_refused(filled: Registers) -> None:
    with pytest.raises(DataProblem, match="cannot be read as a workbook"):
        import_workbook(filled, b"a,b\n1,2\n", "register.xlsx", "analyst")


def test_a_workbook_with_a_cell_far_out_is_refused(filled: Registers) -> None:
    far = edited(export_workbook(filled), cell="XFD1048576", value="x")
    with pytest.raises(DataProblem, match="too large to read safely"):
        import_workbook(filled, far, "register.xlsx", "analyst")


def test_a_workbook_is_held_against_the_limits_of_archives(
    filled: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_MEMBERS", 3)
    with pytest.raises(DataProblem, match="too large to unpack safely"):
        import_workbook(filled, export_workbook(filled), "register.xlsx", "analyst")
