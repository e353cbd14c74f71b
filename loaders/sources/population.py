"""Usual residents by ward or LSOA, year by year: the ward facts, or files of the Office for National Statistics, of Nomis, or one's own."""

from __future__ import annotations

import pandas as pd

from geo.disclosure.small_cells import PUBLIC
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult
from loaders.reference import ward_facts
from loaders.resident_files.known_areas import known_areas
from loaders.resident_files.layout import is_about_residents
from loaders.resident_files.reading import ROWS as ROWS
from loaders.resident_files.reading import residents_of
from loaders.sources.source import Holds, Marking, ReadSettings, Replaces, Source

CENSUS = "Usual residents, Census 2021 (ONS TS021, LSOA figures summed to wards of December 2021)"
NO_RESIDENTS = "none are held; load a CSV of ward_code and residents"


def census_residents() -> pd.DataFrame:
    """ward_code (index), residents (int): the ward facts of December 2021."""
    return (
        ward_facts()[["population_2021"]]
        .rename(columns={"population_2021": "residents"})
        .astype(int)
    )


def read(document: Document, settings: ReadSettings) -> ReadResult:
    """See loaders.resident_files.reading.residents_of; areas are known by the tables of the area and the wards in use."""
    return residents_of(document.read(), document.name, known_areas(settings.wards))


def _recognises(document: Document) -> bool:
    return document.has_columns("residents") or is_about_residents(document.top, document.name)


SOURCE = Source(
    id="population",
    title="Usual residents by ward",
    display_name="residents",
    marking=Marking.OPEN,
    licence="Open Government Licence v3.0",
    holds=Holds.POPULATION,
    recognises=_recognises,
    read=read,
    replaces=Replaces.BY_YEAR,
    disclosure=PUBLIC,
    disclosure_reason="published counts of residents",
    owner="Office for National Statistics",
    order=70,
)
