"""Reads the store, and says what the pinned build and the tables in data/ hold. Nothing else in the program opens the store.

What is asked of geo stands in the other modules of ui/answers, which take the pinned store from here. A page run is pinned to the build that was
current when it began. What was read of a restricted source leaves here only for a role that may count it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import shapely
import streamlit as st

from geo.core import measures
from geo.core.area import Inset
from geo.core.errors import DataProblem
from geo.core.expected_rows import PARTIAL, THIN, WHOLE, MonthStatus, months_of
from geo.core.layers import Layer
from geo.core.schema import NEAR_EDGE_METRES
from geo.core.selection import Selection, month_after, months_between
from geo.disclosure.small_cells import Policy
from geo.searches.proportionality import GROUPS
from geo.space.former_wards import main_part, parts_by_crosswalk
from loaders.reference import dispersions as known_dispersions
from loaders.reference import (
    layers,
    offence_types,
    places,
)
from loaders.register.duty import seed_duty
from loaders.register.operations import operations_shown, seed_operations
from loaders.register.record_places import NamedWards, PlacedRecord, RecordPlaces
from loaders.register.register import Registers, open_registers
from loaders.sources import registry
from loaders.sources.source import Holds, Source
from loaders.store.manifest import DEMONSTRATION, Manifest, Partition, Vintage
from loaders.store.month_rows import rows_of
from loaders.store.opening import opening
from loaders.store.reader import Store, open_build, reference_table, store_root
from loaders.store.upgrade import lacking
from loaders.store.wards.residents_used import ResidentsUsed, residents_used
from loaders.store.wards.vintages import in_force_from
from loaders.version import version
from ui.access import roles
from ui.access.roles import Role
from ui.answers.area import served
from ui.answers.caching import AskedBy, cache_data, cache_resource
from ui.text import figures as figure_text
from ui.text import pages as page_text
from ui.text import record_places as place_text
from ui.text import sources as source_text
from ui.text.wards import areas as area_text
from ui.text.wards import vintages as vintage_text

MONTH_COLUMNS = [
    "source",
    "force",
    "month",
    "rows",
    "status",
    "without_place",
    "outside",
    "without_type",
    "without_day",
]
SEVERITY = {WHOLE: 0, THIN: 1, PARTIAL: 2}


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
    return AskedBy(str(store_root()), build_key(), roles.role())


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


def residents_carried() -> tuple[float, float]:
    """Of the areas of a geography that this page run counts by, the share (0 to 1) whose residents are carried from wards, and how far
    half of those figures may be off at least, as a share of each; both 0 for wards."""
    if not geography_shown():
        return 0.0, 0.0
    off = wards()["off"]
    carried = off[off != 0].dropna()
    return len(carried) / max(len(off), 1), float(carried.median()) if len(carried) else 0.0


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
    return _opened(str(store_root()), build(), "").joins


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


def served_now() -> dict[str, str | None]:
    """Which version of the program serves which build now: version, build; None for no build."""
    return {"version": version(), "build": current()}


def open_current() -> None:
    """Open the store, so that the first page finds it open; what is wrong with it, each page says."""
    if name := current():
        with contextlib.suppress(DataProblem):
            _opened(str(store_root()), name, "")


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
    return _opened(str(store_root()), build(), pin().vintage)


def manifest() -> Manifest:
    """What the pinned build says of itself."""
    return _opened(str(store_root()), build(), "").manifest


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


def drawing_file() -> Path:
    """The GeoJSON that maps draw, as the build keeps it."""
    held = pinned()
    return held.ward_folder / held.vintage.drawing


def declared(source_id: str) -> Source:
    """What the program knows of a source: see loaders.sources.source.Source."""
    return registry.declared(source_id)


def sources() -> list[str]:
    """Sources of offences in the build, in the order of their declarations: the territorial force first."""
    held = {part.source_id for part in manifest().parts}
    return [source.id for source in registry.of(Holds.OFFENCES) if source.id in held]


def received_months(source_id: str) -> tuple[date, ...]:
    """Months of a source that count, in order: those delivered but for partial ones, which are as absent."""
    left_out = set(partial_months(source_id))
    return tuple(month for month in delivered_months(source_id) if month not in left_out)


def delivered_months(source_id: str) -> tuple[date, ...]:
    """Months of a source of which anything was delivered, in order."""
    force = "" if declared(source_id).national else served().force
    return tuple(date.fromisoformat(f"{month}-01") for month in manifest().months(source_id, force))


def month_statuses(source_id: str) -> dict[date, MonthStatus]:
    """Whether each month delivered of a source is whole, in order; of a national one's forces, the worst."""
    held = pinned().statuses_of_source.get(source_id, {})
    return {
        month: max(statuses, key=lambda status: SEVERITY[status.status])
        for month, statuses in held.items()
    }


