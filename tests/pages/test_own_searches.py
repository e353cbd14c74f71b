"""A force's own stops and searches on the page: chosen, marked, counted by themselves; others than analysts are sent nothing of them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import streamlit as st

from geo.core.schema import FORCE_SEARCHES, SEARCHES
from geo.searches.panel_sample import pack_source
from loaders import intake
from loaders.demo import demonstration
from loaders.demo import searches as demo_searches
from loaders.register.record_types.searches import GROUND_WORDS
from loaders.register.register import Registers, open_registers
from loaders.store.reader import Store, current_build, open_build
from tests.conftest import write_file
from tests.home import HOME
from tests.pages.running import NAMES, PageOutput, fresh_caches, painted_in, run
from tests.pages.test_force_extract import executive
from tests.pages.test_pages import alerts
from tests.pages.test_stop_and_search import AREA, VIEWS, of_file, readable_page
from ui.answers.stop_and_search import panels as panel_answers
from ui.answers.store import pinned_build as answers
from ui.text import figures as figure_text

__all__ = ["executive", "fresh_caches"]
PAGE, MONTHS = "stop_and_search", [date(2022, month, 1) for month in (6, 7)]
NAME = "Wiltshire Police, the force's own stops and searches (extract)"
MARK = "OFFICIAL-SENSITIVE"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """June and July 2022, made up: what is published, and four in five of the same searches as the force's own; one row is rejected."""
    root, random, own = (
        tmp_path_factory.mktemp("own searches"),
        np.random.default_rng(1),
        np.random.default_rng(2),
    )
    scene, paths, rows = demonstration.demonstration_scene(random), [], []
    for month in MONTHS:
        street, searches = (
            demonstration.street_month(scene, month, random),
            demonstration.search_month(scene, month, random),
        )
        paths += [
            write_file(
                root,
                f"{month:%Y-%m}-wiltshire-street.csv",
                street.drop(columns="ward").to_csv(index=False).encode(),
            ),
            write_file(
                root,
                f"{month:%Y-%m}-wiltshire-stop-and-search.csv",
                searches.to_csv(index=False).encode(),
            ),
        ]
        rows.append(
            demo_searches.search_rows(searches[np.arange(len(searches)) % 5 > 0], month, own)
        )
    table = pd.concat(rows, ignore_index=True)
    table.loc[0, "searched_at"] = "never"
    intake.load(
        [*paths, write_file(root, "own.csv", table.to_csv(index=False).encode())], root / "store"
    )
    return root / "store"


