"""What the page on stop and search shows: map and disagreement, effectiveness, proportionality."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from geo.schema import AUTHORITY_NAMES, FORCE_AREA, STREET, SWINDON
from geo.search_selection import SearchSelection
from ui import (
    access,
    answers,
    commander,
    exports,
    figures,
    frame,
    lasting,
    panel_view,
    search_answers,
    search_charts,
    search_map,
    search_wording,
    section_60_view,
    source_wording,
    tables,
)


def chosen() -> str:
    """The view that the address asks for."""
    first = next(iter(search_wording.VIEWS))
    names = search_wording.VIEWS
    return (
        st.segmented_control(
            search_wording.VIEW,
            list(names),
            default=first,
            format_func=names.__getitem__,
            key="searches",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        or first
    )


def heading(selection: SearchSelection, view: str) -> None:
    """What is shown, whose searches, their marking, and how many have no place; no count where this role may not see any of the source."""
    source = selection.source_id
    said = search_wording.WITHHELD
    if not answers.guarded(source, access.role()):
        found = search_answers.overview(selection)
        said = search_wording.located(
            found.authorities, found.outside, found.without_location, answers.manifest().boundaries
        )
    frame.heading(
        search_wording.PAGE,
        selection.describe(),
        search_wording.of_source(answers.source_name(source), said),
        marking=frame.marked(source, search_answers.knife_source() if view == "effect" else None),
    )


def limits(selection: SearchSelection) -> None:
    """What this cannot say, before anything is said."""
    absent = search_answers.covered(selection).absent
    figures.note(search_wording.cannot_say(selection.source_id), source_wording.absent(absent))


def show(view: str, selection: SearchSelection) -> None:
    """One view."""
    views: dict[str, Callable[[SearchSelection], None]] = {
        "map": _map,
        "effect": _effectiveness,
        "groups": _proportionality,
        "s60": section_60_view.show,
        "panel": panel_view.show,
    }
    if not search_answers.covered(selection).received and view in ("map", "effect", "groups"):
        st.info(search_wording.NO_MONTH)
        return
    views[view](selection)


def _map(selection: SearchSelection) -> None:
    found = search_answers.beside_violence(selection)
    left, right = lasting.beside_map((11, 9), gap="medium")
    with left.map:
        search_map.show(found)
    with right:
        _cards(selection)
        for says, title in (("more", search_wording.MORE), ("fewer", search_wording.FEWER)):
            mine = found.apart[found.apart["says"] == says].head(search_wording.MOST_APART)
            commander.panel(
                title,
                [("", search_wording.apart(row)) for _, row in mine.iterrows()]
                or [("", search_wording.NONE_APART)],
            )
        figures.note(search_wording.APART_MEANS, search_wording.map_months(found.months))
        table = found.table.join(found.apart[["expected", "ratio", "low", "high", "q", "says"]])
        table = table[
            [*search_wording.BESIDE_COLUMNS, "expected", "ratio", "low", "high", "q", "says"]
        ].round(4)
        tables.every_ward(_twin(table), height=230, digits=1)
        exports.download(
            table.reset_index(),
            [*_provenance(selection, STREET), search_wording.APART_MEANS],
            name="searches-beside-violence",
            shapes=partial(answers.ward_shapes, answers.drawing_file()),
        )


def _twin(table: pd.DataFrame) -> pd.DataFrame:
    """The map as a table, most searched first."""
    shown = table[list(search_wording.BESIDE_COLUMNS)].sort_values(
        ["search_rate", "ward_name"], ascending=[False, True]
    )
    return shown.round(1).rename(columns=search_wording.BESIDE_COLUMNS)


def _cards(selection: SearchSelection) -> None:
    found = search_answers.overview(selection)
    rates = search_answers.authority_rates(found)
    figures.show(
        [
            (name, f"{found.authorities[code]:,}", search_wording.rate_under(*rates.loc[code]))
            for code, name in AUTHORITY_NAMES.items()
        ]
    )


def _effectiveness(selection: SearchSelection) -> None:
    left, right = st.columns([11, 9], gap="medium")
    with left:
        by = (
            st.segmented_control(
                search_wording.BREAK_DOWN,
                list(search_wording.BY),
                default="family",
                key="by",
                required=True,
                format_func=search_wording.BY.__getitem__,
                bind="query-params",
            )
            or "family"
        )
        found = search_answers.effectiveness(selection, by)
        _find_cards(selection)
        for name in (*AUTHORITY_NAMES.values(), FORCE_AREA):
            st.markdown(f"**{name}**")
            search_charts.shares(find_table(found[name], by))
        figures.note(
            search_wording.WHOLE_COUNTS_ALL,
            search_wording.FIND_MEANS,
            search_wording.OUTCOME_MEANS if by == "outcome" else "",
            search_wording.AGES_MEAN,
        )
        whole = pd.concat(
            [table.reset_index().assign(area=name) for name, table in found.items()]
        ).round(4)
        exports.download(
            whole, [*_provenance(selection), search_wording.FIND_MEANS], name=f"find-rates-by-{by}"
        )
    with right:
        search_charts.trend(
            search_answers.trend(selection),
            search_answers.covered(selection),
            search_answers.sceptre_weeks(),
        )
        figures.note(search_wording.TREND_MEANS)
        by_hour, without = search_answers.hours(selection)
        search_charts.hours(by_hour, search_wording.HOUR_AXES[selection.source_id])
        figures.note(search_wording.midnight(without))
        _per_offence(selection)


def _find_cards(selection: SearchSelection) -> None:
    found = search_answers.effectiveness(selection, "family")
    weapons = {
        name: table.loc["weapons"]
        for name, table in found.items()
        if "weapons" in table.index and name != FORCE_AREA
    }
    figures.show(
        [
            (search_wording.weapons_found(name), *search_wording.share(row))
            for name, row in weapons.items()
        ]
        + [
            (search_wording.weapons_linked(name), *search_wording.share(row, "linked_rate"))
            for name, row in weapons.items()
        ]
    )


def find_table(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Find rates as a reader sees them: shares in per cent; what is not formed is empty."""
    shares = ["rate", "low", "high", "link_known", "linked_rate", "linked_low", "linked_high"]
    shown = found.assign(**{name: (found[name] * 100).round(1) for name in shares})
    shown = shown[
        ["searches", "link_known"] if by == "outcome" else list(search_wording.FIND_COLUMNS)
    ]
    if by == "age_band":
        shown = shown.sort_index()
    if by == "family":
        shown.index = shown.index.map(lambda key: search_wording.OBJECTS.get(key, key))
    shown = shown.dropna(axis="columns", how="all").rename(columns=search_wording.FIND_COLUMNS)
    return shown.rename_axis(search_wording.BY[by]).reset_index()


