"""The wards that a page run counts by: their names, residents, facts and shapes, and the lines that say whose they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import shapely

from geo.core.area import Inset
from geo.core.errors import DataProblem
from geo.core.selection import months_between
from geo.searches.proportionality import GROUPS
from geo.space.former_wards import main_part, parts_by_crosswalk
from loaders.reference import dispersions as known_dispersions
from loaders.reference import (
    places,
)
from loaders.store.reader import reference_table
from loaders.store.wards.residents_used import ResidentsUsed, residents_used
from ui.answers.area import served
from ui.answers.caching import cache_resource
from ui.answers.store import pinned_build as answers
from ui.text import sources as source_text
from ui.text.wards import areas as area_text
from ui.text.wards import vintages as vintage_text


def residents_carried() -> tuple[float, float]:
    """Of the areas of a geography that this page run counts by, the share (0 to 1) whose residents are carried from wards, and how far
    half of those figures may be off at least, as a share of each; both 0 for wards."""
    if not answers.geography_shown():
        return 0.0, 0.0
    off = wards()["off"]
    carried = off[off != 0].dropna()
    return len(carried) / max(len(off), 1), float(carried.median()) if len(carried) else 0.0


def wards() -> pd.DataFrame:
    """Wards of the area served: ward_code index, ward_name, authority_code, authority_name, residents, residents_mislead, uncovered (part of
    their authority lies in no ward); of a geography its areas, with off: how far their residents may be from a count, as a share of them.

    Callers must not change it.
    """
    return _wards(answers.build_key())


def ground_in_no_ward() -> dict[str, str]:
    """Authority's name → what of it lies in no ward of those that this page run counts by, and why, in words; empty where all does."""
    names = served().names
    return {
        names.get(code, code): words for code, words in answers.pinned().ground_in_no_ward.items()
    }


def areas_line() -> str:
    """In a file: whose wards, boundaries and residents, how exact the boundaries are, and which residents are carried."""
    return source_text.areas_line(
        wards_line(),
        answers.vintage().source,
        "; ".join(residents_lines()),
        answers.manifest().population,
    )


def wards_line() -> str:
    """Whose wards this page run counts by, and how exact their boundaries are."""
    if answers.geography_shown():
        return area_text.areas_of(answers.vintage().title, answers.vintage().exactness)
    return vintage_text.wards_of(answers.vintage().id, answers.vintage().exactness)


def residents_lines() -> list[str]:
    """Whose residents the rates of this page run have: of which years; and of how many wards they are carried. Empty where none are held."""
    used = _residents_used(answers.build_key(), _months_shown())
    if used is None:
        return []
    lines = [
        vintage_text.residents_of(used.years, used.others),
        vintage_text.carried_wards(used.carried, used.fidelity),
    ]
    return [line for line in lines if line]


def residents_of_ward(ward: str) -> str:
    """Of one ward (by code) whose residents are no count, how they came to it and how far they may be from one; else empty."""
    rows = answers.pinned().residents
    used = residents_used(rows[rows["ward_code"] == ward], _months_shown())
    if used is None or not used.carried:
        return ""
    return vintage_text.ward_residents(
        vintage_text.residents_of(used.years), next(iter(used.carried)), used.fidelity
    )


def ward_shapes(drawing: Path | None = None) -> dict[str, object]:
    """Ward code → its shape as GeoJSON geometry in degrees, as maps draw it.

    drawing  the file of a build, for whoever asks once the page has run; the pinned build's unless given
    """
    drawn = json.loads((drawing or answers.drawing_file()).read_text(encoding="utf-8"))["features"]
    return {
        feature["id"]: feature["geometry"]
        for feature in drawn
        if feature["properties"]["kind"] == "ward"
    }


def dispersions() -> pd.DataFrame:
    """How far counts of each type and level vary in like series, as geo.change.dispersion.prior_dispersion takes it."""
    return known_dispersions()


