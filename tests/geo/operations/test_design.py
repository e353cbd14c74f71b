"""A design is the same text and hash for whoever writes it, and is not judged by once altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.operations.design import (
    KNIFE_ENABLED,
    REPORTED_VIOLENCE,
    Design,
    Frozen,
    all_months,
    design_digest,
    design_from,
    design_text,
    months_compared,
    periods,
    require_frozen,
    within_reach,
)

BEFORE, AFTER = (
    months_between(date(2021, 1, 1), date(2021, 12, 1)),
    months_between(date(2022, 1, 1), date(2022, 12, 1)),
)
DESIGN = Design(
    "Op Made-up",
    REPORTED_VIOLENCE,
    ("W1",),
    ("W2", "W3"),
    BEFORE,
    AFTER,
    "by hand: “é”",
    ("W4",),
    ("W5",),
    (1.0, 2.5, 3.0, 4.0),
    ("x",),
)


def test_a_design_survives_being_written_down() -> None:
    assert design_from(design_text(DESIGN)) == DESIGN
    assert design_digest(design_from(design_text(DESIGN))) == design_digest(DESIGN)
    assert len(design_digest(DESIGN)) == 64
    knives = replace(DESIGN, outcome=KNIFE_ENABLED)
    assert design_from(design_text(knives)) == knives


@pytest.mark.parametrize(
    "changed",
    [
        {"comparison": ("W2",)},
        {"rule": "other"},
        {"after": AFTER[:-1]},
        {"sizes": (1.0, 2.5, 3.0, 4.1)},
        {"buffer": ()},
        {"area": ("W9",)},
        {"outcome": replace(REPORTED_VIOLENCE, offence_types=("Robbery",))},
        {"outcome": KNIFE_ENABLED},
    ],
)
def test_whatever_decides_the_answer_is_in_the_hash(changed: dict[str, object]) -> None:
    altered = replace(DESIGN, **changed)  # type: ignore[arg-type]
    assert design_digest(altered) != design_digest(DESIGN)
    with pytest.raises(DataProblem, match="not the one that was frozen"):
        require_frozen(Frozen(altered, design_digest(DESIGN), "now"))
    assert require_frozen(Frozen(DESIGN, design_digest(DESIGN), "now")) is DESIGN


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", design_text(DESIGN).replace("2022-01-01", "2022-13-01")]
)
def test_what_is_no_design_is_refused(text: str) -> None:
    with pytest.raises(DataProblem, match="cannot be read"):
        design_from(text)


def test_a_design_describes_itself() -> None:
    assert DESIGN.describe() == (
        "Violence and robbery in 1 ward of Op Made-up, January to December 2022 against January to December 2021, "
        "beside 2 comparison wards"
    )
    assert len(all_months(DESIGN)) == 24


def test_whole_months_before_and_after() -> None:
    received = months_between(date(2020, 1, 1), date(2022, 6, 1))
    # began on the 15th: March takes no part; February and the eleven months before it do
    before, after = periods(date(2022, 3, 15), None, received)
    assert (before[0], before[-1], after) == (
        date(2021, 3, 1),
        date(2022, 2, 1),
        months_between(date(2022, 4, 1), date(2022, 6, 1)),
    )
    # began on the 1st and ended on the last of May
    assert periods(date(2022, 3, 1), date(2022, 5, 31), received)[1] == months_between(
        date(2022, 3, 1), date(2022, 5, 1)
    )
    assert periods(date(2022, 2, 1), date(2022, 5, 30), received)[1][-1] == date(2022, 4, 1)


def test_absent_and_left_out_months_take_no_part_and_a_long_operation_looks_as_far_back() -> None:
    received = [
        month
        for month in months_between(date(2020, 1, 1), date(2022, 12, 1))
        if month != date(2021, 2, 1)
    ]
    before, after = periods(date(2021, 7, 1), None, received, without=[date(2021, 8, 1)])
    assert date(2021, 8, 1) not in after and len(after) == 17
    assert len(before) == 17 and date(2021, 2, 1) not in before and before[0] == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (None, None, "has no start date"),
        (
            date(2022, 4, 25),
            date(2022, 5, 1),
            "Too few whole months of this operation were received: 0",
        ),
        (date(2022, 11, 1), None, "received: 2"),
        (date(2020, 3, 1), None, "Too few months before this operation were received: 2"),
    ],
)
def test_an_operation_that_cannot_be_judged_says_why(
    start: date | None, end: date | None, why: str
) -> None:
    with pytest.raises(DataProblem, match=why):
        periods(start, end, months_between(date(2020, 1, 1), date(2022, 12, 1)))


def test_nothing_further_back_than_two_years_is_compared_with() -> None:
    # October 2018 to April 2024 were received, and October to December 2025: nine nearest months lie too far back
    far = months_between(date(2018, 10, 1), date(2023, 9, 1))
    after = months_between(date(2025, 10, 1), date(2025, 12, 1))
    with pytest.raises(DataProblem, match="Too few months before this operation were received: 0"):
        periods(date(2025, 10, 1), None, [*far, *after])
    near = months_between(date(2018, 10, 1), date(2024, 4, 1))
    before, _ = periods(date(2025, 10, 1), None, [*near, *after])
    assert (before[0], before[-1]) == (date(2023, 10, 1), date(2024, 4, 1))
    assert within_reach(near, date(2025, 10, 15)) == before


def test_what_is_wrong_with_the_months_compared_is_named() -> None:
    design = replace(
        DESIGN,
        before=(date(2020, 1, 1), *months_between(date(2021, 3, 1), date(2021, 6, 1))),
        after=months_between(date(2022, 3, 1), date(2022, 8, 1)),
    )
    months = months_compared(design)
    assert months.too_far == (date(2020, 1, 1),)
    assert months.gaps == months_between(date(2020, 2, 1), date(2021, 2, 1))
    assert months.out_of_step == (date(2022, 7, 1), date(2022, 8, 1))
    assert months.share_out_of_step == pytest.approx(1 / 3)
    assert "January 2020, March to June 2021" in design.describe()
