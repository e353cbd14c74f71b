"""Editions of the needs assessment: figures frozen with their hash and build, opened unchanged, and compared one with another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from geo.core.errors import DataProblem
from loaders.register.register import Registers
from loaders.register.transactions import By

Figure = str | int | float | None
MOVED = ["figure", "then", "now", "moved"]


def canonical(figures: Mapping[str, Figure]) -> str:
    """The same figures as the same text, byte for byte: names in order, no blanks, no number that is none."""
    return json.dumps(
        dict(figures), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def freeze_edition(
    registers: Registers, title: str, figures: Mapping[str, Figure], *, build: str, by: By
) -> int:
    """An edition added to the register; its id. Refused without figures."""
    if not figures:
        raise DataProblem(
            "There are no figures to freeze.",
            do="Load data first.",
            stands="No edition has been made.",
        )
    text = canonical(figures)
    return registers.add(
        "edition",
        {
            "title": title,
            "frozen_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "build": build,
            "digest": hashlib.sha256(text.encode()).hexdigest(),
            "figures": text,
        },
        by,
    )


def edition_figures(edition: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of an edition's record as they were frozen; refused where they are not what its hash says."""
    text = str(edition["figures"])
    if hashlib.sha256(text.encode()).hexdigest() != edition["digest"]:
        raise DataProblem(
            f"The edition “{edition['title']}” is not as it was frozen.",
            "Its figures do not fit its hash.",
            "Bring back an export of the register in which they do.",
            "Nothing of it is shown.",
        )
    return dict(json.loads(text))


def edition_difference(earlier: Mapping[str, Figure], later: Mapping[str, Figure]) -> pd.DataFrame:
    """What moved between two editions, in the order of names: figure, then, now, moved (later less earlier; None where no numbers).

    A figure that only one of them has stands with None on the other side.
    """
    rows = []
    for name in sorted({*earlier, *later}):
        then, now = earlier.get(name), later.get(name)
        if then != now:
            numbers = all(
                isinstance(value, (int, float)) and not isinstance(value, bool)
                for value in (then, now)
            )
            rows.append((name, then, now, round(now - then, 6) if numbers else None))  # type: ignore[operator]
    return pd.DataFrame(rows, columns=MOVED, dtype=object)
