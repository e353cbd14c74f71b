"""Verdicts on counts some of which could not be placed: a change is clear only if it is so wherever the rest belong.

Where the share without a place is the same in both periods, the placed speak for all. Where it differs by more than chance, a ward
may seem to fall because its offences lost their place: the verdict then stands only if it stands at both bounds. The same goes for any
filter whose value is not known of some offences: origin, line, age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.change.control_charts import RUN_LENGTH, SAME, Kind, control_chart, shift_hits
from geo.change.dispersion import CHANCE, Dispersion
from geo.change.rate_ratio import RatioChange, did_model
from geo.change.two_periods import (
    Dispersions,
    Verdict,
    change_p,
    dispersion_of,
    verdict,
    ward_changes,
)
from geo.core.false_discovery import false_discovery_q
from geo.core.missing import DIFFER_P, MOST_TIMES, WHOLE, Missing, Scope, missing_room, shares_p
from geo.rates.intervals import Floats


def change_room(
    now: Series,
    then: Series,
    missing: Missing,
    *,
    scope: Scope,
    placed: tuple[int, int] | None = None,
    own_now: Series | None = None,
    own_then: Series | None = None,
) -> DataFrame:
    """What each count of two periods could be, for bounded_changes.

    now, then          int, offences known to be in each place, the same index
    missing            of the whole area: what is known and what is not
    scope              see missing_room
    placed             int, now and then: of the offences asked for, those with a place, of which each place has its share; all that is
                       known unless given, which is less where a filter leaves out much that is known
    own_now, own_then  int, offences in the place itself of which a filter's value is not known: from none to all of them

    Returns a frame with the index of `now`: most_now, most_then (int, the greatest count), dealt_now, dealt_then (int, the count
    were the unknown as the known are), differs (bool).
    """
    columns: dict[str, Series] = {}
    placed_now, placed_then = placed or (missing.known_now, missing.known_then)
    shares = {"now": now / max(placed_now, 1), "then": then / max(placed_then, 1)}
    other = {"now": "then", "then": "now"}
    for period, counts, whole, share, unknown, own in (
        ("now", now, placed_now, missing.share_now, missing.unknown_now, own_now),
        ("then", then, placed_then, missing.share_then, missing.unknown_then, own_then),
    ):
        inside = (
            Series(0, index=counts.index)
            if own is None
            else own.reindex(counts.index, fill_value=0)
        )
        beyond = max(unknown - (0 if own is None else int(own.sum())), 0)
        room = missing_room(counts, whole, beyond, scope=scope, shares=shares[other[period]])
        columns[f"most_{period}"] = (counts + inside + room).astype(int)
        scale = 1 / (1 - share) if share < 1 else 1.0
        columns[f"dealt_{period}"] = (counts * scale).round().astype(int)
    return DataFrame({**columns, "differs": missing.differs}, index=now.index)


def bounded_changes(
    now: Series,
    then: Series,
    room: DataFrame,
    *,
    months_now: float,
    months_then: float,
    dispersion: Dispersions = CHANCE,
) -> DataFrame:
    """The changes of a list of places, each said only as surely as it stands wherever the unknown belong.

    now, then                int, offences of two periods, as ward_changes takes them
    room                     as change_room gives it; a place left out of it is missing nothing
    months_now, months_then  months received in each period
    dispersion               how far such counts vary, one for all or by place

    Returns the frame of ward_changes with
        q        that of the placed alone; where the bounds change the word, that of the bounds
        verdict  str; a change is clear (or possible) only if it is so, in the same direction, for the placed alone, with the unknown
                 dealt out as the known are, and, where the shares differ by more than chance, with all that could be added to either
                 period; “usual variation” only if it is so at each of them; else “cannot tell”
        differs  bool, whether the shares differ by more than chance
        doubtful bool, whether nobody can tell for that reason alone; percent_change is then NaN

    More unknown never make a change clear that the placed alone do not show. Source: worst-case bounds after Manski (2003);
    Fisher's and the exact conditional test; Benjamini and Hochberg (1995) over the worst p of each place.
    """
    lengths = {"months_now": months_now, "months_then": months_then}
    plain = ward_changes(now, then, **lengths, dispersion=dispersion)
    after, before = plain["now"], plain["then"]
    room = room.reindex(plain.index)
    differs = room["differs"].fillna(False).astype(bool)
    filled = {
        name: room[name].fillna(count).astype(int)
        for name, count in {
            "most_now": after,
            "most_then": before,
            "dealt_now": after,
            "dealt_then": before,
        }.items()
    }
    if (
        not differs.any()
        and filled["dealt_now"].equals(after)
        and filled["dealt_then"].equals(before)
    ):
        return plain.assign(differs=False, doubtful=False)
    most_now = filled["most_now"].where(differs, after)
    most_then = filled["most_then"].where(differs, before)
    cases = [
        (after, before),
        (filled["dealt_now"], filled["dealt_then"]),
        (after, most_then),
        (most_now, before),
    ]
    each = [dispersion_of(dispersion, place) for place in plain.index]
    worst = _worst_p(cases, months_now, months_then, each)
    counted = (after + before > 0).to_numpy()
    q = np.ones(len(plain))
    q[counted] = false_discovery_q(worst[counted])
    sure = [
        verdict(*case, **lengths, dispersion=phi)
        for *case, phi in zip(q, after, before, each, strict=True)
    ]
    corners = [
        ward_changes(later, earlier, **lengths, dispersion=dispersion)["verdict"]
        for later, earlier in cases[2:]
    ]
    words = [
        _doubtful_word(word, {rise, fall}) if doubt else _weaker_word(word, alone)
        for word, alone, rise, fall, doubt in zip(
            sure, plain["verdict"], *corners, differs, strict=True
        )
    ]
    changed = Series(words, index=plain.index) != plain["verdict"]
    doubtful = changed & (np.array(words) == "cannot tell")
    return plain.assign(
        q=plain["q"].where(~changed, q),
        percent_change=plain["percent_change"].mask(doubtful),
        verdict=words,
        differs=differs,
        doubtful=doubtful,
    )


def _worst_p(
    cases: list[tuple[Series, Series]],
    months_now: float,
    months_then: float,
    each: Sequence[Dispersion],
) -> Floats:
    """The greatest p of each place over the cases; 1 where they do not point the same way."""
    p = np.array(
        [
            [
                change_p(a, b, phi, months_now=months_now, months_then=months_then)
                for a, b, phi in zip(now, then, each, strict=True)
            ]
            for now, then in cases
        ]
    )
    ways = np.array([np.sign(now / months_now - then / months_then) for now, then in cases])
    return np.asarray(np.where((ways == ways[0]).all(axis=0), p.max(axis=0), 1.0))


def _weaker_word(sure: Verdict, alone: Verdict) -> Verdict:
    """Where the shares do not differ: the word of the placed alone, or the weaker one where dealing out the rest weakens it."""
    return (
        sure
        if sure.startswith(("clear", "possible")) or alone == "cannot tell"
        else "usual variation"
    )


def _doubtful_word(sure: Verdict, corners: set[Verdict]) -> Verdict:
    """Where they differ: what holds for the worst p, or “usual variation” where both bounds say so, else that nobody can tell.

    corners  the words with all that could be added to either period
    """
    if sure.startswith(("clear", "possible")):
        return sure
    return sure if corners == {"usual variation"} else "cannot tell"


@dataclass(frozen=True)
class BoundedChange:
    """One change: the p it is judged by, the word, whether the shares without a place differ by more than chance, and whether nobody can
    tell for that reason alone."""

    p: float
    verdict: Verdict
    differs: bool
    doubtful: bool


def bounded_change(
    now: int,
    then: int,
    missing: Missing,
    *,
    scope: Scope,
    placed: tuple[int, int] | None = None,
    own: tuple[int, int] = (0, 0),
    dispersion: Dispersion = CHANCE,
) -> BoundedChange:
    """What may be said of two counts of equally long periods beside what could not be placed.

    now, then  int, offences placed
    missing    of the whole area
    scope      “whole” for an authority or force, “part” for a ward, cell or own area
    placed     see change_room
    own        int, now and then: offences in the place itself of which a filter's value is not known
    dispersion how far such counts vary

    Returns a BoundedChange. Source: see bounded_changes.
    """
    counts, before = Series({"": now}), Series({"": then})
    room = change_room(
        counts,
        before,
        missing,
        scope=scope,
        placed=placed,
        own_now=Series({"": own[0]}),
        own_then=Series({"": own[1]}),
    )
    row = bounded_changes(
        counts, before, room, months_now=1, months_then=1, dispersion=dispersion
    ).iloc[0]
    return BoundedChange(
        float(row["q"]), row["verdict"], bool(row["differs"]), bool(row["doubtful"])
    )


def bounded_chart(
    values: Series,
    known: Series,
    unknown: Series,
    *,
    scope: Scope,
    placed: Series | None = None,
    kind: Kind = "c",
    frozen_before: date | None = None,
    exposures: Series | None = None,
    weights: Series | None = None,
    dispersion: Dispersion = CHANCE,
) -> DataFrame:
    """A control chart whose months stand out only if they do so wherever the unknown belong.

    values          int, offences of a place by month; NaN where a month is absent
    known, unknown  int, offences of the whole area by month that have a place, and that have none
    scope           see missing_room
    placed          int, by month, of what is asked for; see change_room
    others          as control_chart takes them

    Returns the frame of control_chart. A month whose share without a place differs by more than chance from that of all other months
    is *outside*, or in a *shift*, only if it is so on the low side with all that could be added to it, or on the high side with all
    that could be added to the months that say what is usual. A column doubtful (bool) marks those that are so no longer.
    """
    others: dict[str, Any] = {
        "kind": kind,
        "frozen_before": frozen_before,
        "exposures": exposures,
        "weights": weights,
        "dispersion": dispersion,
    }
    chart = control_chart(values, **others)
    having, lacking, sharing = (
        s.reindex(values.index).fillna(0).astype(int)
        for s in (known, unknown, known if placed is None else placed)
    )
    if not lacking.any():
        return chart.assign(doubtful=False)
    whole, without = int(having.sum()), int(lacking.sum())
    differs = np.array(
        [
            shares_p(int(a), int(u), whole - int(a), without - int(u)) < DIFFER_P
            for a, u in zip(having, lacking, strict=True)
        ]
    )
    most = values + _monthly_room(values, sharing, lacking, scope)
    behind = 1.0 if exposures is None else exposures.reindex(values.index)
    highest = (most / behind if kind == "u" else most).astype(float)
    fuller = control_chart(most, **others)
    low = highest < chart["low"].where(chart["low"] > 0, -1)
    high = chart["value"] > fuller["high"]
    below, above = (
        away.mask(away.abs() < SAME * chart["centre"], 0.0)
        for away in (highest - chart["centre"], chart["value"] - fuller["centre"])
    )
    runs = (_run(below) & (below < 0)) | (_run(above) & (above > 0))
    outside = chart["outside"] & (~differs | low | high)
    shift = chart["shift"] & (~differs | runs)
    doubtful = (chart["outside"] | chart["shift"]) & ~(outside | shift)
    return chart.assign(outside=outside, shift=shift, doubtful=doubtful)


def _run(sides: Series) -> Series:
    """Every month of a run of seven on one side of 0."""
    ends = shift_hits(np.sign(sides.fillna(0).to_numpy(float)))
    return Series([bool(ends[at : at + RUN_LENGTH].any()) for at in range(len(ends))], sides.index)


def _monthly_room(values: Series, known: Series, unknown: Series, scope: Scope) -> Series:
    """How many of each month's unknown could belong to the place at most: its share is that of the month, or of all months if greater."""
    if scope == WHOLE:
        return unknown
    usual = float(values.sum()) / max(int(known[values.notna()].sum()), 1)
    share = np.maximum(values.fillna(0) / known.where(known > 0, 1), usual)
    return np.ceil(MOST_TIMES * share * unknown - 1e-9).clip(upper=unknown)


