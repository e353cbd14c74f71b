"""What the address says: every key once, with what it holds, and how filters and address follow one another.

A filter's value lives in Streamlit's session state under its key. The address is written once at the end of a run, so that each change is one
step that Back undoes. Where the address has changed and no filter has, the reader came by a link, Back or Forward: then the address decides.

A browser learns of what was written only after the run. What it asks for until then still carries an address from before the change, and is
no step back, although no filter was touched: a button pressed at once, say, or a list that is closed and tells its choice a second time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypedDict, TypeVar

import streamlit as st

from ui.answers import seen

Option = TypeVar("Option")
Values = list[str]  # of one key: an address may repeat it
VISIT = "address of this visit"
OLD_LINK_SECONDS = (
    2.0  # within which a link may still carry the address from before the last change
)
# Within which a browser may still be at an address from before it. A run came up to 0.75 s later from one with a quarter of its processor
# (0.04 to 0.08 s from one with all of it); sooner than this nobody has seen what a change did and taken it back.
OLD_ADDRESS_SECONDS = 1.0


class Bound(TypedDict):
    """What a widget is given to be the filter of a key."""

    key: str
    persist_state: Literal["page", "session"]
    on_change: Callable[[], None]


@dataclass
class Visit:
    """One reader's address: as this run began and as the last one left it, and what was read of it.

    underway  where the browser may be: from where it was before the changes it has not been seen to follow, to what was written last
    changed_at  when that was written, in seconds
    written  key → its default, and how a value is written
    carried  keys that have not been asked for since the reader came from another page
    former   key and words of what was asked for under a name or code that options of today have taken the place of
    """

    address: dict[str, Values] = field(default_factory=dict)
    last: dict[str, Values] | None = None
    underway: list[dict[str, Values]] = field(default_factory=list)
    changed_at: float = 0.0
    page: str = ""
    touched: bool = False
    by_link: bool = False
    carried: set[str] = field(default_factory=set)
    pending: set[str] = field(default_factory=set)
    written: dict[str, tuple[object, Callable[[Any], Values]]] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    former: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Key:
    """A key of the address.

    travels  whether links to other pages carry it, so that what is chosen there is chosen everywhere
    boxed    whether its widget is a select box, which begins with the first option by itself
    """

    name: str
    travels: bool = False
    boxed: bool = False

    def bound(self) -> Bound:
        """What its widget is given. The value must have been asked for before, in the same run."""
        return {
            "key": self.name,
            "persist_state": "session" if self.travels else "page",
            "on_change": touch,
        }

    def put(self, value: object) -> None:
        """In a callback, choose a value for the reader, who has said so elsewhere: on the map, in a table."""
        self.put_now(value)
        touch()

    def put_now(self, value: object) -> None:
        """The same in the middle of a run, before the filter is drawn."""
        _visit().pending.discard(self.name)
        _visit().by_link = False
        st.session_state[self.name] = value

    def wanted(self) -> str:
        """What is chosen by now: the option in the session, or the words of the address where that decides; empty for nothing."""
        visit = _visit()
        if self.name in st.session_state and self.name not in visit.pending:
            return str(st.session_state[self.name])
        return visit.address.get(self.name, [""])[-1]

    def asked(self) -> bool:
        """Whether anything is chosen by now, in the session or in the address."""
        visit = _visit()
        chosen = self.name in st.session_state and self.name not in visit.pending
        return (
            st.session_state[self.name] not in (None, "", [])
            if chosen
            else self.name in visit.address
        )

    def _value(
        self,
        default: Any,
        begins: Any,
        read: Callable[[Values], Any],
        write: Callable[[Any], Values],
        holds: Callable[[Any], bool],
        moved: Callable[[Any], Any] = lambda value: None,
    ) -> Any:
        """The value chosen: read from the address where that decides, else as it was; the default where it is not to be had here.

        What stood at its default goes along with the default, which rests on what else is chosen: so does a link that leaves the key out.

        begins  what the widget begins with by itself; where that is meant it is not set, or a long list of options would be sent twice
        moved   what a value means that is not to be had here, as where other options have taken its place; None for nothing
        """
        visit, state = _visit(), st.session_state
        before = visit.written.get(self.name, (default, write))[0]
        visit.written[self.name] = default, write
        known = self.name in state
        carried = self.name in visit.carried
        visit.carried.discard(self.name)
        if self.name in visit.pending or not known:
            visit.pending.discard(self.name)
            asked = visit.address.get(self.name)
            value = default if asked is None else read(asked)
            if (
                known or not value == default == begins
            ):  # else the next run would send the widget anew
                state[self.name] = value
            return value
        value = state[self.name]
        if value != default and (value == before or not holds(value)):
            meant = None if value == before else moved(value)
            state[self.name] = value = default if meant is None else meant
        elif carried and value != begins:  # a widget that a page draws begins anew on the next
            state[self.name] = value
        return value


Meant = Callable[[str], Sequence[Option]]


def nothing_meant(words: str) -> Sequence[Any]:
    """Of words that name no option: they mean none either."""
    del words
    return ()


class Choice(Key):
    """One of several options, written as the reader sees it."""

    def value(
        self,
        options: Sequence[Option],
        label: Callable[[Option], str] = str,
        *,
        default: Option | None = None,
        meant: Meant[Option] = nothing_meant,
        also: Mapping[str, Option] | None = None,
    ) -> Option:
        """The option chosen; the default, which is the first unless given, where the address asks for none of them.

        also   other words by which an address may call an option
        meant  the options that words mean which name none of them: one is taken, between several the reader is asked (`former`)
        """
        first = options[0] if default is None else default

        def moved(words: str) -> Option | None:
            return next(iter(_meant(self.name, words, meant)), None)

        def read(asked: Values) -> Option:
            named = {**(also or {}), **_by_words(options, label)}
            if not asked[-1] or asked[-1] in named:
                return named.get(asked[-1], first)
            instead = moved(asked[-1])
            return first if instead is None else instead

        def write(value: Option) -> Values:
            return [label(value) if value in options else str(value)]

        begins = options[0] if self.boxed else None
        return self._value(
            first,
            begins,
            read,
            write,
            lambda value: value in options,
            lambda value: moved(str(value)) if meant is not nothing_meant else None,
        )


class Choices(Key):
    """Any number of options, each written as the reader sees it; none at all is written as an empty word."""

    def value(
        self,
        options: Sequence[Option],
        label: Callable[[Option], str] = str,
        *,
        default: Sequence[Option] = (),
        meant: Meant[Option] = nothing_meant,
    ) -> list[Option]:
        """The options chosen, in the reader's order; the default where the address asks for others only.

        meant  as of a Choice
        """

        def read(asked: Values) -> list[Option]:
            named = _by_words(options, label)
            known = [
                option
                for words in asked
                if words
                for option in (
                    [named[words]] if words in named else _meant(self.name, words, meant)
                )
            ]
            return [*dict.fromkeys(known)] if known or not any(asked) else [*default]

        def write(value: Sequence[Option]) -> Values:
            return [label(option) if option in options else str(option) for option in value] or [""]

        held = self._value(
            [*default],
            [],
            read,
            write,
            lambda value: all(option in options for option in value),
            lambda value: (
                read([str(option) for option in value]) if meant is not nothing_meant else None
            ),
        )
        return [*held]


class Switch(Key):
    """On or off; off unless said."""

    def value(self) -> bool:
        def read(asked: Values) -> bool:
            if asked[-1].lower() not in ("true", "false", ""):
                _ignore(asked[-1])
            return asked[-1].lower() == "true"

        return self._value(
            False, False, read, lambda value: [str(value).lower()], lambda value: True
        )


class Number(Key):
    """A whole number, or none."""

    def value(self, least: int, most: int) -> int | None:
        """The number chosen, from `least` to `most`; None where none is."""

        def read(asked: Values) -> int | None:
            digits = asked[-1]
            if (
                digits.isdecimal()
                and len(digits) <= len(str(most))
                and least <= int(digits) <= most
            ):
                return int(digits)
            if digits:
                _ignore(digits)
            return None

        return self._value(
            None,
            None,
            read,
            lambda value: [str(value)],
            lambda value: value is None or least <= value <= most,
        )


class Day(Key):
    """A day, written year first."""

    def value(self, default: date, *, earliest: date, latest: date) -> date:
        """The day chosen, both ends included."""

        def read(asked: Values) -> date:
            try:
                day = date.fromisoformat(asked[-1].replace("/", "-")) if asked[-1] else default
            except ValueError:
                day = date.min
            if not earliest <= day <= latest:
                _ignore(asked[-1])
                return default
            return day

        return self._value(
            default,
            None,
            read,
            lambda value: [value.isoformat()],
            lambda value: value is not None and earliest <= value <= latest,
        )


# Filters that hold on every page
SOURCE = Choice("source", travels=True)
TYPE = Choices("type", travels=True)
AUTHORITY = Choice("authority", travels=True)
COMPARE, AGAINST = Choice("compare", travels=True), Choice("against", travels=True)
FROM, TO = Choice("from", travels=True), Choice("to", travels=True)
WARDS = Choices("wards", travels=True)
AS_OF = Choice("as_of", travels=True, boxed=True)
GEOGRAPHY = Choice("areas", travels=True, boxed=True)
AREA = Choice("area", travels=True)
WARD = Choice("ward", travels=True, boxed=True)
SHOW = Choice("show", travels=True)
MEASURE = Choice("measure", travels=True)
VIEW = Choice("view", travels=True)
LAYERS = Choices("layers", travels=True)
LAYER, LINES = Choice("layer", travels=True), Choice("lines", travels=True)
ORIGIN, LINE = Choices("origin", travels=True), Choices("line", travels=True)
SUSPECTS, VICTIMS = Choice("suspects", travels=True), Choice("victims", travels=True)
HOUR_FROM, HOUR_TO = Number("hour_from", travels=True), Number("hour_to", travels=True)
WEEKDAY = Choices("weekday", travels=True)
HOT, FOUND, UNIT = (
    Choice("hot", travels=True),
    Switch("found", travels=True),
    Choice("unit", travels=True),
)
SEARCHED, OBJECT = Choice("searched", travels=True), Choice("object", travels=True)
LAW = Choices("law", travels=True)
# What one page shows of them
PLACE, LINES_SHOW = Choice("place"), Choice("lines_show")
PAINT, SPOT, SIDE = Choice("paint"), Choice("spot"), Choice("side")
PATROL = Choice("patrol")
OUTCOME, OPERATION, BOARD, PART = (
    Choice("outcome"),
    Choice("operation"),
    Choice("board"),
    Choice("part"),
)
RECORDS, REGISTER = Choice("records"), Choice("register")
SEARCHES, BY, GROUP_AREA, DENOMINATOR = (
    Choice("searches"),
    Choice("by"),
    Choice("group_area"),
    Choice("denominator"),
)
S60, S60_PART, PACK, PACK_PART = (
    Choice("s60"),
    Choice("s60_part"),
    Choice("pack"),
    Choice("pack_part"),
)
DUTY, AT, KIND = Choice("duty"), Day("at"), Choice("kind")
EDITION, BESIDE, MEETING = Choice("edition"), Choice("beside"), Choice("meeting")
# How a page is shown; no widget holds these
MODE, SCREEN, GUIDE = Key("mode"), Key("screen"), Key("guide", travels=True)

KEYS: Mapping[str, Key] = {
    value.name: value for value in list(globals().values()) if isinstance(value, Key)
}


def begin(page: str) -> None:
    """At the start of a run of a page: whether the address decides, or what is chosen. What it shows is written down under its name."""
    seen.begin(page)
    visit, address = _visit(), _address()
    elsewhere = page != visit.page
    if visit.underway and address == visit.underway[-1]:  # the browser has been told
        visit.underway.clear()
    visit.by_link = address != visit.last and not visit.touched and not _is_old(address, elsewhere)
    if visit.by_link:
        visit.pending = set(KEYS)
        visit.underway.clear()
    elif elsewhere:  # what the page before had for itself stays there
        visit.pending |= {key.name for key in KEYS.values() if not key.travels}
    visit.page, visit.touched, visit.carried = page, False, set(KEYS) if elsewhere else set()
    visit.address = visit.last = address
    visit.ignored.clear()
    visit.former.clear()


def touch() -> None:
    """The reader has changed a filter: until the next run has written it, the address says what was before."""
    _visit().touched = True


def links() -> list[tuple[str, str]]:
    """The filters as links to other pages carry them: key and value, repeated where there are several."""
    return [
        (name, value)
        for name, values in _wanted().items()
        if name in KEYS and KEYS[name].travels
        for value in values
    ]


def end() -> None:
    """At the end of a run, write what is chosen into the address, as one step. A link that was followed stays as it came."""
    visit = _visit()
    wanted = _wanted()
    stands = all(wanted == address for address in (visit.address, *visit.underway[-1:]))
    if not stands and not visit.by_link:
        st.query_params.from_dict(wanted)
        visit.last, visit.changed_at = _address(), time.monotonic()
        visit.underway += [visit.address, visit.last]


def ignored() -> list[str]:
    """What the address asked for in this run and is not to be had here, each once."""
    return list(dict.fromkeys(_visit().ignored))


def former() -> list[tuple[str, str]]:
    """Key and words of what was asked for in this run and is had under another name, or must be chosen from several, each once."""
    return list(dict.fromkeys(_visit().former))


def _is_old(address: dict[str, Values], elsewhere: bool) -> bool:
    """Whether an address is one from before the last changes, sent by a browser that has not been told of them, or by an old link."""
    visit = _visit()
    since = time.monotonic() - visit.changed_at
    if not elsewhere:
        return since < OLD_ADDRESS_SECONDS and address in visit.underway
    return (
        since < OLD_LINK_SECONDS
        and address in map(_travelling, visit.underway)
        and address != _travelling(visit.last)
    )


def _wanted() -> dict[str, Values]:
    """The address as it should be: what is drawn on this page, unless at its default; everything else as it stands."""
    visit = _visit()
    wanted = {name: values for name, values in visit.address.items() if name not in visit.written}
    for name, (default, write) in visit.written.items():
        if name in visit.pending:  # not asked for since the address decided
            wanted |= {name: visit.address[name]} if name in visit.address else {}
        elif (value := st.session_state.get(name, default)) != default:
            wanted[name] = write(value)
    return dict(sorted(wanted.items()))


def _address() -> dict[str, Values]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _ignore(words: str) -> None:
    _visit().ignored.append(words)


def _meant(key: str, words: str, meant: Meant[Option]) -> Sequence[Option]:
    """The one option that words mean; none where they mean several, which the reader is asked, or nothing, which is ignored."""
    options = meant(words)
    if not options:
        _ignore(words)
        return ()
    _visit().former.append((key, words))
    return options if len(options) == 1 else ()


def _visit() -> Visit:
    return st.session_state.setdefault(VISIT, Visit())


def _travelling(address: dict[str, Values] | None) -> dict[str, Values]:
    """Of an address, what links to other pages carry."""
    return {
        name: values
        for name, values in (address or {}).items()
        if name in KEYS and KEYS[name].travels
    }


def _by_words(options: Sequence[Option], label: Callable[[Option], str]) -> dict[str, Option]:
    """Options by what an address may call them: as the reader sees them, or by their code."""
    plain = {str(option): option for option in options}
    return plain | {label(option): option for option in reversed(options)}
