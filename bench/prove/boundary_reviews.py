"""Boundary reviews loaded into a store: no figure of an authority moves, and how long a vintage takes on ten years.

`redrawn_wards` proves the same of the functions alone; here each redraw is a boundary file, loaded by `intake.load` beside the
wards that stand. `python -m bench.prove boundary_reviews`; a small version is in tests/loaders/store/wards/test_boundary_reviews.py.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from numpy.random import Generator
from pandas import Series

from bench.one_month import LOAD, write_years
from bench.prove.redrawn_wards import World, redrawn, residents_of, world
from bench.runs import console, real_data, run
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from geo.space.areas import grid_degrees, to_degrees
from loaders.area import served
from loaders.intake import load
from loaders.store.builds import BuildStore
from loaders.store.proposal import whatever_it_takes_away
from loaders.store.reader import Store, open_build

REDRAWS, SEED, YEAR = 50, 20260507, "2027"
LEAST_WITHIN, MOST_SECONDS = 0.95, 10.0
TYPES = ("Violence and sexual offences", "Robbery", "Possession of weapons")
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 1)
BY = ["authority_code", "month", "offence_type"]
HEADING = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


@dataclass
class ReviewTally:
    """What came of the redraws.

    offences, residents  differences of an authority's figures, over all redraws
    wards, within        redrawn wards, and those whose residents lie within the stated fidelity
    """

    redraws: int = 0
    offences: int = 0
    residents: int = 0
    wards: int = 0
    within: int = 0


def street_files(folder: Path, of: World, random: Generator) -> list[Path]:
    """A year of made-up offences at the places of a world, as police.uk's files have them."""
    months = months_between(FIRST, LAST)
    degrees = grid_degrees(*of.offences.T)
    month, kind = (random.integers(len(each), size=len(degrees)) for each in (months, TYPES))
    paths = []
    for at, name in enumerate(months):
        path = folder / f"{name:%Y-%m}-{served().force}-street.csv"
        rows = [
            f"{at:04x}{row:060x},{name:%Y-%m},{served().force_name},{served().force_name},"
            f"{degrees[row, 0]:.6f},{degrees[row, 1]:.6f},On or near High Street,,,{TYPES[kind[row]]},,"
            for row in np.flatnonzero(month == at)
        ]
        path.write_text("\n".join([HEADING, *rows, ""]), encoding="utf-8")
        paths.append(path)
    return paths


def review_file(folder: Path, wards: Series, authorities: Series) -> tuple[Path, Series]:
    """Redrawn wards as a boundary file, and the code that each has in it: its own where it is a ward's, else a new one."""
    codes = {code: code for code in wards.index if len(code) == 9}
    fresh = (f"E0599{number:04}" for number in range(len(wards)))
    written = Series([codes.get(code) or next(fresh) for code in wards.index], wards.index)
    names = served().names
    features = [
        {
            "type": "Feature",
            "properties": {
                "WD27CD": written[code],
                "WD27NM": f"Ward {written[code]}",
                "LAD27CD": authorities[code],
                "LAD27NM": names[authorities[code]],
            },
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, shape in to_degrees(wards).items()
    ]
    path = folder / f"wards_{YEAR}.geojson"
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    return path, written


def reviews(redraws: int, random: Generator) -> Iterator[ReviewTally]:
    """Redraws loaded one after another, and the tally after each."""
    of, tally = world(np.random.default_rng(SEED)), ReviewTally()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load(street_files(folder, of, random), folder / "store")
        known = BuildStore(folder / "store").current()
        assert known is not None
        before = open_build(folder / "store", known)
        counts, people = _counts(before), _residents(before)
        for _ in range(redraws):
            wards, authorities = redrawn(of, random)
            path, codes = review_file(folder, wards, authorities)
            report = load([path], folder / "store", agreed=whatever_it_takes_away)
            assert report.manifest is not None
            after = open_build(folder / "store", report.manifest.build, YEAR)
            tally.redraws += 1
            tally.offences += int(_counts(after).sub(counts, fill_value=0).abs().sum())
            tally.residents += int(_residents(after).sub(people, fill_value=0).abs().sum())
            _compare_wards(of, wards, codes, after, tally)
            yield tally


def _counts(store: Store) -> Series:
    """Offences by authority, month and type."""
    selection = Selection(STREET, (), (), FIRST, LAST, served=served())
    return store.counts(selection, by=BY).set_index(BY)["offences"]


def _residents(store: Store) -> Series:
    table = store.ward_table_of(())
    home = table[table["authority_code"].isin(served().codes)]
    return home.groupby("authority_code")["residents"].sum()


def _compare_wards(
    of: World, wards: Series, codes: Series, after: Store, tally: ReviewTally
) -> None:
    """Residents of the wards that were redrawn beside those who truly live there."""
    truth = residents_of(of, wards).rename(index=codes)
    rows = after.residents.set_index("ward_code").loc[truth.index]
    changed = rows[rows["fidelity"] > 0]
    error = (truth[changed.index] / changed["residents"] - 1).abs()
    tally.wards += len(changed)
    tally.within += int((error <= changed["fidelity"]).sum())


def vintage_on_ten_years() -> float | None:
    """Seconds that `load` of a boundary file takes on ten years of a force; None where there are no real months to copy."""
    real = sorted((real_data() / "police_uk").glob("2025-*/2025-*-wiltshire-street.csv"))
    if not real:
        console.print(f"There are no real months in {real_data()}: left out. Set SVD_TEST_DATA.")
        return None
    random = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_years(real, folder / "years")
        run(LOAD, "load", folder / "years", env={"SVD_STORE": str(folder / "store")})
        path, _ = review_file(folder, *redrawn(world(random), random))
        seconds = []
        for turn in range(3):
            place = folder / f"store {turn}"
            shutil.copytree(folder / "store", place)
            begun = time.monotonic()
            run(LOAD, "load", "--yes", path, env={"SVD_STORE": str(place)})
            seconds.append(time.monotonic() - begun)
    return sorted(seconds)[1]


def main() -> bool:
    """Print the figures; whether every authority's figures stand still, and a vintage takes no more than ten seconds."""
    *_, tally = reviews(REDRAWS, np.random.default_rng(SEED))
    share = tally.within / max(tally.wards, 1)
    console.print(
        f"{tally.redraws} redraws loaded: offences of an authority, month and type moved {tally.offences:,}, residents of an "
        f"authority {tally.residents:,}; {share:.1%} of {tally.wards:,} redrawn wards within the stated fidelity."
    )
    seconds = vintage_on_ten_years()
    if seconds is not None:
        console.print(f"A vintage on ten years: {seconds:.1f} s (median of three processes).")
    return (
        tally.offences == tally.residents == 0
        and share >= LEAST_WITHIN
        and (seconds is None or seconds <= MOST_SECONDS)
    )


if __name__ == "__main__":
    main()
