"""One place in figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from numpy import nan

from geo.core.completeness import coverage
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from ui.answers.wards.place_findings import Place, place_chart, place_findings, similar_table

MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 1))
YEAR = Selection(STREET, (), ("Robbery",), date(2022, 1, 1), date(2022, 12, 1))
HELD = tuple(month for month in MONTHS if month != date(2021, 2, 1))


def rows(**counts: int) -> pd.DataFrame:
    """Robbery as given, one a month of drugs besides."""
    robbery = [
        {
            "month": date.fromisoformat(f"20{key[1:3]}-{key[3:]}-01"),
            "offence_type": "Robbery",
            "offences": n,
        }
        for key, n in counts.items()
    ]
    return pd.DataFrame(
        [*robbery, *({"month": month, "offence_type": "Drugs", "offences": 1} for month in HELD)]
    )


def place_with(**counts: int) -> Place:
    covered = coverage(STREET, HELD, first=YEAR.first_month, last=YEAR.last_month)
    drawn = coverage(STREET, HELD, first=MONTHS[0], last=MONTHS[-1])
    streets = pd.DataFrame(
        {"location_text": ["On or near A", "On or near B", None], "offences": [2, 5, 1]}
    )
    return place_findings(YEAR, rows(**counts), streets, covered, drawn)


def test_a_place_counts_its_types_and_compares_the_months_that_pair_up() -> None:
    place = place_with(m2105=3, m2205=5, m2202=4)
    # nine in 2022; February 2022 has no twin, so five now against three then, p by the binomial of 5 in 8: 0.727
    assert place.offences == 9 and (place.change.now, place.change.then) == (5, 3)
    assert (
        place.change.p == pytest.approx(0.7266, abs=1e-4)
        and place.change.verdict == "usual variation"
    )
    assert len(place.change.months) == 11 and place.absent == (date(2021, 2, 1),)
    # drugs, of which eleven months pair up, are among the types though they were not asked for
    assert place.types["offence_type"].to_list() == ["Drugs", "Robbery"] and place.types[
        "now"
    ].to_list() == [11, 5]


def test_streets_are_the_busiest_first_and_what_has_no_name_is_counted() -> None:
    place = place_with(m2205=8)
    assert place.streets["location_text"].to_list() == ["On or near B", "On or near A"]
    assert place.unnamed == 8 - 7


def test_the_trend_has_gaps_noughts_and_limits_of_each_month() -> None:
    drawn = coverage(STREET, HELD, first=MONTHS[0], last=MONTHS[-1])
    chart, usual = place_chart(pd.Series({date(2022, 5, 1): 4}), drawn, date(2022, 1, 1))
    assert pd.isna(chart.at[date(2021, 2, 1), "value"]) and chart.at[date(2021, 1, 1), "value"] == 0
    # exact Poisson limits of 4 are 1.090 and 10.242
    assert chart.loc[date(2022, 5, 1), ["count_low", "count_high"]].to_list() == pytest.approx(
        [1.0899, 10.2416], abs=1e-3
    )
    assert len(chart) == 24 and usual.phi == 1


def test_few_months_have_no_usual_range() -> None:
    drawn = coverage(STREET, MONTHS[:3], first=MONTHS[0], last=MONTHS[2])
    chart, _ = place_chart(pd.Series({MONTHS[1]: 2}), drawn, MONTHS[0])
    assert (
        chart["value"].to_list() == [0, 2, 0]
        and chart["low"].isna().all()
        and not chart["outside"].any()
    )


def test_similar_wards_come_nearest_first_and_a_ward_without_facts_has_none() -> None:
    wards = pd.DataFrame(
        {
            "ward_name": ["A", "B", "C"],
            "authority_name": "Swindon",
            "offences": [1, 2, 3],
            "rate_per_1000": [1.0, 2, 3],
            "rate_low": nan,
            "rate_high": nan,
        },
        index=["W1", "W2", "W3"],
    )
    features = pd.DataFrame(
        {"residents": [1000, 5000, 1100], "density": [10, 50, 11]}, index=["W1", "W2", "W3"]
    )
    assert similar_table(wards, features, "W1")["ward_name"].to_list() == ["C", "B"]
    assert similar_table(wards, features.drop("W1"), "W1").empty
