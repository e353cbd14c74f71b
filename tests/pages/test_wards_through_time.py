"""Operations under wards of 2021, of 2025 and of a made-up 2026: on the map, in sentences and in evaluations, whatever wards a page shows."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from re import sub

import pytest
import shapely
import streamlit as st

from geo.core.errors import DataProblem
from geo.core.schema import STREET
from geo.operations.design import REPORTED_VIOLENCE, design_digest, design_text
from loaders import intake
from loaders.demo.demonstration import files, operations_text
from loaders.register.comparisons import frozen_comparison
from loaders.register.register import open_registers
from tests.pages.running import PageOutput, fresh_caches, run
from tests.wards_of_2026 import (
    ELDENE,
    JUVENIS,
    PENHILL,
    THESUS,
    UPPER,
    store_of_three_vintages,
    wards_file_renamed,
)
from ui.answers.operations import board as operation_answers
from ui.answers.operations import evaluation as evaluation_answers
from ui.answers.operations.evaluation import Aim
from ui.answers.store import pinned_build as answers
from ui.answers.store import records as record_answers
from ui.answers.store import wards as ward_tables
from ui.map import ward_map as ward_maps
from ui.register import record_form
from ui.text import evaluation as evaluation_text

__all__ = ["fresh_caches"]
pytestmark = pytest.mark.usefixtures("fresh_caches")
VINTAGES = ("2021-12", "2025-05", "2026-05")
WINDOW = date(2022, 1, 1), date(2022, 9, 1)
AIM = Aim(REPORTED_VIOLENCE, STREET)
OP_THESUS, OP_JUVENIS = 1, 2


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store_of_three_vintages(tmp_path_factory.mktemp("three"))


@pytest.fixture
def store(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store with a register of its own."""
    folder = tmp_path / "store"
    shutil.copytree(
        built, folder, ignore=shutil.ignore_patterns("registers*", "leases", "writer.lock")
    )
    monkeypatch.setenv("SVD_STORE", str(folder))
    return folder


def shown_by(vintage: str) -> None:
    """The answers of this process are those of a page that shows the wards of a vintage."""
    st.session_state.clear()
    answers.begin()
    answers.pin_window(*WINDOW, vintage)


def operations_on_map(page: PageOutput) -> list[dict[str, object]]:
    """What the map of a page is sent of operations."""
    return list(page.painted["operations"].values())


def evaluated(operation: int) -> tuple[object, ...]:
    """The evaluation of an operation, with the vintage that it was counted on."""
    with evaluation_answers.on_ground(operation, AIM, WINDOW[1]) as ground:
        question = evaluation_answers.question(operation, AIM, record_answers.operations(WINDOW[1]))
        if evaluation_answers.frozen(question) is None:
            evaluation_answers.freeze(question, STREET)
        answer = evaluation_answers.evaluation(question, STREET)
        stale = evaluation_answers.stale(question, answer.frozen)
    return ground.vintage, answer.counts, answer.change, answer.verdict.word, stale


def test_operations_lie_where_their_wards_went(store: Path) -> None:
    expected = {
        "2021-12": ((THESUS,), (JUVENIS,), "", ""),
        "2025-05": ((THESUS,), (JUVENIS,), "", ""),
        "2026-05": (
            (ELDENE,),
            (PENHILL, UPPER),
            "since May 2026 part of Badbury Park, Eldene & Liden",
            "since May 2026 in Penhill & Pinehurst (68 %) and Upper Stratton (32 %)",
        ),
    }
    for vintage, (thesus, juvenis, of_thesus, of_juvenis) in expected.items():
        shown_by(vintage)
        listed = record_answers.operations(WINDOW[1]).set_index("name")
        assert listed["ward_codes"][["Op Thesus", "Op Juvenis"]].to_list() == [thesus, juvenis]
        assert listed["lies_in"][["Op Thesus", "Op Juvenis"]].to_list() == [of_thesus, of_juvenis]
        assert listed["own_wards"]["Op Juvenis"] == ((JUVENIS, "2021-12"),)


