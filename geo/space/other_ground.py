"""Codes that two vintages share and that stand for other ground in each, told apart from two drawings of the same lines."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pandas import Series

FINE_METRES, COARSE_METRES = 40, 150
FINELY_DRAWN = 0.98


def other_ground(earlier: Series, later: Series, authorities: Series) -> Series:
    """Of the codes in both vintages those whose ground differs, and how much of it is common.

    earlier, later  polygons (or multipolygons) in metres (EPSG:27700) by code, which is unique in each
    authorities     the authority of each, by code: the wards of one authority are of one drawing

    Returns float, 0 to 1, by code, least in common first: common ground over the ground of both. Empty where none differs.

    Ground differs where what one drawing has and the other has not holds a circle: of 40 m radius where the drawings are as
    fine as each other (half of an authority's codes have 98 % in common, as outlines generalised to 20 m have with full ones), else of
    150 m, which outlines generalised to 200 m do not part by. A smaller change of a line is not seen.

    Source: morphological opening, by GEOS; measured on ONS wards of December 2021, of which all 118 in the 200 m drawing differ from
    the 20 m one by less than 100 m, and have a median of 0.918 in common.
    """
    both = earlier.index.intersection(later.index)
    if not len(both):
        return Series(dtype=float)
    old, new = earlier[both].to_numpy(), later[both].to_numpy()
    whole = shapely.area(old) + shapely.area(new)
    common = shapely.area(shapely.intersection(old, new))
    share = Series(common / np.maximum(whole - common, 1e-9), index=both)
    usual = share.groupby(authorities.reindex(both)).transform("median").to_numpy()
    metres = np.where(usual >= FINELY_DRAWN, FINE_METRES, COARSE_METRES)
    enough = (whole - 2 * common) > np.pi * metres**2
    differing = np.zeros(len(both), dtype=bool)
    differing[enough] = _hold_a_circle(old[enough], new[enough], metres[enough])
    return share[differing].sort_values(kind="stable")


def _hold_a_circle(
    old: NDArray[np.object_], new: NDArray[np.object_], metres: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether the ground that is in one drawing alone holds a circle of each radius."""
    apart = shapely.symmetric_difference(old, new)
    return ~shapely.is_empty(shapely.buffer(apart, -metres))
