"""What the register keeps of operations: their areas, phases, plans, dosage, orders, what was found, and what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from geo.core.record_types import Field, Kind
from geo.operations.verdicts import Word
from loaders.register.record_types.declaration import (
    END,
    ENDS_FIRST,
    LATITUDE,
    LONGITUDE,
    NOTE,
    OWNER,
    POINT,
    ROLES_ONLY,
    RUNS,
    START,
    STATUS,
    WARD,
    WARD_VINTAGE,
    at_most,
    counted,
    in_order,
    one_of,
)

STRANDS = ("Pursue", "Prevent", "Protect", "Prepare")
VERDICTS = get_args(Word)


def begins_on_monday(values: Mapping[str, Any]) -> str:
    week: date | None = values["week"]
    return (
        f"{week:%d %B %Y} is a {week:%A}; a week is named by its Monday."
        if week is not None and week.weekday()
        else ""
    )


OPERATION = Field("operation", "Operation", "reference", required=True, refers_to="operation")
OF_OPERATION = Field(
    "operation",
    "Operation",
    "reference",
    refers_to="operation",
    help="Empty where it belongs to none.",
)

OPERATION_KINDS: tuple[Kind, ...] = (
    Kind(
        "next_step",
        "Do next",
        "next step",
        (
            Field("text", "What to do", required=True),
            OWNER,
            Field("due", "Due", "date"),
            Field("done", "Done", "yes_no"),
        ),
    ),
    Kind(
        "own_area",
        "Areas of one's own",
        "area",
        (
            Field("name", "Name", required=True),
            Field("geometry", "Area", "area", required=True),
            Field("made_by", "Made by", help=ROLES_ONLY),
            NOTE,
        ),
        unique=("name",),
    ),
    Kind(
        "operation",
        "Operations",
        "operation",
        (
            Field("name", "Name", required=True, help="As the force spells it."),
            Field("aliases", "Also called", help="Other spellings, separated by semicolons."),
            Field("aim", "Aim", "long_text"),
            Field("theme", "Theme"),
            STATUS,
            Field("lead_role", "Lead", help=ROLES_ONLY),
            Field("partners", "Partners", help="Bodies, separated by semicolons."),
            Field("plan", "Plan", help="4P plan, or how else the work is set out."),
            Field("review_date", "Review due", "date"),
            Field("source", "Source", help="Where this is known from."),
        ),
        unique=("name",),
    ),
    Kind(
        "operation_area",
        "Areas of operations",
        "area of an operation",
        (
            OPERATION,
            Field("label", "Version", help="Such as “first area” or “widened in May”."),
            Field("place", "Place"),
            WARD,
            WARD_VINTAGE,
            Field("polygon", "Drawn area", "area"),
            LONGITUDE,
            LATITUDE,
            Field("valid_from", "Valid from", "date", help="Empty: from the start."),
            Field("valid_to", "Valid to", "date", help="Empty: until further notice."),
        ),
        (
            one_of(
                ("place", "ward_code", "polygon", "longitude"),
                "It has no place, ward, drawn area or point.",
            ),
            *POINT,
            in_order("valid_from", "valid_to", ENDS_FIRST),
        ),
    ),
    Kind(
        "phase",
        "Phases",
        "phase",
        (OPERATION, Field("name", "Name", required=True), START, END, NOTE),
        (RUNS,),
    ),
    Kind(
        "instance",
        "Instances",
        "instance",
        (
            OPERATION,
            Field("name", "Name", required=True, help="Such as “November 2022”."),
            Field("scope", "Scope", "choice", choices=("local", "national")),
            START,
            END,
            STATUS,
            Field("place", "Place", help="Empty: that of the operation."),
            WARD,
            WARD_VINTAGE,
            LONGITUDE,
            LATITUDE,
            Field("source", "Source"),
            NOTE,
        ),
        (RUNS, *POINT),
        unique=("operation", "name"),
    ),
    Kind(
        "plan_action",
        "4P plans",
        "plan action",
        (
            OPERATION,
            Field("strand", "Strand", "choice", required=True, choices=STRANDS),
            Field("action", "Action", "long_text", required=True),
            OWNER,
            Field("set_on", "Set on", "date"),
            Field("due", "Due", "date"),
            Field(
                "status",
                "Status",
                "choice",
                required=True,
                choices=("not started", "under way", "done", "dropped"),
            ),
            Field(
                "evidence", "Evidence", "long_text", help="Where it can be seen that it was done."
            ),
        ),
        (in_order("set_on", "due", "It is due before it was set."),),
    ),
    Kind(
        "dosage",
        "Dosage by week",
        "week of dosage",
        (
            OPERATION,
            Field("week", "Week", "date", required=True, help="Its Monday."),
            Field(
                "patrol_hours",
                "Patrol hours",
                "number",
                least=0,
                help="Leave it empty where it was not recorded.",
            ),
            counted("visits", "Visits"),
            counted("searches", "Searches"),
            counted("arrests", "Arrests"),
            counted("seizures", "Weapons seized"),
            counted("engagements", "Engagements"),
            NOTE,
        ),
        (begins_on_monday,),
        unique=("operation", "week"),
        by_file=True,
    ),
    Kind(
        "linked_order",
        "Orders",
        "order",
        (
            OF_OPERATION,
            Field(
                "order_kind",
                "Kind",
                "choice",
                required=True,
                choices=("closure order", "injunction", "criminal behaviour order"),
            ),
            Field(
                "orders",
                "How many",
                "integer",
                required=True,
                least=1,
                help="Counts only: nothing about whom.",
            ),
            START,
            Field("end", "Expires", "date"),
        ),
        (RUNS,),
    ),
    Kind(
        "bin_or_sweep",
        "Surrender bins and weapon sweeps",
        "bin or sweep",
        (
            OF_OPERATION,
            Field(
                "what", "What", "choice", required=True, choices=("surrender bin", "weapon sweep")
            ),
            Field("place", "Place", required=True),
            WARD,
            WARD_VINTAGE,
            LONGITUDE,
            LATITUDE,
            START,
            END,
            counted("items", "Items found or handed in"),
            NOTE,
        ),
        (*POINT, RUNS),
    ),
    Kind(
        "test_purchase",
        "Test purchases",
        "round of test purchases",
        (
            OF_OPERATION,
            Field("round", "Round", required=True),
            Field("authority_code", "Authority", "authority", required=True),
            Field("day", "Date", "date"),
            Field("tried", "Premises tried", "integer", required=True, least=0),
            Field("sold", "Premises that sold", "integer", required=True, least=0),
            NOTE,
        ),
        (at_most("sold", "tried", "More premises sold than were tried."),),
        unique=("authority_code", "round"),
    ),
    Kind(
        "other_work",
        "Other funded work",
        "piece of other work",
        (
            Field("name", "Name", required=True),
            Field("funder", "Paid by"),
            Field("place", "Place"),
            WARD,
            WARD_VINTAGE,
            Field("polygon", "Drawn area", "area"),
            START,
            END,
            NOTE,
        ),
        (RUNS,),
        unique=("name",),
    ),
    Kind(
        "comparison",
        "Frozen comparisons",
        "comparison",
        (
            OPERATION,
            Field("outcome", "Outcome", required=True),
            Field("rule", "Rule", "long_text", required=True),
            Field(
                "design",
                "Areas and periods",
                "long_text",
                required=True,
                help="As the evaluation wrote them down.",
            ),
            Field("frozen_at", "Frozen at", required=True),
            Field("digest", "Hash", required=True),
            Field("warned", "Outcome counts the activity itself", "yes_no"),
            Field(
                "reason",
                "Why it was changed",
                "long_text",
                help="Needed when a frozen comparison is replaced.",
            ),
        ),
        unique=("operation", "outcome"),
    ),
    Kind(
        "learning",
        "Learning log",
        "entry of the learning log",
        (
            OPERATION,
            Field("day", "Reviewed on", "date", required=True),
            Field("verdict", "Verdict", "choice", required=True, choices=VERDICTS),
            Field("figures", "Figures", "long_text"),
            Field("lesson", "What we learned", "long_text", required=True),
            Field("by_role", "Reviewed by", help=ROLES_ONLY),
            Field("next_review", "Next review", "date"),
        ),
        (in_order("day", "next_review", "The next review comes before this one."),),
    ),
)
