"""The force's own records on the pages: layers, filters, lines, and whether a rise is policing; for an analyst, and for an executive."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from geo.core.layers import Layer
from geo.core.schema import FORCE_EXTRACT
from geo.core.selection import Selection
from loaders.reference import layers
from loaders.store.reader import Store
from tests.home import WILTSHIRE
from tests.pages.rounded_worlds import move_one_offence, world_of
from tests.pages.running import PageOutput, figures_of, fresh_caches, run
from tests.pages.test_force_extract import executive, store
from tests.pages.test_restricted import GONE_WRONG
from ui.map.payload import HIDDEN
from ui.text.markup import plain

__all__ = ["executive", "fresh_caches", "store"]
PAGES = ("", "compare", "wards", "lines")
FILTERS = {
    "origin": "Proactive",
    "line": "Local line",
    "suspects": "14–25",
    "victims": "under 18",
    "hour_from": "22",
    "weekday": "Friday",
}
YEAR = Selection(FORCE_EXTRACT, (), (), date(2022, 1, 1), date(2022, 12, 1))
KNIVES, LOCAL = "Knife possession", "Local-line incidents"
MARKED = "OFFICIAL-SENSITIVE · DEMONSTRATION DATA · NOT REAL"
pytestmark = pytest.mark.usefixtures("store")


def of_layer(page: str, layer: str, **address: str) -> PageOutput:
    return run(page, **{"lines" if page == "lines" else "layer": layer, **address})


def readable(sent: PageOutput) -> str:
    words = unescape(sent.text)
    assert not GONE_WRONG.search(words), words
    return words


def painted(sent: PageOutput) -> list[dict[str, Any]]:
    """What each map of the page is sent."""
    groups = [
        json.loads(component.json_args)["feature_group"]
        for component in sent.elements("component_instance")
    ]
    return [
        json.loads(match[1])
        for group in groups
        if (match := re.search(r"wardMap\.layer\((\{.*\})\);", group))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_layer_chooses_its_source_shows_its_words_and_marks_the_page(page: str) -> None:
    sent = of_layer(page, KNIVES)
    words = readable(sent)
    assert (
        "Knife possession in Swindon and Wiltshire, January to December 2022, per 1,000 residents a year"
        in words
    )
    assert "It is not knife-enabled crime." in words and MARKED in words
    assert [
        box.label for box in sent.test.sidebar.selectbox if box.label in ("Source", "Layer")
    ] == ["Layer"]
    assert "Offence types" not in [box.label for box in sent.test.sidebar.multiselect]
    counted = [sum(parts) for payload in painted(sent) for parts in payload["parts"].values()]
    assert f"{sum(counted)} offences in wards" in words  # every offence is in a mark


def test_a_free_choice_of_open_data_is_as_it_was_and_offers_no_further_filters() -> None:
    sent = run("wards", origin="Proactive", hour_from="22")
    assert [box.label for box in sent.test.sidebar.multiselect] == ["Offence types", "Wards"]
    assert (
        "Possession of weapons in Swindon" in readable(sent)
        and "OFFICIAL-SENSITIVE" not in sent.text
    )
    assert "parts" not in painted(sent)[0]


def test_filters_of_the_address_are_in_the_sentence_the_count_and_the_file(store: Store) -> None:
    address = {
        "origin": "Proactive",
        "suspects": "14–25",
        "hour_from": "22",
        "hour_to": "3",
        "weekday": ["Saturday", "Friday"],
    }
    sent = run("wards", layer=KNIVES, **address)  # type: ignore[arg-type]
    sentence = "Knife possession (origin: proactive; suspects aged 14–25; hours 22:00–03:59; Friday, Saturday) in Swindon and Wiltshire"
    assert sentence in readable(sent) and sent.csv[0].splitlines()[0].startswith(f"# {sentence}")
    selection = layers()[0].of(
        Selection(
            FORCE_EXTRACT,
            (),
            (),
            YEAR.first_month,
            YEAR.last_month,
            origins=("proactive",),
            suspect_ages="14–25",
            hours=(22, 23, 0, 1, 2, 3),
            weekdays=(4, 5),
        )
    )
    assert (
        f"{int(store.counts(selection, by=['month'])['offences'].sum())} offences in wards"
        in sent.text
    )
    assert (
        "Marking: OFFICIAL-SENSITIVE" in sent.csv[0]
        and "14–25: the local needs assessment." in sent.text
    )


@pytest.mark.parametrize(
    "address",
    [
        {"layer": "<script>alert(1)</script>"},
        {"layer": KNIVES, "origin": "x' OR 1=1", "line": "Border line", "suspects": "all of them"},
        {"layer": KNIVES, "hour_from": "99", "hour_to": "-3", "weekday": "Someday"},
    ],
)
def test_unknown_words_of_an_address_are_passed_over_and_said(address: dict[str, str]) -> None:
    sent = run("wards", **address)
    kind = KNIVES if address["layer"] == KNIVES else "Possession of weapons"
    assert f"{kind} in Swindon and Wiltshire, January to December 2022, per" in readable(sent)
    (message,) = [alert.body for alert in sent.elements("alert")]
    unknown = [words for words in address.values() if words != KNIVES]
    assert all(f"“{plain(words)}”" in message for words in unknown) and message.count("“") == len(
        unknown
    )
    rest = " ".join(words for words in sent.texts if words != message)
    assert not any(words in rest for words in ("alert(1)", "OR 1=1", "Someday"))


def test_a_layer_does_not_offer_the_filter_it_decides() -> None:
    boxes = [
        box.label for box in of_layer("wards", LOCAL, origin="School").test.sidebar.multiselect
    ]
    assert "How it came to light" in boxes and "Line type" not in boxes


def test_dots_of_knife_possession_are_told_apart_by_origin() -> None:
    (paint,) = painted(run("briefing", layer=KNIVES, layers="Points"))
    assert (
        paint["points"]["shapes"][:2] == ["circle", "square"]
        and paint["points"]["kinds"][0] == "by police"
    )


def test_lines_stand_beside_each_other_by_age_with_what_is_not_judged(store: Store) -> None:
    sent = run("lines")
    words = readable(sent)
    knives = layers()[1].of(YEAR)
    counts = store.counts(knives, by=["authority_code", "line_type"]).set_index(
        ["authority_code", "line_type"]
    )["offences"]
    for code, name in (("E06000030", "Swindon"), (WILTSHIRE, "Wiltshire")):
        local, judged = (
            int(counts[code, "local_line"]),
            int(counts[code][["local_line", "county_line", "no_line"]].sum()),
        )
        assert f"{name}: local line, all ages {local / judged:.0%}" in words
        assert (
            f"of {judged} judged · all {int(counts[code].sum())}: {local / counts[code].sum():.0%} to"
            in words
        )
        assert f"{int(counts[code, 'county_line'])} of {judged} judged in {name}" in words
    assert (
        "Neither “local line” nor “county line” is defined by statute" in words
        and "suspects 14–25" in words
        and MARKED in words
    )
    (paint,) = painted(sent)
    assert paint["beside"] == ["E06000030", WILTSHIRE] and len(figures_of(paint)) == 118


def test_each_view_of_lines_draws_what_it_says_and_its_file_is_marked() -> None:
    for view, charts, tables in (
        ("By month", 1, 0),
        ("By ward", 0, 1),
        ("By age", 0, 1),
        ("Hours and days", 1, 0),
    ):
        sent = run("lines", lines_show=view, ward="Central")
        assert (len(sent.charts()), len(sent.tables())) == (charts, tables), view
        assert all("Marking: OFFICIAL-SENSITIVE" in csv for csv in sent.csv) and sent.csv
        assert "Central: 27 knife-enabled" in readable(sent)


def test_the_hours_of_each_authority_sum_to_its_offences() -> None:
    (chart,) = run("lines", lines_show="Hours and days", lines="Knife-enabled violence").charts()
    sums = [
        sum(trace["z"]) if not isinstance(trace["z"][0], list) else sum(map(sum, trace["z"]))
        for trace in chart["data"]
    ]
    assert sums == pytest.approx([182, 230], abs=2)  # cells are rounded to hundredths


def test_absent_months_are_said_and_a_window_without_offences_is_words() -> None:
    assert "February 2021 was not received" in readable(
        run("lines", first="Jan 2021", last="Dec 2021")
    )
    words = readable(
        run(
            "lines",
            origin="School",
            lines="County-line incidents",
            victims="under 18",
            first="Mar 2022",
            last="Mar 2022",
        )
    )
    assert (
        "No offence is known to be of this kind in these months; of" in words
        and "cannot be set beside each other" in words
    )


def test_a_build_without_the_forces_records_says_so(
    tiny_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(tiny_store))
    (alert,) = run("lines").elements("alert")
    assert alert.body.startswith("**This build does not hold the force's own records.**")
    assert "Layer" not in [box.label for box in run().test.sidebar.selectbox]
    assert "does not hold the force's own records" in unescape(run(show="Policing?").text)


@pytest.mark.parametrize(
    ("address", "verdicts"),
    [
        # each authority by itself: never the sum
        ({}, ("Proactive work explains it", "Cannot tell")),
        ({"layer": KNIVES}, ("Proactive work explains it", "Cannot tell")),
        ({"authority": "Swindon", "layer": KNIVES}, ("Proactive work explains it",)),
        ({"authority": "Wiltshire"}, ("Cannot tell",)),
    ],
)
def test_the_briefing_says_of_each_authority_whether_a_rise_is_policing(
    address: dict[str, str], verdicts: tuple[str, ...]
) -> None:
    sent = run(show="Policing?", **address)
    words = readable(sent)
    html = unescape(" ".join(element.body for element in sent.elements("html")))
    assert tuple(re.findall(r'<p class="word">([^<]*)</p>', html)) == verdicts
    assert MARKED in words and "Rule, in this order" in words
    for said in (
        "Searches counted",
        "Finds per 100 weapon searches",
        "“Proactive work explains it” rests on",
    ):
        assert words.count(said) == len(verdicts), said
    # seven premises each, with their marks
    marks = re.findall(r'<span class="sign"[^>]*>([✓✗?])</span>', html)
    assert len(marks) == 7 * len(verdicts)
    if verdicts[0].startswith("Proactive"):
        assert marks[:7] == ["✓"] * 7 and "whatever the unknown are" in words
    assert ("no rise to explain" in words) == ("Cannot tell" in verdicts)


def test_a_year_without_the_one_before_is_not_set_beside_anything() -> None:
    words = readable(run(show="Policing?", first="Jan 2020", last="Dec 2020"))
    assert "nothing can be set beside them" in words and MARKED in words
    assert "Rule, in this order" not in words


@pytest.mark.usefixtures("executive", "fresh_caches")
@pytest.mark.parametrize("layer", layers(), ids=lambda layer: layer.name)
def test_no_count_under_five_of_any_layer_leaves_on_any_page(
    layer: Layer, demonstration_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two worlds that differ in true counts alone send the same bytes: messages, tooltips, hover, legends and files; nor is one told."""
    world = world_of(demonstration_store, layer.of(YEAR))
    st.cache_data.clear()
    st.cache_resource.clear()
    first = {page: of_layer(page, layer.title) for page in PAGES}
    for page, sent in first.items():
        assert MARKED in sent.text, page
        for paint in painted(sent):
            assert "parts" not in paint and paint["points"] is None
            shown = figures_of(paint)
            assert len(shown) >= 20
            assert all(
                ward.colour == HIDDEN for code, ward in shown.items() if world.rounded[code] < 5
            )
        for table in sent.tables():
            numbers = table.select_dtypes("number")
            counted = [
                column
                for column in numbers
                if column in ("Offences", "Knife-enabled", "Local line", "Unclear or not recorded")
            ]
            assert counted and not numbers[counted].fillna(99).lt(5).any(axis=None)
    move_one_offence(monkeypatch, world)
    for page, sent in first.items():
        assert of_layer(page, layer.title).raw == sent.raw, page


