"""Equal tiles: one hexagon a ward, none twice, neighbours beside each other."""

from __future__ import annotations

import numpy as np
import pytest
from pandas import DataFrame

from geo.core.errors import DataProblem
from geo.space.areas import neighbours, to_grid
from geo.space.tiles import ward_tiles
from loaders.reference import table, ward_facts
from loaders.sources.boundaries import embedded_wards

ROW = DataFrame(
    {"easting": [0.0, 1000.0, 2000.0], "northing": [0.0, 10.0, 0.0]}, index=["A", "B", "C"]
)
CHAIN = DataFrame({"ward_code": ["A", "B", "B", "C"], "neighbour_code": ["B", "A", "C", "B"]})


SIDES = {(2, 0), (1, 1), (-1, 1), (-2, 0), (-1, -1), (1, -1)}


def touching_share(tiles: DataFrame, adjoining: DataFrame) -> float:
    """Share of the true neighbours whose tiles touch."""
    at = {str(ward): (row["column"], row["row"]) for ward, row in tiles.iterrows()}
    steps = [
        (at[other][0] - at[ward][0], at[other][1] - at[ward][1])
        for ward, other in zip(adjoining["ward_code"], adjoining["neighbour_code"], strict=True)
        if ward in at and other in at
    ]
    return float(np.mean([step in SIDES for step in steps]))


def test_three_wards_in_a_row_keep_their_order_and_touch() -> None:
    tiles = ward_tiles(ROW, CHAIN)
    assert tiles["column"].is_monotonic_increasing
    assert touching_share(tiles, CHAIN) == 1.0
    assert ((tiles["column"] + tiles["row"]) % 2 == 0).all()


def test_two_wards_at_one_point_are_refused() -> None:
    with pytest.raises(DataProblem, match="cannot be laid out"):
        ward_tiles(
            DataFrame({"easting": [1.0, 1.0], "northing": [2.0, 2.0]}, index=["A", "B"]), CHAIN
        )


def test_the_tiles_checked_in_are_what_the_routine_makes_and_most_neighbours_touch() -> None:
    wards = embedded_wards()
    facts = ward_facts().reindex(wards.table.index)
    grid = to_grid(facts["longitude"].to_numpy(), facts["latitude"].to_numpy())
    adjoining = neighbours(wards.shapes)
    made = ward_tiles(
        DataFrame(grid, index=facts.index, columns=["easting", "northing"]), adjoining
    )
    every = table("ward_tiles").set_index("ward_code").astype(int)
    layout = every.loc[facts.index]
    assert layout.shape == (118, 2) and not layout.duplicated().any()
    later = every.loc[embedded_wards("2025-05").table.index]  # where the ward of its name was
    assert len(later) == 118 and not later.duplicated().any()
    assert set(every.index) == {*layout.index, *later.index}
    assert made.loc[layout.index].equals(layout)
    assert touching_share(layout, adjoining) > 0.6
