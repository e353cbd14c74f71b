"""What the register keeps of the Serious Violence Duty: bodies, meetings, needs, strategy, money, prevention, judgements, agreements.

Bodies, roles and posts, never a person. What the brief of 18 January 2023 states is seeded from data/; empty fields stay empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from geo.core.record_types import Field, Find, Kind
from loaders.register.record_types.declaration import (
    LATITUDE,
    LONGITUDE,
    NOTE,
    OWNER,
    POINT,
    ROLES_ONLY,
    RUNS,
    START,
    WARD,
    WARD_VINTAGE,
    counted,
    in_order,
)

SPECIFIED = (
    "police",
    "fire and rescue",
    "integrated care board",
    "local authority",
    "youth offending team",
    "probation",
)
BODY_KINDS = (
    "specified authority",
    "relevant authority",
    "convener and funder",
    "Community Safety Partnership executive",
    "early intervention and violence reduction sub-group",
    "Community Scrutiny Panel",
    "stop-search scrutiny panel",
    "youth panel",
    "Police and Schools Panel",
    "youth body",
    "forum",
    "other body",
)
QUESTIONS = (
    "definition",
    "scale",
    "who",
    "where",
    "when",
    "drivers and protective factors",
    "voice",
    "services",
    "gaps",
    "recommendations",
)
TIERS = ("primary", "secondary", "tertiary")
SPLIT = ("labour", "non-labour", "not split")
GRANTED, USED = ("expected", "confirmed"), ("allocated", "committed", "spent", "returned")
PROGRESS = ("not started", "under way", "done", "dropped")
CONFIDENCE = (
    "remote chance",
    "highly unlikely",
    "unlikely",
    "realistic possibility",
    "likely",
    "highly likely",
    "almost certain",
)
EVIDENCE = ("high", "moderate", "low", "insufficient", "not rated")
DUE_FIRST = "It is due before it was set."
LEAST_CELL, FEWEST_PEOPLE = 5, 10
PARTNER_FORMS = ("indicators", "assault attendances")
MOST_FIGURES = 1_000_000  # characters of an edition's figures


def _convener(values: Mapping[str, Any]) -> str:
    """The commissioner's office convenes and allocates; the Act does not make it a specified authority."""
    named = str(values["name"] or "").lower()
    convenes = "commissioner" in named or "pcc" in named.split()
    return (
        "The police and crime commissioner's office convenes and allocates money; it is not a specified authority."
        if convenes and values["body_kind"] == "specified authority"
        else ""
    )


def _specified(values: Mapping[str, Any]) -> str:
    is_one = values["body_kind"] == "specified authority"
    if is_one and not values["specified"]:
        return f"A specified authority is one of six kinds: {', '.join(SPECIFIED)}."
    return (
        "Only a specified authority has one of the six kinds."
        if values["specified"] and not is_one
        else ""
    )


def _years(values: Mapping[str, Any]) -> str:
    """A financial year reads 2023/24."""
    first, _, last = str(values["financial_year"] or "").partition("/")
    right = (
        first.isdigit()
        and last.isdigit()
        and len(first) == 4
        and len(last) == 2
        and (int(first) + 1) % 100 == int(last)
    )
    return "" if right else "A financial year is written like 2023/24."


def _above_nought(name: str) -> Any:
    return lambda values: (
        "An amount must be above £0." if values[name] is not None and values[name] <= 0 else ""
    )


