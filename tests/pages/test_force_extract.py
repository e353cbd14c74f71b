"""The force's own source as an executive is served it: nothing under 5 leaves, whatever is asked; an analyst is shown it whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_EXTRACT, POSSESSION, STREET
from geo.core.selection import Selection
from loaders.reference import layers
from loaders.store.reader import Store, current_build, open_build
from tests.large_versions import a_few
from tests.pages.rounded_worlds import World, move_one_offence, world_of
from tests.pages.running import NAMES, PageOutput, fresh_caches, run
from tests.pages.test_restricted import GONE_WRONG, VIEWS, hidden_wards
from tests.readers import look_as
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers

__all__ = ["fresh_caches"]
PAGES = [name for name in NAMES if name != "briefing"]
YEAR = Selection(FORCE_EXTRACT, (), (POSSESSION,), date(2022, 1, 1), date(2022, 12, 1))
SOURCE = "Wiltshire Police, the force's own records (extract)"
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def store(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    build = current_build(demonstration_store)
    assert build
    return open_build(demonstration_store, build)


@pytest.fixture
def world(store: Store, demonstration_store: Path) -> World:
    made = world_of(demonstration_store, YEAR)
    st.cache_data.clear()
    st.cache_resource.clear()
    return made


@pytest.fixture
def executive(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "executive")


def of_extract(page: str = "", **address: str) -> PageOutput:
    return run(page, **{"source": f"{SOURCE}, demonstration", **address})


def test_the_territorial_force_comes_first_and_the_extract_can_be_chosen(store: Store) -> None:
    sent = run()
    (source,) = [box for box in sent.test.sidebar.selectbox if box.label == "Source"]
    assert source.value == STREET and [SOURCE in option for option in source.options] == [
        False,
        True,
    ]
    assert (
        source_answers.policy(FORCE_EXTRACT).restricted
        and source_answers.policy(FORCE_EXTRACT).threshold == 5
    )


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize(
    ("page", "address"),
    a_few(
        [*(("", {"show": view}) for view in VIEWS), *((page, {}) for page in PAGES)],
        [
            ("", {"show": "What to know"}),
            ("", {"show": "What is counted"}),
            *((page, {}) for page in ("hotspots", "operations", "stop_and_search", "duty", "data")),
        ],
    ),
    ids=str,
)
def test_two_worlds_that_differ_in_hidden_counts_send_the_same_bytes(
    world: World, page: str, address: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = world.wards.at[world.giver, "ward_name"]
    first = of_extract(page, **address, ward=ward)
    move_one_offence(monkeypatch, world)
    second = of_extract(page, **address, ward=ward)
    assert first.raw == second.raw and len(first.raw) > 10


@pytest.mark.usefixtures("executive")
def test_every_ward_under_five_once_rounded_is_hidden_noughts_among_them(world: World) -> None:
    sent = of_extract(show="Table")
    hidden = hidden_wards(sent, world)
    assert hidden == set(world.rounded.index[world.rounded < 5]) and 0 < len(hidden) < 118
    (table,) = sent.tables()
    counts = table["Offences"].dropna()
    assert (counts >= 6).all() and (counts % 3 == 0).all() and not GONE_WRONG.search(sent.text)
    (csv,) = sent.csv
    assert "Marking: OFFICIAL-SENSITIVE · DEMONSTRATION DATA · NOT REAL." in csv
    assert "Counts: rounded at random to multiples of 3, hidden where below 5." in csv


@pytest.mark.usefixtures("executive")
@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("page", ["", "compare"])
def test_what_follows_a_trend_that_an_executive_may_not_see_is_shown(page: str) -> None:
    sent = of_extract(page)
    assert "Monthly counts of a restricted source are for analysts." in sent.text
    assert "What this can and cannot say" in {
        block.popover.label for block in sent.blocks("popover")
    }


def test_an_analyst_is_shown_every_count(world: World) -> None:
    (table,) = of_extract(show="Table").tables()
    shown = (
        table.set_index(table["Ward"].str.removesuffix(" †"))["Offences"].astype(int).sort_index()
    )
    assert shown.to_list() == world.counts.set_axis(world.wards["ward_name"]).sort_index().to_list()


def asked_by_executive(
    monkeypatch: pytest.MonkeyPatch, selections: Iterable[Selection]
) -> list[pd.Series]:
    st.session_state.clear()
    look_as(monkeypatch, "executive")
    answers.begin()
    return [ward_answers.ward_answer(selection).wards["offences"] for selection in selections]


def test_a_named_layer_is_shown_in_rounded_counts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Near the truth: a year is four quarters, of as many kinds as the layer has, each off by less than three."""
    chosen = [layer.of(YEAR) for layer in layers()]
    for selection, shown in zip(chosen, asked_by_executive(monkeypatch, chosen), strict=True):
        true = (
            store.counts(selection, by=["ward_code"])
            .set_index("ward_code")["offences"]
            .reindex(shown.index, fill_value=0)
        )
        told = shown.dropna()
        assert len(told) > 5 and (told % 3 == 0).all() and (told >= 6).all()
        assert (told - true[told.index]).abs().mean() < 4
        in_all = ward_answers.ward_answer(selection).authorities["offences"]
        of_each = true.groupby(store.ward_table_of(())["authority_code"]).sum()
        assert ((in_all - of_each).abs() < 6 + 0.05 * of_each).all()


def test_what_is_shown_is_the_same_in_any_order_and_after_a_restart(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Knives are part of possession: whichever is asked first, and however often, each is the same sum of rounded cells."""
    order = [YEAR, layers()[0].of(YEAR)]
    seen = []
    for asked in (order, order[::-1]):
        st.cache_data.clear()
        st.cache_resource.clear()
        shown = dict(zip(asked, asked_by_executive(monkeypatch, asked), strict=True))
        seen.append(pd.concat([shown[selection] for selection in order], axis=1))
    pd.testing.assert_frame_equal(*seen)


@pytest.mark.parametrize(
    "narrowed",
    [
        {"origins": ("proactive",)},
        {"suspect_ages": "14–25"},
        {"weapons": ("knife", "other")},
        {"hours": (22,)},
        {"knife_enabled": False},
    ],
)
def test_whatever_narrows_a_type_or_a_layer_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, narrowed: dict[str, object]
) -> None:
    for selection in (replace(YEAR, **narrowed), replace(layers()[2].of(YEAR), **narrowed)):  # type: ignore[arg-type]
        with pytest.raises(
            DataProblem, match="shown by whole quarters, offence types and named layers"
        ):
            asked_by_executive(monkeypatch, [selection])


def test_a_filter_is_part_of_what_is_remembered_and_of_the_measure(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    st.session_state.clear()
    look_as(monkeypatch, "analyst")
    answers.begin()
    whole, filtered = (
        ward_answers.ward_answer(selection)
        for selection in (YEAR, replace(YEAR, origins=("proactive",)))
    )
    assert (
        filtered.counted is not None
        and whole.counted is not None
        and 0 < filtered.counted < whole.counted
    )
    assert (
        source_answers.measure(replace(YEAR, origins=("proactive",))).name
        == "Possession of weapons (origin: proactive)"
    )
    st.cache_data.clear()


@pytest.mark.parametrize("page", ["", "compare", "wards"])
def test_a_page_that_draws_the_extract_is_marked_and_one_that_draws_open_data_is_not(
    store: Store, page: str
) -> None:
    assert "OFFICIAL-SENSITIVE · DEMONSTRATION DATA · NOT REAL" in of_extract(page).text
    assert "OFFICIAL-SENSITIVE" not in run(page).text