@dataclass(frozen=True)
class RatioBounds:
    """A difference in differences at both bounds of what could not be placed.

    missing        offences placed and not, of the months after (now) and before (then)
    lowest, highest  the change were the unknown where they make it least, and where they make it greatest
    """

    missing: Missing
    lowest: RatioChange
    highest: RatioChange


def ratio_bounds(
    counts: DataFrame,
    treated: Sequence[str],
    after: NDArray[np.bool_],
    known: Series,
    unknown: Series,
) -> RatioBounds | None:
    """The change of did_model at both bounds; None where the share without a place did not differ between before and after.

    counts, treated, after  as did_model takes them
    known, unknown          int, by the columns of `counts`: offences of the whole area with a place, and without

    Each row may hold from none to twice its share of the known, by whichever share is the greater, before or after. The lowest ratio
    puts them into the treated rows before and the others after; the highest the other way about.

    Returns RatioBounds. Raises DataProblem as did_model does. Source: worst-case bounds after Manski (2003).
    """
    months = list(counts.columns)
    placed, lacking = (s.reindex(months).fillna(0).astype(int) for s in (known, unknown))
    missing = Missing(
        int(placed[after].sum()),
        int(lacking[after].sum()),
        int(placed[~after].sum()),
        int(lacking[~after].sum()),
    )
    if not missing.differs:
        return None
    shares = np.max(
        [
            counts.loc[:, period].sum(axis=1) / max(int(placed[period].sum()), 1)
            for period in (after, ~after)
        ],
        axis=0,
    )
    room = np.minimum(MOST_TIMES * np.outer(shares, lacking), lacking.to_numpy()[None, :])
    inside = counts.index.isin(list(treated))
    grows = np.outer(inside, after) | np.outer(~inside, ~after)
    lowest, highest = (
        did_model((counts + np.where(where, room, 0.0)), treated, after)
        for where in (~grows, grows)
    )
    return RatioBounds(missing, lowest, highest)
