"""What the ward map is sent: a base that never changes, figures ward by ward, and names that cannot end the script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from inspect import unwrap
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import folium
import pandas as pd
import pytest
from numpy import nan

from geo.core.completeness import coverage
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from tests.home import SWINDON, WILTSHIRE
from ui.answers.caching import AskedBy
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import sources as source_answers
from ui.answers.store import wards as ward_tables
from ui.answers.wards.findings import WardAnswer, ward_findings, without_small_counts
from ui.components import downloads
from ui.map import drawing
from ui.map import ward_map as ward_maps
from ui.map.files import FILES
from ui.map.map_view import MapView
from ui.map.payload import MapCells, PartCounts, WardClass
from ui.map.saved_map import About
from ui.map.ward_layer import script_safe
from ui.shell import assets
from ui.text import figures as figure_text

YEAR = months_between(date(2022, 1, 1), date(2022, 12, 1))
EVIL = "</script><script>alert(1)</script> \"'` ${x} {{ 7919*7919 }} {% raw %} {# x #} <!-- &amp;"
OPERATIONS = pd.DataFrame(
    {
        "name": ["Op Thesus", "Op Sceptre"],
        "place": ["Eldene", "Both"],
        "ward_code": ["W1", ""],
        "longitude": [-1.7, nan],
        "latitude": [51.5, nan],
        "start": [date(2022, 1, 3), None],
        "end": [None, None],
        "instance": ["", ""],
        "operation": [1, 2],
        "status": ["live", "live"],
        "ward_codes": [("W1",), ()],
        "outline": "",
        "lies_in": "",
        "area": ["", ""],
    }
)
PLACES = pd.DataFrame(
    {
        "place": ["Swindon", EVIL],
        "kind": ["town", "town"],
        "longitude": [-1.78, -1.9],
        "latitude": [51.56, 51.3],
        "rank": [1, 2],
        "authority_code": [SWINDON, SWINDON],
    }
)


@pytest.fixture(autouse=True)
def _small_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_answers, "operations", lambda month: OPERATIONS)
    monkeypatch.setattr(answers, "asked_by", lambda: AskedBy("", "", "every count"))
    monkeypatch.setattr(record_answers, "register", lambda: SimpleNamespace(changes=lambda: 0))
    for name in ("_placed", "_files"):  # each test has operations and places of its own
        monkeypatch.setattr(ward_maps, name, unwrap(getattr(ward_maps, name)))
    monkeypatch.setattr(ward_tables, "town_labels", lambda: PLACES)
    monkeypatch.setattr(source_answers, "provenance", lambda selection: [f"Source: {EVIL}"])
    monkeypatch.setattr(ward_tables, "residents_lines", lambda: ["residents of 2021"])
    monkeypatch.setattr(source_answers, "policy", lambda source: SimpleNamespace(restricted=False))
    monkeypatch.setattr(answers, "is_demonstration", lambda: True)
    monkeypatch.setattr(answers, "drawing_file", lambda: tmp_path / "shapes.geojson")
    monkeypatch.setattr(assets, "shapes", lambda path: path.name)
    monkeypatch.setattr(assets, "fixed", lambda settings: "map.json")
    monkeypatch.setattr(
        assets,
        "own_and_leaflet",
        lambda: {name: name for name in (*FILES, "styles.css")},
    )


def answer(asked: tuple[str, ...] = ()) -> WardAnswer:
    """W1 12 of 1,000 and a town centre, W2 none of 3,000, W3 nobody, W4 4 of 4,000 in a year."""
    table = pd.DataFrame(
        {
            "ward_name": ["North", "South", "Works", "Vale"],
            "authority_code": [SWINDON] * 3 + [WILTSHIRE],
            "authority_name": ["Swindon"] * 3 + ["Wiltshire"],
            "residents": [1000.0, 3000, 0.0, 4000],
            "residents_mislead": [True, False, False, False],
        },
        index=["W1", "W2", "W3", "W4"],
    )
    counts = pd.Series({"W1": 12, "W3": 2, "W4": 4})
    counted = {
        "asked": counts,
        "now": counts,
        "then": counts,
        "months_ever": pd.Series(1, index=list(YEAR)),
    }
    return ward_findings(
        Selection(STREET, asked, (), YEAR[0], YEAR[-1]),
        table,
        counted,
        coverage(STREET, YEAR, first=YEAR[0], last=YEAR[-1]),
    )


def sent(
    monkeypatch: pytest.MonkeyPatch, shown: WardAnswer, selected: str | None = None
) -> dict[str, Any]:
    """What st_folium is given of a map: its base and the group on it as scripts, and its settings."""
    return drawn(monkeypatch, ward_maps.wards(shown, ward_maps.MapOptions(selected=selected)))


def drawn(monkeypatch: pytest.MonkeyPatch, view: MapView) -> dict[str, Any]:
    given: dict[str, Any] = {}

    def st_folium(base: folium.Map, **settings: Any) -> None:
        group = settings.pop("feature_group_to_add")
        given.update(settings, base=base.get_root().render())
        given["group"] = group.add_to(base).get_root().render()

    def map_file(make: Callable[[], bytes], *, name: str) -> None:
        given.update(make=make, name=name)

    monkeypatch.setattr(drawing, "st_folium", st_folium)
    monkeypatch.setattr(downloads, "map_file", map_file)
    ward_maps.draw(view)
    return given


def painted(given: dict[str, Any]) -> str:
    """What the layer is handed, as it stands in the script."""
    (payload,) = re.findall(r"wardMap\.layer\((.*)\);", given["group"])
    return str(payload)


def payload(answer: WardAnswer, selected: str | None = None) -> dict[str, Any]:
    """What the script's `paint` is called with."""
    return json.loads(
        script_safe(ward_maps.payload(answer, ward_maps.MapOptions(selected=selected)))
    )