def test_an_operation_whose_wards_were_redrawn_is_drawn_on_their_own_ground(store: Path) -> None:
    shown_by("2021-12")
    ward = shapely.from_geojson(json.dumps(ward_tables.ward_shapes()[JUVENIS]))
    for vintage in VINTAGES:
        shown_by(vintage)
        on_map = ward_maps._placed(
            answers.asked_by(), record_answers.register().changes(), WINDOW[1]
        )
        place = on_map[f"operation-{OP_JUVENIS}-1"]
        assert set(place["wards"]) <= set(ward_tables.wards().index)
        if vintage == "2026-05":
            drawn = shapely.from_geojson(json.dumps(place["area"]))
            assert shapely.area(shapely.intersection(drawn, ward)) == pytest.approx(
                shapely.area(ward), rel=1e-6
            )
        else:
            assert place["area"] is None


def test_an_evaluation_has_the_same_numbers_under_every_vintage(store: Path) -> None:
    for operation in (OP_THESUS, OP_JUVENIS):
        shown_by("2026-05")  # frozen while the page shows wards that the operation does not name
        first = evaluated(operation)
        assert first[0] == "2021-12" and first[4] == ()
        for vintage in VINTAGES:
            shown_by(vintage)
            assert evaluated(operation) == first
            assert answers.vintage().id == vintage


def test_a_comparison_frozen_before_wards_had_a_vintage_stays_on_its_wards(store: Path) -> None:
    shown_by("2021-12")
    first = evaluated(OP_JUVENIS)
    (row,) = record_answers.register().records("comparison").to_dict("records")
    frozen = frozen_comparison(record_answers.register(), OP_JUVENIS, REPORTED_VIOLENCE)
    assert frozen is not None and frozen.design.vintage == "2021-12"
    older = replace(frozen.design, vintage="")
    assert "vintage" not in design_text(older)
    values = {"design": design_text(older), "digest": design_digest(older), "reason": "older"}
    record_answers.register().change("comparison", row["id"], values, row["version"], "analyst")
    shown_by("2026-05")
    assert evaluated(OP_JUVENIS) == first


@pytest.mark.parametrize("vintage", VINTAGES)
def test_pages_say_where_operations_lie_and_on_which_wards_they_are_counted(
    store: Path, vintage: str
) -> None:
    window = {"first": "2022-01", "last": "2022-09", "as_of": vintage}
    briefing = unescape(run("briefing", **window).text)
    assert "Op Juvenis" in briefing and "Op Thesus" in briefing
    evaluation = unescape(run("operations", operation=str(OP_JUVENIS), **window).text)
    moved = "since May 2026 in Penhill & Pinehurst (68 %) and Upper Stratton (32 %)"
    on_own = "Counted and drawn on the wards of December 2021, which its area names"
    assert (moved in evaluation) == (vintage == "2026-05")
    assert (on_own in evaluation) == (vintage != "2021-12")
    board = run("operations", **window)
    assert {"Op Juvenis", "Op Thesus"} <= {
        str(place["name"]).split(" · ")[0] for place in operations_on_map(board)
    }


@pytest.mark.parametrize("vintage", VINTAGES)
def test_pages_say_the_same_of_a_frozen_comparison(store: Path, vintage: str) -> None:
    shown_by("2021-12")
    with evaluation_answers.on_ground(OP_JUVENIS, AIM, WINDOW[1]):
        question = evaluation_answers.question(
            OP_JUVENIS, AIM, record_answers.operations(WINDOW[1])
        )
        answer = evaluation_answers.freeze(question, STREET)
    window = {"first": "2022-01", "last": "2022-09", "as_of": vintage}
    page = unescape(run("operations", operation=str(OP_JUVENIS), **window).text)
    effects = unescape(run("operations", board="effects", **window).text)
    assert answer.verdict.sentence in page and answer.verdict.sentence in effects
    assert evaluation_text.changed(answer.change) in page
    frozen_on = (
        "Counted and drawn on the wards of December 2021, on which its comparison was frozen"
    )
    assert (frozen_on in page) == (vintage != "2021-12")


