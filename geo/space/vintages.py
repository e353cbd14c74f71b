"""From the wards of one vintage to those of another: which became which, and figures carried from the ones to the others."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import DataFrame, Index, Series, concat
from pandas.api.types import is_integer_dtype

from geo.core.errors import DataProblem
from geo.space.coverage import require_valid
from geo.space.moved_ground import on_moved_ground, reconciled_authorities

GENERALISATION_METRES = 20
HANDFUL = 5
NOTICEABLE = 0.005
BEYOND = ""
# How unevenly people live, each as standard deviation over mean of residents per postcode: see `fidelity`.
POSTCODE_VARIATION, NEIGHBOURHOOD_VARIATION, DISTRICT_VARIATION = 1.0, 0.36, 0.34
NEIGHBOURHOOD_POSTCODES = 50
LIMITS = 1.96
COLUMNS = ["earlier", "later", "share_of_area", "share_of_later_area", "addresses", "share"]
Counts = TypeVar("Counts", Series, DataFrame)
# Shares are whole multiples of this part of one, so that they add up to 1, and whole counts to themselves, in any order.
SHARE_UNITS = 2**30


def crosswalk(
    earlier: Series,
    later: Series,
    addresses: NDArray[np.float64],
    *,
    groups: tuple[Series, Series] | None = None,
    unchanged: Collection[str] = (),
    generalisation_metres: float = GENERALISATION_METRES,
) -> DataFrame:
    """Which later area holds how much of each earlier one, by postcodes and by area.

    earlier    polygons in metres (EPSG:27700) indexed by code
    later      the same of the other vintage
    addresses  float, shape (n, 2), easting and northing in metres: the middle of each postcode
    groups     authority (str) of each earlier and of each later area, by code. Given, an area's people stay in its
               authority, so that the sum of an authority is the same in both vintages, unless the ground itself moved
               (`reconciled_authorities`)
    unchanged  codes that stand for the same ground in both vintages, however coarsely either is drawn (geo.space.other_ground): such an
               area is itself and nothing else, and no other area gives it a share unless that has no other
    generalisation_metres  float, how far a line may lie from the true one; of the coarser vintage

    Returns a frame, one row a relation, sorted by both codes:
        earlier, later        str
        share_of_area         float, 0 to 1, of the earlier area
        share_of_later_area   float, 0 to 1, of the later area
        addresses             int, postcodes in both
        share                 float, 0 to 1: of the earlier area's postcodes; of its area where it has fewer than five.
                              The shares of one earlier area add up to exactly 1, in any order

    Slivers are no relation, have no row and no share: common ground that is nowhere wider than twice the generalisation
    (two drawings of one line differ by that), unless it is half of either area; and common ground without a postcode
    that is under 0.5 % of both areas. A postcode in a sliver has no say. A postcode in several areas of an overlapping
    vintage counts in the one whose code sorts first. An area that nothing of the other vintage overlaps has no row.

    An earlier area is taken to lie within the later ones as a whole: what is drawn outside them has no say. Later areas that do not
    cover the ground (catchments, say) are first given the rest of it by `with_ground_beyond`.

    Raises DataProblem where a code stands for two areas, an outline crosses itself, or an area has no authority.

    Source: areal interpolation with postcodes as control points, as ONS's best-fit look-ups are made; overlay by GEOS.
    """
    for areas in (earlier, later):
        _require_unique(areas.index)
        require_valid(areas)
    pairs, common = _common_ground(earlier, later)
    places = _areas_of(addresses, earlier), _areas_of(addresses, later)
    if groups is not None:
        authorities = _authorities(earlier, groups[0]), _authorities(later, groups[1])
        moved = reconciled_authorities(
            _outlines(earlier, authorities[0]), _outlines(later, authorities[1])
        )
        common = _within_authorities(pairs, common, authorities, moved)
        places = _settled_places(addresses, places, authorities, moved)
    frame = _measured(earlier, later, pairs, common)
    frame["addresses"] = _addresses_in_both(pairs, places, len(later))
    related = Series(_related(frame, common, generalisation_metres), index=frame.index)
    frame = frame[related & ~_drawn_otherwise(frame, related, unchanged)]
    frame = frame.sort_values(["earlier", "later"], ignore_index=True)
    frame["share"] = _share_units(frame["earlier"], _weights(frame)) / SHARE_UNITS
    return frame[COLUMNS]


def with_ground_beyond(later: Series, earlier: Series) -> Series:
    """Areas that cover only a part of the earlier ones, and the ground in none of them as an area more, whose code is BEYOND ("").

    later, earlier  polygons in metres (EPSG:27700) indexed by code

    Returns `later` with one row more, or as it is where nothing is left. What a crosswalk to these carries to BEYOND are the
    residents that live in none of the areas. Source: overlay by GEOS.
    """
    rest = shapely.difference(
        shapely.union_all(earlier.to_numpy()), shapely.union_all(later.to_numpy())
    )
    return later if rest.is_empty else concat([later, Series({BEYOND: rest})])


def carried_counts(counts: Counts, crosswalk: DataFrame) -> Counts:
    """Counts of earlier areas (residents, ages, ethnic groups) as counts of later areas.

    counts     number, indexed by earlier code; one column a count where it is a frame. NaN where not known
    crosswalk  earlier, later (str), share (float, those of an earlier area add up to 1), addresses (int), as `crosswalk` gives

    Returns the same by later code, sorted. Whole numbers stay whole (largest remainder), so that their sum is the same to
    the last resident; others keep it as far as floating point adds up. A later area has NaN where an earlier one that is not known, or not in
    `counts`, gives it a noticeable part: 0.5 % of the earlier or of the later area. Earlier areas without a row in the
    crosswalk lie beyond the later vintage and are not carried.

    Raises DataProblem where an earlier area's shares do not add up to 1.

    Source: areal interpolation; rounding by Hamilton's method.
    """
    if isinstance(counts, Series):
        column = carried_counts(counts.to_frame("counts"), crosswalk)["counts"]
        column.name = counts.name
        return column
    units = _share_units(crosswalk["earlier"], _checked_shares(crosswalk))
    earlier = counts.reindex(Index(crosswalk["earlier"]))
    _, group = np.unique(crosswalk["earlier"].astype(str), return_inverse=True)
    later, target = np.unique(crosswalk["later"].astype(str), return_inverse=True)
    noticeable = noticeable_parts(crosswalk).to_numpy()
    carried = DataFrame(index=Index(later, name=counts.index.name))
    for name in counts.columns:
        values = earlier[name].astype(float).to_numpy()
        unknown = np.isnan(values)
        parts = _parts(np.where(unknown, 0, values), units, group)
        sums = np.bincount(target, weights=parts, minlength=len(later)).astype(float)
        unknowns = np.bincount(target, weights=unknown & noticeable, minlength=len(later))
        sums[unknowns > 0] = np.nan
        whole = is_integer_dtype(counts[name]) and not np.isnan(sums).any()
        carried[name] = sums.astype(np.int64) if whole else sums
    return carried


def carried_means(values: Series, weights: Series, crosswalk: DataFrame) -> Series:
    """Means of earlier areas (deprivation scores, say) as means of later areas, weighted by the residents carried.

    values     float, indexed by earlier code; NaN where not known
    weights    residents, indexed by earlier code
    crosswalk  as `crosswalk` gives

    Returns float by later code, sorted, named as `values`: Σ value × residents carried / Σ residents carried. NaN where an
    earlier area without value or residents gives a noticeable part (see carried_counts), or nobody is carried.

    Source: areal interpolation of intensive figures.
    """
    known = weights.reindex(values.index).astype(float).where(values.notna())
    products = carried_counts((values * known).rename("product"), crosswalk)
    people = carried_counts(known.rename("people"), crosswalk)
    means = products / people.where(people > 0)
    means.name = values.name
    return means


def fidelity(crosswalk: DataFrame, counts: Series) -> Series:
    """How far the residents carried to each later area may be from those who live there, as a share of those carried.

    crosswalk  as `crosswalk` gives
    counts     residents, indexed by earlier code

    Returns float by later code, sorted: 0 where only whole areas came, 0.2 where the truth lies within 20 % in 95 of 100
    areas; NaN where nobody, or not known how many, came. A rate on residents carried is as far from the true one, at most.

    Of R residents of an area with n postcodes a part with the share s is carried as R·s; the squares of what that may be wrong by are
        R² · s(1 - s) · (P² + m·N²·max(0, 1 - m/n)) / n  +  2 · R² · s²(1 - s)² · D²
    and are added over the parts of a later area; 1.96 times the root, at most what the parts could gain or lose. n is 1 where the
    ground decides (fewer than five postcodes). P = 1.0 for single postcodes (some have no resident at all; assumed, as of an exponential
    distribution), N = 0.36 for neighbourhoods of m = 50 postcodes (447 LSOAs within their wards; docs/methods.md), D = 0.34 for the
    two sides of a cut (so that 301 pairs of real neighbouring wards hold it).

    Source: sampling variance of a total split by clusters (Cochran 1977, chapter 9); a share of what varies at the scale of the cut is
    added, since it does not average out.
    """
    share, code = crosswalk["share"], crosswalk["earlier"]
    people = Series(counts.reindex(Index(code)).to_numpy(float), index=crosswalk.index)
    postcodes = crosswalk["addresses"].groupby(code).transform("sum")
    postcodes = postcodes.where(postcodes >= HANDFUL, 1)
    clustered = (1 - NEIGHBOURHOOD_POSTCODES / postcodes).clip(lower=0)
    neighbourhoods = NEIGHBOURHOOD_POSTCODES * NEIGHBOURHOOD_VARIATION**2 * clustered
    split = share * (1 - share)
    squares = people**2 * (
        split * (POSTCODE_VARIATION**2 + neighbourhoods) / postcodes
        + 2 * split**2 * DISTRICT_VARIATION**2
    )
    # A part gains at most those of the other parts, and loses at most its own.
    most = (people * share.where(share > 0.5, 1 - share)).where(split > 0, 0)
    sums = DataFrame({"squares": squares, "most": most}).fillna(0).groupby(crosswalk["later"]).sum()
    carried = carried_counts(counts, crosswalk)
    bound = np.minimum(LIMITS * np.sqrt(sums["squares"]), sums["most"])
    result = bound / carried.where(carried > 0)
    result.index.name, result.name = carried.index.name, "fidelity"
    return result


def noticeable_parts(crosswalk: DataFrame) -> Series:
    """Whether each relation is 0.5 % or more of its earlier or of its later area, by postcodes (by area where those are few)."""
    return (crosswalk["share"] >= NOTICEABLE) | (later_shares(crosswalk) >= NOTICEABLE)


def later_shares(crosswalk: DataFrame) -> Series:
    """How much of its later area each relation is: float, 0 to 1, of the later area's postcodes; of its area where it has fewer than five."""
    postcodes = crosswalk.groupby("later")["addresses"].transform("sum")
    by_postcodes = crosswalk["addresses"] / postcodes.where(postcodes >= HANDFUL)
    if "share_of_later_area" not in crosswalk:
        return by_postcodes.fillna(1.0)
    area = crosswalk.groupby("later")["share_of_later_area"].transform("sum")
    return by_postcodes.fillna(crosswalk["share_of_later_area"] / area)


