"""Section 60 authorisations and panels' packs in the register: what is kept, what the law refuses, and how it is said."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from loaders.register.record_types.searches import authorisation, is_yes, judged
from loaders.register.register import Registers, open_registers
from loaders.register.values import InvalidRecord

AREA = json.dumps(
    {
        "type": "Polygon",
        "coordinates": [
            [[-1.79, 51.57], [-1.77, 51.57], [-1.77, 51.58], [-1.79, 51.58], [-1.79, 51.57]]
        ],
    }
)
ABROAD = json.dumps(
    {
        "type": "Polygon",
        "coordinates": [[[-0.2, 51.5], [-0.1, 51.5], [-0.1, 51.6], [-0.2, 51.6], [-0.2, 51.5]]],
    }
)
CENTRAL = "E05008954"


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return open_registers(tmp_path, "real")


def signed(**changed: Any) -> dict[str, Any]:
    """An authorisation from Friday 20 January 2023, 18:00, to the next day at 06:00, changed as said."""
    return {
        "name": "S60/1",
        "force": "Wiltshire Police",
        "ground": GROUND,
        "start_day": "20/01/2023",
        "start_time": "18:00",
        "end_day": "21/01/2023",
        "end_time": "06:00",
        "authorising_rank": "inspector",
        "ward_code": CENTRAL,
        **changed,
    }


GROUND = (
    "(a) incidents involving serious violence may take place, and it is expedient to prevent them"
)


def why(registers: Registers, **changed: Any) -> str:
    with pytest.raises(InvalidRecord) as raised:
        registers.add("section_60", signed(**changed), "analyst")
    assert len(registers.records("section_60")) == 0
    return raised.value.saw


def test_a_lawful_authorisation_is_kept_over_midnight(registers: Registers) -> None:
    number = registers.add("section_60", signed(start_time="6.05", polygon=AREA), "analyst")
    record = registers.record("section_60", number)
    assert (record["start_day"], record["start_time"], record["end_time"]) == (
        date(2023, 1, 20),
        "06:05",
        "06:00",
    )
    assert (
        authorisation(record).ground == "a"
        and authorisation(record).force == "wiltshire"
        and judged(record) == ()
    )
    # as a row of a table, where what is empty reads otherwise
    assert judged(registers.records("section_60").to_dict("records")[0]) == ()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        (
            {"end_day": "20/01/2023", "end_time": "17:00"},
            "It ends before it starts. Mend it, or mark it as a draft.",
        ),
        (
            {"end_day": "21/01/2023", "end_time": "18:30"},
            "The law allows a first period of 24 hours; this one has 24.5.",
        ),
        (
            {"authorising_rank": "sergeant"},
            "The law asks for an inspector or above to authorise; this was a sergeant.",
        ),
        (
            {"extended_day": "22/01/2023", "extended_time": "05:00", "extending_rank": "inspector"},
            "The law asks for a superintendent or above to extend; this was an inspector.",
        ),
        (
            {
                "end_time": "18:00",
                "extended_day": "22/01/2023",
                "extended_time": "19:00",
                "extending_rank": "superintendent",
            },
            "The law allows 48 hours in all; this comes to 49.",
        ),
        ({"extended_day": "22/01/2023"}, "An extension needs both its day and its time."),
        ({"ward_code": ""}, "It has no area: draw one, load one, or choose a ward."),
        ({"start_time": "25:00"}, "Starts at: “25:00” is no time of day like 22:30."),
        ({"start_time": ""}, "Starts at: It is needed."),
        ({"polygon": ABROAD}, "100% of the area lies outside the wards of this dashboard."),
        ({"ward_code": "E05000001"}, "E05000001 is not in the boundaries of December 2021"),
        (
            {"start_day": "26/03/2023", "start_time": "01:30", "end_day": "26/03/2023"},
            "There was no 01:30 on 26 March 2023.",
        ),
    ],
)
def test_what_is_refused_is_refused_in_words(
    registers: Registers, changed: dict[str, Any], message: str
) -> None:
    assert message in why(registers, **changed)


def test_a_draft_may_break_the_law_and_says_so(registers: Registers) -> None:
    number = registers.add("section_60", signed(draft=True, end_day="22/01/2023"), "analyst")
    record = registers.record("section_60", number)
    assert [finding.sentence for finding in judged(record) if finding.kind == "law"] == [
        "The law allows a first period of 24 hours; this one has 36."
    ]
    with pytest.raises(InvalidRecord, match="first period of 24 hours; this one has 36"):
        registers.change("section_60", number, {"draft": "no"}, record["version"], "analyst")


def test_the_scheme_of_the_day_refuses_nothing(registers: Registers) -> None:
    """In 2015 an inspector's 20 hours were lawful, and beyond what the force had promised."""
    number = registers.add(
        "section_60",
        signed(start_day="10/06/2015", end_day="11/06/2015", end_time="14:00"),
        "analyst",
    )
    findings = judged(registers.record("section_60", number))
    assert {finding.kind for finding in findings} == {"scheme"} and len(findings) == 2
    assert all(
        finding.sentence.startswith("The scheme of that day, which was voluntary,")
        for finding in findings
    )


