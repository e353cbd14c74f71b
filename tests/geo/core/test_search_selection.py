"""What is asked of searches, in words."""

from __future__ import annotations

from datetime import date

from geo.core.search_selection import SearchSelection
from tests.home import HOME

YEAR = SearchSelection(date(2022, 1, 1), date(2022, 12, 1), served=HOME)


def test_a_selection_says_what_it_counts() -> None:
    assert (
        YEAR.describe() == "Searches in Swindon and Wiltshire, January to December 2022"
        and len(YEAR.months) == 12
    )
    selection = SearchSelection(
        date(2022, 1, 1),
        date(2022, 1, 1),
        "drugs",
        ("Misuse of Drugs Act 1971 (section 23)",),
        served=HOME,
    )
    assert (
        selection.describe()
        == "Searches for drugs (Misuse of Drugs Act 1971 (section 23)) in Swindon and Wiltshire, January 2022"
    )
    assert (YEAR.source_id, selection.weapons().family) == ("police_uk_search", "weapons")
    assert (
        SearchSelection(YEAR.first_month, YEAR.last_month, source_id="force_search")
        .weapons()
        .source_id
        == "force_search"
    )
    assert (
        selection.weapons().what() == "Searches for weapons (Misuse of Drugs Act 1971 (section 23))"
    )
