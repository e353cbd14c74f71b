"""What the cells of an extract mean: type, weapon, knife flag, line, ages, and text without persons."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from loaders.documents.columns import OFFENCE
from loaders.extract.cells import Reading, compared_name
from loaders.extract.columns import read_columns
from loaders.extract.mapping import template_mapping
from tests.extract_files import SOUND

JUDGED = {
    "line_type": "county lines",
    "line_basis": "intel",
    "line_judged_on": "20/05/2022",
    "line_judged_by": "analyst",
    "line_sure": "M",
}


def read(**changes: str) -> tuple[dict[str, Any], list[str], Reading]:
    """The one offence of a sound row with the changes given, what is wrong with it, and what was noticed."""
    reading = Reading("a.csv", template_mapping(), b"salt", date(2023, 1, 31), None)
    cells = {field: pd.Series([text], dtype="str") for field, text in (SOUND | changes).items()}
    rows, faults = read_columns(cells, np.array([2]), reading)
    assert rows.schema == OFFENCE
    return rows.to_pylist()[0], [reason for reason, mask in faults.items() if mask.any()], reading


def test_a_sound_row_becomes_an_offence() -> None:
    row, faults, reading = read()
    assert faults == [] and not reading.counted["cells of weapon"]
    assert (row["source_id"], row["force"], row["month"]) == (
        "force_extract",
        "wiltshire",
        date(2022, 5, 1),
    )
    assert (row["age_band"], row["victim_age_band"], row["location_text"]) == (
        "18-24",
        None,
        "Regent Street",
    )
    assert row["crime_id"] != SOUND["crime_reference"] and len(row["crime_id"]) == 32


@pytest.mark.parametrize(
    ("code", "given", "weapon"),
    [
        ("10D", "", "knife"),
        ("10d", "unknown", "knife"),
        ("010D", "", "knife"),
        ("10C", "", "unknown"),
        ("10D", "none", "none"),
        ("10B", "n/a", "firearm"),
    ],
)
def test_the_code_fills_a_weapon_left_open(code: str, given: str, weapon: str) -> None:
    assert read(offence_code=code, weapon=given)[0]["weapon"] == weapon


@pytest.mark.parametrize(
    ("code", "kind", "flag", "enabled"),
    [
        ("8N", "", "yes", True),
        ("8N", "", "N", False),
        ("8N", "", "", None),
        ("10D", "", "yes", False),
        ("105A", "", "yes", False),
        ("X1", "Robbery", "1", True),
        ("X1", "Burglary", "yes", False),
        ("X1", "", "yes", False),
    ],
)
def test_the_knife_flag_counts_only_on_the_seven_types(
    code: str, kind: str, flag: str, enabled: bool | None
) -> None:
    row, _, reading = read(offence_code=code, offence_type=kind, knife_flag=flag)
    assert row["knife_enabled"] is enabled
    dropped = "rows carry the knife flag on an offence where it does not count; they are kept as not knife-enabled"
    assert reading.counted[dropped] == (1 if flag in ("yes", "1") and not enabled else 0)


def test_a_type_comes_from_the_row_then_the_code_then_is_unclassified() -> None:
    assert read(offence_code="34B")[0]["offence_type"] == "Robbery"
    assert read(offence_code="34B", offence_type="drugs")[0]["offence_type"] == "Drugs"
    row, faults, reading = read(offence_code="ZZ")
    assert (row["offence_type"], faults) == ("Unclassified", [])
    assert (
        reading.counted[
            "rows have neither a type nor a code that we know; they are kept and shown as unclassified"
        ]
        == 1
    )


def test_a_line_type_is_kept_with_who_judged_when_on_what_and_how_surely() -> None:
    row = read(**JUDGED)[0]
    assert [
        row[name]
        for name in ("line_type", "line_basis", "line_judged_on", "line_judged_by", "line_sure")
    ] == ["county_line", "intelligence", date(2022, 5, 20), "analyst", "medium"]


@pytest.mark.parametrize("missing", [*JUDGED])
def test_without_any_of_these_it_is_not_recorded_and_reported(missing: str) -> None:
    row, faults, reading = read(**(JUDGED | {missing: ""}))
    assert (row["line_type"], row["line_basis"], row["line_judged_on"], faults) == (
        "not_recorded",
        None,
        None,
        [],
    )
    note = "rows name a line type without a basis, a date, who judged or how surely; it is kept as not recorded"
    assert reading.counted[note] == (0 if missing == "line_type" else 1)


def test_a_judgement_of_the_future_is_none() -> None:
    assert read(**(JUDGED | {"line_judged_on": "20/05/2099"}))[0]["line_type"] == "not_recorded"


@pytest.mark.parametrize("text", ["<5", "n/a", "N/A", "-", "*", " "])
def test_marks_for_nothing_known_are_nothing(text: str) -> None:
    row, faults, reading = read(suspect_age=text, weapon=text, committed_to=text)
    assert (row["age_band"], row["weapon"], faults) == (
        None,
        "knife",
        [],
    )  # the weapon is then the code's
    assert sum(count for note, count in reading.counted.items() if "“<5”" in note) == (
        3 if text in ("<5", "*") else 0
    )


@pytest.mark.parametrize("text", ["nineteen", "10-17", "150"])
def test_an_age_that_is_none_is_noticed(text: str) -> None:
    row, faults, reading = read(suspect_age=text)
    assert (row["age_band"], faults) == (None, [])
    assert (
        reading.counted[
            "cells of suspect_age hold no age in whole years from 0 to 120; they were read as not given"
        ]
        == 1
    )


def test_numbers_of_persons_are_struck_out_of_every_text_that_is_kept() -> None:
    held = dict.fromkeys(
        ("location_text", "outcome", "offence_title", "operation"), "ring 01793 555012 now"
    )
    row, _, reading = read(**held)
    assert {
        row[name] for name in ("location_text", "outcome", "offence_title", "operation_name")
    } == {"ring [struck out] now"}
    assert (
        "555012" not in str(reading.unknown)
        and sum(count for note, count in reading.counted.items() if "struck out" in note) == 3
    )


def test_circumstances_are_not_kept_but_for_their_origin() -> None:
    row = read(finding="search of a person at the bus station")[0]
    assert (row["origin"], row["origin_rule"]) == ("proactive", "search-linked")
    assert "bus station" not in str(row)


def test_operations_are_compared_without_case_blanks_and_op() -> None:
    assert (
        compared_name("Op  THESUS")
        == compared_name("operation Thesus")
        == compared_name("thesus")
        == "thesus"
    )
