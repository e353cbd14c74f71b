"""Wards redrawn at random: no figure of an authority moves, and rates of redrawn wards are as near the truth as is stated.

Truth by construction: every resident is placed at a postcode, unevenly, so that the residents of any redrawn ward are known; the
crosswalk is told those of the old wards alone. `python -m bench.prove.redrawn_wards`; a small version is in
tests/geo/space/test_vintages.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.random import Generator
from numpy.typing import NDArray
from pandas import Series
from scipy.spatial import cKDTree

from bench.runs import console
from geo.space.areas import WardIndex, neighbours
from geo.space.moved_ground import reconciled_authorities, settled_authority
from geo.space.vintages import carried_counts, crosswalk, fidelity
from loaders.area import served
from loaders.reference import table, ward_facts
from loaders.sources.boundaries import embedded_wards

REDRAWS, WARDS_REDRAWN, OFFENCES = 50, 10, 40_000
LEAST_WITHIN = 0.95
CUT_METRES = (150, 900)  # radius of the ground that a shift takes
REDRAWN_LINE_METRES, EDGE_METRES = (
    15,
    100,
)  # the other drawing of the same lines that every second redraw is given in
NEIGHBOURHOOD, DISTRICT = 50, 400  # postcodes that are alike
Metres = NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Old wards, and everybody's place.

    wards        polygons in metres by ward_code, sorted
    authorities  authority code by ward_code
    postcodes    float, shape (n, 2), metres
    residents    int, shape (n,), of each postcode
    offences     float, shape (m, 2), metres
    """

    wards: Series
    authorities: Series
    postcodes: Metres
    residents: NDArray[np.int64]
    offences: Metres


@dataclass
class Tally:
    """What came of the redraws."""

    redraws: int = 0
    wards: int = 0
    redrawn: int = 0  # wards to which not only whole wards came
    within: int = 0
    redrawn_within: int = 0
    residents_moved: int = (
        0  # difference of an authority's or the whole area's sum, over all redraws
    )
    offences_moved: int = 0
    offences_lost: int = 0  # in no ward of the redrawn map, away from its outer edge
    stated: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)

    @property
    def share_within(self) -> float:
        """Of the wards that were redrawn, those whose rate is no further from the truth than stated."""
        return self.redrawn_within / max(self.redrawn, 1)


def world(random: Generator) -> World:
    """The embedded wards with their residents at postcodes: uneven by district, by neighbourhood and by postcode."""
    facts = ward_facts()
    wards = embedded_wards().shapes
    postcodes = table("postcodes")[["easting", "northing"]].to_numpy(float)
    uneven = (
        _fields(postcodes, DISTRICT, 0.3, random)
        * _fields(postcodes, NEIGHBOURHOOD, 0.36, random)
        * random.gamma(1.0, 1.0, len(postcodes))
    )
    residents = np.zeros(len(postcodes), dtype=np.int64)
    ward = WardIndex(wards).locate(postcodes)[0]
    for position, people in enumerate(facts["population_2021"].reindex(wards.index)):
        inside = np.flatnonzero(ward == position)
        residents[inside] = random.multinomial(people, uneven[inside] / uneven[inside].sum())
    at = random.choice(len(postcodes), OFFENCES, p=residents / residents.sum())
    offences = postcodes[at] + random.normal(0, 60, (OFFENCES, 2))
    authorities = facts["authority_code"].reindex(wards.index)
    return World(wards, authorities, postcodes, residents, offences)


