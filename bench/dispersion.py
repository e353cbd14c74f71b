"""How far real counts vary, measured on three forces, and what the tests that allow for it do in worlds with that much variance.

python -m bench.dispersion    prints the rows of data/dispersion.csv
"""

from __future__ import annotations

import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from pandas import DataFrame, Series

from bench.real_months import offences
from bench.runs import Measurement
from geo.change.control_charts import FEWEST_BASELINE_MONTHS, control_chart
from geo.change.dispersion import (
    ALL_TYPES,
    CHANCE,
    FEWEST_A_MONTH,
    PRIOR_FREEDOM,
    VIOLENCE_AND_ROBBERY,
    VIOLENT,
    Dispersion,
    Level,
    course_terms,
    fitted_course,
    month_weights,
    monthly_dispersion,
    prior_dispersion,
    two_way,
    usual_dispersion,
)
from geo.change.two_periods import CLEAR, change_p, verdict
from geo.core.selection import month_after, months_between
from geo.rates.comparison import against_force
from geo.rates.intervals import Floats
from loaders.reference import dispersions

Figures = tuple[float, float, float, int, int]
COLUMNS = ["offence_type", "level", "phi", "phi_about_mean", "freedom", "series", "months"]

LEVELS: dict[Level, str] = {
    "force": "force",
    "authority": "authority_code",
    "ward": "ward_code",
    "cell": "cell",
}
FEWEST_ROWS = 2  # places with any offence, before a two-way table is formed


def kinds(rows: DataFrame) -> Iterator[tuple[str, DataFrame]]:
    """Each type and sum of types that the table names, with its rows."""
    yield ALL_TYPES, rows
    yield VIOLENCE_AND_ROBBERY, rows[rows["kind"].isin(VIOLENT)]
    for kind in sorted(rows["kind"].unique()):
        yield kind, rows[rows["kind"] == kind]


def types_of(kind: str) -> list[str]:
    """The offence types that a name of the table stands for; none for all."""
    return {ALL_TYPES: [], VIOLENCE_AND_ROBBERY: sorted(VIOLENT)}.get(kind, [kind])


def monthly(rows: DataFrame, by: str, months: DataFrame) -> dict[str, Series]:
    """Offences by month of every force, authority or place; a month that was received and holds none counts 0.

    months  the rows that say which months were received: those of all types
    """
    counts = rows.groupby([by, "month"]).size()
    received = {place: sorted(set(mine)) for place, mine in months.groupby(by)["month"]}
    return {
        str(place): counts.get(place, Series(dtype=int)).reindex(received[place], fill_value=0)
        if place in counts.index.get_level_values(0)
        else Series(0, index=received[place])
        for place in received
    }


def measured() -> DataFrame:
    """The rows of data/dispersion.csv: offence_type, level, phi, phi_about_mean, freedom, series, months."""
    every, rows = offences(), []
    for kind, mine in kinds(every):
        for level, by in LEVELS.items():
            figures = (
                of_series(monthly(mine, by, every).values())
                if level in ("force", "authority")
                else _of_places(mine, by)
            )
            if figures:
                rows.append((kind, level, *figures))
    return DataFrame(rows, columns=COLUMNS).round({"phi": 2, "phi_about_mean": 2, "freedom": 0})


def of_series(series: Iterable[Series]) -> Figures | None:
    """phi of several series together, about their own course and about their mean: the mean of theirs, by degrees of freedom."""
    each = [
        (own, usual)
        for counts in series
        if (own := monthly_dispersion(counts)).measured is not None
        and (usual := usual_dispersion(counts)).measured is not None
    ]
    if not each:
        return None
    phis = [
        sum(one.freedom * (one.measured or 0.0) for one in ones) / sum(one.freedom for one in ones)
        for ones in zip(*each, strict=True)
    ]
    freedom, months = (sum(getattr(own, name) for own, _ in each) for name in ("freedom", "months"))
    return phis[0], phis[1], freedom, len(each), months


def _of_places(rows: DataFrame, by: str) -> Figures | None:
    """phi of the wards or cells of each force in the months of one year, all forces together."""
    squares, spare = np.zeros(2), np.zeros(2)
    places = months = 0
    for _, mine in rows.groupby("force"):
        table = mine[mine["month"] >= date(2025, 1, 1)].groupby([by, "month"]).size().unstack()
        values = table.fillna(0).to_numpy(float)
        if min(values.shape) < FEWEST_ROWS:
            continue
        days = np.array([monthrange(month.year, month.month)[1] for month in table.columns])
        about_mean = np.outer(values.sum(axis=1), days / days.sum())
        squares += two_way(values)[0], ((values - about_mean) ** 2 / about_mean).sum()
        spare += two_way(values)[1], values.shape[0] * (values.shape[1] - 1)
        places, months = places + values.shape[0], months + values.shape[1]
    phis = squares / np.maximum(spare, 1)
    return (float(phis[0]), float(phis[1]), float(spare[0]), places, months) if places else None


