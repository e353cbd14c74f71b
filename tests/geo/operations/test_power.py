"""What could show at all, from the counts before alone."""

from __future__ import annotations

import numpy as np
import pytest

from geo.change.rate_ratio import did_exact, did_rate_ratio
from geo.operations.power import (
    could_show,
    did_power,
    needed_before,
)


def test_a_ward_of_thirteen_could_show_little() -> None:
    could = could_show(13, 65, months_before=12, months_after=12)
    # 13 to 4 beside 65 and 65: ln(4/13) = -1.179, error √(1/13 + 1/4 + 2/65) = 0.598, reach 1.172: just below 0.  To 5: -0.956, 1.094
    assert (could.before, could.expected, could.fall_to) == (13, 13, 4)
    # to 28: 0.767, error √(1/13 + 1/28 + 2/65) = 0.379, reach 0.743.  To 27: 0.731 and 0.745
    assert could.rise_to == 28
    # halved: 0.693 / √(1/13 + 2/13 + 2/65) = 1.355; less 1.96: about 27 %, a little less where counts are this small
    assert 0.22 < could.halved < 0.28 and could.found_fall_to == 1
    # n with √((3 + 2/5) / n) = 0.693 / (1.96 + 0.8416): n = 3.4 / 0.0612 = 55.5, about
    assert could.needed == pytest.approx(55, abs=2)


def test_a_hundred_and_twenty_could_show_a_fall_by_half() -> None:
    could = could_show(120, 120, months_before=12, months_after=12)
    # 0.693 / √(1/120 + 1/60 + 2/120) = 3.396; less 1.96: 92 %
    assert could.halved == pytest.approx(0.9245, abs=0.0005)
    assert (
        could.found_fall_to is not None
        and could.fall_to is not None
        and 60 < could.found_fall_to < could.fall_to < 90
    )


def test_periods_of_unlike_length_and_nothing_to_go_by() -> None:
    could = could_show(24, 24, months_before=12, months_after=6)
    assert could.expected == 12
    nothing = could_show(0, 5, months_before=12, months_after=12)
    assert (nothing.fall_to, nothing.found_fall_to, nothing.halved) == (
        None,
        None,
        0,
    ) and nothing.rise_to is not None
    alone = could_show(5, 0, months_before=12, months_after=12)
    assert (alone.fall_to, alone.rise_to, alone.needed) == (None, None, None)


@pytest.mark.parametrize(
    ("before", "compared", "ratio", "longer"),
    [
        (5, 25, 0.1, 1),
        (13, 13, 0.5, 1),
        (13, 65, 0.5, 1),
        (30, 100, 1.6, 0.5),
        (99, 99, 0.5, 1),
        (101, 101, 0.5, 1),
    ],
)
def test_the_power_said_is_the_share_found_in_draws(
    before: float, compared: float, ratio: float, longer: float
) -> None:
    means = [before, before * ratio * longer, compared, compared * longer]
    hits = 0
    for drawn in np.random.default_rng(1).poisson(means, size=(1500, 4)):
        change = did_rate_ratio(drawn[:2], drawn[2:]) or did_exact(drawn[:2], drawn[2:])
        hits += change.high < 1 if ratio < 1 else change.low > 1
    assert hits / 1500 == pytest.approx(
        did_power(before, compared, ratio=ratio, longer=longer), abs=0.035
    )


def test_what_would_be_needed() -> None:
    # n with √(5 / n) = 0.693 / 2.8016: n = 81.7, about
    needed = needed_before(1, ratio=0.5)
    assert needed == pytest.approx(81, abs=2) and needed is not None
    assert (
        did_power(needed, needed, ratio=0.5) >= 0.8 > did_power(needed - 1, needed - 1, ratio=0.5)
    )
    assert needed_before(1, ratio=0.99) is None and did_power(5, 0, ratio=0.5) == 0
