"""Areas of one's own: drawn on the map or uploaded, checked, named, kept in the register, used as a filter."""

from __future__ import annotations

import json

import streamlit as st

from geo.core.errors import DataProblem
from geo.core.selection import OwnArea
from geo.space.own_areas import area_of_corners, area_of_text
from ui.access import roles
from ui.answers import places as place_answers
from ui.answers import register
from ui.answers import store as answers
from ui.answers.area import served
from ui.filters import sidebar as filters
from ui.shell import errors as messages
from ui.text import figures as figure_text
from ui.text import filters as filter_text
from ui.text.markup import plain

DRAWN, ROUND, WANTED = "area_drawn", "area_round", "area_wanted"


def choice() -> OwnArea | None:
    """The area kept under the name that the address or the select box asks for."""
    kept = register.own_areas()
    if (wanted := st.session_state.pop(WANTED, None)) in kept:
        st.session_state["area"] = wanted  # just kept: shown at once
    name = st.selectbox(
        filter_text.OWN_AREA,
        ["", *kept],
        format_func=lambda known: known or filter_text.NO_AREA,
        key="area",
        bind="query-params",
    )
    return kept.get(name)


def drawing() -> bool:
    """The panel to make an area; whether the map should take clicks as corners."""
    if not roles.may_edit():
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
        messages.show_kept()
        _remove()
    return bool(getattr(panel, "open", False))


def take(event: dict[str, object]) -> None:
    """Take over what was done on the map: an area's corners, or a ward."""
    if corners := filters.area_drawn(event):
        st.session_state[DRAWN] = corners
    else:
        filters.ward_clicked(event)


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
            "own_area", {"name": area.name, "geometry": area.geometry, "made_by": roles.role()}
        )

    if messages.attempt(keep):
        st.session_state.pop(DRAWN, None)
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
        st.session_state[WANTED] = name
    st.rerun()


def _remove() -> None:
    """Take away the area that is shown."""
    shown = str(st.session_state.get("area") or "")
    kept = answers.register().records("own_area")
    found = kept[kept["name"] == shown]
    if len(found) and st.button(figure_text.remove_step(plain(shown)), key="remove area"):
        row = found.iloc[0]
        messages.attempt(lambda: register.remove("own_area", int(row["id"]), int(row["version"])))
        st.rerun()
