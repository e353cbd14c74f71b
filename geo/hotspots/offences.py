"""Which offences hotspots count: harm as reported to police, and what police find only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.core.area import UNNAMED, Area
from geo.core.schema import POSSESSION, ROBBERY, VIOLENCE
from geo.core.selection import Selection

DRUGS = "Drugs"
FOUND_BY_POLICE = (
    POSSESSION,
    DRUGS,
)  # recorded where police look, so a hotspot of them is partly a map of where police were


@dataclass(frozen=True)
class Kind:
    """A choice of offences: its name, the types, and whether only knife-enabled ones count."""

    name: str
    offence_types: tuple[str, ...]
    knife_enabled: bool = False


VIOLENCE_AND_ROBBERY = Kind("Violence and robbery", (VIOLENCE, ROBBERY))
KINDS = {
    "harm": VIOLENCE_AND_ROBBERY,
    "violence": Kind("Violence", (VIOLENCE,)),
    "robbery": Kind("Robbery", (ROBBERY,)),
    "knife": Kind("Knife-enabled violence", (VIOLENCE, ROBBERY), knife_enabled=True),
}
POSSESSION_ALONE = Kind("Possession of weapons alone", (POSSESSION,))
FOUND_KINDS = {"possession": POSSESSION_ALONE}


def kinds_of(*, detailed: bool, with_found: bool) -> dict[str, Kind]:
    """The choices a source allows; the knife flag is known to a source in detail alone, possession is offered on request.

    detailed   bool, whether the source says how an offence came to light and whether a knife was used
    with_found bool, whether what police find is counted as well

    Violence and robbery hold knife-enabled violence already. Source: this project.
    """
    known = {key: kind for key, kind in KINDS.items() if detailed or not kind.knife_enabled}
    return known | (FOUND_KINDS if with_found else {})


def hotspot_selection(
    kind: Kind,
    source_id: str,
    months: tuple[date, date],
    *,
    detailed: bool,
    with_found: bool,
    served: Area = UNNAMED,
) -> Selection:
    """What is counted: the kind's types, with what police find where that is switched on.

    kind       what the hotspots are of: its offence types and whether the knife flag is asked for
    source_id  str, the source counted
    months     first and last month (first day of each; both included)
    detailed   bool, whether the source says how an offence came to light
    served     the area served, whose name the selection uses
    with_found bool, True counts what police find as well

    Returns a Selection of the whole force area. Where a source says how an offence came to light, only reported ones count
    unless what police find is switched on. The knife flag stands on reported types alone, so nothing police find joins it.

    Source: this project; the facts that possession follows searching, from the January 2023 briefing paper.
    """
    extra = (
        FOUND_BY_POLICE
        if with_found and not kind.knife_enabled and kind != POSSESSION_ALONE
        else ()
    )
    origins = ("reported",) if detailed and not with_found else ()
    return Selection(
        source_id,
        (),
        (*kind.offence_types, *extra),
        *months,
        origins=origins,
        knife_enabled=kind.knife_enabled or None,
        served=served,
    )