def counts_of(rng: np.random.Generator, mean: Floats, phi: float) -> Floats:
    """Counts (whole floats) whose variance is phi times their mean: negative binomial of the first kind, Poisson where phi is 1."""
    if phi <= 1:
        return rng.poisson(mean).astype(float)
    return rng.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)


def season(months: Sequence[date]) -> Floats:
    """A year's course like the real one: by days, a tenth more in July than in the middle of the year, as much less in January."""
    days = np.array([monthrange(month.year, month.month)[1] for month in months]) / 30.44
    turn = np.array([month.month for month in months]) / 12
    return np.asarray(days * (1 - 0.1 * np.cos(2 * np.pi * (turn - 1 / 12))))


def unchanged_pairs(seeds: int, mean: float, phi: float, past: int) -> list[Measurement]:
    """Totals of four months and the same a year before, nothing changed, `past` months before: how often p < 0.01.

    mean  offences a month; phi  variance over mean; past  months known before, 0 where like series must do
    """
    rng, called = np.random.default_rng(21), {"widened": 0, "exact": 0}
    months = list(months_between(date(2020, 1, 1), date(2024, 4, 1)))
    now = [month for month in months if month >= date(2024, 1, 1)]
    course = mean * season(months)
    for _ in range(seeds):
        series = Series(counts_of(rng, course, phi), index=months)
        later = int(series[now].sum())
        earlier = int(series[[month_after(month, -12) for month in now]].sum())
        # like series have been measured, too: their phi is as uncertain as its degrees of freedom say
        assumed = Dispersion(max(1.0, phi * rng.chisquare(20) / 20), 20.0)
        before = series[: len(months) - len(now)].iloc[-past:] if past else series.iloc[:0]
        dispersion = monthly_dispersion(before, assumed)
        called["widened"] += change_p(later, earlier, dispersion) < CLEAR
        called["exact"] += change_p(later, earlier) < CLEAR
    known = f"{past} months before" if past else "assumed"
    name = f"unchanged totals, {mean:g} a month varying {phi:g} times"
    rows = [Measurement(f"{name}, {known}: p < 0.01", seeds, called["widened"] / seeds, most=0.02)]
    if not past:
        exact = called["exact"] / seeds
        rows.append(Measurement(f"{name}, taken as Poisson: p < 0.01", seeds, exact))
    return rows


def rise_by_quarter(seeds: int, mean: float, phi: float, past: int) -> list[Measurement]:
    """A rise by 25 % over four months, beside the same of the year before: how often it is called (clear or possible), and clear."""
    rng = np.random.default_rng(22)
    months = list(months_between(date(2020, 1, 1), date(2024, 4, 1)))
    rises = np.where([month >= date(2024, 1, 1) for month in months], 1.25, 1.0)
    words: list[str] = []
    for _ in range(seeds):
        series = Series(counts_of(rng, mean * season(months) * rises, phi), index=months)
        now, then = int(series.iloc[-4:].sum()), int(series.iloc[-16:-12].sum())
        assumed = Dispersion(max(1.0, phi * rng.chisquare(20) / 20), 20.0)
        before = series.iloc[:-4].iloc[-past:] if past else series.iloc[:0]
        dispersion = monthly_dispersion(before, assumed)
        words.append(verdict(change_p(now, then, dispersion), now, then, dispersion=dispersion))
    known = f"{past} months before" if past else "assumed"
    name = f"violence and robbery + 25 %, {mean:g} a month varying {phi:g} times, {known}"
    called = sum(word in ("clear rise", "possible rise") for word in words) / seeds
    return [
        Measurement(f"{name}: called", seeds, called, least=0.8),
        Measurement(f"{name}: clear", seeds, words.count("clear rise") / seeds),
    ]


def real_pairs(worlds: int) -> list[Measurement]:
    """Like months of real forces: how often p < 0.01, beside the same pairs in worlds where each series follows its own course.

    Like are neighbouring months (days allowed for), and the same calendar month, or January to April, a year apart. phi is measured
    on the other two forces alone.
    """
    every = offences()
    pairs = [pair for kind, rows in kinds(every) for pair in _pairs_of_kind(kind, rows, every)]
    rng, rows_out = np.random.default_rng(23), []
    for name in ("neighbouring months", "a year apart"):
        mine = [pair for pair in pairs if pair.name == name]
        real = np.mean([pair.p() < CLEAR for pair in mine])
        exact = np.mean([pair.p(exact=True) < CLEAR for pair in mine])
        drawn = [np.mean([pair.drawn(rng).p() < CLEAR for pair in mine]) for _ in range(worlds)]
        most = float(np.quantile(drawn, 0.975, method="higher"))
        label = f"real like months of three forces, {name}"
        rows_out += [
            Measurement(f"{label}, taken as Poisson: p < 0.01", len(mine), float(exact)),
            Measurement(f"{label}, their placebo worlds: p < 0.01", worlds, float(np.mean(drawn))),
            Measurement(f"{label}: p < 0.01", len(mine), float(real), most=most),
        ]
        used = np.mean([replace(pair, dispersion=pair.used).p() < CLEAR for pair in mine])
        rows_out.append(
            Measurement(
                f"{label}, phi as pages have it: p < 0.01", len(mine), float(used), most=most
            )
        )
    return rows_out


