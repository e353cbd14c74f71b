"""Places in words with their figures, what survives, what police-generated offences change: on four hexagons."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.hotspots import units
from geo.hotspots.cells import HOT, NEITHER, GiStar
from ui.hotspots.findings import changed, hot_points, listed, ranked, survives

WARDS = pd.DataFrame(
    {
        "ward_name": ["Old Town", "Penhill and Upper Stratton"],
        "authority_name": ["Swindon", "Swindon"],
    },
    index=["A", "B"],
)
TOWNS = pd.DataFrame(
    {
        "place": ["Penhill"],
        "easting": [415_300.0],
        "northing": [188_000.0],
        "longitude": [-1.78],
        "latitude": [51.59],
    }
)
# two hexagons side by side in ward B, a lone one in ward A 5 km off, and a quiet one beside it
POINTS = pd.DataFrame(
    {
        "easting": [415_000.0, 415_200.0, 415_210.0, 420_000.0, 420_200.0],
        "northing": [188_000.0] * 3 + [180_000.0] * 2,
        "ward_code": ["B", "B", "B", "A", "A"],
        "authority_code": ["E06000030"] * 5,
        "location_text": [
            "On or near Quiet Close",
            *["On or near High Street"] * 2,
            *["No Location"] * 2,
        ],
    }
)
OFFENCES = np.array([4, 10, 6, 9, 1])
HELD = units.hexagons(POINTS)


def stars(*standing: str) -> GiStar:
    own, points = HELD.counted(OFFENCES), HELD.counted(np.ones(5, dtype=np.int64))
    places = pd.DataFrame(
        {
            "offences": own,
            "points": points,
            "q": [0.01, 0.02, 0.03, 0.04],
            "standing": list(standing),
        }
    )
    return GiStar(places, {})


def order() -> dict[str, int]:
    """The position of each hexagon, whatever the order of the cells: by its offences."""
    own = HELD.counted(OFFENCES).tolist()
    return {
        "close": own.index(4),
        "street": own.index(16),
        "lone": own.index(9),
        "quiet": own.index(1),
    }


def standing(**hot: bool) -> list[str]:
    at = order()
    return [
        HOT if hot.get(name) else NEITHER
        for name, _ in sorted(at.items(), key=lambda pair: pair[1])
    ]


def test_hexagons_that_touch_are_one_place_named_by_ward_town_and_busiest_street() -> None:
    places = listed(
        stars(*standing(close=True, street=True, lone=True)),
        HELD,
        POINTS,
        OFFENCES,
        wards=WARDS,
        towns=TOWNS,
    )
    table = places.table
    # 20 of 30 offences on 3 of 5 points, where 18 would lie were all alike; the lone one holds 9 where 6 would
    assert table["place"].tolist() == [
        "Old Town",
        "Penhill and Upper Stratton, on or near High Street",
    ]
    assert (
        table["offences"].tolist() == [9, 20]
        and table["expected"].tolist() == [6.0, 18.0]
        and table["hexagons"].tolist() == [1, 2]
    )
    assert table["beyond"].tolist() == [3.0, 2.0] and table.at[1, "low"] == pytest.approx(
        12.22, abs=0.01
    )
    assert places.members[
        [order()[name] for name in ("close", "street", "lone", "quiet")]
    ].tolist() == [1, 1, 0, -1]
    assert table["town"].tolist() == ["", "Penhill"]


def test_a_town_the_ward_is_not_named_after_is_said() -> None:
    wards = WARDS.assign(ward_name=["Old Town", "Gorse Hill"])
    places = listed(stars(*standing(street=True)), HELD, POINTS, OFFENCES, wards=wards, towns=TOWNS)
    assert places.table["place"].tolist() == ["Gorse Hill, near Penhill, on or near High Street"]


def test_a_place_lasts_by_the_windows_of_any_of_its_hexagons() -> None:
    at, windows = order(), np.zeros((4, 4), dtype=bool)
    windows[:2, at["close"]], windows[2:, at["street"]], windows[3, at["lone"]] = True, True, True
    before = np.arange(4) == at["close"]
    places = listed(
        stars(*standing(close=True, street=True, lone=True)),
        HELD,
        POINTS,
        OFFENCES,
        wards=WARDS,
        towns=TOWNS,
        hot_windows=windows,
        found_before=before,
        later=np.array([1, 2, 3, 4, 5]),
    )
    assert places.table["persistence"].tolist() == ["new", "persistent"] and places.table[
        "found_before"
    ].tolist() == [False, True]
    assert places.table["later"].tolist() == [4, 6]


def test_no_hotspot_gives_an_empty_list_with_its_columns() -> None:
    places = listed(stars(*standing()), HELD, POINTS, OFFENCES, wards=WARDS, towns=TOWNS)
    assert places.table.empty and "place" in places.table and (places.members == -1).all()


def test_places_of_one_name_are_told_apart_by_their_grid_reference() -> None:
    far = POINTS.assign(ward_code="A", location_text="No Location")
    places = listed(
        stars(*standing(close=True, lone=True)), HELD, far, OFFENCES, wards=WARDS, towns=TOWNS[:0]
    )
    assert (
        places.table["place"].str.fullmatch(r"Old Town \(SU \d{3} \d{3}\)").all()
        and places.table["place"].is_unique
    )


def test_a_place_survives_where_half_its_offences_lie_in_the_other_settings_hotspots() -> None:
    places = listed(
        stars(*standing(close=True, street=True, lone=True)),
        HELD,
        POINTS,
        OFFENCES,
        wards=WARDS,
        towns=TOWNS,
    )
    # the place in Penhill holds 4 + 10 + 6: the points with 10 and with 4 + 6 are each just half
    for hot, expected in (
        ([0, 1, 0, 1, 0], [True, True]),
        ([1, 0, 1, 0, 0], [False, True]),
        ([1, 0, 0, 0, 1], [False, False]),
    ):
        assert survives(places, HELD, OFFENCES, np.array(hot, dtype=bool)) == expected
    assert hot_points(stars(*standing(street=True)), HELD).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_what_police_find_changes_is_counted_and_named() -> None:
    what = changed(
        np.array([True, True, False, False]),
        np.array([True, False, True, True]),
        np.array(["A", "A", "B", "B"]),
        WARDS["ward_name"].to_dict(),
    )
    assert (what.gained, what.lost, what.gained_wards) == (2, 1, ("Penhill and Upper Stratton",))


def test_a_list_keeps_its_own_order_each_place_for_itself() -> None:
    order = np.array([3, 0])
    places = ranked(order, HELD, POINTS, OFFENCES, wards=WARDS, towns=TOWNS)
    assert places.table["offences"].tolist() == HELD.counted(OFFENCES)[order].tolist()
    assert [places.members[at] for at in order] == [0, 1] and (places.members >= 0).sum() == 2
    assert (places.table["low"] < places.table["offences"]).all()
    plain = ranked(order, HELD, POINTS, OFFENCES, wards=WARDS, towns=TOWNS, limits=False)
    assert "low" not in plain.table and plain.table["place"].equals(places.table["place"])
