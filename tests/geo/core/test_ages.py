"""Age bands: every agency's cut is an exact sum of them."""

from __future__ import annotations

import numpy as np
import pytest

from geo.core.ages import BANDS, CUTS, band_of, bands_of, search_band_of
from geo.core.errors import DataProblem


def test_each_age_has_one_band_and_an_impossible_or_missing_one_has_none() -> None:
    ages = [0, 9, 10, 13, 14, 17, 17.9, 18, 24, 25, 26, 120, 121, -1, np.nan]
    assert band_of(ages).tolist() == [
        "0-9",
        "0-9",
        "10-13",
        "10-13",
        "14-17",
        "14-17",
        "14-17",
        "18-24",
        "18-24",
        "25",
        "26+",
        "26+",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("cut", "ages"),
    [
        ("under 18", range(18)),
        ("18–24", range(18, 25)),
        ("under 25", range(25)),
        ("14–25", range(14, 26)),
        ("26 and over", range(26, 121)),
    ],
)
def test_a_cut_is_the_exact_sum_of_its_bands(cut: str, ages: range) -> None:
    held = [age for age in range(121) if band_of([age])[0] in bands_of(cut)]
    assert held == list(ages)


def test_a_cut_nobody_uses_is_refused_in_words() -> None:
    with pytest.raises(DataProblem, match="There is no age cut “10–17”") as refused:
        bands_of("10–17")
    assert "under 18" in refused.value.saw
    assert set(sum(CUTS.values(), ())) == set(BANDS)


def test_the_bands_of_a_search_are_police_uk_s() -> None:
    ages = [0, 9, 10, 17.9, 18, 24, 25, 34, 35, 120, 121, -1, np.nan]
    assert search_band_of(ages).tolist() == [
        "under 10",
        "under 10",
        "10-17",
        "10-17",
        "18-24",
        "18-24",
        "25-34",
        "25-34",
        "over 34",
        "over 34",
        None,
        None,
        None,
    ]