def test_work_is_held_against_work_on_the_ground_it_names(store: Path) -> None:
    """The ward next to Op Thesus's was joined to it in 2026: work in one of them does not meet work in the other."""
    shown_by("2021-12")
    of_2026 = {part.code for part in record_answers.placed([(THESUS, "2021-12")]).place.parts}
    assert of_2026 == {THESUS}
    shown_by("2026-05")
    neighbour = next(
        code
        for code in record_answers.record_places().codes.held["2021-12"]
        if code != THESUS and record_answers.placed([(code, "2021-12")]).place.wards == (ELDENE,)
    )
    work = {"name": "Youth work", "ward_code": neighbour, "start": date(2022, 2, 1)}
    record_answers.register().add("other_work", work, "analyst")
    assert operation_answers.common_vintage(WINDOW[1]) == "2021-12"
    with answers.as_of("2021-12"):
        listed = operation_answers.work(WINDOW[1]).set_index("name")["ward_codes"]
    assert listed["Youth work"] == (neighbour,) and listed["Op Thesus"] == (THESUS,)
    board = unescape(run("operations", first="2022-01", last="2022-09", as_of="2026-05").text)
    assert "Op Thesus and Youth work" not in board


def test_a_ward_in_no_vintage_is_placed_by_its_point_and_not_counted(store: Path) -> None:
    shown_by("2026-05")
    registers = record_answers.register()
    area = registers.records("operation_area", operation=OP_JUVENIS).to_dict("records")[0]
    with registers.engine.begin() as connection:  # as an older version could have left it
        table = registers.register_context.tables.of_kind["operation_area"]
        connection.execute(
            table.update()
            .where(table.c.id == area["id"])
            .values(ward_code="E05008964", ward_vintage="")
        )
    st.cache_data.clear()
    row = record_answers.operations(WINDOW[1]).set_index("name").loc["Op Juvenis"]
    assert row["unknown"] == ("E05008964",) and row["ward_codes"] == (PENHILL,)
    assert row["lies_in"] == (
        "its ward E05008964 is in no boundaries loaded; its point lies in Penhill & Pinehurst"
    )
    with pytest.raises(DataProblem, match="The ward of Op Juvenis cannot be counted"):
        evaluated(OP_JUVENIS)


def test_money_for_a_ward_goes_where_the_ward_went(store: Path) -> None:
    from ui.answers import duty as duty_answers

    shown_by("2026-05")
    registers = record_answers.register()
    grant = int(registers.records("grant")["id"].iloc[0])
    line = {
        "grant": grant,
        "purpose": "Bin",
        "amount": "100",
        "split": "non-labour",
        "status": "allocated",
        "ward_code": JUVENIS,
    }
    registers.add("spending", line, "coordinator")
    for vintage in VINTAGES:
        shown_by(vintage)
        pounds = duty_answers._by_ward(None)
        assert pounds.sum() == pytest.approx(100)
        assert set(pounds.index) == ({PENHILL, UPPER} if vintage == "2026-05" else {JUVENIS})


def test_the_register_is_entered_in_the_wards_of_the_page(store: Path) -> None:
    """A code of 2026 is one of 2026, and of no other; the first vintage that holds a code is meant where nobody says."""
    shown_by("2021-12")
    registers = open_registers(store, "real")
    number = registers.add("other_work", {"name": "A", "ward_code": UPPER}, "analyst")
    assert registers.record("other_work", number)["ward_vintage"] == "2026-05"
    place = record_answers.placed([(UPPER, "2026-05")])
    assert place.place.wards == (JUVENIS,)
    assert record_answers.lies_in(place).startswith("before May 2026 part of ")
    with pytest.raises(
        DataProblem, match=f"{UPPER} is no ward of December 2021; it is one of May 2026"
    ):
        registers.add(
            "other_work",
            {"name": "B", "ward_code": UPPER, "ward_vintage": "2021-12"},
            "analyst",
        )


def test_a_ward_abolished_without_successor_stays_on_the_map_on_its_own_ground(
    store: Path,
) -> None:
    shown_by("2026-05")
    every = answers.pinned().crosswalks
    gone = every[(every["earlier"] != THESUS) | (every["later_vintage"] != "2026-05")]
    answers.pinned().__dict__["crosswalks"] = gone  # as where the newer file has no ward there
    row = record_answers.operations(WINDOW[1]).set_index("name").loc["Op Thesus"]
    assert row["ward_codes"] == () and row["lies_in"] == (
        "since May 2026 in none of the wards shown"
    )
    shown = ward_maps._operations(WINDOW[1], frozenset({PENHILL}))
    names = {place["name"]: place for place in shown.values()}
    (thesus,) = (place for name, place in names.items() if name.startswith("Op Thesus"))
    assert thesus["area"] is not None and not thesus["wards"]
    assert evaluated(OP_THESUS)[0] == "2021-12"