def test_the_same_answer_is_painted_by_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (painted(sent(monkeypatch, answer(), "W1")) for _ in range(2))
    assert first == second != painted(sent(monkeypatch, answer(), "W4"))


def test_a_map_is_drawn_under_one_key_and_tells_only_of_what_a_reader_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = sent(monkeypatch, answer())
    assert (given["key"], given["height"], given["use_container_width"]) == ("ward_map", 700, True)
    assert given["returned_objects"] == ["last_active_drawing"]


def test_everything_is_fetched_from_this_server(monkeypatch: pytest.MonkeyPatch) -> None:
    given = sent(monkeypatch, answer())
    links = set(re.findall(r'(?:src|href)="([^"]*)"', given["group"]))
    assert links == {f"../../assets/{name}" for name in FILES}
    assert not re.search(r"https?://", given["group"])


def test_figures_stand_under_the_code_of_their_ward() -> None:
    # class, not told from the force rate, town centre, offences, rate, low, high: 16 of 8,000 is 2 a year
    assert payload(answer())["wards"] == {
        # 12 of 1,000 is six times that, class 5; Byar's limits of 12 are 6.19 and 20.96; marked as a town centre
        "W1": [5, 0, 1, 12, "12.0", "6.19", "21.0"],
        # none of 3,000, where 6 would be expected (p = 0.0025, so possibly below): exact limits of 0 are 0 and 3.689
        "W2": [0, 0, 0, 0, "0.00", "0.00", "1.23"],
        # nobody lives there: a count and no rate, and it cannot be told from the force rate
        "W3": [-1, 1, 0, 2, None, None, None],
        # 4 of 4,000 is half the force rate, class 1; exact limits of 4 are 1.090 and 10.24; 8 expected (p = 0.1, not told apart)
        "W4": [1, 1, 0, 4, "1.00", "0.27", "2.56"],
    }


def test_of_wards_not_asked_for_the_map_is_sent_that_they_were_not() -> None:
    given = payload(answer((WILTSHIRE,)))
    assert given["wards"] == {
        **dict.fromkeys(["W1", "W2", "W3"]),
        "W4": [1, 1, 0, 4, "1.00", "0.27", "2.56"],
    }
    assert given["authorities"] == [WILTSHIRE]


def test_wards_without_residents_have_a_row_in_the_legend_where_one_is_shown() -> None:
    assert payload(answer())["words"]["nobody"] == "residents not known, so no rate"
    # W3 is of the other authority, and drawn as left out
    assert payload(answer((WILTSHIRE,)))["words"]["nobody"] == ""


def test_the_legend_of_two_maps_has_that_row_too() -> None:
    row = '<span><i class="nobody"></i>residents not known, so no rate</span>'
    assert row in ward_maps.legend_row(answer())
    assert row not in ward_maps.legend_row(answer((WILTSHIRE,)))


def test_hidden_wards_are_told_nothing_but_that() -> None:
    shown = pd.Series(
        {
            "W1": 12.0,
            "W2": 0.0,
            "W3": nan,
            "W4": nan,
            f"Total {SWINDON}": 14.0,
            f"Total {WILTSHIRE}": 4.0,
        }
    )
    given = payload(without_small_counts(answer(), shown))
    assert given["wards"]["W3"] == given["wards"]["W4"] == [-2, 0, 0, None, None, None, None]
    assert (
        given["words"]["hidden"] == figure_text.HIDDEN_LEGEND
        and payload(answer())["words"]["hidden"] == ""
    )


