"""The mapping of a force's export: what it may say, and that a slip in it is refused with the words that would do."""

from __future__ import annotations

from datetime import date

import pytest

from geo.core.errors import DataProblem
from loaders.extract.kinds import OFFENCES, OWN_SEARCHES
from loaders.extract.mapping import read_mapping, template_mapping

WHOLE = b"""
[file]
sheet = "Crimes"
heading_rows = [2, 3]
force = "wiltshire"
crs = "EPSG:27700"
extracted = 2023-01-15
blanks = ["Not Held"]
[columns]
crime_reference = "Crime No"
committed_from = ["Date", "Time"]
[constants]
line_judged_by = "analyst"
[dates]
formats = ["%d%m%Y"]
order = "month first"
[codes.weapon]
knife = ["W01", 7]
"""


def test_a_mapping_says_columns_words_grid_and_dates() -> None:
    mapping = read_mapping(WHOLE, "m.toml")
    assert mapping.columns == {"crime_reference": ("Crime No",), "committed_from": ("Date", "Time")}
    assert (mapping.sheet, mapping.heading_rows, mapping.crs, mapping.extracted) == (
        "Crimes",
        (2, 3),
        27700,
        date(2023, 1, 15),
    )
    assert mapping.month_first and mapping.formats == ("%d%m%Y",) and mapping.given
    assert (
        mapping.constants == {"line_judged_by": "analyst"}
        and "not held" in mapping.blanks
        and "n/a" in mapping.blanks
    )
    assert (
        mapping.words["weapon"]["w01"]
        == mapping.words["weapon"]["7"]
        == mapping.words["weapon"]["machete"]
        == "knife"
    )
    assert mapping.reading("committed_from") == "Date and Time"


def test_the_template_maps_each_field_to_itself() -> None:
    mapping = template_mapping()
    assert mapping.columns["crime_reference"] == ("crime_reference",) and set(
        mapping.columns
    ) == set(OFFENCES.fields)
    assert mapping.words["offence_type"]["possession of weapons"] == "Possession of weapons"
    assert not mapping.given


def test_every_spelling_means_one_word_and_free_text_has_none() -> None:
    assert OFFENCES.vocabulary("weapon") == ["knife", "firearm", "other", "none", "unknown"]
    assert (
        len(OFFENCES.vocabulary("offence_type")) == 14
        and OFFENCES.vocabulary("location_text") == []
    )


def test_what_a_mapping_is_for_is_said_or_told_by_the_reference_it_maps() -> None:
    by_column, by_kind = (
        read_mapping(text, "m.toml")
        for text in (
            b'[columns]\nsearch_reference = "Ref"\nsearched_at = ["Day", "Time"]\n[codes.linked]\ntrue = ["Found it"]\n',
            b'[file]\nkind = "searches"\n[columns]\nsearch_reference = "Ref"\n',
        )
    )
    assert by_column.kind is by_kind.kind is OWN_SEARCHES and (
        by_column.reference,
        by_column.given,
    ) == ("Ref", True)
    assert by_column.words["linked"]["found it"] == by_column.words["linked"]["y"] == "true"
    assert read_mapping(WHOLE, "m.toml").kind is OFFENCES
    assert set(template_mapping(OWN_SEARCHES).columns) == set(OWN_SEARCHES.fields)


BAD = {
    "an unknown kind": (b'[file]\nkind = "arrests"\n', "m.toml has an unknown kind: “arrests”."),
    "a kind without its reference": (
        b'[file]\nkind = "searches"\n[columns]\nsearched_at = "At"\n',
        "m.toml does not say which column holds the search reference.",
    ),
    "the reference of the other kind": (
        b'[file]\nkind = "searches"\n[columns]\ncrime_reference = "R"\n',
        "m.toml has an unknown field: “crime_reference”.",
    ),
    "references of both kinds": (
        b'[columns]\ncrime_reference = "R"\nsearch_reference = "S"\n',
        "m.toml maps the references of two kinds of extract.",
    ),
    "a field of the other kind": (
        b'[columns]\nsearch_reference = "R"\nweapon = "W"\n',
        "m.toml has an unknown field: “weapon”.",
    ),
    "no toml": (b"[columns", "m.toml is not a mapping that we can read."),
    "no reference": (
        b'[columns]\nweapon = "W"\n',
        "m.toml does not say which column holds the crime reference.",
    ),
    "an unknown part": (b"[column]\n", "m.toml has an unknown part: “column”."),
    "a part as a value": (b"columns = 1\n", "m.toml gives “columns” as a single value."),
    "an unknown field": (
        b'[columns]\ncrime_reference = "R"\nage = "A"\n',
        "m.toml has an unknown field: “age”.",
    ),
    "an unknown setting": (
        b'[file]\nsheets = "A"\n',
        "m.toml has an unknown setting in [file]: “sheets”.",
    ),
    "an unknown grid": (
        b'[file]\ncrs = "EPSG:3857"\n[columns]\ncrime_reference = "R"\n',
        "m.toml has an unknown crs: “EPSG:3857”.",
    ),
    "an unknown force": (
        b'[file]\nforce = "atlantis"\n[columns]\ncrime_reference = "R"\n',
        "m.toml has an unknown force: “atlantis”.",
    ),
    "an unknown order": (
        b'[dates]\norder = "us"\n[columns]\ncrime_reference = "R"\n',
        "m.toml has an unknown order: “us”.",
    ),
    "an unknown word": (
        b'[columns]\ncrime_reference = "R"\n[codes.weapon]\nsword = ["S"]\n',
        "m.toml has an unknown word for weapon: “sword”.",
    ),
    "codes for free text": (
        b'[columns]\ncrime_reference = "R"\n[codes.outcome]\na = ["S"]\n',
        "m.toml lists codes for outcome, which takes any text.",
    ),
    "a heading of row nought": (
        b'[file]\nheading_rows = [0]\n[columns]\ncrime_reference = "R"\n',
        "m.toml says heading_rows = [0].",
    ),
    "a day that is text": (
        b'[file]\nextracted = "May"\n[columns]\ncrime_reference = "R"\n',
        "m.toml says extracted = 'May'.",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_a_slip_is_refused_in_words(what: str) -> None:
    data, wrong = BAD[what]
    with pytest.raises(DataProblem) as refused:
        read_mapping(data, "m.toml")
    assert refused.value.wrong == wrong
    assert refused.value.do
