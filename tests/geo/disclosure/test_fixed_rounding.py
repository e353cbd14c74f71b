"""Fixed random rounding: right on average, close in sum, the same every time, and nothing can be told of a single count."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from bench.rounding_attack import count_bounds
from geo.core.errors import DataProblem
from geo.disclosure.fixed_rounding import BASE, rounded
from tests.conftest import PROJECT

KEY = b"a key of the tests, which is long"


def cells(counts: dict[tuple[str, str], int] | np.ndarray) -> pd.DataFrame:
    if isinstance(counts, np.ndarray):
        counts = {
            (f"t{row}", f"c{column}"): int(n)
            for row, numbers in enumerate(counts)
            for column, n in enumerate(numbers)
        }
    return pd.DataFrame(
        [(*names, n) for names, n in counts.items()], columns=["table", "cell", "offences"]
    )


def put(frame: pd.DataFrame, key: bytes = KEY, totals: pd.Series | None = None) -> pd.DataFrame:
    return rounded(frame, key, table=["table"], cell=["cell"], totals=totals)


def test_a_cell_goes_to_a_multiple_beside_it_and_so_does_its_total() -> None:
    true = cells(np.random.default_rng(1).poisson(2.5, size=(300, 20)))
    given = put(true)
    off = given["offences"] - true["offences"]
    assert (given["offences"] % BASE == 0).all() and off.abs().max() == BASE - 1
    assert (off[true["offences"] % BASE == 0] == 0).all()
    whole = given.groupby("table")["offences"].sum() - true.groupby("table")["offences"].sum()
    assert whole.abs().max() == BASE - 1
    # right on average: of 6,000 cells with a standard deviation below 1.5
    assert abs(off.mean()) < 4 * 1.5 / np.sqrt(len(off)) and abs(whole.mean()) < 0.35


def test_the_same_key_gives_the_same_figures_in_any_order_and_beside_any_others() -> None:
    true = cells(np.random.default_rng(2).poisson(2, size=(40, 12)))
    given = put(true)
    shuffled = put(true.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled.sort_index(), given)
    alone = put(true[true["table"] == "t7"])
    pd.testing.assert_frame_equal(alone, given[given["table"] == "t7"])
    assert not put(true, b"another key of the tests, as long")["offences"].equals(given["offences"])


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_gives_the_same_figures(seed: str) -> None:
    true = cells(np.random.default_rng(2).poisson(2, size=(10, 12)))
    program = (
        "import io, sys, pandas as pd; from geo.disclosure.fixed_rounding import rounded; "
        "cells = pd.read_csv(io.StringIO(sys.argv[1])); "
        f"given = rounded(cells, {KEY!r}, table=['table'], cell=['cell']); "
        "print(*given['offences'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, true.to_csv(index=False)],
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [int(n) for n in ran.stdout.split()] == put(true)["offences"].to_list()


def test_another_cut_of_the_same_offences_adds_up_to_the_same_total() -> None:
    rng = np.random.default_rng(3)
    true = rng.poisson(2, size=(400, 9))
    other = np.stack([np.bincount(rng.integers(0, 5, n.sum()), minlength=5) for n in true])
    totals = put(cells(true)).groupby("table")["offences"].sum()
    given = put(cells(other), totals=totals)
    assert given.groupby("table")["offences"].sum().equals(totals)
    off = given["offences"] - cells(other)["offences"]
    assert off.abs().max() == BASE - 1 and abs(off.mean()) < 0.1


def test_a_total_that_does_not_fit_and_a_count_that_is_none_are_refused() -> None:
    with pytest.raises(DataProblem, match="does not fit"):
        put(cells({("t", "a"): 4}), totals=pd.Series({"t": 9}))
    with pytest.raises(DataProblem, match="below 0"):
        put(cells({("t", "a"): -1}))
    assert put(cells({("t", "a"): 0}))["offences"].to_list() == [0]


def published(true: tuple[int, ...], order: tuple[int, ...], start: int) -> tuple[int, ...]:
    """The rule by hand, with an order and a start that nobody knows."""
    given, upto = [0] * len(true), start
    for n in order:
        given[n] = BASE * ((upto + true[n]) // BASE - upto // BASE)
        upto += true[n]
    return tuple(given)


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_whoever_knows_all_but_the_key_can_tell_no_count_of_nought_to_four(size: int) -> None:
    """Every table of counts up to 8 in up to four cells, in every order, from every start: what is shown fits two counts or more of each."""
    fits: dict[tuple[int, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(size)])
    highest = 8 if size < 4 else 6
    for true in itertools.product(range(highest + 1), repeat=size):
        for order in itertools.permutations(range(size)):
            for start in range(BASE):
                for n, count in enumerate(true):
                    fits[published(true, order, start)][n].add(count)
    told = [
        (shown, counts)
        for shown, each in fits.items()
        for counts in each
        if len(counts) == 1 and max(counts) <= 4
    ]
    assert len(fits) > size and told == []


def test_the_rule_by_hand_is_the_rule() -> None:
    """What `rounded` gives is among what the rule gives by hand for some order and start."""
    for counts in np.random.default_rng(4).poisson(2, size=(60, 4)):
        given = tuple(put(cells(counts[None, :]), bytes(counts.tolist()) * 8)["offences"])
        assert given in {
            published(tuple(map(int, counts)), order, start)
            for order in itertools.permutations(range(4))
            for start in range(BASE)
        }


def test_an_integer_programme_pins_nothing_even_where_ages_are_told_as_well() -> None:
    """Two cuts of the same offences with one total between them, each of 118 and of six cells."""
    rng = np.random.default_rng(5)
    for mean in (0.05, 0.4, 1.5):
        true = rng.poisson(mean, size=118)
        other = np.bincount(rng.integers(0, 6, true.sum()), minlength=6)
        wards = put(cells(true[None, :]))["offences"]
        totals = pd.Series({"t0": int(wards.sum())})
        ages = put(cells(other[None, :]), totals=totals)["offences"]
        bounds = count_bounds([wards.to_numpy(), ages.to_numpy()])
        for counts, (low, high) in zip([true, other], bounds, strict=True):
            assert ((low <= counts) & (counts <= high)).all() and (low < high).all()
