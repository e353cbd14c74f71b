"""Partner files: refused without a live agreement, gone after it ends, never with names in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.partners.files import (
    ATTENDANCES,
    INDICATORS,
    Upload,
    keep_partner_file,
    partner_rows,
    places_of,
)
from loaders.register.register import Registers, open_registers
from loaders.register.values import InvalidRecord

TODAY, PENHILL = date(2023, 6, 1), "E05010757"
INDICATOR_FILE = (
    "indicator,area_code,period,numerator,denominator,value,source\n"
    f"Admissions,{PENHILL},2022/23,12,1000,12.0,made up\nAdmissions,E99,2022/23,3,1000,3.0,made up\n"
).encode()
ATTENDANCE_FILE = (
    b"incident_time,arrival_time,place,means\n2023-05-01 23:10,2023-05-02 00:20,Penhill and Upper Stratton,fist\n"
    b",02/05/2023 01:00,Nowhere Lane,glass\n2023-05-03 10:00,2023-05-02 10:00,Central,fist\n"
)
AGREEMENT = {
    "name": "Hospital sharing",
    "parties": "Hospital; police",
    "gateway": "Duty",
    "purpose": "Needs",
    "fields": "counts",
    "minimum_cell": 5,
    "start": "2023-01-31",
    "end": "2023-06-30",
}


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    made = open_registers(tmp_path, "real")
    made.add("agreement", AGREEMENT, "coordinator")
    return made


def keep(registers: Registers, root: Path, data: bytes, on: date = TODAY) -> int:
    return keep_partner_file(
        registers, root, Upload(1, "partner.csv", data), by="coordinator", on=on
    ).rows


def test_rows_are_kept_under_a_live_agreement_and_the_rest_come_back_with_a_reason(
    registers: Registers, tmp_path: Path
) -> None:
    came = keep_partner_file(
        registers, tmp_path, Upload(1, "partner.csv", INDICATOR_FILE), by="coordinator", on=TODAY
    )
    assert came.rows == 1 and came.rejected[["line", "reason", "row"]].to_numpy().tolist() == [
        [3, "its area code is not in the boundaries", ""]
    ]
    assert keep(registers, tmp_path, ATTENDANCE_FILE) == 2
    (row,) = partner_rows(registers, tmp_path, INDICATORS, on=TODAY).to_dict("records")
    assert (row["area_code"], row["numerator"], row["minimum_cell"]) == (PENHILL, 12, 5)
    assert partner_rows(registers, tmp_path, ATTENDANCES, on=TODAY)["ward_code"].to_list() == [
        PENHILL,
        "",
    ]
    with pytest.raises(InvalidRecord, match="already"):
        keep(registers, tmp_path, INDICATOR_FILE)


@pytest.mark.parametrize("on", [date(2023, 1, 30), date(2023, 7, 1)])
def test_without_a_live_agreement_no_row_comes_in_or_out(
    registers: Registers, tmp_path: Path, on: date
) -> None:
    keep(registers, tmp_path, INDICATOR_FILE)
    assert len(partner_rows(registers, tmp_path, INDICATORS, on=date(2023, 6, 30))) == 1
    assert partner_rows(registers, tmp_path, INDICATORS, on=on).empty
    with pytest.raises(DataProblem, match="does not run today") as raised:
        keep(registers, tmp_path, ATTENDANCE_FILE, on)
    assert (
        raised.value.saw == "It runs from 31 January 2023 to 30 June 2023."
        and len(registers.records("partner_file")) == 1
    )


def test_an_agreement_ended_today_hides_its_rows_tomorrow_and_one_that_ends_before_it_starts_is_refused(
    registers: Registers, tmp_path: Path
) -> None:
    keep(registers, tmp_path, INDICATOR_FILE)
    registers.change("agreement", 1, {"end": "2023-05-31"}, 1, "coordinator")
    assert partner_rows(registers, tmp_path, INDICATORS, on=TODAY).empty
    with pytest.raises(InvalidRecord, match="It ends before it starts"):
        registers.change("agreement", 1, {"end": "2023-01-01"}, 2, "coordinator")


def test_the_strictest_agreement_of_a_file_says_what_stays_hidden(
    registers: Registers, tmp_path: Path
) -> None:
    registers.add("agreement", AGREEMENT | {"name": "Second", "minimum_cell": 8}, "coordinator")
    keep(registers, tmp_path, INDICATOR_FILE)
    keep_partner_file(
        registers, tmp_path, Upload(2, "again.csv", INDICATOR_FILE), by="coordinator", on=TODAY
    )
    assert partner_rows(registers, tmp_path, INDICATORS, on=TODAY)["minimum_cell"].to_list() == [8]


def test_a_file_with_names_is_refused_naming_the_column_and_nothing_of_it_is_kept(
    registers: Registers, tmp_path: Path
) -> None:
    data = ATTENDANCE_FILE.replace(b"means\n", b"means,patient surname\n").replace(
        b"fist\n", b"fist,Doe\n"
    )
    with pytest.raises(DataProblem, match="patient surname") as raised:
        keep(registers, tmp_path, data)
    assert (
        "Doe" not in raised.value.saw
        and registers.records("partner_file").empty
        and not list(tmp_path.glob("partner-*"))
    )


def test_a_place_is_known_by_ward_code_ward_name_or_the_name_of_an_estate(
    registers: Registers,
) -> None:
    codes = places_of(registers.register_context.ground.wards)
    assert (
        codes[PENHILL.casefold()]
        == codes["penhill and upper stratton"]
        == codes["penhill"]
        == PENHILL
        and "swindon" not in codes
    )