def ward_features() -> pd.DataFrame:
    """What makes wards alike, ward_code index: residents, residents per km², share aged 14–25, deprivation score."""
    number = answers.pinned().ward_facts
    residents = number["population_2021"]
    return pd.DataFrame(
        {
            "residents": residents,
            "density": residents / number["area_km2"],
            "young": number["population_14_25_mid2020"] / residents,
            "deprivation": number["imd_score_2025"],
        }
    )


def ward_groups() -> pd.DataFrame:
    """Residents of 2021 by broad Census group, ward_code index: authority_code, White, Asian, Black, Mixed, Other."""
    groups = answers.pinned().ward_facts.rename(columns=str.capitalize)[list(GROUPS)]
    groups.insert(0, "authority_code", wards()["authority_code"].reindex(groups.index))
    return groups


def authority_groups(authority: str, year: int) -> pd.Series:
    """Residents of one authority by broad Census group as published at that level, for the groups held; empty where none is.

    The Census blurs each table by itself, so that its wards do not add up to these to the last resident.
    """
    held = reference_table(f"census_{year}_groups")
    return held[held["authority_code"] == authority].set_index("group")["residents"].astype(int)


def insets() -> tuple[Inset, ...]:
    """Towns that maps show at a scale of their own, each with its authority and bounds in degrees."""
    return served().insets


def town_labels() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank; callers must not change it."""
    return _town_labels(repr(served()))


@cache_resource(3)
def _town_labels(area: str) -> pd.DataFrame:
    del area  # part of the key: each area has a table of its own
    return places()


def _months_shown() -> tuple[date, ...]:
    asked = answers.window()
    return tuple(months_between(*asked)) if asked else ()


@cache_resource(50)
def _residents_used(build_key: str, months: tuple[date, ...]) -> ResidentsUsed | None:
    del build_key  # part of the key
    rows = answers.pinned().residents
    return residents_used(rows[rows["ward_code"].isin(wards().index)], months)


@cache_resource(12)
def _wards(build_key: str) -> pd.DataFrame:
    del build_key  # part of the key
    table = answers.pinned().ward_table_of(_months_shown())
    home = table[table["authority_code"].isin(served().codes)]
    if home.empty:
        raise DataProblem(*source_text.no_ward_of(served()))
    home = home.assign(
        residents_mislead=home.index.isin(_town_centres(home.index)),
        uncovered=home["authority_code"].isin([*answers.pinned().ground_in_no_ward]),
    )
    if not answers.geography_shown():
        return home
    newest = (
        answers.pinned().residents.drop_duplicates("ward_code", keep="last").set_index("ward_code")
    )
    return home.assign(off=newest["fidelity"].reindex(home.index))


def _town_centres(areas: pd.Index) -> set[str]:
    """Codes of the wards whose rate per resident misleads: as the area's file lists them, and the wards shown that these became.

    areas  codes of what is shown; of areas that are no wards, those of which most lies in such a ward
    """
    if answers.geography_shown():
        return _within_town_centres(areas)
    crosswalks, listed = answers.pinned().crosswalks, set(served().town_centres)
    if answers.vintage().title:
        reference = answers.by_reference().wards.shapes
        centres = shapely.union_all(reference.reindex(sorted(listed)).dropna().to_numpy())
        shapes = answers.pinned().wards.shapes.reindex(areas).to_numpy()
        within = shapely.area(shapely.intersection(shapes, centres))
        return {*areas[within > 0.5 * shapely.area(shapes)]}
    to_shown = crosswalks[crosswalks["later_vintage"] == answers.vintage().id]
    became = {
        main_part(parts_by_crosswalk(code, rows))
        for _, rows in to_shown.groupby("earlier_vintage")
        for code in listed & set(rows["earlier"])
    }
    return listed | became - {""}


def _within_town_centres(areas: pd.Index) -> set[str]:
    """Codes of the areas of a geography of which most lies in wards of town centres."""
    reference = answers.by_reference().wards.shapes
    centres = reference.reindex(list(served().town_centres)).dropna().to_numpy()
    shapes = answers.pinned().wards.shapes.reindex(areas)
    within = shapely.area(shapely.intersection(shapes.to_numpy(), shapely.union_all(centres)))
    return {*areas[within > 0.5 * shapely.area(shapes.to_numpy())]}
