"""What the register keeps of stop and search: section 60 authorisations held against the law, and panels' packs. Nothing about a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

import pandas as pd

from geo.core.errors import DataProblem
from geo.core.record_types import Field, Kind
from geo.searches.panel_sample import PACK_SOURCES
from geo.searches.section_60 import (
    GROUNDS,
    RANKS,
    Authorisation,
    Finding,
    Rule,
    findings,
    local_moment,
    rule_of,
)
from loaders.area import served
from loaders.reference import table
from loaders.register.record_types.declaration import (
    NOTE,
    OWNER,
    ROLES_ONLY,
    WARD,
    WARD_VINTAGE,
    counted,
    in_order,
    one_of,
)
from loaders.register.record_types.operations import OF_OPERATION

FORCES = {
    served().force_name: served().force,
    "British Transport Police": "btp",
    "Ministry of Defence Police": "mod",
}
GROUND_WORDS = tuple(f"({letters}) {words}" for letters, words in GROUNDS.items())
PANELS = ("Community Scrutiny Panel", "stop-search scrutiny panel", "youth panel")
GRADES = ("no concerns", "learning for the force", "serious concerns")
STRATA = ("authority and object", "object", "authority", "legislation", "outcome")
DRAFT_HELP = "A draft may break the law's limits; it then says so. What is not a draft may not."
CLOCK = "Local time, as the clocks showed, like 22:30."


@cache
def section_60_rules() -> tuple[Rule, ...]:
    """The rules of data/section_60_rules.csv, in its order."""
    return tuple(rule_of(row) for row in table("section_60_rules").to_dict("records"))


def authorisation(record: Mapping[str, Any]) -> Authorisation:
    """A section 60 record as it was signed, its local times with their zone; DataProblem for a time that the clocks jumped over."""
    again = is_yes(record["clocks_had_gone_back"])
    both = record["extended_day"] is not None and record["extended_time"]
    extended = (
        _moment(record["extended_day"], record["extended_time"], again=again) if both else None
    )
    ground = str(record["ground"]).partition(")")[0].lstrip("(")
    return Authorisation(
        FORCES[record["force"]],
        ground,
        _moment(record["start_day"], record["start_time"]),
        _moment(record["end_day"], record["end_time"], again=again),
        record["authorising_rank"],
        extended,
        record["extending_rank"],
    )


def judged(record: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the law, and apart from it the scheme of the day, has to say about a section 60 record."""
    return findings(authorisation(record), section_60_rules())


def lawful(record: Mapping[str, Any]) -> str:
    """Why the law refuses a record that is not a draft; a time that never was is refused of a draft as well."""
    if any(
        not record[name]
        for name in (
            "force",
            "ground",
            "start_day",
            "start_time",
            "end_day",
            "end_time",
            "authorising_rank",
        )
    ):
        return ""  # what is missing is said field by field
    try:
        against = [finding.sentence for finding in judged(record) if finding.kind == "law"]
    except DataProblem as problem:
        return " ".join(filter(None, (problem.wrong, problem.saw, problem.do)))
    if not against or is_yes(record["draft"]):
        return ""
    return f"Section 60, the law: {' '.join(against)} Mend it, or mark it as a draft."


def is_yes(value: Any) -> bool:
    """A yes; neither a no nor an empty one, however a table writes it."""
    return value is not None and not pd.isna(value) and bool(value)


def whole_extension(record: Mapping[str, Any]) -> str:
    """An extension has both its day and its time."""
    return (
        ""
        if (record["extended_day"] is None) == (not record["extended_time"])
        else "An extension needs both its day and its time."
    )


def _moment(day: date, text: str, *, again: bool = False) -> datetime:
    clock = time.fromisoformat(text)
    return local_moment(day, clock.hour, clock.minute, second_time=again)


