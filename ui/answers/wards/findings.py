"""What a page shows of one selection, put together from counts: pure, so that any of it can be worked out in a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

import numpy as np
import pandas as pd

from geo.change.dispersion import (
    BY_CHANCE,
    CHANCE,
    Dispersion,
    Spread,
    month_weights,
    usual_dispersion,
)
from geo.change.exposures import exposure_ratio
from geo.change.missingness import bounded_change, bounded_changes, change_room
from geo.change.thin_months import changes_across, steady_chart, word_across
from geo.change.two_periods import Verdict
from geo.core.completeness import Coverage
from geo.core.missing import NOTHING_MISSING, PART, WHOLE, Missing
from geo.core.selection import Selection, month_after
from geo.disclosure.small_cells import TOTAL
from geo.rates import comparison, rates
from geo.rates.carried_residents import standing_within
from geo.rates.classes import Classes, rate_classes
from geo.rates.intervals import poisson_limits
from geo.rates.missingness import bounded_standing, widened_limits
from ui.answers.caching import cached_on_instance
from ui.answers.wards.unplaced import NO_MONTHS, missing_of, own_unknown, unplaced_of

HIDDEN = "hidden"
FEWEST_TO_COMPARE = 10  # offences in all wards; with fewer, no ward is set against the others
TWIN = ["twin_name", "twin_rate", "twin_low", "twin_high", "distance"]
RATES = ["offences", "rate_per_1000", "rate_low", "rate_high"]
FIGURES = [*RATES, "expected", "p", "now", "then", "percent_change", "q"]


@dataclass(frozen=True)
class Change:
    """Two counts of equally many months a year apart, and what may be said of them; `months` empty where none pair up.

    missing     of both periods in the whole area: what could be placed, and what could not
    doubtful    whether nobody can tell for what could not be placed, and for that alone
    dispersion  how far such counts vary, which p allows for
    """

    now: int
    then: int
    p: float | None
    verdict: str
    months: tuple[date, ...]
    missing: Missing = NOTHING_MISSING
    doubtful: bool = False
    dispersion: Dispersion = CHANCE


@dataclass(frozen=True, eq=False)
class WardAnswer:
    """Everything a ward map and what stands beside it show of one selection.

    wards        ward_code index: names, authority, residents, offences, rate_per_1000, rate_low, rate_high, standing,
                 now, then, q, verdict (on the year before), doubtful (nobody can tell, for what could not be placed alone),
                 residents_mislead (a town centre). Hidden figures are NaN
    authorities  authority_code index: authority_name, offences, residents, uncovered (a part of it lies in no ward), rate_per_1000, rate_low,
                 rate_high
    force_rate   per 1,000 residents a year; NaN where it must not be shown
    placed       offences in wards; None where that must not be shown
    unplaced     offences of the selection without a place in any ward: outside and without_location together
    unknown      offences that could be of the selection, were what a filter asks for known of them
    not_existing offence types asked for that did not exist in these months
    dispersion   how many times as much as by chance the wards differ from one another, by which the funnel is widened; 1 where it is not
    spread       how far counts of the area, its wards and its authorities vary from month to month, which changes and ratios allow for
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
    unplaced: int = 0
    unknown: int = 0
    not_existing: tuple[str, ...] = ()
    newest: date | None = None  # newest month received of the source, asked for or not
    thin: tuple[date, ...] = ()  # months counted, or compared with, that are low
    spread: Spread = BY_CHANCE

    @property
    def counted(self) -> int | None:
        """Offences in the wards of the authorities asked for; None where that must not be shown."""
        offences = self.authorities.loc[
            list(self.selection.authorities or self.authorities.index), "offences"
        ]
        if self.selection.wards:
            offences = self.shown["offences"]
        return None if offences.isna().any() else int(offences.sum())

    @property
    def shown(self) -> pd.DataFrame:
        """The wards of the authorities asked for; of those, the wards that are named, if any are. Callers must not change it."""
        return _shown(self)

    @property
    def shown_codes(self) -> frozenset[str]:
        """Codes of the wards shown."""
        return _shown_codes(self)


@cached_on_instance(100)
def _shown(answer: WardAnswer) -> pd.DataFrame:
    authorities, named = answer.selection.authorities, answer.selection.wards
    shown = (
        answer.wards[answer.wards["authority_code"].isin(authorities)]
        if authorities
        else answer.wards
    )
    return shown[shown.index.isin(named)] if named else shown


@cached_on_instance(100)
def _shown_codes(answer: WardAnswer) -> frozenset[str]:
    return frozenset(answer.shown.index)


