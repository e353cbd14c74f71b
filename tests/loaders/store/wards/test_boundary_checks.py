"""Boundary files whose codes are of another year than they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.core.errors import DataProblem
from loaders.sources.boundaries import embedded_wards
from loaders.store.wards.boundary_checks import require_codes_of_its_year


@pytest.mark.parametrize(
    ("codes_of", "year"), [("2025-05", "2022"), ("2025-05", "2024"), ("2021-12", "2025")]
)
def test_codes_of_another_year_are_refused_with_the_columns_to_name(
    codes_of: str, year: str
) -> None:
    wards = replace(embedded_wards(codes_of), vintage=year)
    with pytest.raises(DataProblem, match=f"WD{codes_of[2:4]}CD"):
        require_codes_of_its_year(wards, file="wards.geojson")


@pytest.mark.parametrize(
    ("codes_of", "year"), [("2021-12", "2023"), ("2025-05", "2025"), ("2021-12", "2018")]
)
def test_codes_in_force_in_a_year_without_a_list_are_taken(codes_of: str, year: str) -> None:
    require_codes_of_its_year(replace(embedded_wards(codes_of), vintage=year), file="wards.geojson")