PACK = Field("pack", "Pack", "reference", required=True, refers_to="panel_pack")
SEARCH_KINDS: tuple[Kind, ...] = (
    Kind(
        "section_60",
        "Section 60 authorisations",
        "section 60 authorisation",
        (
            Field(
                "name",
                "Reference",
                required=True,
                help="The force's own reference or a short label; nobody's name.",
            ),
            Field("draft", "Draft", "yes_no", help=DRAFT_HELP),
            Field("force", "Force", "choice", required=True, choices=tuple(FORCES)),
            Field(
                "ground",
                "Ground",
                "choice",
                required=True,
                choices=GROUND_WORDS,
                help="Section 60 (1) of the Act of 1994.",
            ),
            Field("start_day", "Starts on", "date", required=True),
            Field("start_time", "Starts at", "time", required=True, help=CLOCK),
            Field("end_day", "First period ends on", "date", required=True),
            Field("end_time", "First period ends at", "time", required=True, help=CLOCK),
            Field(
                "authorising_rank",
                "Authorised by",
                "choice",
                required=True,
                choices=RANKS,
                help="The rank alone.",
            ),
            Field(
                "clocks_had_gone_back",
                "Clocks had gone back",
                "yes_no",
                help="Only where it ends between 01:00 and 02:00 on the night when clocks show that hour twice: the second time round.",
            ),
            Field("extended_day", "Extended to", "date", help="Empty: not extended."),
            Field("extended_time", "Extended until", "time", help=CLOCK),
            Field("extending_rank", "Extended by", "choice", choices=RANKS, help="The rank alone."),
            OF_OPERATION,
            Field("place", "Place"),
            WARD,
            WARD_VINTAGE,
            Field("polygon", "Area", "area"),
            Field(
                "rationale",
                "Rationale",
                "long_text",
                help="The belief and what it rested on; nothing that tells a person or a source.",
            ),
            Field(
                "consultation",
                "Consultation before",
                "long_text",
                help="Who was asked, as bodies or roles, when, and what they said.",
            ),
            Field("told_before", "Communication before", "long_text"),
            Field("told_after", "Communication after", "long_text"),
            counted("searches", "Searches under it"),
            counted("finds", "Searches that found something"),
            Field("debrief", "Debrief", "long_text"),
            Field("panel_review", "Panel review", "long_text"),
        ),
        (
            one_of(
                ("ward_code", "polygon"), "It has no area: draw one, load one, or choose a ward."
            ),
            whole_extension,
            lawful,
        ),
        unique=("name",),
    ),
    Kind(
        "panel_pack",
        "Panel packs",
        "panel pack",
        (
            Field("name", "Reference", required=True),
            Field("panel", "Panel", "choice", required=True, choices=PANELS),
            Field("first_month", "From", "month", required=True),
            Field("last_month", "To", "month", required=True),
            Field(
                "source",
                "Searches of",
                "choice",
                choices=tuple(PACK_SOURCES),
                help="Empty: data.police.uk. The two are never mixed.",
            ),
            Field("strata", "Stratified by", "choice", required=True, choices=STRATA),
            Field("size", "How many searches", "integer", required=True, least=1),
            Field(
                "seed",
                "Seed",
                "integer",
                required=True,
                least=0,
                help="The same seed draws the same searches from the same data.",
            ),
            Field(
                "made_from",
                "Drawn from",
                help="The data it was drawn from; the sample is the same only from the same data.",
            ),
            Field("meets_on", "Panel meets on", "date"),
            NOTE,
        ),
        (in_order("first_month", "last_month", "Its last month comes before its first."),),
        unique=("name",),
    ),
    Kind(
        "panel_grade",
        "Panels' grades",
        "grade of a panel",
        (
            PACK,
            Field("sample", "Sample number", "integer", required=True, least=1),
            Field("grade", "Grade", "choice", required=True, choices=GRADES),
            Field(
                "feedback",
                "Feedback",
                "long_text",
                help="About the search as it was recorded; nothing that tells a person.",
            ),
        ),
        unique=("pack", "sample"),
    ),
    Kind(
        "panel_action",
        "Panels' actions",
        "action of a panel",
        (
            PACK,
            Field("action", "Action", "long_text", required=True),
            OWNER,
            Field("due", "Due", "date"),
            Field(
                "status",
                "Status",
                "choice",
                required=True,
                choices=("not started", "under way", "done", "dropped"),
            ),
            Field("evidence", "What came of it", "long_text"),
            Field("reported_to", "Reported back to the panel", help=ROLES_ONLY),
        ),
    ),
)
