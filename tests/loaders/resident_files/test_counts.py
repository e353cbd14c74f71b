"""Numbers of people as spreadsheets write them."""

from __future__ import annotations

import pytest

from loaders.resident_files.counts import (
    BELOW_NOUGHT,
    DECIMALS,
    NOT_WHOLE,
    TOO_MANY,
    TWO_WAYS,
    whole_number,
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12345", 12_345),
        (" 12,345 ", 12_345),
        ("12 345", 12_345),
        ("12\u00a0345", 12_345),
        ("12\u202f345", 12_345),
        ("1,234,567", 1_234_567),
        ("12345.0", 12_345),
        ("1,234.00", 1_234),
        ("0", 0),
        ("0.000", 0),
        ("007", 7),
        ("10,000,000", 10_000_000),
    ],
)
def test_what_is_read(text: str, number: int) -> None:
    assert whole_number(text) == (number, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("12.345", TWO_WAYS),
        ("1.234.567", TWO_WAYS),
        ("12,5", TWO_WAYS),
        ("1,23,456", TWO_WAYS),
        ("-5", BELOW_NOUGHT),
        ("\u2212 5", BELOW_NOUGHT),
        ("(5)", BELOW_NOUGHT),
        ("12.5", DECIMALS),
        ("1,234.5", DECIMALS),
        ("12345.678", DECIMALS),
        ("10,000,001", TOO_MANY),
        ("9" * 5000, TOO_MANY),
        ("", NOT_WHOLE),
        ("many", NOT_WHOLE),
        ("..", NOT_WHOLE),
        ("1e5", NOT_WHOLE),
        ("\u0663", NOT_WHOLE),
    ],
)
def test_what_is_refused_and_why(text: str, fault: str) -> None:
    assert whole_number(text) == (0, fault)
