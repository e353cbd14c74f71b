"""Phrases of the page of the Duty: readers' views, meetings, needs, money, prevention, partners; worded here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from geo.core.area import Area
from geo.core.selection import span_in_words
from ui.text.figures import count, interval, rate
from ui.text.register import made_by, record_named

VIEW, AT = "View", "As at"
AT_HELP = "Everything as it stood at the end of that day. Partner data are shown only while their agreement runs today."
VIEWS = {
    "executives": "Executives",
    "coordinator": "Coordinator",
    "commissioner": "Commissioner",
    "meetings": "Meetings",
    "needs": "Needs",
    "strategy": "Strategy",
    "money": "Money",
    "prevention": "Prevention",
    "partners": "Partners",
    "records": "Records",
}
PAST = "This is the register as it stood then. Set the date to today to change anything."
CAN_SAY_TEXT = """
**It can say** what was decided and on which figures, what is due, where recorded violence and money lie apart, and what the needs
assessment, the strategy and the data audit still lack, today or as it stood on any day.

**It cannot say** that an area clearly above the force rate must be paid for, nor that a bin, a sweep or a test purchase changed
offences: they are counted by themselves. Counts of people under 10 are never kept. Nothing here is about a person.
"""
DECIDED, DUE, OVERDUE, NOTHING_DECIDED, NOTHING_DUE = (
    "What was decided",
    "What is due",
    "Overdue",
    "No decision is in the register.",
    "Nothing is due.",
)
MONEY_BY_YEAR, TIERS, SIDE_BY_SIDE = (
    "Money by year and status",
    "Tiers in balance",
    "The authorities beside each other",
)
SIDES = (
    "Recorded violence and robbery",
    "Per 1,000 residents a year",
    "95 % limits",
    "Money",
    "Share of offences",
    "Share of money",
)
STATUSES = {
    "financial_year": "Year",
    "expected": "Expected",
    "confirmed": "Confirmed",
    "allocated": "Allocated",
    "committed": "Committed",
    "spent": "Spent",
    "returned": "Returned",
    "free": "Not yet used",
}
ALL_YEARS = "All years"
AUDIT, NO_GAPS = "Gaps in the data audit", "No gap is known."
NO_OBJECTIVE = "No objective is in the register."
ORPHANS, NO_ORPHANS = (
    "Objectives and measures that lead to nothing",
    "Every objective has a measure and every measure an action.",
)
NEXT_RETURN, NO_RETURN = "Next date of the Duty", "none is in the register"
CALENDAR, CALENDAR_COLUMNS = (
    "Calendar",
    {"day": "Date", "what": "What", "kind": "Kind", "state": "State"},
)
PROGRESS, NOW = "Progress", "today"
PARTS = {
    "questions": "Questions of the needs assessment answered in words",
    "types": "Types of violence counted in, tested on all four parts",
    "audit": "Datasets under a live agreement",
    "objectives": "Objectives with a measure",
    "strategy": "Actions of the strategy done",
    "actions": "Actions of meetings done",
    "meetings": "Meetings held",
    "editions": "Editions frozen",
}
MEETING, NO_MEETING = "Meeting", "None: all meetings"
AGENDA, PAPERS, DECISIONS, ACTIONS = "Agenda", "Papers", "Decisions", "Actions"
OF_MEETING = {
    "agenda_item": AGENDA,
    "paper": PAPERS,
    "decision": DECISIONS,
    "duty_action": ACTIONS,
    "meeting": "About the meeting",
}
NOTHING_YET = "Nothing yet."
FIGURES, LINKS, LINKS_HELP = (
    "figures",
    "Addresses of figures",
    "Copy one into the field “Figures”, or paste the address of any view.",
)
QUESTION_TITLES = {
    "definition": "What counts as serious violence",
    "scale": "How much there is",
    "who": "Who is affected",
    "where": "Where it is",
    "when": "When it happens",
    "drivers and protective factors": "Drivers and protective factors",
    "voice": "Who was heard",
    "services": "What is offered",
    "gaps": "What is missing",
    "recommendations": "What follows",
}
NOT_ANSWERED = "Not answered in words yet."
SECTION_13 = "What counts as serious violence: the test of section 13"
SECTION_13_PARTS = {
    "maximum_penalty": "maximum penalty",
    "impact_on_victims": "impact on victims",
    "prevalence": "prevalence",
    "impact_on_communities": "impact on communities",
}
NO_TYPES = "No type of violence is in the register. Add those counted in under Records."
EDITIONS, EDITION, OTHER_EDITION, NO_EDITION = (
    "Editions",
    "Edition",
    "Compared with",
    "No edition is frozen yet.",
)
LIVE_FIGURES = "Figures as they are today"
NO_SERVICES = "No intervention is in the register."
EDITION_TITLE, FREEZE, EDITION_FILE = (
    "Title of a new edition",
    "Freeze this edition",
    "Figures of the edition (JSON)",
)
NEW_DATA = (
    "New data have been loaded since this page was opened.",
    "The figures on screen are those of the data before.",
    "Reload the page, look again, and freeze then.",
    "No edition has been made.",
)
NOTHING_MOVED = "Nothing moved between the two."
MOVED_COLUMNS = {"figure": "Figure", "then": "Then", "now": "Now", "moved": "Moved"}
JUDGEMENTS, NO_JUDGEMENTS = (
    "Assessed judgements of the youth violence thematic desk",
    "Nothing is in the register yet.",
)
NO_STRATEGY = "No objective is in the register. Add one under Records: an objective, its measures, then their actions."
TIER_COLUMNS = {
    "tier": "Tier",
    "actions": "Actions",
    "interventions": "Interventions",
    "pounds": "Money",
}
NEED_BY_AUTHORITY, NEED_BY_WARD, UNFUNDED = (
    "Need beside spend: authorities",
    "Need beside spend: wards",
    "Unfunded need",
)
UNFUNDED_YET = "Clearly above the force rate; no spending is in the register yet"
NO_UNFUNDED = "Every ward clearly above the force rate has some money."
NEED_MEANS = (
    "Need is recorded violence and robbery in the months chosen; money is what is allocated, committed or spent. "
    "The two shares need not be alike: a rate above the force's says where to look first."
)
STATUS_HISTORY = "Changes of grants and spending"
ON_THE_MAP = "Prevention on the ward map"
MAP_LEGEND = "Prevention by place: no offences are drawn"
MAP_WARDS = "ward"
WITHOUT_PLACE = "without a point or a ward, and so not on the map"
BINS, PURCHASES, SCHOOLS, DEPLOYMENTS, ORDERS, PATHWAYS = (
    "Surrender bins and weapon sweeps",
    "Test purchases",
    "Bladed weapons found in schools",
    "Joint deployments",
    "Orders",
    "Pathways and reachable teachable moments",
)
BINS_MEAN = "Items per bin-week say how much is handed in, not how much is carried: they are never set beside offences."
HIDDEN_PEOPLE = "hidden: not known, or a group of fewer than 10 could be read or worked out"
NONE = "Nothing is in the register yet."
AGREEMENTS, UPLOAD, UPLOAD_HELP = (
    "Sharing agreements",
    "Load a partner file",
    (
        "CSV: indicator, area_code, period, numerator, denominator, value, source; or incident_time, arrival_time, place, means. "
        "A file with names in it is refused. Times and places are kept as month, hour and ward."
    ),
)
UNDER, LOAD = "Agreement", "Load this file"
INDICATORS, ATTENDANCES, SEEN = "Indicators", "Assault attendances by ward", "Seen by whom"
SEEN_COLUMNS = {
    "ward_name": "Ward",
    "first": "Police record",
    "second": "Emergency departments see",
}
NO_PARTNER_ROWS = "No partner data under an agreement that runs today."
SEEN_NONE = "No ward is high in one source and low in the other beyond chance."
PARTNER_NOTE = "From partners under their sharing agreements. Small counts, and others from which they could be worked out, are hidden."
ATTENDANCES_NOTE = "From partners under their sharing agreements. Counts are rounded at random to multiples of 3; small ones are hidden."
NO_AGREEMENT = "No sharing agreement runs today: add one under Records first."
KIND = "Kind of record"
WORKBOOK, WORKBOOK_IN, WORKBOOK_LOAD = (
    "Whole register (XLSX)",
    "A workbook of the register",
    "Take this workbook in",
)


def orphan(row: Mapping[str, Any]) -> str:
    return f"{row['kind']} “{row['name']}” lacks {row['lacks']}"


def counted_as(name: str) -> str:
    """The name under which an edition says what was counted, or from which build."""
    return f"counted · {name}"


def shown(day: date, *, past: bool) -> str:
    """What the page shows, and of which day."""
    day_words = f"{day.day} {day:%B %Y}"
    return (
        f"The Serious Violence Duty as it stood on {day_words}"
        if past
        else f"The Serious Violence Duty, {day_words}"
    )


def counted_from(build: str) -> str:
    return f"Figures from build {build}; records from the register, each with its history."


def day_in_words(day: date | None) -> str:
    return "no date set" if day is None or pd.isna(day) else f"{day.day} {day:%B %Y}"


def money(amount: float) -> str:
    """Whole pounds, pence where there are any."""
    return f"£{amount:,.2f}".removesuffix(".00")


def money_cards(
    totals: Mapping[str, Any], overdue: int, decided: int
) -> list[tuple[str, str, str]]:
    """The figures of the executives: money by status, decisions, what is overdue."""
    used = totals["allocated"] + totals["committed"] + totals["spent"]
    return [
        ("Expected, not confirmed", money(totals["expected"]), "all financial years"),
        ("Confirmed", money(totals["confirmed"]), "all financial years"),
        ("Allocated, committed or spent", money(used), f"{money(totals['free'])} not yet used"),
        ("Decisions", f"{decided:,}", "in the register"),
        ("Overdue", f"{overdue:,}", "actions, meetings and dates not done"),
    ]


def due_line(row: Mapping[str, Any]) -> str:
    late = " (overdue)" if row["state"] == "overdue" else ""
    return f"{day_in_words(row['day'])}: {row['what']}{late}"


def meeting_name(row: Mapping[str, Any]) -> str:
    return f"{row['title']}, {day_in_words(row['day'])}"


def meeting_about(row: Mapping[str, Any]) -> str:
    bodies = " and ".join(body.strip() for body in row["bodies"].split(";"))
    parts = [row["status"], bodies, row["purpose"]]
    return " · ".join(part for part in parts if part)


def action_line(row: Mapping[str, Any]) -> str:
    owner = f"; {row['owner_role']}" if row["owner_role"] else ""
    due = (
        f"; due {day_in_words(row['due'])}"
        if row["due"] is not None and not pd.isna(row["due"])
        else ""
    )
    return f"{row['what']} ({row['status']}{owner}{due})"


def agenda_line(row: Mapping[str, Any]) -> str:
    return f"{row['position']}. {row['title']}"


def next_return(row: Mapping[str, Any] | None) -> tuple[str, str, str]:
    return (
        (NEXT_RETURN, "none", NO_RETURN)
        if row is None
        else (NEXT_RETURN, day_in_words(row["day"]), str(row["what"]))
    )


def of_how_many(done: int, of: int) -> str:
    return f"{done} of {of}"


def measured_by(months: tuple[date, date]) -> str:
    return f"Recorded violence and robbery, {span_in_words(*months)}."


def scale(row: Mapping[str, Any]) -> str:
    """One authority's count and rate."""
    return (
        f"{row['authority_name']}: {int(row['offences']):,} offences, {rate(row['rate_per_1000'])} per 1,000 residents a year "
        f"({interval(row['rate_low'], row['rate_high'])})."
    )


