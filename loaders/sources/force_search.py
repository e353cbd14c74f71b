"""A force's own stops and searches, in the template's columns or as a mapping says; how they are read stands in loaders/extract."""

from __future__ import annotations

from geo.core.schema import FORCE_SEARCHES, LOCAL_ZONE
from loaders.extract.kinds import OWN_SEARCHES
from loaders.sources.force_extract import (
    AREA,
    DISCLOSURE,
    LICENCE,
    has_reference,
    read_own_records,
)
from loaders.sources.source import CountedMeasure, Holds, Marking, Replaces, Source

SOURCE = Source(
    id=FORCE_SEARCHES,
    title="{force}, the force's own stops and searches (extract)",
    display_name="a force's searches",
    marking=Marking.SENSITIVE,
    licence=LICENCE,
    holds=Holds.SEARCHES,
    recognises=lambda document: has_reference(document, OWN_SEARCHES),
    read=lambda document, settings: read_own_records(document, settings, OWN_SEARCHES),
    replaces=Replaces.BY_WHOLE_MONTH,
    disclosure=DISCLOSURE,
    disclosure_reason="single searches with their exact place and time, and gender, age band and ethnicity of whoever was searched: "
    "small counts can point to a person; noughts are hidden too, since published counts of the same searches would turn a hidden "
    "one into a known one",
    area=AREA,
    period="day and time",
    measures=(
        CountedMeasure(
            "Stops and searches, the force's own",
            "searches as the force's own records have them, with their exact place and moment; the same searches as "
            "data.police.uk publishes, never added to them",
        ),
    ),
    exact_places=True,
    clock=LOCAL_ZONE,
    extract=OWN_SEARCHES,
    order=50,
)
