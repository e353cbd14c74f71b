"""Offences as merged dots, packed small: one for each map point, the kind that is recorded there most gives its colour."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ui.text import lines as lines_text
from ui.text import pages as page_text

# Okabe and Ito's palette, told apart with any kind of colour vision; what is beyond six kinds is grey.
COLOURS = ("#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#5b6b78")
MOST_PER_DOT = 65_535
PLACE_SIZE = 9  # a place is drawn as large as a point with nine offences


ORIGIN_LOOKS = {
    "proactive": ("#D55E00", "circle"),
    "reported": ("#0072B2", "square"),
    "school": ("#F0E442", "triangle"),
    "unknown": ("#ffffff", "diamond"),
}


def packed(points: pd.DataFrame) -> dict[str, object]:
    """What the map's script needs to draw dots.

    points  point_id, longitude, latitude, offence_type (or origin: then each has a symbol of its own), location_text, offences (int),
            one row for each combination
    """
    column = "origin" if "origin" in points else "offence_type"
    totals = points.groupby(column)["offences"].sum().sort_values(ascending=False, kind="stable")
    kinds = list(totals.index[: len(COLOURS) - 1])
    grouped = points.sort_values(
        ["point_id", "offences"], ascending=[True, False], kind="stable"
    ).groupby("point_id")
    dots = grouped.agg(
        longitude=("longitude", "first"),
        latitude=("latitude", "first"),
        kind=(column, "first"),
        street=("location_text", "first"),
        offences=("offences", "sum"),
    ).sort_values("offences", ascending=False)
    street, streets = pd.factorize(dots["street"].fillna(""))
    place = {kind: at for at, kind in enumerate(kinds)}
    labels = [*kinds, page_text.OTHER_KINDS][: len(kinds) + int(len(totals) > len(kinds))]
    return {
        "latitude": _text(np.rint(dots["latitude"] * 1e5).to_numpy(np.int32)),
        "longitude": _text(np.rint(dots["longitude"] * 1e5).to_numpy(np.int32)),
        "count": _text(dots["offences"].clip(upper=MOST_PER_DOT).to_numpy(np.uint16)),
        "kind": _text(dots["kind"].map(place).fillna(len(kinds)).to_numpy(np.uint8)),
        "street": _text(street.astype(np.int32)),
        "streets": [page_text.street(name) for name in streets],
        "tip": list(page_text.DOT_TIPS),
        **(
            _origins(kinds)
            if column == "origin"
            else {"colours": [*COLOURS[: len(kinds)], COLOURS[-1]], "kinds": labels}
        ),
    }


def place_points(places: pd.DataFrame | None) -> pd.DataFrame | None:
    """Places as the points of a map, a kind each, named when pointed at; None for none.

    places  kind, place (its name), longitude, latitude
    """
    if places is None:
        return None
    return pd.DataFrame(
        {
            "point_id": np.arange(len(places)),
            "longitude": places["longitude"],
            "latitude": places["latitude"],
            "offence_type": places["kind"],
            "location_text": places["place"],
            "offences": PLACE_SIZE,
        }
    )


def _origins(kinds: list[str]) -> dict[str, object]:
    """Colours, symbols and words of origins."""
    return {
        "colours": [ORIGIN_LOOKS[kind][0] for kind in kinds],
        "shapes": [ORIGIN_LOOKS[kind][1] for kind in kinds],
        "kinds": [lines_text.ORIGIN_SHORT[kind] for kind in kinds],
    }


def _text(numbers: NDArray[np.generic]) -> str:
    return base64.b64encode(
        np.ascontiguousarray(numbers).astype(numbers.dtype.newbyteorder("<")).tobytes()
    ).decode("ascii")