def ages(name: str, young: float, whole: float) -> str:
    """How much of an authority's knife-enabled violence has a suspect of 14 to 25."""
    return f"{name}: {int(young):,} of {int(whole):,} knife-enabled offences have a suspect aged 14 to 25."


WHO_UNKNOWN = "Street-level crime does not say who: load the force's own records, or a partner's file, for ages."
WHO_HIDDEN = "hidden, since counts are small"


def where(names: Sequence[str], most: Sequence[str]) -> str:
    if not names:
        return "No ward is clearly above the force rate."
    return (
        f"{count(len(names), 'ward')} clearly above the force rate; the highest: {', '.join(most)}."
    )


def deprived(offences: float, residents: float, wards: int) -> str:
    """Share of offences in the most deprived fifth of wards beside its share of residents."""
    if not wards:
        return "No ward's residents are known, so nothing is said of the most deprived."
    return (
        f"The {wards} most deprived wards hold {offences:.0%} of offences and {residents:.0%} of residents. "
        "That is where it is recorded, not why."
    )


def voice(names: Sequence[str]) -> str:
    return (
        f"{count(len(names), 'body', 'bodies')} that speak for young people and communities: {', '.join(names)}."
        if names
        else ("No body that speaks for young people or communities is in the register.")
    )


def services(by_tier: Mapping[str, int]) -> str:
    tiers = ", ".join(f"{number} {tier}" for tier, number in by_tier.items())
    return f"{count(sum(by_tier.values()), 'intervention')} in the register: {tiers}."


