"""The score of a list of places on what came later, its rivals, and what a patrol covers; by hand on four places."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.errors import DataProblem
from geo.hotspots.backtest import covered, rivals, score

LIST = np.array([True, False, False, False])


def test_a_list_that_catches_half_on_a_quarter_of_the_ground() -> None:
    figures = score(LIST, [5, 3, 2, 0])
    # 5 of 10 on 1 of 4 places: PAI 0.5 / 0.25 = 2, and no other place would have caught more: PEI 1
    assert (figures.offences, figures.captured, figures.pai, figures.pei) == (5, 0.5, 2.0, 1.0)
    assert figures.low == pytest.approx(0.2366, abs=0.0001) and figures.high == pytest.approx(
        0.7634, abs=0.0001
    )  # Wilson, 5 of 10


def test_a_list_that_misses_and_one_on_ground_of_other_sizes() -> None:
    assert score(LIST, [0, 4, 4, 2]).pai == 0 and score(LIST, [2, 4, 2, 2]).pei == pytest.approx(
        0.5
    )
    # half the offences on 3 of 6 km²: PAI 1; the best single place caught 3 of 10 on 1 of 6 km²: 1.8
    assert score(LIST, [5, 3, 2, 0], [3, 1, 1, 1]).pei == pytest.approx(1 / 1.8)


def test_nothing_later_and_an_empty_list() -> None:
    assert score(LIST, [0, 0, 0, 0]).captured is None
    with pytest.raises(
        DataProblem, match=r"There is no hotspot to judge\. The list is empty\. Choose more months"
    ):
        score(np.zeros(4, dtype=bool), [1, 1, 1, 1])


def test_rivals_are_as_long_as_the_list() -> None:
    made = rivals(2, [4, 1, 4, 9], [10.0, 30.0, 20.0, 5.0])
    assert made["counts"].nonzero()[0].tolist() == [0, 3] and made["residents"].nonzero()[
        0
    ].tolist() == [1, 2]


def test_a_patrol_covers_the_busiest_first() -> None:
    offences, km2 = [8, 1, 6, 5], [1.0, 1.0, 1.0, 1.0]
    assert covered(offences, km2, most_places=2) == (2, 2.0, 14 / 20)
    assert covered(offences, km2, most_km2=3.5) == (3, 3.0, 19 / 20)
    assert covered([8, 6], [4.0, 1.0], most_km2=1.0) == (
        1,
        1.0,
        6 / 14,
    )  # six on one km² go before eight on four
    assert covered([0, 0], [1.0, 1.0], most_places=1) == (1, 1.0, 0.0) and covered(
        [1], [2.0], most_km2=1.0
    ) == (0, 0.0, 0.0)


def test_what_fell_in_no_place_counts_in_the_whole() -> None:
    figures = score(LIST, [5, 3, 2, 0], elsewhere=10)
    # 5 of 20 on 1 of 4 places: PAI 1; no other place would have caught more: PEI 1
    assert (figures.captured, figures.pai, figures.pei) == (0.25, 1.0, 1.0)
