"""What the page on stop and search shows: map and disagreement, effectiveness, proportionality."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.schema import STREET
from geo.core.search_selection import SearchSelection
from ui.access import identity
from ui.answers.area import served
from ui.answers.stop_and_search import searches as search_answers
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.components import downloads, metric_cards, tables
from ui.components.panel import panel, titled_list
from ui.filters import url_state
from ui.map import ward_map as ward_maps
from ui.map.map_view import MapView
from ui.shell import page_header
from ui.shell.context import Places
from ui.stop_and_search import charts as search_charts
from ui.stop_and_search import map_layer as search_map
from ui.stop_and_search import panels as panel_packs
from ui.stop_and_search import section_60 as section_60_view
from ui.text import figures as figure_text
from ui.text import filters as filter_text
from ui.text import sources as source_text
from ui.text.stop_and_search import searches as search_text


def chosen() -> str:
    """The view that the address asks for."""
    return url_state.SEARCHES.value([*search_text.VIEWS], search_text.VIEWS.__getitem__)


def choose() -> None:
    """What chooses the view."""
    chosen()
    st.segmented_control(
        search_text.VIEW,
        [*search_text.VIEWS],
        format_func=search_text.VIEWS.__getitem__,
        required=True,
        label_visibility="collapsed",
        **url_state.SEARCHES.bound(),
    )


def heading(selection: SearchSelection, view: str) -> None:
    """What is shown, whose searches, their marking, and how many have no place; no count where this role may not see any of the source."""
    source = selection.source_id
    sentence = search_text.WITHHELD
    if not source_answers.guarded(source, identity.sight()):
        overview = search_answers.overview(selection)
        sentence = search_text.located(
            overview.authorities,
            overview.outside,
            overview.without_location,
            ward_tables.wards_line(),
            served(),
        )
    page_header.heading(
        search_text.PAGE,
        selection.describe(),
        search_text.of_source(source_answers.source_name(source), sentence),
        marking=page_header.marked(
            source, search_answers.knife_source() if view == "effect" else None
        ),
    )


@panel()
def limits(selection: SearchSelection) -> None:
    """What this cannot say, before anything is said."""
    absent = search_answers.covered(selection).absent
    metric_cards.note(
        search_text.cannot_say(exact=source_answers.declared(selection.source_id).exact_places),
        source_text.absent(absent, source_answers.partial_months(selection.source_id)),
    )


def ward_map(view: str, selection: SearchSelection) -> MapView | None:
    """The map of a view; None where it has none."""
    try:
        if view == "map" and search_answers.covered(selection).received:
            beside = search_answers.beside_violence(selection)
            about = ward_maps.about(
                selection.describe(),
                [selection.source_id, STREET],
                [*_provenance(selection, STREET), search_text.map_months(beside.months)],
                name="map-searches-beside-violence",
            )
            return search_map.ward_map(beside, about)
        return section_60_view.ward_map() if view == "s60" else None
    except DataProblem:
        return None  # `show` comes upon the same, and says so


def show(view: str, selection: SearchSelection, places: Places) -> None:
    """One view."""
    if not search_answers.covered(selection).received and view in ("map", "effect", "groups"):
        st.info(search_text.NO_MONTH)
        return
    with panel():
        if view == "map":
            _map(selection, places)
        elif view == "s60":
            section_60_view.show(selection, places)
        else:
            {
                "effect": _effectiveness,
                "groups": _proportionality,
                "panel": panel_packs.show,
            }[view](selection)


def _map(selection: SearchSelection, places: Places) -> None:
    beside = search_answers.beside_violence(selection)
    with places.beside:
        _cards(selection)
        with panel():
            for says, title in (("more", search_text.MORE), ("fewer", search_text.FEWER)):
                mine = beside.apart[beside.apart["says"] == says].head(search_text.MOST_APART)
                titled_list(
                    title,
                    [("", search_text.apart(row)) for _, row in mine.iterrows()]
                    or [("", search_text.NONE_APART)],
                )
            metric_cards.note(search_text.APART_MEANS, search_text.map_months(beside.months))
        with panel():
            table = beside.table.join(
                beside.apart[["expected", "ratio", "low", "high", "q", "says"]]
            )
            table = table[
                [*search_text.BESIDE_COLUMNS, "expected", "ratio", "low", "high", "q", "says"]
            ].round(4)
            tables.every_ward(_twin(table), height=230, digits=1)
            downloads.download(
                table.reset_index(),
                [*_provenance(selection, STREET), search_text.APART_MEANS],
                name="searches-beside-violence",
                shapes=partial(ward_tables.ward_shapes, answers.drawing_file()),
            )


def _twin(table: pd.DataFrame) -> pd.DataFrame:
    """The map as a table, most searched first."""
    shown = table[list(search_text.BESIDE_COLUMNS)].sort_values(
        ["search_rate", "ward_name"], ascending=[False, True]
    )
    return shown.round(1).rename(columns=search_text.BESIDE_COLUMNS)


@panel()
def _cards(selection: SearchSelection) -> None:
    overview = search_answers.overview(selection)
    rates = search_answers.authority_rates(overview)
    ground = ward_tables.ground_in_no_ward()
    without = {
        name: figure_text.no_rate(uncovered=name in ground)
        if overview.covered.years
        else search_text.NONE_RECEIVED
        for name in served().names.values()
    }
    metric_cards.show(
        [
            (
                name,
                f"{overview.authorities[code]:,}",
                search_text.rate_under(
                    float(rates.at[code, "rate_per_1000"]),
                    float(rates.at[code, "rate_low"]),
                    float(rates.at[code, "rate_high"]),
                    without[name],
                ),
            )
            for code, name in served().names.items()
        ]
    )
    metric_cards.note(figure_text.ground_lacking(ground))


def _effectiveness(selection: SearchSelection) -> None:
    left, right = st.columns([11, 9], gap="medium")
    with left:
        by = url_state.BY.value([*search_text.BY], search_text.BY.__getitem__)
        st.segmented_control(
            search_text.BREAK_DOWN,
            [*search_text.BY],
            required=True,
            format_func=search_text.BY.__getitem__,
            **url_state.BY.bound(),
        )
        with panel():
            _find_rates(selection, by)
    with right:
        with panel():
            search_charts.trend(
                search_answers.trend(selection),
                search_answers.covered(selection),
                search_answers.sceptre_weeks(),
                source_answers.thin_months(selection.source_id),
            )
            metric_cards.note(search_text.TREND_MEANS)
        with panel():
            by_hour, without = search_answers.hours(selection)
            search_charts.hours(
                by_hour, search_text.hour_axis(source_answers.declared(selection.source_id).clock)
            )
            metric_cards.note(search_text.midnight(without))
        _per_offence(selection)


def _find_rates(selection: SearchSelection, by: str) -> None:
    """Find rates by one breakdown: cards, each area's table and chart, and the file of them all."""
    find_rates = search_answers.effectiveness(selection, by)
    _find_cards(selection)
    for name in (*served().names.values(), served().name):
        st.markdown(f"**{name}**")
        search_charts.shares(find_table(find_rates[name], by))
    metric_cards.note(
        search_text.whole_counts_all(served()),
        search_text.FIND_MEANS,
        search_text.OUTCOME_MEANS if by == "outcome" else "",
        search_text.AGES_MEAN,
    )
    whole = pd.concat(
        [table.reset_index().assign(area=name) for name, table in find_rates.items()]
    ).round(4)
    downloads.download(
        whole, [*_provenance(selection), search_text.FIND_MEANS], name=f"find-rates-by-{by}"
    )


