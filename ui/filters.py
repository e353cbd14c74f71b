"""The sidebar, bound to the address: only here is a Selection made."""

from __future__ import annotations

from datetime import date

import streamlit as st

from geo.errors import DataProblem
from geo.schema import AUTHORITY_NAMES, POSSESSION
from geo.selection import Selection, month_after, months_between
from ui import answers, wording
from ui.findings import WardAnswer

WINDOW = 12


BOUND = ("source", "type", "authority", "from", "to", "ward", "show")
CHOSEN = "chosen_filters"


def keep_choices(page: str) -> None:
    """Carry the choices to another page. Streamlit does so for choices made by hand, not for those that came with a link."""
    if st.session_state.get("filters_page", page) != page:
        for key, value in st.session_state.get(CHOSEN, {}).items():
            if key not in st.query_params:
                st.session_state[key] = value
    st.session_state["filters_page"] = page


def remember_choices() -> None:
    """Note what is chosen on this page, for the next."""
    st.session_state.setdefault(CHOSEN, {}).update({key: st.session_state[key] for key in BOUND if key in st.session_state})


def sidebar() -> Selection:
    """Offence types, authority, first and last month; a pasted address opens the same selection."""
    with st.sidebar:
        source = _source()
        received = answers.received_months(source)
        if not received:
            raise DataProblem("This build holds no street-level crime.", do="Load police.uk files on the Data page.", stands="")
        types = st.multiselect("Offence types", answers.known_offence_types(), default=[POSSESSION], key="type", bind="query-params",
                               placeholder="All types", help="Leave empty for all offences and incidents.")
        named = {"both": "Swindon and Wiltshire"} | AUTHORITY_NAMES
        authority = st.selectbox("Authority", list(named), format_func=named.__getitem__, key="authority", bind="query-params")
        first, last = _months(received)
    return Selection(source, () if authority == "both" else (authority,), tuple(types), first, last)


def ward(answer: WardAnswer) -> str | None:
    """The ward asked for, by select box or by a click on the map; None for none."""
    names = answer.shown.sort_values("ward_name")["ward_name"]
    options = ["", *names.index]
    return st.selectbox("Select a ward", options, format_func=lambda code: names.get(code, "None: all wards"),
                        key="ward", bind="query-params") or None


def chosen_ward() -> str | None:
    """The ward chosen on this page, wherever its select box stands."""
    return st.session_state.get("ward") or None


def view() -> str:
    """Which of the twins of the map to show: table, trend, funnel or what is counted."""
    return st.segmented_control("Show", list(wording.VIEWS), default="table", format_func=wording.VIEWS.__getitem__, key="show",
                                required=True, bind="query-params", label_visibility="collapsed") or "table"


def ward_clicked(event: dict[str, object]) -> None:
    """Take over a click on the map into the select box, and so into the address."""
    code = event.get("ward")
    if isinstance(code, str) and code in answers.wards().index:
        st.session_state["ward"] = code


def _source() -> str:
    held = answers.sources()
    if not held:
        raise DataProblem("This build holds no street-level crime.", do="Load police.uk files on the Data page.", stands="")
    if len(held) == 1:
        return held[0]
    return st.selectbox("Source", held, format_func=answers.source_name, key="source", bind="query-params",
                        help="Sources are never added together.")


def _months(received: tuple[date, ...]) -> tuple[date, date]:
    """First and last month asked for; the twelve months that end with the newest received, unless the reader says otherwise."""
    months = months_between(received[0], received[-1])
    names = {f"{month:%Y-%m}": month for month in months}
    start = max(month_after(months[-1], 1 - WINDOW), months[0])

    def label(name: str) -> str:
        return f"{names[name]:%b %Y}"

    options = list(names)
    first = st.selectbox("From", options, index=options.index(f"{start:%Y-%m}"), format_func=label, key="from", bind="query-params")
    last = st.selectbox("To", options, index=len(options) - 1, format_func=label, key="to", bind="query-params")
    low, high = sorted((names[first], names[last]))
    if names[first] > names[last]:
        st.caption("“From” came after “to”: they are read the other way round.")
    return low, high
