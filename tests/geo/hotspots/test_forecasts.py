"""Ways to foretell, each by hand on a few places in a row."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from geo.hotspots import forecasts
from geo.hotspots.cells import near_matrix
from geo.hotspots.forecasts import FORECASTS, Past, candidates, ground_of

JANUARY, FEBRUARY, MARCH, APRIL = (date(2025, month, 1) for month in range(1, 5))
# four places 200 m apart and a fifth far away
GROUND = ground_of(
    np.array([1, 1, 1, 1, 4]),
    np.array([[0.0, 0.0], [200.0, 0.0], [400.0, 0.0], [600.0, 0.0], [50_000.0, 0.0]]),
    near_matrix([[1], [0, 2], [1, 3], [2], []]),
    np.ones(5),
)


def past(table: list[list[int]], **more: object) -> Past:
    return Past(np.array(table), (JANUARY, FEBRUARY, MARCH), APRIL, **more)  # type: ignore[arg-type]


def test_counts_are_of_twelve_months_and_ages_follow_the_calendar() -> None:
    long_ago = Past(np.array([[5, 1], [0, 2]]), (date(2024, 3, 1), FEBRUARY), APRIL)
    assert long_ago.ages.tolist() == [13, 2]
    assert forecasts.counts(long_ago, GROUND).tolist() == [1, 2]  # March 2024 is 13 months before


def test_a_month_loses_half_its_weight_in_six() -> None:
    known = Past(np.array([[8, 0], [0, 5]]), (date(2024, 10, 1), MARCH), APRIL)
    # October is 6 months before: 8 / 2 = 4; March is one: 5 × 0.5^(1/6) = 4.454
    assert forecasts.recent(known, GROUND) == pytest.approx([4.0, 4.454], abs=0.001)


def test_steadying_lets_surroundings_decide_between_places_that_recorded_alike() -> None:
    known = past([[9, 9, 9], [0, 1, 0], [9, 9, 9], [0, 0, 0], [0, 1, 0]])
    figures = forecasts.steadied(known, GROUND)
    assert (
        figures[1] > figures[4] > 0
    )  # one offence each: between two busy places, and far from any
    assert (
        figures[0] > figures[1] and figures[3] > 0
    )  # a busy one keeps its lead, no place is nought
    assert figures[0] < 27  # drawn towards what lies around


def test_a_kernel_takes_the_bandwidth_that_foretold_the_newest_months() -> None:
    alone = past([[30, 30, 30], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]])
    assert forecasts.kernel(alone, GROUND).tolist() == [90, 0, 0, 0, 0]  # nothing next door: none
    wandering = past([[9, 0, 0], [0, 9, 0], [0, 0, 9], [0, 0, 0], [0, 0, 0]])
    figures = forecasts.kernel(wandering, GROUND)
    assert figures[3] > 0 and figures[4] == 0  # smoothed over those around, none so far away
    assert figures.sum() == pytest.approx(27)


def test_near_repeats_pull_after_fresh_offences_and_need_days() -> None:
    day = (APRIL - date(1970, 1, 1)).days
    events = np.array([[0.0, 0.0, day - 14], [0.0, 0.0, day], [50_000.0, 0.0, day - 200]])
    known = past([[1, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [1, 0, 0]], events=events)
    # one offence on the spot a fortnight before: e⁻¹ more; 200 m off e⁻³; the day itself is not known yet, the old one is past
    assert forecasts.near_repeat(known, GROUND)[[0, 1, 4]] == pytest.approx(
        [1 + np.exp(-1), np.exp(-3), 1]
    )
    with pytest.raises(ValueError, match="day"):
        forecasts.near_repeat(past([[1, 0, 0]] * 5), GROUND)
    assert "near repeat" in candidates(timed=True) and "near repeat" not in candidates(timed=False)


def test_gi_star_ranks_by_what_lies_around_for_the_points_there() -> None:
    figures = forecasts.gi_star(
        past([[3, 0, 0], [3, 0, 0], [3, 0, 0], [0, 0, 0], [3, 0, 0]]), GROUND
    )
    # 12 offences on 8 points, 1.5 each: sums 6 of 2, 9 of 3, 6 of 3, 3 of 2, 3 of 4 points
    # less expected: 3, 4.5, 1.5, 0, −3; over √(2·6/8) = 1.225, √(3·5/8) = 1.369, √(4·4/8) = 1.414
    assert figures == pytest.approx([2.449, 3.286, 1.095, 0, -2.121], abs=0.001)


def test_what_is_known_before_a_month_holds_nothing_of_it() -> None:
    day = (FEBRUARY - date(1970, 1, 1)).days
    known = past([[1, 2, 3]] * 5, events=np.array([[0.0, 0.0, day - 1], [0.0, 0.0, day]]))
    earlier = known.before(2)
    assert earlier.months == (JANUARY,) and earlier.target == FEBRUARY
    assert earlier.offences[0].tolist() == [1]
    assert earlier.events is not None and len(earlier.events) == 1


def test_every_way_gives_a_figure_where_nothing_was_recorded() -> None:
    for way in candidates(timed=False):
        assert FORECASTS[way](past([[0, 0, 0]] * 5), GROUND).tolist() == [0] * 5
