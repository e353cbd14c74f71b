"""The id of a vintage and its words."""

from __future__ import annotations

import pytest

from geo.core.vintage_words import vintage_id, vintage_words


def test_a_vintage_in_words_names_no_month_that_nobody_gave() -> None:
    assert vintage_words("2021-12") == "December 2021"
    assert vintage_words("2026") == "2026"


@pytest.mark.parametrize(
    "text",
    ["2021-12", " 2021-12 ", "2021-12-01", "01/12/2021", "Dec-21", "December 2021", "Dec 2021"],
)
def test_what_people_and_spreadsheets_write_is_the_id(text: str) -> None:
    assert vintage_id(text) == "2021-12"


def test_a_year_alone_and_nothing_stay_as_they_are() -> None:
    assert vintage_id("2026") == "2026" and vintage_id("") == ""


def test_what_is_no_vintage_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="“last year” is no year and month like 2021-12"):
        vintage_id("last year")


@pytest.mark.parametrize(
    ("vintage", "words"),
    [("2021-12", "December 2021"), ("2025-05", "May 2025"), ("2026", "2026")],
)
def test_the_month_is_said_where_it_is_known(vintage: str, words: str) -> None:
    assert vintage_words(vintage) == words
