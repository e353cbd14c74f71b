"""Areas of one's own: drawn on the map or uploaded, checked, named, kept in the register, used as a filter."""

from __future__ import annotations

import json
from typing import NamedTuple

import streamlit as st

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea, Selection
from geo.space.own_areas import area_of_corners, area_of_text
from ui.access import identity, policy
from ui.answers import register
from ui.answers.area import served
from ui.answers.store import records as record_answers
from ui.answers.wards import one_place as place_answers
from ui.filters import sidebar, url_state
from ui.shell import errors
from ui.text import figures as figure_text
from ui.text import filters as filter_text
from ui.text.markup import plain

DRAWN, ROUND, WANTED = "area_drawn", "area_round", "area_wanted"


class WithArea(NamedTuple):
    """A selection with an area of one's own.

    area  the area kept under the name asked for; None for none
    draw  whether the map takes clicks as corners of a new one
    """

    offences: Selection
    area: OwnArea | None
    draw: bool


def beside(offences: Selection) -> WithArea:
    """The filter of areas and the panel that makes one, under a selection's own filters."""
    return WithArea(offences, _choice(), _drawing())


def _choice() -> OwnArea | None:
    """The area kept under the name that the address or the select box asks for."""
    areas = register.own_areas()
    if (wanted := st.session_state.pop(WANTED, None)) in areas:
        url_state.AREA.put_now(wanted)  # just kept: shown at once
    options = ["", *areas]
    name = url_state.AREA.value(options, _label)
    st.selectbox(filter_text.OWN_AREA, options, format_func=_label, **url_state.AREA.bound())
    return areas.get(name)


def _label(name: str) -> str:
    return name or filter_text.NO_AREA


def _drawing() -> bool:
    """The panel to make an area; whether the map should take clicks as corners."""
    if not policy.may_edit_register():
        return False
    with st.expander(
        filter_text.MAKE_AREA, icon=":material/draw:", key="make area", on_change="rerun"
    ) as panel:
        number = st.session_state.get(ROUND, 0)
        name = st.text_input(filter_text.AREA_NAME, max_chars=60, key=f"area name {number}")
        file = st.file_uploader(
            filter_text.AREA_FILE, ["geojson", "json"], key=f"area file {number}"
        )
        if corners := st.session_state.get(DRAWN):
            st.caption(filter_text.area_drawn(len(corners)))
        else:
            st.caption(filter_text.DRAW_HELP)
        ready = bool(name.strip()) and (file is not None or bool(corners))
        if st.button(filter_text.KEEP_AREA, disabled=not ready, type="primary"):
            _keep(name.strip(), file.getvalue() if file is not None else None, corners)
        errors.show_kept()
        _remove()
    return bool(getattr(panel, "open", False))


def take(event: dict[str, object]) -> None:
    """Take over what was done on the map: an area's corners, or a ward."""
    if corners := sidebar.area_drawn(event):
        st.session_state[DRAWN] = corners
    else:
        sidebar.ward_clicked(event)


def shown_drawing() -> OwnArea | None:
    """What was drawn and is not yet kept."""
    corners = st.session_state.get(DRAWN)
    if not corners:
        return None
    shape = {
        "type": "Polygon",
        "coordinates": [[[lng, lat] for lat, lng in [*corners, corners[0]]]],
    }
    return OwnArea("", json.dumps(shape))


def _keep(name: str, data: bytes | None, corners: list[list[float]] | None) -> None:
    def keep() -> None:
        area = (
            area_of_text(name, data, served())
            if data is not None
            else area_of_corners(name, corners or [], served())
        )
        if not place_answers.points_within(area):
            raise DataProblem(*filter_text.empty_area(name))
        register.add(
            "own_area", {"name": area.name, "geometry": area.geometry, "made_by": identity.sight()}
        )

    if errors.attempt(keep):
        st.session_state.pop(DRAWN, None)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.session_state[WANTED] = name
    st.rerun()


def _remove() -> None:
    """Take away the area that is shown."""
    shown = url_state.AREA.value(["", *register.own_areas()], _label)
    areas = record_answers.register().records("own_area")
    matches = areas[areas["name"] == shown]
    if len(matches) and st.button(figure_text.remove_step(plain(shown)), key="remove area"):
        row = matches.iloc[0]
        errors.attempt(lambda: register.remove("own_area", int(row["id"]), int(row["version"])))
        st.rerun()
