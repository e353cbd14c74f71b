"""Reviews are days on which codes of an authority changed; the wards shown stand since the last of them."""

from __future__ import annotations

from datetime import date

from pandas import DataFrame

from geo.space.boundary_reviews import BoundaryReview, boundary_reviews, standing_since

IN_FORCE = {"2021-12": date(2021, 5, 6), "2025-05": date(2025, 5, 1), "2026-05": date(2026, 5, 7)}
WARDS = DataFrame(
    [
        (vintage, code, code[0])
        for vintage, codes in {
            # A: two of three wards change in 2025.  B: all are replaced in 2026.  C is known in 2021 and 2026 alone.
            "2021-12": ["A1", "A2", "A3", "B1", "B2", "C1"],
            "2025-05": ["A1", "A4", "A5", "B1", "B2"],
            "2026-05": ["A1", "A4", "A5", "B3", "B4", "B5", "C1"],
        }.items()
        for code in codes
    ],
    columns=["vintage", "ward_code", "authority_code"],
)


def test_each_authority_has_its_own_reviews() -> None:
    partial, whole = boundary_reviews(WARDS, IN_FORCE)
    assert partial == BoundaryReview(date(2025, 5, 1), "A", "2025-05", ended=2, before=3, made=2)
    assert whole == BoundaryReview(date(2026, 5, 7), "B", "2026-05", ended=2, before=2, made=3)
    assert whole.whole and not partial.whole


def test_wards_stand_since_their_codes_do() -> None:
    assert standing_since(WARDS, IN_FORCE, "2025-05") == {"A": "2025-05", "B": "2021-12"}
    assert standing_since(WARDS, IN_FORCE, "2026-05") == {
        "A": "2025-05",
        "B": "2026-05",
        "C": "2021-12",
    }
    assert standing_since(WARDS, IN_FORCE, "2030") == {}


def test_order_is_that_of_force_and_vintages_without_a_day_are_left_out() -> None:
    swapped = {"2021-12": date(2026, 1, 1), "2025-05": date(2025, 5, 1)}
    (review,) = boundary_reviews(WARDS[WARDS["authority_code"] == "A"], swapped)
    assert (review.vintage, review.day) == ("2021-12", date(2026, 1, 1))
    assert (review.ended, review.made) == (2, 2)


def test_a_ward_that_only_ended_is_a_review_too() -> None:
    ended = WARDS[~WARDS["ward_code"].isin(["A4", "A5"]) & (WARDS["authority_code"] == "A")]
    (review,) = boundary_reviews(ended, IN_FORCE)
    assert (review.ended, review.before, review.made) == (2, 3, 0)


def test_a_ward_that_only_came_into_being_is_a_review_too() -> None:
    first = WARDS[~WARDS["ward_code"].isin(["A2", "A3"]) & (WARDS["authority_code"] == "A")]
    (review,) = boundary_reviews(first, IN_FORCE)
    assert (review.ended, review.before, review.made) == (0, 1, 2) and not review.whole