def partial_months(source_id: str) -> tuple[date, ...]:
    """Months delivered of a source that were cut on their way, and are left out as absent ones are."""
    return months_of(month_statuses(source_id), PARTIAL)


def thin_months(source_id: str) -> tuple[date, ...]:
    """Months received of a source that are low, with nothing to say that they were cut: they count."""
    return months_of(month_statuses(source_id), THIN)


def told_months(selection: Selection) -> tuple[date, ...]:
    """Months received of a selection's source in which each type it asks for can be told, in order; in the others it is a gap.

    Raises DataProblem where months were received in the selection's period, and it can be told in none of them.
    """
    untold = set(untold_months(selection))
    received = set(received_months(selection.source_id)) & set(selection.months)
    if received and received <= untold:
        raise DataProblem(
            source_text.untold(selection.offence_types, tuple(sorted(received))),
            do="Choose other months, or all offences.",
            stands="",
        )
    return tuple(month for month in received_months(selection.source_id) if month not in untold)


def untold_months(selection: Selection) -> tuple[date, ...]:
    """Months received of a selection's source in which a type it asks for cannot be told, since the publisher had other types then."""
    force = "" if declared(selection.source_id).national else served().force
    untold = manifest().untold(selection.source_id, force)
    return tuple(
        date.fromisoformat(f"{month}-01")
        for month, types in sorted(untold.items())
        if types & set(selection.offence_types)
    )


def search_sources() -> list[str]:
    """Sources of stops and searches in the build, police.uk's first."""
    return [source.id for source in registry.of(Holds.SEARCHES) if received_months(source.id)]


def source_name(source_id: str) -> str:
    """The title of a source, with *demonstration* where it is."""
    return source_text.source_named(registry.title(source_id), demonstration=is_demonstration())


def known_files() -> str:
    """What can be loaded, in words, by the sources declared."""
    return registry.known_files()


def licence(source_id: str) -> str:
    """On what terms a source may be used."""
    return declared(source_id).licence


def parts() -> tuple[Partition, ...]:
    """What was read of each source and month; nothing of a restricted source where this role must not count it."""
    held, reader = manifest().parts, roles.role()
    withheld = {source for source in {part.source_id for part in held} if guarded(source, reader)}
    return tuple(part for part in held if part.source_id not in withheld)


def months_table() -> pd.DataFrame:
    """What each month holds, newest first within its source: MONTH_COLUMNS; nothing of a restricted source where this role must not
    count it. Shares are of its rows, 0 to 1; NaN where no row says it."""
    rows = []
    for part in sorted(parts(), key=lambda part: part.month, reverse=True):
        if not part.month:
            continue
        held, status = rows_of(part), pinned().statuses[part.key]
        rows.append(
            [
                source_name(part.source_id),
                part.force,
                part.month,
                part.accepted,
                status.status if status.judged else "not judged",
                part.without_location / max(part.accepted, 1),
                part.outside / max(part.accepted, 1),
                _share_without(held.types, part.accepted),
                _share_without(held.days, part.accepted),
            ]
        )
    return pd.DataFrame(rows, columns=MONTH_COLUMNS).sort_values(
        MONTH_COLUMNS[:2], kind="stable", ignore_index=True
    )


def _share_without(counts: Mapping[Any, int], rows: int) -> float:
    """Share of rows (0 to 1) of which something is not known; NaN where no row says it."""
    return 1 - sum(counts.values()) / rows if counts and rows else float("nan")


