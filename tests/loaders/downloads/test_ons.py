"""Ward boundaries come complete from the paged service, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geo.core.errors import DataProblem
from loaders.downloads import transfer
from loaders.downloads.ons import fetch_boundaries
from loaders.reference import ward_facts, ward_vintages
from loaders.sources.boundaries import read_boundaries
from tests.replay_server import HTML_PAGE, Replay, json_reply, replay_server

LAYER_2023 = "/Wards_December_2023_Boundaries_UK_BFC/FeatureServer/0"
LAYER_2021 = "/Wards_December_2021_UK_BFC_V2_2022/FeatureServer/0"
SWINDON_AND_WILTSHIRE = ["E06000030", "E06000054"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    with replay_server() as replay:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("SVD_ONS_ROOT", replay.root)
        monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.0)
        yield replay


def _ward(properties: dict[str, str], place: int) -> dict[str, Any]:
    """A made-up ward: a square of 0.01 degrees, the next one to the east of it."""
    west, south = -2 + place / 100, 51.5
    ring = [
        [west, south],
        [west + 0.01, south],
        [west + 0.01, south + 0.01],
        [west, south + 0.01],
        [west, south],
    ]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "id": place, "geometry": shape, "properties": properties}


def _wards_2023() -> list[dict[str, Any]]:
    """Made-up wards, not in the order of their codes: four of Swindon, two of Wiltshire, one Welsh, one Scottish."""
    areas = {
        "E05000007": "E06000030",
        "E05000002": "E06000030",
        "E05000005": "E06000030",
        "E05000001": "E06000030",
        "E05000004": "E06000054",
        "E05000003": "E06000054",
        "W05000001": "W06000015",
        "S13000001": "S12000033",
    }
    named = [
        {
            "WD23CD": ward,
            "WD23NM": f"Ward {ward[-1]}",
            "LAD23CD": area,
            "LAD23NM": f"Area {area[-2:]}",
        }
        for ward, area in areas.items()
    ]
    return [_ward(properties, place) for place, properties in enumerate(named)]


def _wards_2021(codes: list[str]) -> list[dict[str, Any]]:
    return [
        _ward({"WD21CD": code, "WD21NM": f"Ward {code}"}, place) for place, code in enumerate(codes)
    ]


def _codes(path: Path) -> list[str]:
    return [
        ward["properties"][f"WD{path.name[8:10]}CD"]
        for ward in json.loads(path.read_text("utf-8"))["features"]
    ]


def test_wards_of_two_authorities_come_page_by_page_in_the_order_of_codes(
    server: Replay, tmp_path: Path
) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2)
    steps: list[tuple[int, int | None]] = []
    path = fetch_boundaries(
        "2023", SWINDON_AND_WILTSHIRE, tmp_path, progress=lambda *step: steps.append(step)
    )
    assert path == tmp_path / "wards-2023-12-BFC.geojson" and list(tmp_path.iterdir()) == [path]
    assert _codes(path) == [f"E0500000{n}" for n in (1, 2, 3, 4, 5, 7)]
    collection = json.loads(path.read_text("utf-8"))
    assert (
        collection["name"] == "wards-2023-12-BFC"
        and collection["source"]["address"] == f"{server.root}{LAYER_2023}"
    )
    assert collection["source"]["authorities"] == SWINDON_AND_WILTSHIRE
    ward = next(ward for ward in _wards_2023() if ward["properties"]["WD23CD"] == "E05000001")
    assert collection["features"][0] == ward
    assert steps == [(n, 6) for n in range(1, 7)]
    # the fields, the count, and pages of 2 wards: 0, 2, 4 and an empty one, for the third page was full
    questions = [request.question for request in server.to(f"{LAYER_2023}/query")]
    assert [question.get("resultOffset") for question in questions] == [None, "0", "2", "4", "6"]
    assert len(server.asked) == 6


def test_file_is_one_that_the_boundary_reader_takes(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2000)
    wards = read_boundaries(fetch_boundaries("2023", SWINDON_AND_WILTSHIRE, tmp_path))
    assert wards.vintage == "2023-12" and wards.exactness == "exact"
    assert wards.table.to_dict("index")["E05000004"] == {
        "ward_name": "Ward 4",
        "authority_code": "E06000054",
        "authority_name": "Area 54",
    }


def test_short_page_that_is_not_the_last_is_followed_by_the_next_ward(
    server: Replay, tmp_path: Path
) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2000)
    short = {"exceededTransferLimit": True, "features": [_wards_2023()[3]]}  # E05000001 alone
    server.faults[f"{LAYER_2023}/query"] = [json_reply({"count": 6}), json_reply(short)]
    codes = _codes(fetch_boundaries("2023", SWINDON_AND_WILTSHIRE, tmp_path))
    assert codes == [f"E0500000{n}" for n in (1, 2, 3, 4, 5, 7)]
    assert server.asked[-1].question["resultOffset"] == "1"


def test_file_is_sorted_even_if_the_service_is_not(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2000)
    server.faults[f"{LAYER_2023}/query"] = [
        json_reply({"count": 3}),
        json_reply({"features": _wards_2023()[:3]}),
    ]
    assert _codes(fetch_boundaries("2023", ["E06000030"], tmp_path)) == [
        "E05000002",
        "E05000005",
        "E05000007",
    ]


def test_no_authority_means_england_and_wales(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=3)
    codes = _codes(fetch_boundaries("2023", [], tmp_path))
    assert codes == [f"E0500000{n}" for n in (1, 2, 3, 4, 5, 7)] + ["W05000001"]


def test_layer_without_authorities_is_asked_by_ward(server: Replay, tmp_path: Path) -> None:
    known = ward_facts().index.to_list()
    server.serve_layer(LAYER_2021, _wards_2021([*known, "E05999999"]), largest_page=2000)
    assert _codes(fetch_boundaries("2021", SWINDON_AND_WILTSHIRE, tmp_path)) == sorted(known)
    # 118 codes are asked for as 100 and 18, each with a count and a page
    assert [
        request.question["where"].count("E05") for request in server.to(f"{LAYER_2021}/query")
    ] == [
        100,
        18,
        100,
        18,
    ]


def test_layer_without_authorities_needs_known_wards(server: Replay, tmp_path: Path) -> None:
    known = ward_facts().index.to_list()
    server.serve_layer(LAYER_2021, _wards_2021(known[1:]), largest_page=2000)
    with pytest.raises(DataProblem, match="We know by name no ward of E06000015"):
        fetch_boundaries("2021", ["E06000015"], tmp_path)
    with pytest.raises(
        DataProblem, match=f"does not hold everything asked for. It lacks {known[0]}."
    ):
        fetch_boundaries("2021", SWINDON_AND_WILTSHIRE, tmp_path)


def _wards_2026(columns: dict[str, str]) -> list[dict[str, Any]]:
    """Made-up outlines of Swindon's 25 wards of May 2026 and one of another authority, under these columns of an authority."""
    names = ward_vintages().query("vintage == '2026-05' and authority_code == 'E06000030'")
    named = [
        {"WD26CD": code, "WD26NM": name}
        for code, name in names[["ward_code", "ward_name"]].to_numpy().tolist()
    ]
    other = {"WD26CD": "E05999999", "WD26NM": "Elsewhere"} | dict.fromkeys(columns, "E06000015")
    return [
        _ward(properties, place)
        for place, properties in enumerate([*(each | columns for each in named), other])
    ]


