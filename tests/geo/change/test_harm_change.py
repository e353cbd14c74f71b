"""Whether harm changed: small sums by hand, words on both sides of their limits, and how often a change is called where nothing changed."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from geo.change.dispersion import Dispersion
from geo.change.harm_change import harm_change

WEIGHTS = {"A": 1.0, "B": 10.0}


def test_the_score_is_the_weighted_difference_over_its_spread() -> None:
    change = harm_change({"A": 100, "B": 30}, {"A": 120, "B": 20}, WEIGHTS)
    # now 400, then 320; variance 220 x 1 + 50 x 100 = 5,220
    assert (change.now.harm, change.then.harm) == (400.0, 320.0)
    assert change.p == pytest.approx(2 * norm.sf(80 / np.sqrt(5220)))
    assert change.ratio == pytest.approx(1.25)
    # relative variances: 3,100 / 160,000 and 2,120 / 102,400
    wide = 1.959964 * np.sqrt(3100 / 160_000 + 2120 / 102_400)
    assert [change.low, change.high] == pytest.approx([1.25 * np.exp(-wide), 1.25 * np.exp(wide)])
    # 720² / 5,220
    assert change.effective == pytest.approx(99.3, abs=0.1)
    assert change.verdict == "usual variation"


@pytest.mark.parametrize(
    ("now", "then", "word"),
    [
        ({"B": 80}, {"B": 50}, "clear rise"),  # 300 / √13,000: p 0.0085
        ({"B": 79}, {"B": 50}, "possible rise"),  # 290 / √12,900: p 0.0107
        ({"B": 50}, {"B": 90}, "clear fall"),
        ({"B": 70}, {"B": 50}, "usual variation"),
        ({"B": 73}, {"B": 50}, "possible rise"),
        ({"B": 9}, {"B": 10}, "cannot tell"),  # 19 equally heavy
        ({"B": 10}, {"B": 10}, "usual variation"),
        ({"A": 300, "B": 1}, {"A": 250, "B": 0}, "possible rise"),
    ],
)
def test_words_on_both_sides_of_their_limits(
    now: dict[str, int], then: dict[str, int], word: str
) -> None:
    assert harm_change(now, then, WEIGHTS).verdict == word


def test_counts_that_vary_more_say_less() -> None:
    now, then = {"B": 90}, {"B": 50}
    assert harm_change(now, then, WEIGHTS).verdict == "clear rise"
    wide = harm_change(now, then, WEIGHTS, Dispersion(3.0, 20.0, 12))
    assert wide.p is not None and wide.p > 0.04
    assert harm_change({"B": 30}, {"B": 20}, WEIGHTS, Dispersion(3.0)).verdict == "cannot tell"


def test_where_nothing_changed_a_change_is_called_as_seldom_as_promised() -> None:
    """2,000 pairs, weights from 1 to 1,000 and heavy offences rare: clear in 1 % at most, possible or clear in 5 %, but for chance."""
    random = np.random.default_rng(4)
    weights = {"A": 1.0, "B": 20.0, "C": 300.0, "D": 1000.0}
    means = {"A": 400.0, "B": 120.0, "C": 25.0, "D": 4.0}
    words = []
    for _ in range(2_000):
        now, then = ({w: int(random.poisson(m)) for w, m in means.items()} for _ in range(2))
        words.append(harm_change(now, then, weights).verdict)
    clear = sum(word.startswith("clear") for word in words) / 2_000
    any_sign = sum(word.endswith(("rise", "fall")) for word in words) / 2_000
    assert clear <= 0.015 and 0.03 <= any_sign <= 0.065
