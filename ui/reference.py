"""What is known of wards, measures and dates beside the counts: of the pinned build's wards, and of the tables in data/."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from geo import measures
from geo.layers import Layer
from geo.proportionality import GROUPS
from geo.schema import AUTHORITY_NAMES
from geo.selection import Selection
from loaders.store import layers, offence_types, places, reference_table
from ui import pinned


def wards() -> pd.DataFrame:
    """Wards of both authorities: ward_code index, ward_name, authority_code, authority_name, residents, residents_mislead."""
    table = pinned.store().ward_table
    home = table[table["authority_code"].isin(AUTHORITY_NAMES)]
    return home.assign(residents_mislead=home.index.isin(reference_table("town_centre_wards")["ward_code"]))


def ward_shapes(drawing: Path | None = None) -> dict[str, object]:
    """Ward code → its shape as GeoJSON geometry in degrees, as maps draw it.

    drawing  the file of a build, for whoever asks once the page has run; the pinned build's unless given
    """
    drawn = json.loads((drawing or pinned.drawing_file()).read_text(encoding="utf-8"))["features"]
    return {feature["id"]: feature["geometry"] for feature in drawn if feature["properties"]["kind"] == "ward"}


def ward_features() -> pd.DataFrame:
    """What makes wards alike, ward_code index: residents, residents per km², share aged 14–25, deprivation score."""
    facts = reference_table("ward_facts").set_index("ward_code")
    number = facts[["population_2021", "area_km2", "population_14_25_mid2020", "imd_score_2025"]].apply(pd.to_numeric)
    residents = number["population_2021"]
    return pd.DataFrame({"residents": residents, "density": residents / number["area_km2"],
                         "young": number["population_14_25_mid2020"] / residents, "deprivation": number["imd_score_2025"]})


def ward_groups() -> pd.DataFrame:
    """Residents of 2021 by broad Census group, ward_code index: authority_code, White, Asian, Black, Mixed, Other."""
    facts = reference_table("ward_facts").set_index("ward_code")
    groups = facts[[name.lower() for name in GROUPS]].apply(pd.to_numeric).rename(columns=str.capitalize)
    return facts[["authority_code"]].join(groups)


def authority_groups(authority: str, year: int) -> pd.Series:
    """Residents of one authority by broad Census group as published at that level, for the groups held; empty where none is.

    The Census blurs each table by itself, so that its wards do not add up to these to the last resident.
    """
    held = reference_table(f"census_{year}_groups")
    return held[held["authority_code"] == authority].set_index("group")["residents"].astype(int)


def insets() -> list[dict[str, object]]:
    """Towns that maps show at a scale of their own: name, authority, bounds (south-west and north-east corner in degrees)."""
    return [{"name": row["name"], "authority": row["authority_code"],
             "bounds": [[float(row["south"]), float(row["west"])], [float(row["north"]), float(row["east"])]]}
            for row in reference_table("insets").to_dict("records")]


def town_labels() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank; callers must not change it."""
    return places()


def glossary() -> pd.DataFrame:
    """What each measure counts, on what area and period, whose it is and how it is marked."""
    return reference_table("measures")


def events() -> pd.DataFrame:
    """Dated changes that a trend must show, such as redrawn wards: month (date), event, authority_code."""
    table = reference_table("events")
    return table.assign(month=[date.fromisoformat(day) for day in table["month"]])


def offered_layers() -> list[Layer]:
    """The named layers whose source the build holds."""
    held = pinned.sources()
    return [layer for layer in layers() if layer.source_id in held]


def told_apart(selection: Selection) -> str:
    """The column whose values a selection's layer tells apart on the map; empty for none."""
    return next((layer.told_apart for layer in layers() if selection.layer.title == layer.title), "")


def known_offence_types() -> list[str]:
    return offence_types()


def measure(selection: Selection) -> measures.Measure:
    """The measure a selection counts; narrowed, it is another measure."""
    whole = measures.measure_of(glossary(), selection.source_id, selection.offence_types)
    if selection.layer.title:
        return replace(whole, name=selection.what())
    return replace(whole, name=f"{whole.name} ({selection.narrowing})") if selection.narrowing else whole