def pounds(amount: Any) -> str:
    """An amount as people write it: £254,867.00 as £254,867, and pence where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


def _within_grant(find: Find, number: int, line: Mapping[str, Any]) -> str:
    """No more is used of a grant than there is; what was returned is there again."""
    grant = find("grant", id=line["grant"])[0]
    others = [other for other in find("spending", grant=line["grant"]) if other["id"] != number]
    return _over(grant, [*others, line])


def _covers_spending(find: Find, number: int, grant: Mapping[str, Any]) -> str:
    return _over(grant, find("spending", grant=number))


def _over(grant: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> str:
    used = sum(line["amount"] for line in lines if line["status"] != "returned")
    over = used - grant["amount"]
    return (
        ""
        if over <= 0
        else (
            f"That comes to {pounds(used)} of the {pounds(grant['amount'])} of {grant['financial_year']}: {pounds(over)} too much."
        )
    )


def _split_of(find: Find, number: int, line: Mapping[str, Any]) -> str:
    """Labour money is not spent on other things; a grant that is not split may be used for either."""
    del number
    split = find("grant", id=line["grant"])[0]["split"]
    return (
        ""
        if split in ("not split", line["split"])
        else f"That grant is for {split}; this line is {line['split']}."
    )


def _enough_people(name: str) -> Any:
    """Counts of people from 1 to 9 are never kept, so that no view, file, history or message can let one out."""
    return lambda values: (
        ""
        if values[name] is None or values[name] >= FEWEST_PEOPLE
        else ("Fewer than 10 people are never written down as a number: leave it empty.")
    )


def _as_frozen(values: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(str(values["figures"]).encode()).hexdigest()
    return "" if digest == values["digest"] else "The figures are not those that were frozen."


BODY = Field("body", "Body", "reference", refers_to="body")
MEETING = Field("meeting", "Meeting", "reference", required=True, refers_to="meeting")
SOURCE = Field("source", "Source", help="Where this is known from.")
LINK = Field(
    "link", "Figures", "long_text", help="Address of the view it rests on, as the browser shows it."
)
DUE, SET_ON = Field("due", "Due", "date"), Field("set_on", "Set on", "date")
AUTHORITY = Field("authority_code", "Authority", "authority", help="Empty: all of them.")
TIER = Field("tier", "Tier", "choice", choices=TIERS)
FEW_PEOPLE = "Leave it empty where fewer than 10 are known of."
DONE = Field("status", "Status", "choice", required=True, choices=PROGRESS)
EVIDENCED = Field(
    "evidence", "Evidence", "long_text", help="Where it can be seen that it was done."
)

DUTY_KINDS: tuple[Kind, ...] = (
    Kind(
        "body",
        "Bodies",
        "body",
        (
            Field("name", "Name", required=True),
            Field("body_kind", "Kind", "choice", required=True, choices=BODY_KINDS),
            Field("specified", "Specified as", "choice", choices=SPECIFIED),
            AUTHORITY,
            SOURCE,
            NOTE,
        ),
        (_convener, _specified),
        unique=("name",),
    ),
    Kind(
        "meeting",
        "Meetings",
        "meeting",
        (
            Field("title", "Title", required=True),
            Field("day", "Date", "date"),
            Field("bodies", "Bodies", help="Separated by semicolons."),
            Field("purpose", "Purpose", "long_text"),
            Field(
                "status",
                "Status",
                "choice",
                required=True,
                choices=("planned", "held", "cancelled"),
            ),
            SOURCE,
        ),
        unique=("title", "day"),
    ),
    Kind(
        "paper",
        "Papers",
        "paper",
        (
            MEETING,
            Field("title", "Title", required=True),
            BODY,
            Field("marking", "Marking", help="As the paper carries it."),
            LINK,
            NOTE,
        ),
    ),
    Kind(
        "agenda_item",
        "Agenda",
        "agenda item",
        (
            MEETING,
            Field("position", "Number", "integer", required=True, least=1),
            Field("title", "Title", required=True),
            LINK,
            NOTE,
        ),
        unique=("meeting", "position"),
    ),
    Kind(
        "decision",
        "Decisions",
        "decision",
        (MEETING, Field("what", "What was decided", "long_text", required=True), LINK, EVIDENCED),
    ),
    Kind(
        "duty_action",
        "Actions",
        "action",
        (
            Field(
                "meeting",
                "Meeting",
                "reference",
                refers_to="meeting",
                help="Empty where it follows from none.",
            ),
            Field(
                "decision",
                "Decision",
                "reference",
                refers_to="decision",
                help="Empty where it follows from none.",
            ),
            BODY,
            Field("what", "What to do", "long_text", required=True),
            OWNER,
            SET_ON,
            DUE,
            DONE,
            EVIDENCED,
        ),
        (in_order("set_on", "due", DUE_FIRST),),
    ),
    Kind(
        "duty_date",
        "Dates of the Duty",
        "date of the Duty",
        (
            Field("day", "Date", "date", required=True),
            Field("what", "What falls on it", required=True),
            Field(
                "basis",
                "Basis",
                "choice",
                required=True,
                choices=("law", "guidance", "funding", "local"),
            ),
            BODY,
            Field("done", "Done", "yes_no"),
            SOURCE,
        ),
    ),
    Kind(
        "need_answer",
        "Needs assessment",
        "answer of the needs assessment",
        (
            Field("question", "Question", "choice", required=True, choices=QUESTIONS),
            AUTHORITY,
            Field("words", "Answer", "long_text"),
            LINK,
            OWNER,
            SOURCE,
        ),
    ),
    Kind(
        "violence_type",
        "What counts as serious violence",
        "type of violence",
        (
            Field("name", "Type of violence", required=True),
            Field("counted_in", "Counted in", "yes_no"),
            Field("maximum_penalty", "Maximum penalty", "long_text"),
            Field("impact_on_victims", "Impact on victims", "long_text"),
            Field("prevalence", "Prevalence", "long_text"),
            Field("impact_on_communities", "Impact on communities", "long_text"),
            LINK,
            SOURCE,
        ),
        unique=("name",),
    ),
    Kind(
        "agreement",
        "Sharing agreements",
        "sharing agreement",
        (
            Field("name", "Name", required=True),
            Field("parties", "Parties", required=True, help="Bodies, separated by semicolons."),
            Field("gateway", "Legal gateway", required=True),
            Field("purpose", "Purpose", "long_text", required=True),
            Field("fields", "Fields shared", "long_text", required=True),
            Field(
                "minimum_cell", "Smallest count shown", "integer", required=True, least=LEAST_CELL
            ),
            START,
            Field("end", "Expires", "date"),
        ),
        (RUNS,),
        unique=("name",),
    ),
    Kind(
        "dataset",
        "Data audit",
        "line of the data audit",
        (
            Field("body", "Body", "reference", required=True, refers_to="body"),
            Field("name", "Dataset", required=True),
            Field(
                "cadence",
                "How often",
                "choice",
                choices=("weekly", "monthly", "quarterly", "yearly", "on request", "never"),
            ),
            Field("gateway", "Legal gateway"),
            Field("quality", "Quality", "choice", choices=("good", "usable", "poor", "not seen")),
            Field("gap", "Gap", "long_text"),
            Field("agreement", "Agreement", "reference", refers_to="agreement"),
            SOURCE,
        ),
        unique=("body", "name"),
    ),
    Kind(
        "edition",
        "Editions",
        "edition",
        (
            Field("title", "Title", required=True),
            Field("frozen_at", "Frozen at", required=True),
            Field("digest", "Hash", required=True),
            Field("build", "Build", required=True),
            Field(
                "figures",
                "Figures",
                "long_text",
                required=True,
                most=MOST_FIGURES,
                help="As they were frozen.",
            ),
            NOTE,
        ),
        (_as_frozen,),
        unique=("title",),
    ),
    Kind(
        "partner_file",
        "Partner files",
        "partner file",
        (
            Field("agreement", "Agreement", "reference", required=True, refers_to="agreement"),
            Field("form", "Form", "choice", required=True, choices=PARTNER_FORMS),
            Field("file", "File", required=True),
            Field("digest", "Hash", required=True),
            Field("rows", "Rows kept", "integer", required=True, least=1),
            Field("loaded_on", "Loaded on", "date", required=True),
        ),
        unique=("agreement", "digest"),
    ),
    Kind(
        "objective",
        "Objectives",
        "objective",
        (
            Field("name", "Objective", required=True),
            AUTHORITY,
            Field("why", "Why", "long_text"),
            LINK,
            SOURCE,
        ),
        unique=("name",),
    ),
    Kind(
        "outcome_measure",
        "Measures",
        "measure",
        (
            Field("objective", "Objective", "reference", required=True, refers_to="objective"),
            Field("name", "Measure", required=True),
            LINK,
            Field("baseline", "Baseline"),
            Field("target", "Target"),
        ),
    ),
    Kind(
        "strategy_action",
        "Response strategy",
        "action of the strategy",
        (
            Field(
                "outcome_measure",
                "Measure",
                "reference",
                required=True,
                refers_to="outcome_measure",
            ),
            Field("what", "What", "long_text", required=True),
            Field("tier", "Tier", "choice", required=True, choices=TIERS),
            AUTHORITY,
            OWNER,
            SET_ON,
            DUE,
            DONE,
            EVIDENCED,
        ),
        (in_order("set_on", "due", DUE_FIRST),),
    ),
    Kind(
        "intervention",
        "Interventions",
        "intervention",
        (
            Field("name", "Name", required=True),
            Field("tier", "Tier", "choice", required=True, choices=TIERS),
            Field("cohort", "For whom", help="A group, never a person."),
            AUTHORITY,
            WARD,
            WARD_VINTAGE,
            Field("place", "Place"),
            Field("provider", "Provider"),
            Field("cost", "Cost", "money"),
            counted("reach", "People reached", FEW_PEOPLE),
            Field("evidence_rating", "Evidence", "choice", choices=EVIDENCE),
            Field("evidence_source", "Source of the rating"),
            Field("evidence_date", "Date of the rating", "date"),
            Field("outcome", "Outcome measure"),
        ),
        (_enough_people("reach"),),
        unique=("name",),
    ),
    Kind(
        "grant",
        "Grants",
        "grant",
        (
            Field("financial_year", "Financial year", required=True, help="Like 2023/24."),
            Field("amount", "Amount", "money", required=True),
            Field("split", "Labour or not", "choice", required=True, choices=SPLIT),
            Field("status", "Status", "choice", required=True, choices=GRANTED),
            Field("funder", "Paid by"),
            SOURCE,
            NOTE,
        ),
        (_years, _above_nought("amount")),
        unique=("financial_year", "split"),
        across=(_covers_spending,),
    ),
    Kind(
        "spending",
        "Spending",
        "line of spending",
        (
            Field("grant", "Grant", "reference", required=True, refers_to="grant"),
            Field("purpose", "For what", required=True),
            Field("amount", "Amount", "money", required=True),
            Field("split", "Labour or not", "choice", required=True, choices=SPLIT),
            Field("status", "Status", "choice", required=True, choices=USED),
            AUTHORITY,
            TIER,
            WARD,
            WARD_VINTAGE,
            Field("intervention", "Intervention", "reference", refers_to="intervention"),
            OWNER,
            SOURCE,
        ),
        (_above_nought("amount"),),
        across=(_within_grant, _split_of),
    ),
    Kind(
        "pathway_step",
        "Pathways and teachable moments",
        "step of a pathway",
        (
            Field(
                "pathway",
                "Pathway",
                required=True,
                help="Such as reachable teachable moments at the youth court.",
            ),
            Field("position", "Step", "integer", required=True, least=1),
            Field("step", "What it is", required=True, help="Moment, offer, accepted …"),
            counted("people", "People", FEW_PEOPLE),
            START,
            Field("end", "End", "date"),
            AUTHORITY,
            SOURCE,
        ),
        (RUNS, _enough_people("people")),
    ),
    Kind(
        "school_step",
        "Bladed weapons found in schools",
        "step of the schools process",
        (
            Field("position", "Step", "integer", required=True, least=1),
            Field("step", "What is done", required=True),
            AUTHORITY,
            Field("in_place", "In place", "yes_no"),
            Field("since", "Since", "date"),
            OWNER,
            SOURCE,
        ),
    ),
    Kind(
        "joint_deployment",
        "Joint deployments",
        "joint deployment",
        (
            Field("place", "Place", required=True),
            WARD,
            WARD_VINTAGE,
            LONGITUDE,
            LATITUDE,
            Field("day", "Date", "date"),
            Field("bodies", "Bodies", help="Separated by semicolons."),
            Field("hours", "Officer hours", "number", least=0),
            counted("searches", "Searches"),
            counted("items", "Weapons found"),
            SOURCE,
            NOTE,
        ),
        POINT,
    ),
    Kind(
        "judgement",
        "Assessed judgements",
        "judgement",
        (
            Field("statement", "Statement", "long_text", required=True),
            Field("likelihood", "How likely", "choice", choices=CONFIDENCE),
            Field(
                "confidence",
                "Confidence",
                "choice",
                required=True,
                choices=("low", "moderate", "high"),
            ),
            EVIDENCED,
            LINK,
            Field("made_on", "Made on", "date", required=True),
            Field("expires", "Expires", "date", required=True),
            Field("by_role", "Made by", help=ROLES_ONLY),
        ),
        (in_order("made_on", "expires", "It expires before it was made."),),
    ),
)
