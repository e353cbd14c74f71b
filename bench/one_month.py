"""One month more: what it would change (`load --dry-run`), and loading it onto ten years beside loading it alone."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from bench.runs import Run, console, middle, real_data, run, table
from geo.core.selection import months_between

RUNS = 5
MOST_SECONDS = 2.0
FIRST, LAST = date(2015, 1, 1), date(2024, 12, 1)
NAME = "{month:%Y-%m}-wiltshire-street.csv"
LOAD = """
import sys
from loaders.__main__ import main
main(sys.argv[1:])
"""


def _shifted(text: str, month: date) -> str:
    """A real month's file as if it were of another: its month, and ids of its own."""
    text = re.sub(
        r"(?m)^([0-9a-f]{8})[0-9a-f]*,\d{4}-\d{2},", rf"\g<1>{month:%Y%m},{month:%Y-%m},", text
    )
    return re.sub(r"(?m)^,\d{4}-\d{2},", f",{month:%Y-%m},", text)


def write_years(real: list[Path], folder: Path) -> None:
    """Ten years of a force: copies of its real months, in turn, with shifted months."""
    folder.mkdir()
    for number, month in enumerate(months_between(FIRST, LAST)):
        text = real[number % len(real)].read_text(encoding="utf-8")
        (folder / NAME.format(month=month)).write_text(_shifted(text, month), encoding="utf-8")


def main() -> bool:
    """Print the figures; whether a dry run of a month takes no more than two seconds."""
    real = sorted((real_data() / "police_uk").glob("2025-*/2025-*-wiltshire-street.csv"))
    wards = real_data() / "wards_dec2021_swindon_wiltshire.geojson"
    if not real:
        console.print(f"There are no real months in {real_data()}: left out. Set SVD_TEST_DATA.")
        return True
    more = real[-1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_years(real, folder / "years")
        for store, *paths in (("alone", wards), ("years", wards, folder / "years")):
            run(LOAD, "load", *paths, env={"SVD_STORE": str(folder / f"{store} before")})
        ways: dict[str, list[Run]] = {}
        for _ in range(RUNS):
            for store in ("alone", "years"):
                place = {"SVD_STORE": str(folder / store)}
                shutil.rmtree(folder / store, ignore_errors=True)
                shutil.copytree(folder / f"{store} before", folder / store)
                named = {"alone": "no month before it", "years": "120 months before it"}[store]
                for words, extra in (
                    ("dry run", ["--dry-run"]),
                    ("load", []),
                    ("dry run again", ["--dry-run"]),
                ):
                    made = run(LOAD, "load", *extra, more, env=place)
                    ways.setdefault(f"{words}, {named}", []).append(made)
    rows = [
        (
            way,
            f"{middle(runs, 'seconds'):.2f}",
            f"{middle(runs, 'processor'):.2f}",
            f"{middle(runs, 'megabytes'):.0f}",
        )
        for way, runs in sorted(ways.items())
    ]
    table(
        f"{more.name}, median of {RUNS} processes by turns",
        ["way", "seconds", "of the processor", "peak MB"],
        rows,
    )
    alone, onto = (
        middle(ways[f"load, {named} before it"], "processor")
        for named in ("no month", "120 months")
    )
    console.print(
        f"One month more on ten years takes {onto / alone:.2f} times the processor's time of that month alone."
    )
    return all(
        middle(runs, "seconds") <= MOST_SECONDS
        for way, runs in ways.items()
        if way.startswith("dry")
    )


if __name__ == "__main__":
    main()
