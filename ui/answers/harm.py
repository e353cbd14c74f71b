"""Harm of a selection by a published index, where one is loaded: of the area, its authorities and its wards. Restricted sources: analysts only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from geo.change.harm_change import HarmChange, harm_change
from geo.core.errors import DataProblem
from geo.core.selection import Selection, month_after
from geo.rates.classes import rate_classes
from geo.rates.harm import HarmTotal, HarmWeights, harm_with_limits
from ui.answers.caching import AskedBy, cache_resource
from ui.answers.seen import recorded
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import WardAnswer
from ui.text.harm import weighed as harm_text

NO_CODE = harm_text.NO_CODE


@dataclass(frozen=True)
class HarmPlace:
    """One authority, or all together: its harm in the months received, per 1,000 residents a year, and the change on the year before.

    rate, low, high  NaN where no residents are known
    """

    total: HarmTotal
    rate: float
    low: float
    high: float
    change: HarmChange


@dataclass(frozen=True, eq=False)
class HarmAnswer:
    """The harm of one selection.

    whole        of all authorities of the area
    authorities  authority_code → the same
    wards        ward_code index: ward_name, authority_name, offences (int, weighed), harm, low, high, rate, rate_low, rate_high,
                 apart (whether its limits leave out the area's rate), class (int, by geo.rates.classes)
    months       those that the change compares, each with its twin a year earlier
    """

    counts: WardAnswer
    weights: HarmWeights
    whole: HarmPlace
    authorities: Mapping[str, HarmPlace]
    wards: pd.DataFrame
    months: tuple[date, ...]


def weights() -> HarmWeights | None:
    """The index of harm that the pinned build holds; None where none was loaded."""
    return answers.harm_weights()


def required_weights(source_id: str) -> HarmWeights:
    """The index that is loaded. Raises DataProblem where none is, or where it weighs codes and the source has none."""
    held = weights()
    if held is None:
        raise DataProblem(*harm_text.NO_WEIGHTS)
    if held.by_code and not source_answers.declared(source_id).detailed:
        raise DataProblem(*harm_text.needs_codes(held.index))
    return held


@recorded(earlier=12)
def harm_answer(selection: Selection) -> HarmAnswer:
    """The harm of a selection. Raises DataProblem where no index is loaded, or the source has no words that it weighs."""
    source_answers.require_analyst(selection.source_id, harm_text.HARM_OF)
    required_weights(selection.source_id)
    return _harm_answer(answers.asked_by(), selection)


@cache_resource(50)
def _harm_answer(asked_by: AskedBy, selection: Selection) -> HarmAnswer:
    del asked_by  # part of the key
    held, counted = required_weights(selection.source_id), ward_answers.ward_answer(selection)
    months = counted.change.months
    of = _Counts.of(selection, held, counted)
    periods = (months, tuple(month_after(month, -12) for month in months))
    residents, years = counted.wards["residents"], counted.coverage.years

    def place(wards: Sequence[str], people: float) -> HarmPlace:
        phi = counted.spread.area
        total = harm_with_limits(
            of.words(wards, counted.coverage.received), held.weights, phi=phi.phi
        )
        per = 1000 / people / years if people > 0 and years > 0 else float("nan")
        now, then = (of.words(wards, period) for period in periods)
        change = harm_change(now, then, held.weights, phi)
        return HarmPlace(total, total.harm * per, total.low * per, total.high * per, change)

    authority = counted.wards["authority_code"]
    by_authority = {
        str(code): place([*wards.index], float(residents.loc[wards.index].sum()))
        for code, wards in authority.groupby(authority, sort=False)
    }
    whole = place([*counted.wards.index], float(residents.sum()))
    return HarmAnswer(
        counted, held, whole, by_authority, _wards(of, held, counted, whole.rate), months
    )


@dataclass(frozen=True)
class _Counts:
    """Offences by ward_code, month and the word that is weighed."""

    table: pd.DataFrame
    word: str

    @staticmethod
    def of(selection: Selection, held: HarmWeights, counted: WardAnswer) -> _Counts:
        word = "offence_code" if held.by_code else "offence_type"
        months = {*counted.coverage.received, *counted.change.months}
        months |= {month_after(month, -12) for month in counted.change.months}
        table = answers.pinned().counts(
            selection.everywhere(), by=["ward_code", "month", word], months=sorted(months)
        )
        table = table.assign(month=pd.to_datetime(table["month"]).dt.date)
        return _Counts(table.fillna({word: harm_text.NO_CODE}), word)

    def words(self, wards: Sequence[str], months: Sequence[date]) -> dict[str, int]:
        """Offence code or type → offences, in some wards and months."""
        mine = self.table[self.table["ward_code"].isin(wards) & self.table["month"].isin(months)]
        sums = mine.groupby(self.word, observed=True)["offences"].sum()
        return {str(word): int(number) for word, number in sums.items()}


def _wards(of: _Counts, held: HarmWeights, counted: WardAnswer, rate: float) -> pd.DataFrame:
    """Every ward's harm, as HarmAnswer has it."""
    phi, years, received = (
        counted.spread.wards.phi,
        counted.coverage.years,
        counted.coverage.received,
    )
    totals = [
        harm_with_limits(of.words([code], received), held.weights, phi=phi)
        for code in counted.wards.index
    ]
    table = counted.wards[["ward_name", "authority_name", "residents"]].assign(
        offences=[total.offences for total in totals],
        harm=[total.harm for total in totals],
        low=[total.low for total in totals],
        high=[total.high for total in totals],
    )
    people = table["residents"].where(table["residents"] > 0)
    for name, column in (("rate", "harm"), ("rate_low", "low"), ("rate_high", "high")):
        table[name] = table[column] * 1000 / people / years
    apart = (table["rate_low"] > rate) | (table["rate_high"] < rate)
    table["class"] = rate_classes(table["rate"], rate).classes
    return table.assign(apart=apart).drop(columns="residents")