@dataclass(frozen=True)
class Comparison:
    """Two authorities' rates as a ratio, and the wards of each that stand out, beside wards like them in the other.

    ratio, low, high, p  the first authority's rate over the second's; None where a count is hidden or nothing was recorded
    dispersion           how far counts of the authority that varies most vary, which the limits and p allow for
    standouts            authority_code → frame: ward_name, rate_per_1000, rate_low, rate_high, standing, and of the most
                         similar ward of the other authority: twin_name, twin_rate, twin_low, twin_high, distance
    """

    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    standouts: dict[str, pd.DataFrame]
    dispersion: Dispersion = CHANCE


@dataclass(frozen=True, eq=False)
class Trend:
    """Monthly rates of each authority with what is usual for it.

    charts  authority_code → month index: value, its 95 % limits rate_low and rate_high, and what is usual: centre, low, high
            (all per 1,000 residents a year; NaN where absent); outside, shift (bool); doubtful (bool): would be one of them but for
            what could not be placed; thin (bool): low, and counted
    frozen_before  the first month not used to say what is usual; None where all were
    dispersions    authority_code → how far its months vary about what is usual, which the limits allow for
    """

    selection: Selection
    charts: dict[str, pd.DataFrame]
    absent: tuple[date, ...]
    provisional: tuple[date, ...]
    frozen_before: date | None
    dispersions: dict[str, Dispersion] = field(default_factory=dict)

    @property
    def thin(self) -> tuple[date, ...]:
        """The thin months drawn."""
        chart = next(iter(self.charts.values()))
        return tuple(chart.index[chart["thin"]])


def paired_months(received: Sequence[date], ever: Sequence[date]) -> tuple[date, ...]:
    """The months of at most a year whose twin a year earlier was received too."""
    held = set(ever)
    return (
        tuple(month for month in received if month_after(month, -12) in held)
        if len(received) <= 12
        else ()
    )


def thin_within(
    received: Sequence[date], paired: Sequence[date], thin: Sequence[date]
) -> tuple[date, ...]:
    """The thin months of those counted, and of those that they are compared with."""
    used = {*received, *paired, *(month_after(month, -12) for month in paired)}
    return tuple(month for month in thin if month in used)


def ward_findings(
    selection: Selection,
    table: pd.DataFrame,
    counted: dict[str, pd.Series],
    coverage: Coverage,
    pairs: tuple[date, ...] | None = None,
    spread: Spread = BY_CHANCE,
) -> WardAnswer:
    """Rates, standing and change of every ward. Where no month was received there is no answer but a DataProblem.

    table    ward_code index: ward_name, authority_code, authority_name, residents, residents_mislead, uncovered (bool: part of the authority lies
             in no ward); of areas that are no wards also off, how far the residents may be from a count, as a share of them
    counted  ward_code → offences: “asked” of the months received, “now” and “then” of the months that pair up, those in no ward under the
             cube's words; of a selection that is narrowed also “possible …” and “every …” of each, see ui.answers.wards.unplaced
    pairs    months that “now” and “then” are of, where not all that pair up are
    spread   how far such counts vary
    """
    offences, now, then = (
        counted[name].reindex(table.index, fill_value=0).astype(int)
        for name in ("asked", "now", "then")
    )
    paired = (
        paired_months(coverage.received, counted["months_ever"].index) if pairs is None else pairs
    )
    years = coverage.years
    apart = comparison.over_dispersion(offences, table["residents"]).widening
    compared = comparison.against_force(offences, table["residents"], years=years, phi=apart)
    (missing, placed), (unplaced, unknown) = missing_of(counted), unplaced_of(counted, "asked")
    own_now, own_then = (own_unknown(counted, name, table.index) for name in ("now", "then"))
    room = change_room(
        now, then, missing, scope=PART, placed=placed, own_now=own_now, own_then=own_then
    )
    months = max(len(paired), 1)
    changed = bounded_changes(
        now, then, room, months_now=months, months_then=months, dispersion=spread.wards
    )
    compared = widened_limits(compared, table["residents"], unplaced, years=years, scope=PART)
    compared["standing"] = bounded_standing(
        compared["standing"], offences, table["residents"], unplaced, phi=apart
    )
    if "off" in table:
        compared["standing"] = standing_within(
            compared["standing"], offences, table["residents"], table["off"], phi=apart
        )
    if (
        offences.sum() < FEWEST_TO_COMPARE
    ):  # the one ward with the one offence would always stand out
        compared["standing"] = "not distinguishable"
    whole = bool(_whole(table).all())
    if not whole:  # the force rate would stand on a part of its residents, or of its ground
        compared["standing"] = "not distinguishable"
    both = table.join(compared).join(
        changed[["now", "then", "percent_change", "q", "verdict", "doubtful"]]
    )
    # Where residents of some wards are not known, colours alone are cut at multiples of the rate of the others.
    middle = _force_rate(offences[table["residents"] > 0].sum(), table["residents"].sum(), years)
    force_rate = middle if whole else np.nan
    outside, without = (
        int(counted["asked"].get(name, 0)) for name in ("outside", "without location")
    )
    return WardAnswer(
        selection,
        both,
        _authorities(both, years, selection.served.codes, unplaced),
        force_rate,
        rate_classes(both["rate_per_1000"], middle),
        coverage,
        int(offences.sum()),
        outside,
        without,
        _change(both, paired, missing, spread.area),
        apart,
        spread=spread,
        unplaced=unplaced,
        unknown=unknown,
        newest=max(counted["months_ever"].index),
    )