def superseded() -> pd.DataFrame:
    """Publications that a newer one of the same month has replaced; none of a restricted source where this role must not count it."""
    return pd.DataFrame(
        [line for line in manifest().superseded if not guarded(line["source_id"], roles.role())]
    )


def totals() -> pd.DataFrame:
    """Rows of each source in the build: source, read, accepted, rejected, outside, without_location."""
    return _totals(asked_by())


def rejected_rows() -> pd.DataFrame:
    """Every rejected row of the build, bar those of sources this role must not read: source_id, file, line, reason, row."""
    rows = pinned().rejected()
    withheld = {source for source in rows["source_id"].unique() if guarded(source, roles.role())}
    return rows[~rows["source_id"].isin(withheld)]


def near_edge_share() -> float:
    """Share of located rows within NEAR_EDGE_METRES of the edge of their ward, of those that this page run counts by; 0 to 1."""
    return _near_edge_share(asked_by())


def marking(source_id: str) -> str:
    """How what is drawn of a source is marked; what is restricted says so in the demonstration too."""
    own_mark = str(declared(source_id).marking)
    marks = [own_mark] if policy(source_id).restricted or not is_demonstration() else []
    return " · ".join([*marks, *([figure_text.DEMONSTRATION_MARK] if is_demonstration() else [])])


def policy(source_id: str) -> Policy:
    """How a source may be shown, as it declares; a source that is not declared is restricted."""
    return declared(source_id).disclosure


def guarded(source_id: str, role: Role) -> bool:
    """Whether counts of a source must pass the guard before this role sees them."""
    return role != "analyst" and policy(source_id).restricted


def require_analyst(source_id: str, what: str) -> None:
    """Refuse in words what only an analyst may see of a restricted source."""
    if guarded(source_id, roles.role()):
        raise DataProblem(*page_text.for_analysts(what))


def wards() -> pd.DataFrame:
    """Wards of the area served: ward_code index, ward_name, authority_code, authority_name, residents, residents_mislead, uncovered (part of
    their authority lies in no ward); of a geography its areas, with off: how far their residents may be from a count, as a share of them.

    Callers must not change it.
    """
    return _wards(build_key())


def ground_in_no_ward() -> dict[str, str]:
    """Authority's name → what of it lies in no ward of those that this page run counts by, and why, in words; empty where all does."""
    names = served().names
    return {names.get(code, code): words for code, words in pinned().ground_in_no_ward.items()}


def areas_line() -> str:
    """In a file: whose wards, boundaries and residents, how exact the boundaries are, and which residents are carried."""
    return source_text.areas_line(
        wards_line(), vintage().source, "; ".join(residents_lines()), manifest().population
    )


def wards_line() -> str:
    """Whose wards this page run counts by, and how exact their boundaries are."""
    if geography_shown():
        return area_text.areas_of(vintage().title, vintage().exactness)
    return vintage_text.wards_of(vintage().id, vintage().exactness)


def residents_lines() -> list[str]:
    """Whose residents the rates of this page run have: of which years; and of how many wards they are carried. Empty where none are held."""
    used = _residents_used(build_key(), _months_shown())
    if used is None:
        return []
    lines = [
        vintage_text.residents_of(used.years, used.others),
        vintage_text.carried_wards(used.carried, used.fidelity),
    ]
    return [line for line in lines if line]


def residents_of_ward(ward: str) -> str:
    """Of one ward (by code) whose residents are no count, how they came to it and how far they may be from one; else empty."""
    rows = pinned().residents
    used = residents_used(rows[rows["ward_code"] == ward], _months_shown())
    if used is None or not used.carried:
        return ""
    return vintage_text.ward_residents(
        vintage_text.residents_of(used.years), next(iter(used.carried)), used.fidelity
    )


def ward_shapes(drawing: Path | None = None) -> dict[str, object]:
    """Ward code → its shape as GeoJSON geometry in degrees, as maps draw it.

    drawing  the file of a build, for whoever asks once the page has run; the pinned build's unless given
    """
    drawn = json.loads((drawing or drawing_file()).read_text(encoding="utf-8"))["features"]
    return {
        feature["id"]: feature["geometry"]
        for feature in drawn
        if feature["properties"]["kind"] == "ward"
    }


