"""What a page shows of one selection, put together from counts: pure, so that any of it can be worked out in a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from geo import change, comparison, rates
from geo.classes import Classes, rate_classes
from geo.completeness import Coverage
from geo.disclosure import TOTAL
from geo.selection import Selection, month_after

HIDDEN = "hidden"
FIGURES = ["offences", "rate_per_1000", "rate_low", "rate_high", "expected", "p", "now", "then", "percent_change", "q"]


@dataclass(frozen=True)
class Change:
    """Two counts of equally many months a year apart, and what may be said of them; `months` empty where none pair up."""

    now: int
    then: int
    p: float | None
    verdict: str
    months: tuple[date, ...]


@dataclass(frozen=True)
class WardAnswer:
    """Everything a ward map and what stands beside it show of one selection.

    wards        ward_code index: names, authority, residents, offences, rate_per_1000, rate_low, rate_high, standing,
                 now, then, q, verdict (on the year before), residents_mislead (a town centre). Hidden figures are NaN
    authorities  authority_code index: authority_name, offences, residents, rate_per_1000, rate_low, rate_high
    force_rate   per 1,000 residents a year; NaN where it must not be shown
    placed       offences in wards; None where that must not be shown
    """

    selection: Selection
    wards: pd.DataFrame
    authorities: pd.DataFrame
    force_rate: float
    classes: Classes
    coverage: Coverage
    placed: int | None
    outside: int
    without_location: int
    change: Change
    dispersion: float
    restricted: bool = False

    @property
    def shown(self) -> pd.DataFrame:
        """The wards of the authorities asked for."""
        asked = self.selection.authorities
        return self.wards[self.wards["authority_code"].isin(asked)] if asked else self.wards


@dataclass(frozen=True)
class Trend:
    """Monthly rates of each authority with what is usual for it.

    charts  authority_code → month index: value, centre, low, high (per 1,000 residents a year; NaN where absent),
            outside, shift (bool)
    frozen_before  the first month not used to say what is usual; None where all were
    """

    selection: Selection
    charts: dict[str, pd.DataFrame]
    absent: tuple[date, ...]
    provisional: tuple[date, ...]
    frozen_before: date | None


def paired_months(received: Sequence[date], ever: Sequence[date]) -> tuple[date, ...]:
    """The months of at most a year whose twin a year earlier was received too."""
    held = set(ever)
    return tuple(month for month in received if month_after(month, -12) in held) if len(received) <= 12 else ()


def ward_findings(selection: Selection, table: pd.DataFrame, counted: dict[str, pd.Series], coverage: Coverage) -> WardAnswer:
    """Rates, standing and change of every ward.

    table    ward_code index: ward_name, authority_code, authority_name, residents, residents_mislead
    counted  ward_code → offences: “asked” of the months received, “now” and “then” of the months that pair up
    """
    asked, now, then = (counted[name].reindex(table.index, fill_value=0).astype(int) for name in ("asked", "now", "then"))
    paired = paired_months(coverage.received, counted["months_ever"].index)
    years = max(coverage.years, 1 / 12)
    compared = comparison.against_force(asked, table["residents"], years=years)
    changed = change.ward_changes(now, then, months_now=max(len(paired), 1), months_then=max(len(paired), 1))
    both = table.join(compared).join(changed[["now", "then", "percent_change", "q", "verdict"]])
    force = rates.ward_rates(pd.Series({"": asked.sum()}), pd.Series({"": table["residents"].sum()}), years=years)
    force_rate = float(force["rate_per_1000"].iloc[0])
    outside, without = (int(counted["asked"].get(name, 0)) for name in ("outside", "without location"))
    return WardAnswer(
        selection, both, _authorities(both, years), force_rate, rate_classes(both["rate_per_1000"], force_rate), coverage,
        int(asked.sum()), outside, without, _change(both, paired), comparison.over_dispersion(asked, table["residents"]).phi)


def without_small_counts(answer: WardAnswer, shown: pd.Series) -> WardAnswer:
    """The answer with everything gone that rests on a figure which must not leave.

    shown  counts as the guard lets them out: ward_code, and “Total <authority_code>”; NaN where hidden
    """
    gone = shown.reindex(answer.wards.index).isna()
    wards = answer.wards.astype(dict.fromkeys(FIGURES, float))
    wards.loc[gone, FIGURES] = np.nan
    totals = shown.reindex([f"{TOTAL} {code}" for code in answer.authorities.index]).to_numpy(float)
    authorities = answer.authorities.astype({"offences": float})
    authorities.loc[np.isnan(totals), ["offences", "rate_per_1000", "rate_low", "rate_high"]] = np.nan
    known = not np.isnan(totals).any()
    # Change, ranks and spread rest on further counts, which could be subtracted from these: they are the analyst's.
    wards[["now", "then", "percent_change", "q", "expected", "p"]] = np.nan
    wards["verdict"] = HIDDEN
    wards["standing"] = wards["standing"].where(~gone, HIDDEN) if known else HIDDEN
    force_rate = answer.force_rate if known else np.nan
    classes = rate_classes(wards["rate_per_1000"], force_rate)
    return replace(
        answer, wards=wards, authorities=authorities, force_rate=force_rate,
        classes=replace(classes, classes=np.where(gone, -2, classes.classes).astype(np.int8)),
        placed=answer.placed if known else None, outside=0, without_location=0,
        change=Change(0, 0, None, HIDDEN, ()), dispersion=np.nan, restricted=True)


def trend_findings(selection: Selection, counts: pd.DataFrame, residents: pd.Series, coverage: Coverage) -> Trend:
    """Monthly rates by authority, and what was usual before the selection's first month.

    counts     authority_code, month (date), offences (int)
    residents  by authority_code
    coverage   of all months from the first to the last shown
    """
    earlier = [month for month in coverage.received if month < selection.first_month]
    frozen = selection.first_month if len(earlier) >= 12 else None
    charts = {}
    for code in residents.index:
        mine = counts[counts["authority_code"] == code].set_index("month")["offences"]
        months = mine.reindex(list(coverage.asked)).astype(float)
        months[[month for month in coverage.received if np.isnan(months[month])]] = 0.0
        exposure = pd.Series(residents[code] / 1000 / 12, index=months.index)
        charts[str(code)] = change.control_chart(months, kind="u", exposures=exposure, frozen_before=frozen)
    return Trend(selection, charts, coverage.absent, coverage.provisional, frozen)


def _authorities(table: pd.DataFrame, years: float) -> pd.DataFrame:
    summed = table.groupby("authority_code").agg(authority_name=("authority_name", "first"), offences=("offences", "sum"),
                                                 residents=("residents", "sum"))
    found = rates.ward_rates(summed["offences"], summed["residents"], years=years)
    return summed.join(found.drop(columns="offences"))


def _change(table: pd.DataFrame, paired: tuple[date, ...]) -> Change:
    now, then = int(table["now"].sum()), int(table["then"].sum())
    if not paired:
        return Change(now, then, None, "cannot tell", ())
    p = change.exact_p(now, then)
    return Change(now, then, p, change.verdict(p, now, then), paired)