@pytest.mark.parametrize("columns", [{}, {"LAD26CD": "E06000030", "LAD26NM": "Swindon"}])
@pytest.mark.parametrize(
    ("service", "asked"),
    [
        ("", "Wards_May_2026_Boundaries_UK_BFC"),
        ("WD_MAY_2026_UK_BGC_V2", "WD_MAY_2026_UK_BGC_V2"),
    ],
)
def test_wards_of_2026_come_by_the_listed_service_or_by_one_that_is_named(
    server: Replay, tmp_path: Path, columns: dict[str, str], service: str, asked: str
) -> None:
    server.serve_layer(f"/{asked}/FeatureServer/0", _wards_2026(columns), largest_page=20)
    path = fetch_boundaries("2026", ["E06000030"], tmp_path, service=service)
    assert path.name == f"wards-2026-05-{'BGC' if service else 'BFC'}.geojson"
    wards = read_boundaries(path)
    assert wards.vintage == "2026-05"
    assert wards.table.index.to_list() == [f"E0501{n}" for n in range(6280, 6305)]
    assert wards.table.loc["E05016280", "authority_name"] == "Swindon"


def test_a_service_that_is_not_there_is_named_and_another_can_be_given(
    server: Replay, tmp_path: Path
) -> None:
    problem = _problem(tmp_path, vintage="2026")
    assert problem.wrong == (
        "The ONS service has no layer called Wards_May_2026_Boundaries_UK_BFC."
    )
    assert (
        problem.do == "Look up its name on the Open Geography portal, and give it by `--service`."
    )
    assert problem.stands == "Nothing has been changed."


