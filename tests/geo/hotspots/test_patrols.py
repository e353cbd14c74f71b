"""The list to patrol: chosen by the months before alone, scored beside every other, and the same whatever else is loaded."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.hotspots import forecasts, patrols, units
from geo.hotspots.cells import near_matrix
from geo.hotspots.forecasts import Past, ground_of
from geo.hotspots.patrols import OFFERED, PLAIN, Rolling, foretold, patrol_list, way_taken

MONTHS = months_between(date(2025, 1, 1), date(2025, 12, 1))
COUNT = 40
GROUND = ground_of(
    np.ones(COUNT, dtype=np.int64),
    np.column_stack([np.arange(COUNT) * 200.0, np.zeros(COUNT)]),
    near_matrix([[at - 1, at + 1] if 0 < at < COUNT - 1 else [] for at in range(COUNT)]),
    np.ones(COUNT),
)


def drawn(seed: int = 1, months: tuple[date, ...] = MONTHS) -> Past:
    """Forty places, four of which record ten times as much."""
    mean = np.where(np.arange(COUNT) % 10 == 0, 10.0, 1.0)
    table = np.random.default_rng(seed).poisson(mean[:, None], (COUNT, len(months)))
    return Past(table.astype(np.int64), months, date(2026, 1, 1))


def rolling(caught: list[list[int]], total: list[int]) -> Rolling:
    ways = (forecasts.COUNTS, PLAIN, OFFERED)
    shape = len(ways), len(total)
    return Rolling(
        2,
        MONTHS[: len(total)],
        ways,
        np.array(caught),
        np.array(total),
        np.array([8] * len(total)),
        np.full(shape, 0.1),
        np.full(len(total), 0.1),
        (PLAIN,) * len(total),
    )


def test_the_busy_places_head_the_list_and_each_month_is_foretold_by_those_before() -> None:
    patrol = patrol_list(foretold(drawn(), GROUND), 4)
    assert sorted(patrol.order.tolist()) == [0, 10, 20, 30]
    assert patrol.rolling is not None
    assert patrol.rolling.targets == MONTHS[3:]  # three months before the first
    assert patrol.rolling.taken[:5] == (PLAIN,) * 5  # five are foretold before any other is taken


def test_later_months_change_no_earlier_window() -> None:
    known = drawn()
    half = known.before(6)
    early, late = (patrol_list(foretold(part, GROUND), 4).rolling for part in (half, known))
    assert early is not None and late is not None
    columns = len(early.targets)
    assert (early.caught == late.caught[:, :columns]).all()
    assert early.taken == late.taken[:columns]


def test_another_way_is_taken_only_for_a_clear_lead() -> None:
    ways = (forecasts.COUNTS, PLAIN)
    plain = [10, 10, 10, 10, 10]
    assert way_taken(ways, np.array([[13, 12, 13, 12, 13], plain])) == forecasts.COUNTS
    assert way_taken(ways, np.array([[13, 12, 13, 12], plain[:4]])) == PLAIN  # four months
    # leads 6, −5, 6, −5, 0: 2 in all, with an error of 5.4 × √5 = 12
    assert way_taken(ways, np.array([[16, 5, 16, 5, 10], plain])) == PLAIN


def test_scores_by_hand() -> None:
    table = patrols.scores(rolling([[2, 2, 2], [4, 5, 3], [4, 5, 3]], [20, 20, 20]))
    assert table.index.tolist() == [OFFERED, forecasts.COUNTS, PLAIN]
    offered, counts = table.loc[OFFERED], table.loc[forecasts.COUNTS]
    # 12 of 60 on a tenth of the ground: PAI 2; the best lists caught 24: PEI 0.5
    assert (offered["share"], offered["pai"], offered["pei"]) == pytest.approx((0.2, 2.0, 0.5))
    # leaving one month out: 8/40, 7/40, 9/40; spread √(2/3 × 2 × 0.025²) = 0.0289, Student 4.303: 0.124, wider than Wilson's
    assert offered["low"] == pytest.approx(0.2 - 0.1242, abs=0.0001)
    assert offered["high"] == pytest.approx(0.2 + 0.1242, abs=0.0001)
    # 6 fewer of 60; the leads −2, −3, −1 spread as the shares above
    assert counts["lead"] == pytest.approx(-0.1)
    assert counts["lead_high"] == pytest.approx(-0.1 + 0.1242, abs=0.0001)
    assert table.loc[PLAIN, "lead"] == 0 and np.isnan(offered["lead"])


def test_the_verdict_says_clearly_only_beyond_the_limits() -> None:
    worse = rolling([[1, 1, 1, 1], [4, 5, 3, 4], [4, 5, 3, 4]], [20] * 4)
    assert patrols.verdict(worse) == (
        "Over 4 months none of the 2 other lists caught clearly more than the one offered, and 1 caught clearly less."
    )
    better = rolling([[8, 9, 7, 8], [4, 5, 3, 4], [4, 5, 3, 4]], [20] * 4)
    assert "1 of the other lists caught clearly more" in patrols.verdict(better)
    assert "too few" in patrols.verdict(rolling([[1, 1], [1, 1], [1, 1]], [9, 9]))
    assert patrols.verdict(rolling([[0] * 3] * 3, [0] * 3)).startswith("Nothing was recorded")


def test_no_way_is_scored_by_months_that_were_never_received() -> None:
    absent = Past(np.ones((COUNT, 4), dtype=np.int64), MONTHS[:2] + MONTHS[-2:], date(2026, 1, 1))
    # before November two of twelve are held, before December three: December alone is foretold
    assert foretold(absent, GROUND).targets == (3,)
    long_gap = Past(
        np.ones((COUNT, 4), dtype=np.int64),
        (*months_between(date(2023, 1, 1), date(2023, 3, 1)), date(2025, 1, 1)),
        date(2025, 2, 1),
    )
    assert foretold(long_gap, GROUND).targets == ()  # last year is absent as a whole
    patrol = patrol_list(foretold(long_gap, GROUND), 4)
    assert patrol.rolling is None and patrol.way == PLAIN


def test_a_list_is_the_same_whatever_other_months_are_loaded() -> None:
    random = np.random.default_rng(3)
    easting = random.uniform(400_000, 410_000, 900)
    northing = random.uniform(180_000, 190_000, 900)
    points = DataFrame({"easting": easting, "northing": northing})
    table = random.poisson(random.gamma(0.3, 2.0, (900, 1)), (900, 24))
    table[600:, 12:] = 0  # points that only the first year knows

    def digest(months: list[int]) -> tuple[str, str]:
        """Of a build that holds these months, asked about the second year."""
        loaded = table[:, months].sum(axis=1) > 0
        known, counts = points[loaded], table[loaded][:, 12:]
        ground = counts.sum(axis=1) > 0
        held = units.hexagons(known, ground)
        offences = np.array([held.counted(counts[:, month]) for month in range(12)]).T
        inside = held.at[ground]
        made = ground_of(
            np.bincount(inside, minlength=len(held.codes)),
            np.random.default_rng(1).uniform(0, 1e4, (len(held.codes), 2)),
            held.near,
            held.km2,
        )
        patrol = patrol_list(foretold(Past(offences, MONTHS, date(2026, 1, 1)), made), 20)
        mine = known[ground]
        return patrols.list_digest(held.codes, patrol), patrols.ground_digest(
            mine["easting"].to_numpy(), mine["northing"].to_numpy()
        )

    assert digest(list(range(12, 24))) == digest(list(range(24)))


def test_digests_tell_lists_and_grounds_apart() -> None:
    patrol = patrol_list(foretold(drawn(), GROUND), 4)
    other = patrol_list(foretold(drawn(), GROUND), 5)
    codes = [f"c{at}" for at in range(COUNT)]
    assert patrols.list_digest(codes, patrol) != patrols.list_digest(codes, other)
    east, north = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    assert patrols.ground_digest(east, north) == patrols.ground_digest(east[::-1], north[::-1])
    assert patrols.ground_digest(east, north) != patrols.ground_digest(east, north[::-1])


def test_nothing_recorded_is_refused_in_words() -> None:
    with pytest.raises(DataProblem, match="nothing to make a list from"):
        foretold(Past(np.zeros((COUNT, 3), dtype=np.int64), MONTHS[:3], MONTHS[3]), GROUND)