def _per_offence(selection: SearchSelection) -> None:
    table, what = search_answers.per_knife_offence(selection)
    with st.expander(search_wording.PER_TITLE):
        shown = table.sort_values(["per_offence", "searches"], ascending=False).round(2)
        tables.every_ward(shown.rename(columns=search_wording.PER_COLUMNS), height=300, digits=2)
        figures.note(search_wording.knife_note(what))
        told = [
            *_provenance(selection.weapons(), search_answers.knife_source()),
            search_wording.knife_note(what),
        ]
        exports.download(
            shown.reset_index(),
            told,
            name="weapon-searches-per-knife-offence",
            shapes=partial(answers.ward_shapes, answers.drawing_file()),
        )


def _proportionality(selection: SearchSelection) -> None:
    areas = {name: code for code, name in search_answers.AREAS.items()}
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    area = areas[
        left.segmented_control(
            search_wording.AREA,
            list(areas),
            default="Swindon",
            key="group_area",
            required=True,
            bind="query-params",
        )
        or "Swindon"
    ]
    offered = search_answers.denominators(area, selection)
    with right:
        words = {key: one.name for key, one in offered.items()}
        key = (
            st.segmented_control(
                search_wording.DENOMINATOR,
                list(words),
                default="residents_2021",
                format_func=words.__getitem__,
                key="denominator",
                required=True,
                bind="query-params",
            )
            or "residents_2021"
        )
    key = key if key in offered else "residents_2021"
    figures.said(offered[key].assumes)
    found = search_answers.proportionality(area, selection, key)
    for column, (said, table) in zip(st.columns(2, gap="medium"), found.items(), strict=True):
        with column:
            st.markdown(f"**{said.capitalize()}**")
            search_charts.ratios(table, said)
            st.dataframe(ratio_table(table), hide_index=True, width="stretch")
            unknown = int(table["unknown"].iloc[0])
            figures.note(
                search_wording.unknown_group(said, unknown, int(table["searches"].sum()) + unknown)
            )
    if area == SWINDON:
        figures.said(*_older_census(selection))
    figures.note(
        search_wording.RATIO_MEANS,
        search_wording.SELF_AND_OFFICER,
        search_wording.AUTHORITY_ONLY,
        search_wording.NO_YOUNG,
    )
    whole = pd.concat(
        [
            table.reset_index().assign(said_by=said, area=search_answers.AREAS[area])
            for said, table in found.items()
        ]
    ).round(4)
    exports.download(
        whole,
        [
            *_provenance(selection),
            f"{offered[key].name}. {offered[key].assumes}",
            search_wording.RATIO_MEANS,
        ],
        name="searches-by-group",
    )


def ratio_table(table: pd.DataFrame) -> pd.DataFrame:
    """Rates and ratios in the fixed order of groups, each ratio with its interval and bounds in one cell."""
    return pd.DataFrame(
        [
            {
                search_wording.RATIO_COLUMNS[name]: said
                for name, said in search_wording.ratio_row(str(group), row).items()
            }
            for group, row in table.iterrows()
        ]
    )


def _older_census(selection: SearchSelection) -> list[str]:
    """What the change of census does to the two groups that grew most, by what people said of themselves."""
    tables = {
        year: search_answers.proportionality(SWINDON, selection, f"residents_{year}")[
            "self-defined"
        ]
        for year in ("2011", "2021")
    }
    return [
        search_wording.older_census(
            {year: {"group": group, **table.loc[group]} for year, table in tables.items()}
        )
        for group in ("Black", "Asian")
    ]


def _provenance(selection: SearchSelection, *beside: str) -> list[str]:
    return search_answers.provenance(selection.describe(), selection.source_id, *beside)
