"""Offences as merged dots, packed small: one for each map point, the kind that is recorded there most gives its colour."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd

from ui.map.payload import DOT, Dots
from ui.text import map as map_text

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


def packed(points: pd.DataFrame) -> Dots:
    """What the map's script needs to draw dots, each a record of its own.

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
    labels = [*kinds, map_text.OTHER_KINDS][: len(kinds) + int(len(totals) > len(kinds))]
    records = np.empty(len(dots), DOT)
    records["latitude"] = np.rint(dots["latitude"] * 1e5)
    records["longitude"] = np.rint(dots["longitude"] * 1e5)
    records["count"] = dots["offences"].clip(upper=MOST_PER_DOT)
    records["kind"] = dots["kind"].map(place).fillna(len(kinds))
    records["street"] = street
    merged: Dots = {
        "dots": base64.b64encode(records.tobytes()).decode("ascii"),
        "streets": [map_text.street(name) for name in streets],
        "tip": list(map_text.DOT_TIPS),
        "colours": [*COLOURS[: len(kinds)], COLOURS[-1]],
        "kinds": labels,
    }
    if column == "origin":
        merged["colours"] = [ORIGIN_LOOKS[kind][0] for kind in kinds]
        merged["shapes"] = [ORIGIN_LOOKS[kind][1] for kind in kinds]
        merged["kinds"] = [map_text.ORIGIN_SHORT[kind] for kind in kinds]
    return merged


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