@pytest.fixture
def store(built: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SVD_STORE", str(built))
    return open_build(built, str(current_build(built)))


@pytest.fixture
def registers(store: Store, built: Path) -> Registers:
    """The register of that store with one authorisation and no pack."""
    opened = open_registers(built, "real")
    for kind in ("panel_grade", "panel_pack", "section_60"):
        for row in opened.records(kind).to_dict("records"):
            opened.remove(kind, row["id"], row["version"], "analyst")
    opened.add(
        "section_60",
        {
            "name": "S60/7",
            "force": "Wiltshire Police",
            "ground": GROUND_WORDS[0],
            "start_day": "15/07/2022",
            "start_time": "18:00",
            "end_day": "16/07/2022",
            "end_time": "14:00",
            "authorising_rank": "inspector",
            "polygon": AREA,
        },
        "analyst",
    )
    return opened


def of_own(page: str = PAGE, **address: Any) -> PageOutput:
    return run(page, searched=NAME, **address)


def pack_of(registers: Registers, source: str, name: str) -> None:
    registers.add(
        "panel_pack",
        {
            "name": name,
            "panel": "youth panel",
            "first_month": "2022-06",
            "last_month": "2022-07",
            "strata": "object",
            "size": 8,
            "seed": 3,
            "source": source,
        },
        "analyst",
    )


def placed(store: Store, source: str) -> dict[str, int]:
    return {
        name: int(store.searches(source, MONTHS, (code,), by=["kind"])["searches"].sum())
        for code, name in HOME.names.items()
    }


def test_police_uk_comes_first_and_the_force_s_own_can_be_chosen(store: Store) -> None:
    sent = run(PAGE)
    (box,) = [box for box in sent.test.sidebar.selectbox if box.label == "Source"]
    assert (box.value, box.options) == (
        SEARCHES,
        ["Wiltshire Police, stop and search (data.police.uk)", NAME],
    )
    assert (
        MARK not in sent.text
        and "Wiltshire Police, stop and search (data.police.uk): Swindon" in sent.text
    )


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_of_the_force_s_own_is_marked_and_says_what_that_source_cannot(
    store: Store, registers: Registers, view: str
) -> None:
    words = readable_page(of_own(searches=view))
    assert MARK in words and "Places are those the force recorded" in words
    assert (
        "Published points" not in words
        and [alert for alert in alerts(of_own(searches=view)) if "wrong" in alert.lower()] == []
    )


def test_the_two_are_counted_each_by_itself(store: Store) -> None:
    counted = {source: placed(store, source) for source in (SEARCHES, FORCE_SEARCHES)}
    for source, sent in ((SEARCHES, run(PAGE)), (FORCE_SEARCHES, of_own())):
        swindon, wiltshire = (counted[source][name] for name in ("Swindon", "Wiltshire"))
        assert f"Swindon {swindon:,}, Wiltshire {wiltshire:,} searches in wards" in sent.text
        assert of_file(sent.csv[0])["searches"].sum() == swindon + wiltshire
    assert counted[FORCE_SEARCHES]["Swindon"] < counted[SEARCHES]["Swindon"]
    nowhere = (
        store.searches(FORCE_SEARCHES, MONTHS, by=["ward_code"])
        .set_index("ward_code")
        .at["without location", "searches"]
    )
    assert f"{nowhere:,} without a point" in of_own().text and nowhere > 10


@pytest.mark.parametrize(
    ("view", "files"),
    [("Map", 1), ("Effectiveness", 2), ("Proportionality", 1), ("Section 60", 1), ("Panel", 1)],
)
def test_every_file_carries_the_source_its_terms_and_its_marking(
    store: Store, registers: Registers, view: str, files: int
) -> None:
    pack_of(registers, "the force's own records", "Own")
    sent = of_own(searches=view)
    assert len(sent.csv) == files
    for csv in sent.csv:
        assert NAME in csv and MARK in csv and "stop and search (data.police.uk)" not in csv
        if view != "Panel":
            assert (
                "Licence: inside the force and its partners" in csv
                and "Small counts: whole, as only an analyst may see them." in csv
            )
    assert all(NAME not in csv and MARK not in csv for csv in run(PAGE, searches=view).csv)


def test_linked_finds_are_formed_where_the_force_fills_them_in_and_hours_are_those_of_the_clocks(
    store: Store,
) -> None:
    published, own = run(PAGE, searches="Effectiveness"), of_own(searches="Effectiveness")
    assert all("Linked" not in table.columns for table in published.tables()) and any(
        "Linked" in table.columns for table in own.tables()
    )
    axis = [
        chart["layout"]["xaxis"]["title"]["text"]
        for sent in (published, own)
        for chart in sent.charts()
        if len(chart["data"]) == 2
    ]
    assert axis == ["Hour, as published", "Hour, by the clocks of the day"]
    ages = of_own(searches="Effectiveness", by="Age band").tables()[0]
    assert ages["Age band"].to_list() == ["10-17", "18-24", "25-34", "over 34"]


def test_a_search_under_section_60_is_counted_at_its_moment_of_either_source(
    store: Store, registers: Registers
) -> None:
    for source, sent in (
        (SEARCHES, run(PAGE, searches="Section 60")),
        (FORCE_SEARCHES, of_own(searches="Section 60")),
    ):
        table = sent.tables()[0].set_index("Searches")
        assert (
            table.to_numpy().sum()
            == store.searches(source, MONTHS[1:], by=["month"])["searches"].sum()
        )
    assert "places are those the force recorded" in of_own(searches="Section 60").text


def test_a_pack_belongs_to_its_source_and_keeps_no_count_of_a_restricted_one(
    store: Store, registers: Registers
) -> None:
    pack_of(registers, "", "Published")
    pack_of(registers, "the force's own records", "Own")
    published, own = run(PAGE, searches="Panel"), of_own(searches="Panel")
    for sent, name in ((published, "Published"), (own, "Own")):
        (box,) = [box for box in sent.test.selectbox if box.label == "Pack"]
        assert box.options == [name] and len(sent.tables()[0]) == 8
        assert (
            "1 pack of the other source of searches is shown when that is chosen in the sidebar."
            in sent.text
        )
    assert "the row of the force's own file" in readable_page(
        own
    ) and "the row of the published file" in readable_page(published)


def test_a_new_pack_is_kept_with_the_source_chosen_and_a_mark_alone_of_a_restricted_one(
    store: Store, registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.session_state.clear()
    answers.begin()
    for source, made_from in (
        (SEARCHES, r"\d+ searches, mark [0-9a-f]{12}"),
        (FORCE_SEARCHES, r"mark [0-9a-f]{12}"),
    ):
        panel_answers.keep(
            {
                "name": source,
                "panel": "youth panel",
                "first_month": MONTHS[0],
                "last_month": MONTHS[1],
                "strata": "object",
                "size": 8,
                "seed": 3,
            },
            source,
        )
        made = registers.records("panel_pack").set_index("name").loc[source]
        assert pack_source(made.to_dict()) == source and re.fullmatch(made_from, made["made_from"])


def never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on a question to the store about the force's own searches, or for its rejected rows' cells, fails the test."""
    for name in ("searches", "search_rows", "search_points"):
        asked = getattr(Store, name)

        def guarded(
            store: Store, source: str, *given: Any, asked: Any = asked, **more: Any
        ) -> pd.DataFrame:
            assert source != FORCE_SEARCHES, "the store was asked"
            return asked(store, source, *given, **more)

        monkeypatch.setattr(Store, name, guarded)


@pytest.mark.usefixtures("executive", "fresh_caches")
@pytest.mark.parametrize(
    "address",
    [
        *({"searches": view} for view in VIEWS),
        {"searches": "Effectiveness", "by": "Age band"},
        {"searches": "Proportionality", "group_area": "Swindon and Wiltshire"},
        {"searches": "Panel", "pack_part": "To print"},
        {"object": "Weapons"},
    ],
    ids=str,
)
def test_others_than_analysts_are_refused_in_words_and_sent_nothing(
    store: Store, registers: Registers, address: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_of(registers, "the force's own records", "Own")
    never_asked(monkeypatch)
    sent = of_own(**address)
    words = readable_page(sent)
    assert MARK in words and "Counts of this source are for analysts" in words
    assert any("are for analysts" in alert for alert in alerts(sent))
    # where a map is shown it is one of open data, and the file of it holds what it shows
    assert [file for file in sent.files if file not in sent.saved_maps] == [] == sent.tables()
    for file in sent.saved_maps:
        taken = painted_in(file.decode())
        assert {name: taken[name] for name in sent.painted if name != "files"} == {
            name: value for name, value in sent.painted.items() if name != "files"
        }
        assert figure_text.OPEN_MARK in file.decode() and MARK not in file.decode()
    assert not re.search(r"searches in wards|per 1,000 residents a year|find rate", words)
    (law,) = [box for box in sent.test.sidebar.multiselect if box.label == "Legislation"]
    assert law.options == []  # which laws were used is a count, too
    if (
        address.get("searches") != "Section 60"
    ):  # whose map is of reported violence, and whose chart is of the register
        assert sent.elements("component_instance") == [] and sent.charts() == []


@pytest.mark.usefixtures("executive", "fresh_caches")
@pytest.mark.parametrize("page", NAMES)
def test_no_page_asks_the_store_for_them_on_behalf_of_others(
    store: Store, registers: Registers, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack_of(registers, "the force's own records", "Own")
    never_asked(monkeypatch)
    for sent in (
        run(page),
        of_own("" if page == "briefing" else page),
    ):
        assert not any("never" in file.decode("utf-8", "ignore") for file in sent.files)
        assert all(NAME not in table.to_csv() for table in sent.tables())


def test_the_data_page_counts_them_for_an_analyst_with_the_row_that_was_rejected(
    store: Store, built: Path
) -> None:
    sent = run("data")
    (row,) = [
        row
        for table in sent.tables()
        if "Accepted" in table
        for row in table.to_dict("records")
        if row["Source"] == NAME
    ]
    written = pd.read_csv(built.parent / "own.csv", usecols=["searched_at"])["searched_at"]
    months = written[written != "never"].str[3:10].value_counts().to_dict()
    # by the clocks of the day one search of the last hour of July is of August, a month of one row that is left out as partial
    assert months == {"06/2022": 283, "07/2022": 298, "08/2022": 1}
    parts = [part for part in store.manifest.parts if part.source_id == FORCE_SEARCHES]
    assert {f"{part.month[5:]}/{part.month[:4]}": part.accepted for part in parts} == months
    assert {month for source, _, month in store.left_out if source == FORCE_SEARCHES} == {"2022-08"}
    every = store.searches(FORCE_SEARCHES, [*MONTHS, date(2022, 8, 1)], by=["month"])
    assert every["searches"].to_list() == [283, 298]
    accepted = sum(part.accepted for part in parts)
    assert (row["Accepted"], row["Rejected"], row["Read"]) == (accepted, 1, accepted + 1)
    assert "searched_at is not a date that we can read" in "".join(sent.csv)


def test_the_force_s_own_alone_is_shown_without_a_choice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = demo_searches.search_rows(
        demonstration.search_month(
            demonstration.demonstration_scene(np.random.default_rng(1)),
            MONTHS[0],
            np.random.default_rng(1),
        ),
        MONTHS[0],
        np.random.default_rng(2),
    )
    intake.load(
        [write_file(tmp_path, "own.csv", rows.to_csv(index=False).encode())], tmp_path / "store"
    )
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    sent = run(PAGE, searches="Effectiveness")
    assert MARK in sent.text and f"{NAME}: Swindon" in sent.text.replace("&#x27;", "'")
    assert not [box for box in sent.test.sidebar.selectbox if box.label == "Source"]
