"""Which measure a figure is of, and that two never share an axis."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from geo.core.errors import DataProblem
from geo.core.measures import Measure, measure_of, require_one_measure

TABLE = pd.DataFrame(
    [
        ["Robbery", "street", "Robbery", "ward", "months"],
        ["Any other", "street", "", "ward", "months"],
        ["On the railway", "btp", "", "station", "months"],
        ["In papers", "", "", "force area", "years"],
    ],
    columns=["measure", "source_id", "offence_types", "area", "period"],
)
ROBBERY = Measure("Robbery", "street", "ward", "months")


def test_one_type_with_a_row_of_its_own_has_its_name() -> None:
    assert measure_of(TABLE, "street", ["Robbery"]) == ROBBERY


def test_any_other_type_or_mix_is_named_by_its_types_in_order() -> None:
    assert measure_of(TABLE, "street", ["Drugs"]) == replace(ROBBERY, name="Drugs")
    assert measure_of(TABLE, "street", ["Robbery", "Drugs"]).name == "Drugs; Robbery"
    assert measure_of(TABLE, "street", ["Robbery", "Drugs"]) == measure_of(
        TABLE, "street", ["Drugs", "Robbery"]
    )
    assert measure_of(TABLE, "street", []) == replace(ROBBERY, name="All offences and incidents")


def test_the_same_type_of_another_source_is_another_measure() -> None:
    railway = measure_of(TABLE, "btp", ["Robbery"])
    assert railway == Measure("Robbery", "btp", "station", "months") and railway != ROBBERY


def test_a_source_without_a_measure_is_refused() -> None:
    with pytest.raises(
        DataProblem, match="No measure is written down for the source moon"
    ) as refused:
        measure_of(TABLE, "moon", [])
    assert refused.value.do == "Add it to the declaration of the source, in loaders/sources."


def test_one_measure_may_share_an_axis_with_itself() -> None:
    assert require_one_measure([ROBBERY, replace(ROBBERY)]) == ROBBERY


def test_two_measures_are_refused_and_told_apart() -> None:
    with pytest.raises(DataProblem, match="Two measures cannot share an axis") as refused:
        require_one_measure([ROBBERY, ROBBERY, Measure("Robbery", "btp", "station", "months")])
    assert (
        refused.value.saw
        == "They differ in source_id “street” and “btp”; area “ward” and “station”."
    )
    assert refused.value.do == "Draw them one above the other instead."


def test_no_measure_is_nothing_to_draw() -> None:
    with pytest.raises(DataProblem, match="nothing to draw"):
        require_one_measure([])
