"""The noun of the areas shown, in place of wards."""

from __future__ import annotations

import pytest

from ui.text import areas

LSOAS = areas.area_words("LSOAs 2021")


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("Select a ward", "Select an LSOA"),
        (
            "Wards of Here clearly above the force rate",
            "LSOAs of Here clearly above the force rate",
        ),
        ("2 of 40 wards · 3 possibly", "2 of 40 LSOAs · 3 possibly"),
        ("No ward stands out. Wards differ.", "No LSOA stands out. LSOAs differ."),
        ("A ward without any", "An LSOA without any"),
        ("within 100 m of a ward's edge", "within 100 m of an LSOA's edge"),
        ("3 wards, by wards of May 2025 and of 2021", "3 LSOAs, by wards of May 2025 and of 2021"),
        ("Woodward Close, awarded", "Woodward Close, awarded"),
        (
            "Old Town ward (north): 3 offences in 1 ward",
            "Old Town ward (north): 3 offences in 1 LSOA",
        ),
    ],
)
def test_a_sentence_about_wards_is_one_about_other_areas(sentence: str, other: str) -> None:
    assert areas.worded(sentence, LSOAS, ["Old Town ward (north)"]) == other
    assert areas.worded(sentence, areas.area_words("")) == sentence


def test_areas_of_any_file_are_areas() -> None:
    assert areas.worded("No ward of it", areas.area_words("Neighbourhood areas")) == "No area of it"
    assert areas.area_words("MSOAs 2021").many == "MSOAs"


def test_carried_residents_say_how_far_off_they_may_be() -> None:
    assert areas.residents_carried("Beats", 0.0, 0.0) == ""
    assert areas.residents_carried("Beats", 1.0, 0.586) == (
        "These residents are carried from larger areas by postcodes, not counted: half of the figures may be off by 59% or more, and the rates "
        "with them. Load residents by the codes of “Beats” to have them counted."
    )
    assert areas.residents_carried("Beats", 0.25, 1.4).startswith(
        "The residents of 25% of the areas are carried from larger areas by postcodes, not counted: half of the figures may be off by as much "
        "as they are"
    )


def test_what_stands_beside_the_wards_is_said_with_where_it_may_be_chosen() -> None:
    assert areas.areas_of("LSOAs 2021", "exact") == "LSOAs 2021, exact"
    assert areas.beside_wards("Beats", "12", "beats.gpkg, Beats") == (
        "Beats: 12 areas beside the wards, from beats.gpkg, Beats. Wards, Hotspots and Compare show them where they are chosen under "
        "“Areas”."
    )
