"""The build that a page run is pinned to: opened, its vintages, and what every answer of the run rests on.

A page run is pinned to the build that was current when it began, and to the wards and residents of the months that it asks for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import streamlit as st

from geo.core.errors import DataProblem
from geo.rates.harm import HarmWeights
from loaders.rounding_key import rounding_key as key_of_store
from loaders.settings import store_root
from loaders.sources import registry
from loaders.store.manifest import DEMONSTRATION, Manifest, Vintage
from loaders.store.opening import opening
from loaders.store.reader import Store, open_build
from loaders.store.upgrade import lacking
from loaders.store.wards.vintages import in_force_from
from ui.access import identity
from ui.answers.caching import AskedBy, cache_resource
from ui.text import sources as source_text
from ui.text.wards import areas as area_text


@dataclass(frozen=True)
class Pin:
    """What answers rest on beside the question.

    build    its name; None where nothing has been loaded
    vintage  whose wards count; empty for the build's reference
    window   first and last month asked for: residents are those of its years; empty for the newest
    """

    build: str | None
    vintage: str = ""
    window: tuple[()] | tuple[date, date] = ()


OUTSIDE_PAGES: ContextVar[Pin | None] = ContextVar("build_pinned_outside_pages", default=None)


def asked_by() -> AskedBy:
    return AskedBy(str(store_root()), build_key(), identity.sight())


def begin() -> None:
    """Pin this page run to the build that is current now, or to the newest whole one where that is damaged."""
    now = opening(store_root())
    st.session_state["pin"] = Pin(now.build)
    st.session_state["store_problem"] = now.problem


def pin() -> Pin:
    """What is asked now rests on: of this page run, or of whoever asks outside any page."""
    held: Pin = OUTSIDE_PAGES.get() or st.session_state.get("pin", Pin(None))
    return held


def pin_window(first: date, last: date, vintage: str = "") -> None:
    """Pin what is asked from now on to the wards and the residents of a window of months.

    vintage  whose wards the reader chose; unless given, the newest that was in force when the window began
    """
    chosen = vintage or vintage_in_force(first)
    now = replace(
        pin(), vintage="" if chosen == manifest().reference.id else chosen, window=(first, last)
    )
    _put(now)


def _put(now: Pin) -> None:
    if OUTSIDE_PAGES.get():
        OUTSIDE_PAGES.set(now)
    else:
        st.session_state["pin"] = now


@contextlib.contextmanager
def as_of(vintage: str) -> Iterator[None]:
    """Within it every answer is by the wards of this vintage, whatever the page counts by."""
    before = pin()
    _put(replace(before, vintage="" if vintage == manifest().reference.id else vintage))
    try:
        yield
    finally:
        _put(before)


def window() -> tuple[date, date] | None:
    """First and last month of what the page shows; None on a page that asks for no months."""
    return pin().window or None


def vintages() -> tuple[Vintage, ...]:
    """The vintages of wards in the pinned build, in the order in which they came into force."""
    return manifest().every_vintage


def geographies() -> tuple[Vintage, ...]:
    """Areas of other kinds that the pinned build holds beside wards, in the order of their titles."""
    return manifest().geographies if anything_loaded() else ()


def pin_geography(geography: str) -> None:
    """Count by the areas of a geography from here on in this page run, over the window that is pinned."""
    if window := pin().window:
        pin_window(*window, geography)


def geography_shown() -> str:
    """What the areas are called together that this page run counts by; empty for wards."""
    return vintage().title if pin().vintage else ""


def in_area_words(sentence: str) -> str:
    """A sentence about wards, in the noun of the areas that this page run counts by."""
    title = geography_shown()
    if not title:
        return sentence
    words = area_text.area_words(title)
    return area_text.worded(sentence, words, _names_with_the_word(build_key()))


def vintage_in_force(day: date) -> str:
    """The id of the newest vintage that was in force on a day; of the oldest where none was yet."""
    held = vintages()
    begun = [each.id for each in held if date.fromisoformat(each.in_force) <= day]
    return begun[-1] if begun else held[0].id


def in_force(vintage: str) -> date:
    """The first day on which the wards of a vintage were in force, by its id; also of one that the build does not hold."""
    return date.fromisoformat(in_force_from(vintage))


def joins() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How the vintages of the pinned build join with each other and with residents: a heading and its sentences for each."""
    return by_reference().joins


