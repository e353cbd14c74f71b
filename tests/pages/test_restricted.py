"""A restricted source shown to someone who may not see small counts: nothing that reaches the browser holds them.

The street source of the demonstration is taken for restricted. Where a figure is hidden, two worlds that differ only in
hidden figures must send the same bytes; the same search finds the figures in what an analyst is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from geo.core.schema import POSSESSION, STREET
from geo.core.selection import Selection
from geo.disclosure.small_cells import Policy
from loaders.permissions import Role
from loaders.store.reader import Store, current_build, open_build
from tests.home import SWINDON, WILTSHIRE
from tests.pages.running import NAMES, PageOutput, figures_of, fresh_caches, run
from tests.readers import look_as
from ui.answers.store import sources as source_answers
from ui.map.payload import HIDDEN

__all__ = ["fresh_caches"]
OTHER_PAGES = [name for name in NAMES if name != "briefing"]
VIEWS = ("What to know", "Table", "Trend", "Funnel", "Policing?", "What is counted")
GONE_WRONG = re.compile(r"\b(nan|NaN|None|NaT)\b|<NA>")
YEAR = Selection(STREET, (), (POSSESSION,), date(2022, 1, 1), date(2022, 12, 1))
pytestmark = pytest.mark.usefixtures("fresh_caches")


@dataclass(frozen=True)
class World:
    """The true counts of the default selection, and two hidden wards of one authority between which one offence may move."""

    counts: pd.Series
    wards: pd.DataFrame
    giver: str
    taker: str
    month: date


@pytest.fixture
def world(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    monkeypatch.setattr(source_answers, "policy", lambda source_id: Policy())
    build = current_build(demonstration_store)
    assert build
    store = open_build(demonstration_store, build)
    monthly = store.counts(YEAR, by=["ward_code", "month"]).set_index("ward_code")
    wards = store.ward_table_of(())
    counts = monthly["offences"].groupby(level=0).sum().reindex(wards.index, fill_value=0)
    of_wiltshire = counts[wards["authority_code"] == WILTSHIRE]
    giver, taker = (
        of_wiltshire[of_wiltshire == 4].index[0],
        of_wiltshire[of_wiltshire == 3].index[0],
    )
    return World(
        counts, wards, giver, taker, pd.Timestamp(monthly.loc[[giver], "month"].iloc[0]).date()
    )


@pytest.fixture
def executive(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "executive")


@pytest.fixture
def analyst(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "analyst")


def move_one_offence(monkeypatch: pytest.MonkeyPatch, world: World, source: str = STREET) -> None:
    """From now on, in one source, a hidden ward has an offence less, and another hidden ward of its authority one more."""
    true_counts = Store.counts

    def counts(
        store: Store,
        selection: Selection,
        *,
        by: Iterable[str],
        months: Iterable[date] | None = None,
    ) -> pd.DataFrame:
        table = true_counts(store, selection, by=by, months=months)
        if "ward_code" in table and selection.source_id == source:
            given = (pd.to_datetime(table["month"]).dt.date == world.month) & (
                table["ward_code"] == world.giver
            )
            if not given.any():
                return table  # another question, of which that ward has nothing to give: its total stays
            table.loc[given, "offences"] -= 1
            one_more = pd.DataFrame(
                [{"ward_code": world.taker, "month": pd.Timestamp(world.month), "offences": 1}]
            )
            table = pd.concat([table, one_more], ignore_index=True)
        return table

    monkeypatch.setattr(Store, "counts", counts)
    st.cache_data.clear()
    st.cache_resource.clear()


def hidden_wards(sent: PageOutput, world: World) -> set[str]:
    """Wards that the map was told nothing of but that they are hidden."""
    assert set(sent.painted["wards"]) == set(world.wards.index)
    return {code for code, ward in figures_of(sent.painted).items() if ward.colour == HIDDEN}


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize(
    ("page", "address"),
    [
        *(("", {"show": view}) for view in VIEWS),
        ("", {"authority": "Wiltshire"}),
        *((page, {}) for page in OTHER_PAGES),
    ],
    ids=str,
)
def test_two_worlds_that_differ_in_hidden_counts_send_the_same_bytes(
    world: World, page: str, address: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = world.wards.at[world.giver, "ward_name"]
    assert {world.giver, world.taker} <= hidden_wards(run(), world)
    first = run(page, **address, ward=ward)
    move_one_offence(monkeypatch, world)
    second = run(page, **address, ward=ward)
    assert first.raw == second.raw and len(first.raw) > 10


@pytest.mark.usefixtures("analyst")
def test_the_same_two_worlds_differ_for_an_analyst(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(show="Table")
    move_one_offence(monkeypatch, world)
    second = run(show="Table")
    differ = [part for part, other in zip(first.raw, second.raw, strict=True) if part != other]
    # the map, the table and the file at least
    assert len(differ) >= 3


@pytest.mark.usefixtures("executive")
def test_small_wards_are_hidden_with_company_and_the_rest_shown(world: World) -> None:
    hidden = hidden_wards(run(), world)
    small = set(world.counts.index[world.counts.between(1, 4)])
    # company is taken only where it is needed: here there are small wards enough to keep each other company
    assert hidden == small and len(small) < len(world.counts)
    for code in (SWINDON, WILTSHIRE):
        gone = hidden & set(world.wards.index[world.wards["authority_code"] == code])
        assert len(gone) != 1, "one hidden ward is its authority's total less the rest"


@pytest.mark.usefixtures("executive")
def test_map_table_and_file_give_no_figure_of_a_hidden_ward(world: World) -> None:
    sent = run(show="Table")
    hidden = hidden_wards(sent, world)
    names = set(world.wards.loc[list(hidden), "ward_name"])
    painted = figures_of(sent.painted)
    assert all(
        painted[code] == (HIDDEN, 0, painted[code].town_centre, None, None, None, None)
        for code in hidden
    )
    (table,) = sent.tables()
    is_hidden = table["Ward"].str.removesuffix(" †").isin(names)
    assert is_hidden.sum() == len(hidden)
    assert table.loc[is_hidden, ["Offences", "Rate", "Low", "High"]].isna().all(axis=None)
    assert set(table.loc[is_hidden, "Against force"]) == {"hidden"} and set(
        table["On year before"]
    ) == {"hidden"}
    assert not {"Rank", "from", "to"} & set(table.columns)
    # of the wards that show, the count is the true one: the search above can tell a figure from none
    true = world.counts.set_axis(world.wards["ward_name"])
    rest = table[~is_hidden]
    assert rest["Offences"].astype(int).to_list() == [
        true[name] for name in rest["Ward"].str.removesuffix(" †")
    ]
    (csv,) = sent.csv
    lines = csv.splitlines()
    assert "# Small counts: hidden where below 5." in lines
    hidden_lines = [line for line in lines if line.split(",")[0] in hidden]
    assert len(hidden_lines) == len(hidden) and all(
        line.endswith(",,,,,hidden,hidden,,") for line in hidden_lines
    )


@pytest.mark.usefixtures("executive")
def test_the_funnel_leaves_hidden_wards_out(world: World) -> None:
    sent = run(show="Funnel")
    names = set(world.wards.loc[list(hidden_wards(sent, world)), "ward_name"])
    (chart,) = sent.charts()
    hovered = [unescape(text) for trace in chart["data"] for text in trace.get("text") or []]
    assert len(hovered) == len(world.counts) - len(names)
    assert not [text for text in hovered if text.split(":")[0] in names]
    assert sum(len(trace["x"]) for trace in chart["data"] if trace.get("text")) == len(hovered)


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_names_a_hidden_ward_beside_a_figure_or_says_nan(world: World, view: str) -> None:
    ward = world.wards.at[world.giver, "ward_name"]
    words = unescape(run(show=view, ward=ward).text)
    assert f"{ward}: hidden (fewer than 5, or it would give a small count away)." in words
    assert words.count(ward) == 1
    assert not GONE_WRONG.search(words)
    assert (
        "Change on the year before, both authorities hidden for analysts: further counts could be subtracted"
        in words
    )


@pytest.mark.usefixtures("executive")
def test_the_comparison_says_hidden_and_not_without_rate(world: World) -> None:
    sent = run("compare")
    words = unescape(sent.text)
    assert (
        re.search(r"standard deviations apart\s+its figures are hidden", words)
        and "no rate" not in words
    )
    assert not GONE_WRONG.search(words) and sent.charts() == []


@pytest.mark.usefixtures("executive")
def test_the_trend_is_refused_in_words(world: World) -> None:
    sent = run(show="Trend")
    assert [alert.body for alert in sent.elements("alert")] == [
        "**Monthly counts of a restricted source are for analysts.** Ask an analyst."
    ]
    assert sent.charts() == []


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize(
    "asked",
    [{"last": "Nov 2022"}, {"first": "Feb 2022"}, {"type": [POSSESSION, "Robbery"]}, {"type": ""}],
)
def test_a_selection_that_overlaps_another_is_refused_in_words(
    asked: dict[str, Any], world: World
) -> None:
    """A month less, or a type more, could be subtracted: none of them is answered, and nothing of it is sent."""
    whole = run()
    sent = run(**asked)
    (refused,) = [alert.body for alert in sent.elements("alert")]
    assert refused.startswith(
        "**This source is restricted: it is shown for one period and one offence type at a time.**"
    )
    assert (
        "Choose January to December 2022 and a single offence type or a named layer without further filters"
        in refused
    )
    assert sent.elements("component_instance") == [] and sent.elements("dataframe") == []
    assert run().painted["wards"] == whole.painted["wards"]


@pytest.mark.usefixtures("analyst")
def test_an_analyst_is_shown_the_counts_an_executive_is_not(world: World) -> None:
    sent = run(ward=world.wards.at[world.giver, "ward_name"], show="Table")
    (table,) = sent.tables()
    shown = table.set_index(table["Ward"].str.removesuffix(" †"))["Offences"].astype(int)
    assert (
        shown.sort_index().to_list()
        == world.counts.set_axis(world.wards["ward_name"]).sort_index().to_list()
    )
    assert hidden_wards(sent, world) == set()
    assert f"{world.wards.at[world.giver, 'ward_name']}: 4 offences" in unescape(sent.text)
    (csv,) = sent.csv
    assert re.search(rf"^{world.giver},.*,4,", csv, re.MULTILINE)
    assert len(run(show="Trend").charts()) == 1


def test_rejected_rows_and_totals_of_a_restricted_source_stay_with_analysts(
    tiny_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rejected row is a whole record, and the rows of a month are a count."""
    monkeypatch.setenv("SVD_STORE", str(tiny_store))
    monkeypatch.setattr(source_answers, "policy", lambda source_id: Policy())
    sent = {}
    both: tuple[Role, ...] = ("analyst", "executive")
    for name in both:
        look_as(monkeypatch, name)
        sent[name] = run("data")
    rows = {name: "".join(output.csv).count(f"{STREET},") for name, output in sent.items()}
    assert rows["analyst"] > 0 and rows["executive"] == 0
    listed = {
        name: [
            source for table in output.tables() if "Source" in table for source in table["Source"]
        ]
        for name, output in sent.items()
    }
    street = "Wiltshire Police, street-level crime (data.police.uk)"
    assert street in listed["analyst"] and street not in listed["executive"]
    assert b"On or near High Street" in b"".join(
        sent["analyst"].raw
    ) and b"On or near High Street" not in b"".join(sent["executive"].raw)


def test_a_source_nobody_wrote_a_policy_for_is_restricted() -> None:
    assert (
        source_answers.policy("a source of tomorrow").restricted
        and not source_answers.policy(STREET).restricted
    )


def test_roles_and_builds_do_not_share_what_is_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An analyst's answer, remembered by the server, is not handed to an executive who asks the same, nor the other way."""
    tables: dict[str, list[int]] = {}
    readers: tuple[Role, ...] = ("analyst", "executive") * 2
    for name in readers:
        look_as(monkeypatch, name)
        (table,) = run(show="Table").tables()
        tables.setdefault(name, []).append(int(table["Offences"].isna().sum()))
    assert tables["analyst"] == [0, 0] and tables["executive"][0] == tables["executive"][1] > 0
