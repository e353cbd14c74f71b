"""Demonstration data: three years of made-up offences and searches, drawn by a fixed seed from the figures in `data/`.

The rows are written in police.uk's own layout and read by the same readers as real files. `data/README.md` says
what is planted in them for the analysis to find.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Series

from geo.core.selection import month_after, months_between
from geo.space.areas import to_degrees
from loaders.area import served
from loaders.demo import extract as demo_extract
from loaders.demo import searches as demo_searches
from loaders.demo.planted import planted
from loaders.documents.archives import Document
from loaders.reference import table, ward_facts
from loaders.sources import operations_register, registry
from loaders.sources.boundaries import Wards, embedded_wards
from loaders.sources.source import ReadSettings
from loaders.store.build_writer import BuildWriter, building
from loaders.store.builds import BuildStore
from loaders.store.manifest import DEMONSTRATION, Manifest
from loaders.store.sound_base import going_on_from
from loaders.store.wards.vintages import WardVintages, vintages_of_load

SEED = 20230118
FIRST, LAST = date(2020, 1, 1), date(2022, 12, 1)
ABSENT = date(2021, 2, 1)
# How many times what they would be: possession where searching rises, weapon searches there, offences where an operation works, those of the
# cluster. Searching rises further than possession, since search is how a third of that comes to light: each search finds no more than before.
SURGE_TIMES, SEARCHING_TIMES, WORKS_TIMES, CLUSTER_TIMES = 3.0, 7.5, 0.55, 1.5
SEARCHES_A_YEAR = 3_600
OPERATIONS = "demonstration_operations"
ETHNICITIES = [
    "White - English/Welsh/Scottish/Northern Irish/British",
    "Asian/Asian British - Any other Asian background",
    "Black/African/Caribbean/Black British - African",
    "Other ethnic group - Not stated",
]
SEEN_AS = ["White", "Asian", "Black", "Other"]  # as an officer defines whoever did not say


@dataclass(frozen=True)
class Scene:
    """What every month is drawn from: wards with their pull, snap points with theirs, offences a year by type."""

    wards: (
        DataFrame  # ward_code index: residents, pull (offences per resident, mean 1 over residents)
    )
    points: DataFrame  # ward_code, longitude, latitude, street
    weights: dict[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
    a_year: Series  # offence_type → offences a year in the whole area


def build_demonstration(store: Path, wards: Wards | None = None) -> Manifest | None:
    """Make the demonstration build, never mixed with real data; None when the store already holds it.

    wards  boundaries to place its offences in, the embedded ones unless given
    """
    planted()  # refuses where there is none
    build_store = BuildStore(store)
    with build_store.writing():
        previous = going_on_from(build_store, DEMONSTRATION)
        vintages = (
            WardVintages(wards) if wards else vintages_of_load([], previous, build_store.folder)
        )
        return _built(build_store, vintages, previous)


def _built(
    build_store: BuildStore, vintages: WardVintages, previous: Manifest | None
) -> Manifest | None:
    with building(build_store, DEMONSTRATION, vintages, previous) as work:
        name, known = f"{OPERATIONS}.csv", set(vintages.codes)
        work.add_register(
            operations_register.read_operations(operations_text().encode(), name, known), file=name
        )
        for name, data in files():
            _take_in(name, data, work)
        return work.finish()


def _take_in(name: str, data: bytes, work: BuildWriter) -> None:
    """Read a file of the demonstration as if it were real."""
    document = Document(name, "", len(data), lambda: data)
    source = registry.recognised(document)
    settings = ReadSettings(
        work.vintages.codes,
        salt=demo_extract.SALT,
        operations=tuple(work.operation_names()) if source.extract else None,
        people=True,  # made up, so that no assessment is needed
    )
    work.take_in(source, registry.read(source, document, settings), file=name)


def operations_text() -> str:
    """The demonstration's operations as the register spells them, with made-up dates."""
    return table(OPERATIONS).to_csv(index=False)


def files() -> Iterator[tuple[str, bytes]]:
    """Every file of the demonstration, name and bytes, month by month and the force's own records last; the same bytes each time."""
    random, of_force, of_searches = (
        np.random.default_rng(SEED),
        np.random.default_rng([SEED, 1]),
        np.random.default_rng([SEED, 2]),
    )
    extract, own_searches = list[DataFrame](), list[DataFrame]()
    scene, places, force = demonstration_scene(random), planted(), served().force
    for month in months_between(FIRST, LAST):
        street, searches = street_month(scene, month, random), search_month(scene, month, random)
        if month != ABSENT:
            yield f"{month:%Y-%m}-{force}-street.csv", _csv(street.drop(columns="ward"))
            yield f"{month:%Y-%m}-{force}-stop-and-search.csv", _csv(searches)
            searched = (
                (places.searched, SURGE_TIMES) if month >= places.searched_from else ((), 1.0)
            )
            extract.append(demo_extract.extract_rows(street, month, of_force, searched=searched))
            own_searches.append(demo_searches.search_rows(searches, month, of_searches))
    yield demo_extract.FILE, _csv(pd.concat(extract, ignore_index=True))
    yield demo_searches.FILE, _csv(pd.concat(own_searches, ignore_index=True))


