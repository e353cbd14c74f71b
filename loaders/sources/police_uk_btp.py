"""Offences on the railway: street-level crime of British Transport Police, in the same files as any force's, kept apart."""

from __future__ import annotations

import re

from geo.core.schema import TRANSPORT_POLICE
from geo.disclosure.small_cells import PUBLIC
from loaders.sources.police_uk import AREA, LICENCE, REASON, untold_types
from loaders.sources.police_uk_street import read
from loaders.sources.source import CountedMeasure, Holds, Marking, Source

SOURCE = Source(
    id=TRANSPORT_POLICE,
    title="British Transport Police, street-level crime (data.police.uk)",
    display_name="street-level crime of data.police.uk",
    marking=Marking.OPEN,
    licence=LICENCE,
    holds=Holds.OFFENCES,
    file_names=re.compile(r"-btp-street\.csv$"),
    read=read,  # which tells the railway's rows by “Reported by”, whatever a file is called
    disclosure=PUBLIC,
    disclosure_reason=REASON,
    owner="British Transport Police",
    area=AREA,
    period="calendar months",
    measures=(
        CountedMeasure(
            "Offences on the railway",
            "the same fourteen types recorded by British Transport Police: kept apart and never added",
        ),
    ),
    national=True,
    untold=untold_types,
    order=30,
)