@pytest.mark.parametrize("name", ["https://elsewhere", "../x", "Wards 2026", "a/b"])
def test_a_name_that_is_no_services_is_refused_before_anything_is_asked(
    server: Replay, tmp_path: Path, name: str
) -> None:
    with pytest.raises(DataProblem, match="is not the name of a service"):
        fetch_boundaries("2026", [], tmp_path, service=name)
    assert server.asked == []


def _problem(
    tmp_path: Path, authorities: list[str] | None = None, vintage: str = "2023"
) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        fetch_boundaries(
            vintage, SWINDON_AND_WILTSHIRE if authorities is None else authorities, tmp_path
        )
    assert list(tmp_path.iterdir()) == []
    return raised.value


def test_count_must_agree(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2000, counts=9)
    problem = _problem(tmp_path)
    assert problem.wrong == "The ONS service did not send the wards it counts."
    assert problem.saw == "It counts 9 and sent 6."


def test_repeated_ward_is_refused(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, [*_wards_2023(), _wards_2023()[3]], largest_page=2000)
    assert _problem(tmp_path).wrong == "The ONS layer gave ward E05000001 twice."


def test_ward_without_shape_is_refused(server: Replay, tmp_path: Path) -> None:
    wards = _wards_2023()
    wards[0]["geometry"] = None
    server.serve_layer(LAYER_2023, wards, largest_page=2000)
    assert _problem(tmp_path).saw == "It is ward E05000007."


def test_error_inside_a_good_answer_is_an_error(server: Replay, tmp_path: Path) -> None:
    fault = {
        "error": {
            "code": 400,
            "message": "Invalid query parameters",
            "details": ["field is not valid"],
        }
    }
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2)
    server.faults[f"{LAYER_2023}/query"] = [json_reply({"count": 6}), json_reply(fault)]
    problem = _problem(tmp_path)
    assert problem.wrong == "127.0.0.1 refused the request."
    assert "200 with an error inside: 400 Invalid query parameters" in problem.saw


def test_error_page_is_never_taken_for_wards(server: Replay, tmp_path: Path) -> None:
    server.faults[LAYER_2023] = [HTML_PAGE]
    assert _problem(tmp_path).wrong == "127.0.0.1 sent something other than a JSON file."


@pytest.mark.parametrize("answer", [[], {"features": None}, {"rows": []}])
def test_unknown_form_is_refused(server: Replay, tmp_path: Path, answer: object) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2)
    server.faults[f"{LAYER_2023}/query"] = [json_reply({"count": 6}), json_reply(answer)]
    assert _problem(tmp_path).wrong == "The ONS service answered in a form we do not know."


def test_authority_that_the_layer_lacks_is_named(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2023(), largest_page=2000)
    assert _problem(tmp_path, ["E06000030", "E06000099"]).saw == "It lacks E06000099."
    assert _problem(tmp_path, ["E06'; --"]).wrong == "“E06'; --” is not an authority code."


def test_layer_without_ward_codes_is_refused(server: Replay, tmp_path: Path) -> None:
    server.serve_layer(LAYER_2023, _wards_2021(["E05000001"]), largest_page=2000)
    problem = _problem(tmp_path)
    assert problem.wrong == "The layer for 2023 BFC has no field WD23CD."
    assert problem.saw == "Its fields are: FID, WD21CD, WD21NM."


def test_unknown_vintage_is_answered_with_those_there_are(server: Replay, tmp_path: Path) -> None:
    problem = _problem(tmp_path, vintage="1999")
    assert problem.wrong == "We know no ward boundaries of 1999 called BFC."
    assert "2021 BFC, 2021 BGC, 2021 BSC, 2022 BFC" in problem.saw and server.asked == []
