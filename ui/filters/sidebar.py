"""The sidebar, bound to the address: only here is a Selection made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.core.errors import DataProblem
from geo.core.schema import POSSESSION, SEARCHES
from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection, month_after, months_between
from geo.hotspots.offences import VIOLENCE_AND_ROBBERY, Kind, hotspot_selection
from geo.operations.design import Outcome
from ui.answers import store as answers
from ui.answers.area import served
from ui.answers.caching import cached_on_instance
from ui.answers.findings import WardAnswer
from ui.filters import details
from ui.shell import persistent_layout
from ui.text import figures as figure_text
from ui.text import filters as filter_text
from ui.text import sources as source_text
from ui.text.markup import plain

EVERYWHERE = "everywhere"
WINDOW = 12
WARD_BOX = 300  # pixels, beside what chooses the view


BOUND = (
    "source",
    "type",
    "compare",
    "beside",
    "authority",
    "from",
    "to",
    "wards",
    "area",
    "ward",
    "show",
    "view",
    "layers",
    "lines",
    "hot",
    "found",
    "unit",
    "searched",
    "object",
    "law",
    details.LAYER,
    *details.DETAILS,
)
CHOSEN = details.CHOSEN
ARRIVING = "arriving"
PASSED_OVER, LONGEST = "passed_over", 40  # letters shown of what was asked


def keep_choices(page: str) -> None:
    """Carry the choices to another page. Streamlit does so for choices made by hand, not for those that came with a link.

    A reader may go on before a page is whole: what it had drawn by then is in the session, though not yet remembered. A reader who goes
    back gets what the address says.
    """
    running = get_script_run_ctx()
    went_back = running is not None and running.is_history_navigation
    st.session_state[ARRIVING] = st.session_state.get("filters_page", page) != page
    if st.session_state[ARRIVING] and not went_back:
        drawn = {key: st.session_state[key] for key in BOUND if key in st.session_state}
        for key, value in (st.session_state.get(CHOSEN, {}) | drawn).items():
            if key not in st.query_params:
                st.session_state[key] = value
    st.session_state["filters_page"] = page


def arriving() -> bool:
    """Whether this run is the first of a page that the reader has come to from another."""
    return bool(st.session_state.get(ARRIVING))


def remember_choices() -> None:
    """Note what is chosen on this page, for the next."""
    st.session_state.setdefault(CHOSEN, {}).update(
        {key: st.session_state[key] for key in BOUND if key in st.session_state}
    )


def heed(key: str, offered: Iterable[str]) -> None:
    """Note what the address asks of a filter that it does not offer: Streamlit passes that over without a word."""
    if asked := st.query_params.get_all(key):
        known = set(offered)
        st.session_state.setdefault(PASSED_OVER, []).extend(
            value for value in asked if value and value not in known
        )


def say_passed_over(place: DeltaGenerator) -> None:
    """In its place at the top of the page, what the address asked for and is not shown."""
    if lost := st.session_state.pop(PASSED_OVER, []):
        place.warning(
            filter_text.passed_over([plain(one[:LONGEST]) for one in dict.fromkeys(lost)]),
            icon=":material/link_off:",
        )


@dataclass(frozen=True)
class Look:
    """How a ward map is drawn: as it lies or as equal tiles, and with which layers."""

    tiles: bool = False
    operations: bool = True
    places: bool = True
    points: bool = False


@persistent_layout.drawing()
def look() -> Look:
    """The switches above a map."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        view = st.segmented_control(
            "Shapes",
            list(filter_text.SHAPES),
            default="map",
            format_func=filter_text.SHAPES.__getitem__,
            key="view",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        layers = st.pills(
            "Layers",
            list(filter_text.LAYERS),
            selection_mode="multi",
            default=["operations", "places"],
            key="layers",
            format_func=filter_text.LAYERS.__getitem__,
            bind="query-params",
            label_visibility="collapsed",
        )
    return Look(view == "tiles", *(name in layers for name in ("operations", "places", "points")))


def chosen_look() -> Look:
    """The look chosen on another page, where no switches are drawn."""
    layers = st.session_state.get(
        "layers", st.session_state.get(CHOSEN, {}).get("layers", ["operations", "places"])
    )
    return Look(False, *(name in layers for name in ("operations", "places")))


def sidebar(*, by_ward: bool = False) -> Selection:
    """A layer or offence types, authority, first and last month, and on request wards; a pasted address opens the same selection."""
    with persistent_layout.sidebar():
        layer = details.layer()
        if layer is None:
            _come_back("source", "type")
        source = layer.source_id if layer else _source()
        received = answers.received_months(source)
        if not received:
            raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
        if not layer:
            heed("type", answers.known_offence_types())
        types = (
            ()
            if layer
            else st.multiselect(
                "Offence types",
                answers.known_offence_types(),
                default=[POSSESSION],
                key="type",
                bind="query-params",
                placeholder="All types",
                help="Leave empty for all offences and incidents.",
            )
        )
        asked = _placed(source, tuple(types), received)
        asked = layer.of(asked) if layer else asked
        asked = _with_wards(asked) if by_ward else asked
        return details.narrowed(asked, layer.fixes if layer else ())


