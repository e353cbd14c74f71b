"""How much more counts vary by themselves than chance alone: measured on a series' own past, or assumed from like series.

Recorded offences of one kind cluster: weather, holidays, one offender, one burst of recording. Their variance is therefore
several times their mean, and a test that takes them for Poisson calls changes that are none. Everything here is about one
number, phi, the variance over the mean; it is 1 for Poisson, and no test is made bolder by a smaller one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame, Series

from geo.rates.intervals import Floats

Level = Literal["force", "authority", "ward", "cell"]

FEWEST_MONTHS = 12  # of its own past, before a series says how far it varies
SEASON_MONTHS = 24  # from here on each calendar month has a level of its own
TREND_MONTHS = (
    12  # one bend of the trend for each so many months, where calendar months are told apart
)
FEWEST_A_MONTH = 2.0  # expected, below which a series alone says too little of its variance
SPIKE_P = (
    0.01  # chance, over all months of a series, that its farthest is taken for a spike and left out
)
PRIOR_FREEDOM = 20.0  # degrees of freedom that an assumed phi counts for at most: forces differ
ALL_TYPES, VIOLENCE_AND_ROBBERY = "all offences", "violence and robbery"
NO_LIKE_SERIES = DataFrame(columns=["offence_type", "level", "phi", "phi_about_mean", "freedom"])
VIOLENT = {"Violence and sexual offences", "Robbery"}


@dataclass(frozen=True)
class Dispersion:
    """How many times as much as by chance alone counts of one kind vary.

    phi       variance over mean, at least 1
    freedom   degrees of freedom behind it (float); infinite where it is taken as known
    months    of its own past that it was measured on; 0 where it is assumed from like series
    measured  what the past gave before it was held at 1 or more; None where it is assumed
    """

    phi: float = 1.0
    freedom: float = float("inf")
    months: int = 0
    measured: float | None = None

    @property
    def assumed(self) -> bool:
        """Whether it comes from like series, and not from its own past."""
        return self.months == 0 and self.phi > 1

    def describe(self, counts: str) -> str:
        """The sentence that stands beside a verdict which rests on it; empty where nothing is said of it.

        counts  what they are called, at the head of the sentence
        """
        if self.months == 0 and self.phi == 1:
            return ""
        source = (
            "assumed from like series"
            if self.months == 0
            else f"measured on the {self.months} months before"
        )
        if round(self.phi, 1) <= 1:
            return f"{counts} vary no more than chance alone ({source})."
        return f"{counts} vary {self.phi:.1f} times as much as chance alone ({source})."


CHANCE = Dispersion()


def monthly_dispersion(
    monthly: Series, prior: Dispersion = CHANCE, *, leave_out: Collection[date] = ()
) -> Dispersion:
    """How much more than Poisson a series of months varies about its own course.

    monthly    int, offences indexed by month (first day), of the months received before those that are judged; NaN is a gap
    prior      from like series, taken where the past is too short: fewer than 12 months, or under 2 offences a month
    leave_out  months that are not whole

    Returns a Dispersion. The course is log-linear in the days of the month, with a yearly wave; from 24 months on with a level for
    each calendar month and a trend that may bend once a year. The month farthest out is left out as a
    spike where the others leave no room for it (p < 0.01 over all months). A measured phi below 1 is used as 1.

    Source: quasi-Poisson regression, phi as Pearson's chi-square over its degrees of freedom (McCullagh and Nelder 1989,
    section 6.2.3); the spike by the Bonferroni outlier test of externally studentised residuals (Cook and Weisberg 1982); the course as in Farrington and others (1996) and Noufaily and others (2013).
    """
    series = monthly.dropna()
    series = series[[month not in set(leave_out) for month in series.index]].sort_index()
    return _about(series, course_terms(list(series.index)), prior)


def course_terms(months: Sequence[date]) -> Floats:
    """The terms of a series' own course: level, yearly wave; from 24 months on calendar months and a trend that may bend.

    months  first days, in order

    Returns floats, one row a month and one column a term. Source: as monthly_dispersion.
    """
    years = np.array([month.year + (month.month - 1) / 12 for month in months])
    if len(months) < SEASON_MONTHS:
        wave = 2 * np.pi * years
        return np.column_stack([np.ones_like(years), np.sin(wave), np.cos(wave)])
    calendar = np.array([month.month for month in months])
    levels = [(calendar == number).astype(float) for number in sorted(set(calendar))]
    bends = years[0] + np.arange(1, int(len(months) / TREND_MONTHS))
    trend = [years - years[0], *(np.maximum(0, years - bend) for bend in bends)]
    return np.column_stack([*levels, *trend])


def fitted_course(counts: Floats, design: Floats, days: Floats, steps: int = 12) -> Floats:
    """What a course expects of each month (float, above 0): Poisson regression on the logarithm of the days.

    counts  offences of each month
    design  terms, as course_terms gives them
    days    of each month
    steps   of iteratively reweighted least squares

    Returns floats in the order of the months. Source: McCullagh and Nelder (1989).
    """
    fitted = counts + 0.5
    for _ in range(steps):
        scores = np.log(fitted / days) + (counts - fitted) / fitted
        root = np.sqrt(fitted)
        terms = np.linalg.lstsq(design * root[:, None], scores * root, rcond=None)[0]
        fitted = np.exp(np.clip(design @ terms, -30, 30)) * days
    return np.asarray(np.maximum(fitted, 1e-9))


def usual_dispersion(monthly: Series, prior: Dispersion = CHANCE) -> Dispersion:
    """How much more than Poisson a series of months varies about what month_weights expects of it: for limits of what is usual.

    monthly  int, offences indexed by month, of the months that say what is usual; NaN is a gap
    prior    from like series, about their mean; taken where the past is too short, as in monthly_dispersion

    Returns a Dispersion. Where no season is known yet, the season is a part of what is usual, and phi is the greater for it; where it
    was learnt from a few years, phi allows for how well.

    Source: as monthly_dispersion.
    """
    series = monthly.dropna().sort_index()
    dispersion = _about(series, _usual(list(series.index)), prior)
    if len(series) < SEASON_MONTHS or dispersion is prior:
        return dispersion
    wider = dispersion.phi * (1 + FEWEST_MONTHS / len(series))
    return Dispersion(wider, dispersion.freedom, dispersion.months, dispersion.measured)


def month_weights(base: Series, months: Sequence[date]) -> Series:
    """How many offences each month should hold beside an even month (float, 1 for such a one): by its days, and by its season.

    base    int, offences indexed by month, of the months that say what is usual; NaN is a gap
    months  months to give weights for

    Returns a float Series by `months`. The season (what a calendar month holds a day, beside all) is known from 24 months on.
    Source: this project; as monthly_dispersion's course without a trend.
    """
    series = base.dropna()
    weights = Series(_days(months) * 12 / 365.25, index=list(months))
    if len(series) < SEASON_MONTHS or not series.sum():
        return weights
    days = Series(_days(list(series.index)), index=series.index)
    calendar = Series([month.month for month in series.index], index=series.index)
    level = series.sum() / days.sum()
    season = series.groupby(calendar).sum() / days.groupby(calendar).sum() / level
    return weights * [float(season.get(month.month, 1.0)) for month in months]


def _about(series: Series, design: Floats, prior: Dispersion) -> Dispersion:
    """phi of a series about a course, one spike left out; the prior where the past is too short."""
    if len(series) < FEWEST_MONTHS or series.mean() < FEWEST_A_MONTH:
        return prior
    counts, days = series.to_numpy(float), _days(list(series.index))
    if len(counts) - design.shape[1] < 2:
        return prior
    chi_square, scores = _pearson(counts, design, days)
    freedom = len(counts) - design.shape[1]
    worst = int(np.argmax(np.abs(scores)))
    if freedom > 2 and _outlier_p(scores[worst], chi_square, freedom, len(counts)) < SPIKE_P:
        rest = np.arange(len(counts)) != worst
        chi_square, _ = _pearson(counts[rest], design[rest], days[rest])
        freedom -= 1
    phi = chi_square / freedom
    return Dispersion(max(1.0, phi), float(freedom), len(series), phi)


def type_dispersions(
    counts: DataFrame, past: Sequence[date], known: DataFrame, level: Level
) -> dict[str, Dispersion]:
    """How far each offence type of a place varies, by its own past, else by like series.

    counts  offence_type, month (date), offences (int)
    past    months received before those that are judged
    known   as prior_dispersion takes it
    level   of the place

    Returns offence_type → Dispersion. Source: monthly_dispersion, prior_dispersion.
    """
    return {
        str(name): monthly_dispersion(
            mine.groupby("month")["offences"].sum().reindex(list(past), fill_value=0),
            prior_dispersion(known, (str(name),), level),
        )
        for name, mine in counts.groupby("offence_type")
    }


@dataclass(frozen=True)
class Spread:
    """How far the counts of one question vary: those of the whole area, of its wards, and of the authority that varies most."""

    area: Dispersion = CHANCE
    wards: Dispersion = CHANCE
    authorities: Dispersion = CHANCE


BY_CHANCE = Spread()


def spread_before(
    monthly: DataFrame,
    past: Sequence[date],
    known: DataFrame,
    types: Sequence[str],
    *,
    authorities: Mapping[str, str],
    leave_out: Collection[date] = (),
) -> Spread:
    """How far an area's counts, its wards' and its authorities' vary: by the months before those that are judged, else by like series.

    monthly    ward_code, month (date), offences (int), of one question; a ward or month without a row holds none
    past       months received before those that are judged
    known      as prior_dispersion takes it
    types      offence types asked for
    authorities  ward_code → authority_code
    leave_out  months that are not whole

    Returns a Spread. Source: monthly_dispersion, place_dispersion, prior_dispersion.
    """
    whole = [month for month in past if month not in set(leave_out)]
    mine = monthly[monthly["month"].isin(whole)]
    table = mine.pivot_table(index="ward_code", columns="month", values="offences", aggfunc="sum")
    table = table.reindex(columns=whole).fillna(0)
    prior = prior_dispersion(known, types, "authority")
    totals = table.groupby(table.index.map(authorities)).sum().astype(int)
    of_each = [monthly_dispersion(months, prior) for _, months in totals.iterrows()]
    return Spread(
        monthly_dispersion(table.sum().astype(int), prior_dispersion(known, types, "force")),
        place_dispersion(table, prior_dispersion(known, types, "ward")),
        max(of_each, key=lambda each: each.phi, default=prior),
    )


def place_dispersion(monthly: DataFrame, prior: Dispersion = CHANCE) -> Dispersion:
    """How much more than Poisson the months of places (wards, cells) vary, all places together.

    monthly  int, one row a place, one column a month received before those that are judged
    prior    taken where there are fewer than 12 months, or no two places with any offence

    Returns a Dispersion. Each place has its level and each month its own, so that what moves all places at once takes no part.
    One cell in a thousand, the farthest out, is drawn in to the next, so that one burst does not speak for all.

    Source: as monthly_dispersion, over the two-way table of places and months.
    """
    table = monthly.fillna(0).to_numpy(float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0] if table.size else table
    if table.ndim < 2 or table.shape[1] < FEWEST_MONTHS or table.shape[0] < 2:
        return prior
    chi_square, freedom = two_way(table)
    phi = chi_square / freedom
    return Dispersion(max(1.0, phi), freedom, table.shape[1], phi)


def two_way(table: Floats) -> tuple[float, float]:
    """Pearson's chi-square of a table of places by months, its farthest cells drawn in, and its degrees of freedom (floats).

    table  counts, no row and no column of noughts

    Returns both. Source: see place_dispersion.
    """
    squares = _squares(table)
    squares = np.minimum(squares, np.quantile(squares, 1 - 1 / 1000, method="lower"))
    return float(squares.sum()), float((table.shape[0] - 1) * (table.shape[1] - 1))


def paired_dispersion(then: ArrayLike, now: ArrayLike) -> float:
    """Variance over Poisson's (float, 1 or more) of months set beside their twins, the year's and the calendar month's level allowed for.

    then, now  counts of the same calendar months a year apart, in order; months without any in either are left out

    Returns Pearson's chi-square over its degrees of freedom (months − 1), 1.0 where fewer than three months hold anything. A change part of
    the way through a year counts as variance, which makes verdicts fewer. Unlike two_way it draws in no cell: of 24 the farthest would be
    one in every table, and phi too small.

    Source: McCullagh and Nelder (1989), the dispersion of a log-linear model.
    """
    table = np.array([np.asarray(then, dtype=float), np.asarray(now, dtype=float)])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] < 3 or (table.sum(axis=1) == 0).any():
        return 1.0
    return float(max(1.0, _squares(table).sum() / (table.shape[1] - 1)))


def prior_dispersion(
    known: DataFrame, types: Sequence[str], level: Level, *, about_mean: bool = False
) -> Dispersion:
    """What like series give for offences of these types at this level, where their own past is too short.

    known       offence_type, level (str), phi, phi_about_mean, freedom (float): see data/dispersion.csv
    types       offence types counted; none for all
    level       force, authority, ward or cell
    about_mean  about one level for all months, as usual_dispersion asks, where no season is known

    Returns a Dispersion without months: of all offences, of violence and robbery together, or of one type; of other sums, and of
    types that are not known, the greatest of their types, as nobody knows how far these move together. Chance alone where the
    table holds nothing of the level.
    """
    rows = known[known["level"] == level].set_index("offence_type")
    wanted = _names(types)
    held = [name for name in wanted if name in rows.index]
    if len(held) < len(wanted) or not held:
        held += [ALL_TYPES] if ALL_TYPES in rows.index else []
    if not held:
        return CHANCE
    column = "phi_about_mean" if about_mean else "phi"
    phi, freedom = max(
        (float(row[column]), float(row["freedom"])) for _, row in rows.loc[held].iterrows()
    )
    return Dispersion(max(1.0, phi), min(freedom, PRIOR_FREEDOM))


def dispersed_p(
    now: int,
    then: int,
    dispersion: Dispersion = CHANCE,
    *,
    months_now: float = 1,
    months_then: float = 1,
) -> float:
    """Two-sided p (float) for “the rate did not change”, of two counts that vary more than chance; above 0 and at most 1.

    now, then                int, offences of the two periods
    dispersion               as monthly_dispersion or place_dispersion gives it
    months_now, months_then  length of each period

    Given the sum, counts whose variance is phi times their mean (negative binomial of the first kind) are beta-binomial: that tail,
    doubled, and read on Student's t for the degrees of freedom behind phi. With phi 1 use geo.change.two_periods.exact_p.

    Source: exact conditional test of negative binomial counts (Robinson and Smyth 2008); Dirichlet-multinomial of counts whose
    variance is linear in the mean; t for an estimated phi as in quasi-likelihood F tests (McCullagh and Nelder 1989).
    """
    share = months_now / (months_now + months_then)
    p = _beta_binomial_p(int(now), int(now) + int(then), share, round(dispersion.phi, 4))
    return _student(p, dispersion.freedom)


@lru_cache(maxsize=65536)
def _beta_binomial_p(part: int, total: int, share: float, phi: float) -> float:
    """Twice the smaller tail of the beta-binomial, at most 1."""
    from scipy.special import betaln, gammaln

    if total == 0 or part * (1 - share) == (total - part) * share:
        return 1.0
    weight = total / (phi - 1)
    first, second = share * weight, (1 - share) * weight
    low = part <= total * share
    events = np.arange(0, part + 1) if low else np.arange(part, total + 1)
    logs = (
        gammaln(total + 1)
        - gammaln(events + 1)
        - gammaln(total - events + 1)
        + betaln(events + first, total - events + second)
        - betaln(first, second)
    )
    return float(min(1.0, 2 * np.exp(logs).sum()))


def _student(p: float, freedom: float) -> float:
    """A two-sided p of the normal as that of Student's t with the same score."""
    from scipy.special import ndtri, stdtr

    if not np.isfinite(freedom) or p >= 1:
        return p
    score = float(ndtri(max(p, 1e-300) / 2))
    return float(2 * stdtr(freedom, score))


