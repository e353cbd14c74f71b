"""Where a record lies that names wards of another vintage, in words."""

from __future__ import annotations

from geo.space.record_places import Part, RecordPlace
from ui.text import record_places as wording

NAMES = {"P": "Penhill & Pinehurst", "U": "Upper Stratton"}
OLD = ["Penhill and Upper Stratton"]


def said(*parts: Part, same: bool = False, own: list[str] | None = None, later: bool = True) -> str:
    place = RecordPlace(parts, same)
    return wording.lies_in(place, NAMES, own or OLD, "2026-05", later=later)


def test_a_ward_that_went_into_a_larger_one_is_part_of_it() -> None:
    assert said(Part("P", 1.0, 0.4)) == "since May 2026 part of Penhill & Pinehurst"
    assert said(Part("P", 1.0, 0.4), later=False) == "before May 2026 part of Penhill & Pinehurst"


def test_shares_are_said_of_a_ward_that_was_split() -> None:
    assert said(Part("P", 0.62, 0.4), Part("U", 0.38, 1.0)) == (
        "since May 2026 in Penhill & Pinehurst (62 %) and Upper Stratton (38 %)"
    )
    assert said(Part("P", 0.62, 0.4)) == "since May 2026 Penhill & Pinehurst holds 62 % of it"
    assert wording.holds("Penhill & Pinehurst", 0.001) == "Penhill & Pinehurst holds 1 % of it"
    assert wording.per_cent(0.624) == "62 %"


def test_the_same_ground_is_said_only_where_its_name_is_another() -> None:
    assert said(Part("P", 1.0, 1.0), same=True) == "since May 2026 the ward Penhill & Pinehurst"
    assert said(Part("P", 1.0, 1.0), same=True, own=["Penhill & Pinehurst"]) == ""


def test_what_no_ward_holds_is_said_to_lie_in_none() -> None:
    assert said() == "since May 2026 in none of the wards shown"


def test_a_code_that_no_boundaries_hold_is_named() -> None:
    assert (
        wording.unknown_wards(["E05008964"], "") == "its ward E05008964 is in no boundaries loaded"
    )
    assert wording.unknown_wards(["A", "B"], "Penhill") == (
        "its wards A and B are in no boundaries loaded; its point lies in Penhill"
    )


def test_a_place_stands_before_where_it_lies_now() -> None:
    assert (
        wording.with_place("Penhill", "since May 2026 part of P")
        == "Penhill, since May 2026 part of P"
    )
    assert wording.with_place("Penhill", "") == "Penhill"
    assert wording.with_place("", "its ward A is in no boundaries loaded").startswith("its ward")


def test_an_evaluation_says_whose_wards_it_is_on_where_the_page_shows_others() -> None:
    assert wording.evaluated_on("2021-12", "2021-12", frozen=True) == ""
    assert wording.evaluated_on("2021-12", "2026-05", frozen=True) == (
        "Counted and drawn on the wards of December 2021, on which its comparison was frozen, not on those of May 2026 that the "
        "page shows elsewhere."
    )
    assert "which its area names" in wording.evaluated_on("2021-12", "2026-05", frozen=False)