def test_classes_and_words_of_wards_stand_under_their_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ward_tables, "wards", lambda: pd.DataFrame(index=["W1", "W2", "W3", "W4"]))
    cells: MapCells = {
        "title": "x",
        "colours": ["#fff"],
        "words": ["y"],
        "elsewhere": [],
        "wards": {"W4": WardClass(8), "W1": None, "W2": WardClass(0, 1, "2,100|0.5")},
    }
    view = ward_maps.hotspots(cells, ward_maps.MapOptions(), About("x", "y", (), "z"))
    sent = painted(drawn(monkeypatch, view))
    assert '"wards":{"W4":[8,-1,""],"W1":null,"W2":[0,1,"2,100|0.5"]}' in sent
    assert json.loads(sent)["wards"] is None  # of rates it is sent nothing


def test_legend_and_operations_are_told_in_words() -> None:
    given = payload(answer(), "W1")
    assert given["words"]["classes"] == [
        "none recorded",
        "up to 1.00",
        "1.00 to 2.00",
        "2.00 to 3.00",
        "3.00 to 5.00",
        "over 5.00",
    ]
    assert given["selected"] == "W1"
    # an operation of no ward has no place on the map
    assert given["operations"] == {
        "operation-1-1": {
            "name": "Op Thesus · Eldene",
            "status": "live",
            "wards": ["W1"],
            "dates": "live, from 3 January 2022",
            "area": None,
            "at": [51.5, -1.7],
        }
    }
    assert payload(answer((WILTSHIRE,)))["operations"] == {}


def test_operations_are_shown_as_they_stood_at_the_end_of_the_months_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[date] = []

    def operations(month: date) -> pd.DataFrame:
        asked.append(month)
        return OPERATIONS

    monkeypatch.setattr(record_answers, "operations", operations)
    payload(answer())
    assert asked == [YEAR[-1]]


def test_instances_in_one_place_are_one_label_the_live_one_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    square = '{"type": "Polygon", "coordinates": [[[-1.7, 51.5], [-1.6, 51.5], [-1.6, 51.6], [-1.7, 51.5]]]}'
    weeks = pd.concat([OPERATIONS[:1]] * 3, ignore_index=True).assign(
        area=square,
        status=["closed", "live", "planned"],
        start=[date(2021, 1, 4), date(2022, 1, 3), date(2023, 1, 2)],
    )
    monkeypatch.setattr(record_answers, "operations", lambda month: weeks)
    (shown,) = payload(answer())["operations"].values()
    assert shown["status"] == "live" and shown["dates"] == "live, from 3 January 2022"
    assert shown["area"]["coordinates"][0][1] == [-1.6, 51.5]


def test_places_of_one_operation_have_ids_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    both = pd.concat([OPERATIONS[:1]] * 2, ignore_index=True).assign(ward_codes=[("W1",), ("W4",)])
    monkeypatch.setattr(record_answers, "operations", lambda month: both)
    shown = payload(answer())["operations"]
    assert {operation: place["wards"] for operation, place in shown.items()} == {
        "operation-1-1": ["W1"],
        "operation-1-2": ["W4"],
    }


def test_each_ward_is_told_how_its_offences_came_to_light_and_nothing_where_none_may_be() -> None:
    parts = pd.DataFrame(
        {"reported": [2, 1, 4], "proactive": [9, 1, 0], "school": [0, 0, 0], "unknown": [1, 0, 0]},
        index=["W1", "W3", "W4"],
    )
    whole = ward_maps.payload(answer(), ward_maps.MapOptions(parts=parts))
    assert whole["parts"] == {
        "W1": PartCounts(proactive=9, reported=2, school=0, unknown=1),
        "W3": PartCounts(proactive=1, reported=1, school=0, unknown=0),
        "W4": PartCounts(proactive=0, reported=4, school=0, unknown=0),
    }
    some = ward_maps.payload(answer((WILTSHIRE,)), ward_maps.MapOptions(parts=parts))
    assert some["parts"] == {"W4": PartCounts(0, 4, 0, 0)}
    assert "parts" not in payload(answer())
    assert tuple(ward_maps.WORDS["partWords"]) == ward_maps.PARTS == PartCounts._fields


