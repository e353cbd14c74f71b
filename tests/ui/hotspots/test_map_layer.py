"""What the map is told: cells as grid numbers, each with its middle, from which its corners are found."""

from __future__ import annotations

import base64
import json

import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from geo.hotspots.cells import BESIDE, COLD, HOT, GiStar
from geo.space import grid
from geo.space.areas import to_grid
from ui.hotspots import map_layer as hotspot_map
from ui.map.payload import NO_CLASS, Hexagons, WardClass


def corners_of(hexagons: Hexagons) -> NDArray[np.float64]:
    """Longitude and latitude of the corners of each cell as ui/map/static/layers/cells.js works them out, shape (n, 6, 2)."""
    sent = np.array(unpacked(hexagons["cells"])).reshape(-1, 4)
    signed = np.where(sent[:, 2:] % 2, -(sent[:, 2:] + 1) // 2, sent[:, 2:] // 2)
    middles = np.cumsum(signed, axis=0)
    widths = np.array(
        [hexagons["widths"][f"{north // 20_000},{east // 20_000}"] for north, east in middles]
    )
    turn = np.radians(90 - 60 * np.arange(6))
    across, up = np.cos(turn)[:, None] / 3**0.5, np.sin(turn)[:, None] / 3**0.5
    corners = middles[:, None] / 1e5 + across * widths[:, None, :2] + up * widths[:, None, 2:]
    return corners[:, :, ::-1]


@pytest.mark.parametrize(
    ("west", "south"),
    [(372e3, 112e3), (140e3, 20e3), (590e3, 250e3), (350e3, 500e3)],
    ids=["here", "Cornwall", "Norfolk", "Cumbria"],
)
def test_corners_lie_within_a_metre_of_the_grid_wherever_an_area_is(
    west: float, south: float
) -> None:
    random = np.random.default_rng(1)
    places = random.uniform((west, south), (west + 60e3, south + 90e3), (2_000, 2))
    cells = np.unique(grid.cell_of(places))
    everywhere = np.zeros(len(cells), dtype=np.int64)
    hexagons = hotspot_map.hexagons(
        "standing",
        pd.Index(cells),
        everywhere,
        everywhere,
        width=200.0,
        chosen=everywhere.astype(bool),
    )["hexagons"]
    corners = corners_of(hexagons).reshape(-1, 2)
    metres = to_grid(corners[:, 0], corners[:, 1]) - grid.corners(cells).reshape(-1, 2)
    assert np.hypot(*metres.T).max() < 1


def test_fifteen_hundred_scattered_hexagons_take_less_than_eighteen_kilobytes() -> None:
    # Clumps around 40 towns of a county, more scattered than the densest hexagons lie
    random = np.random.default_rng(2)
    towns = random.uniform((372e3, 112e3), (431e3, 206e3), (40, 2))
    spread = towns[random.integers(0, 40, 20_000)] + random.normal(0, 1_500, (20_000, 2))
    cells = np.sort(random.permutation(np.unique(grid.cell_of(spread)))[:1_500])
    assert len(cells) == 1_500
    hexagons = hotspot_map.hexagons(
        "density",
        pd.Index(cells),
        random.integers(0, 5, 1_500),
        random.integers(1, 200, 1_500),
        width=200.0,
        chosen=np.zeros(1_500, dtype=bool),
    )
    assert len(json.dumps(hexagons)) < 18_000


def test_only_cells_with_a_class_are_sent_and_come_back_as_they_were() -> None:
    cells = np.sort(
        grid.cell_of(
            np.array([[415_000.0, 185_000.0], [415_400.0, 185_000.0], [390_000.0, 150_000.0]])
        )
    )
    hexagons = hotspot_map.hexagons(
        "standing",
        pd.Index(cells),
        np.array([0, -1, 2]),
        np.array([70_000, 5, 6]),
        width=200.0,
        chosen=np.array([False, False, True]),
    )["hexagons"]
    numbers = unpacked(hexagons["cells"])  # of each cell: its step from the one before, its value
    assert np.cumsum(numbers[::4]).tolist() == cells[[0, 2]].tolist()
    # three classes: 70,000 offences of class 0 and 6 of class 2
    assert numbers[1::4] == [210_000, 20] and hexagons["chosen"] == [cells[2]]
    assert set(hexagons["widths"]) == {"256,-11", "257,-9"}


def unpacked(text: object) -> list[int]:
    """Bytes of seven bits, lowest first; the eighth bit says that more of the number follow."""
    numbers, bits = [0], 0
    for byte in base64.b64decode(str(text)):
        numbers[-1] += (byte & 127) << bits
        bits += 7
        if byte < 128:
            numbers.append(0)
            bits = 0
    return numbers[:-1]


def test_classes_of_each_way_of_painting() -> None:
    places = pd.DataFrame({"standing": [HOT, HOT, COLD, BESIDE], "q": [0.001, 0.03, 0.01, 0.001]})
    assert hotspot_map.standing_classes(GiStar(places, {})).tolist() == [0, 1, 2, -1]
    windows = np.array([[1, 0, 1, 0]] * 2 + [[1, 0, 0, 0]] + [[1, 1, 0, 0]], dtype=bool)
    assert hotspot_map.lasting_classes(windows).tolist() == [0, 2, 4, -1]
    density = np.concatenate([np.arange(2_000, 0, -1.0), [0.0, np.nan]])
    classes = hotspot_map.density_classes(density)
    assert [int((classes == number).sum()) for number in range(5)] == [50, 150, 300, 500, 500]
    assert classes[[0, 1_499, 1_500, -2, -1]].tolist() == [0, 4, -1, -1, -1]
    ratio = np.array([2.0, 1.0, 0.0, -1.5, -2.0, np.nan])
    assert hotspot_map.search_classes(ratio, np.ones(6, dtype=np.int64)).tolist() == [
        0,
        1,
        2,
        3,
        4,
        -1,
    ]


def test_moran_classes_keep_their_order() -> None:
    assert hotspot_map.lisa_numbers(np.array(["HH", "", "LL", "HL", "LH"])).tolist() == [
        0,
        -1,
        3,
        1,
        2,
    ]


def test_wards_and_polygons_say_their_class() -> None:
    sent = hotspot_map.wards(
        "standing", pd.Index(["A", "B"]), np.array([1, -1]), left_out=pd.Index(["C"])
    )
    # A has a class, B was tested and has none, nobody asked for C
    assert sent["wards"] == {"A": WardClass(1), "B": WardClass(NO_CLASS), "C": None}
    shapes = pd.Series(
        {"A": shapely.box(415_000, 185_000, 416_000, 186_000), "B": shapely.box(0, 0, 1, 1)}
    )
    (feature,) = hotspot_map.polygons("standing", shapes, np.array([0, -1]))["shapes"]["features"]
    assert feature["properties"] == {"class": 0} and feature["geometry"]["coordinates"][0][0][
        1
    ] == pytest.approx(51.56, abs=0.02)


def test_every_way_of_painting_has_a_colour_for_each_word() -> None:
    assert all(len(colours) == len(words) for colours, words in hotspot_map.LOOKS.values())


def test_the_first_fifth_of_a_list_is_darker() -> None:
    order = np.array([7, 2, 0, 5, 9, 1, 8, 3, 4, 6])
    classes = hotspot_map.patrol_classes(order, 12)
    assert np.flatnonzero(classes == 0).tolist() == [2, 7]  # two of ten
    assert (classes == 1).sum() == 8 and classes[10:].tolist() == [-1, -1]
    assert hotspot_map.patrol_classes(order[:1], 3 + 9)[7] == 0  # a list of one is dark
    assert hotspot_map.legend("patrol")["elsewhere"] == ["elsewhere: not on the list"]