@panel()
def _find_cards(selection: SearchSelection) -> None:
    find_rates = search_answers.effectiveness(selection, "family")
    weapons = {
        name: table.loc["weapons"]
        for name, table in find_rates.items()
        if "weapons" in table.index and name != served().name
    }
    metric_cards.show(
        [
            (search_text.weapons_found(name), *search_text.share(row))
            for name, row in weapons.items()
        ]
        + [
            (search_text.weapons_linked(name), *search_text.share(row, "linked_rate"))
            for name, row in weapons.items()
        ]
    )


def find_table(rates: pd.DataFrame, by: str) -> pd.DataFrame:
    """Find rates as a reader sees them: shares in per cent; what is not formed is empty."""
    shares = ["rate", "low", "high", "link_known", "linked_rate", "linked_low", "linked_high"]
    shown = rates.assign(**{name: (rates[name] * 100).round(1) for name in shares})
    shown = shown[["searches", "link_known"] if by == "outcome" else list(search_text.FIND_COLUMNS)]
    if by == "age_band":
        shown = shown.sort_index()
    if by == "family":
        shown.index = shown.index.map(lambda key: filter_text.OBJECTS.get(key, key))
    shown = shown.dropna(axis="columns", how="all").rename(columns=search_text.FIND_COLUMNS)
    return shown.rename_axis(search_text.BY[by]).reset_index()