@pytest.mark.usefixtures("fresh_caches")
def test_the_same_two_worlds_differ_for_an_analyst(
    demonstration_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_of(demonstration_store, layers()[2].of(YEAR))
    st.cache_data.clear()
    st.cache_resource.clear()
    first = of_layer("wards", LOCAL)
    move_one_offence(monkeypatch, world)
    second = of_layer("wards", LOCAL)
    # the map, the table and the file at least
    assert sum(part != other for part, other in zip(first.raw, second.raw, strict=True)) >= 3


@pytest.mark.usefixtures("executive")
@pytest.mark.parametrize("page", PAGES)
def test_whatever_an_executive_filters_besides_is_refused_in_words(page: str) -> None:
    for key, word in FILTERS.items():
        if key == "line" and page == "lines":
            continue  # the layer drawn there decides it
        sent = of_layer(page, KNIVES if key == "line" else LOCAL, **{key: word})
        (refused,) = [alert.body for alert in sent.elements("alert")]
        assert refused.startswith(
            "**This source is restricted: it is shown by whole quarters, offence types and named layers.**"
        ), key
        assert (
            sent.elements("component_instance") == []
            and sent.tables() == []
            and sent.charts() == []
            and sent.files == []
        )


@pytest.mark.usefixtures("executive")
def test_an_executive_is_offered_no_filter_that_would_be_refused_and_no_small_view_of_lines() -> (
    None
):
    sent = run("lines", lines_show="By ward")
    assert [box.label for box in sent.test.sidebar.multiselect] == []
    assert sent.charts() == [] and [list(table.columns)[:3] for table in sent.tables()] == [
        ["Authority", "Suspects", "Knife-enabled"]
    ]
    assert "County line" not in sent.tables()[0].columns and "those are for analysts" in readable(
        sent
    )


@pytest.mark.usefixtures("executive")
def test_how_offences_came_to_light_is_refused_to_an_executive() -> None:
    (refused,) = [alert.body for alert in run(show="Policing?").elements("alert")]
    assert refused.startswith(
        "**Counts by how offences came to light of a restricted source are for analysts.**"
    )
