"""The sidebar, bound to the address: only here is a Selection made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.core.errors import DataProblem
from geo.core.schema import POSSESSION, SEARCHES
from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection, month_after, months_between
from geo.hotspots.offences import VIOLENCE_AND_ROBBERY, Kind, hotspot_selection
from geo.operations.design import Outcome
from ui.access import identity
from ui.answers import vintages
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_resource
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.filters import details, geographies, url_state
from ui.shell import errors
from ui.text import figures as figure_text
from ui.text import filters as filter_text
from ui.text import sources as source_text
from ui.text.harm import weighed as harm_text
from ui.text.markup import plain
from ui.text.wards import vintages as vintage_text

EVERYWHERE = "everywhere"
WINDOW = 12
MOST_QUESTIONS = 24  # fewer than any cache of their answers holds, so that none pushes another out
WARD_BOX = 300  # pixels, beside what chooses the view
LONGEST = 40  # letters shown of what an address asked for


def warn_ignored(place: DeltaGenerator) -> None:
    """In its place at the top of the page, what the address asked for and is not shown."""
    if lost := url_state.ignored():
        place.warning(
            filter_text.passed_over([plain(words[:LONGEST]) for words in lost]),
            icon=":material/link_off:",
        )


def say_former_wards(place: DeltaGenerator) -> None:
    """In its place at the top of the page, which ward was opened in the place of a former one; or a choice where several may be meant."""
    for key, words in url_state.former():
        former = vintages.former_ward(words)
        if former is None:
            continue
        if former.main:
            share = next(part.share for part in former.parts if part.code == former.main)
            place.info(
                plain(
                    vintage_text.became(
                        former.name,
                        former.day,
                        former.names[former.main],
                        share,
                        later=former.later,
                    )
                ),
                icon=":material/move_location:",
            )
            continue
        with place.container(border=True, key=f"former {former.code}"):
            st.markdown(plain(vintage_text.several(former.name, former.day, later=former.later)))
            with st.container(horizontal=True):
                for part in former.parts:
                    st.button(
                        plain(vintage_text.part(former.names[part.code], part)),
                        key=f"{key} {former.code} {part.code}",
                        on_click=errors.callback(_choose_ward),
                        args=(key, part.code),
                    )


def _choose_ward(key: str, code: str) -> None:
    """In a callback: the reader has said which ward is meant."""
    if key == url_state.WARD.name:
        url_state.WARD.put(code)
    else:
        chosen = st.session_state.get(url_state.WARDS.name, [])
        url_state.WARDS.put([*chosen, code])


@dataclass(frozen=True)
class Look:
    """How a ward map is drawn: as it lies or as equal tiles, and with which layers."""

    tiles: bool = False
    operations: bool = True
    places: bool = True
    points: bool = False


def look() -> Look:
    """The look asked for, in full."""
    layers = url_state.LAYERS.value(
        [*filter_text.LAYERS], filter_text.LAYERS.__getitem__, default=("operations", "places")
    )
    shapes = url_state.VIEW.value(_ways_to_lie(), filter_text.SHAPES.__getitem__)
    return Look(shapes == "tiles", *(name in layers for name in ("operations", "places", "points")))


def _ways_to_lie() -> list[str]:
    """Wards as they lie or as equal tiles; other areas have no tiles."""
    other = bool(answers.geography_shown())
    return [shape for shape in filter_text.SHAPES if shape != "tiles" or not other]


def look_without_switches() -> Look:
    """The look asked for on another page, for a map that has no switches: as it lies, and without points."""
    return replace(look(), tiles=False, points=False)


def look_switches() -> Look:
    """The switches above a map."""
    chosen = look()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            "Shapes",
            _ways_to_lie(),
            format_func=filter_text.SHAPES.__getitem__,
            required=True,
            label_visibility="collapsed",
            **url_state.VIEW.bound(),
        )
        st.pills(
            "Layers",
            [*filter_text.LAYERS],
            selection_mode="multi",
            format_func=filter_text.LAYERS.__getitem__,
            label_visibility="collapsed",
            **url_state.LAYERS.bound(),
        )
    return chosen


def offences(*, by_ward: bool = False, by_areas: bool = False) -> Selection:
    """A layer or offence types, authority, first and last month, and on request wards; a pasted address opens the same selection.

    by_areas  other areas than wards may be chosen to count by
    """
    layer = details.layer()
    source = layer.source_id if layer else _source()
    received = source_answers.received_months(source)
    if not received:
        raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
    types = () if layer else _types()
    geography = geographies.chosen(source) if by_areas else ""
    selection = _placed(source, types, received, geography)
    selection = layer.of(selection) if layer else selection
    selection = _with_wards(selection) if by_ward else selection
    return details.narrowed(selection, layer.fixes if layer else ())


def measured(selection: Selection) -> Selection:
    """The same selection; and in the sidebar whether offences or their harm are shown, asked only where an index of harm is loaded."""
    if answers.harm_weights() is None:
        return selection
    by_harm()
    st.sidebar.segmented_control(
        harm_text.MEASURE,
        [*harm_text.MEASURES],
        format_func=harm_text.MEASURES.__getitem__,
        required=True,
        help=harm_text.MEASURE_HELP,
        **url_state.MEASURE.bound(),
    )
    return selection


def by_harm() -> bool:
    """Whether the reader asked for harm instead of counts; never where no index is loaded."""
    if answers.harm_weights() is None:
        return False
    asked = url_state.MEASURE.value([*harm_text.MEASURES], harm_text.MEASURES.__getitem__)
    return asked == "harm"


def of_lines() -> Selection:
    """One of the named layers, of the whole force area, with months and the further filters."""
    layer = details.layer(key=url_state.LINES, first="local_line_incidents")
    if layer is None:
        raise DataProblem(*source_text.NO_EXTRACT)
    months = _months(layer.source_id, source_answers.received_months(layer.source_id))
    selection = Selection(layer.source_id, (), (), *months, served=served())
    return details.narrowed(layer.of(selection), layer.fixes)


def first_questions() -> list[Selection]:
    """What a reader sees who has chosen nothing, then the same from another first month, the newest first: `MOST_QUESTIONS` at most.

    Asked of the answers before anybody asks; nothing is drawn. Empty where the build holds no offences.
    """
    source = next(iter(source_answers.sources()), "")
    received = source_answers.received_months(source) if source else ()
    if not received:
        return []
    months = months_between(received[0], received[-1])
    usual = _usual_start(months)
    starts = [usual, *(month for month in reversed(months) if month != usual)]
    return [
        Selection(source, (), (POSSESSION,), start, months[-1], served=served())
        for start in starts[:MOST_QUESTIONS]
    ]


class PairedSelection(NamedTuple):
    """A selection with the codes of the authorities to set beside each other in it: two, or all there are where that is fewer."""

    offences: Selection
    pair: tuple[str, ...]


def pair(names: Mapping[str, str]) -> tuple[str, ...]:
    """Codes of the two authorities to set beside each other: the reader chooses where there are more, at first the first two.

    names  code → name; of two or fewer there is nothing to choose, and all come back
    """
    if len(names) <= 2:
        return tuple(names)
    first = _authority(filter_text.FIRST, url_state.COMPARE, names)
    others = {code: name for code, name in names.items() if code != first}
    return first, _authority(filter_text.SECOND, url_state.AGAINST, others)


def _authority(label: str, key: url_state.Choice, names: Mapping[str, str]) -> str:
    code = key.value([*names], names.__getitem__)
    st.selectbox(label, [*names], format_func=names.__getitem__, **key.bound())
    return code


def _types() -> tuple[str, ...]:
    known = source_answers.known_offence_types()
    types = url_state.TYPE.value(known, default=(POSSESSION,))
    st.multiselect(
        "Offence types",
        known,
        placeholder="All types",
        help="Leave empty for all offences and incidents.",
        **url_state.TYPE.bound(),
    )
    return tuple(types)


def _placed(
    source: str, types: tuple[str, ...], received: tuple[date, ...], geography: str = ""
) -> Selection:
    """Authority and months.

    geography  whose areas count instead of wards
    """
    named = {EVERYWHERE: served().name} | served().names
    authority = url_state.AUTHORITY.value([*named], named.__getitem__)
    st.selectbox(
        "Authority", [*named], format_func=named.__getitem__, **url_state.AUTHORITY.bound()
    )
    first, last = _months(source, received, geography)
    chosen = () if authority == EVERYWHERE else (authority,)
    return Selection(source, chosen, types, first, last, served=served())


def of_outcome(source_id: str, outcome: Outcome) -> Selection:
    """The months asked for, of the offences that an operation is judged by."""
    first, last = _months(source_id, source_answers.received_months(source_id))
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
    received = source_answers.received_months(source_id)
    if not received:
        raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
    return Selection(source_id, (), types, *_months(source_id, received), served=served())


def of_hotspots(
    kinds: Callable[[str, bool], dict[str, Kind]],
) -> tuple[Selection, Selection | None]:
    """The offences hotspots count, and the same without what police find where the reader has switched that on.

    kinds  the choices for a source, with and without what police find
    """
    source = _source()
    with_found = url_state.FOUND.value()
    st.toggle(filter_text.WITH_FOUND, help=filter_text.WITH_FOUND_HELP, **url_state.FOUND.bound())
    offered = kinds(source, with_found)

    def label(key: str) -> str:
        return offered[key].name

    chosen = url_state.HOT.value([*offered], label)
    st.selectbox(filter_text.OFFENCES, [*offered], format_func=label, **url_state.HOT.bound())
    months = _months(source, source_answers.received_months(source))
    detailed = source_answers.declared(source).detailed

    def selection(kind: Kind, *, including_found: bool) -> Selection:
        return hotspot_selection(
            kind, source, months, detailed=detailed, with_found=including_found, served=served()
        )

    whole = selection(offered[chosen], including_found=with_found)
    if not with_found:
        return whole, None
    plain = kinds(source, False).get(chosen, VIOLENCE_AND_ROBBERY)
    return whole, selection(plain, including_found=False)


def search_source() -> str:
    """Whose searches: police.uk's unless the reader chooses the force's own. Where only one is held there is nothing to choose."""
    held = source_answers.search_sources()
    if len(held) < 2:
        return held[0] if held else SEARCHES
    source = url_state.SEARCHED.value(held, source_answers.source_name)
    st.selectbox(
        filter_text.SOURCE,
        held,
        format_func=source_answers.source_name,
        help=filter_text.SOURCE_HELP,
        **url_state.SEARCHED.bound(),
    )
    return source


def of_searches(source: str, received: tuple[date, ...], laws: Sequence[str]) -> SearchSelection:
    """Months of a source's searches, what was searched for, and under which law; always every authority."""
    family = url_state.OBJECT.value([*filter_text.OBJECTS], filter_text.OBJECTS.__getitem__)
    st.selectbox(
        filter_text.OBJECT,
        [*filter_text.OBJECTS],
        format_func=filter_text.OBJECTS.__getitem__,
        **url_state.OBJECT.bound(),
    )
    law = url_state.LAW.value(laws)
    st.multiselect(filter_text.LAW, laws, placeholder=filter_text.ALL_LAWS, **url_state.LAW.bound())
    first, last = _months(source, received, by_quarter=False)
    return SearchSelection(first, last, family, tuple(sorted(law)), source, served())


