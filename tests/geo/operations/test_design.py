"""A design is the same text and hash for whoever writes it, and is not judged by once altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.operations.design import (
    KNIFE_ENABLED,
    REPORTED_VIOLENCE,
    Design,
    Frozen,
    design_digest,
    design_from,
    design_text,
    months_compared,
    periods,
    require_frozen,
    within_reach,
)
from geo.operations.premises import same_season

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
    assert months.gaps == (
        *months_between(date(2020, 2, 1), date(2021, 2, 1)),
        *months_between(date(2021, 7, 1), date(2022, 2, 1)),
    )
    assert months.out_of_step == (date(2022, 7, 1), date(2022, 8, 1))
    assert months.share_out_of_step == pytest.approx(1 / 3)
    assert "January 2020, March to June 2021" in design.describe()


def test_a_gap_up_to_the_first_month_after_and_one_after_it_are_named() -> None:
    design = replace(
        DESIGN,
        before=months_between(date(2020, 1, 1), date(2020, 12, 1)),
        after=(*months_between(date(2022, 1, 1), date(2022, 3, 1)), date(2022, 6, 1)),
    )
    gaps = months_compared(design).gaps
    assert gaps == (
        *months_between(date(2021, 1, 1), date(2021, 12, 1)),
        *months_between(date(2022, 4, 1), date(2022, 5, 1)),
    )
    assert (
        "Not compared in between: January to December 2021, April to May 2022."
        in same_season(months_compared(design)).detail
    )


def test_the_same_calendar_months_are_taken_where_the_season_matters() -> None:
    # July to December of 2021 was not received, and the operation is judged by July to December 2022
    received = [
        month
        for month in months_between(date(2019, 1, 1), date(2022, 12, 1))
        if not date(2021, 7, 1) <= month <= date(2021, 12, 1)
    ]
    before, after = periods(date(2022, 7, 1), None, received)
    assert after == months_between(date(2022, 7, 1), date(2022, 12, 1))
    # the nearest twelve, none of them like one after; and the newest July to December within two years
    assert before == (
        *months_between(date(2020, 7, 1), date(2021, 6, 1)),
        *months_between(date(2022, 1, 1), date(2022, 6, 1)),
    )
    months = months_compared(replace(DESIGN, before=before, after=after))
    assert not months.out_of_step and same_season(months).held == "holds"
    # one month of six without its like: within what is allowed, and nothing further back is asked for it
    received = [month for month in received if month != date(2021, 2, 1)]
    before, _ = periods(date(2022, 2, 1), date(2022, 6, 30), received)
    assert date(2020, 2, 1) not in before
    # none of them is anywhere within two years: the premise says so
    rare = [month for month in received if month.month < 7 or month >= date(2022, 7, 1)]
    before, after = periods(date(2022, 7, 1), None, rare)
    season = same_season(months_compared(replace(DESIGN, before=before, after=after)))
    assert season.held == "does not hold" and "July to December 2022" in season.detail


MONTH = st.integers(0, 12 * 12 - 1).map(lambda at: date(2014 + at // 12, at % 12 + 1, 1))


@settings(max_examples=400, deadline=None)
@given(
    received=st.sets(MONTH, max_size=90),
    start=st.dates(date(2014, 1, 1), date(2025, 12, 31)),
    end=st.none() | st.dates(date(2014, 1, 1), date(2025, 12, 31)),
    without=st.sets(MONTH, max_size=6),
)
def test_whatever_months_are_held_none_is_compared_across_two_years_or_a_gap_unsaid(
    received: set[date], start: date, end: date | None, without: set[date]
) -> None:
    try:
        before, after = periods(start, end, received, without=without)
    except DataProblem:
        return
    first = start.replace(day=1)
    assert {*before, *after} <= received - without
    assert list(before) == sorted(before) and list(after) == sorted(after)
    assert before[-1] < first <= after[0] and (end is None or after[-1] < end)
    assert all((first.year - m.year) * 12 + first.month - m.month <= 24 for m in before)
    months = months_compared(replace(DESIGN, before=before, after=after))
    # every month between the first and the last is compared, or named as one that is not
    assert {*before, *after, *months.gaps} == set(months_between(before[0], after[-1]))
    late = (after[0].year - before[0].year) * 12 + after[0].month - before[0].month
    # a first month after that came years after the start leaves a before that is too far back, and that is said
    assert bool(months.too_far) == (late > 25)
    # where a month like each one after was held within reach, the season never stands in the way
    reach = within_reach(received - without, start)
    if {month.month for month in after} <= {month.month for month in reach}:
        assert same_season(months).held == "holds"