def across_thin_months(
    answer: WardAnswer, without: WardAnswer, thin: tuple[date, ...]
) -> WardAnswer:
    """The answer with changes that stand without the thin months too.

    without  the same of the months that pair up without a thin one
    """
    return replace(
        answer,
        wards=changes_across(answer.wards, without.wards),
        change=change_across(answer.change, without.change),
        thin=thin,
    )


def change_across(change: Change, without: Change) -> Change:
    """One change across thin months, with the word that stands without them too."""
    word = word_across(cast(Verdict, change.verdict), cast(Verdict, without.verdict))
    p = change.p if change.p is None or without.p is None else max(change.p, without.p)
    return replace(change, p=p, verdict=word)


def without_small_counts(answer: WardAnswer, shown: pd.Series) -> WardAnswer:
    """The answer worked out again from nothing but what may be shown; all else is gone.

    shown  counts as the guard lets them out: ward_code, and “Total <authority_code>”; NaN where hidden
    """
    wards, authorities, years = (
        answer.wards.astype(dict.fromkeys(FIGURES, float)),
        answer.authorities.copy(),
        answer.coverage.years,
    )
    counts = shown.reindex(wards.index)
    totals = shown.reindex([f"{TOTAL} {code}" for code in authorities.index]).set_axis(
        authorities.index
    )
    gone, known = counts.isna(), bool(totals.notna().all())
    whole = bool(_whole(wards).all())
    wards[RATES] = rates.ward_rates(counts.fillna(0), wards["residents"], years=years)[RATES].mask(
        gone, np.nan
    )
    authorities[RATES] = rates.ward_rates(totals.fillna(0), authorities["residents"], years=years)[
        RATES
    ].mask(totals.isna(), np.nan)
    # Change, ranks and spread rest on further counts, which could be subtracted from these: they are the analyst's.
    wards[["now", "then", "percent_change", "q", "expected", "p"]] = np.nan
    wards["verdict"], wards["doubtful"] = HIDDEN, False
    # How far wards differ is worked out from what is shown, so that it tells nothing of what is not.
    apart = comparison.over_dispersion(counts.dropna(), wards["residents"][~gone]).widening
    standing = (
        _standing(counts, wards["residents"], totals.sum(), years, apart) if known else HIDDEN
    )
    # What could not be placed is the analyst's too; where it leaves nothing to tell, it leaves nothing to tell for others.
    untold = answer.wards["standing"] == "not distinguishable"
    wards["standing"] = pd.Series(standing, index=wards.index)
    wards.loc[untold & (wards["standing"] != HIDDEN), "standing"] = "not distinguishable"
    force_rate = (
        _force_rate(totals.sum(), authorities["residents"].sum(), years)
        if known and whole
        else np.nan
    )
    # Where the force rate is hidden, the colours are cut at multiples of the rate of the wards that show.
    lived = ~gone & (wards["residents"] > 0)
    middle = (
        force_rate
        if known and whole
        else _force_rate(counts[lived].sum(), wards["residents"][lived].sum(), years)
    )
    classes = rate_classes(wards["rate_per_1000"], middle)
    return replace(
        answer,
        wards=wards,
        authorities=authorities,
        force_rate=force_rate,
        classes=replace(classes, classes=np.where(gone, -2, classes.classes).astype(np.int8)),
        placed=int(totals.sum()) if known else None,
        outside=0,
        without_location=0,
        unplaced=0,
        unknown=0,
        change=Change(0, 0, None, HIDDEN, ()),
        dispersion=apart,
        spread=Spread(authorities=answer.spread.authorities),
        restricted=True,
    )