def dispersions() -> pd.DataFrame:
    """How far counts of each type and level vary in like series, as geo.change.dispersion.prior_dispersion takes it."""
    return known_dispersions()


def ward_features() -> pd.DataFrame:
    """What makes wards alike, ward_code index: residents, residents per km², share aged 14–25, deprivation score."""
    number = pinned().ward_facts
    residents = number["population_2021"]
    return pd.DataFrame(
        {
            "residents": residents,
            "density": residents / number["area_km2"],
            "young": number["population_14_25_mid2020"] / residents,
            "deprivation": number["imd_score_2025"],
        }
    )


def ward_groups() -> pd.DataFrame:
    """Residents of 2021 by broad Census group, ward_code index: authority_code, White, Asian, Black, Mixed, Other."""
    groups = pinned().ward_facts.rename(columns=str.capitalize)[list(GROUPS)]
    groups.insert(0, "authority_code", wards()["authority_code"].reindex(groups.index))
    return groups


def authority_groups(authority: str, year: int) -> pd.Series:
    """Residents of one authority by broad Census group as published at that level, for the groups held; empty where none is.

    The Census blurs each table by itself, so that its wards do not add up to these to the last resident.
    """
    held = reference_table(f"census_{year}_groups")
    return held[held["authority_code"] == authority].set_index("group")["residents"].astype(int)


def insets() -> tuple[Inset, ...]:
    """Towns that maps show at a scale of their own, each with its authority and bounds in degrees."""
    return served().insets


def town_labels() -> pd.DataFrame:
    """Towns, estates and stations to name on a map: place, kind, longitude, latitude, rank; callers must not change it."""
    return _town_labels(repr(served()))


@cache_resource(3)
def _town_labels(area: str) -> pd.DataFrame:
    del area  # part of the key: each area has a table of its own
    return places()


def glossary() -> pd.DataFrame:
    """What each measure counts, on what area and period, whose it is and how it is marked; last those that no source answers."""
    return pd.concat([registry.measures(), reference_table("measures_here")], ignore_index=True)


def offered_layers() -> list[Layer]:
    """The named layers whose source the build holds."""
    held = sources()
    return [layer for layer in layers() if layer.source_id in held]


def told_apart(selection: Selection) -> str:
    """The column whose values a selection's layer tells apart on the map; empty for none."""
    return next(
        (layer.told_apart for layer in layers() if selection.layer.title == layer.title), ""
    )


def known_offence_types() -> list[str]:
    return offence_types()


def measure(selection: Selection) -> measures.Measure:
    """The measure a selection counts; narrowed, it is another measure."""
    whole = _measure(selection.source_id, selection.offence_types)
    if selection.layer.title:
        return replace(whole, name=selection.what())
    return (
        replace(whole, name=f"{whole.name} ({selection.narrowing})")
        if selection.narrowing
        else whole
    )


@cache_resource(200)
def _measure(source_id: str, offence_types: tuple[str, ...]) -> measures.Measure:
    return measures.measure_of(glossary(), source_id, offence_types)


def provenance(selection: Selection, *, area: str = "") -> list[str]:
    """The first lines of every file: what it counts, from where, in which boundaries, made when.

    area  what the file counts by, where that is not what the measure is counted by
    """
    source, rule = selection.source_id, policy(selection.source_id)
    return [
        selection.describe(),
        source_text.source_line(source_name(source), licence(source), marking(source)),
        source_text.measure_line(
            measure(selection).name, in_area_words(area or measure(selection).area)
        ),
        areas_line(),
        source_text.small_counts_line(rule.threshold if rule.restricted else None),
        made_from(),
    ]


def made_from() -> str:
    """The line of every file that leaves: the build its figures are of, and the version of the program that wrote it."""
    return source_text.build_line(manifest().build, manifest().made_at, version())