def _drawn_otherwise(
    frame: DataFrame, related: Series, unchanged: Collection[str]
) -> NDArray[np.bool_]:
    """Relations that are another drawing of an unchanged area's line; not the only one that an earlier area has."""
    itself = (frame["earlier"] == frame["later"]) & frame["earlier"].isin(unchanged)
    astray = ~itself & (frame["earlier"].isin(unchanged) | frame["later"].isin(unchanged))
    others = (related & ~astray).groupby(frame["earlier"]).transform("any")
    return (astray & others).to_numpy(dtype=bool)


def _require_unique(codes: Index) -> None:
    if codes.has_duplicates:
        twice = sorted({str(code) for code in codes[codes.duplicated()]})
        raise DataProblem(
            "A code stands for two areas of one vintage.",
            f"We saw {', '.join(twice[:5])} more than once.",
            "Join the parts of an area into one shape.",
        )


def _authorities(areas: Series, groups: Series) -> NDArray[np.str_]:
    """The authority of each area, in the areas' order."""
    authorities = groups.reindex(areas.index)
    if authorities.isna().any():
        lacking = [str(code) for code in areas.index[authorities.isna()]]
        raise DataProblem(
            "Areas have no authority.",
            f"{len(lacking):,} of {len(areas):,} have none: {', '.join(lacking[:5])}.",
            "Give the authority of each.",
        )
    return authorities.to_numpy(dtype=np.str_)


