"""How far counts vary: sums done by hand, the edges, and pairs of totals in which nothing changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pandas import DataFrame, Series

from bench.dispersion import counts_of, season
from geo.change.control_charts import control_chart
from geo.change.dispersion import (
    ALL_TYPES,
    CHANCE,
    VIOLENCE_AND_ROBBERY,
    Dispersion,
    dispersed_p,
    month_weights,
    monthly_dispersion,
    paired_dispersion,
    place_dispersion,
    prior_dispersion,
    spread_before,
    type_dispersions,
    usual_dispersion,
)
from geo.change.two_periods import change_p, exact_p, verdict, ward_changes
from geo.core.selection import months_between
from loaders.reference import dispersions, offence_types

MONTHS = months_between(date(2021, 1, 1), date(2023, 12, 1))
PRIOR = Dispersion(2.9, 20.0)


def drawn(phi: float, months: int, mean: float = 800, seed: int = 1) -> Series:
    """Months that follow the seasons and vary phi times as much as by chance."""
    course = mean * season(MONTHS[:months])
    return Series(counts_of(np.random.default_rng(seed), course, phi), index=MONTHS[:months])


def test_a_sum_done_by_hand_about_one_level() -> None:
    # thirty-day months of 8 and 12 by turns: mean 10, each off by 2, so 4 / 10 a month; twelve of them over eleven: 0.436
    thirty = [date(year, month, 1) for year in (2020, 2021, 2022) for month in (4, 6, 9, 11)]
    dispersion = usual_dispersion(Series([8, 12] * 6, index=thirty))
    assert dispersion.measured == pytest.approx(4.8 / 11) and dispersion.freedom == 11
    assert dispersion.phi == 1  # never below


@pytest.mark.parametrize(("phi", "months"), [(1.0, 12), (1.0, 36), (3.0, 12), (3.0, 36)])
def test_what_was_planted_is_measured_with_season_and_days_allowed_for(
    phi: float, months: int
) -> None:
    measured = [
        monthly_dispersion(drawn(phi, months, seed=seed)).measured or 0 for seed in range(60)
    ]
    assert np.mean(measured) == pytest.approx(phi, rel=0.15)


def test_one_spike_does_not_speak_for_all() -> None:
    series = drawn(1.5, 24)
    calm = monthly_dispersion(series)
    burst = monthly_dispersion(series.where(series.index != MONTHS[7], series * 3))
    assert burst.phi < 2 * calm.phi and burst.freedom == calm.freedom - 1


def test_less_than_chance_is_used_as_chance() -> None:
    even = Series([30.0] * 12, index=MONTHS[:12])
    dispersion = monthly_dispersion(even, PRIOR)
    assert dispersion.phi == 1 and (dispersion.measured or 0) < 0.5 and not dispersion.assumed
    assert dispersion.describe("Counts of this kind") == (
        "Counts of this kind vary no more than chance alone (measured on the 12 months before)."
    )


def test_too_short_a_past_takes_what_like_series_give_and_says_so() -> None:
    dispersion = monthly_dispersion(drawn(3, 11), PRIOR)
    assert dispersion == PRIOR and dispersion.assumed
    assert dispersion.describe("Counts of this kind") == (
        "Counts of this kind vary 2.9 times as much as chance alone (assumed from like series)."
    )
    assert monthly_dispersion(Series([1, 0] * 12, index=MONTHS[:24]), PRIOR) == PRIOR  # too few
    assert CHANCE.describe("Counts of this kind") == ""


def test_absent_and_thin_months_take_no_part() -> None:
    series = drawn(2, 24)
    cut = series.where(series.index != MONTHS[5], 1)
    left = monthly_dispersion(cut, leave_out=[MONTHS[5]])
    assert left == monthly_dispersion(series.where(series.index != MONTHS[5])) and left.months == 23


def test_places_have_levels_and_months_of_their_own() -> None:
    rng = np.random.default_rng(3)
    means = np.outer(np.linspace(1, 30, 40), 1 + 0.4 * np.sin(np.arange(24)))
    for phi in (1.0, 1.5):
        table = DataFrame(counts_of(rng, means, phi), columns=MONTHS[:24])
        dispersion = place_dispersion(table)
        assert dispersion.measured == pytest.approx(phi, rel=0.1)
    assert place_dispersion(table.iloc[:, :11], PRIOR) == PRIOR
    assert place_dispersion(table.iloc[:1], PRIOR) == PRIOR == place_dispersion(table * 0, PRIOR)


def test_weights_go_by_days_and_from_two_years_on_by_season() -> None:
    days = month_weights(Series(10.0, index=MONTHS[:12]), MONTHS[:2])
    assert days.to_list() == pytest.approx([31 * 12 / 365.25, 28 * 12 / 365.25])
    july = Series([20.0 if month.month == 7 else 10.0 for month in MONTHS], index=MONTHS)
    weights = month_weights(july, [date(2024, 7, 1), date(2024, 8, 1)])
    # twice as many a day in July as in August
    assert weights.iloc[0] / weights.iloc[1] == pytest.approx(2)


def test_with_chance_alone_the_exact_test_stands() -> None:
    assert change_p(7, 13) == exact_p(7, 13) == pytest.approx(0.2632, abs=1e-4)
    # barely beyond chance: the beta-binomial comes to the binomial
    assert dispersed_p(7, 13, Dispersion(1.0001)) == pytest.approx(exact_p(7, 13), rel=1e-3)


def test_p_is_that_of_counts_so_many_times_as_wide() -> None:
    # 1,000 then, 1,150 now: z = 150 / √2,150 = 3.235; with phi 4 half of it, 1.617, so p about 0.106
    assert exact_p(1150, 1000) < 0.002
    assert change_p(1150, 1000, Dispersion(4.0)) == pytest.approx(0.106, abs=0.004)
    # phi known by ten degrees of freedom alone: the same score on Student's t, 0.137
    assert change_p(1150, 1000, Dispersion(4.0, 10.0)) == pytest.approx(0.137, abs=0.005)
    assert change_p(0, 0, Dispersion(4.0)) == change_p(5, 5, Dispersion(4.0)) == 1


def test_a_greater_spread_or_less_known_of_it_never_makes_p_smaller() -> None:
    for now, then in ((0, 6), (40, 13), (3, 30), (1150, 1000), (211, 160)):
        widening = [change_p(now, then, Dispersion(phi)) for phi in (1.0, 1.1, 1.5, 3.0, 9.0)]
        assert widening == sorted(widening) and widening[0] == exact_p(now, then)
        assert change_p(now, then, Dispersion(2.0, 8.0)) >= change_p(now, then, Dispersion(2.0))
    for now, then in ((6, 2), (60, 20)):
        p = change_p(now, then, Dispersion(2.0), months_now=12, months_then=4)
        assert p == 1  # the same rate over unequal periods


def test_the_word_is_that_of_the_wider_test() -> None:
    wide = Dispersion(3.0)
    assert verdict(exact_p(1120, 1000), 1120, 1000) == "clear rise"
    p = change_p(1120, 1000, wide)
    assert verdict(p, 1120, 1000, dispersion=wide) == "usual variation"
    # six in one period would be a sign by chance alone, but not where counts vary three times as much
    assert verdict(change_p(0, 6, wide), 0, 6, dispersion=wide) == "cannot tell"
    table = ward_changes(
        Series({"A": 1120, "B": 1120}),
        Series({"A": 1000, "B": 1000}),
        months_now=12,
        months_then=12,
        dispersion={"B": wide},
    )
    assert table["verdict"].to_list() == ["possible rise", "usual variation"]


def test_limits_of_a_chart_are_as_wide_as_months_vary_and_go_by_days() -> None:
    values = Series([100.0, 90.0] * 6, index=MONTHS[:12])
    plain = control_chart(values, kind="c")
    wide = control_chart(values, kind="c", dispersion=Dispersion(4.0))
    # 95 ± 3 √95 = 29.24, and twice that
    assert plain["high"].iloc[0] == pytest.approx(95 + 29.24, abs=0.01)
    assert wide["high"].iloc[0] == pytest.approx(95 + 58.48, abs=0.01)
    weights = month_weights(values, list(values.index))
    by_days = control_chart(values, kind="c", weights=weights)
    assert by_days["centre"].iloc[1] / by_days["centre"].iloc[0] == pytest.approx(28 / 31)


def test_a_run_counts_where_its_months_together_are_beyond_what_they_vary_by() -> None:
    values = Series([104.0, 96.0] * 6 + [104.0] * 7, index=MONTHS[:19])
    frozen: dict[str, Any] = {"frozen_before": MONTHS[12]}
    assert control_chart(values, kind="c", **frozen)["shift"].sum() == 7
    # 28 more than 700, of which a standard deviation is √(2 x 700) = 37
    assert not control_chart(values, kind="c", dispersion=Dispersion(2.0), **frozen)["shift"].any()
    risen = values.where(values.index < MONTHS[12], 120)
    assert control_chart(risen, kind="c", dispersion=Dispersion(2.0), **frozen)["shift"].sum() == 7


def test_like_series_are_those_of_the_types_asked_for() -> None:
    known = dispersions()
    every, violent = (
        prior_dispersion(known, types, "force")
        for types in ((), ("Robbery", "Violence and sexual offences"))
    )
    row = known.set_index(["offence_type", "level"])["phi"]
    assert (
        every.phi == row[ALL_TYPES, "force"] and violent.phi == row[VIOLENCE_AND_ROBBERY, "force"]
    )
    # of another sum the greatest of its types; of what nobody measured that of all
    both = prior_dispersion(known, ("Burglary", "Drugs"), "ward")
    assert both.phi == max(row["Burglary", "ward"], row["Drugs", "ward"])
    assert prior_dispersion(known, ("Piracy",), "ward").phi == row[ALL_TYPES, "ward"]
    assert prior_dispersion(known.iloc[:0], (), "ward") == CHANCE
    assert every.assumed and every.freedom <= 20


def test_every_type_and_level_has_been_measured() -> None:
    known = dispersions()
    wanted = {
        (kind, level)
        for kind in (ALL_TYPES, VIOLENCE_AND_ROBBERY, *offence_types())
        for level in ("force", "authority", "ward", "cell")
    }
    assert set(zip(known["offence_type"], known["level"], strict=True)) == wanted
    assert known["phi"].between(0.5, 10).all() and (known["freedom"] >= 10).all()


def test_an_area_and_its_wards_are_measured_on_the_months_before() -> None:
    rng = np.random.default_rng(5)
    monthly = DataFrame(
        [
            {"ward_code": ward, "month": month, "offences": int(count)}
            for ward in ("A", "B", "C")
            for month, count in zip(MONTHS, rng.poisson(40, 36), strict=True)
        ]
    )
    codes = {"A": "X", "B": "X", "C": "Y"}
    spread = spread_before(monthly, MONTHS[:24], dispersions(), (), authorities=codes)
    assert spread.area.months == spread.wards.months == spread.authorities.months == 24
    short = spread_before(monthly, MONTHS[:6], dispersions(), (), authorities=codes)
    assert short.area.assumed and short.authorities.assumed
    named = monthly.rename(columns={"ward_code": "offence_type"})
    assert type_dispersions(named, MONTHS[:24], dispersions(), "ward").keys() == {"A", "B", "C"}


def test_of_the_authorities_the_one_that_varies_most_speaks() -> None:
    calm, wild = drawn(1.0, 24), drawn(9.0, 24)
    monthly = DataFrame(
        [
            {"ward_code": ward, "month": month, "offences": int(count)}
            for ward, series in (("A", calm), ("B", wild))
            for month, count in series.items()
        ]
    )
    spread = spread_before(
        monthly, MONTHS[:24], dispersions(), (), authorities={"A": "X", "B": "Y"}
    )
    assert spread.authorities == monthly_dispersion(wild) != monthly_dispersion(calm)


def test_the_spread_of_months_is_measured_beside_their_year_and_season() -> None:
    rng = np.random.default_rng(3)
    season = np.tile(np.linspace(30, 90, 12), (400, 1))
    poisson = [
        paired_dispersion(a, b)
        for a, b in zip(rng.poisson(season), rng.poisson(2 * season), strict=True)
    ]
    wide = (
        rng.negative_binomial(season / 2, 1 / 3, season.shape),
        rng.negative_binomial(season, 1 / 3, season.shape),
    )
    spread = [paired_dispersion(a, b) for a, b in zip(*wide, strict=True)]
    # variance three times the mean; at least 1 is said where it is 1
    assert 1 <= np.mean(poisson) < 1.25 and np.mean(spread) == pytest.approx(3, abs=0.3)
    # 10, 20, 30 and 30, 20, 10: 20 expected in each, chi-square 4 × 100 / 20 = 20 over two
    assert paired_dispersion([10, 20, 30], [30, 20, 10]) == pytest.approx(10)
    assert paired_dispersion([1, 2], [5, 9]) == 1 == paired_dispersion([0, 0, 0], [5, 9, 1])
