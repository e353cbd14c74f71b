"""The Hotspots page on the demonstration: what is planted is found, what police find does not lead, and who may see what."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from geo.core.schema import POSSESSION
from geo.core.selection import Selection
from loaders.store.reader import Store
from tests.pages.running import PageOutput, classes_of, fresh_caches, run
from tests.readers import look_as
from tests.ui.hotspots.test_map_layer import unpacked
from ui.hotspots.files import GPX
from ui.text import filters as filter_text

__all__ = ["fresh_caches"]
EXTRACT = "Wiltshire Police, the force's own records (extract), demonstration"
CENTRAL = "E05008954"
PAINT_BYTES = 25_000


@pytest.fixture(autouse=True)
def demonstration(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))


@pytest.fixture(scope="module")
def opened(demonstration_store: Path) -> PageOutput:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_STORE", str(demonstration_store))
        return run("hotspots", side="Beyond chance")


@pytest.fixture(scope="module")
def patrol(demonstration_store: Path) -> PageOutput:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_STORE", str(demonstration_store))
        return run("hotspots")


def cells(sent: PageOutput) -> dict[str, object]:
    return {"cells": sent.painted["cells"]["hexagons"]["cells"]}


def test_where_to_patrol_comes_first_with_every_other_list_beside_it(patrol: PageOutput) -> None:
    listed, scores = patrol.tables()[:2]
    assert len(listed) == 20 and listed["Place"].str.contains("Penhill").any()
    assert scores["List"].tolist() == [
        "The list offered",
        "Counts, 12 months at most",
        "Counts, recent weigh more",
        "Empirical Bayes",
        "Kernel, fitted",
        "Gi*",
    ]
    assert (scores["PAI"] > 1).all() and scores["PEI"].between(0, 1).all()
    assert "alone. The way offered was chosen each time by the months before" in patrol.text
    assert "Way and list rest on January to December 2022 alone." in patrol.text
    assert len(unpacked(cells(patrol)["cells"])) == 4 * 20  # the map shows the list


def test_a_list_of_another_length_and_one_of_wards(patrol: PageOutput) -> None:
    five = run("hotspots", patrol="5").tables()[0]
    assert five.equals(patrol.tables()[0].head(5))
    wards = run("hotspots", unit="Wards", patrol="5")
    assert len(wards.tables()[0]) == 5 and len(wards.tables()[1]) == 6
    painted = {code for code, ward in classes_of(wards.painted).items() if ward.colour >= 0}
    assert len(painted) == 5


def test_the_list_and_last_years_counts_may_be_taken_away(patrol: PageOutput) -> None:
    own, year = patrol.csv
    digits = re.findall(r"This list: ([0-9a-f]{16})\.", patrol.text)
    assert len(digits) == 1 and digits[0] in own and "The list offered: caught" in own
    assert "Places by what they recorded in January to December 2022." in year
    for text in (own, year):
        table = pd.read_csv(io.StringIO(text), comment="#")
        assert len(table) == 20 and "DEMONSTRATION" in text
    assert pd.read_csv(io.StringIO(year), comment="#")["offences"].is_monotonic_decreasing


def test_last_years_counts_say_which_months_they_lack() -> None:
    early = run("hotspots", first="Jan 2021", last="Jun 2021")
    assert "Not received, so not counted: February 2021" in early.csv[1]


def test_near_repeats_join_the_ways_where_days_are_known() -> None:
    own = run("hotspots", source=EXTRACT, first="Jan 2022", last="Jun 2022")
    assert "Near repeats" in own.tables()[1]["List"].tolist()


def test_the_planted_cluster_of_penhill_is_found_and_heads_the_list(opened: PageOutput) -> None:
    table = opened.tables()[0]
    assert table["Place"].iloc[0].startswith("1. Penhill and Upper Stratton, on or near")
    assert table["Place"].str.contains("Gorse Hill and Pinehurst, near Penhill").any()
    assert table["Lasting"].iloc[0] == "persistent" and table["Before"].iloc[0] == "yes"
    # planted: half as many again; deprivation adds its own pull, chance the rest
    assert table["Offences"].iloc[0] > 1.5 * table["Expected"].iloc[0]


def test_the_list_carries_its_score_and_both_rivals(opened: PageOutput) -> None:
    scores = opened.tables()[1]
    assert scores["List"].tolist() == [
        "Hotspots (Gi*)",
        "As many by counts of the same months",
        "As many by residents",
    ]
    # a month of 2021 is planted absent: what was not received is no rival
    assert "counts are not scored: 1 month of their 12 not received." in opened.text
    assert scores["PAI"].between(1, 50).all() and scores["PEI"].between(0, 1).all()
    assert (
        "found the same way in January to December 2021 are scored on January to December 2022"
        in opened.text
    )


def test_files_hold_the_list_and_say_what_it_counts(opened: PageOutput) -> None:
    table = opened.tables()[0]
    (csv,) = opened.csv
    collection = json.loads(next(file for file in opened.files if file.startswith(b"{")))
    gpx = ElementTree.fromstring(next(file for file in opened.files if file.startswith(b"<?xml")))
    assert len(collection["features"]) == len(gpx.findall(f"{{{GPX}}}wpt")) == len(table)
    assert csv.startswith(
        "# Violence and sexual offences, Robbery in Swindon and Wiltshire, January to December 2022\n"
    )
    assert (
        sum(feature["properties"]["offences"] for feature in collection["features"])
        == table["Offences"].sum()
    )
    for text in (
        csv,
        json.dumps(collection, ensure_ascii=False),
        gpx.findtext(f"{{{GPX}}}metadata/{{{GPX}}}desc") or "",
    ):
        assert (
            "DEMONSTRATION" in text
            and "by counts of the same months" in text
            and "Benjamini" in text
        )


def test_a_place_in_full_counts_what_the_list_counts(opened: PageOutput) -> None:
    first = opened.tables()[0]
    shown = run("hotspots", side="Beyond chance", spot=str(first["Place"].iloc[0]))
    assert f"{first['Offences'].iloc[0]:,} offences" in shown.text and len(shown.charts()) == 1
    assert len(shown.painted["cells"]["hexagons"]["chosen"]) == first["Hexagons"].iloc[0]


def test_wards_count_the_same_offences_as_hexagons(opened: PageOutput) -> None:
    wards = run("hotspots", unit="Wards")
    for sent, unit in ((opened, "hexagons"), (wards, "wards")):
        assert f"17,490 offences at published points in {unit}." in sent.text
    assert classes_of(wards.painted) and len(wards.painted["cells"]["wards"]) == 118


@pytest.mark.parametrize(
    "view", ["What was tested", "Does it hold", "How concentrated", "Patrols", "What stands there"]
)
def test_every_view_opens(view: str) -> None:
    sent = run("hotspots", side=view)
    assert not any("**" in alert.body for alert in sent.elements("alert"))
    sentences = {
        "What was tested": "dealt out again among the points",
        "Does it hold": "of the other setting too",
        "How concentrated": "Wiltshire: half of",
        "Patrols": "busiest hotspots",
        "What stands there": "what stands near",
    }
    assert sentences[view] in sent.text


@pytest.mark.parametrize("paint", ["Do they last", "Density", "Reports beside searches"])
def test_a_paint_is_small(paint: str) -> None:
    sent = run("hotspots", paint=paint)
    assert (
        len(sent.map["feature_group"]) < PAINT_BYTES
        and len(sent.painted["cells"]["hexagons"]["cells"]) > 200
    )


def test_wards_may_be_painted_by_local_moran_class() -> None:
    painted = run("hotspots", unit="Wards", paint="Beside their neighbours").painted
    # the demonstration's pull goes by deprivation, which hardly clusters: one ward is low among high ones
    assert painted["cells"]["words"][0] == "high among high"
    assert {ward.colour for ward in classes_of(painted).values()} == {2}


def test_near_repeats_are_refused_for_open_data_and_answered_for_the_forces_own_records() -> None:
    assert "knows the month of an offence, not its day" in run("hotspots", side="Near repeats").text
    own = run("hotspots", side="Near repeats", source=EXTRACT, first="Oct 2022", last="Dec 2022")
    assert (
        own.tables()[0].columns.tolist()[:2] == ["Metres from", "to"] and len(own.tables()[0]) == 9
    )


def test_the_forces_own_records_are_for_analysts_and_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = run("hotspots", source=EXTRACT)
    assert "origin: reported" in shown.text and "OFFICIAL-SENSITIVE" in shown.text
    look_as(monkeypatch, "executive")
    refused = run("hotspots", source=EXTRACT)
    assert (
        "Counts at single places of a restricted source are for analysts."
        in refused.text.replace("\\", "")
    )
    assert not refused.elements("component_instance") and not refused.tables() and not refused.files


def test_doubling_searches_in_a_ward_moves_the_possession_map_and_not_the_default(
    monkeypatch: pytest.MonkeyPatch, fresh_caches: None
) -> None:
    possession = {"found": "true", "hot": "Possession of weapons alone"}
    before, found_before = run("hotspots"), run("hotspots", **possession)
    points, searches = Store.points, Store.search_points

    def more(store: Store, selection: Selection, *, by: tuple[str, ...] = ()) -> pd.DataFrame:
        counted = points(store, selection, by=by)
        if selection.offence_types and POSSESSION not in selection.offence_types:
            return counted
        only = Selection(
            selection.source_id,
            (),
            (POSSESSION,),
            selection.first_month,
            selection.last_month,
            wards=(CENTRAL,),
        )
        return pd.concat([counted, *[points(store, only, by=by)] * 4])

    monkeypatch.setattr(Store, "points", more)
    monkeypatch.setattr(
        Store,
        "search_points",
        lambda store, source, months: searches(store, source, months).assign(
            offences=lambda t: 2 * t["offences"]
        ),
    )
    import streamlit as st

    st.cache_data.clear()
    st.cache_resource.clear()
    after, found_after = run("hotspots"), run("hotspots", **possession)
    assert after.tables()[0].equals(before.tables()[0]) and cells(after) == cells(before)
    assert cells(found_after) != cells(found_before)
    assert filter_text.WITH_FOUND_HELP.startswith(
        "Possession of weapons and drugs come to light where police search."
    )
    assert "recorded where police search" in found_after.text