def gaps(audit: int, orphans: int, unfunded: int) -> str:
    return (
        f"{count(audit, 'gap')} in the data audit, {count(orphans, 'objective or measure', 'objectives or measures')} leading to "
        f"nothing, {count(unfunded, 'ward')} clearly above the force rate without money."
    )


def recommended(decided: int, done: int, actions: int) -> str:
    return f"{count(decided, 'decision')}; {done} of {count(actions, 'action')} done."


def definition(tested: int, types: int) -> str:
    return f"{count(types, 'type')} of violence counted in; {tested} tested on all four parts of section 13."


def untested(row: Mapping[str, Any]) -> str:
    """A type of violence and what its test lacks."""
    lacks = [words for part, words in SECTION_13_PARTS.items() if not row[part].strip()]
    counted = "counted in" if row["counted_in"] is True else "not counted in"
    return f"{row['name']} ({counted}): " + (
        f"not yet said: {', '.join(lacks)}" if lacks else "all four parts said"
    )


def edition_line(row: Mapping[str, Any]) -> str:
    return f"Frozen at {row['frozen_at']} from build {row['build']}; hash {row['digest'][:16]}."


def frozen(title: str) -> str:
    return f"The edition “{title}” is frozen."


def edition_holds(figures: int) -> str:
    return f"All {figures:,} figures of this edition"


