"""One form for every kind of record, made from its declaration: a widget a field, faults beside the fields, nothing typed ever lost.

What a form holds lives under its prefix in the session: the record as it was opened, faults, and what others changed meanwhile.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.record_types import Field, Kind
from geo.core.selection import OwnArea
from geo.core.vintage_words import vintage_words
from geo.space.own_areas import area_of_corners, area_of_text, ward_shares
from ui.answers import register
from ui.answers.area import served
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import wards as ward_tables
from ui.components import metric_cards
from ui.shell import errors
from ui.text import register as register_text

ROUND, SAID, DRAWN = "form round", "form said", "form drawn"
VINTAGE = "ward_vintage"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)
SHORT = (
    "date",
    "month",
    "integer",
    "number",
    "money",
    "choice",
    "yes_no",
    "ward",
    "authority",
    "reference",
    "text",
    "time",
)


@dataclasses.dataclass(frozen=True)
class Form:
    """A form for one record, or for a new one: `fixed` fields are given and not asked, `preset` ones are filled in.

    on_added  called with the id of a new record once it is kept
    """

    kind: Kind
    record: Mapping[str, Any] | None = None
    fixed: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    preset: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    on_added: Callable[[int], None] | None = None

    @property
    def prefix(self) -> str:
        number = self.record["id"] if self.record else "new"
        tied = "-".join(str(value) for value in self.fixed.values())
        return f"form/{self.kind.name}/{tied}/{number}/{st.session_state.get(ROUND, 0)}"

    def key(self, what: str) -> str:
        """Where a field of this form, or something about the form, stands in the session."""
        return f"{self.prefix}/{what}"

    @property
    def asked(self) -> tuple[Field, ...]:
        return tuple(
            field
            for field in self.kind.fields
            if field.name not in self.fixed and field.kind != "vintage"  # it goes with the ward
        )


def show(form: Form) -> None:
    """The form, filled as its record was when it was opened, or as it has been typed since."""
    opened = st.session_state.setdefault(form.key("opened"), dict(form.record or form.preset))
    faults: list[tuple[str, str]] = st.session_state.get(form.key("faults"), [])
    now: dict[str, Any] = st.session_state.get(form.key("now"), {})
    with st.container():
        if problem := st.session_state.get(form.key("problem")):
            errors.show_problem(problem)
    with st.form(form.prefix, enter_to_submit=False):
        _faults(faults, "")
        columns, at = st.columns(2), 0
        for field in form.asked:
            with columns[at % 2] if field.kind in SHORT else st.container():
                held = opened.get(field.name)
                if field.kind == "ward" and not _empty(held):
                    held = _ward_option(held, opened.get(VINTAGE, answers.vintage().id))
                _widget(field, form.key(field.name), held)
                _faults(faults, field.name)
                if field.name in now:
                    metric_cards.note(register_text.now_reads(shown(field, now[field.name])))
            if field.kind in SHORT:
                at += 1
            else:
                columns, at = st.columns(2), 0
        label = register_text.SAVE_CHANGES if form.record else register_text.SAVE
        st.form_submit_button(
            label,
            type="primary",
            on_click=errors.callback(_save),
            args=(form,),
            key=form.key("save"),
        )
        _not_kept(form, faults)
    if form.record:
        st.button(
            register_text.REMOVE,
            icon=":material/delete:",
            on_click=errors.callback(_remove),
            args=(form,),
            key=form.key("remove"),
        )


def show_said() -> None:
    """What came of the last form, in a place of its own, so that nothing below it moves."""
    with st.container():
        if message := st.session_state.pop(SAID, ""):
            st.success(message, icon=":material/check:")
        errors.show_kept()


def shown(field: Field, value: Any, ward_vintage: str = "") -> str:
    """A value as a table or a note says it; a ward by the name it has in the vintage that its record names."""
    if _empty(value):
        return ""
    if field.kind == "area":
        return register_text.DRAWN_AREA
    if field.kind == "ward":
        return record_answers.ward_name(value, ward_vintage)
    if field.kind == "vintage":
        return vintage_words(value)
    if field.kind == "authority":
        return served().names.get(str(value), str(value))
    if field.kind == "yes_no":
        return "yes" if value else "no"
    if field.kind == "reference":
        return _references(field).get(int(value), str(value))
    return f"{value:%d/%m/%Y}" if field.kind in ("date", "month") else str(value)


def drawing() -> OwnArea | None:
    """What was drawn on the map for a form and is not kept yet."""
    corners = st.session_state.get(DRAWN)
    return (
        None
        if not corners
        else OwnArea(
            "",
            json.dumps(
                {
                    "type": "Polygon",
                    "coordinates": [
                        [[longitude, latitude] for latitude, longitude in [*corners, corners[0]]]
                    ],
                }
            ),
        )
    )


def _widget(field: Field, key: str, value: Any) -> None:
    """The widget of a field; what is typed stands in the session under its key."""
    label = f"{field.label} *" if field.required else field.label
    help_text = field.help or None
    empty = _empty(value)
    if field.kind == "long_text":
        st.text_area(label, "" if empty else value, key=key, help=help_text, height=90)
    elif field.kind in ("date", "month"):
        st.date_input(
            label,
            None if empty else value,
            key=key,
            help=help_text,
            format="DD/MM/YYYY",
            min_value=EARLIEST,
            max_value=LATEST,
        )
    elif field.kind == "integer":
        least = None if field.least is None else int(field.least)
        st.number_input(
            label,
            value=None if empty else int(value),
            step=1,
            min_value=least,
            key=key,
            help=help_text,
        )
    elif field.kind in ("number", "money"):
        st.number_input(
            label,
            value=None if empty else float(value),
            min_value=field.least,
            format="%.2f" if field.kind == "money" else None,
            key=key,
            help=help_text,
        )
    elif field.kind in ("choice", "yes_no", "ward", "authority", "reference"):
        offered = _offered(field, value)
        names = {"": register_text.NONE_GIVEN} | offered
        held = (
            ""
            if empty
            else ("yes" if value else "no")
            if field.kind == "yes_no"
            else int(value)
            if field.kind == "reference"
            else value
        )
        options = list(offered) if field.required and held in offered else list(names)
        st.selectbox(
            label,
            options,
            index=options.index(held) if held in options else 0,
            format_func=names.__getitem__,
            key=key,
            help=help_text,
        )
    elif field.kind == "area":
        _area_widget(key, value)
    else:
        st.text_input(label, "" if empty else value, key=key, help=help_text)


def _area_widget(key: str, value: Any) -> None:
    corners = st.session_state.get(DRAWN)
    metric_cards.note(
        register_text.corners_drawn(len(corners)) if corners else register_text.DRAW_HELP
    )
    area = drawing() or (OwnArea("", value) if value else None)
    if area:
        metric_cards.note(
            register_text.drawn_in(
                ward_shares(area, ward_tables.ward_shapes()),
                ward_tables.wards()["ward_name"].to_dict(),
            )
        )
    st.file_uploader(register_text.AREA_FILE, ["geojson", "json"], key=key)
    if area:
        st.checkbox(register_text.FORGET_AREA, key=f"{key}/forget")


def _ward_option(code: str, vintage: str) -> str:
    """A ward among those that a form offers: by its code where it is one of the page, else with its vintage."""
    of_page = vintage == answers.vintage().id and code in ward_tables.wards().index
    return code if of_page else f"{code} {vintage}"


def _offered(field: Field, held: Any = None) -> dict[Any, str]:
    """What a field offers; of wards those of the page, and the one that its record names of another vintage."""
    if field.kind == "choice":
        return {word: word for word in field.choices}
    if field.kind == "yes_no":
        return {"yes": "yes", "no": "no"}
    if field.kind == "authority":
        return dict(served().names)
    if field.kind == "reference":
        return _references(field)
    wards = {
        str(code): str(name)
        for code, name in ward_tables.wards()["ward_name"].sort_values().items()
    }
    if not _empty(held) and held not in wards:
        code, _, vintage = str(held).partition(" ")
        wards[held] = register_text.ward_of(record_answers.ward_name(code, vintage), vintage)
    return wards


def _references(field: Field) -> dict[Any, str]:
    return register.display_names(field.refers_to)


def _faults(faults: list[tuple[str, str]], name: str) -> None:
    for field_name, why in faults:
        if field_name == name:
            st.html(f'<p class="fault">{escape(why)}</p>')


def _not_kept(form: Form, faults: list[tuple[str, str]]) -> None:
    """Beside the button, where the reader looks: that nothing was kept, and everything that is to be mended."""
    if faults:
        names = {field.name: field.label for field in form.asked}
        listed = [f"{names[name]}: {why}" if name in names else why for name, why in faults]
        st.html(f'<p class="unkept">{escape(register_text.not_kept(listed))}</p>')


def _typed(form: Form) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What stands in the form, by field; and the faults of an area, which is read here."""
    values, faults = dict(form.fixed), []
    for field in form.asked:
        key = form.key(field.name)
        if field.kind != "area":
            values[field.name] = st.session_state.get(key)
            continue
        try:
            values[field.name] = _area(
                key, str(st.session_state[form.key("opened")].get(field.name) or "")
            )
        except DataProblem as problem:
            faults.append((field.name, f"{problem.wrong} {problem.saw}"))
    areas, wards = (
        [field.name for field in form.asked if field.kind == kind] for kind in ("area", "ward")
    )
    drawn = next((values[name] for name in areas if values.get(name)), "")
    if drawn and wards and not values.get(wards[0]):  # the ward most of it lies in
        shares = ward_shares(OwnArea("", drawn), ward_tables.ward_shapes())
        values[wards[0]] = str(shares.index[0]) if len(shares) else ""
    for name in wards:
        code, of_another, vintage = str(values[name] or "").partition(" ")
        values[name] = code
        values[VINTAGE] = vintage if of_another or not code else answers.vintage().id
    return values, faults


