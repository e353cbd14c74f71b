"""What is wrong with the shapes of a vintage taken together: wards that overlap, holes between them, wards in pieces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import Series
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from geo.core.errors import DataProblem

SLIVER_METRES = 20
# Half the width by which lines generalised to 200 m may part: geo.space.moved_ground.
DRAWING_METRES = 100
PART_OF_A_WARD = (
    0.05  # coarse lines take up to 3 % of a ward at the outer edge: see uncovered_ground
)

FAR_METRES = 500


@dataclass(frozen=True)
class Overlap:
    """Ground that two wards both claim.

    square_metres  float
    share          float, 0 to 1, of the smaller ward
    """

    code: str
    other_code: str
    square_metres: float
    share: float


@dataclass(frozen=True)
class Hole:
    """Ground inside the vintage that no ward claims; inside one authority, or between several.

    authorities    of the wards around it, sorted
    around         codes of the wards around it, sorted
    square_metres  float
    place          easting and northing of a point in it, metres (EPSG:27700)
    """

    authorities: tuple[str, ...]
    around: tuple[str, ...]
    square_metres: float
    place: tuple[float, float]


@dataclass(frozen=True)
class Pieces:
    """A ward whose shape is in several parts far apart.

    parts          int, two or more
    apart_metres   float, how far the nearest other part lies from the largest
    share          float, 0 to 1, of the ward that lies in the largest part
    """

    code: str
    parts: int
    apart_metres: float
    share: float


@dataclass(frozen=True)
class Uncovered:
    """Ground of one authority that lies in no ward of a vintage.

    wards          codes of the wards before of which more than half lies in it, sorted; empty for a hole in their midst
    around         codes of the vintage's wards that it touches, sorted
    square_metres  float
    """

    authority: str
    wards: tuple[str, ...]
    around: tuple[str, ...]
    square_metres: float


@dataclass(frozen=True)
class CoverageFaults:
    """All that is wrong, the largest first in each kind; empty and false where nothing is."""

    overlaps: tuple[Overlap, ...] = ()
    holes: tuple[Hole, ...] = ()
    pieces: tuple[Pieces, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.overlaps or self.holes or self.pieces)


def coverage_faults(
    shapes: Series, authorities: Series, *, sliver_metres: float = SLIVER_METRES
) -> CoverageFaults:
    """Overlaps, holes and scattered wards of a vintage, beyond what comes of drawing lines one by one.

    shapes         polygons (or multipolygons) in metres (EPSG:27700) indexed by ward code
    authorities    authority code of each ward, by ward code
    sliver_metres  float: overlaps, holes and parts that hold no circle of this radius are passed over

    Returns CoverageFaults. A hole is ground that wards surround: it may be a ward left out, or a neighbouring authority that
    is not in the file. Ground that is open to the outside is not seen. Parts count as far apart from 500 m on, so that
    what a river or a generalised line cuts off is no fault; an island may be one in name only. Raises DataProblem where an outline
    crosses itself.

    Source: overlay by GEOS; a polygon holds a circle where it survives being drawn in by the radius.
    """
    require_valid(shapes)
    return CoverageFaults(
        _overlaps(shapes, sliver_metres),
        _holes(shapes, authorities, sliver_metres),
        _scattered(shapes, sliver_metres),
    )


def uncovered_ground(
    before: Series,
    authorities: Series,
    after: Series,
    addresses: NDArray[np.float64],
    *,
    drawing_metres: float = DRAWING_METRES,
) -> tuple[Uncovered, ...]:
    """What the wards of another vintage held of each authority and these do not: a ward left out, a hole.

    before          polygons in metres (EPSG:27700) by ward code, of a vintage that covers the ground
    authorities     authority code of each of them, by ward code
    after           polygons of the vintage that is looked at, by code; those of neighbouring areas may be among them
    addresses       float, shape (n, 2), easting and northing in metres: the middle of each postcode; none where they are not known
    drawing_metres  float: ground that holds no circle of this radius is another drawing of the same line

    Returns Uncovered by authority, in order of the codes; empty where nothing is lacking. Ground at the outer edge is passed over where it is under
    5 % of every ward before, or holds no postcode, where they are known: coarse lines part by more than that circle there, and shores are drawn at
    high water or at low. A hole with wards around it is not passed over.

    Source: overlay by GEOS; a polygon holds a circle where it survives being drawn in by the radius. Measured on 118 wards: their coverage
    simplified by up to 800 m, and cells with a point every 1.6 km, leave out up to 3.2 % of a ward at the outer edge, and no hole.
    """
    whole = shapely.union_all(after.to_numpy())
    within = shapely.union_all(
        [
            shapely.Polygon(ring)
            for part in shapely.get_parts(whole)
            for ring in part.interiors  # what these enclose has wards around it
        ]
    )
    tree = shapely.STRtree(after.to_numpy())
    lacking = []
    for authority in sorted(set(authorities.reindex(before.index).dropna().astype(str))):
        wards = before[(authorities.reindex(before.index) == authority).to_numpy()]
        pieces = shapely.get_parts(shapely.difference(shapely.union_all(wards.to_numpy()), whole))
        pieces = pieces[_wide(pieces, drawing_metres)]
        if not len(pieces):
            continue
        inner = shapely.contains(within, shapely.point_on_surface(pieces))
        edge = _lived_in(pieces, addresses) & (_largest_share(wards, pieces) >= PART_OF_A_WARD)
        pieces = pieces[inner | edge]
        if not len(pieces):
            continue
        ground = shapely.union_all(pieces)
        shares = shapely.area(shapely.intersection(wards.to_numpy(), ground)) / shapely.area(
            wards.to_numpy()
        )
        around = tree.query(shapely.buffer(ground, SLIVER_METRES), predicate="intersects")
        lacking.append(
            Uncovered(
                authority,
                tuple(sorted(map(str, wards.index[shares > 0.5]))),
                tuple(sorted(map(str, after.index[around]))),
                float(ground.area),
            )
        )
    return tuple(lacking)


def _largest_share(wards: Series, pieces: NDArray[np.object_]) -> NDArray[np.float64]:
    """Of each polygon, how much of a ward it is at the most (0 to 1)."""
    areas = wards.to_numpy()
    common = shapely.area(shapely.intersection(pieces[:, None], areas[None, :]))
    return np.asarray((common / shapely.area(areas)).max(axis=1))


def _lived_in(pieces: NDArray[np.object_], addresses: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether each polygon holds a postcode; every one where none are known."""
    lived = np.full(len(pieces), not len(addresses))
    if len(pieces) and len(addresses):
        tree = shapely.STRtree(shapely.points(addresses))
        lived[tree.query(pieces, predicate="intersects")[0]] = True
    return lived


