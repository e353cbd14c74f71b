"""Dots as they are packed for the browser, unpacked again."""

from __future__ import annotations

import base64

import numpy as np
import pandas as pd

from ui.map.payload import DOT, Dots
from ui.map.point_layer import COLOURS, packed, place_points


def unpacked(sent: Dots, field: str) -> list[int]:
    """One field of every dot, as the browser reads its records."""
    return np.frombuffer(base64.b64decode(sent["dots"]), DOT)[field].tolist()


def rows(*some: tuple[int, str, int]) -> pd.DataFrame:
    """point, type, offences; a point n lies at n hundredths of a degree."""
    return pd.DataFrame(
        [
            {
                "point_id": n,
                "longitude": -1.7 - n / 100,
                "latitude": 51.5 + n / 100,
                "offence_type": kind,
                "location_text": f"On or near {n}",
                "offences": count,
            }
            for n, kind, count in some
        ]
    )


def test_rows_at_one_point_are_one_dot_of_the_kind_recorded_there_most() -> None:
    dots = packed(rows((1, "Drugs", 2), (1, "Robbery", 3), (2, "Drugs", 9)))
    # eleven drugs before three robberies; the dot with nine before that with five
    assert dots["kinds"] == ["Drugs", "Robbery"] and unpacked(dots, "count") == [9, 5]
    assert unpacked(dots, "kind") == [0, 1]
    assert unpacked(dots, "latitude") == [5_152_000, 5_151_000]
    assert unpacked(dots, "longitude") == [-172_000, -171_000]
    streets, colours = dots["streets"], dots["colours"]
    assert len(colours) == 3
    assert [streets[at] for at in unpacked(dots, "street")] == [
        "on or near 2",
        "on or near 1",
    ]


def test_more_than_six_kinds_share_grey() -> None:
    dots = packed(rows(*((n, f"Type {n}", 20 - n) for n in range(1, 9))))
    assert dots["kinds"] == [*(f"Type {n}" for n in range(1, 7)), "other types"] and dots[
        "colours"
    ] == list(COLOURS)
    assert unpacked(dots, "kind") == [0, 1, 2, 3, 4, 5, 6, 6]


def test_no_offence_is_no_dot() -> None:
    dots = packed(rows((1, "Drugs", 1))[:0])
    assert dots["kinds"] == [] and unpacked(dots, "count") == []


def test_dots_told_apart_by_origin_have_a_symbol_each_as_well_as_a_colour() -> None:
    points = rows((1, "proactive", 2), (1, "reported", 1), (2, "unknown", 4)).rename(
        columns={"offence_type": "origin"}
    )
    dots = packed(points)
    assert dots["kinds"] == ["unknown", "by police", "reported"] and dots["shapes"] == [
        "diamond",
        "circle",
        "square",
    ]
    assert unpacked(dots, "kind") == [0, 1] and len(set(dots["colours"])) == 3


def test_places_of_a_file_are_points_of_their_kind() -> None:
    places = pd.DataFrame(
        {
            "kind": ["school", "station"],
            "place": ["One", "Two"],
            "longitude": [-1.78, -1.79],
            "latitude": [51.56, 51.57],
        }
    )
    made = place_points(places)
    assert (
        made is not None
        and made["offence_type"].tolist() == ["school", "station"]
        and made["longitude"].tolist() == [-1.78, -1.79]
    )
    assert place_points(None) is None
