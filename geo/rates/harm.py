"""Offences weighed by the harm they do, so that one wounding is not one stolen bottle."""

from __future__ import annotations

from collections.abc import Mapping


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