def comparison_findings(
    answer: WardAnswer, features: pd.DataFrame, pair: tuple[str, ...], *, most: int = 5
) -> Comparison:
    """Two authorities beside each other: ratio of rates, and up to `most` wards of each that stand out from the force rate.

    features  ward_code index: what makes wards alike (residents, density, share aged 14-25, deprivation)
    pair      codes of the two, both in the answer
    """
    first, second = (answer.authorities.loc[code] for code in pair)
    wards = answer.wards[answer.wards["authority_code"].isin(pair)]
    rate_ratio = rates.RateRatio(None, None, None, None)
    if (
        not np.isnan([first["offences"], second["offences"]]).any()
        and min(first["residents"], second["residents"]) > 0
    ):
        rate_ratio = _bounded_ratio(
            (int(first["offences"]), int(second["offences"])),
            (first["residents"], second["residents"]),
            answer.unplaced,
            answer.spread.authorities,
        )
    standouts = {}
    for code in pair:
        mine = wards[(wards["authority_code"] == code) & wards["standing"].str.endswith("above")]
        chosen = mine.sort_values("rate_per_1000", ascending=False).head(most)
        standouts[code] = chosen.join(
            pd.DataFrame(
                [_twin(wards, features, str(ward)) for ward in chosen.index],
                index=chosen.index,
                columns=TWIN,
            )
        )
    return Comparison(
        rate_ratio.ratio,
        rate_ratio.low,
        rate_ratio.high,
        rate_ratio.p,
        standouts,
        answer.spread.authorities,
    )


def _bounded_ratio(
    counts: tuple[int, int],
    residents: tuple[float, float],
    unplaced: int,
    dispersion: Dispersion = CHANCE,
) -> rates.RateRatio:
    """One rate over the other, its interval from all of the unplaced in the second authority to all in the first; p the greatest."""

    def ratio_of(counts: tuple[int, int]) -> rates.RateRatio:
        exact = rates.rate_ratio(counts, residents)
        if dispersion.phi == 1 or min(counts) == 0 or exact.p is None:
            return exact
        wide = exposure_ratio(counts[::-1], residents[::-1], dispersion=dispersion.phi)
        return replace(wide, p=max(exact.p, wide.p or 0.0))

    alone = ratio_of(counts)
    if not unplaced or alone.p is None:
        return alone
    first, second = counts
    least, most = ratio_of((first, second + unplaced)), ratio_of((first + unplaced, second))
    above = [
        np.sign(one / residents[0] - other / residents[1])
        for one, other in (counts, (first, second + unplaced), (first + unplaced, second))
    ]
    p = max(ratio.p or 0.0 for ratio in (alone, least, most)) if len(set(above)) == 1 else 1.0
    return replace(alone, low=least.low, high=most.high, p=p)


def _twin(wards: pd.DataFrame, features: pd.DataFrame, ward: str) -> list[object]:
    """The ward of the other authority most like this one, its figures, and how far apart they are in standard deviations."""
    known = features.reindex(wards.index).dropna()
    if ward not in known.index or known.index.map(wards["authority_code"]).nunique() < 2:
        return ["", np.nan, np.nan, np.nan, np.nan]
    alike = comparison.similar_wards(known, ward, most=len(known))
    other = alike[wards["authority_code"].reindex(alike.index) != wards.at[ward, "authority_code"]]
    twin = wards.loc[other.index[0]]
    return [
        twin["ward_name"],
        twin["rate_per_1000"],
        twin["rate_low"],
        twin["rate_high"],
        other["distance"].iloc[0],
    ]