def _area(key: str, known: str) -> str:
    """The area as GeoJSON text: from a file, else as drawn, else as it was."""
    if st.session_state.get(f"{key}/forget"):
        return ""
    if (file := st.session_state.get(key)) is not None:
        return area_of_text("", file.getvalue(), served()).geometry
    corners = st.session_state.get(DRAWN)
    return area_of_corners("", corners, served()).geometry if corners else known


def _save(form: Form) -> None:
    """Keep what the form holds; where it does not fit, or was edited meanwhile, say so beside what was typed."""
    state = st.session_state
    values, faults = _typed(form)
    state[form.key("faults")], state[form.key("problem")] = faults, None
    if faults:
        return
    opened: dict[str, Any] = state[form.key("opened")]
    if form.record is None:
        came = register.save(form.kind.name, values)
    else:
        changed = {
            name: value for name, value in values.items() if _differs(value, opened.get(name))
        }
        came = register.save(form.kind.name, changed, {**opened, "id": form.record["id"]})
    state[form.key("faults")], state[form.key("problem")] = list(came.faults), came.problem
    if came.now is not None:
        _edited_meanwhile(form, came.now)
    if came.number is None:
        return
    if form.record is None and form.on_added is not None:
        form.on_added(came.number)
    _done(register_text.saved(form.kind.noun))


