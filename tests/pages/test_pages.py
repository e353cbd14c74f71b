"""Every page, run whole in this process: what it draws, in each view, and what it says where there is little to draw."""

from __future__ import annotations

import ast
from html import unescape
from importlib import import_module
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders.sources import registry
from tests.home import SWINDON, WILTSHIRE
from tests.pages.running import APP, PageOutput, figures_of, run
from ui.text import sources as source_text

PAGES = sorted(
    path for path in APP.parent.joinpath("pages").glob("*.py") if path.name != "__init__.py"
)
VIEWS = {
    "Table": "dataframe",
    "Trend": "plotly_chart",
    "Funnel": "plotly_chart",
    "What is counted": "table",
}


@pytest.fixture
def demonstration(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


@pytest.fixture
def tiny(tiny_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wards, January and March 2025, with a month of British Transport Police."""
    monkeypatch.setenv("SVD_STORE", str(tiny_store))


def readable(sent: PageOutput) -> str:
    """What is to be read, once it is seen to hold no sign of a figure gone wrong."""
    words = unescape(sent.text)
    assert not {"nan", "NaN", "None", "<NA>", "NaT", "inf", "Infinity"} & set(
        words.replace("(", " ").replace(",", " ").split()
    ), words
    return words


def alerts(sent: PageOutput) -> list[str]:
    return [alert.body for alert in sent.elements("alert")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_file_holds_functions_and_does_nothing_by_itself(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    declared = {
        node.name: [parameter.arg for parameter in node.args.args]
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    assert declared == {
        "filters": [],
        "layout": ["selection"],
        "ward_map": ["context"],
        "show": ["context"],
    }
    (title,) = [node for node in tree.body if isinstance(node, ast.Assign)]
    assert ast.unparse(title.targets[0]) == "TITLE"
    idle = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.Assign
    assert all(
        isinstance(node, idle)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in tree.body
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_file_opened_by_its_own_address_draws_nothing(path: Path) -> None:
    """As on a freshly started server, before app.py has run."""
    alone = AppTest.from_file(str(path), default_timeout=30).run()
    assert not alone.exception and not alone.main.children and not alone.sidebar.children


@pytest.mark.usefixtures("demonstration")
def test_every_page_of_the_menu_is_a_file_of_pages() -> None:
    links = run("data").elements("page_link")
    named = [
        link.page for link in links
    ]  # of every page, so that a link opened in a new tab is that page
    assert named[0] == "briefing" and sorted(named) == [path.stem for path in PAGES]
    titles = [import_module(f"pages.{name}").TITLE for name in named]
    assert [link.label for link in links] == titles


@pytest.mark.usefixtures("demonstration")
def test_links_to_other_pages_carry_the_filters_and_nothing_else() -> None:
    sent = run("operations", first="Jun 2022", ward="Eastcott", board="Effects", fbclid="x")
    assert {link.query_string for link in sent.elements("page_link")} == {
        "from=Jun+2022&ward=Eastcott"
    }


@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize(("view", "kind"), VIEWS.items())
def test_each_view_draws_its_twin_and_only_that(view: str, kind: str) -> None:
    sent = run(show=view)
    assert {other for other in set(VIEWS.values()) if sent.elements(other)} == {kind}
    assert alerts(sent) == [] and len(figures_of(sent.painted)) == 118
    assert (
        "Possession of weapons in Swindon and Wiltshire, January to December 2022, per 1,000 residents a year"
        in readable(sent)
    )


@pytest.mark.usefixtures("demonstration")
def test_the_table_is_the_maps_twin() -> None:
    sent = run(show="Table")
    (table,) = sent.tables()
    (csv,) = sent.csv
    assert len(table) == 118 and int(table["Offences"].sum()) == 522
    assert "522 offences in wards" in readable(sent)
    assert sum(ward.offences or 0 for ward in figures_of(sent.painted).values()) == 522
    assert (
        csv.splitlines()[0]
        == "# Possession of weapons in Swindon and Wiltshire, January to December 2022"
    )


@pytest.mark.usefixtures("demonstration")
def test_one_authority_shows_its_wards_and_both_rates() -> None:
    sent = run(authority="Swindon", show="Table")
    (table,) = sent.tables()
    assert len(table) == len(figures_of(sent.painted)) == 20
    assert len(sent.painted["wards"]) == 118  # of the others, that nobody asked for them
    # both authorities stand beside each other all the same
    assert "Swindon 1.27" in readable(sent) and "Wiltshire 0.44" in readable(sent)


@pytest.mark.usefixtures("demonstration")
def test_a_window_of_one_month() -> None:
    words = readable(run(first="Mar 2022", last="Mar 2022"))
    assert "Possession of weapons in Swindon and Wiltshire, March 2022, per 1,000" in words
    assert "Fewer than twelve months: rates are scaled up from 1 month." in words
    assert "1 of 1 month received" in words


@pytest.mark.usefixtures("demonstration")
def test_reversed_months_are_read_the_other_way_round_and_said() -> None:
    sent = run(first="Dec 2021", last="Jan 2021")
    words = readable(sent)
    assert (
        "January to December 2021" in words
        and "“From” came after “to”: they are read the other way round." in words
    )
    assert "February 2021 was not received: left out of every rate, not counted as zero." in words


@pytest.mark.usefixtures("demonstration")
def test_a_window_without_any_month_is_an_answer_in_words_and_no_map_of_noughts() -> None:
    sent = run(first="Feb 2021", last="Feb 2021")
    assert alerts(sent) == [
        "**No month was received in this period, so there is no rate.** Choose other months. Nothing has been changed."
    ]
    assert sent.elements("component_instance") == [] and "none recorded" not in readable(sent)


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "Trend"])
def test_a_selection_without_offences(view: str) -> None:
    sent = run(type="Robbery", show=view)
    words = readable(sent)
    assert "Robbery in Swindon and Wiltshire, January to March 2025" in words
    assert "No offence of this kind was recorded in these months." in words
    assert sent.painted["words"]["classes"] == ["none recorded"]
    assert sent.elements("plotly_chart") == []  # no empty axis: words instead
    assert alerts(sent) == (
        ["No offence of this kind was recorded in these months."] if view == "Funnel" else []
    )


@pytest.mark.usefixtures("tiny")
def test_a_trend_of_two_months_is_refused_in_words() -> None:
    sent = run(show="Trend")
    assert alerts(sent) == [
        "**There are too few months to say what is usual.** We saw 2; 8 are needed. Choose a longer period."
    ]
    assert len(figures_of(sent.painted)) == 2


@pytest.mark.usefixtures("tiny")
def test_an_unknown_source_opens_the_first_and_a_known_one_itself() -> None:
    transport = "British Transport Police, street-level crime (data.police.uk)"
    # the railway's only month is January
    unknown, known = (readable(run(source=source)) for source in ("nonsense", transport))
    assert "January to March 2025" in unknown
    assert "in Swindon and Wiltshire, January 2025," in known


@pytest.mark.usefixtures("tiny")
def test_a_wrong_address_opens_the_default_view() -> None:
    words = readable(
        run(type="<script>alert(1)</script>", first="Mai 1900", ward="' OR 1=1", show="nonsense")
    )
    assert (
        "Possession of weapons in Swindon and Wiltshire, January to March 2025" in words
        and "<script>" not in words
    )


@pytest.mark.usefixtures("demonstration")
def test_the_comparison_paints_each_authority_on_one_scale() -> None:
    sent = run("compare")
    assert sent.painted["beside"] == [SWINDON, WILTSHIRE] and len(figures_of(sent.painted)) == 118
    # 1.27 over 0.44 is 2.9
    assert "Swindon against Wiltshire 2.9 ×" in readable(sent) and len(sent.charts()) == 1


@pytest.mark.usefixtures("tiny")
def test_the_comparison_of_a_selection_without_offences_is_said() -> None:
    words = readable(run("compare", type="Robbery"))
    assert (
        "Swindon against Wiltshire cannot tell" in words
        and "No force rate can be formed, so which wards of Swindon stand out cannot be told."
        in words
    )


@pytest.mark.usefixtures("demonstration")
def test_the_data_page_counts_what_was_read() -> None:
    sent = run("data")
    words = readable(sent)
    assert "2021 Jan ✓ Feb absent Mar ✓" in words and "No row was rejected." in words
    (counted,) = [table for table in sent.tables() if "Rejected" in table]
    assert (counted["Read"] == counted["Accepted"] + counted["Rejected"]).all()
    assert f"{counted['Accepted'].sum():,} of {counted['Read'].sum():,} read" in words


@pytest.mark.usefixtures("tiny")
def test_the_data_page_hands_over_the_rejected_rows() -> None:
    sent = run("data")
    (csv,) = sent.csv
    assert csv.startswith("# Rejected rows of build ") and "source_id,file,line,reason,row" in csv


def test_an_empty_store_says_so_and_offers_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    assert [alert.split("**")[1] for alert in alerts(run())] == ["Nothing has been loaded yet."]
    assert [box.label for box in run("data").elements("file_uploader")] == [
        source_text.upload_label(registry.known_files())
    ]


@pytest.mark.usefixtures("demonstration")
def test_an_address_that_asks_for_what_is_not_here_is_told_so() -> None:
    sent = run(type="Murder", ward="Atlantis", first="banana", authority="Swindon")
    (message,) = alerts(sent)
    assert "“Murder”, “banana”, “Atlantis”" in message and "Swindon" not in message
    assert alerts(run(type="Robbery", ward="Eastcott", first="Jan 2022")) == []
