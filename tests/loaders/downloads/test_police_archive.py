"""A force's months come out of the national archive whole, without the rest of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.downloads import transfer
from loaders.downloads.police_archive import FetchResult, fetch_police
from tests.replay_server import HTML_PAGE, Replay, Reply, json_reply, replay_server

STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type\n"
SEARCHES = "Type,Date,Latitude,Longitude,Object of search,Outcome\n"
MONTHS_API = "/api/crimes-street-dates"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    with replay_server() as replay:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("SVD_POLICE_ROOT", replay.root)
        monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.0)
        replay.routes[MONTHS_API] = lambda _: json_reply(
            [
                {"date": month, "stop-and-search": ["wiltshire"]}
                for month in ("2025-03", "2025-02", "2025-01")
            ]
        )
        yield replay


def _csv(month: str, force: str, content: str) -> bytes:
    heading, row = (
        (STREET, f"{force},{month},Made-up Police,,-1.78,51.56,,,,Burglary\n")
        if content == "street"
        else (
            SEARCHES,
            f"Person search,{month}-01T10:00:00+00:00,51.56,-1.78,Stolen goods,Arrest\n",
        )
    )
    return (heading + row * 200).encode()


def _archive(months: list[str], *, without: tuple[str, ...] = (), filling: int = 0) -> bytes:
    """An archive as the site makes it, with made-up rows; `filling` adds bytes of another force that do not shrink."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for month in months:
            for force in ("avon-and-somerset", "wiltshire"):
                for content in ("outcomes", "stop-and-search", "street"):
                    name = f"{month}-{force}-{content}.csv"
                    if name not in without:
                        archive.writestr(f"{month}/{name}", _csv(month, force, content))
            if filling:
                archive.writestr(
                    f"{month}/{month}-west-mercia-street.csv", b"x" * filling, zipfile.ZIP_STORED
                )
    return held.getvalue()


def _fetch(
    folder: Path, first: str = "2025-01", last: str = "2025-03", force: str = "wiltshire"
) -> FetchResult:
    return fetch_police(
        force, date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"), folder
    )


def _problem(
    folder: Path, first: str = "2025-01", last: str = "2025-03", force: str = "wiltshire"
) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        _fetch(folder, first, last, force)
    assert not list(folder.rglob("*.part")) and not list(folder.glob("*.zip"))
    return raised.value


def _archive_path(month: str) -> str:
    return f"/data/archive/{month}.zip"


def test_only_the_wanted_members_are_fetched(server: Replay, tmp_path: Path) -> None:
    whole = _archive(["2025-01", "2025-02", "2025-03"], filling=300_000)
    server.serve_file(_archive_path("2025-03"), whole)
    steps: list[tuple[int, int | None]] = []
    fetched = fetch_police(
        "wiltshire",
        date(2025, 2, 1),
        date(2025, 3, 1),
        tmp_path,
        progress=lambda *step: steps.append(step),
    )
    assert [path.relative_to(tmp_path).as_posix() for path in fetched.paths] == [
        "2025-03/2025-02/2025-02-wiltshire-stop-and-search.csv",
        "2025-03/2025-02/2025-02-wiltshire-street.csv",
        "2025-03/2025-03/2025-03-wiltshire-stop-and-search.csv",
        "2025-03/2025-03/2025-03-wiltshire-street.csv",
    ]
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == sorted(fetched.paths)
    for path in fetched.paths:
        month, content = path.name[:7], path.stem.removeprefix(f"{path.name[:7]}-wiltshire-")
        assert path.read_bytes() == _csv(month, "wiltshire", content)
    assert (fetched.absent, fetched.notes) == ([], [])
    assert len(steps) == 4 and steps[-1][0] == steps[-1][1]
    spans = [
        request.headers.get("range", "whole") for request in server.to(_archive_path("2025-03"))
    ]
    assert (
        spans[0] == "bytes=-65536" and "whole" not in spans and len(spans) <= 5
    )  # directory, then four members
    first_last = [span.removeprefix("bytes=").split("-") for span in spans[1:]]
    assert sum(int(last) - int(first) + 1 for first, last in first_last) < len(whole) / 100


def test_files_already_there_are_not_fetched_again(server: Replay, tmp_path: Path) -> None:
    server.serve_file(
        _archive_path("2025-03"), _archive(["2025-01", "2025-02", "2025-03"], filling=200_000)
    )
    first = _fetch(tmp_path)
    damaged = first.paths[2]
    damaged.write_bytes(
        damaged.read_bytes().replace(b"51.56", b"15.65", 1)
    )  # the same length, another checksum
    before = len(server.asked)
    again = _fetch(tmp_path)
    assert again == first and b"15.65" not in damaged.read_bytes()
    assert len(server.asked) - before == 3  # the months, the directory, one member


def test_months_not_yet_published_and_files_never_given_are_named(
    server: Replay, tmp_path: Path
) -> None:
    server.serve_file(
        _archive_path("2025-03"),
        _archive(
            ["2025-01", "2025-02", "2025-03"], without=("2025-02-wiltshire-stop-and-search.csv",)
        ),
    )
    fetched = _fetch(tmp_path, last="2025-05")
    assert len(fetched.paths) == 5 and fetched.absent == ["2025-02-wiltshire-stop-and-search.csv"]
    assert fetched.notes == [
        "Left out, not published yet; the newest month is 2025-03: 2025-04, 2025-05.",
        "There is no stop and search file of Wiltshire Police for 2025-02.",
    ]