def _edited_meanwhile(form: Form, now: Mapping[str, Any]) -> None:
    """The form stays as typed; the record as it is now stands beside it, and the next save goes on top of that."""
    state = st.session_state
    opened = state[form.key("opened")]
    state[form.key("now")] = {
        field.name: now[field.name]
        for field in form.asked
        if _differs(now[field.name], opened.get(field.name))
    }
    state[form.key("opened")] = opened | {"version": now["version"]}


def _remove(form: Form) -> None:
    if form.record is not None:
        opened = st.session_state.get(form.key("opened"), form.record)
        number, version = int(form.record["id"]), int(opened["version"])
        if errors.attempt(lambda: register.remove(form.kind.name, number, version)):
            _done(register_text.removed(form.kind.noun))


def _done(message: str) -> None:
    """A form that has been kept is closed, and the next begins empty."""
    st.session_state[SAID] = message
    st.session_state.pop(DRAWN, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _empty(value: Any) -> bool:
    """Whether nothing is given, however a table or a form writes it: None, an empty text, NaN, NA."""
    return value == "" if isinstance(value, str) else bool(pd.isna(value))


def _differs(first: Any, other: Any) -> bool:
    """Whether a form's value says other than a record's; an empty one is empty however it is written."""
    plain = [None if _empty(value) else value for value in (first, other)]
    if {type(value) for value in plain} == {str, bool}:
        plain = [
            ("yes" if value else "no") if isinstance(value, bool) else value for value in plain
        ]
    return bool(plain[0] != plain[1])