def require_valid(shapes: Series) -> None:
    """Raises DataProblem naming the areas whose outlines cross themselves: no ground can be measured of such a shape."""
    faulty = shapes[~shapely.is_valid(shapes.to_numpy()) & shapes.notna().to_numpy()]
    if len(faulty):
        raise DataProblem(
            "An outline crosses itself.",
            f"{len(faulty):,} of {len(shapes):,} areas are so: {', '.join(map(str, faulty.index[:5]))}"
            f" ({shapely.is_valid_reason(faulty.iloc[0])}).",
            "Mend the shapes in a map program, and load them again.",
        )


def _wide(shapes: NDArray[np.object_], metres: float) -> NDArray[np.bool_]:
    """Whether each shape holds a circle of the radius."""
    large = shapely.area(shapes) > np.pi * metres**2
    wide = np.zeros(len(shapes), dtype=bool)
    wide[large] = ~shapely.is_empty(shapely.buffer(shapes[large], -metres))
    return wide


def _overlaps(shapes: Series, metres: float) -> tuple[Overlap, ...]:
    areas = shapes.to_numpy()
    first, second = shapely.STRtree(areas).query(areas, predicate="intersects")
    first, second = first[first < second], second[first < second]
    common = shapely.intersection(areas[first], areas[second])
    smaller = np.minimum(shapely.area(areas[first]), shapely.area(areas[second]))
    overlaps = [
        Overlap(
            str(shapes.index[first[at]]),
            str(shapes.index[second[at]]),
            float(common[at].area),
            float(common[at].area / smaller[at]),
        )
        for at in np.flatnonzero(_wide(common, metres))
    ]
    return tuple(sorted(overlaps, key=lambda overlap: -overlap.square_metres))


def _holes(shapes: Series, authorities: Series, metres: float) -> tuple[Hole, ...]:
    whole = shapely.union_all(shapes.to_numpy())
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    enclosed = shapely.difference(np.array([shapely.Polygon(ring) for ring in rings]), whole)
    inside = shapely.get_parts(enclosed)
    tree = shapely.STRtree(shapes.to_numpy())
    holes = []
    for shape in inside[_wide(inside, metres)]:
        around = sorted(str(shapes.index[at]) for at in tree.query(shape, predicate="intersects"))
        owners = sorted(set(authorities.reindex(around).dropna().astype(str)))
        place = shape.representative_point()
        holes.append(Hole(tuple(owners), tuple(around), float(shape.area), (place.x, place.y)))
    return tuple(sorted(holes, key=lambda hole: -hole.square_metres))


def _scattered(shapes: Series, metres: float) -> tuple[Pieces, ...]:
    scattered = []
    for code, shape in shapes[shapely.get_num_geometries(shapes.to_numpy()) > 1].items():
        parts = shapely.get_parts(shape)
        groups = _groups(parts[_wide(parts, metres)])
        if len(groups) > 1:
            main, *others = sorted(groups, key=lambda group: -group.area)
            apart = float(min(shapely.distance(main, other) for other in others))
            scattered.append(Pieces(str(code), len(groups), apart, float(main.area / shape.area)))
    return tuple(sorted(scattered, key=lambda pieces: pieces.share))


def _groups(parts: NDArray[np.object_]) -> list[shapely.Geometry]:
    """Parts taken together where less than FAR_METRES lies between them."""
    first, second = shapely.STRtree(parts).query(parts, predicate="dwithin", distance=FAR_METRES)
    size = len(parts)
    links = coo_matrix((np.ones(len(first)), (first, second)), shape=(size, size))
    number, group = connected_components(links, directed=False)
    return [shapely.multipolygons(parts[group == at]) for at in range(number)]