def for_neither(pounds: float) -> str:
    return (
        f"{money(pounds)} more names neither authority, and is in neither share." if pounds else ""
    )


def moved(rows: int) -> str:
    return f"{count(rows, 'figure')} moved."


def judgement(row: Mapping[str, Any], on: date) -> tuple[str, str]:
    """A judgement with its words of likelihood and confidence, and the class that greys it once it has expired."""
    likely = f"{row['likelihood']}; " if row["likelihood"] else ""
    ended = row["expires"] < on
    life = (
        f"expired {day_in_words(row['expires'])}"
        if ended
        else f"holds until {day_in_words(row['expires'])}"
    )
    return (
        "expired" if ended else ""
    ), f"{row['statement']} ({likely}{row['confidence']} confidence; {life})"


def local_variant(code: str, served: Area) -> str:
    """Whose a record is: an authority's name, or that it is of all of them."""
    return served.names.get(code, served.everywhere)


def unfunded(row: Mapping[str, Any]) -> str:
    return (
        f"{row['ward_name']} ({row['authority_name']}): {rate(row['rate_per_1000'])} per 1,000 a year "
        f"({interval(row['rate_low'], row['rate_high'])}), no money."
    )


def status_line(row: Mapping[str, Any]) -> str:
    """A change of a grant or a line of spending: when, by which role, of which one and how much."""
    state = row["after"] or row["before"] or {}
    amount = f", {money(float(state['amount']))}" if state.get("amount") is not None else ""
    what = "grant" if row["kind"] == "grant" else "spending"
    changed = f": {row['said']}" if row["said"] else ""
    return f"{row['at']:%d/%m/%Y %H:%M} · {made_by(row)}: {what}{record_named(state)}{amount}, {row['act']}{changed}"


