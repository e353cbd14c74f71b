"""Offences weighed by the harm they do, so that one wounding is not one stolen bottle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.core.errors import DataProblem


@dataclass(frozen=True)
class HarmWeights:
    """A published index of harm, as it was loaded.

    index    its name; of whom and when is `date`, as its publisher writes it
    unit     what a weight is: days of a sentence, or a score without unit
    weights  offence code, or offence type, to the harm (float) of one offence
    by_code  whether the words are offence codes, else types
    """

    index: str
    date: str
    unit: str
    weights: Mapping[str, float]
    by_code: bool


@dataclass(frozen=True)
class HarmTotal:
    """The harm of some offences, in the unit of their weights.

    harm        float; low, high  its 95 % limits
    offences    int, those that have a weight
    unweighted  offence code or type → offences without a weight: they add nothing, and are named beside the total
    """

    harm: float
    low: float
    high: float
    offences: int
    unweighted: Mapping[str, int]


def harm_total(
    counts: Mapping[str, float], weights: Mapping[str, float]
) -> tuple[float, list[str]]:
    """Harm of the offences counted, in the unit of the weights (days of a sentence, or a severity score; float).

    counts   offence code to number of offences
    weights  offence code to harm of one offence

    Returns the total and, in the order of `counts`, the codes that have no weight: they add nothing and must be
    named beside the total.

    Source: Sherman, Neyroud and Neyroud (2016), Cambridge Crime Harm Index; ONS Crime Severity Score.
    """
    total = sum(number * weights[code] for code, number in counts.items() if code in weights)
    return float(total), [code for code in counts if code not in weights]


def harm_with_limits(
    counts: Mapping[str, int], weights: Mapping[str, float], *, phi: float = 1.0
) -> HarmTotal:
    """Harm of the offences counted, with 95 % limits, and what has no weight.

    counts   offence code or type to offences (int)
    weights  the same to harm of one offence (float)
    phi      how many times as much as by chance alone such counts vary, 1 or more

    Returns a HarmTotal. With no weighed offence its harm is 0, and its upper limit that of the heaviest weight once.
    Raises DataProblem where a weight is below 0.

    Source: gamma limits of a weighted sum of Poisson counts, Fay and Feuer (1997), its variance Σ w² n times phi.
    """
    from scipy.stats import chi2

    if min(weights.values(), default=0) < 0:
        raise DataProblem("A weight of harm cannot be below 0.")
    harm, lacking = harm_total(counts, weights)
    variance = phi * sum(n * weights[word] ** 2 for word, n in counts.items() if word in weights)
    heaviest = max((weights[word] for word in counts if word in weights), default=0.0) * phi
    low = variance / (2 * harm) * chi2.ppf(0.025, 2 * harm**2 / variance) if harm else 0.0
    raised, wider = harm + heaviest, variance + heaviest**2
    high = wider / (2 * raised) * chi2.ppf(0.975, 2 * raised**2 / wider) if raised else 0.0
    return HarmTotal(
        harm,
        float(low),
        float(high),
        int(sum(n for word, n in counts.items() if word in weights)),
        {word: int(counts[word]) for word in lacking if counts[word]},
    )


def effective_offences(counts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """As many equally heavy offences as would make the harm vary as much (float): few, where a few heavy ones make up most of it.

    counts, weights  as for harm_total

    Returns a float, 0 where nothing is weighed. Source: Kish (1965), effective sample size of weighted counts.
    """
    n = np.array([number for word, number in counts.items() if word in weights], dtype=float)
    w = np.array([weights[word] for word in counts if word in weights], dtype=float)
    squares = float(n @ w**2)
    return float(n @ w) ** 2 / squares if squares else 0.0