def operations(month: date | None = None) -> pd.DataFrame:
    """Operations as they stood at the end of a month, or stand today, among the wards of the page.

    Columns as loaders.register.operations.operations_shown gives them, and
        ward_codes   tuple of the wards of the page in which it lies; `ward_code` is the first, "" for none
        own_wards    tuple of the wards that it names and the build holds: code and vintage
        unknown      tuple of codes that it names and no vintage holds
        outline      its own wards' ground as GeoJSON text, where the page's wards do not make it up; else ""
        lies_in      in words, where its wards are not those of the page; else ""
    """
    at = date.today() if month is None else month_after(month) - timedelta(days=1)
    changes = register().changes()
    return _operations(str(store_place()), manifest().kind, changes, at, build_key())


def placed(wards: NamedWards, point: tuple[float, float] | None = None) -> PlacedRecord:
    """Where the wards that a record names, by code and vintage, lie among the wards of the page."""
    return record_places().placed(wards, point)


def ward_name(code: str, vintage: str = "") -> str:
    """The name of a ward in its vintage (found by its code unless given); the code where no vintage of the build holds it."""
    return record_places().name_of(code, vintage)


def record_places() -> RecordPlaces:
    """Where records lie among the wards of the page."""
    return _record_places(str(store_root()), build(), pin().vintage)


def lies_in(record: PlacedRecord) -> str:
    """Where a record lies among the wards of the page, in words; empty where it names these wards, or areas are shown in place of wards."""
    if geography_shown():
        return ""  # no area was a ward before or after: the record is drawn on its own ground
    names = wards()["ward_name"].to_dict()
    if not record.own:
        at = names.get(record.place.wards[0], "") if record.by_point else ""
        return place_text.unknown_wards(record.unknown, at) if record.unknown else ""
    own = record.vintages[0]
    if record.vintages == (vintage().id,):
        return ""
    order = [each.id for each in vintages()]
    later = order.index(vintage().id) > order.index(own)
    since = _first_so(record, order[order.index(own) + 1 : order.index(vintage().id) + 1])
    own_names = record_places().names_of(record.own)
    return place_text.lies_in(record.place, names, own_names, since if later else own, later=later)


def _first_so(record: PlacedRecord, order: Sequence[str]) -> str:
    """The first of these vintages in which a record lies as it does among the wards of the page."""
    for each in order:
        if record_places().placed_in(each, record.own).wards == record.place.wards:
            return each
    return vintage().id


def _among_wards(listed: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, list[Any]] = {
        name: []
        for name in ("ward_code", "ward_codes", "own_wards", "unknown", "outline", "lies_in")
    }
    for row in listed.to_dict("records"):
        point = None if pd.isna(row["longitude"]) else (row["longitude"], row["latitude"])
        record = placed(row["wards"], point)
        codes = record.place.wards
        columns["ward_code"].append(codes[0] if codes else "")
        columns["ward_codes"].append(codes)
        columns["own_wards"].append(record.own)
        columns["unknown"].append(record.unknown)
        columns["outline"].append(record.outline)
        columns["lies_in"].append(lies_in(record))
    return listed.assign(
        **{name: pd.Series(values, listed.index, dtype=object) for name, values in columns.items()}
    )


def register() -> Registers:
    """What people edit beside the pinned build; demonstration and real data have each their own."""
    registers = open_registers(store_place(), manifest().kind)
    _seeded(str(store_place()), manifest().kind, manifest().build)
    return registers


@cache_resource(6)
def _opened(root: str, build: str, vintage: str) -> Store:
    return open_build(Path(root), build, vintage)


@cache_resource(6)
def _lacks(root: str, build: str) -> tuple[str, ...]:
    opened = _opened(root, build, "")
    return lacking(opened.manifest, opened.folder)


@cache_resource(6)
def _record_places(root: str, build: str, vintage: str) -> RecordPlaces:
    return RecordPlaces(_opened(root, build, vintage))


def _months_shown() -> tuple[date, ...]:
    asked = window()
    return tuple(months_between(*asked)) if asked else ()


@cache_resource(50)
def _residents_used(build_key: str, months: tuple[date, ...]) -> ResidentsUsed | None:
    del build_key  # part of the key
    rows = pinned().residents
    return residents_used(rows[rows["ward_code"].isin(wards().index)], months)