def _squares(table: Floats) -> Floats:
    """Each cell's part of Pearson's chi-square, rows and columns each at their own level."""
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return np.asarray((table - expected) ** 2 / expected)


def _names(types: Sequence[str]) -> list[str]:
    if not types:
        return [ALL_TYPES]
    return [VIOLENCE_AND_ROBBERY] if set(types) == VIOLENT else list(types)


def _days(months: Sequence[date]) -> Floats:
    return np.array([monthrange(month.year, month.month)[1] for month in months], dtype=float)


def _usual(months: Sequence[date]) -> Floats:
    """The terms of what is usual: one level, or from 24 months on one for each calendar month."""
    if len(months) < SEASON_MONTHS:
        return np.ones((len(months), 1))
    calendar = np.array([month.month for month in months])
    return np.column_stack([(calendar == number).astype(float) for number in sorted(set(calendar))])


def _pearson(counts: Floats, design: Floats, days: Floats) -> tuple[float, Floats]:
    """Pearson's chi-square of the fitted course, and each month's residual over its own standard error under Poisson."""
    fitted = fitted_course(counts, design, days)
    weighted = design * np.sqrt(fitted)[:, None]
    leverage = np.einsum("ij,ji->i", weighted, np.linalg.pinv(weighted))
    residuals = (counts - fitted) / np.sqrt(fitted)
    return float((residuals**2).sum()), residuals / np.sqrt(np.clip(1 - leverage, 0.05, None))


def _outlier_p(score: float, chi_square: float, freedom: float, months: int) -> float:
    """p that the farthest of so many months is one of them: its residual over the spread of the others, on Student's t."""
    from scipy.special import stdtr

    others = max(chi_square - score**2, 1e-9) / (freedom - 1)
    return float(months * 2 * stdtr(freedom - 1, -abs(score) / np.sqrt(others)))
