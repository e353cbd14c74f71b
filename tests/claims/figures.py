"""Statistics worked out by scipy and statsmodels, and figures as pages print them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

import numpy as np
import pandas as pd
import statsmodels.api as sm
from pandas import DataFrame, Series
from scipy import stats
from statsmodels.stats.multitest import multipletests

from tests.claims.raw import DATA

Z = stats.norm.ppf(0.975)


def rate(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.1f}"


def limits(count: int) -> tuple[float, float]:
    """95 % limits of a count: by chi-square below 10 (Garwood), Byar's from 10."""
    if count < 10:
        low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
        return float(low), float(stats.chi2.ppf(0.975, 2 * count + 2) / 2)
    more = count + 1
    return (
        float(count * (1 - 1 / (9 * count) - Z / (3 * count**0.5)) ** 3),
        float(more * (1 - 1 / (9 * more) + Z / (3 * more**0.5)) ** 3),
    )


def wilson(part: int, of: int) -> tuple[float, float]:
    share = part / of
    middle = (share + Z**2 / (2 * of)) / (1 + Z**2 / of)
    reach = Z / (1 + Z**2 / of) * (share * (1 - share) / of + Z**2 / (4 * of**2)) ** 0.5
    return middle - reach, middle + reach


def p_words(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.01 else f"p = {p:.2f}"


def standings(counts: Series, residents: Series) -> Series:
    """How each ward stands against the rate of all, by a funnel widened for over-dispersion."""
    expected = residents * counts.sum() / residents.sum()
    scores = 2 * (counts**0.5 - expected**0.5)
    low, high = np.quantile(scores, [0.1, 0.9])
    phi = float((np.clip(scores, low, high) ** 2).mean())
    if len(counts) >= 20 and phi > 1 + 2 * (2 / len(counts)) ** 0.5:
        above, below = stats.norm.sf(scores / phi**0.5), stats.norm.cdf(scores / phi**0.5)
    else:
        above, below = stats.poisson.sf(counts - 1, expected), stats.poisson.cdf(counts, expected)
    words = np.select(
        [above < 0.001, above < 0.025, below < 0.001, below < 0.025],
        ["clearly above", "possibly above", "clearly below", "possibly below"],
        "cannot be told",
    )
    return Series(words, index=counts.index)


def _design(months: Sequence[str]) -> np.ndarray:
    """Level and yearly wave; from 24 months on a level for each calendar month and a trend that may bend once a year."""
    years = np.array([int(m[:4]) + (int(m[5:]) - 1) / 12 for m in months])
    if len(months) < 24:
        return np.column_stack(
            [np.ones(len(years)), np.sin(2 * np.pi * years), np.cos(2 * np.pi * years)]
        )
    calendar_months = np.array([int(m[5:]) for m in months])
    levels = [(calendar_months == each).astype(float) for each in sorted(set(calendar_months))]
    knots = years[0] + np.arange(1, len(months) // 12)
    return np.column_stack(
        [*levels, years - years[0], *(np.clip(years - knot, 0, None) for knot in knots)]
    )


def _flat(months: Sequence[str]) -> np.ndarray:
    if len(months) < 24:
        return np.ones((len(months), 1))
    calendar_months = np.array([int(m[5:]) for m in months])
    return np.column_stack(
        [(calendar_months == each).astype(float) for each in sorted(set(calendar_months))]
    )


def days(months: Sequence[str]) -> np.ndarray:
    return np.array([calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in months], dtype=float)


def phi_of(counts: Series, *, flat: bool = False) -> tuple[float, float]:
    """phi of a series of months about its course, its farthest month left out where the others leave no room for it; its freedom."""
    months, seen = list(counts.index), counts.to_numpy(float)
    design = _flat(months) if flat else _design(months)

    def fitted(rows: np.ndarray) -> tuple[float, np.ndarray]:
        model = sm.GLM(
            seen[rows],
            design[rows],
            family=sm.families.Poisson(),
            offset=np.log(days(months))[rows],
        ).fit()
        leverage = model.get_hat_matrix_diag()
        return float(model.pearson_chi2), model.resid_pearson / np.sqrt(
            np.clip(1 - leverage, 0.05, None)
        )

    rows = np.arange(len(seen))
    chi, scores = fitted(rows)
    freedom = len(seen) - design.shape[1]
    worst = int(np.argmax(np.abs(scores)))
    rest = max(chi - scores[worst] ** 2, 1e-9) / (freedom - 1)
    if (
        freedom > 2
        and 2 * len(seen) * stats.t.sf(abs(scores[worst]) / rest**0.5, freedom - 1) < 0.01
    ):
        chi, _ = fitted(np.delete(rows, worst))
        freedom -= 1
    phi = max(1.0, chi / freedom)
    # where a season was learnt from a few years, limits allow for how well
    return phi * (1 + 12 / len(seen)) if flat and len(seen) >= 24 else phi, float(freedom)


def phi_of_places(table: DataFrame) -> tuple[float, float]:
    """phi of places by months about both their levels; one cell in a thousand drawn in."""
    held = table.loc[table.sum(axis=1) > 0, table.sum() > 0].to_numpy(float)
    _, _, freedom, expected = stats.chi2_contingency(held, correction=False)
    cells = np.sort(((held - expected) ** 2 / expected).ravel())
    most = cells[int(np.floor(0.999 * (len(cells) - 1)))]
    return max(1.0, float(np.minimum(cells, most).sum() / freedom)), float(freedom)


def like_series(kinds: Sequence[str], level: str, *, flat: bool = False) -> tuple[float, float]:
    """phi of like series, where a past is too short; its freedom."""
    known = pd.read_csv(DATA / "dispersion.csv")
    name = "all offences" if not kinds else "violence and robbery" if len(kinds) == 2 else kinds[0]
    row = known[(known["level"] == level) & (known["offence_type"] == name)].iloc[0]
    return max(1.0, float(row["phi_about_mean" if flat else "phi"])), min(
        float(row["freedom"]), 20.0
    )


def change_p(now: int, then: int, phi: float, freedom: float) -> float:
    """Two-sided p that two counts of equally many months come from one rate, given how far they vary."""
    total, least = now + then, min(now, then)
    exact = min(1.0, 2 * stats.binom.cdf(least, total, 0.5)) if total else 1.0
    if phi <= 1 or now == then:
        return float(exact)
    weight = total / (round(phi, 4) - 1)
    p = min(1.0, 2 * stats.betabinom.cdf(least, total, weight / 2, weight / 2))
    if p < 1 and np.isfinite(freedom):
        p = float(2 * stats.t.cdf(stats.norm.ppf(p / 2), freedom))
    return float(max(exact, p))


def word(p: float, now: int, then: int, phi: float, freedom: float) -> str:
    """What p says of two counts."""
    if change_p(now + then, 0, phi, freedom) >= 0.05:
        return "cannot tell"
    if p >= 0.05:
        return "usual variation"
    return f"{'clear' if p < 0.01 else 'possible'} {'rise' if now > then else 'fall'}"


def list_words(now: Series, then: Series, phis: dict[str, tuple[float, float]]) -> Series:
    """The word of each place of a list, after Benjamini and Hochberg over those with any offence."""
    p = Series({c: change_p(int(now[c]), int(then[c]), *phis[str(c)]) for c in now.index})
    some = (now + then) > 0
    q = Series(1.0, index=now.index)
    if some.any():
        q[some] = multipletests(p[some], method="fdr_bh")[1]
    return Series({c: word(q[c], int(now[c]), int(then[c]), *phis[str(c)]) for c in now.index})


def per_cent(now: int, then: int) -> str:
    return f"{100 * (now / then - 1):+.0f} %" if then >= 20 else ""