def _with_wards(selection: Selection) -> Selection:
    """Several wards at once, found by name or code."""
    known = ward_tables.wards()
    offered = (
        known[known["authority_code"].isin(selection.authorities)]
        if selection.authorities
        else known
    )
    names = offered["ward_name"].sort_values()
    labels = {code: f"{name} · {code}" for code, name in names.items()}
    wards = url_state.WARDS.value([*labels], labels.__getitem__, meant=_meant_of(labels))
    st.multiselect(
        answers.geography_shown() or "Wards",
        [*labels],
        format_func=labels.__getitem__,
        placeholder=answers.in_area_words("All wards"),
        help="Type part of a name or of a code.",
        **url_state.WARDS.bound(),
    )
    return replace(
        selection,
        wards=tuple(sorted(wards)),
        ward_names=tuple(names[code] for code in sorted(wards)),
    )


def chosen_ward(selection: Selection) -> str | None:
    """The ward asked for, by select box or by a click on the map; None for none.

    selection  the selection whose wards may be chosen
    """
    names = _ward_names(selection)
    return url_state.WARD.value([*names], names.__getitem__, meant=_meant_of(names)) or None


def _meant_of(offered: Mapping[str, str]) -> Callable[[str], list[str]]:
    """What the name or code of a former ward means among those offered, by code."""
    return lambda words: [code for code in vintages.meant_wards(words) if code in offered]


