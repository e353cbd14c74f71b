"""Whose wards a page counts by: since when they stand, what was redrawn in or before its months, and which ward a link of another vintage means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from geo.core.selection import month_after
from geo.space.boundary_reviews import BoundaryReview, boundary_reviews, standing_since
from geo.space.former_wards import WardPart, main_part, parts_by_crosswalk, parts_by_history
from loaders.reference import table, ward_vintages
from ui.answers.area import served
from ui.answers.caching import cache_resource
from ui.answers.store import pinned_build as answers
from ui.text.wards import vintages as vintage_text

HISTORY = "ward_code_history"


@dataclass(frozen=True)
class WardHistory:
    """The wards of every vintage known by name, and when each came into force.

    wards     vintage, ward_code, ward_name, authority_code, of the area served; callers must not change it
    in_force  vintage → the first day on which its wards were in force
    outlines  ids of the vintages that stand in the build, so that they can be counted by
    """

    wards: pd.DataFrame
    in_force: Mapping[str, date]
    outlines: frozenset[str]


@dataclass(frozen=True)
class ShownWards:
    """Which wards a page shows, and what was redrawn that it does not.

    vintage   id of the vintage shown
    since     authority code → the vintage since which its wards have stood
    inside    reviews inside the months shown: both sides are counted by the same wards
    lacking   reviews up to the end of the months shown of which the build has no outlines
    """

    vintage: str
    since: Mapping[str, str]
    inside: tuple[BoundaryReview, ...] = ()
    lacking: tuple[BoundaryReview, ...] = ()


@dataclass(frozen=True)
class FormerWard:
    """A ward that the wards shown do not hold, and those of them that it means.

    name    its name, or its code where no name is known
    day     when it gave way to others, or came into being; None where it is not known
    later   whether it is newer than the wards shown
    names   code → name of the wards shown that hold a part of it
    parts   of it, largest first
    main    code of the ward that is opened in its place; "" where the reader must say
    """

    code: str
    name: str
    day: date | None
    later: bool
    names: Mapping[str, str]
    parts: tuple[WardPart, ...]
    main: str


def shown_wards(authorities: Sequence[str] = ()) -> ShownWards | None:
    """Which wards the page shows in its months; None on a page that asks for no months, or counts by other areas than wards.

    authorities  codes of those the page is about; all served unless given
    """
    window = answers.window()
    if not window or answers.geography_shown():
        return None
    last_day = month_after(window[1]) - timedelta(days=1)
    history, shown = _history(*_of_build()), answers.vintage()
    begun = history.in_force[shown.id]
    of_page = [
        review
        for review in boundary_reviews(history.wards, history.in_force)
        if review.authority in (authorities or served().codes) and review.day <= last_day
    ]
    return ShownWards(
        shown.id,
        standing_since(history.wards, history.in_force, shown.id),
        tuple(review for review in of_page if review.day > window[0]),
        tuple(
            review
            for review in of_page
            if review.day > begun and review.vintage not in history.outlines
        ),
    )


def dated_changes(authorities: Sequence[str]) -> pd.DataFrame:
    """Dated changes that a trend must show: day (date), event, authority_code; of some authorities (by code), and those that touch all.

    The reviews of their wards, from the vintages, and the area's table of events.
    """
    listed = table("events")
    listed = listed[listed["authority_code"].isin(["", *authorities])]
    events = pd.DataFrame(
        {
            "day": [date.fromisoformat(day) for day in listed["month"]],
            "event": listed["event"].to_list(),
            "authority_code": listed["authority_code"].to_list(),
        }
    )
    history = _history(*_of_build())
    reviews = [
        (
            review.day,
            vintage_text.redrawn(review, served().short_names[review.authority]),
            review.authority,
        )
        for review in boundary_reviews(history.wards, history.in_force)
        if review.authority in authorities
    ]
    return pd.concat([events, pd.DataFrame(reviews, columns=events.columns)], ignore_index=True)


def former_ward(words: str) -> FormerWard | None:
    """What a code, a name or “name · code” of a ward means that is none of the wards shown; None where it is none that is known."""
    if answers.geography_shown():
        return None
    return _former(*_of_build(), answers.vintage().id, words)


def meant_wards(words: str) -> tuple[str, ...]:
    """Codes of the wards shown that a ward of another vintage may mean: one where it is clear, several to ask between, none where it is not known."""
    former = former_ward(words)
    if former is None:
        return ()
    return (former.main,) if former.main else tuple(part.code for part in former.parts)


def _of_build() -> tuple[str, str]:
    return str(answers.store_place()), answers.build()


@cache_resource(6)
def _history(root: str, build: str) -> WardHistory:
    """Of the build's own vintages, and of those that the area's table lists beside them."""
    del root, build  # part of the key
    own = answers.pinned().wards_of_every_vintage
    own = own[own["authority_code"].isin(served().codes)]
    held = {each.id: date.fromisoformat(each.in_force) for each in answers.vintages()}
    listed = ward_vintages()
    # A list that knows none of the build's wards is of other ground, and says nothing of them.
    known = set(listed["ward_code"]) & set(own["ward_code"])
    years = {each[:4] for each in held}
    others = sorted({each for each in listed["vintage"] if known and each[:4] not in years})
    columns = ["vintage", "ward_code", "ward_name", "authority_code"]
    wards = pd.concat([own[columns], listed.loc[listed["vintage"].isin(others), columns]])
    in_force = {each: answers.in_force(each) for each in others}
    return WardHistory(wards.reset_index(drop=True), {**held, **in_force}, frozenset(held))


@cache_resource(200)
def _former(root: str, build: str, vintage: str, words: str) -> FormerWard | None:
    history = _history(root, build)
    shown = history.wards[history.wards["vintage"] == vintage].set_index("ward_code")["ward_name"]
    name, _, code = words.rpartition(" · ")
    asked = history.wards[history.wards["ward_code"].isin([words, code])]
    if not len(asked):
        asked = history.wards[history.wards["ward_name"].isin([words, name])]
    asked = asked.assign(day=asked["vintage"].map(history.in_force)).sort_values("day")
    former = asked.iloc[-1] if len(asked) else None
    former_code = words if former is None else str(former["ward_code"])
    if former_code in shown.index or asked["ward_code"].isin(shown.index).any():
        return None
    parts = _parts(former_code, asked, vintage, list(shown.index))
    if not parts:
        return None
    day, later = _life(former_code, history, vintage)
    return FormerWard(
        former_code,
        former_code if former is None else str(former["ward_name"]),
        day,
        later,
        {part.code: str(shown[part.code]) for part in parts},
        parts,
        main_part(parts),
    )


def _parts(
    code: str, asked: pd.DataFrame, vintage: str, known: Sequence[str]
) -> tuple[WardPart, ...]:
    """By the crosswalks of the build where it has the ward's vintage, else by the table of codes."""
    crosswalks = answers.pinned().crosswalks
    to_shown = crosswalks[crosswalks["later_vintage"] == vintage]
    for earlier in reversed(list(asked.loc[asked["ward_code"] == code, "vintage"])):
        if parts := parts_by_crosswalk(code, to_shown[to_shown["earlier_vintage"] == earlier]):
            return parts
    history = table(HISTORY)
    shares = pd.to_numeric(history["share"], errors="coerce")
    return parts_by_history(code, history.assign(share=shares), set(known))


def _life(code: str, history: WardHistory, vintage: str) -> tuple[date | None, bool]:
    """When a ward gave way to others, or came into being where it is newer than the wards shown; and whether it is newer."""
    held = set(history.wards.loc[history.wards["ward_code"] == code, "vintage"])
    rows = table(HISTORY)
    if not held:
        ends = sorted(rows.loc[rows["code"] == code, "from"])
        return (date.fromisoformat(ends[0]) if ends and ends[0] else None), False
    in_force = history.in_force
    first = min(held, key=lambda each: in_force[each])
    if in_force[first] > in_force[vintage]:
        return in_force[first], True
    last = max(in_force[each] for each in held)
    (authority, *_) = history.wards.loc[history.wards["ward_code"] == code, "authority_code"]
    others = set(history.wards.loc[history.wards["authority_code"] == authority, "vintage"])
    after = [in_force[each] for each in others if in_force[each] > last]
    return min(after, default=None), False
