"""Maps with no pattern and maps with one planted, put to the hotspots of the screen, with the settings of the screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from pandas import DataFrame
from scipy.stats import norm

from bench.runs import Measurement
from geo.core.false_discovery import false_discovery_q
from geo.hotspots import units
from geo.hotspots.cells import ALPHA, GiStar, Ints, found_hotspots
from geo.hotspots.wards import ward_hotspots
from geo.rates.intervals import Floats
from geo.space.areas import neighbours, to_grid
from loaders.demo.demonstration import SEED, demonstration_scene
from loaders.sources.boundaries import embedded_wards

OFFENCES = 17_500  # violence and robbery in a year
World = tuple[DataFrame, units.Units, Floats, Floats]


@cache
def world() -> World:
    """The demonstration's map points and hexagons, residents around each point, and how much each point pulls (heavy-tailed).

    Residents a point differ from ward to ward by a third, as they do in the real files.
    """
    scene = demonstration_scene(np.random.default_rng(SEED))
    at = to_grid(scene.points["longitude"].to_numpy(), scene.points["latitude"].to_numpy())
    points = DataFrame(
        {"ward_code": scene.points["ward_code"], "easting": at[:, 0], "northing": at[:, 1]}
    )
    random = np.random.default_rng(1)
    people = (
        points["ward_code"]
        .map({code: np.exp(random.normal(0, 0.35)) for code in scene.wards.index})
        .to_numpy(float)
    )
    pull = random.permutation(1 / np.arange(1, len(points) + 1) ** 0.5)
    return points, units.hexagons(points), people, pull / pull.sum()


def _hotspots(offences: Ints) -> GiStar:
    _, held, people, _ = world()
    return found_hotspots(offences, held.at, held.near, touch=held.touch, residents=people)


def _nulls(random: np.random.Generator) -> dict[str, Callable[[], Ints]]:
    """Ways to scatter offences without a pattern: alike over map points, by residents, and counts dealt out among the points."""
    points, _, people, pull = world()
    real = random.multinomial(OFFENCES, pull)
    alike = np.full(len(points), 1 / len(points))
    return {
        "alike over map points": lambda: random.multinomial(OFFENCES, alike),
        "alike over map points, 2,000 offences": lambda: random.multinomial(2_000, alike),
        "by residents": lambda: random.multinomial(OFFENCES, people / people.sum()),
        "heavy-tailed counts dealt out among the points": lambda: random.permutation(real),
    }


def no_pattern(maps: int) -> list[Measurement]:
    """Maps without a pattern: how many show at least one hotspot after false-discovery control."""
    return [
        Measurement(
            f"no pattern, {name}: a hotspot",
            maps,
            sum(bool(_hotspots(draw()).hot.any()) for _ in range(maps)) / maps,
            most=ALPHA,
        )
        for name, draw in _nulls(np.random.default_rng(2)).items()
    ]


def normal_approximation(maps: int) -> list[Measurement]:
    """The same with the normal p of Gi*, as a warning: what would be called a hotspot in heavy-tailed counts without pattern."""
    draw = _nulls(np.random.default_rng(3))["heavy-tailed counts dealt out among the points"]
    false = sum(
        bool(
            (
                false_discovery_q(2 * norm.sf(np.abs(_hotspots(draw()).places["z"].to_numpy())))
                <= ALPHA
            ).any()
        )
        for _ in range(maps)
    )
    return [Measurement("the same by the normal p of Gi*, not used", maps, false / maps)]


def planted(maps: int, share: float) -> list[Measurement]:
    """A hexagon and those around it at relative risk 2: how often any of them is called a hotspot, where power says it would be.

    share  which hexagon: the one whose surroundings hold more map points than this share of all tested
    """
    _, held, _, _ = world()
    random = np.random.default_rng(4)
    draw = _nulls(random)["alike over map points"]
    sample = _hotspots(draw()).places
    near_points = sample["near_points"].where(sample["q"].notna())
    cell = int((near_points - near_points.quantile(share)).abs().idxmin())
    cluster = np.flatnonzero(held.near[[cell]].toarray()[0])
    raised = np.isin(held.at, cluster)
    hits = 0
    for _ in range(maps):
        counts = draw()
        hits += bool(
            _hotspots(counts + np.where(raised, random.poisson(counts), 0)).hot[cluster].any()
        )
    power = power_to_find(
        draw(),
        int(near_points[cell]),
        2.0,
        p=ALPHA * int(held.near[[cell]].sum()) / 2 / int(sample["q"].notna().sum()),
    )
    name = f"relative risk 2 around a hexagon of {int(near_points[cell])} points (power says {power:.0%}): found"
    return [Measurement(name, maps, hits / maps, least=0.8 if power >= 0.9 else 0.0)]


def power_to_find(offences: Ints, near_points: int, times: float, *, p: float) -> float:
    """Chance (float) that a place whose points record `times` as much passes a given p.

    offences     int, offences of each map point were nothing planted
    near_points  int, points of the place and those around it, all of them raised
    times        float, relative risk
    p            float, two-sided p that must be passed; under Benjamini–Hochberg about alpha × hotspots / tests

    Returns the chance, 0 to 1; at times 1 it is the level of the test above expectation.

    Source: the same convolution, each point's count raised by an independent Poisson number of extra offences.
    """
    length = 1 << int(
        np.ceil(
            np.log2(
                (near_points * offences.mean() + 12 * np.sqrt(near_points) * offences.std()) * times
                + times * offences.max()
                + 64
            )
        )
    )
    share = np.bincount(offences, minlength=1) / len(offences)
    wave = np.fft.rfft(share, length)
    chance = np.clip(np.fft.irfft(wave**near_points, length), 0, None)
    at_least = np.cumsum(chance[::-1])[::-1]
    needed = int(np.argmax(2 * at_least <= p)) if (2 * at_least <= p).any() else length
    extra = np.exp(-(times - 1) * (1 - np.exp(-2j * np.pi * np.arange(length // 2 + 1) / length)))
    raised = np.zeros(len(wave), dtype=complex)
    for count, weight in enumerate(share):  # a count c becomes c + Poisson((times − 1) c)
        if weight:
            raised += (
                weight * (np.exp(-2j * np.pi * np.arange(len(wave)) / length) * extra) ** count
            )
    lifted = np.clip(np.fft.irfft(raised**near_points, length), 0, None)
    return float(lifted[needed:].sum())


def wards_alike(maps: int) -> list[Measurement]:
    """All wards at one rate: how many maps show a ward hotspot; and Penhill's two wards and those around at twice the rate: found."""
    scene = demonstration_scene(np.random.default_rng(SEED))
    boundaries = embedded_wards()
    people = scene.wards["residents"]
    shapes = boundaries.shapes[people.index].sort_index()
    held = units.wards(
        DataFrame({"ward_code": people.index}), shapes, neighbours(boundaries.drawing[shapes.index])
    )
    residents, random = people.reindex(held.codes).to_numpy(float), np.random.default_rng(5)
    share = residents / residents.sum()
    false = sum(
        bool(ward_hotspots(random.multinomial(OFFENCES, share), residents, held.near).hot.any())
        for _ in range(maps)
    )
    ward = int(held.codes.get_indexer(["E05010757"])[0])
    twice = np.where(held.near[[ward]].toarray()[0] > 0, 2, 1) * share
    hits = sum(
        bool(
            ward_hotspots(
                random.multinomial(OFFENCES, twice / twice.sum()), residents, held.near
            ).hot[ward]
        )
        for _ in range(maps)
    )
    return [
        Measurement("no pattern, wards at one rate: a hotspot", maps, false / maps, most=ALPHA),
        Measurement(
            "Penhill and the wards around it at twice the rate: found",
            maps,
            hits / maps,
            least=0.8,
        ),
    ]
