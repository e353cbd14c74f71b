"""A former ward means the one that holds 80 % of it or more; else the reader must say."""

from __future__ import annotations

from pandas import DataFrame

from geo.space.former_wards import WardPart, main_part, parts_by_crosswalk, parts_by_history

NAN = float("nan")
CROSSWALK = DataFrame(
    [("A", "X", 0.3), ("A", "Y", 0.7), ("B", "X", 0.003), ("B", "Y", 0.997)],
    columns=["earlier", "later", "share"],
)
# A became B and C; B became D (of E's name too); what became of C's parts is not known by share.
HISTORY = DataFrame(
    [("A", "B", 0.9), ("A", "C", 0.1), ("B", "D", 1.0), ("C", "E", NAN), ("C", "F", NAN)],
    columns=["code", "became", "share"],
)


def test_parts_come_largest_first_without_slivers() -> None:
    assert parts_by_crosswalk("A", CROSSWALK) == (WardPart("Y", 0.7), WardPart("X", 0.3))
    assert parts_by_crosswalk("B", CROSSWALK) == (WardPart("Y", 0.997),)
    assert parts_by_crosswalk("Z", CROSSWALK) == ()


def test_codes_are_followed_step_by_step() -> None:
    assert parts_by_history("A", HISTORY, {"B", "C"}) == (WardPart("B", 0.9), WardPart("C", 0.1))
    assert parts_by_history("A", HISTORY, {"D", "E", "F"}) == (
        WardPart("D", 0.9),
        WardPart("E"),
        WardPart("F"),
    )


def test_a_newer_code_leads_back_to_those_it_was_made_of() -> None:
    assert parts_by_history("D", HISTORY, {"A"}) == (WardPart("A"),)
    assert parts_by_history("D", HISTORY, {"B", "C"}) == (WardPart("B"),)
    assert parts_by_history("Z", HISTORY, {"A"}) == ()


def test_codes_that_lead_in_a_circle_come_to_an_end() -> None:
    circle = DataFrame([("A", "B", 1.0), ("B", "A", 1.0)], columns=["code", "became", "share"])
    assert parts_by_history("A", circle, {"Z"}) == ()


def test_one_is_meant_where_it_is_clear() -> None:
    assert main_part((WardPart("Y", 0.8), WardPart("X", 0.2))) == "Y"
    assert main_part((WardPart("Y", 0.79), WardPart("X", 0.21))) == ""
    assert main_part((WardPart("Y"),)) == "Y" and main_part((WardPart("X"), WardPart("Y"))) == ""
    assert main_part(()) == ""
