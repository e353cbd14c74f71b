"""What is said of vintages, with figures checked by hand."""

from __future__ import annotations

from datetime import date

from geo.space.boundary_reviews import BoundaryReview
from geo.space.former_wards import WardPart
from tests.home import HOME, SWINDON, WILTSHIRE
from ui.text.wards import vintages as wording

REVIEW = date(2026, 5, 7)
SWINDON_2026 = BoundaryReview(REVIEW, SWINDON, "2026-05", 20, 20, 25)
WILTSHIRE_2025 = BoundaryReview(date(2025, 5, 1), WILTSHIRE, "2025-05", 24, 98, 24)
SINCE = {SWINDON: "2021-12", WILTSHIRE: "2025-05"}


def test_wards_are_of_a_month_only_where_one_was_given() -> None:
    assert wording.wards_of("2025-05", "exact") == "wards of May 2025, exact"
    assert wording.wards_of("2026", "exact") == "wards of 2026, exact"


def test_wards_stand_since_their_own_vintage() -> None:
    assert wording.standing("2025-05", SINCE, HOME.names) == (
        "wards of May 2025 in Wiltshire and of December 2021 in Swindon"
    )
    assert wording.standing("2025-05", SINCE, {SWINDON: "Swindon"}) == "wards of December 2021"
    assert wording.standing("2025-05", {}, HOME.names) == "wards of May 2025"


def test_outlines_that_are_lacking_are_said_with_what_to_do() -> None:
    shown = wording.standing("2025-05", SINCE, HOME.names)
    assert wording.outlines_lacking(shown, [SWINDON_2026], HOME.names) == (
        "The map shows wards of May 2025 in Wiltshire and of December 2021 in Swindon: Swindon's wards were redrawn on 7 May 2026, "
        "and the new outlines are not loaded. Load them on Data."
    )
    both = wording.outlines_lacking("wards of 2021", [WILTSHIRE_2025, SWINDON_2026], HOME.names)
    assert "24 of Wiltshire's 98 wards were redrawn on 1 May 2025 and Swindon's wards" in both
    assert wording.outlines_lacking(shown, [], HOME.names) == ""


def test_a_review_inside_the_months_is_said() -> None:
    assert wording.review_inside(
        SWINDON_2026, HOME.names, "wards of December 2021", lacking=False
    ) == (
        "All 20 wards of Swindon gave way to 25 new ones on 7 May 2026, inside this window; both sides are counted on the wards of December 2021."
    )
    lacking = wording.review_inside(WILTSHIRE_2025, HOME.names, "wards of 2021", lacking=True)
    assert lacking.startswith("24 of Wiltshire's 98 wards gave way to 24 new ones on 1 May 2025")
    assert lacking.endswith("The new outlines are not loaded. Load them on Data.")


def test_wards_that_only_ended_or_only_came_are_said_as_that() -> None:
    ended = BoundaryReview(REVIEW, SWINDON, "2026-05", 1, 20, 0)
    made = BoundaryReview(REVIEW, SWINDON, "2026-05", 0, 20, 2)
    said = [
        wording.review_inside(each, HOME.names, "wards of 2021", lacking=False)
        for each in (ended, made)
    ]
    assert said[0].startswith("1 of Swindon's 20 wards was abolished on 7 May 2026, inside")
    assert said[1].startswith("2 new wards of Swindon were made on 7 May 2026, inside")
    assert (
        "2 new wards of Swindon were made on 7 May 2026, and the new"
        in wording.outlines_lacking("wards of 2021", [made], HOME.names)
    )
    assert wording.redrawn(made, "Swindon") == "2 new wards of Swindon"


def test_a_trend_names_the_review() -> None:
    assert wording.redrawn(SWINDON_2026, "Swindon") == "Swindon wards redrawn"
    assert wording.redrawn(WILTSHIRE_2025, "Wiltshire") == "24 of 98 Wiltshire wards redrawn"


def test_residents_have_their_year() -> None:
    assert wording.residents_of([2021]) == "residents of 2021"
    assert wording.residents_of([2021, 2023]) == "residents of 2021 and mid-2023"
    assert wording.residents_of([2021], [2018]) == "residents of 2021 (none of 2018 are loaded)"
    assert wording.residents_of([2021], [2024, 2025]).endswith("(none of 2024 and 2025 are loaded)")
    assert wording.residents_of([2021], [2017, 2018, 2019]).endswith(
        "(none of 2017 to 2019 are loaded)"
    )
    assert wording.residents_of([0]) == wording.residents_of([]) == "residents of a year not stated"


def test_residents_that_are_no_count_say_how_far_they_may_be_from_one() -> None:
    assert wording.carried("carried from 2021-12", 0.1196) == (
        "carried from the wards of December 2021 by postcodes, within ± 12 %"
    )
    assert wording.carried("LSOA best fit", 0.001) == "by LSOA best fit, within ± 1 %"
    assert wording.carried_wards({"carried from 2021-12": 9}, 0.15) == (
        "residents of 9 wards carried from the wards of December 2021 by postcodes, within ± 15 %"
    )
    assert wording.carried_wards({}, 0.0) == ""
    assert wording.ward_residents("residents of 2021", "LSOA best fit", 0.3) == (
        "Its residents of 2021 are by LSOA best fit, within ± 30 %, and its rate is no surer."
    )


def test_a_link_of_a_former_ward_says_what_it_became() -> None:
    assert wording.became(
        "Penhill and Upper Stratton", REVIEW, "Penhill & Pinehurst", 1.0, later=False
    ) == ("Penhill and Upper Stratton became Penhill & Pinehurst on 7 May 2026: this is that ward.")
    assert wording.became("A", None, "B", 0.85, later=False) == (
        "A became B: this is that ward. It holds 85 % of its addresses."
    )
    assert wording.became("A", REVIEW, "B", None, later=True) == (
        "A came into being on 7 May 2026: before, it was in B, which is shown. How much of it lies there is not known."
    )
    assert wording.became("A", None, "B", 1.0, later=True).startswith(
        "A is newer than the wards shown: before, it was in B"
    )
    assert wording.became("A", REVIEW, "A", 1.0, later=False) == (
        "A was redrawn on 7 May 2026: this is the later ward of that name."
    )
    assert "the earlier ward of that name" in wording.became("A", REVIEW, "A", 1.0, later=True)


def test_a_ward_in_several_is_asked_about() -> None:
    assert wording.several("A", REVIEW, later=False) == (
        "A was divided on 7 May 2026. Which ward is meant?"
    )
    assert wording.several("A", None, later=True) == (
        "A is newer than the wards shown, made out of more than one of them. Which ward is meant?"
    )
    assert wording.several("A", REVIEW, later=True).startswith(
        "A came into being on 7 May 2026 out of more than one of the wards shown."
    )
    assert wording.part("B", WardPart("W2", 0.45)) == "B (45 %)"
    assert wording.part("B", WardPart("W2", 0.001)) == "B (1 %)"
    assert wording.part("B", WardPart("W2")) == "B (share not known)"
