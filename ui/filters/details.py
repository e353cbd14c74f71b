"""Layers, and the filters of sources that say more than type, place and month; bound to the address like all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from geo.core.ages import CUTS
from geo.core.layers import Layer
from geo.core.schema import LINE_TYPES, ORIGINS, WEEKDAYS
from geo.core.selection import Selection, hours_between
from ui.access import identity
from ui.answers.store import sources as source_answers
from ui.filters import url_state
from ui.text import filters as filter_text

DETAILS = (
    url_state.ORIGIN,
    url_state.LINE,
    url_state.SUSPECTS,
    url_state.VICTIMS,
    url_state.HOUR_FROM,
    url_state.HOUR_TO,
    url_state.WEEKDAY,
)


def layer(*, key: url_state.Choice = url_state.LAYER, first: str = "") -> Layer | None:
    """The layer asked for, with its words; None for a free choice of types, which is not offered where `first` names the default."""
    offered = {offer.name: offer for offer in source_answers.offered_layers()}
    if not offered:
        return None
    names = list(offered) if first else ["", *offered]

    def label(name: str) -> str:
        return offered[name].title if name else filter_text.NO_LAYER

    chosen = key.value(names, label, default=first)
    st.selectbox(filter_text.LAYER, names, format_func=label, **key.bound())
    if chosen:
        st.caption(offered[chosen].words)
    return offered.get(chosen)


def narrowed(selection: Selection, fixed: Sequence[str] = ()) -> Selection:
    """The selection with whatever the reader filters besides; nothing is offered that the source does not say, or that the layer decides.

    fixed  filters that a layer decides, as a Selection names them
    """
    if not source_answers.declared(selection.source_id).detailed:
        return selection
    active = any(key.asked() for key in DETAILS)
    if source_answers.guarded(selection.source_id, identity.sight()) and not active:
        return selection  # every further filter would be refused; those of a pasted link are drawn, so that they can be taken away
    with st.expander(
        filter_text.FILTERS,
        icon=":material/filter_alt:",
        key="details",
        on_change="rerun",
        expanded=active,
    ) as panel:
        return _filtered(selection, fixed) if active or panel.open else selection


def _filtered(selection: Selection, fixed: Sequence[str]) -> Selection:
    origins = () if "origins" in fixed else _several(filter_text.ORIGIN, url_state.ORIGIN, ORIGINS)
    line_types = (
        () if "line_types" in fixed else _several(filter_text.LINE, url_state.LINE, LINE_TYPES)
    )
    suspects, victims = (
        _cut(filter_text.SUSPECTS, url_state.SUSPECTS),
        _cut(filter_text.VICTIMS, url_state.VICTIMS),
    )
    if cuts := [cut for cut in dict.fromkeys((suspects, victims)) if cut]:
        st.caption(filter_text.cuts_used(cuts))
    left, right = st.columns(2)
    first, last = url_state.HOUR_FROM.value(0, 23), url_state.HOUR_TO.value(0, 23)
    for place, label, key in (
        (left, filter_text.HOUR_FROM, url_state.HOUR_FROM),
        (right, filter_text.HOUR_TO, url_state.HOUR_TO),
    ):
        place.number_input(label, 0, 23, value=None, placeholder="any", **key.bound())
    names = _several(filter_text.WEEKDAY, url_state.WEEKDAY, WEEKDAYS)
    known = first is not None or last is not None
    hours = hours_between(int(first or 0), 23 if last is None else int(last)) if known else ()
    if hours or names:
        st.caption(filter_text.TIMED)
    return replace(
        selection,
        origins=origins or selection.origins,
        line_types=line_types or selection.line_types,
        suspect_ages=suspects,
        victim_ages=victims,
        hours=hours if len(hours) < 24 else (),
        weekdays=tuple(WEEKDAYS.index(name) for name in names),
    )


def _several(label: str, key: url_state.Choices, words: Sequence[str]) -> tuple[str, ...]:
    chosen = key.value(words, filter_text.word)
    st.multiselect(label, words, format_func=filter_text.word, placeholder="any", **key.bound())
    return tuple(word for word in words if word in chosen)


def _cut(label: str, key: url_state.Choice) -> str:
    def words(cut: str) -> str:
        return cut or "any"

    chosen = key.value(["", *CUTS], words)
    st.selectbox(label, ["", *CUTS], format_func=words, **key.bound())
    return chosen