def _fields(places: Metres, postcodes: int, variation: float, random: Generator) -> Metres:
    """What places near each other have in common: lognormal with mean 1, alike within about so many postcodes."""
    centres = places[random.choice(len(places), len(places) // postcodes, replace=False)]
    sigma = np.sqrt(np.log1p(variation**2))
    values = random.lognormal(-(sigma**2) / 2, sigma, len(centres))
    return np.asarray(values[cKDTree(centres).query(places)[1]], dtype=float)


def split(wards: dict[str, shapely.Geometry], code: str, random: Generator) -> None:
    """A ward becomes two, along a straight line through its middle third."""
    shape = wards.pop(code)
    low, high = np.array(shape.bounds[:2]), np.array(shape.bounds[2:])
    middle = low + (high - low) * random.uniform(1 / 3, 2 / 3, 2)
    angle = random.uniform(0, np.pi)
    along, across = (
        np.array([np.cos(angle), np.sin(angle)]),
        np.array([-np.sin(angle), np.cos(angle)]),
    )
    corners = [
        middle + 1e5 * along,
        middle + 1e5 * (along + across),
        middle + 1e5 * (across - along),
        middle - 1e5 * along,
    ]
    half = shapely.Polygon(corners)
    wards[f"{code}a"] = _polygon(shapely.intersection(shape, half))
    wards[f"{code}b"] = _polygon(shapely.difference(shape, half))


def merge(wards: dict[str, shapely.Geometry], code: str, random: Generator) -> None:
    """A ward and one beside it become one."""
    if beside := _beside(wards, code):
        other = str(random.choice(beside))
        wards[f"{code}+"] = shapely.union_all([wards.pop(code), wards.pop(other)])


def shift(wards: dict[str, shapely.Geometry], code: str, random: Generator) -> None:
    """The line between a ward and one beside it moves: ground around a point of it goes to the other."""
    if beside := _beside(wards, code):
        other = str(random.choice(beside))
        line = shapely.intersection(shapely.boundary(wards[code]), wards[other])
        centre = shapely.Point(random.choice(shapely.get_coordinates(line)))
        taken = shapely.intersection(wards[code], centre.buffer(random.uniform(*CUT_METRES)))
        wards[code] = _polygon(shapely.difference(wards[code], taken))
        wards[other] = _polygon(shapely.union_all([wards[other], taken]))
        if wards[code].is_empty:
            del wards[code]


CHANGES: tuple[Callable[[dict[str, shapely.Geometry], str, Generator], None], ...] = (
    split,
    merge,
    shift,
)


def redrawn(world: World, random: Generator) -> tuple[Series, Series]:
    """Ten wards of the first authority split, merged and shifted: wards by code, sorted, and the authority of each."""
    first = served().authorities[0].code
    own = world.authorities.index[world.authorities == first]
    wards = {str(code): world.wards[code] for code in own}
    for code in random.choice(own, WARDS_REDRAWN, replace=False):
        if code in wards:
            CHANGES[random.integers(len(CHANGES))](wards, str(code), random)
    others = world.wards[world.authorities != first]
    shapes = pd.concat([Series(wards), others]).sort_index()
    authority = Series(
        [first if code in wards else world.authorities[code] for code in shapes.index],
        index=shapes.index,
    )
    return shapes, authority


def tried(world: World, random: Generator, tally: Tally, *, drawn_anew: bool) -> None:
    """One redraw, compared with the truth; `drawn_anew` gives it in another drawing of the same lines."""
    true, authorities = redrawn(world, random)
    given = true
    if drawn_anew:
        given = Series(
            shapely.coverage_simplify(true.to_numpy(), REDRAWN_LINE_METRES), index=true.index
        )
    relations = crosswalk(
        world.wards, given, world.postcodes, groups=(world.authorities, authorities)
    )
    known = residents_of(world, world.wards)
    carried = carried_counts(known, relations).reindex(given.index)
    bound = fidelity(relations, known).reindex(given.index)
    truth = residents_of(world, true)
    error = (truth / carried - 1).abs()
    changed = bound > 0
    tally.redraws += 1
    tally.wards += len(given)
    tally.redrawn += int(changed.sum())
    tally.within += int((error <= bound + 1e-9).sum())
    tally.redrawn_within += int((error[changed] <= bound[changed]).sum())
    tally.stated += bound[changed].tolist()
    tally.errors += error[changed].tolist()
    before = known.groupby(world.authorities).sum()
    tally.residents_moved += int((carried.groupby(authorities).sum() - before).abs().sum())
    tally.residents_moved += abs(int(carried.sum() - known.sum()))
    _offences_compared(world, given, authorities, tally)


def _offences_compared(world: World, given: Series, authorities: Series, tally: Tally) -> None:
    """Add up what offences changed authority, and what offences are in no ward or in two."""
    moved = reconciled_authorities(
        _outlines(world.wards, world.authorities), _outlines(given, authorities)
    )
    before = _authority_of(world.offences, world.wards, world.authorities)
    after = _authority_of(world.offences, given, authorities)
    settled = settled_authority(world.offences, before, after, moved)
    tally.offences_moved += int((settled != before).sum())
    # Between the wards no ground may be lost; at the outer edge the other drawing may leave an offence outside all wards.
    inner = shapely.buffer(shapely.union_all(world.wards.to_numpy()), -EDGE_METRES)
    unplaced = world.offences[after == ""]
    tally.offences_lost += int(shapely.contains_xy(inner, *unplaced.T).sum())


def residents_of(world: World, wards: Series) -> Series:
    """True residents of each ward, by code."""
    at = WardIndex(wards).locate(world.postcodes)[0]
    sums = np.bincount(at + 1, weights=world.residents, minlength=len(wards) + 1)[1:]
    return Series(sums.astype(np.int64), index=wards.index)


def _authority_of(points: Metres, wards: Series, authorities: Series) -> NDArray[np.str_]:
    """The authority of the ward that holds each point; "" in none."""
    at = WardIndex(wards).locate(points)[0]
    codes = np.append(authorities.reindex(wards.index).to_numpy(dtype=np.str_), "")
    return codes[at]


def _outlines(wards: Series, authorities: Series) -> Series:
    """The ground of each authority."""
    return Series(
        {
            code: shapely.union_all(wards[authorities == code].to_numpy())
            for code in sorted(set(authorities))
        }
    )


def _beside(wards: dict[str, shapely.Geometry], code: str) -> list[str]:
    """Codes of the wards that share an edge with one."""
    others = [other for other in wards if other != code and wards[other].intersects(wards[code])]
    edges = shapely.intersection(wards[code].boundary, [wards[other] for other in others])
    return [other for other, edge in zip(others, edges, strict=True) if edge.length > 1]


def _polygon(shape: shapely.Geometry) -> shapely.Geometry:
    """The ground of a shape, without lines and points that cutting leaves."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def merged_pairs() -> tuple[int, float]:
    """Real residents: every two neighbouring wards of an authority taken as one and cut again; how many wards, and the share within what is stated."""
    facts, wards = ward_facts(), embedded_wards().shapes
    postcodes = table("postcodes")[["easting", "northing"]].to_numpy(float)
    authority, residents = facts["authority_code"], facts["population_2021"]
    pairs = neighbours(wards)
    within = []
    for code, other in zip(pairs["ward_code"], pairs["neighbour_code"], strict=True):
        if code < other and authority[code] == authority[other]:
            two = wards[[code, other]]
            joined = Series({"both": shapely.union_all(two.to_numpy())})
            relations = crosswalk(joined, two, postcodes)
            known = Series({"both": residents[[code, other]].sum()})
            carried, bound = carried_counts(known, relations), fidelity(relations, known)
            within += ((residents[two.index] / carried - 1).abs() <= bound).to_list()
    return len(within), float(np.mean(within))


def proven(redraws: int = REDRAWS, *, seed: int = 20) -> Tally:
    """Redraws in worlds drawn by a fixed seed; a new world every tenth."""
    random = np.random.default_rng(seed)
    tally = Tally()
    for number in range(redraws):
        if number % 10 == 0:
            place = world(random)
        tried(place, random, tally, drawn_anew=number % 2 == 1)
    return tally


def main() -> bool:
    """Print each figure beside what is asked of it; whether all keep it."""
    tally = proven()
    console.print(
        f"{tally.redraws} redraws, every second in another drawing of the same lines: residents that changed authority "
        f"{tally.residents_moved}, offences that did {tally.offences_moved}, offences in no redrawn ward {tally.offences_lost} (none may)"
    )
    console.print(
        f"rates within the stated fidelity: {tally.within / tally.wards:.1%} of {tally.wards:,} wards, {tally.share_within:.1%} of "
        f"{tally.redrawn:,} redrawn ones (at least {LEAST_WITHIN:.0%}); of these the median differs by {np.median(tally.errors):.1%}, "
        f"95 in 100 by {np.quantile(tally.errors, 0.95):.1%} or less, and {np.median(tally.stated):.1%} is stated (median)"
    )
    pairs, real = merged_pairs()
    console.print(
        f"real residents, two wards taken as one and cut again: {real:.1%} of {pairs:,} within what is stated (at least {LEAST_WITHIN:.0%})"
    )
    exact = not (tally.residents_moved or tally.offences_moved or tally.offences_lost)
    return (
        exact
        and tally.within / tally.wards >= LEAST_WITHIN
        and tally.share_within >= LEAST_WITHIN
        and real >= LEAST_WITHIN
    )


if __name__ == "__main__":
    main()