def test_a_form_keeps_the_ward_of_another_vintage_that_its_record_names(store: Path) -> None:
    shown_by("2026-05")
    field = record_answers.register().kinds["other_work"].field("ward_code")
    assert record_form._ward_option(PENHILL, "2026-05") == PENHILL
    held = record_form._ward_option(JUVENIS, "2021-12")
    offered = record_form._offered(field, held)
    assert offered[held] == "Penhill and Upper Stratton (ward of December 2021)"
    assert offered[PENHILL] == "Penhill & Pinehurst" and JUVENIS not in offered
    assert record_form.shown(field, JUVENIS, "2021-12") == "Penhill and Upper Stratton"


def test_boundaries_loaded_anew_under_another_code_leave_an_operation_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wards of December 2021 with one code renamed take the place of those that stood."""
    folder = tmp_path / "files"
    renamed = wards_file_renamed(folder, JUVENIS, "E05099999")
    name, data = next((name, data) for name, data in files() if name.endswith("-street.csv"))
    (folder / name).write_bytes(data)
    (folder / "operations.csv").write_text(operations_text(), encoding="utf-8")
    paths = [renamed, folder / name, folder / "operations.csv"]
    report = intake.load(paths, tmp_path / "store")
    assert report.manifest is not None and report.manifest.reference.id.startswith("2021")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    for vintage in (report.manifest.reference.id, "2025-05"):
        shown_by(vintage)
        listed = record_answers.operations(WINDOW[1]).set_index("name")
        row = listed.loc["Op Juvenis"]
        expected = "E05099999" if vintage.startswith("2021") else JUVENIS
        assert row["ward_codes"] == (expected,) and row["unknown"] == ()
        assert row["own_wards"] == ((JUVENIS, "2025-05"),)


def words_of(page: PageOutput) -> str:
    return sub(r"<[^>]+>", " ", unescape(page.text))


def alerts(page: PageOutput) -> list[str]:
    return [alert.body for alert in page.elements("alert")]


def test_links_of_2021_open_in_a_loaded_2026_or_ask_between_the_wards_it_became(
    store: Path,
) -> None:
    eldene = run("wards", ward=THESUS, as_of="2026-05")
    assert eldene.painted["selected"] == ELDENE
    assert alerts(eldene) == [
        "Liden, Eldene and Park South became Badbury Park, Eldene & Liden on 7 May 2026: this is that ward."
    ]
    by_name = run("wards", ward="Liden, Eldene and Park South", as_of="2026")
    assert by_name.painted["selected"] == ELDENE and alerts(by_name) == alerts(eldene)
    penhill = run("wards", ward=JUVENIS, as_of="2026-05")
    assert penhill.painted["selected"] is None and alerts(penhill) == []
    said = words_of(penhill)
    assert "Penhill and Upper Stratton was divided on 7 May 2026. Which ward is meant?" in said
    buttons = [button.label for button in penhill.elements("button")]
    assert [each for each in buttons if each.endswith(" %)")] == [
        "Penhill & Pinehurst (68 %)",
        "Upper Stratton (32 %)",
    ]
    stays = run("wards", ward="E05013491", as_of="2026-05")  # of 2021 in Wiltshire, gone in 2025
    assert stays.painted["selected"] is not None


def test_links_of_a_loaded_2026_open_in_2021_or_ask(store: Path) -> None:
    upper = run("wards", ward=UPPER, as_of="2021-12")
    assert upper.painted["selected"] == JUVENIS
    assert alerts(upper) == [
        "Upper Stratton came into being on 7 May 2026: before, it was in Penhill and Upper Stratton, which is shown."
    ]
    asked = run("wards", ward=ELDENE, as_of="2021-12")
    assert asked.painted["selected"] is None
    assert "came into being on 7 May 2026 out of more than one" in words_of(asked)
    # In its own vintage a link is what it says.
    assert run("wards", ward=UPPER, as_of="2026-05").painted["selected"] == UPPER
