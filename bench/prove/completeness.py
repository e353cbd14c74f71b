"""Real months cut to a part, and real whole months each judged by the others: how many cuts are seen, how many whole months are blamed.

`python -m bench.prove.completeness`; a small version is in tests/loaders/store/test_month_rows.py.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.random import Generator

from bench.runs import console, real_data
from geo.core.expected_rows import WHOLE, MonthRows, month_statuses
from loaders.documents.archives import Document
from loaders.sources import registry
from loaders.sources.boundaries import embedded_wards
from loaders.sources.source import ReadSettings
from loaders.store.month_rows import profile_of, rows_from
from loaders.store.ward_lookup import Places

DRAWS = 200
SHARES = {
    0.1: 0.95,
    0.3: 0.95,
    0.6: 0.0,
}  # of a month that is left → share of draws that must be seen
MOST_BLAMED = 1
HOME = "wiltshire"
Months = dict[date, pa.Table]


def real_months() -> dict[str, Months]:
    """Force → month → rows as a build places them, of the three forces at hand; empty where the files are not there."""
    folder = real_data()
    more = folder.parent / "more"
    files = [(path.name, path.read_bytes()) for path in folder.glob("police_uk/*/*-street.csv")]
    for archive in (
        more / "wiltshire_2024_01_to_04.zip",
        more / "dorset_gloucestershire_2025.zip",
    ):
        files += _members(archive) if archive.is_file() else []
    places = Places(embedded_wards(), None)
    months: dict[str, Months] = {}
    for name, content in sorted(files):
        force = name[len("2025-01-") : -len("-street.csv")]
        if force == "btp":
            continue
        placed, _ = places.placed(_read(name, content), force)
        months.setdefault(force, {})[date.fromisoformat(f"{name[:7]}-01")] = placed
    return months


def _read(name: str, content: bytes) -> pa.Table:
    document = Document(name, "", len(content), lambda: content)
    return registry.read(registry.recognised(document), document, ReadSettings()).rows


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith("-street.csv"):
                yield name.rpartition("/")[2], opened.read(name)


def judged(rows: pa.Table) -> MonthRows:
    """What a build's manifest would say of a month."""
    return rows_from(profile_of(rows), len(rows), unplaced=rows["ward_code"].null_count)


def blamed(months: dict[str, Months]) -> list[str]:
    """Whole months that are called thin or partial, each judged by all others of its force and never by itself."""
    return [
        f"{force} {month:%Y-%m}: {status.describe()}"
        for force, held in months.items()
        for month, status in month_statuses(
            {force: {month: judged(rows) for month, rows in held.items()}}
        )[force].items()
        if status.status != WHOLE
    ]


def cut_rows(rows: pa.Table, share: float, random: Generator) -> pa.Table:
    """A part of a month as deliveries break: the first rows of a file, the last, or any."""
    left = round(len(rows) * share)
    ways = (
        lambda: rows.slice(0, left),
        lambda: rows.slice(len(rows) - left),
        lambda: rows.take(pa.array(np.sort(random.choice(len(rows), left, replace=False)))),
    )
    return ways[int(random.integers(len(ways)))]()


def cuts_seen(months: Months, share: float, draws: int, *, seed: int = 19) -> Counter[str]:
    """What months cut to a share of their rows are called, the others being whole."""
    random, held = np.random.default_rng(seed), {m: judged(rows) for m, rows in months.items()}
    words: Counter[str] = Counter()
    for _ in range(draws):
        month = sorted(months)[int(random.integers(len(months)))]
        part = judged(cut_rows(months[month], share, random))
        words[month_statuses({HOME: held | {month: part}})[HOME][month].status] += 1
    return words


def main() -> bool:
    """Print the figures; whether they keep the promise."""
    months = real_months()
    if HOME not in months:
        console.print(f"There are no real months in {real_data()}: set SVD_TEST_DATA.")
        return True
    holds = True
    newest = {
        month: rows for month, rows in months[HOME].items() if month.year == max(months[HOME]).year
    }
    for share, least in SHARES.items():
        words = cuts_seen(newest, share, DRAWS)
        seen = 1 - words[WHOLE] / DRAWS
        holds &= seen >= least
        console.print(f"Cut to {share:.0%}: seen in {seen:.1%} of {DRAWS} draws ({dict(words)}).")
    wrongly = blamed(months)
    whole = sum(map(len, months.values()))
    console.print(f"Whole months called short: {len(wrongly)} of {whole} of {', '.join(months)}.")
    for line in wrongly:
        console.print(f"  {line}")
    return holds and len(wrongly) <= MOST_BLAMED


if __name__ == "__main__":
    main()