def trend_findings(
    selection: Selection,
    counts: pd.DataFrame,
    residents: pd.Series,
    coverage: Coverage,
    unplaced: pd.DataFrame = NO_MONTHS,
    thin: tuple[date, ...] = (),
    prior: Dispersion = CHANCE,
) -> Trend:
    """Monthly rates by authority, and what was usual before the selection's first month.

    counts     authority_code, month (date), offences (int)
    residents  by authority_code
    coverage   of all months from the first to the last shown
    unplaced   month index: placed, known, unknown of the whole area, as monthly_unplaced gives them
    thin       months of the source that are low
    prior      how far like series vary about their mean, for a past too short to tell
    """
    earlier = [month for month in coverage.received if month < selection.first_month]
    frozen = selection.first_month if len(earlier) >= 12 else None
    charts, dispersions = {}, {}
    for code in residents.index:
        mine = counts[counts["authority_code"] == code].set_index("month")["offences"]
        months = mine.reindex(list(coverage.asked)).astype(float)
        months[[month for month in coverage.received if np.isnan(months[month])]] = 0.0
        exposure = pd.Series(residents[code] / 1000 / 12, index=months.index)
        base = usual_months(months, frozen, thin)
        dispersions[str(code)] = usual_dispersion(base, prior)
        chart = steady_chart(
            months,
            unplaced["known"],
            unplaced["unknown"],
            thin=thin,
            scope=WHOLE,
            kind="u",
            exposures=exposure,
            frozen_before=frozen,
            weights=month_weights(base, list(months.index)),
            dispersion=dispersions[str(code)],
        )
        held = months.dropna().astype(int)
        low, high = poisson_limits(held)
        charts[str(code)] = chart.assign(
            rate_low=pd.Series(low, held.index) / exposure,
            rate_high=pd.Series(high, held.index) / exposure,
        )
    return Trend(selection, charts, coverage.absent, coverage.provisional, frozen, dispersions)


def usual_months(months: pd.Series, frozen: date | None, thin: Sequence[date]) -> pd.Series:
    """The months of a trend that say what is usual: those before it is frozen, or all; without the thin ones."""
    base = months[[month not in set(thin) for month in months.index]]
    return base if frozen is None else base[[month < frozen for month in base.index]]


def authority_residents(table: pd.DataFrame) -> pd.Series:
    """Residents of each authority (float), by its code; 0 where those of any of its wards are not known, or a part of it lies in no ward: no
    rate is formed on a part.

    table  ward_code index: authority_code, residents (0 where nobody lives, NaN where it is not known who does), uncovered where it is known
    """
    by_authority = table.assign(known=_whole(table)).groupby("authority_code")
    return by_authority["residents"].sum().where(by_authority["known"].all(), 0.0)


def _whole(table: pd.DataFrame) -> pd.Series:
    """Of each ward, whether its residents are known and all of its authority lies in wards (bool)."""
    known = table["residents"].notna()
    return known & ~table["uncovered"] if "uncovered" in table else known


def _force_rate(offences: float, residents: float, years: float) -> float:
    """Per 1,000 residents a year; NaN where nobody lives."""
    return float(
        rates.ward_rates(pd.Series({"": offences}), pd.Series({"": residents}), years=years)[
            "rate_per_1000"
        ].iloc[0]
    )


def _standing(
    counts: pd.Series, residents: pd.Series, total: float, years: float, phi: float
) -> pd.Series:
    """Against the force rate of all offences (`total`), those of hidden wards together among them."""
    gone, together = counts.isna(), "all hidden wards"
    offences = pd.concat([counts[~gone], pd.Series({together: max(total - counts.sum(), 0)})])
    people = pd.concat([residents[~gone], pd.Series({together: residents[gone].sum()})])
    table = comparison.against_force(offences.astype(int), people, years=years, phi=phi)
    standing = table["standing"]
    return standing.reindex(counts.index).fillna(HIDDEN)


def _authorities(
    table: pd.DataFrame, years: float, order: Sequence[str], unplaced: int
) -> pd.DataFrame:
    """Each authority's figures, in the area's order, their limits wide enough for what could not be placed.

    Offences of wards where nobody lives are counted, and left out of its rate; one with a ward whose residents are not known has none.
    """
    together = table.assign(lived=table["offences"].where(table["residents"] > 0, 0)).groupby(
        "authority_code"
    )
    offences, lived = (together[name].sum() for name in ("offences", "lived"))
    residents = authority_residents(table)
    figures = widened_limits(
        rates.ward_rates(lived, residents, years=years),
        residents,
        unplaced,
        years=years,
        scope=WHOLE,
    )
    authorities = pd.DataFrame(
        {
            "authority_name": together["authority_name"].first(),
            "offences": offences,
            "residents": residents,
            "uncovered": together["uncovered"].any() if "uncovered" in table else False,
            **{name: figures[name] for name in RATES if name != "offences"},
        }
    )
    listed = [code for code in order if code in authorities.index]
    return authorities.loc[listed + [code for code in authorities.index if code not in listed]]


def _change(
    table: pd.DataFrame, paired: tuple[date, ...], missing: Missing, dispersion: Dispersion
) -> Change:
    now, then = int(table["now"].sum()), int(table["then"].sum())
    if not paired:
        return Change(now, then, None, "cannot tell", ())
    change = bounded_change(now, then, missing, scope=WHOLE, dispersion=dispersion)
    return Change(now, then, change.p, change.verdict, paired, missing, change.doubtful, dispersion)
