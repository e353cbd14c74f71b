"""How each offence came to light, by the written rules of `data/origin_rules.csv`: the first that fits decides."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loaders.reference import table

NO_RULE = "no rule"
UNKNOWN = "unknown"
Words = NDArray[np.object_]


def origins(finding: pd.Series, operation: pd.Series) -> tuple[Words, Words]:
    """The origin of each offence and the rule that fired, in row order; *unknown* and “no rule” where none does.

    finding    str, how it came to light, in the words of the template or the force's own; empty where not said
    operation  str, the operation it is tagged with; empty for none
    """
    text = {"finding": finding.str.lower(), "operation": operation.str.strip()}
    origin, fired = (np.full(len(finding), word, dtype=object) for word in (UNKNOWN, NO_RULE))
    for rule in table("origin_rules").itertuples():
        codes, distinct = pd.factorize(text[str(rule.column)])
        fits = (
            pd.Series(distinct, dtype="str")
            .str.contains(_unnamed(str(rule.pattern)), regex=True)
            .to_numpy(dtype=bool)[codes]
        )
        open_still = (fired == NO_RULE) & fits
        origin[open_still], fired[open_still] = rule.origin, rule.rule
    return origin, fired


def _unnamed(pattern: str) -> str:
    """The pattern with groups that keep nothing, as pandas wants them."""
    return pattern.replace("(?", "\0").replace("(", "(?:").replace("\0", "(?")
