"""Promises about chance, kept over a few seeds; bench/calibrate.py keeps them over many."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.calibrate import (
    POSSESSION_A_YEAR,
    equal_wards,
    limits_cover,
    no_change,
    rise_of_half,
)
from bench.dispersion import (
    COLUMNS,
    measured,
    real_months_outside,
    real_pairs,
    rise_by_quarter,
    unchanged_pairs,
    wards_as_they_differ,
)
from bench.few_hands import (
    CONCENTRATED,
    NOTHING,
    READILY,
    beyond,
    limits_of_top,
    named_unevenly,
    not_beyond,
)
from bench.harm_worlds import unchanged
from bench.hotspot_maps import no_pattern, normal_approximation, planted, wards_alike
from bench.operation_worlds import halved, in_company, moved, one_point, real_starts, selected
from bench.operations import PENHILL_POSSESSION, displacement, end_to_end, operation, regression
from bench.origin_worlds import UNKNOWN, drawn, explained, not_explained, verdicts
from bench.patrol_lists import beside_best, same_question, windows
from bench.real_months import at_hand
from bench.runs import Measurement
from geo.operations.design import REPORTED_VIOLENCE
from loaders.reference import dispersions


def broken(measured: list[Measurement]) -> list[Measurement]:
    return [row for row in measured if not row.in_range]


def test_equal_wards_are_neither_singled_out_nor_ranked() -> None:
    assert broken(equal_wards(100, POSSESSION_A_YEAR)) == []


@pytest.mark.parametrize("mean", [2, 13])
def test_no_change_is_not_called_clear(mean: float) -> None:
    assert broken(no_change(10, mean)) == []


def test_a_rise_of_half_appears_where_the_power_says_so() -> None:
    assert broken(rise_of_half(200, 90)) == []


@pytest.mark.parametrize("mean", [0.5, 13])
def test_limits_hold_the_truth_as_often_as_they_say(mean: float) -> None:
    assert broken(limits_cover(5000, mean)) == []


def test_an_operation_is_judged_at_the_level_promised() -> None:
    assert broken(operation(500, 38, 1) + operation(200, 120, 0.5)) == []


def test_the_regression_keeps_its_level_and_finds_a_fall_by_half() -> None:
    assert broken(regression(200, 120, 1, 0.1) + regression(60, 120, 0.5, 0)) == []


def test_an_operation_chosen_frozen_and_judged_at_these_wards_counts() -> None:
    assert broken(end_to_end(20, 130, 0.5)) == []
    # about 15 a year: what little can show is found as seldom as the page says, some 2 to 3 times in 10
    assert 0.1 < end_to_end(20, PENHILL_POSSESSION, 0.5)[0].share < 0.45


def test_an_operation_chosen_after_a_spike_or_met_by_another_or_moved_away_has_not_worked() -> None:
    assert (
        broken(selected(8, 6) + in_company(3) + moved(6, "the comparison wards", level=585)) == []
    )


def test_a_point_that_is_no_longer_recorded_has_not_worked() -> None:
    assert broken(one_point(12, 0.5, level=585)) == []


def test_a_fall_by_half_is_found_beside_what_happens_where_nothing_is_done() -> None:
    fell = halved(15, past=36)[1]
    assert fell.share >= 0.5  # 0.7 in many draws


@pytest.mark.skipif(not at_hand(), reason="the real months of three forces are not at hand")
def test_real_starts_where_nothing_is_known_to_have_been_done() -> None:
    claims, changes, _ = real_starts(REPORTED_VIOLENCE, every=25)
    assert claims.share <= 0.07 and changes.share <= 0.10


def test_displacement_shows_in_the_rings_sign() -> None:
    # 30 more of 120, error √510 = 22.6: the sign is right in 9 of 10
    assert displacement(200, 120)[0].share > 0.85


def test_a_surge_is_called_proactive_a_true_rise_reported_and_too_much_unknown_neither() -> None:
    assert broken(verdicts(200)) == []


def test_a_rise_that_searching_does_not_explain_is_not_said_to_be_explained() -> None:
    """Knives up with searching unchanged, down or not loaded; better aim; searching moved; origins lost: bench.origin_worlds."""
    assert broken(not_explained(10)) == []


def test_with_400_found_a_year_more_searching_is_told_for_what_it_is() -> None:
    assert broken(explained(60)) == []


def test_with_much_unknown_the_bounds_are_wide_and_hold_what_is_true() -> None:
    for seed in range(30):
        change = drawn(UNKNOWN, seed)
        # planted: all of the rise is proactive
        assert change.share_low is not None and change.share_high is not None
        assert (
            change.share_low < 0.5
            and change.share_high > 1
            and change.share_high - change.share_low > 0.6
        )


def test_maps_without_a_pattern_show_no_hotspot_and_a_planted_one_is_found_by_the_same_settings() -> (
    None
):
    assert broken(no_pattern(10) + planted(30, 0.9) + wards_alike(10)) == []
    # what the screen does not use: by the normal p of Gi* heavy-tailed counts without pattern are full of hotspots
    assert normal_approximation(5)[0].share > 0.5


@pytest.mark.parametrize("past", [0, 12, 24])
def test_totals_that_vary_as_real_ones_do_are_not_called_changed(past: int) -> None:
    measures = unchanged_pairs(200, 1655, 4.6, past)
    assert broken(measures) == []
    # taken as Poisson a fifth of them would be
    assert past or measures[1].share > 0.15


@pytest.mark.parametrize("past", [0, 24])
def test_a_rise_by_a_quarter_over_four_months_is_called(past: int) -> None:
    assert broken(rise_by_quarter(60, 600, 3.0, past)) == []


def test_wards_that_differ_as_wards_do_stand_out_seldom() -> None:
    measures = wards_as_they_differ(20)
    assert broken(measures) == [] and measures[1].share > 0.1


THREE_FORCES = pytest.mark.skipif(
    not at_hand(), reason="the real months of Dorset, Gloucestershire and Wiltshire are not at hand"
)


@THREE_FORCES
@pytest.mark.real
def test_the_table_of_like_series_is_what_the_real_files_give() -> None:
    known, again = (
        table.set_index(COLUMNS[:2]).astype(float).sort_index()
        for table in (dispersions(), measured())
    )
    assert (known - again).abs().max().max() < 0.011


@THREE_FORCES
@pytest.mark.real
def test_real_like_months_are_called_changed_no_more_than_their_placebo_worlds() -> None:
    poisson, _, neighbouring, used, _, _, a_year_apart, used_a_year_apart = real_pairs(10)
    assert neighbouring.in_range and used.in_range and poisson.share > 0.1
    # Wiltshire's totals of January to April moved between 2024 and 2025, vehicle crime by a third: by the phi of others those stand
    assert a_year_apart.share < 0.08 and used_a_year_apart.share < 0.02


@THREE_FORCES
@pytest.mark.real
def test_real_months_are_seldom_outside_what_is_usual() -> None:
    assert broken(real_months_outside()) == []


def test_the_list_to_patrol_catches_what_the_best_fixed_way_does_in_real_files(
    real_data: Path,
) -> None:
    if not (real_data.parent / "more").is_dir():
        pytest.skip(f"no further real months beside {real_data}")
    table = beside_best(windows("wiltshire", "violence and robbery"))
    assert table["offered"].sum() >= 0.98 * table["best"].sum()
    assert (
        table.loc[table["total"] >= 300, "offered"].sum()
        >= 0.98 * table.loc[table["total"] >= 300, "best"].sum()
    )
    # counts that were never received are no rival: each window has three months or more before it
    assert table["total"].min() > 0 and len(table) > 40


def test_the_same_question_gives_the_same_list_whatever_else_is_loaded(real_data: Path) -> None:
    if not (real_data.parent / "more").is_dir():
        pytest.skip(f"no further real months beside {real_data}")
    assert broken(same_question(("wiltshire",))) == []


def test_unchanged_harm_is_not_called_changed() -> None:
    assert broken(unchanged(400)) == []


def test_few_hands_are_not_found_where_nobody_holds_more_nor_where_some_are_named_more_readily() -> (
    None
):
    assert broken(not_beyond(25, NOTHING[1:3])) == []
    assert broken(named_unevenly(25, READILY[3:5])) == []


def test_few_hands_are_found_where_they_hold_much() -> None:
    assert broken(beyond(20, CONCENTRATED[5:6])) == []
    assert broken(limits_of_top(40)) == []
