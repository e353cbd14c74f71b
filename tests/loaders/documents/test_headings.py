"""Names of columns as tools rewrite them are matched, and the match is said; several that could be meant are refused."""

from __future__ import annotations

import pytest

from geo.core.errors import DataProblem
from loaders.documents.headings import bare_name, matched_names


@pytest.mark.parametrize(
    "written",
    ["crime_type", "Crime.type", "CRIME TYPE", "Crime-Type", "CrimeType", "Crime\ntype", "Crime type (text)", "Crime type:", " crime type "],
)  # fmt: skip
def test_names_that_tools_rewrite_are_one(written: str) -> None:
    assert bare_name(written) == "crimetype"
    assert matched_names([written, "x"], ["Crime type"], file="f")[0] == ["Crime type", "x"]


def test_units_and_line_breaks_are_matched_and_shown_and_case_is_not_worth_a_word() -> None:
    names, notes = matched_names(
        ["Easting\n(m)", "NORTHING [metres]", "Weapon"], ["easting", "northing", "weapon"], file="f"
    )
    assert names == ["easting", "northing", "weapon"]
    assert notes == (
        "f: columns were read by names like theirs: “Easting (m)” as easting, “NORTHING [metres]” as northing.",
    )


def test_an_exact_name_goes_before_one_that_looks_like_it() -> None:
    assert matched_names(["easting (deg)", "easting"], ["easting"], file="f")[0] == [
        "easting (deg)",
        "easting",
    ]


def test_two_that_could_be_meant_are_refused_where_needed_and_left_alone_where_optional() -> None:
    names = ["Easting (m)", "Easting (ft)"]
    with pytest.raises(DataProblem) as refused:
        matched_names(names, ["easting"], file="f.csv")
    assert refused.value.wrong == "f.csv has 2 columns that could be “easting”."
    assert matched_names(names, [], optional=["easting"], file="f.csv") == (names, ())