def _outlines(areas: Series, authorities: NDArray[np.str_]) -> Series:
    """The ground of each authority, by code."""
    shapes = areas.to_numpy()
    codes = sorted(set(authorities.tolist()))
    return Series([shapely.union_all(shapes[authorities == code]) for code in codes], index=codes)


def _common_ground(earlier: Series, later: Series) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Positions of the areas that overlap, shape (2, n), and the ground common to each two."""
    pairs = shapely.STRtree(later.to_numpy()).query(earlier.to_numpy(), predicate="intersects")
    common = _polygons(
        shapely.intersection(earlier.to_numpy()[pairs[0]], later.to_numpy()[pairs[1]])
    )
    overlapping = shapely.area(common) > 0
    return pairs[:, overlapping], common[overlapping]


def _polygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes without the lines and points along which areas merely touch."""
    mixed = np.flatnonzero(shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for at in mixed:
        parts = shapely.get_parts(shapes[at])
        shapes[at] = shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
    return shapes


def _areas_of(addresses: NDArray[np.float64], areas: Series) -> NDArray[np.int64]:
    """The position of the area that holds each address, -1 in none; on a shared edge the one whose code sorts first."""
    positions = np.full(len(addresses), -1, dtype=np.int64)
    if not len(addresses):
        return positions
    area, address = shapely.STRtree(shapely.points(addresses)).query(
        areas.to_numpy(), predicate="intersects"
    )
    rank = np.argsort(np.argsort(areas.index.astype(str)))
    last_first = np.argsort(-rank[area], kind="stable")
    positions[address[last_first]] = area[last_first]
    return positions


def _within_authorities(
    pairs: NDArray[np.int64],
    common: NDArray[np.object_],
    authorities: tuple[NDArray[np.str_], NDArray[np.str_]],
    moved: DataFrame,
) -> NDArray[np.object_]:
    """The common ground of each two areas; of areas in two authorities only the ground that moved between these."""
    across = np.flatnonzero(authorities[0][pairs[0]] != authorities[1][pairs[1]])
    settled = common.copy()
    ground = shapely.union_all([shapely.Polygon(), *moved["geometry"]])
    settled[across] = _polygons(shapely.intersection(common[across], ground))
    return settled


def _settled_places(
    addresses: NDArray[np.float64],
    places: tuple[NDArray[np.int64], NDArray[np.int64]],
    authorities: tuple[NDArray[np.str_], NDArray[np.str_]],
    moved: DataFrame,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of each address, without those of two authorities on ground that did not move."""
    earlier, later = places
    both = (earlier >= 0) & (later >= 0)
    across = np.flatnonzero(both & (authorities[0][earlier] != authorities[1][later]))
    unmoved = across[~on_moved_ground(addresses[across], moved)]
    settled = later.copy()
    settled[unmoved] = -1
    return earlier, settled


def _measured(
    earlier: Series, later: Series, pairs: NDArray[np.int64], common: NDArray[np.object_]
) -> DataFrame:
    """Codes of each two areas, and how much of either is common ground."""
    metres = shapely.area(common)
    return DataFrame(
        {
            "earlier": earlier.index.astype(str)[pairs[0]],
            "later": later.index.astype(str)[pairs[1]],
            "share_of_area": np.minimum(metres / shapely.area(earlier.to_numpy())[pairs[0]], 1.0),
            "share_of_later_area": np.minimum(
                metres / shapely.area(later.to_numpy())[pairs[1]], 1.0
            ),
        }
    )


def _addresses_in_both(
    pairs: NDArray[np.int64], places: tuple[NDArray[np.int64], NDArray[np.int64]], width: int
) -> NDArray[np.int64]:
    """How many addresses lie in both areas of each pair."""
    both = (places[0] >= 0) & (places[1] >= 0)
    keys, numbers = np.unique(places[0][both] * width + places[1][both], return_counts=True)
    counts = Series(numbers, index=keys).reindex(pairs[0] * width + pairs[1], fill_value=0)
    return counts.to_numpy(dtype=np.int64)


def _related(frame: DataFrame, common: NDArray[np.object_], metres: float) -> NDArray[np.bool_]:
    """Whether each two areas are related: their common ground is no sliver."""
    most = frame[["share_of_area", "share_of_later_area"]].max(axis=1).to_numpy()
    small = (most < NOTICEABLE) & (frame["addresses"].to_numpy() == 0)
    related = ~small & (most > 0)
    # A shape's widest circle is at least its area over its length: only what is narrower by that is drawn in, which costs more.
    doubtful = np.flatnonzero(
        related & (most < 0.5) & (shapely.area(common) < metres * shapely.length(common))
    )
    related[doubtful] = ~shapely.is_empty(shapely.buffer(common[doubtful], -metres))
    return related


def _weights(frame: DataFrame) -> Series:
    """What shares are taken of: postcodes, or area where an earlier area has fewer than a handful of them."""
    few = frame.groupby("earlier")["addresses"].transform("sum") < HANDFUL
    return frame["addresses"].astype(float).where(~few, frame["share_of_area"])


def _share_units(earlier: Series, weights: Series) -> NDArray[np.int64]:
    """Weights as whole multiples of 1 / SHARE_UNITS that add up to one for each earlier area; the largest takes what rounding leaves."""
    if not len(earlier):
        return np.zeros(0, dtype=np.int64)
    shares = weights / weights.groupby(earlier).transform("sum")
    units = np.rint(shares.to_numpy(float) * SHARE_UNITS).astype(np.int64)
    codes, group = np.unique(earlier.astype(str), return_inverse=True)
    left = SHARE_UNITS - np.rint(np.bincount(group, weights=units)).astype(np.int64)
    by_size = np.lexsort((-units, group))
    largest = by_size[np.searchsorted(group[by_size], np.arange(len(codes)))]
    units[largest] += left
    return units


def _checked_shares(crosswalk: DataFrame) -> Series:
    sums = crosswalk.groupby("earlier")["share"].sum()
    wrong = sums[(sums - 1).abs() > 1e-6]
    if len(wrong):
        raise DataProblem(
            "The shares of an area do not add up to 1.",
            f"Those of {wrong.index[0]} add up to {wrong.iloc[0]:.4f}; {len(wrong):,} of {len(sums):,} areas are so.",
            "Give every part of an area, or give the shares anew.",
        )
    return crosswalk["share"]


def _parts(
    values: NDArray[np.float64], units: NDArray[np.int64], group: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What each relation takes of its earlier area's count; whole counts in whole numbers, by the largest remainder."""
    if not (values == np.floor(values)).all() or np.abs(values).max(initial=0) >= SHARE_UNITS:
        return values * (units / SHARE_UNITS)
    exact = values.astype(np.int64) * units
    parts, remainder = exact // SHARE_UNITS, exact % SHARE_UNITS
    left = np.bincount(group, weights=remainder).astype(np.int64) // SHARE_UNITS
    order = np.lexsort((-remainder, group))
    place = np.arange(len(order)) - np.searchsorted(group[order], group[order])
    parts[order] += place < left[group[order]]
    return parts.astype(float)
