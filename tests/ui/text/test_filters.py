"""What the filters say, with figures checked by hand."""

from __future__ import annotations

from geo.core.ages import CUTS
from ui.text import filters as filter_text


def test_a_link_says_what_it_asked_for_in_vain() -> None:
    assert filter_text.passed_over(["Murder", "Atlantis"]).startswith(
        "This link asks for “Murder”, “Atlantis”, which is not here."
    )
    assert "“f” and 2 other things, which" in filter_text.passed_over(list("abcdefgh"))


def test_a_choice_of_wards_names_no_month_that_nobody_gave() -> None:
    assert filter_text.wards_of("2025-05") == "May 2025"
    assert filter_text.wards_of("2026", by_window=True) == "2026 (in force then)"


def test_areas_of_ones_own() -> None:
    assert filter_text.area_drawn(5) == "An area with 5 corners is drawn. Name it and keep it."
    assert filter_text.empty_area("Park")[0] == "No recorded offence lies in the area “Park”."


def test_every_word_of_the_schema_and_every_cut_has_its_words() -> None:
    assert set(filter_text.AGENCIES) == set(CUTS)
    assert filter_text.word("local_line") == "Local line" and filter_text.word("Friday") == "Friday"
    assert filter_text.cuts_used(["14–25", "under 18"]) == (
        "14–25: the local needs assessment; under 18: youth justice and children's services. Each cut stands for itself; offences of "
        "unknown age are in none."
    )
