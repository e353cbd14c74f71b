"""Phrases of panel packs: what is drawn and how, the table, the printable view."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from geo.core.selection import span_in_words
from geo.searches.panel_sample import OWN_RECORDS, PUBLISHED_SEARCHES
from ui.text.figures import count

NEW, NAME, PANEL, STRATIFIED = "Make a pack", "Reference", "For which panel", "Stratified by"
SIZE, SEED, MAKE, CHOOSE, PART = "How many searches", "Seed", "Draw the sample", "Pack", "Part"
SEED_HELP = (
    "Any whole number. The same seed draws the same searches from the same data, so that anybody can check that none was picked "
    "by hand."
)
MONTHS_ONLY = "A pack is drawn from all searches of these months; object and law in the sidebar do not narrow it."
NO_PACKS = "No pack has been made yet. Draw one on the left: the sample, its seed and what it was drawn from are kept."
READ_ONLY = "Packs are made where the register may be edited."
PARTS = {
    "sample": "Sample",
    "grades": "Grades and feedback",
    "actions": "Actions",
    "print": "To print",
}
COLUMNS = {
    "sample": "No.",
    "key": "Month / row",
    "part_of_day": "Time of day",
    "authority": "Authority",
    "kind": "Kind",
    "object": "Searched for",
    "legislation": "Legislation",
    "outcome": "Outcome",
    "linked": "Linked",
    "stratum": "Stratum",
    "grade": "Grade",
    "feedback": "Feedback",
}
PRINTED = tuple(
    words for name, words in COLUMNS.items() if name not in ("kind", "linked", "stratum")
)
NOTHING_PERSONAL = (
    "No age, gender, ethnicity, place or exact time is in a pack: together they could tell a person. “Month / row” is "
    "the row of the {file}, by which the force finds its own record and camera footage."
)
FILES = {PUBLISHED_SEARCHES: "published file", OWN_RECORDS: "force's own file"}
NO_PLACE = "no place"
DAY = ((6, "night"), (12, "morning"), (18, "afternoon"), (24, "evening"))


def nothing_personal(pack: Mapping[str, Any]) -> str:
    """What is not in a pack, and by what its searches are found again."""
    return NOTHING_PERSONAL.format(file=FILES[pack.get("source") or PUBLISHED_SEARCHES])


def others(many: int) -> str:
    """How many packs are drawn from the source that is not chosen; empty where none is."""
    if not many:
        return ""
    return f"{count(many, 'pack')} of the other source of searches {'is' if many == 1 else 'are'} shown when that is chosen in the sidebar."


def part_of_day(hour: int) -> str:
    """“night” (00–05), “morning” (06–11), “afternoon” (12–17) or “evening” (18–23), as published."""
    return next(words for end, words in DAY if hour < end)


def drawn_from(many: int | None, mark: str) -> str:
    """“900 searches, mark abc”; the mark alone where the number is not to be written down."""
    return f"mark {mark}" if many is None else f"{count(many, 'search', 'searches')}, mark {mark}"


def made(name: str) -> str:
    return f"The pack “{name}” is drawn and kept."


def changed(then: str, now: str) -> str:
    """A warning where the data are no longer those a sample was drawn from."""
    return (
        ""
        if not then or then == now
        else (
            f"The data have changed since this pack was made ({then}; now {now}): the same seed may "
            f"draw "
            "other searches. Use the workbook of that day."
        )
    )


def about(pack: Mapping[str, Any], drawn: int) -> str:
    """“Community Scrutiny Panel: 20 searches of January to March 2022, stratified by object, seed 7.”"""
    panel = str(pack["panel"])
    return (
        f"{panel[:1].upper()}{panel[1:]}: {count(drawn, 'search', 'searches')} of "
        f"{span_in_words(pack['first_month'], pack['last_month'])}, "
        f"drawn at random, stratified by {pack['strata']}, seed {int(pack['seed'])}."
    )


def grades(given: Sequence[str]) -> str:
    """“3 of 20 graded: 2 no concerns, 1 learning for the force.”"""
    held = Counter(filter(None, given))
    words = ", ".join(f"{many} {grade}" for grade, many in held.items())
    return f"{sum(held.values())} of {len(given)} graded" + (f": {words}." if words else ".")


def notes(pack: Mapping[str, Any], source: Sequence[str]) -> list[str]:
    """The second sheet of the workbook."""
    return [
        f"{pack['name']}. {about(pack, int(pack['size']))}",
        f"Drawn from {pack['made_from']}.",
        *source,
        nothing_personal(pack),
    ]


def file_name(name: str) -> str:
    return f"panel-pack-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'unnamed'}"


Rows = Sequence[Mapping[str, Any]]


def printable(pack: Mapping[str, Any], rows: Rows, source: Sequence[str], actions: Rows) -> str:
    """The pack as a page to print: a table with room to write, and the actions."""
    heads = PRINTED
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(row[head]))}</td>" for head in heads) + "</tr>"
        for row in rows
    )
    done = "".join(f"<li>{escape(action_line(action))}</li>" for action in actions)
    followed = f"<h3>{escape(PARTS['actions'])}</h3><ul>{done}</ul>" if done else ""
    return (
        f'<div class="printable"><h2>{escape(str(pack["name"]))}</h2><p>{escape(about(pack, len(rows)))} '
        f"{escape(' '.join(line if line.endswith('.') else f'{line}.' for line in source))}</p><table><thead><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr></thead>"
        f"<tbody>{body}</tbody></table>{followed}"
        f"<p>{escape(nothing_personal(pack))}</p></div>"
    )


def action_line(action: Mapping[str, Any]) -> str:
    """“Brief the shifts (under way, due 01/03/2023, Chief Inspector Operations): done on all five.”"""
    due = f"due {action['due']:%d/%m/%Y}" if action["due"] else ""
    details = ", ".join(filter(None, (str(action["status"]), due, str(action["owner_role"]))))
    return f"{action['action']} ({details})" + (
        f": {action['evidence']}" if action["evidence"] else ""
    )
