"""Answers from the cube and from rows: milliseconds, on one national quarter twelve-fold in months asked and on the demonstration."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from bench.runs import real_data, table
from geo.core.schema import POSSESSION, STREET
from geo.core.selection import Selection
from loaders import intake
from loaders.demo.demonstration import build_demonstration
from loaders.store.reader import Store, current_build

REPEATS = 40


def main() -> None:
    data = real_data()
    with tempfile.TemporaryDirectory() as folder:
        national, demonstration = Path(folder) / "national", Path(folder) / "demonstration"
        intake.load(
            [data / "police_uk_2025_q1_national.zip", data / "wards_dec2021_england_wales.parquet"],
            national,
        )
        build_demonstration(demonstration)
        rows = []
        for name, root, first, last in (
            ("national quarter", national, date(2025, 1, 1), date(2025, 3, 1)),
            ("demonstration, 12 months", demonstration, date(2022, 1, 1), date(2022, 12, 1)),
        ):
            build = current_build(root)
            assert build
            store = Store(root, build)
            for types in ((POSSESSION,), ()):
                selection = Selection(STREET, (), types, first, last)
                rows += [
                    (name, selection.what(), what, f"{_milliseconds(ask):.1f}")
                    for what, ask in _questions(store, selection).items()
                ]
    table(f"Answers, median of {REPEATS}", ["build", "offences", "question", "ms"], rows)


def _questions(store: Store, selection: Selection) -> dict[str, Callable[[], object]]:
    return {
        "by ward, from the cube": lambda: store.counts(selection, by=["ward_code"]),
        "by ward and month, from the cube": lambda: store.counts(
            selection, by=["ward_code", "month"]
        ),
        "by authority and month, from the cube": lambda: store.counts(
            selection, by=["authority_code", "month"]
        ),
        "the rows themselves, 50,000 at most": lambda: store.rows(selection),
    }


def _milliseconds(ask: Callable[[], object]) -> float:
    ask()
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - began))
    return median(times)


if __name__ == "__main__":
    main()
