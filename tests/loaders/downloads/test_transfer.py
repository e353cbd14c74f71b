"""Files come whole or not at all, and every failure is a sentence."""

from __future__ import annotations

import io
import random
import socket
import time
import zipfile
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.downloads import transfer
from loaders.downloads.transfer import (
    NotThere,
    RangeIgnored,
    address_of,
    answer_json,
    download,
    part_of,
)
from tests.replay_server import HTML_PAGE, Replay, Reply, json_reply, replay_server


def _zip_of(size: int) -> bytes:
    """A ZIP archive of about `size` bytes that do not shrink, the same each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("made-up.bin", random.Random(7).randbytes(size))
    return held.getvalue()


ARCHIVE = _zip_of(400_000)
BUSY = Reply(b"busy", 503, {"Content-Type": "text/plain"})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(transfer, "LONGEST_PAUSE_SECONDS", 0.2)
    with replay_server() as replay:
        yield replay


def _fetch(server: Replay, to: Path) -> Path:
    return download(f"{server.root}/a.zip", to / "a.zip", expected_type="zip")


def _problem(server: Replay, to: Path) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        _fetch(server, to)
    assert not (to / "a.zip").exists()
    return raised.value


def test_file_comes_whole_with_progress_and_leaves_no_part(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE)
    steps: list[tuple[int, int | None]] = []
    path = download(
        f"{server.root}/a.zip",
        tmp_path / "new" / "a.zip",
        expected_type="zip",
        progress=lambda done, total: steps.append((done, total)),
    )
    assert path.read_bytes() == ARCHIVE
    assert steps[-1] == (len(ARCHIVE), len(ARCHIVE)) and steps == sorted(steps)
    assert [p.name for p in path.parent.iterdir()] == ["a.zip"]
    assert len(server.asked) == 1


def test_busy_server_is_asked_three_times(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE)
    server.faults["/a.zip"] = [BUSY, BUSY]
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE
    assert len(server.asked) == 3


def test_server_that_stays_busy_is_given_up(server: Replay, tmp_path: Path) -> None:
    server.faults["/a.zip"] = [BUSY] * 9
    problem = _problem(server, tmp_path)
    assert len(server.asked) == 3
    assert problem.wrong == "127.0.0.1 is not working at the moment."
    assert (
        problem.saw
        == f"It answered 503 Service Unavailable to {server.root}/a.zip. It was asked 3 times."
    )
    assert problem.stands == "Nothing has been changed."


@pytest.mark.parametrize(
    "retry_after", ["3600", formatdate(time.time() + 3600, usegmt=True)], ids=["seconds", "date"]
)
def test_wait_the_server_asks_for_is_kept_up_to_our_limit(
    server: Replay, tmp_path: Path, retry_after: str
) -> None:
    server.serve_file("/a.zip", ARCHIVE)
    server.faults["/a.zip"] = [Reply(b"slow down", 429, {"Retry-After": retry_after})]
    began = time.monotonic()
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE
    assert 0.2 <= time.monotonic() - began < 2  # asked for an hour; the limit is 0.2 s here
    assert len(server.asked) == 2


def test_too_many_requests_end_in_a_sentence(server: Replay, tmp_path: Path) -> None:
    server.faults["/a.zip"] = [Reply(b"", 429, {"Retry-After": "0"})] * 9
    problem = _problem(server, tmp_path)
    assert problem.wrong == "127.0.0.1 is being asked too often."
    assert "It answered 429 Too Many Requests" in problem.saw and "asked 3 times" in problem.saw


def test_dropped_connection_goes_on_where_it_stopped(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE, cuts=[200_000])
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE
    first, second = server.asked
    # 200,000 bytes came; whole pieces of 64 KiB were written: 3 x 65,536 = 196,608
    assert "range" not in first.headers and second.headers["range"] == "bytes=196608-"
    assert second.headers["if-range"].startswith('"')


def test_next_call_goes_on_from_the_part(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE, cuts=[100_000, 10, 10])
    problem = _problem(server, tmp_path)
    assert problem.wrong == "The download from 127.0.0.1 stopped before its end."
    assert "It was tried 3 times" in problem.saw
    assert (
        problem.stands
        == "The first 65,536 bytes are kept in a.zip.part; the next try goes on from there."
    )
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE
    assert server.asked[-1].headers["range"] == "bytes=65536-"
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_part_of_another_version_is_fetched_anew(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE, cuts=[100_000, 10, 10])
    _problem(server, tmp_path)
    other = _zip_of(300_000)
    server.serve_file("/a.zip", other)  # a new ETag, so If-Range is answered with the whole file
    assert _fetch(server, tmp_path).read_bytes() == other


def test_versions_are_never_mixed_when_the_server_ignores_if_range(
    server: Replay, tmp_path: Path
) -> None:
    server.serve_file("/a.zip", ARCHIVE, cuts=[100_000, 10, 10])
    _problem(server, tmp_path)
    other = _zip_of(300_000)
    server.serve_file("/a.zip", other)
    headers = {
        "Content-Type": "application/zip",
        "ETag": '"other"',
        "Content-Range": f"bytes 65536-{len(other) - 1}/{len(other)}",
    }
    server.faults["/a.zip"] = [Reply(other[65_536:], 206, headers)]
    assert _fetch(server, tmp_path).read_bytes() == other
    assert "range" not in server.asked[-1].headers


def test_server_without_ranges_sends_the_whole_file_again(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE, ranges=False, cuts=[200_000])
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE
    assert len(server.asked) == 2 and "range" in server.asked[1].headers


def test_part_longer_than_the_file_is_thrown_away(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE, cuts=[200_000, 10, 10])
    _problem(server, tmp_path)
    (tmp_path / "a.zip.part").write_bytes(ARCHIVE + b"more")
    assert _fetch(server, tmp_path).read_bytes() == ARCHIVE  # 416 first, then anew


@pytest.mark.parametrize(
    "page",
    [
        HTML_PAGE,
        Reply(HTML_PAGE.body, headers={"Content-Type": "application/zip"}),
        Reply(HTML_PAGE.body),
    ],
    ids=["said to be HTML", "said to be ZIP", "not said"],
)
def test_error_page_is_never_taken_for_data(server: Replay, tmp_path: Path, page: Reply) -> None:
    server.faults["/a.zip"] = [page]
    problem = _problem(server, tmp_path)
    assert problem.wrong == "127.0.0.1 sent something other than a ZIP file."
    assert (
        problem.saw.startswith("It answered 200 with ")
        and "beginning “<!DOCTYPE html><html>" in problem.saw
    )
    assert list(tmp_path.iterdir()) == [] and len(server.asked) == 1


def test_content_type_counts_even_if_the_bytes_look_right(server: Replay, tmp_path: Path) -> None:
    server.faults["/a.zip"] = [Reply(ARCHIVE, headers={"Content-Type": "text/html; charset=utf-8"})]
    assert _problem(server, tmp_path).saw.startswith(
        "It answered 200 with text/html, beginning “PK"
    )


def test_empty_answer_is_refused(server: Replay, tmp_path: Path) -> None:
    server.faults["/a.zip"] = [Reply(b"", headers={"Content-Type": "application/zip"})]
    assert (
        _problem(server, tmp_path).saw == "It answered 200 with application/zip, and nothing in it."
    )


def test_missing_file_is_asked_for_once(server: Replay, tmp_path: Path) -> None:
    with pytest.raises(NotThere) as raised:
        _fetch(server, tmp_path)
    assert raised.value.wrong == "127.0.0.1 has no such file."
    assert raised.value.saw == f"It answered 404 Not Found to {server.root}/a.zip."
    assert len(server.asked) == 1


def test_slow_server_ends_in_a_sentence(
    server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "READ_SECONDS", 0.1)
    server.faults["/a.zip"] = [Reply(ARCHIVE, delay=0.4)] * 3
    problem = _problem(server, tmp_path)
    assert problem.wrong == "127.0.0.1 did not answer in time."
    assert problem.saw == "It was tried 3 times; the last time: nothing came for 0.1 seconds."


def test_unknown_name_ends_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.0)
    monkeypatch.setenv("NO_PROXY", "*")
    transfer._client.cache_clear()
    with pytest.raises(DataProblem) as raised:
        download("https://data.invalid/a.zip", tmp_path / "a.zip", expected_type="zip")
    transfer._client.cache_clear()
    assert raised.value.wrong == "The name data.invalid could not be found."


def test_refused_connection_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "PAUSE_SECONDS", 0.0)
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(
        DataProblem, match="There is no connection to 127.0.0.1. It was tried 3 times"
    ):
        download(f"http://127.0.0.1:{port}/a.zip", tmp_path / "a.zip", expected_type="zip")


def test_folder_that_cannot_be_written_ends_in_a_sentence(server: Replay, tmp_path: Path) -> None:
    server.serve_file("/a.zip", ARCHIVE)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataProblem) as raised:
        download(f"{server.root}/a.zip", tmp_path / "file" / "a.zip", expected_type="zip")
    assert raised.value.wrong == "What 127.0.0.1 sent could not be written to disk."


def test_part_of_a_file(server: Replay) -> None:
    server.serve_file("/a.zip", ARCHIVE)
    assert part_of(f"{server.root}/a.zip", "10-19") == (10, ARCHIVE[10:20])
    assert part_of(f"{server.root}/a.zip", "-5") == (len(ARCHIVE) - 5, ARCHIVE[-5:])
    server.serve_file("/a.zip", ARCHIVE, ranges=False)
    with pytest.raises(RangeIgnored):
        part_of(f"{server.root}/a.zip", "10-19")


def test_json_answer_and_its_faults(server: Replay) -> None:
    server.routes["/q"] = lambda request: json_reply(request.question | {"method": request.method})
    address = f"{server.root}/q"
    assert answer_json(address, {"where": "A=1"}) == {"where": "A=1", "method": "GET"}
    assert answer_json(address, {"where": "x" * 4_000}) == {"where": "x" * 4_000, "method": "POST"}
    server.faults["/q"] = [json_reply({"error": {"code": 503, "message": "busy"}})]
    assert answer_json(address) == {"method": "GET"}
    server.faults["/q"] = [HTML_PAGE]
    with pytest.raises(DataProblem, match="sent something other than a JSON file"):
        answer_json(address)
    server.faults["/q"] = [Reply(b'{"count": 1', headers={"Content-Type": "application/json"})]
    with pytest.raises(DataProblem, match="sent an answer that is not whole JSON. It has 11 bytes"):
        answer_json(address)


def test_addresses_come_from_the_table_under_the_root_the_environment_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("SVD_POLICE_ROOT", raising=False)
    assert address_of("police_archive") == "https://data.police.uk/data/archive/{month}.zip"
    monkeypatch.setenv("SVD_ONS_ROOT", "http://127.0.0.1:9/")
    assert address_of("ons_wards", vintage="2021", resolution="BFC") == (
        "http://127.0.0.1:9/Wards_December_2021_UK_BFC_V2_2022/FeatureServer/0"
    )
