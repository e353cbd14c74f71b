"""What the register keeps: each kind of record declared once, from which tables, forms, checks and files are made.

A further kind is a further declaration. Nothing here is about a person: people appear as roles or posts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

FieldKind = Literal["text", "long_text", "date", "month", "integer", "number", "money", "choice", "yes_no", "ward", "authority",
                    "area", "reference"]
Check = Callable[[Mapping[str, Any]], str]  # what does not fit, as a sentence; empty where all is well
ROLES_ONLY = "A role or post, never a person's name."
STRANDS = ("Pursue", "Prevent", "Protect", "Prepare")
VERDICTS = ("worked", "made it worse", "no sign", "cannot tell")


@dataclass(frozen=True)
class Field:
    """One thing a record says.

    choices    the words a choice is taken from
    refers_to  name of the kind a reference points to
    least      numbers below it are refused
    help       shown beside the field
    """

    name: str
    label: str
    kind: FieldKind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    refers_to: str = ""
    least: float | None = None
    help: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    one     the word for one of them, as in “This plan action …”
    checks  what the fields must satisfy together
    unique  fields that no two records may share, and by which a row of a file finds its record
    """

    name: str
    title: str
    one: str
    fields: tuple[Field, ...]
    checks: tuple[Check, ...] = ()
    unique: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @property
    def areas(self) -> tuple[str, ...]:
        """Names of the fields that hold a drawn or uploaded area."""
        return tuple(field.name for field in self.fields if field.kind == "area")


def in_order(earlier: str, later: str, sentence: str) -> Check:
    """A date that must not come before another, where both are known."""
    def check(values: Mapping[str, Any]) -> str:
        first, last = values[earlier], values[later]
        return sentence if first is not None and last is not None and last < first else ""
    return check


def at_most(part: str, whole: str, sentence: str) -> Check:
    """A number that cannot exceed another, where both are known."""
    def check(values: Mapping[str, Any]) -> str:
        few, many = values[part], values[whole]
        return sentence if few is not None and many is not None and few > many else ""
    return check


def one_of(names: Iterable[str], sentence: str) -> Check:
    """At least one of the fields must be filled."""
    wanted = tuple(names)
    return lambda values: "" if any(values[name] not in (None, "") for name in wanted) else sentence


def together(first: str, second: str, sentence: str) -> Check:
    """Two fields that are both filled or both empty."""
    return lambda values: sentence if (values[first] is None) != (values[second] is None) else ""


def degrees(values: Mapping[str, Any]) -> str:
    longitude, latitude = values["longitude"], values["latitude"]
    off = (longitude is not None and abs(longitude) > 180) or (latitude is not None and abs(latitude) > 90)
    return "Longitude and latitude are not degrees." if off else ""


def begins_on_monday(values: Mapping[str, Any]) -> str:
    week: date | None = values["week"]
    return f"{week:%d %B %Y} is a {week:%A}; a week is named by its Monday." if week is not None and week.weekday() else ""


def _counted(name: str, label: str, help: str = "") -> Field:
    return Field(name, label, "integer", least=0, help=help or "Leave it empty where it was not recorded.")


ENDS_FIRST = "It ends before it starts."
START, END = Field("start", "Start", "date", help="Empty: not known."), Field("end", "End", "date", help="Empty: open, or not known.")
RUNS = in_order("start", "end", ENDS_FIRST)
NOTE = Field("note", "Note", "long_text")
OPERATION = Field("operation", "Operation", "reference", required=True, refers_to="operation")
OF_OPERATION = Field("operation", "Operation", "reference", refers_to="operation", help="Empty where it belongs to none.")
LONGITUDE, LATITUDE = Field("longitude", "Longitude", "number", help="Degrees."), Field("latitude", "Latitude", "number", help="Degrees.")
POINT = (together("longitude", "latitude", "A point needs both longitude and latitude."), degrees)
STATUS = Field("status", "Status", "choice", required=True, choices=("planned", "live", "closed"))
OWNER = Field("owner_role", "Owner", help=ROLES_ONLY)
WARD = Field("ward_code", "Ward", "ward")

