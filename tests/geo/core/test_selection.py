"""Months and the words for what is shown."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from geo.core.schema import POSSESSION
from geo.core.selection import (
    Selection,
    hours_between,
    hours_in_words,
    month_after,
    months_between,
    months_in_words,
    span_in_words,
)
from tests.home import HOME

SELECTION = Selection(
    "police_uk_street",
    ("E06000030",),
    ("Possession of weapons", "Robbery"),
    date(2024, 11, 1),
    date(2025, 2, 1),
    served=HOME,
)


def test_month_after_crosses_the_year_both_ways() -> None:
    assert month_after(date(2024, 12, 1)) == date(2025, 1, 1)
    assert month_after(date(2025, 1, 1), -1) == date(2024, 12, 1)
    assert month_after(date(2025, 3, 1), -12) == date(2024, 3, 1)
    assert month_after(date(2025, 3, 1), 0) == date(2025, 3, 1)


def test_months_between_holds_both_ends_and_nothing_backwards() -> None:
    assert months_between(date(2024, 11, 1), date(2025, 2, 1)) == (
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2025, 2, 1),
    )
    assert months_between(date(2025, 2, 1), date(2025, 2, 1)) == (date(2025, 2, 1),)
    assert months_between(date(2025, 2, 1), date(2025, 1, 1)) == ()


def test_a_span_names_the_year_once_where_it_is_one() -> None:
    assert span_in_words(date(2025, 3, 1), date(2025, 3, 1)) == "March 2025"
    assert span_in_words(date(2025, 1, 1), date(2025, 9, 1)) == "January to September 2025"
    assert span_in_words(date(2024, 10, 1), date(2025, 9, 1)) == "October 2024 to September 2025"


def test_runs_of_months_are_joined_whatever_their_order() -> None:
    months = [date(2021, 7, 1), date(2021, 2, 1), date(2021, 5, 1), date(2021, 6, 1)]
    assert months_in_words(months) == "February 2021, May to July 2021"
    assert months_in_words([date(2024, 12, 1), date(2025, 1, 1)]) == "December 2024 to January 2025"
    assert months_in_words([]) == ""


def test_a_selection_describes_what_where_and_when() -> None:
    assert (
        SELECTION.describe()
        == "Possession of weapons, Robbery in Swindon, November 2024 to February 2025"
    )
    assert len(SELECTION.months) == 4


def test_no_authority_is_the_whole_force_area_and_no_type_is_every_type() -> None:
    everything = Selection(
        "police_uk_street", (), (), date(2025, 1, 1), date(2025, 1, 1), served=HOME
    )
    assert (
        everything.describe() == "All offences and incidents in Swindon and Wiltshire, January 2025"
    )
    assert SELECTION.everywhere().place() == "Swindon and Wiltshire"
    assert SELECTION.everywhere().offence_types == SELECTION.offence_types


def test_both_authorities_are_named_and_an_unknown_one_keeps_its_code() -> None:
    both = Selection(
        "police_uk_street",
        ("E06000030", "E06000054"),
        (),
        date(2025, 1, 1),
        date(2025, 1, 1),
        served=HOME,
    )
    assert both.place() == "Swindon and Wiltshire"
    assert (
        Selection(
            "police_uk_street", ("E06000023",), (), date(2025, 1, 1), date(2025, 1, 1), served=HOME
        ).place()
        == "E06000023"
    )


def test_a_selection_cannot_be_changed_and_equal_ones_are_one_key() -> None:
    with pytest.raises(FrozenInstanceError):
        SELECTION.authorities = ()  # type: ignore[misc]
    assert len({SELECTION, Selection(*vars(SELECTION).values())}) == 1


def test_every_further_filter_is_said_and_none_leaves_the_sentence_as_it_was() -> None:
    narrowed = replace(
        SELECTION,
        offence_types=(POSSESSION,),
        weapons=("knife",),
        origins=("proactive", "school"),
        line_types=("local_line",),
        suspect_ages="14–25",
        victim_ages="under 18",
        knife_enabled=False,
        hours=(23, 0),
        weekdays=(5, 4),
    )
    assert narrowed.describe() == (
        "Possession of weapons (not knife-enabled; weapon: knife; origin: proactive, school; line type: local line; suspects aged 14–25; "
        "victims aged under 18; hours 23:00–00:59; Friday, Saturday) in Swindon, November 2024 to February 2025"
    )
    assert narrowed.timed and not SELECTION.timed and not SELECTION.narrowing
    assert narrowed.any_kind() == replace(SELECTION, offence_types=(POSSESSION,))


def test_hours_run_over_midnight() -> None:
    assert hours_between(22, 3) == (0, 1, 2, 3, 22, 23) and hours_between(5, 5) == (5,)
    assert hours_in_words(hours_between(22, 3)) == "22:00–03:59"
    assert hours_in_words((7, 6, 12)) == "06:00–07:59, 12:00–12:59"
    assert hours_in_words(range(24)) == "00:00–23:59" and hours_in_words(()) == ""