@panel()
def _per_offence(selection: SearchSelection) -> None:
    table, what = search_answers.per_knife_offence(selection)
    with st.expander(search_text.PER_TITLE):
        shown = table.sort_values(["per_offence", "searches"], ascending=False).round(2)
        tables.every_ward(shown.rename(columns=search_text.PER_COLUMNS), height=300, digits=2)
        metric_cards.note(search_text.knife_note(what))
        notes = [
            *_provenance(selection.weapons(), search_answers.knife_source()),
            search_text.knife_note(what),
        ]
        downloads.download(
            shown.reset_index(),
            notes,
            name="weapon-searches-per-knife-offence",
            shapes=partial(ward_tables.ward_shapes, answers.drawing_file()),
        )


def _proportionality(selection: SearchSelection) -> None:
    areas = {name: code for code, name in search_answers.areas().items()}
    first = next(iter(served().names.values()))
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    named = url_state.GROUP_AREA.value([*areas], default=first)
    left.segmented_control(
        search_text.AREA, [*areas], required=True, **url_state.GROUP_AREA.bound()
    )
    area = areas[named]
    offered = search_answers.denominators(area, selection)
    words = {key: denominator.name for key, denominator in offered.items()}
    key = url_state.DENOMINATOR.value([*words], words.__getitem__, default="residents_2021")
    right.segmented_control(
        search_text.DENOMINATOR,
        [*words],
        format_func=words.__getitem__,
        required=True,
        **url_state.DENOMINATOR.bound(),
    )
    metric_cards.paragraph(offered[key].assumes)
    ratio_tables = search_answers.proportionality(area, selection, key)
    for column, (definition, table) in zip(
        st.columns(2, gap="medium"), ratio_tables.items(), strict=True
    ):
        with column, panel():
            st.markdown(f"**{definition.capitalize()}**")
            search_charts.ratios(table, definition)
            st.dataframe(ratio_table(table), hide_index=True, width="stretch")
            unknown = int(table["unknown"].iloc[0])
            metric_cards.note(
                search_text.unknown_group(
                    definition, unknown, int(table["searches"].sum()) + unknown
                )
            )
    if "residents_2011" in offered and area in served().names:
        metric_cards.paragraph(*_older_census(area, selection))
    metric_cards.note(
        search_text.RATIO_MEANS,
        search_text.SELF_AND_OFFICER,
        search_text.AUTHORITY_ONLY,
        search_text.NO_YOUNG,
    )
    whole = pd.concat(
        [
            table.reset_index().assign(said_by=definition, area=search_answers.areas()[area])
            for definition, table in ratio_tables.items()
        ]
    ).round(4)
    downloads.download(
        whole,
        [
            *_provenance(selection),
            f"{offered[key].name}. {offered[key].assumes}",
            search_text.RATIO_MEANS,
        ],
        name="searches-by-group",
    )


def ratio_table(table: pd.DataFrame) -> pd.DataFrame:
    """Rates and ratios in the fixed order of groups, each ratio with its interval and bounds in one cell."""
    return pd.DataFrame(
        [
            {
                search_text.RATIO_COLUMNS[name]: text
                for name, text in search_text.ratio_row(str(group), row).items()
            }
            for group, row in table.iterrows()
        ]
    )


def _older_census(authority: str, selection: SearchSelection) -> list[str]:
    """What the change of census does to the two groups that grew most, by what people said of themselves."""
    tables = {
        year: search_answers.proportionality(authority, selection, f"residents_{year}")[
            "self-defined"
        ]
        for year in ("2011", "2021")
    }
    return [
        search_text.older_census(
            served().names[authority],
            {year: {"group": group, **table.loc[group]} for year, table in tables.items()},
        )
        for group in ("Black", "Asian")
    ]


def _provenance(selection: SearchSelection, *beside: str) -> list[str]:
    return search_answers.provenance(selection.describe(), selection.source_id, *beside)
