"""Layers, and the filters of sources that say more than type, place and month; bound to the address like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from geo.core.ages import CUTS
from geo.core.layers import Layer
from geo.core.schema import LINE_TYPES, ORIGINS, WEEKDAYS
from geo.core.selection import Selection, hours_between
from ui.access import roles
from ui.answers import store as answers
from ui.text import filters as filter_text

LAYER, CHOSEN = "layer", "chosen_filters"
DETAILS = ("origin", "line", "suspects", "victims", "hour_from", "hour_to", "weekday")


def layer(*, key: str = LAYER, first: str = "") -> Layer | None:
    """The layer asked for, with its words; None for a free choice of types, which is not offered where `first` names the default."""
    offered = {one.name: one for one in answers.offered_layers()}
    if not offered:
        return None
    names = list(offered) if first else ["", *offered]
    chosen = st.selectbox(
        filter_text.LAYER,
        names,
        index=names.index(first),
        key=key,
        bind="query-params",
        format_func=lambda name: offered[name].title if name else filter_text.NO_LAYER,
    )
    if chosen:
        st.caption(offered[chosen].words)
    return offered.get(chosen)


def narrowed(asked: Selection, fixed: Sequence[str] = ()) -> Selection:
    """The selection with whatever the reader filters besides; nothing is offered that the source does not say, or that the layer decides.

    fixed  filters that a layer decides, as a Selection names them
    """
    if not answers.declared(asked.source_id).detailed:
        return asked
    active = any(
        st.session_state.get(key) not in (None, "", []) or key in st.query_params for key in DETAILS
    )
    if not active:
        for key in DETAILS:  # what was taken away here does not come back on another page
            st.session_state.get(CHOSEN, {}).pop(key, None)
    if answers.guarded(asked.source_id, roles.role()) and not active:
        return asked  # every further filter would be refused; those of a pasted link are drawn, so that they can be taken away
    with st.expander(
        filter_text.FILTERS,
        icon=":material/filter_alt:",
        key="details",
        on_change="rerun",
        expanded=active,
    ) as panel:
        return _filtered(asked, fixed) if active or panel.open else asked


def _filtered(asked: Selection, fixed: Sequence[str]) -> Selection:
    origins = () if "origins" in fixed else _several(filter_text.ORIGIN, "origin", ORIGINS)
    line_types = () if "line_types" in fixed else _several(filter_text.LINE, "line", LINE_TYPES)
    suspects, victims = (
        _cut(filter_text.SUSPECTS, "suspects"),
        _cut(filter_text.VICTIMS, "victims"),
    )
    if cuts := [cut for cut in dict.fromkeys((suspects, victims)) if cut]:
        st.caption(filter_text.cuts_used(cuts))
    left, right = st.columns(2)
    first = left.number_input(
        filter_text.HOUR_FROM,
        0,
        23,
        value=None,
        key="hour_from",
        bind="query-params",
        placeholder="any",
    )
    last = right.number_input(
        filter_text.HOUR_TO,
        0,
        23,
        value=None,
        key="hour_to",
        bind="query-params",
        placeholder="any",
    )
    names = _several(filter_text.WEEKDAY, "weekday", WEEKDAYS)
    known = first is not None or last is not None
    hours = hours_between(int(first or 0), 23 if last is None else int(last)) if known else ()
    if hours or names:
        st.caption(filter_text.TIMED)
    return replace(
        asked,
        origins=origins or asked.origins,
        line_types=line_types or asked.line_types,
        suspect_ages=suspects,
        victim_ages=victims,
        hours=hours if len(hours) < 24 else (),
        weekdays=tuple(WEEKDAYS.index(name) for name in names),
    )


def _several(label: str, key: str, words: Sequence[str]) -> tuple[str, ...]:
    chosen = st.multiselect(
        label,
        words,
        format_func=filter_text.word,
        key=key,
        bind="query-params",
        placeholder="any",
    )
    return tuple(word for word in words if word in chosen)


def _cut(label: str, key: str) -> str:
    return (
        st.selectbox(
            label, ["", *CUTS], format_func=lambda cut: cut or "any", key=key, bind="query-params"
        )
        or ""
    )
