"""A restricted source shown to someone who may not see small counts: nothing that reaches the browser holds them.

The street source of the demonstration is taken for restricted. Two worlds that differ in true counts, and not in rounded ones, must
send the same bytes; the same search finds the difference in what an analyst is sent.
"""

from __future__ import annotations

import re
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
from tests.large_versions import a_few
from tests.pages.rounded_worlds import World, move_one_offence, world_of
from tests.pages.running import NAMES, PageOutput, figures_of, fresh_caches, run
from tests.readers import look_as
from ui.answers.store import sources as source_answers
from ui.map.payload import HIDDEN
from ui.text import figures as figure_text

__all__ = ["fresh_caches"]
OTHER_PAGES = [name for name in NAMES if name != "briefing"]
VIEWS = ("What to know", "Table", "Trend", "Funnel", "Policing?", "What is counted")
GONE_WRONG = re.compile(r"\b(nan|NaN|None|NaT)\b|<NA>")
YEAR = Selection(STREET, (), (POSSESSION,), date(2022, 1, 1), date(2022, 12, 1))
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def world(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    monkeypatch.setattr(source_answers, "policy", lambda source_id: Policy())
    made = world_of(demonstration_store, YEAR)
    st.cache_data.clear()
    st.cache_resource.clear()
    return made


@pytest.fixture
def executive(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "executive")


@pytest.fixture
def analyst(monkeypatch: pytest.MonkeyPatch) -> None:
    look_as(monkeypatch, "analyst")


def hidden_wards(sent: PageOutput, world: World) -> set[str]:
    """Wards that the map was told nothing of but that they are hidden."""
    assert set(sent.painted["wards"]) == set(world.wards.index)
    return {code for code, ward in figures_of(sent.painted).items() if ward.colour == HIDDEN}


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize(
    ("page", "address"),
    a_few(
        [
            *(("", {"show": view}) for view in VIEWS),
            ("", {"authority": "Wiltshire"}),
            *((page, {}) for page in OTHER_PAGES),
        ],
        [
            ("", {"show": "Table"}),
            ("", {"show": "Funnel"}),
            ("", {"authority": "Wiltshire"}),
            *((page, {}) for page in ("compare", "wards", "lines")),
        ],
    ),
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
def test_wards_small_once_rounded_are_hidden_and_no_others(world: World) -> None:
    hidden = hidden_wards(run(), world)
    assert hidden == set(world.rounded.index[world.rounded < 5])
    assert 0 < len(hidden) < len(world.counts)
    assert (world.rounded % 3 == 0).all()


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
    # of the wards that show, the count is the rounded one: the search above can tell a figure from none
    rounded = world.rounded.set_axis(world.wards["ward_name"])
    rest = table[~is_hidden]
    assert rest["Offences"].astype(int).to_list() == [
        rounded[name] for name in rest["Ward"].str.removesuffix(" †")
    ]
    (csv,) = sent.csv
    lines = csv.splitlines()
    assert "# Counts: rounded at random to multiples of 3, hidden where below 5." in lines
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
    assert f"{ward}: hidden (fewer than 5 once rounded)." in words
    assert words.count(ward) == 1
    assert not GONE_WRONG.search(words)
    assert (
        "Change on the year before, both authorities hidden for analysts: rounded counts cannot tell a change"
        in words
    )


@pytest.mark.usefixtures("executive")
def test_the_comparison_says_hidden_and_not_without_rate(world: World) -> None:
    sent = run("compare")
    words = unescape(sent.text)
    assert "no rate" not in words and "hidden" in words
    assert not GONE_WRONG.search(words) and sent.charts() == []


@pytest.mark.usefixtures("executive")
def test_the_trend_is_refused_in_words(world: World) -> None:
    sent = run(show="Trend")
    assert [alert.body for alert in sent.elements("alert")] == [
        "**Monthly counts of a restricted source are for analysts.** Ask an analyst."
    ]
    assert sent.charts() == []


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize("asked", [{"to": "Nov 2022"}, {"from": "Feb 2022"}])
def test_a_month_within_a_quarter_means_its_quarter(asked: dict[str, Any], world: World) -> None:
    assert run(**asked).painted["wards"] == run().painted["wards"]
    words = unescape(run(**asked).text)
    assert "January to December 2022" in words and "whole quarters" in words


@pytest.mark.usefixtures("executive")
def test_types_and_quarters_are_chosen_freely_and_add_up(world: World) -> None:
    """Whatever is asked is a sum of the same rounded cells, so that nothing can be subtracted that was not told."""

    def table(**asked: Any) -> pd.Series:
        (shown,) = run(show="Table", **asked).tables()
        return shown.set_index("Ward")["Offences"].dropna().astype(int)

    both, one, other = table(type=[POSSESSION, "Robbery"]), table(), table(type="Robbery")
    known = both.index.intersection(one.index).intersection(other.index)
    assert len(known) and (both[known] == one[known] + other[known]).all()
    half, rest = table(to="Jun 2022"), table(**{"from": "Jul 2022"})
    known = one.index.intersection(half.index).intersection(rest.index)
    assert len(known) and (one[known] == half[known] + rest[known]).all()


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
    assert (
        f"{world.wards.at[world.giver, 'ward_name']}: {figure_text.count(int(world.counts[world.giver]), 'offence')}"
        in unescape(sent.text)
    )
    (csv,) = sent.csv
    assert re.search(rf"^{world.giver},.*,{world.counts[world.giver]},", csv, re.MULTILINE)
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