def test_older_months_come_from_the_newest_archive_that_holds_them(
    server: Replay, tmp_path: Path
) -> None:
    server.serve_file(_archive_path("2025-03"), _archive(["2025-02", "2025-03"]))
    server.serve_file(
        _archive_path("2025-02"), _archive(["2025-02"])
    )  # a step on the way: it lacks January
    server.serve_file(_archive_path("2025-01"), _archive(["2024-12", "2025-01"]))
    fetched = _fetch(tmp_path, first="2024-12")
    assert [path.relative_to(tmp_path).as_posix()[:15] for path in fetched.paths[::2]] == [
        "2025-01/2024-12",
        "2025-01/2025-01",
        "2025-03/2025-02",
        "2025-03/2025-03",
    ]
    assert fetched.absent == []


def test_month_that_no_archive_holds_is_absent(server: Replay, tmp_path: Path) -> None:
    server.serve_file(_archive_path("2025-03"), _archive(["2025-02", "2025-03"]))
    fetched = _fetch(tmp_path)
    assert len(fetched.paths) == 4
    assert fetched.absent == [
        "2025-01-wiltshire-stop-and-search.csv",
        "2025-01-wiltshire-street.csv",
    ]
    assert fetched.notes[0] == "No archive holds 2025-01."


def test_newest_archive_may_be_found_under_its_other_name(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/data/archive/latest.zip", _archive(["2025-02", "2025-03"]))
    assert [path.parts[-3] for path in _fetch(tmp_path, first="2025-03").paths] == [
        "2025-03",
        "2025-03",
    ]


def test_server_without_ranges_is_asked_for_the_whole_archive(
    server: Replay, tmp_path: Path
) -> None:
    whole = _archive(["2025-03"], filling=200_000)
    server.serve_file(_archive_path("2025-03"), whole, ranges=False, cuts=[65_536, 70_000])
    fetched = _fetch(tmp_path, first="2025-03")
    assert fetched.paths[1].read_bytes() == _csv("2025-03", "wiltshire", "street")
    assert fetched.notes == [
        "The server sends no parts of files, so 2025-03.zip was fetched whole."
    ]
    assert sorted(p for p in tmp_path.rglob("*") if p.is_file()) == sorted(fetched.paths)


@pytest.mark.parametrize("ranges", [True, False])
def test_truncated_archive_is_refused(server: Replay, tmp_path: Path, ranges: bool) -> None:
    server.serve_file(
        _archive_path("2025-03"), _archive(["2025-03"], filling=200_000)[:-5_000], ranges=ranges
    )
    problem = _problem(tmp_path, first="2025-03")
    assert problem.wrong == "The archive 2025-03.zip of police.uk cannot be read."
    assert (
        problem.saw == "File is not a zip file." and problem.stands == "Nothing has been changed."
    )


def test_damaged_member_is_refused_and_earlier_files_stay(server: Replay, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for content in ("street", "stop-and-search"):
            archive.writestr(
                f"2025-03/2025-03-wiltshire-{content}.csv", _csv("2025-03", "wiltshire", content)
            )
    server.serve_file(
        _archive_path("2025-03"), held.getvalue().replace(b"Stolen goods", b"Golden goose", 1)
    )
    problem = _problem(tmp_path, first="2025-03")
    assert problem.wrong == "The archive 2025-03.zip of police.uk cannot be read."
    assert problem.saw == "Bad CRC-32 for file '2025-03/2025-03-wiltshire-stop-and-search.csv'."
    assert (
        problem.stands
        == f"Files fetched before that are whole and stay in the folder {tmp_path.name}: 1."
    )
    assert [p.name for p in tmp_path.rglob("*.csv")] == ["2025-03-wiltshire-street.csv"]


def test_busy_archive_is_asked_again(server: Replay, tmp_path: Path) -> None:
    server.serve_file(_archive_path("2025-03"), _archive(["2025-03"]), cuts=[1_000])
    server.faults[_archive_path("2025-03")] = [Reply(b"", 503)]
    assert len(_fetch(tmp_path, first="2025-03").paths) == 2


def test_error_page_is_never_taken_for_an_archive(server: Replay, tmp_path: Path) -> None:
    server.faults[_archive_path("2025-03")] = [HTML_PAGE] * 9
    assert _problem(tmp_path).wrong == "127.0.0.1 sent something other than a ZIP file."


def test_unknown_force_is_answered_with_names_like_it(server: Replay, tmp_path: Path) -> None:
    problem = _problem(tmp_path, force="wilshire")
    assert problem.wrong == "police.uk knows no force called “wilshire”."
    assert problem.saw.startswith("Names like it are: wiltshire, ") and server.asked == []
    assert "metropolitan" in _problem(tmp_path, force="Metropolitan Police").saw


def test_months_that_cannot_be_had_are_refused(server: Replay, tmp_path: Path) -> None:
    problem = _problem(tmp_path, first="2025-06", last="2025-07")
    assert problem.wrong == "None of the months asked for is published."
    assert problem.saw == "Asked for 2025-06 to 2025-07; police.uk has 2010-12 to 2025-03."
    assert (
        _problem(tmp_path, first="2025-02", last="2025-01").wrong
        == "The last month comes before the first."
    )
    server.faults[MONTHS_API] = [json_reply([{"month": "2025-03"}])]
    assert _problem(tmp_path).wrong == "The list of published months is not in the form we know."