def expected_offences(scene: Scene, offence_type: str, month: date) -> Series:
    """Offences expected of one type in one month by ward_code, with what is planted; offences, float."""
    places = planted()
    season = 1 + 0.08 * np.cos((month.month - 7) / 12 * 2 * np.pi)
    expected = (
        scene.wards["pull"]
        * scene.wards["residents"]
        / scene.wards["residents"].sum()
        * scene.a_year[offence_type]
        / 12
        * season
    )
    if offence_type in ("Violence and sexual offences", "Robbery"):
        expected = expected.where(~expected.index.isin(places.cluster), expected * CLUSTER_TIMES)
        if month >= places.works_from:
            expected[places.works] *= WORKS_TIMES
    if offence_type == "Possession of weapons" and month >= places.searched_from:
        expected = expected.where(~expected.index.isin(places.searched), expected * SURGE_TIMES)
    return expected


def demonstration_scene(random: np.random.Generator) -> Scene:
    """Wards, points and volumes of the demonstration, points drawn by `random`."""
    facts = ward_facts()
    deprivation = (facts["imd_score_2025"] - facts["imd_score_2025"].mean()) / facts[
        "imd_score_2025"
    ].std()
    centre = facts.index.isin(served().town_centres)
    pull = np.exp(0.45 * deprivation) * np.where(centre, 2.2, 1.0)
    wards = DataFrame({"residents": facts["population_2021"].astype(float), "pull": pull})
    wards["pull"] /= np.average(wards["pull"], weights=wards["residents"])
    points = _points(wards["residents"], random)
    weights = {}
    for code, at in points.groupby("ward_code").indices.items():
        share = 1 / np.arange(1, len(at) + 1) ** 0.9
        weights[str(code)] = (np.asarray(at), random.permutation(share / share.sum()))
    a_year = (
        table("demonstration_volumes").set_index("offence_type")["offences_a_year"].astype(float)
    )
    return Scene(wards, points, weights, a_year)