def wards_as_they_differ(seeds: int) -> list[Measurement]:
    """118 wards whose true rates differ (log-normal, by two fifths) and none stands apart: how many are called clearly above."""
    people = Series(np.random.default_rng(0).integers(3000, 14000, 118), dtype=int)
    called = {"widened": 0, "exact": 0}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        rates = 0.02 * np.exp(rng.normal(0, 0.4, len(people)))
        counts = Series(rng.poisson(people * rates))
        for name, phi in (("widened", None), ("exact", 1.0)):
            table = against_force(counts, people, years=1, phi=phi)
            called[name] += int((table["standing"] == "clearly above").sum())
    trials = seeds * len(people)
    return [
        Measurement(
            "wards that differ, none apart: clearly above",
            trials,
            called["widened"] / trials,
            most=0.02,
        ),
        Measurement(
            "the same by limits of chance alone: clearly above", trials, called["exact"] / trials
        ),
    ]


def real_months_outside() -> list[Measurement]:
    """Months of 2025 of the authorities of three forces: how many lie outside what is usual, by chance alone and as they vary.

    What is usual comes from the same months, as a page has it where no year before them is loaded.
    """
    every = offences()
    outside, months = {"widened": 0, "exact": 0}, 0
    for kind, rows in kinds(every):
        prior = prior_dispersion(dispersions(), types_of(kind), "authority", about_mean=True)
        for counts in monthly(rows, "authority_code", every).values():
            year = counts[[month >= date(2025, 1, 1) for month in counts.index]].astype(float)
            if len(year) < FEWEST_BASELINE_MONTHS or year.mean() < FEWEST_A_MONTH:
                continue
            months += len(year)
            wide = control_chart(
                year,
                kind="c",
                weights=month_weights(year, list(year.index)),
                dispersion=usual_dispersion(year, prior),
            )
            plain = control_chart(year, kind="c")
            for name, chart in (("widened", wide), ("exact", plain)):
                outside[name] += int((chart["outside"] | chart["shift"]).sum())
    name = "real months of ten authorities, 2025: outside what is usual or in a run"
    return [
        Measurement(name, months, outside["widened"] / months, most=0.03),
        Measurement(f"{name}, by chance alone", months, outside["exact"] / months),
    ]


@dataclass(frozen=True)
class Pair:
    """Two totals of one series, what its own course expects of each, and how far like series vary: those of other forces, and of all three."""

    name: str
    now: float
    then: float
    expected: tuple[float, float]
    lengths: tuple[float, float]
    dispersion: Dispersion
    used: Dispersion

    def p(self, *, exact: bool = False) -> float:
        """p of “nothing changed”."""
        later, earlier = self.lengths
        dispersion = CHANCE if exact else self.dispersion
        return change_p(
            int(self.now), int(self.then), dispersion, months_now=later, months_then=earlier
        )

    def drawn(self, rng: np.random.Generator) -> Pair:
        """The same pair in a world where nothing changed beside its own course."""
        now, then = counts_of(rng, np.array(self.expected), self.dispersion.phi)
        return replace(self, now=now, then=then)


def _pairs_of_kind(kind: str, rows: DataFrame, every: DataFrame) -> Iterator[Pair]:
    """Every pair of like months of one kind in the three forces."""
    used = prior_dispersion(dispersions(), types_of(kind), "force")
    series = monthly(rows, "force", every)
    for force, counts in series.items():
        others = of_series(mine for name, mine in series.items() if name != force)
        if others is None:
            continue
        dispersion = Dispersion(max(1.0, others[0]), min(others[2], PRIOR_FREEDOM))
        months = list(counts.index)
        days = Series([float(monthrange(m.year, m.month)[1]) for m in months], months)
        fitted = fitted_course(counts.to_numpy(float), course_terms(months), days.to_numpy())
        course = Series(fitted, months)
        for then in counts.index:
            for ahead, name in ((1, "neighbouring months"), (12, "a year apart")):
                now = month_after(then, ahead)
                if now in counts.index:
                    yield Pair(
                        name,
                        counts[now],
                        counts[then],
                        (course[now], course[then]),
                        (days[now], days[then]),
                        dispersion,
                        used,
                    )
        twins = [m for m in counts.index if month_after(m, -12) in counts.index]
        if twins:
            before = [month_after(month, -12) for month in twins]
            yield Pair(
                "a year apart",
                counts[twins].sum(),
                counts[before].sum(),
                (course[twins].sum(), course[before].sum()),
                (days[twins].sum(), days[before].sum()),
                dispersion,
                used,
            )


if __name__ == "__main__":
    measured().to_csv(sys.stdout, index=False)