def found_place(
    row: Mapping[str, Any], weeks: float, figure: tuple[float, float, float] | None
) -> str:
    """A bin or a sweep with what came of it."""
    items = "items not recorded" if pd.isna(row["items"]) else count(int(row["items"]), "item")
    if row["what"] != "surrender bin" or figure is None:
        return f"{row['what'].capitalize()}, {row['place']}: {items}."
    return f"Surrender bin, {row['place']}: {items} in {weeks:.1f} weeks, {figure[0]:.2f} per bin-week ({interval(figure[1], figure[2])})."


def round_passed(row: Mapping[str, Any], figure: tuple[float, float, float], served: Area) -> str:
    refused, name = (
        int(row["tried"]) - int(row["sold"]),
        served.names.get(row["authority_code"], ""),
    )
    if not int(row["tried"]):
        return f"{name}, round {row['round']}: no premises tried."
    return (
        f"{name}, round {row['round']}: {refused} of {int(row['tried'])} premises refused, {figure[0]:.0%} "
        f"({figure[1]:.0%} to {figure[2]:.0%})."
    )


def school_line(row: Mapping[str, Any], served: Area) -> str:
    reached = "in place" + (
        f" since {day_in_words(row['since'])}"
        if row["since"] is not None and not pd.isna(row["since"])
        else ""
    )
    return f"{row['position']}. {row['step']}, {local_variant(row['authority_code'], served)}: " + (
        reached if row["in_place"] is True else "missing"
    )


def deployed(row: Mapping[str, Any]) -> str:
    finds = (
        "finds not recorded"
        if pd.isna(row["items"])
        else count(int(row["items"]), "weapon") + " found"
    )
    hours = "" if pd.isna(row["hours"]) else f", {row['hours']:g} officer hours"
    return f"{row['place']}, {day_in_words(row['day'])}{hours}: {finds}."


def orders(kind: str, number: int, soonest: date | None) -> str:
    return f"{kind.capitalize()}: {number} in force" + (
        f"; the next expires {day_in_words(soonest)}." if soonest else "."
    )


def pathway_title(
    name: str, authority: str, start: date | None, end: date | None, served: Area
) -> str:
    period = (
        "" if start is None and end is None else f", {day_in_words(start)} to {day_in_words(end)}"
    )
    return f"{name}, {local_variant(authority, served)}{period}"


def somewhere(words: str) -> str:
    return f"{words} Drawn in the middle of its ward."


def pathway_line(step: Mapping[str, Any], people: float, first: float) -> str:
    """A step of a pathway, its share of those at the first step where both may be shown."""
    if pd.isna(people):
        return f"{step['position']}. {step['step']}: {HIDDEN_PEOPLE}"
    share = (
        "" if pd.isna(first) or first == people else f" ({people / first:.0%} of the first step)"
    )
    return f"{step['position']}. {step['step']}: {int(people):,} people{share}"


def agreement_line(row: Mapping[str, Any], *, runs: bool) -> str:
    state = "runs" if runs else "does not run today: its data are hidden"
    return (
        f"{row['name']} ({row['parties']}): {state}; {row['gateway']}; counts under {row['minimum_cell']} hidden; "
        f"expires {day_in_words(row['end'])}."
    )


def partner_loaded(rows: int, rejected: int) -> str:
    return f"{count(rows, 'row')} kept, {rejected} rejected."


def or_hidden(figure: float) -> str:
    return "hidden" if pd.isna(figure) else f"{figure:,.2f}".removesuffix(".00")


def not_placed(names: Iterable[str]) -> str:
    listed = list(names)
    return f"{', '.join(listed)}: {WITHOUT_PLACE}." if listed else ""


def workbook_taken(added: int, changed: int, same: int) -> str:
    return f"{added} added, {changed} changed, {same} already so."
