"""Places written in words: grid references, pairs of degrees, postcodes and streets; each only where it can be told."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from loaders.extract.place_words import degree_pairs, grid_references, postcodes, streets


def column(*texts: str) -> pd.Series:
    return pd.Series(texts, dtype="str")


@pytest.mark.parametrize(
    ("written", "grid", "coarse"),
    [
        ("SU1824083960", (418_240.5, 183_960.5), False),
        ("SU 18240 83960", (418_240.5, 183_960.5), False),
        ("su 1824 8396", (418_245, 183_965), False),
        ("SU182839", (418_250, 183_950), True),
        ("SU 18 83", (418_500, 183_500), True),
        ("SU 1824/8396", (418_245, 183_965), False),
        ("SU-1824-8396.", (418_245, 183_965), False),
        ("418240183960", (418_240, 183_960), False),
        ("418240, 183960", (418_240, 183_960), False),
    ],
)
def test_a_grid_reference_is_the_middle_of_its_square(
    written: str, grid: tuple[float, float], coarse: bool
) -> None:
    squares = grid_references(column(written))
    assert (tuple(squares.grid[0]), squares.coarse.tolist()) == (grid, [coarse])


@pytest.mark.parametrize(
    "written", ["", "SU", "SU182", "SU18248", "SI1234", "XX 1824 8396", "Eldene"]
)
def test_what_is_no_grid_reference_is_none(written: str) -> None:
    assert np.isnan(grid_references(column(written)).grid).all()


def test_a_pair_of_degrees_is_read_whichever_stands_first() -> None:
    pairs = degree_pairs(column("51.5525, -1.7385", "(-1.7385 51.5525)", "10.5, 20.5", "SU 18 83"))
    assert pairs[:2].tolist() == [[-1.7385, 51.5525]] * 2
    assert np.isnan(pairs[2:]).all()


def test_a_postcode_is_its_middle_however_it_is_written_and_one_elsewhere_is_none() -> None:
    found = postcodes(
        column("SN2 1EA", "sn21ea", "1 High Street, Swindon SN2 1EA", "AB10 1AA", "", "SN2")
    )
    assert (
        found[:3].tolist() == [[414_122, 183_696]] * 3
        or len({tuple(row) for row in found[:3]}) == 1
    )
    assert not np.isnan(found[:3]).any() and np.isnan(found[3:]).all()


def test_a_street_is_told_by_its_only_name_or_by_the_place_beside_it_and_never_guessed() -> None:
    named = streets(
        column(
            "Abbatt Close", "On or near ABBATT CL", "12 Abbatt Close, Ludgershall", "High Street", "somewhere", "",
        )
    )  # fmt: skip
    assert named.grid[:3].tolist() == [[427_717, 150_618]] * 3
    assert np.isnan(named.grid[3:]).all()
    assert not named.coarse[:3].any()
