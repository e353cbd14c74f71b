"""A force's own offences: an extract in the template's columns, or as a mapping says; how it is read stands in loaders/extract."""

from __future__ import annotations

import re

from geo.core.schema import FORCE_EXTRACT, POSSESSION, ROBBERY, VIOLENCE
from geo.disclosure.small_cells import Policy
from loaders.documents.archives import Document
from loaders.documents.read_result import ReadResult
from loaders.extract.kinds import OFFENCES, ExtractKind
from loaders.sources.source import (
    CountedMeasure,
    Holds,
    Marking,
    ReadSettings,
    Replaces,
    Source,
)

LICENCE = "inside the force and its partners, under their sharing agreement"
AREA = "ward of the recorded place"
DISCLOSURE = Policy(zeros_safe=False)


def has_reference(document: Document, kind: ExtractKind) -> bool:
    """Whether a document's heading names the reference that the template of a kind asks for."""
    return document.has_columns(kind.reference)


def read_own_records(document: Document, settings: ReadSettings, kind: ExtractKind) -> ReadResult:
    """See loaders.extract.reader; without a mapping, in the columns of the kind's template."""
    from loaders.extract.mapping import template_mapping
    from loaders.extract.reader import read_extract

    return read_extract(
        document,
        salt=settings.salt,
        mapping=settings.mapping or template_mapping(kind),
        operations=settings.operations,
        people=settings.people,
        showing=settings.showing,
        swapped=settings.swapped,
    )


SOURCE = Source(
    id=FORCE_EXTRACT,
    title="{force}, the force's own records (extract)",
    display_name="a force's extract",
    marking=Marking.SENSITIVE,
    licence=LICENCE,
    holds=Holds.OFFENCES,
    assumed=re.compile(r"\.(xls[xmb]?|ods)$", re.I),
    recognises=lambda document: has_reference(document, OFFENCES),
    read=lambda document, settings: read_own_records(document, settings, OFFENCES),
    replaces=Replaces.BY_WHOLE_MONTH,
    disclosure=DISCLOSURE,
    disclosure_reason="single offences with their exact place, time, line type and age band: small counts can point to a person; "
    "noughts are hidden too, since published counts of the same offences would turn a hidden one into a known one",
    area=AREA,
    period="months of recording",
    measures=(
        CountedMeasure(
            "Possession of weapons",
            "recorded possession (10A-10D, 81 and 90) as the force's own records have it: origin, weapon and line type known; "
            "the same offences as in street-level crime, never added to them",
            POSSESSION,
        ),
        CountedMeasure(
            "Violence and sexual offences",
            "recorded violence as the force's own records have it; knife-enabled only where flagged, on the seven types on which "
            "the flag counts",
            VIOLENCE,
        ),
        CountedMeasure("Robbery", "recorded robbery as the force's own records have it", ROBBERY),
        CountedMeasure(
            "Other types of the force's records",
            "any other type or mix of types in the extract; it holds only what the force put into it",
        ),
    ),
    detailed=True,
    exact_places=True,
    extract=OFFENCES,
    order=20,
)