def of_lines() -> Selection:
    """One of the named layers, of the whole force area, with months and the further filters."""
    with persistent_layout.sidebar():
        layer = details.layer(key="lines", first="local_line_incidents")
        if layer is None:
            raise DataProblem(*source_text.NO_EXTRACT)
        asked = Selection(
            layer.source_id,
            (),
            (),
            *_months(answers.received_months(layer.source_id)),
            served=served(),
        )
        return details.narrowed(layer.of(asked), layer.fixes)


def pair(names: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the two authorities to set beside each other: the reader chooses where there are more, at first the first two.

    names  code → name; of two or fewer there is nothing to choose, and all come back
    """
    if len(names) <= 2:
        return tuple(names)
    with persistent_layout.sidebar():
        heed("compare", names.values())
        chosen = st.selectbox(
            filter_text.FIRST,
            list(names),
            format_func=names.__getitem__,
            key="compare",
            bind="query-params",
        )
        others = {code: name for code, name in names.items() if code != chosen}
        heed("beside", others.values())
        beside = st.selectbox(
            filter_text.SECOND,
            list(others),
            format_func=others.__getitem__,
            key="beside",
            bind="query-params",
        )
    return chosen, beside


def _placed(source: str, types: tuple[str, ...], received: tuple[date, ...]) -> Selection:
    """Authority and months."""
    named = {EVERYWHERE: served().name} | served().names
    heed("authority", named.values())
    authority = st.selectbox(
        "Authority",
        list(named),
        format_func=named.__getitem__,
        key="authority",
        bind="query-params",
    )
    first, last = _months(received)
    chosen = () if authority == EVERYWHERE else (authority,)
    return Selection(source, chosen, types, first, last, served=served())


def _come_back(*keys: str) -> None:
    """Choices that were not drawn while a layer stood for them are what they were before."""
    for key in keys:
        if (
            key not in st.session_state
            and key not in st.query_params
            and key in st.session_state.get(CHOSEN, {})
        ):
            st.session_state[key] = st.session_state[CHOSEN][key]


def of_outcome(source_id: str, outcome: Outcome) -> Selection:
    """The months asked for, of the offences that an operation is judged by."""
    with persistent_layout.sidebar():
        first, last = _months(answers.received_months(source_id))
    return Selection(
        source_id,
        (),
        outcome.offence_types,
        first,
        last,
        knife_enabled=outcome.knife_enabled or None,
        served=served(),
    )


def of_months(source_id: str, types: tuple[str, ...]) -> Selection:
    """Offence types that a page counts by itself, in the months asked for."""
    received = answers.received_months(source_id)
    if not received:
        raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
    with persistent_layout.sidebar():
        return Selection(source_id, (), types, *_months(received), served=served())


def of_hotspots(
    kinds: Callable[[str, bool], dict[str, Kind]],
) -> tuple[Selection, Selection | None]:
    """The offences hotspots count, and the same without what police find where the reader has switched that on.

    kinds  the choices for a source, with and without what police find
    """
    with persistent_layout.sidebar():
        source = _source()
        with_found = st.toggle(
            filter_text.WITH_FOUND,
            key="found",
            bind="query-params",
            help=filter_text.WITH_FOUND_HELP,
        )
        offered = kinds(source, with_found)
        chosen = st.selectbox(
            filter_text.OFFENCES,
            list(offered),
            format_func=lambda key: offered[key].name,
            key="hot",
            bind="query-params",
        )
        months = _months(answers.received_months(source))
    detailed = answers.declared(source).detailed

    def selection(kind: Kind, *, found: bool) -> Selection:
        return hotspot_selection(
            kind, source, months, detailed=detailed, with_found=found, served=served()
        )

    asked = selection(offered[chosen], found=with_found)
    if not with_found:
        return asked, None
    plain = kinds(source, False).get(chosen, VIOLENCE_AND_ROBBERY)
    return asked, selection(plain, found=False)


def search_source() -> str:
    """Whose searches: police.uk's unless the reader chooses the force's own. Where only one is held there is nothing to choose."""
    held = answers.search_sources()
    if len(held) < 2:
        return held[0] if held else SEARCHES
    with persistent_layout.sidebar():
        return st.selectbox(
            filter_text.SOURCE,
            held,
            format_func=answers.source_name,
            key="searched",
            bind="query-params",
            help=filter_text.SOURCE_HELP,
        )


def of_searches(source: str, received: tuple[date, ...], laws: Sequence[str]) -> SearchSelection:
    """Months of a source's searches, what was searched for, and under which law; always every authority."""
    with persistent_layout.sidebar():
        family = st.selectbox(
            filter_text.OBJECT,
            list(filter_text.OBJECTS),
            format_func=filter_text.OBJECTS.__getitem__,
            key="object",
            bind="query-params",
        )
        law = st.multiselect(
            filter_text.LAW,
            list(laws),
            key="law",
            bind="query-params",
            placeholder=filter_text.ALL_LAWS,
        )
        first, last = _months(received)
    return SearchSelection(first, last, family or "", tuple(sorted(law)), source, served())


def _with_wards(asked: Selection) -> Selection:
    """Several wards at once, found by name or code."""
    known = answers.wards()
    offered = known[known["authority_code"].isin(asked.authorities)] if asked.authorities else known
    names = offered["ward_name"].sort_values()
    labels = {code: f"{name} · {code}" for code, name in names.items()}
    heed("wards", labels.values())
    wards = st.multiselect(
        "Wards",
        list(labels),
        format_func=labels.__getitem__,
        key="wards",
        bind="query-params",
        placeholder="All wards",
        help="Type part of a name or of a code.",
    )
    return replace(
        asked, wards=tuple(sorted(wards)), ward_names=tuple(names[code] for code in sorted(wards))
    )


@persistent_layout.drawing()
def ward(answer: WardAnswer, *, width: int | Literal["stretch"] = "stretch") -> str | None:
    """The ward asked for, by select box or by a click on the map; None for none."""
    names = _ward_names(answer)
    heed("ward", names.values())
    return (
        st.selectbox(
            "Select a ward",
            list(names),
            format_func=names.__getitem__,
            key="ward",
            bind="query-params",
            width=width,
        )
        or None
    )


@cached_on_instance(100)
def _ward_names(answer: WardAnswer) -> dict[str, str]:
    """Code → name of the wards shown, by name; before them the choice of none."""
    return {"": "None: all wards", **answer.shown.sort_values("ward_name")["ward_name"].to_dict()}


def ward_and_view(answer: WardAnswer) -> tuple[str | None, str]:
    """The ward asked for, and what to show beside the map, in one row."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return ward(answer, width=WARD_BOX), view()


def ward_beside(answer: WardAnswer, beside: Callable[[], None]) -> str | None:
    """The ward asked for, with something else at the end of its row."""
    left, right = st.columns([6, 1], vertical_alignment="bottom", gap="small")
    with right:
        beside()
    with left:
        return ward(answer)


def chosen_ward() -> str | None:
    """The ward chosen on this page, wherever its select box stands."""
    return st.session_state.get("ward") or None


@persistent_layout.drawing()
def view() -> str:
    """What to show beside the map: what to know now, table, trend, funnel or what is counted."""
    return (
        st.segmented_control(
            "Show",
            list(figure_text.VIEWS),
            default="now",
            format_func=figure_text.VIEWS.__getitem__,
            key="show",
            required=True,
            bind="query-params",
            label_visibility="collapsed",
        )
        or "now"
    )


def ward_clicked(event: dict[str, object]) -> None:
    """Take over a click on the map into the select box, and so into the address."""
    code = event.get("ward")
    if isinstance(code, str) and code in answers.wards().index:
        st.session_state["ward"] = code


def area_drawn(event: dict[str, object]) -> list[list[float]] | None:
    """Corners (latitude, longitude) of an area that was just drawn on the map; None for any other event."""
    corners = event.get("area")
    return corners if isinstance(corners, list) and len(corners) >= 3 else None


def _source() -> str:
    held = answers.sources()
    if not held:
        raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
    if len(held) == 1:
        return held[0]
    return st.selectbox(
        "Source",
        held,
        format_func=answers.source_name,
        key="source",
        bind="query-params",
        help="Sources are never added together.",
    )


def _months(received: tuple[date, ...]) -> tuple[date, date]:
    """First and last month asked for; the twelve months that end with the newest received, unless the reader says otherwise."""
    months = months_between(received[0], received[-1])
    names = {f"{month:%Y-%m}": month for month in months}
    start = max(month_after(months[-1], 1 - WINDOW), months[0])

    def label(name: str) -> str:
        return f"{names[name]:%b %Y}"

    options = list(names)
    for key in ("from", "to"):
        heed(key, map(label, options))
    first = st.selectbox(
        "From",
        options,
        index=options.index(f"{start:%Y-%m}"),
        format_func=label,
        key="from",
        bind="query-params",
    )
    last = st.selectbox(
        "To", options, index=len(options) - 1, format_func=label, key="to", bind="query-params"
    )
    low, high = sorted((names[first], names[last]))
    if names[first] > names[last]:
        st.caption("“From” came after “to”: they are read the other way round.")
    return low, high