def _points(residents: Series, random: np.random.Generator) -> DataFrame:
    """Fixed snap points, about one for every 90 residents, inside each ward and away from its very edge."""
    shapes = embedded_wards().shapes
    streets = table("demonstration_streets")["street"].to_numpy()
    frames = []
    for code in residents.index:
        shape = shapely.buffer(shapes[code], -60)
        count, coordinates = max(12, int(residents[code] / 90)), np.empty((0, 2))
        west, south, east, north = shape.bounds
        while len(coordinates) < count:
            tried = random.uniform((west, south), (east, north), (4 * count, 2))
            coordinates = np.vstack([coordinates, tried[shapely.contains_xy(shape, tried)]])
        degrees = shapely.get_coordinates(
            to_degrees(Series(shapely.points(coordinates[:count]))).to_numpy()
        )
        frames.append(
            DataFrame(
                {
                    "ward_code": code,
                    "longitude": degrees[:, 0],
                    "latitude": degrees[:, 1],
                    "street": random.choice(streets, count),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _at(scene: Scene, wards: NDArray[np.object_], random: np.random.Generator) -> DataFrame:
    """A snap point for each offence, busier points more often."""
    chosen = np.empty(len(wards), dtype=np.intp)
    for code in np.unique(wards):
        mine = np.flatnonzero(wards == code)
        at, share = scene.weights[code]
        chosen[mine] = random.choice(at, len(mine), p=share)
    return scene.points.iloc[chosen]


def street_month(scene: Scene, month: date, random: np.random.Generator) -> DataFrame:
    """One month of street-level crime in police.uk's layout, and the ward of each row (ward)."""
    drawn = []
    for offence_type in scene.a_year.index:
        counts = random.poisson(expected_offences(scene, offence_type, month).to_numpy())
        drawn.append(
            DataFrame(
                {
                    "Crime type": offence_type,
                    "ward": np.repeat(scene.wards.index.to_numpy(), counts),
                }
            )
        )
    rows = pd.concat(drawn, ignore_index=True).iloc[random.permutation(sum(map(len, drawn)))]
    at = _at(scene, rows["ward"].to_numpy(dtype=object), random)
    incident = (rows["Crime type"] == "Anti-social behaviour").to_numpy()
    marks = random.integers(0, 2**63, (len(rows), 4), dtype=np.uint64)
    ids = np.array([four.tobytes().hex() for four in marks.astype(">u8")])
    outcomes = random.choice(
        [
            "Investigation complete; no suspect identified",
            "Unable to prosecute suspect",
            "Under investigation",
            "Awaiting court outcome",
        ],
        len(rows),
        p=[0.42, 0.36, 0.16, 0.06],
    )
    return DataFrame(
        {
            "Crime ID": np.where(incident, "", ids),
            "Month": f"{month:%Y-%m}",
            "Reported by": served().force_name,
            "Falls within": served().force_name,
            "Longitude": at["longitude"].map("{:.6f}".format).to_numpy(),
            "Latitude": at["latitude"].map("{:.6f}".format).to_numpy(),
            "Location": ("On or near " + at["street"]).to_numpy(),
            "LSOA code": "",
            "LSOA name": "",
            "Crime type": rows["Crime type"].to_numpy(),
            "Last outcome category": np.where(incident, "", outcomes),
            "Context": "",
            "ward": rows["ward"].to_numpy(),
        }
    )


def search_month(scene: Scene, month: date, random: np.random.Generator) -> DataFrame:
    """One month of stops and searches in police.uk's layout; weapon searches rise where that is planted.

    Those of them beyond the rise of possession are drawn by a generator of their own, so that what is drawn after them stays as it is.
    """
    places = planted()
    share = scene.wards["residents"] * scene.wards["pull"]
    expected = share / share.sum() * SEARCHES_A_YEAR / 12
    drugs = np.repeat(scene.wards.index.to_numpy(), random.poisson(expected.to_numpy() * 0.72))
    before = month < places.searched_from
    rising = expected.index.isin(places.searched) & (not before)
    surge = expected.where(~rising, expected * SURGE_TIMES)
    weapons = np.repeat(scene.wards.index.to_numpy(), random.poisson(surge.to_numpy() * 0.28))
    every = [_searches(scene, month, (drugs, weapons), random)]
    if not before:
        own = np.random.default_rng([SEED, 3, month.year, month.month])
        further = expected.where(rising, 0.0) * (SEARCHING_TIMES - SURGE_TIMES)
        more = np.repeat(scene.wards.index.to_numpy(), own.poisson(further.to_numpy() * 0.28))
        every.append(_searches(scene, month, (drugs[:0], more), own))
    return pd.concat(every, ignore_index=True).sort_values("Date")


def _searches(
    scene: Scene,
    month: date,
    by_aim: tuple[NDArray[np.object_], NDArray[np.object_]],
    random: np.random.Generator,
) -> DataFrame:
    """Searches of a month for drugs and for weapons, given the ward of each."""
    drugs, weapons = by_aim
    wards = np.concatenate([drugs, weapons]).astype(object)
    aim = np.array(["Controlled drugs"] * len(drugs) + ["Offensive weapons"] * len(weapons))
    finds = random.random(len(wards)) < np.where(aim == "Offensive weapons", 0.16, 0.27)
    at, last = _at(scene, wards, random), (month_after(month) - month).days
    days, seconds = random.integers(1, last + 1, len(wards)), random.integers(0, 86_400, len(wards))
    when = pd.to_datetime([f"{month:%Y-%m}-{day:02}" for day in days]) + pd.to_timedelta(
        seconds // 60 * 60, unit="s"
    )
    unplaced = random.random(len(wards)) < 0.1
    ethnicity = random.choice(ETHNICITIES, len(wards), p=[0.74, 0.06, 0.06, 0.14])
    seen = np.random.default_rng([SEED, month.year, month.month]).choice(
        SEEN_AS, len(wards), p=[0.84, 0.07, 0.07, 0.02]
    )
    return DataFrame(
        {
            "Type": "Person search",
            "Date": when.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
            "Part of a policing operation": "False",
            "Policing operation": "",
            "Latitude": np.where(unplaced, "", at["latitude"].map("{:.6f}".format)),
            "Longitude": np.where(unplaced, "", at["longitude"].map("{:.6f}".format)),
            "Gender": random.choice(["Male", "Female"], len(wards), p=[0.88, 0.12]),
            "Age range": random.choice(
                ["10-17", "18-24", "25-34", "over 34"], len(wards), p=[0.24, 0.32, 0.22, 0.22]
            ),
            "Self-defined ethnicity": ethnicity,
            "Officer-defined ethnicity": np.where(
                ethnicity == ETHNICITIES[-1],
                seen,
                [answer.split(" ")[0].split("/")[0] for answer in ethnicity],
            ),
            "Legislation": np.where(
                aim == "Controlled drugs",
                "Misuse of Drugs Act 1971 (section 23)",
                "Police and Criminal Evidence Act 1984 (section 1)",
            ),
            "Object of search": aim,
            "Outcome": np.where(finds, "Arrest", "A no further action disposal"),
            "Outcome linked to object of search": np.where(finds, "True", ""),
            "Removal of more than just outer clothing": "False",
        }
    )


def _csv(frame: DataFrame) -> bytes:
    text = io.StringIO()
    frame.to_csv(text, index=False, lineterminator="\n")
    return text.getvalue().encode()