def test_sets_of_wards_are_outlined_each_with_its_words() -> None:
    shown = ward_maps.MapOptions(
        outlines=(
            ward_maps.Outline("comparison", "comparison wards", ("W2", "W4")),
            ward_maps.Outline("ring", "wards next door", ()),
        )
    )
    given = json.loads(script_safe(ward_maps.payload(answer(), shown)))
    # a set without wards has no line and no row in the legend
    assert given["outlines"] == [
        {"kind": "comparison", "words": "comparison wards", "wards": ["W2", "W4"]}
    ]


@pytest.mark.parametrize("place", ["operation", "ward chosen"])
def test_markup_in_a_name_cannot_end_the_script(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place == "operation":
        monkeypatch.setattr(
            record_answers, "operations", lambda month: OPERATIONS.assign(name=EVIL, place=EVIL)
        )
    given = sent(monkeypatch, answer(), EVIL if place == "ward chosen" else None)
    call = painted(given)
    assert "alert(1)" in call and "7919*7919" in call
    for ending in ("<", "{{", "{%", str(7919 * 7919)):
        assert ending not in call
    assert given["group"].count("</script>") == given["group"].count("<script")


def test_labels_are_fetched_as_data_and_are_in_no_script(monkeypatch: pytest.MonkeyPatch) -> None:
    settings_written: list[dict[str, Any]] = []

    def fixed(settings: dict[str, Any]) -> str:
        settings_written.append(settings)
        return "map.json"

    monkeypatch.setattr(assets, "fixed", fixed)
    given = sent(monkeypatch, answer())
    assert [place["name"] for place in settings_written[0]["places"]] == [
        "Swindon",
        EVIL,
    ] and "alert(1)" not in given["group"]
    assert settings_written[0]["words"][
        "hatched"
    ] == figure_text.HATCHED and "../../assets/map.json" in painted(given)


def test_a_click_chooses_a_ward_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setattr(ward_tables, "wards", lambda: answer().wards)
    clicked = sent(monkeypatch, answer())["on_change"]
    for deed in ({"ward": "<script>"}, {"ward": ["W1"]}, {}, None):
        state[ward_maps.KEY] = {drawing.EVENTS: {"type": "Feature", "properties": deed}}
        clicked()
        assert "ward" not in state
    state[ward_maps.KEY] = {drawing.EVENTS: {"properties": {"ward": "W4", "at": 1}}}
    clicked()
    assert state["ward"] == "W4"


def test_a_page_may_take_what_a_reader_does_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {}
    taken: list[dict[str, object]] = []
    monkeypatch.setattr(drawing, "st", SimpleNamespace(session_state=state))
    view = ward_maps.wards(answer(), ward_maps.MapOptions(), on_event=taken.append)
    given = drawn(monkeypatch, view)
    state[ward_maps.KEY] = {drawing.EVENTS: {"properties": {"ward": "W4", "at": 1}}}
    given["on_change"]()
    assert taken == [{"ward": "W4", "at": 1}] and "ward" not in state


def test_a_map_may_be_taken_along_as_it_is_on_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "shapes.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    hidden = pd.Series({"W1": 12.0, "W2": 0.0, "W3": nan, "W4": nan})
    totals = pd.Series({f"Total {SWINDON}": 14.0, f"Total {WILTSHIRE}": 4.0})
    given = sent(monkeypatch, without_small_counts(answer(), pd.concat([hidden, totals])))
    assert given["name"] == f"map-{figure_text.file_name(answer().selection)}"
    page = given["make"]().decode()
    taken, drawn = (json.loads(painted({"group": text})) for text in (page, given["group"]))
    assert taken["wards"] == drawn["wards"]
    assert taken["wards"]["W3"] == [-2, 0, 0, None, None, None, None]
    assert taken["inline"]["settings"]["words"]["tip"] == figure_text.TOOLTIP
    assert figure_text.DEMONSTRATION_MARK in page and "Source: &lt;/script&gt;" in page


def test_a_map_of_restricted_records_is_marked_as_its_page_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        source_answers, "policy", lambda source: SimpleNamespace(restricted=source == "secret")
    )
    monkeypatch.setattr(source_answers, "marking", lambda source: f"OFFICIAL-SENSITIVE · {source}")
    marks = [
        ward_maps.about("x", sources, [], name="y").marking
        for sources in ([STREET], [STREET, "secret"])
    ]
    assert marks == [figure_text.DEMONSTRATION_MARK, "OFFICIAL-SENSITIVE · secret"]
    monkeypatch.setattr(answers, "is_demonstration", lambda: False)
    assert ward_maps.about("x", [], [], name="y").marking == figure_text.OPEN_MARK
