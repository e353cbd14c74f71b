"""The names that every table shares are the ones that the tables really have."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from geo.core import schema
from loaders.reference import forces, offence_types, ward_facts
from loaders.store.reader import open_build
from tests.conftest import current
from tests.home import HOME


def test_cube_and_wards_have_the_columns_named_here(tiny_store: Path) -> None:
    store = open_build(tiny_store, current(tiny_store))
    assert pq.read_schema(store.folder / "cube.parquet").names == schema.CUBE
    assert store.wards.table.reset_index().columns.to_list() == schema.WARD


def test_authorities_and_home_force_are_those_of_the_reference_tables() -> None:
    facts = ward_facts()
    assert dict(zip(facts["authority_code"], facts["authority_name"], strict=True)) == HOME.names
    assert forces()[HOME.force] == "Wiltshire Police"


def test_possession_is_a_published_type_and_unclassified_is_not() -> None:
    assert schema.POSSESSION in offence_types()
    assert schema.UNCLASSIFIED not in offence_types()


def test_words_for_no_ward_cannot_be_mistaken_for_a_ward() -> None:
    assert not {schema.OUTSIDE, schema.WITHOUT_LOCATION} & set(ward_facts().index)
