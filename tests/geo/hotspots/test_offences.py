"""Which offences hotspots count by default, and what the switch adds."""

from __future__ import annotations

from datetime import date

from geo.core.schema import FORCE_EXTRACT, POSSESSION, ROBBERY, STREET, VIOLENCE
from geo.hotspots.offences import KINDS, POSSESSION_ALONE, hotspot_selection, kinds_of

MONTHS = (date(2022, 1, 1), date(2022, 12, 1))


def test_the_default_is_violence_and_robbery_and_nothing_police_find() -> None:
    selection = hotspot_selection(KINDS["harm"], STREET, MONTHS, detailed=False, with_found=False)
    assert (
        selection.offence_types == (VIOLENCE, ROBBERY)
        and selection.origins == ()
        and selection.knife_enabled is None
    )


def test_a_source_that_says_how_offences_came_to_light_counts_reported_ones() -> None:
    assert hotspot_selection(
        KINDS["harm"], FORCE_EXTRACT, MONTHS, detailed=True, with_found=False
    ).origins == ("reported",)
    assert (
        hotspot_selection(
            KINDS["harm"], FORCE_EXTRACT, MONTHS, detailed=True, with_found=True
        ).origins
        == ()
    )


def test_switched_on_possession_and_drugs_join_but_not_knife_enabled_violence() -> None:
    assert hotspot_selection(
        KINDS["harm"], STREET, MONTHS, detailed=False, with_found=True
    ).offence_types == (
        VIOLENCE,
        ROBBERY,
        POSSESSION,
        "Drugs",
    )
    knife = hotspot_selection(KINDS["knife"], FORCE_EXTRACT, MONTHS, detailed=True, with_found=True)
    assert knife.offence_types == (VIOLENCE, ROBBERY) and knife.knife_enabled is True
    assert hotspot_selection(
        POSSESSION_ALONE, STREET, MONTHS, detailed=False, with_found=True
    ).offence_types == (POSSESSION,)


def test_the_knife_flag_is_offered_where_it_is_known_and_possession_on_request() -> None:
    assert list(kinds_of(detailed=False, with_found=False)) == ["harm", "violence", "robbery"]
    assert list(kinds_of(detailed=True, with_found=True)) == [
        "harm",
        "violence",
        "robbery",
        "knife",
        "possession",
    ]
