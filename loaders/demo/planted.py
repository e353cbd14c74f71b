"""Where the demonstration plants what the analysis is to find: the places of data/demonstration.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from geo.core.errors import DataProblem
from loaders.area import area_file, served

NAME = "demonstration"


@dataclass(frozen=True)
class PlantedPatterns:
    """Wards by code, and the first day of what begins there.

    searched  wards where weapon searches, and what they find, rise
    works     the ward after whose operation violence and robbery fall
    nothing   the ward after whose operation nothing changes
    cluster   wards with more violence and robbery in every month
    lines     the authority where more is tied to local lines
    few_hands the authority where few suspects are named in far more knife-enabled offences than chance gives
    """

    searched: tuple[str, ...]
    searched_from: date
    works: str
    works_from: date
    nothing: str
    nothing_from: date
    cluster: tuple[str, ...]
    lines: str
    few_hands: str


def planted() -> PlantedPatterns:
    """What is planted in the area served. Raises DataProblem where its file names no demonstration."""
    if NAME not in area_file().tables:
        raise DataProblem(
            f"There is no demonstration of {served().name}.",
            "Its area file names none.",
            "Load real files: `python -m loaders load PATH`.",
        )
    return _read(area_file().tables[NAME])


@cache
def _read(path: Path) -> PlantedPatterns:
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    return PlantedPatterns(
        searched=tuple(document["searching"]["wards"]),
        searched_from=document["searching"]["from"],
        works=document["works"]["ward"],
        works_from=document["works"]["from"],
        nothing=document["does_nothing"]["ward"],
        nothing_from=document["does_nothing"]["from"],
        cluster=tuple(document["cluster"]["wards"]),
        lines=document["lines"]["authority"],
        few_hands=document["few_hands"]["authority"],
    )