def vintage() -> Vintage:
    """The vintage whose wards this page run counts by."""
    return pinned().vintage


def build_key() -> str:
    """On what every answer of this page run rests, in one word, as a part of cache keys: the build, whose wards, whose residents."""
    held = pin()
    if held.build is None:
        return ""
    several = pinned().residents["year"].nunique() > 1
    window = " ".join(f"{month:%Y-%m}" for month in held.window) if several else ""
    return f"{held.build} {held.vintage} {window}".rstrip()


@contextlib.contextmanager
def pinned_to(name: str) -> Iterator[None]:
    """Pin what is asked within to a build by its name, outside any page: there is no session there that could hold it."""
    before = OUTSIDE_PAGES.set(Pin(name))
    try:
        yield
    finally:
        OUTSIDE_PAGES.reset(before)


def current() -> str | None:
    """The name of the build that is shown now, outside any page; None for none."""
    return opening(store_root()).build


def store_problem() -> DataProblem | None:
    """What was wrong with the store when this page run began; None where nothing was."""
    problem: DataProblem | None = st.session_state.get("store_problem")
    return problem


def open_current() -> None:
    """Open the store, so that the first page finds it open; what is wrong with it, each page says."""
    if name := current():
        with contextlib.suppress(DataProblem):
            _opened(str(store_root()), name, "", ())


def anything_loaded() -> bool:
    return pin().build is not None


def build() -> str:
    """The name of the build this page run is pinned to."""
    if not anything_loaded():
        if store_problem():
            raise DataProblem(*source_text.NO_WHOLE_BUILD)
        raise DataProblem(
            "Nothing has been loaded yet.",
            source_text.no_build(str(store_root())),
            "Load files on the Data page, or run “python -m loaders demo” for demonstration data.",
            "",
        )
    return str(pin().build)


def pinned() -> Store:
    """That build, opened; for the answers beside this module, which guard what they hand on."""
    return _opened(str(store_root()), build(), pin().vintage, withheld())


def withheld() -> tuple[str, ...]:
    """Sources of the pinned build of which the reader may see nothing."""
    if identity.sight() != "open data":
        return ()
    held = {part.source_id for part in manifest().parts}
    return tuple(
        sorted(source for source in held if registry.declared(source).disclosure.restricted)
    )


def by_reference() -> Store:
    """The same build by its reference wards, whatever this page run counts by."""
    return _opened(str(store_root()), build(), "", ())


def manifest() -> Manifest:
    """What the pinned build says of itself."""
    return by_reference().manifest


def lacks() -> tuple[str, ...]:
    """What this version keeps of a build, and the pinned one lacks since an earlier version made it, in words."""
    return _lacks(str(store_root()), build())


def is_demonstration() -> bool:
    return manifest().kind == DEMONSTRATION


def newer_build() -> bool:
    """Whether another build has become current since this page run began."""
    return current() != pin().build


def store_place() -> Path:
    """Where the store lies."""
    return store_root()


def rounding_key() -> bytes:
    """The key by which counts of restricted sources are rounded, the same for every server and build of the store."""
    return key_of_store(store_root())


def drawing_file() -> Path:
    """The GeoJSON that maps draw, as the build keeps it."""
    held = pinned()
    return held.ward_folder / held.vintage.drawing


@cache_resource(6)
def _opened(root: str, build: str, vintage: str, withheld: tuple[str, ...]) -> Store:
    return open_build(Path(root), build, vintage, withheld=frozenset(withheld))


@cache_resource(6)
def _lacks(root: str, build: str) -> tuple[str, ...]:
    opened = _opened(root, build, "", ())
    return lacking(opened.manifest, opened.folder)


@cache_resource(12)
def _names_with_the_word(build_key: str) -> frozenset[str]:
    """Names that keep a “ward” in them: of the areas counted by, and what these are called together."""
    del build_key  # part of the key
    names = pinned().ward_names["ward_name"]
    with_it = names[names.str.contains("ward", case=False, regex=False)]
    return frozenset([*with_it, geography_shown()])


def harm_weights() -> HarmWeights | None:
    """The published index of harm that the pinned build holds; None where none was loaded."""
    return pinned().harm_weights if anything_loaded() else None
