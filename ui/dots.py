"""Offences as merged dots, packed small: one for each map point, the kind that is recorded there most gives its colour."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ui import page_wording

# Okabe and Ito's palette, told apart with any kind of colour vision; what is beyond six kinds is grey.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5b6b78")
MOST_PER_DOT = 65_535


def packed(points: pd.DataFrame) -> dict[str, object]:
    """What the map's script needs to draw dots.

    points  point_id, longitude, latitude, offence_type, location_text, offences (int), one row for each combination
    """
    totals = points.groupby("offence_type")["offences"].sum().sort_values(ascending=False, kind="stable")
    kinds = list(totals.index[:len(COLOURS) - 1])
    grouped = points.sort_values(["point_id", "offences"], ascending=[True, False], kind="stable").groupby("point_id")
    dots = grouped.agg(longitude=("longitude", "first"), latitude=("latitude", "first"), kind=("offence_type", "first"),
                       street=("location_text", "first"), offences=("offences", "sum")).sort_values("offences", ascending=False)
    street, streets = pd.factorize(dots["street"].fillna(""))
    place = {kind: at for at, kind in enumerate(kinds)}
    labels = [*kinds, page_wording.OTHER_KINDS][:len(kinds) + int(len(totals) > len(kinds))]
    return {
        "latitude": _text(np.rint(dots["latitude"] * 1e5).to_numpy(np.int32)),
        "longitude": _text(np.rint(dots["longitude"] * 1e5).to_numpy(np.int32)),
        "count": _text(dots["offences"].clip(upper=MOST_PER_DOT).to_numpy(np.uint16)),
        "kind": _text(dots["kind"].map(place).fillna(len(kinds)).to_numpy(np.uint8)),
        "street": _text(street.astype(np.int32)), "streets": [page_wording.street(name) for name in streets],
        "colours": [*COLOURS[:len(kinds)], COLOURS[-1]], "kinds": labels, "tip": list(page_wording.DOT_TIPS)}


def _text(numbers: NDArray[np.generic]) -> str:
    return base64.b64encode(np.ascontiguousarray(numbers).astype(numbers.dtype.newbyteorder("<")).tobytes()).decode("ascii")