def test_the_hour_that_clocks_show_twice_is_told_apart(registers: Registers) -> None:
    """29 October 2023, 01:30 to 01:15: backwards, unless the clocks have gone back in between, when it is 45 minutes."""
    night = {
        "start_day": "29/10/2023",
        "start_time": "01:30",
        "end_day": "29/10/2023",
        "end_time": "01:15",
    }
    assert "ends before it starts" in why(registers, **night)
    order = authorisation(
        registers.record(
            "section_60",
            registers.add("section_60", signed(**night, clocks_had_gone_back="yes"), "analyst"),
        )
    )
    assert (order.last.timestamp() - order.start.timestamp()) / 60 == 45


def test_a_register_goes_out_and_in_again(registers: Registers, tmp_path: Path) -> None:
    registers.add(
        "section_60",
        signed(polygon=AREA, consultation="Safer Neighbourhood forum, by the duty inspector"),
        "analyst",
    )
    pack = registers.add(
        "panel_pack",
        {
            "name": "Spring",
            "panel": "youth panel",
            "first_month": "2022-01",
            "last_month": "2022-03",
            "strata": "object",
            "size": 10,
            "seed": 0,
        },
        "analyst",
    )
    registers.add("panel_grade", {"pack": pack, "sample": 1, "grade": "no concerns"}, "analyst")
    registers.add(
        "panel_action",
        {"pack": pack, "action": "Brief the shifts", "status": "under way"},
        "analyst",
    )
    registers.export_folder(tmp_path / "out")
    other = open_registers(tmp_path / "other", "real")
    other.import_folder(tmp_path / "out", "analyst")
    for kind in ("section_60", "panel_pack", "panel_grade", "panel_action"):
        assert other.records(kind).equals(registers.records(kind)), kind
    rows = b"name,force,ground,start_day,start_time,end_day,end_time,authorising_rank,ward_code\n"
    row = f'S60/2,Wiltshire Police,"{GROUND}",03/02/2023,7:00,03/02/2023,24:00,inspector,{CENTRAL}\n'.encode()
    came = other.import_rows(
        "section_60", rows + row + row.replace(b"24:00", b"19:00"), "s60.csv", "analyst"
    )
    assert (came.added, came.rejected["reason"].to_list()) == (
        1,
        ["First period ends at: “24:00” is no time of day like 22:30."],
    )
    assert other.records("section_60", name="S60/2")["start_time"].to_list() == ["07:00"]


def test_a_pack_ends_after_it_begins_and_has_a_seed_of_its_own(registers: Registers) -> None:
    with pytest.raises(InvalidRecord, match="last month comes before"):
        registers.add(
            "panel_pack",
            {
                "name": "x",
                "panel": "youth panel",
                "first_month": "2022-03",
                "last_month": "2022-01",
                "strata": "object",
                "size": 10,
                "seed": 1,
            },
            "analyst",
        )


def test_yes_is_neither_no_nor_empty() -> None:
    assert [is_yes(value) for value in (True, False, None, float("nan"))] == [
        True,
        False,
        False,
        False,
    ]
