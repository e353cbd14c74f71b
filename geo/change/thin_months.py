"""Verdicts across thin months: low months of which nobody knows whether they were whole count, and nothing is said that rests on them alone.

A thin month may be a true fall or a cut that left no trace. A change is given only where it stands with the month and without it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, cast

import numpy as np
from pandas import DataFrame, Series

from geo.change.missingness import bounded_chart
from geo.change.two_periods import Verdict


def word_across(word: Verdict, without: Verdict) -> Verdict:
    """What may be said of a change across thin months.

    word, without  what is said with the thin months, and without them and their twins

    Returns the word where both are the same; “possible …” where both go the same way, one of them less surely; else “cannot tell”.
    Source: this project's rule.
    """
    if word == without:
        return word
    ways = {said.split()[-1] for said in (word, without)}
    if len(ways) == 1 and ways <= {"rise", "fall"}:
        return cast(Verdict, f"possible {ways.pop()}")
    return "cannot tell"


def changes_across(changed: DataFrame, without: DataFrame) -> DataFrame:
    """The changes of a list of places across thin months, as bounded_changes gives them.

    changed  with the thin months: percent_change, q (float), verdict (str), doubtful (bool), by place
    without  the same places without them

    Returns `changed` with the greater q, the word of word_across, and no percent change (NaN) where that tells nothing.
    """
    other = without.reindex(changed.index)
    words = Series(
        [
            word_across(word, said)
            for word, said in zip(
                changed["verdict"], other["verdict"].fillna("cannot tell"), strict=True
            )
        ],
        index=changed.index,
        dtype=object,
    )
    untold = (words == "cannot tell") & (changed["verdict"] != "cannot tell")
    result = changed.assign(q=np.fmax(changed["q"], other["q"].fillna(1.0)), verdict=words)
    if "percent_change" in result:
        result["percent_change"] = result["percent_change"].mask(untold)
    return result


def steady_chart(
    values: Series, known: Series, unknown: Series, *, thin: Collection[date], **others: Any
) -> DataFrame:
    """A control chart whose months stand out only if they do so without the thin months too; no thin month stands out by itself.

    values, known, unknown, others  as bounded_chart takes them
    thin                            months of `values` that are low

    Returns the frame of bounded_chart with thin (bool). Source: see control_chart.
    """
    chart = bounded_chart(values, known, unknown, **others)
    low = Series([month in thin for month in values.index], index=values.index, dtype=bool)
    if not low.any():
        return chart.assign(thin=False)
    without = bounded_chart(values.mask(low), known, unknown, **others)
    return chart.assign(
        outside=chart["outside"] & without["outside"],
        shift=chart["shift"] & without["shift"],
        thin=low,
    )


def chart_without_limits(values: Series, *, thin: Collection[date]) -> DataFrame:
    """The frame of steady_chart for months too few to say what is usual: no centre, no limits, and no month stands out.

    values  float, by month; NaN where absent
    thin    months of `values` that are low
    """
    unknown = dict.fromkeys(("centre", "low", "high"), float("nan"))
    nothing = dict.fromkeys(("outside", "shift", "doubtful"), False)
    low = [month in thin for month in values.index]
    return DataFrame({"value": values, **unknown, **nothing, "thin": low})