@cache_resource(20)
def _totals(asked_by: AskedBy) -> pd.DataFrame:
    del asked_by  # part of the key
    counted = replace(manifest(), parts=parts()).totals()
    rows = [{"source": source_name(source), **numbers} for source, numbers in counted.items()]
    return pd.DataFrame(
        rows, columns=["source", "read", "accepted", "rejected", "outside", "without_location"]
    )


@cache_data(20)
def _near_edge_share(asked_by: AskedBy) -> float:
    counted = pinned().near_edge(NEAR_EDGE_METRES)
    mine = counted[~counted["source_id"].map(lambda source: guarded(source, asked_by.role))]
    return float(mine["near"].sum() / max(mine["located"].sum(), 1))


@cache_resource(12)
def _wards(build_key: str) -> pd.DataFrame:
    del build_key  # part of the key
    table = pinned().ward_table_of(_months_shown())
    home = table[table["authority_code"].isin(served().codes)]
    if home.empty:
        raise DataProblem(*source_text.no_ward_of(served()))
    home = home.assign(
        residents_mislead=home.index.isin(_town_centres(home.index)),
        uncovered=home["authority_code"].isin([*pinned().ground_in_no_ward]),
    )
    if not geography_shown():
        return home
    newest = pinned().residents.drop_duplicates("ward_code", keep="last").set_index("ward_code")
    return home.assign(off=newest["fidelity"].reindex(home.index))


def _town_centres(areas: pd.Index) -> set[str]:
    """Codes of the wards whose rate per resident misleads: as the area's file lists them, and the wards shown that these became.

    areas  codes of what is shown; of areas that are no wards, those of which most lies in such a ward
    """
    if geography_shown():
        return _within_town_centres(areas)
    crosswalks, listed = pinned().crosswalks, set(served().town_centres)
    if vintage().title:
        reference = _opened(str(store_root()), build(), "").wards.shapes
        centres = shapely.union_all(reference.reindex(sorted(listed)).dropna().to_numpy())
        shapes = pinned().wards.shapes.reindex(areas).to_numpy()
        within = shapely.area(shapely.intersection(shapes, centres))
        return {*areas[within > 0.5 * shapely.area(shapes)]}
    to_shown = crosswalks[crosswalks["later_vintage"] == vintage().id]
    became = {
        main_part(parts_by_crosswalk(code, rows))
        for _, rows in to_shown.groupby("earlier_vintage")
        for code in listed & set(rows["earlier"])
    }
    return listed | became - {""}


def _within_town_centres(areas: pd.Index) -> set[str]:
    """Codes of the areas of a geography of which most lies in wards of town centres."""
    reference = _opened(str(store_root()), build(), "").wards.shapes
    centres = reference.reindex(list(served().town_centres)).dropna().to_numpy()
    shapes = pinned().wards.shapes.reindex(areas)
    within = shapely.area(shapely.intersection(shapes.to_numpy(), shapely.union_all(centres)))
    return {*areas[within > 0.5 * shapely.area(shapes.to_numpy())]}


@cache_resource(12)
def _names_with_the_word(build_key: str) -> frozenset[str]:
    """Names that keep a “ward” in them: of the areas counted by, and what these are called together."""
    del build_key  # part of the key
    names = pinned().ward_names["ward_name"]
    with_it = names[names.str.contains("ward", case=False, regex=False)]
    return frozenset([*with_it, geography_shown()])


@cache_data(20)
def _operations(root: str, kind: str, changes: int, at: date, build_key: str) -> pd.DataFrame:
    del changes, build_key  # part of the key
    return _among_wards(operations_shown(open_registers(Path(root), kind), at))


@cache_resource(20)
def _seeded(root: str, kind: str, build: str) -> bool:
    """Operations of the build, and what the brief states, that the register has never held are taken over, once a build."""
    del build  # part of the key
    seed_operations(open_registers(Path(root), kind), pinned().operations)
    seed_duty(open_registers(Path(root), kind))
    return True