KINDS: tuple[Kind, ...] = (
    Kind("next_step", "Do next", "next step", (
        Field("text", "What to do", required=True), OWNER, Field("due", "Due", "date"), Field("done", "Done", "yes_no"))),
    Kind("own_area", "Areas of one's own", "area", (
        Field("name", "Name", required=True), Field("geometry", "Area", "area", required=True),
        Field("made_by", "Made by", help=ROLES_ONLY), NOTE), unique=("name",)),
    Kind("operation", "Operations", "operation", (
        Field("name", "Name", required=True, help="As the force spells it."),
        Field("aliases", "Also called", help="Other spellings, separated by semicolons."),
        Field("aim", "Aim", "long_text"), Field("theme", "Theme"), STATUS,
        Field("lead_role", "Lead", help=ROLES_ONLY), Field("partners", "Partners", help="Bodies, separated by semicolons."),
        Field("plan", "Plan", help="4P plan, or how else the work is set out."),
        Field("review_date", "Review due", "date"), Field("source", "Source", help="Where this is known from.")), unique=("name",)),
    Kind("operation_area", "Areas of operations", "area of an operation", (
        OPERATION, Field("label", "Version", help="Such as “first area” or “widened in May”."), Field("place", "Place"), WARD,
        Field("polygon", "Drawn area", "area"), LONGITUDE, LATITUDE,
        Field("valid_from", "Valid from", "date", help="Empty: from the start."),
        Field("valid_to", "Valid to", "date", help="Empty: until further notice.")),
        (one_of(("place", "ward_code", "polygon", "longitude"), "It has no place, ward, drawn area or point."), *POINT,
         in_order("valid_from", "valid_to", ENDS_FIRST))),
    Kind("phase", "Phases", "phase", (OPERATION, Field("name", "Name", required=True), START, END, NOTE), (RUNS,)),
    Kind("instance", "Instances", "instance", (
        OPERATION, Field("name", "Name", required=True, help="Such as “November 2022”."),
        Field("scope", "Scope", "choice", choices=("local", "national")), START, END, STATUS,
        Field("place", "Place", help="Empty: that of the operation."), WARD, LONGITUDE, LATITUDE, Field("source", "Source"), NOTE),
        (RUNS, *POINT), unique=("operation", "name")),
    Kind("plan_action", "4P plans", "plan action", (
        OPERATION, Field("strand", "Strand", "choice", required=True, choices=STRANDS),
        Field("action", "Action", "long_text", required=True), OWNER, Field("set_on", "Set on", "date"), Field("due", "Due", "date"),
        Field("status", "Status", "choice", required=True, choices=("not started", "under way", "done", "dropped")),
        Field("evidence", "Evidence", "long_text", help="Where it can be seen that it was done.")),
        (in_order("set_on", "due", "It is due before it was set."),)),
    Kind("dosage", "Dosage by week", "week of dosage", (
        OPERATION, Field("week", "Week", "date", required=True, help="Its Monday."),
        Field("patrol_hours", "Patrol hours", "number", least=0, help="Leave it empty where it was not recorded."),
        _counted("visits", "Visits"), _counted("searches", "Searches"), _counted("arrests", "Arrests"),
        _counted("seizures", "Weapons seized"), _counted("engagements", "Engagements"), NOTE),
        (begins_on_monday,), unique=("operation", "week")),
    Kind("linked_order", "Orders", "order", (
        OPERATION, Field("order_kind", "Kind", "choice", required=True,
                         choices=("closure order", "injunction", "criminal behaviour order")),
        Field("orders", "How many", "integer", required=True, least=1, help="Counts only: nothing about whom."), START,
        Field("end", "Expires", "date")), (RUNS,)),
    Kind("bin_or_sweep", "Surrender bins and weapon sweeps", "bin or sweep", (
        OF_OPERATION, Field("what", "What", "choice", required=True, choices=("surrender bin", "weapon sweep")),
        Field("place", "Place", required=True), WARD, LONGITUDE, LATITUDE, START, END,
        _counted("items", "Items found or handed in"), NOTE), (*POINT, RUNS)),
    Kind("test_purchase", "Test purchases", "round of test purchases", (
        OF_OPERATION, Field("round", "Round", required=True), Field("authority_code", "Authority", "authority", required=True),
        Field("day", "Date", "date"), Field("tried", "Premises tried", "integer", required=True, least=0),
        Field("sold", "Premises that sold", "integer", required=True, least=0), NOTE),
        (at_most("sold", "tried", "More premises sold than were tried."),), unique=("authority_code", "round")),
    Kind("other_work", "Other funded work", "piece of other work", (
        Field("name", "Name", required=True), Field("funder", "Paid by"), Field("place", "Place"), WARD,
        Field("polygon", "Drawn area", "area"), START, END, NOTE), (RUNS,), unique=("name",)),
    Kind("comparison", "Frozen comparisons", "comparison", (
        OPERATION, Field("outcome", "Outcome", required=True), Field("rule", "Rule", "long_text", required=True),
        Field("design", "Areas and periods", "long_text", required=True, help="As the evaluation wrote them down."),
        Field("frozen_at", "Frozen at", required=True), Field("digest", "Hash", required=True),
        Field("warned", "Outcome counts the activity itself", "yes_no"),
        Field("reason", "Why it was changed", "long_text", help="Needed when a frozen comparison is replaced.")),
        unique=("operation", "outcome")),
    Kind("learning", "Learning log", "entry of the learning log", (
        OPERATION, Field("day", "Reviewed on", "date", required=True),
        Field("verdict", "Verdict", "choice", required=True, choices=VERDICTS),
        Field("figures", "Figures", "long_text"), Field("lesson", "What we learned", "long_text", required=True),
        Field("by_role", "Reviewed by", help=ROLES_ONLY), Field("next_review", "Next review", "date")),
        (in_order("day", "next_review", "The next review comes before this one."),)),
)
