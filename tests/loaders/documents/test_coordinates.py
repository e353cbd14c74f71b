"""Numbers of places as they are written, and pairs that only say that no place is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from loaders.documents.coordinates import numbers, without_place


@pytest.mark.parametrize(
    ("written", "value", "degrees"),
    [
        ("418240", 418_240, False),
        ("418,240", 418_240, False),
        ("418,240.5", 418_240.5, False),
        ("418240,5", 418_240.5, False),
        ("418 240", 418_240, False),
        ("418240m", 418_240, False),
        ("51,557", 51.557, True),
        ("-1,7385", -1.7385, True),
        ("51.55°", 51.55, True),
    ],
)
def test_a_number_is_read_as_it_is_meant(written: str, value: float, degrees: bool) -> None:
    values, bad = numbers(pd.Series([written], dtype="str"), degrees=degrees)
    assert (values.tolist(), bad.tolist()) == ([value], [False])


def test_words_for_nothing_are_nothing_and_other_words_are_unreadable() -> None:
    values, bad = numbers(pd.Series(["", "NULL", "N/A", "No Location", "here", "inf"], dtype="str"))
    assert np.isnan(values).all()
    assert bad.tolist() == [False, False, False, False, True, True]


@pytest.mark.parametrize(
    ("x", "y", "nowhere"),
    [
        (0, 0, True),
        (-1, -1, True),
        (9_999_999, 9_999_999, True),
        (999_999, 9_999_999, True),
        (999, 999, True),
        (-9_999, -9_999, True),
        (999_999.99, 999_999.99, True),
        (-7.557160, 49.766807, True),  # 0, 0 of the grid in degrees
        (np.nan, 0, True),
        (0, 183_960, False),
        (0.0, 51.5, False),  # on the meridian, in Greenwich
        (-1, 51.5, False),
        (418_240, 183_960, False),
        (-1.7385, 51.5525, False),
        (99_000, 999_000, False),
        (np.nan, 51.5, False),
        (np.nan, np.nan, False),
    ],
)
def test_signs_that_no_place_is_known_and_true_places(x: float, y: float, nowhere: bool) -> None:
    assert without_place(np.array([x], dtype=float), np.array([y], dtype=float)).tolist() == [
        nowhere
    ]
