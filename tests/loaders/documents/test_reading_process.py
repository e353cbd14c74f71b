"""The process that takes foreign files apart: it answers, is ended in time, breaks off in words, and is told no secret."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from geo.core.errors import DataProblem
from loaders.documents import reading_process
from loaders.documents.reading_process import ReadingProcess

ANSWERS = """
import json, os, sys, time
from loaders.documents.reading_process import READY, questions

answers = os.fdopen(os.dup(1), "w")
print(READY, file=answers, flush=True)
for question in questions():
    if question == "hang":
        time.sleep(60)
    if question == "crash":
        os.abort()
    if question == "swell":
        bytearray(3_000_000_000)
    print(json.dumps({"pid": os.getpid(), "settings": sorted(os.environ)}), file=answers, flush=True)
"""


@pytest.fixture
def process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReadingProcess]:
    (tmp_path / "made_up_reader.py").write_text(ANSWERS, encoding="utf-8")
    monkeypatch.setattr(reading_process, "PASSED_ON", {*reading_process.PASSED_ON, "PYTHONPATH"})
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{reading_process.PROJECT}")
    monkeypatch.setattr(reading_process, "LEAST_SECONDS", 1.0)
    started = ReadingProcess("made_up_reader", {"MADE_UP": "1"})
    yield started
    started.close()


def _pid(process: ReadingProcess) -> int:
    return int(process.ask("who", name="a.gpkg", size=0)["pid"])


def test_one_process_answers_one_question_after_another(process: ReadingProcess) -> None:
    assert _pid(process) == _pid(process)


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_read(
    process: ReadingProcess,
) -> None:
    first = _pid(process)
    with pytest.raises(DataProblem) as raised:
        process.ask("hang", name="a.gpkg", size=0)
    assert raised.value.wrong == "a.gpkg could not be read in 1 seconds."
    assert raised.value.stands == "Nothing has been changed."
    assert not psutil.pid_exists(first)
    assert _pid(process) != first


@pytest.mark.parametrize("question", ["crash", "swell"])
def test_a_file_over_which_the_process_breaks_off_is_refused(
    process: ReadingProcess, question: str
) -> None:
    with pytest.raises(DataProblem) as raised:
        process.ask(question, name="a.gpkg", size=0)
    assert raised.value.wrong.startswith(
        "a.gpkg cannot be read: the library that takes such files apart"
    )


def test_it_is_told_no_password_and_has_no_way_out(
    process: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_REGISTER", "postgresql://who:secret@somewhere/register")
    settings = process.ask("who", name="a.gpkg", size=0)["settings"]
    assert "SVD_REGISTER" not in settings
    assert {"http_proxy", "https_proxy", "MADE_UP"} <= set(settings)


def test_another_area_starts_another_process(
    process: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _pid(process)
    monkeypatch.setenv("SVD_AREA", "elsewhere.toml")
    assert _pid(process) != first


def test_it_is_ended_when_nothing_is_asked_and_comes_back(
    process: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_process, "IDLE_SECONDS", 0.2)
    first = _pid(process)
    end = time.monotonic() + 10
    while psutil.pid_exists(first):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert _pid(process) != first


def test_threads_wait_for_each_other(process: ReadingProcess) -> None:
    pids: list[int] = []
    threads = [threading.Thread(target=lambda: pids.append(_pid(process))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pids) == 4
    assert len(set(pids)) == 1