def ward_box(selection: Selection, *, width: int | Literal["stretch"] = "stretch") -> None:
    """The select box of the ward."""
    names = _ward_names(selection)
    chosen_ward(selection)
    st.selectbox(
        answers.in_area_words("Select a ward"),
        [*names],
        format_func=names.__getitem__,
        width=width,
        **url_state.WARD.bound(),
    )


def _ward_names(selection: Selection) -> dict[str, str]:
    """Code → name of the wards offered, by name; before them the choice of none."""
    return _names_of(answers.asked_by(), selection.authorities, selection.wards)


@cache_resource(50)
def _names_of(
    asked_by: AskedBy, authorities: tuple[str, ...], wards: tuple[str, ...]
) -> dict[str, str]:
    del asked_by  # part of the key
    known = ward_tables.wards()
    offered = known[known["authority_code"].isin(authorities)] if authorities else known
    offered = offered[offered.index.isin(wards)] if wards else offered
    return {
        "": answers.in_area_words("None: all wards"),
        **offered.sort_values("ward_name")["ward_name"].to_dict(),
    }


def ward_and_view(selection: Selection) -> None:
    """The ward, and what to show beside the map, in one row."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ward_box(selection, width=WARD_BOX)
        chosen_view()
        if by_harm():
            return
        st.segmented_control(
            "Show",
            [*figure_text.VIEWS],
            format_func=figure_text.VIEWS.__getitem__,
            required=True,
            label_visibility="collapsed",
            **url_state.SHOW.bound(),
        )


def ward_beside(selection: Selection, beside: Callable[[], None]) -> None:
    """The ward, with something else at the end of its row."""
    left, right = st.columns([6, 1], vertical_alignment="bottom", gap="small")
    with right:
        beside()
    with left:
        ward_box(selection)


def chosen_view() -> str:
    """What to show beside the map: what to know now, table, trend, funnel or what is counted."""
    return url_state.SHOW.value([*figure_text.VIEWS], figure_text.VIEWS.__getitem__)


def ward_clicked(event: Mapping[str, object]) -> None:
    """Take over a click on the map into the select box, and so into the address."""
    code = event.get("ward")
    if isinstance(code, str) and code in ward_tables.wards().index:
        url_state.WARD.put(code)


def area_drawn(event: Mapping[str, object]) -> list[list[float]] | None:
    """Corners (latitude, longitude) of an area that was just drawn on the map; None for any other event."""
    corners = event.get("area")
    return corners if isinstance(corners, list) and len(corners) >= 3 else None


def _source() -> str:
    held = source_answers.sources()
    if not held:
        raise DataProblem(figure_text.NO_STREET_CRIME, do=figure_text.LOAD_SOME, stands="")
    if len(held) == 1:
        return held[0]
    source = url_state.SOURCE.value(held, source_answers.source_name)
    st.selectbox(
        "Source",
        held,
        format_func=source_answers.source_name,
        help="Sources are never added together.",
        **url_state.SOURCE.bound(),
    )
    return source


def _months(
    source_id: str, received: tuple[date, ...], geography: str = "", *, by_quarter: bool = True
) -> tuple[date, date]:
    """First and last month asked for of those received of a source; the twelve that end with the newest, unless the reader says otherwise.

    Whoever is shown guarded counts of the source chooses whole quarters; a month within one, as a link may have it, means its quarter.

    by_quarter  whether guarded counts of the source are of quarters; of others nothing is shown
    """
    guarded = by_quarter and source_answers.guarded(source_id, identity.sight())
    single = [(month,) for month in months_between(received[0], received[-1])]
    steps = source_answers.quarters(source_id) if guarded else single
    if not steps:
        raise DataProblem(*figure_text.NO_QUARTER)
    starts = {f"{step[0]:%Y-%m}": step[0] for step in steps}
    ends = {f"{step[-1]:%Y-%m}": step[-1] for step in steps}
    usual = _usual_start(months_between(steps[0][0], steps[-1][-1]))

    def start_label(name: str) -> str:
        return f"{starts[name]:%b %Y}"

    def end_label(name: str) -> str:
        return f"{ends[name]:%b %Y}"

    first = url_state.FROM.value(
        [*starts],
        start_label,
        default=next(name for name, month in starts.items() if month >= usual),
        also={f"{month:%b %Y}": f"{step[0]:%Y-%m}" for step in steps for month in step},
    )
    last = url_state.TO.value(
        [*ends],
        end_label,
        default=[*ends][-1],
        also={f"{month:%b %Y}": f"{step[-1]:%Y-%m}" for step in steps for month in step},
    )
    st.selectbox("From", [*starts], format_func=start_label, **url_state.FROM.bound())
    st.selectbox("To", [*ends], format_func=end_label, **url_state.TO.bound())
    if guarded:
        st.caption(filter_text.WHOLE_QUARTERS)
    from_step, to_step = [*starts].index(first), [*ends].index(last)
    if from_step > to_step:
        st.caption("“From” came after “to”: they are read the other way round.")
    low, high = steps[min(from_step, to_step)][0], steps[max(from_step, to_step)][-1]
    _as_of(source_id, low, high, geography)
    return low, high


def _as_of(source_id: str, first: date, last: date, geography: str = "") -> None:
    """Whose wards count: those in force when the window began, unless the reader chooses others, or areas of a geography.

    Whoever is shown guarded counts of a source has no choice: the same offences counted by wards that differ by a few streets
    could be subtracted.
    """
    if geography:
        answers.pin_window(first, last, geography)
        return
    held = [vintage.id for vintage in answers.vintages()]
    in_force = answers.vintage_in_force(first)
    offered = [] if source_answers.guarded(source_id, identity.sight()) else held

    def label(vintage: str) -> str:
        return filter_text.wards_of(vintage or in_force, by_window=not vintage)

    options = ["", *reversed(offered)]
    by_year = {vintage[:4]: vintage for vintage in offered}  # the newest of each year
    chosen = url_state.AS_OF.value(options, label, also=by_year)
    if len(offered) > 1:
        st.selectbox(
            filter_text.AS_OF,
            options,
            format_func=label,
            help=filter_text.AS_OF_HELP,
            **url_state.AS_OF.bound(),
        )
    answers.pin_window(first, last, chosen)


def _usual_start(months: Sequence[date]) -> date:
    """The first month of those asked for where the reader says nothing."""
    return max(month_after(months[-1], 1 - WINDOW), months[0])
