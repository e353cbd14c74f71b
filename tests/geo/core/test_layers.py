"""Named layers: what each selects, and how a selection is told to be one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.core.errors import DataProblem
from geo.core.layers import layer_of
from geo.core.schema import POSSESSION
from geo.core.selection import Selection
from loaders.reference import layers, table
from tests.home import HOME

ROW = {
    "layer": "knife_possession",
    "title": "Knife possession",
    "source_id": "force_extract",
    "offence_types": POSSESSION,
    "weapons": "knife",
    "knife_enabled": "",
    "origins": "",
    "line_types": "",
    "told_apart": "origin",
    "words": "",
    "source": "",
}
ASKED = Selection(
    "police_uk_street",
    ("E06000030",),
    ("Robbery",),
    date(2022, 1, 1),
    date(2022, 12, 1),
    suspect_ages="14–25",
    served=HOME,
)


def test_a_layer_fixes_what_it_names_and_leaves_the_rest() -> None:
    chosen = layer_of(ROW).of(ASKED)
    assert (chosen.source_id, chosen.offence_types, chosen.weapons) == (
        "force_extract",
        (POSSESSION,),
        ("knife",),
    )
    assert (chosen.authorities, chosen.months, chosen.suspect_ages) == (
        ASKED.authorities,
        ASKED.months,
        "14–25",
    )
    assert chosen.knife_enabled is None


def test_a_layer_that_names_no_type_counts_every_type() -> None:
    layer = layer_of(ROW | {"offence_types": "", "weapons": "", "knife_enabled": "yes"})
    assert (layer.of(ASKED).offence_types, layer.of(ASKED).knife_enabled) == ((), True)


def test_a_selection_is_a_layer_only_where_nothing_narrower_is_asked() -> None:
    layer = layer_of(ROW)
    plain = layer.of(ASKED.any_kind())
    assert layer.is_asked_by(plain) and layer.is_asked_by(replace(plain, authorities=()))
    assert not layer.is_asked_by(layer.of(ASKED))  # narrowed to an age cut
    assert not layer.is_asked_by(replace(plain, origins=("proactive",)))
    assert not layer.is_asked_by(replace(plain, weapons=()))


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(DataProblem, match="names an unknown word") as refused:
        layer_of(ROW | {"line_types": "border_line"})
    assert refused.value.saw == "It says border_line under line_types."


def test_the_four_layers_of_the_issue_are_there_in_words() -> None:
    assert [layer.name for layer in layers()] == [
        "knife_possession",
        "knife_enabled_violence",
        "local_line_incidents",
        "county_line_incidents",
    ]
    assert all(layer.words and layer.source for layer in layers())
    assert set(table("layers")["source_id"]) == {"force_extract"}
    assert layers()[0].told_apart == "origin"


def test_a_layers_title_stands_for_what_it_fixes_and_not_for_what_a_reader_adds() -> None:
    layer = layer_of(ROW)
    assert layer.fixes == ("offence_types", "weapons")
    assert (
        layer.of(ASKED.any_kind()).describe()
        == "Knife possession in Swindon, January to December 2022"
    )
    further = replace(layer.of(ASKED), origins=("proactive",))
    assert further.what() == "Knife possession (origin: proactive; suspects aged 14–25)"
    assert further.narrowing == "weapon: knife; origin: proactive; suspects aged 14–25"
