"""The record as it is written: each event there before it is answered, a chain a process, days, seals, and a disk that is full."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from loaders.audit.lines import WHATS, Event
from loaders.audit.log import AuditLog
from loaders.audit.place import AuditStopped, Place
from loaders.audit.reading import events, export, who_saw
from loaders.audit.seals import read_seals
from loaders.audit.verification import verify

KILLS = 5
WRITER = """
import sys
from pathlib import Path
from loaders.audit.lines import Event
from loaders.audit.log import AuditLog
from loaders.audit.place import Place
log = AuditLog(Place(Path(sys.argv[1]), Path(sys.argv[2])), keep_days=30)
number = 0
while True:
    number += 1
    log.append(Event("question", "p", details={"number": number}))
    number += 1
    begun = [log.begin(Event("question", "p", details={"number": number + more})) for more in range(3)]
    number += 2
    for flush in begun:
        flush.result()
    print(log.chain, number, flush=True)
"""


def place_in(folder: Path) -> Place:
    return Place(folder / "audit", folder / "seals.jsonl")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_in(tmp_path)


def random_event(random_number: random.Random, number: int) -> Event:
    """An event of any kind, of five people, three sources and two years."""
    first = random_number.randrange(1, 13)
    of = {
        "source": random_number.choice(["extract", "searches", "partner"]),
        "first": f"{random_number.choice([2024, 2025])}-{first:02}",
        "last": f"2025-{random_number.randrange(first, 13):02}",
    }
    person = random_number.randrange(5)
    return Event(
        random_number.choice(WHATS),
        f"p{person}",
        f"Person {person}",
        "analyst",
        details={"id": number, "of": [of]},
    )


def test_a_thousand_events_of_any_kind_are_each_in_the_export_and_in_who_saw(
    place: Place, tmp_path: Path
) -> None:
    chance = random.Random(22)
    log = AuditLog(place, keep_days=30)
    written = [random_event(chance, number) for number in range(1000)]
    for event in written:
        log.append(event)
    log.close()
    assert verify(place).faults == [] and verify(place).sealed == 1000
    listed = list(events(place))
    assert [values["details"]["id"] for values in listed] == list(range(1000))
    assert [values["what"] for values in listed] == [event.what for event in written]
    today = datetime.now(UTC).date()
    assert export(place, today - timedelta(days=1), today, tmp_path / "out.csv") == 1000
    assert export(place, today + timedelta(days=1), today, tmp_path / "none.csv") == 0
    for source, month in (("extract", "2025-03"), ("searches", "2024-11"), ("partner", "2025-12")):
        expected = Counter(
            event.subject
            for event in written
            if event.what in ("page", "question", "download")
            and event.details["of"][0]["source"] == source
            and event.details["of"][0]["first"] <= month <= event.details["of"][0]["last"]
        )
        assert {sight.subject: sight.times for sight in who_saw(place, source, month)} == expected


def test_threads_that_write_at_once_lose_nothing_and_keep_one_chain(place: Place) -> None:
    log = AuditLog(place, keep_days=30)

    def write(mine: int) -> None:
        for number in range(50):
            log.append(Event("question", f"p{mine}", details={"id": number}))

    threads = [threading.Thread(target=write, args=(mine,)) for mine in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    found = Counter(values["who"]["subject"] for values in events(place))
    assert found == {f"p{number}": 50 for number in range(8)} and verify(place).faults == []


class Disk:
    """A disk that is slow on request, full on request, and counts how often something was brought to it."""

    def __init__(self) -> None:
        self.times, self.fault, self.ready = 0, "", threading.Event()
        self.ready.set()

    def __call__(self, file: int) -> None:
        self.ready.wait(10)
        self.times += 1
        if self.fault:
            raise OSError(5, self.fault)
        os.fsync(file)


def test_events_that_are_begun_go_to_the_disk_together_and_are_done_no_sooner(place: Place) -> None:
    disk = Disk()
    log = AuditLog(place, keep_days=30, to_disk=disk)
    log.append(Event("sign-in"))
    disk.ready.clear()
    begun = [log.begin(Event("question", details={"id": number})) for number in range(20)]
    with pytest.raises(TimeoutError):
        begun[0].result(timeout=0.1)
    assert len(list(events(place))) == 21  # written, so that a kill loses none
    assert not any(flush.done() for flush in begun)
    log.seal()
    assert read_seals(place.seals)[0][-1].count == 1  # what waits is not sealed
    disk.ready.set()
    for flush in begun:
        flush.result(timeout=10)
    assert disk.times <= 3
    log.close()
    assert (verify(place).faults, verify(place).sealed) == ([], 21)


def test_what_the_disk_refuses_is_taken_off_and_each_that_waits_is_told(place: Place) -> None:
    disk = Disk()
    log = AuditLog(place, keep_days=30, to_disk=disk)
    log.append(Event("sign-in"))
    disk.fault = "Input/output error"
    disk.ready.clear()
    begun = [log.begin(Event("question", details={"id": number})) for number in range(5)]
    disk.ready.set()
    for flush in begun:
        with pytest.raises(AuditStopped, match="Input/output error"):
            flush.result(timeout=10)
    with pytest.raises(AuditStopped):
        log.append(Event("edit"))
    disk.fault = ""
    log.begin(Event("question", details={"id": 9})).result(timeout=10)
    log.close()
    assert [values["details"].get("id") for values in events(place)] == [None, 9]
    assert verify(place).faults == []


def test_the_first_event_of_all_is_sealed_before_it_is_answered(place: Place) -> None:
    log = AuditLog(place, keep_days=30)
    assert log.begin(Event("question")).done()
    assert read_seals(place.seals)[0][-1].count == 1
    log.close()


def test_over_midnight_nothing_that_waits_is_left_behind(place: Place) -> None:
    moment, disk = [datetime(2026, 11, 1, 23, 59, 59, tzinfo=UTC)], Disk()
    log = AuditLog(place, keep_days=30, now=lambda: moment[0], to_disk=disk)
    log.append(Event("sign-in"))
    for day in (1, 2, 3):
        begun = [log.begin(Event("question", details={"day": day})) for _ in range(3)]
        moment[0] += timedelta(days=1)
        begun.append(log.begin(Event("question", details={"day": day + 1})))
        for flush in begun:
            flush.result(timeout=10)
    log.close()
    assert len(list(place.files())) == 4
    assert (verify(place).faults, verify(place).lines) == ([], 13)


def test_a_day_has_a_file_of_its_own_and_the_chain_goes_on(place: Place) -> None:
    days = iter([datetime(2026, 11, day, tzinfo=UTC) for day in (1, 1, 2, 2, 3)])
    last = [datetime(2026, 11, 1, tzinfo=UTC)]

    def now() -> datetime:
        last[0] = next(days, last[0])
        return last[0]

    log = AuditLog(place, keep_days=30, now=now)
    for number in range(4):
        log.append(Event("edit", details={"id": number}))
    log.close()
    assert len(list(place.files())) >= 2
    seen = verify(place)
    assert (seen.faults, seen.lines, seen.chains) == ([], 4, 1)


def test_a_clock_put_back_over_midnight_goes_on_in_the_later_file(place: Place) -> None:
    moment = [datetime(2026, 11, 2, 0, 5, tzinfo=UTC)]
    log = AuditLog(place, keep_days=30, now=lambda: moment[0])
    log.append(Event("edit"))
    moment[0] -= timedelta(minutes=10)
    log.append(Event("edit"))
    log.close()
    assert [day for day, _, _ in place.files()] == ["2026-11-02"] and verify(place).faults == []


def test_what_was_kept_long_enough_goes_by_the_file_and_the_rest_still_verifies(
    place: Place,
) -> None:
    moment = [datetime(2026, 1, 1, tzinfo=UTC)]
    log = AuditLog(place, keep_days=10, now=lambda: moment[0])
    for _ in range(20):
        log.append(Event("edit"), Event("undo"))
        moment[0] += timedelta(days=1)
    log.close()
    assert next(day for day, _, _ in place.files()) == "2026-01-10"
    seen = verify(place)
    assert (seen.faults, seen.removed, seen.lines) == ([], 18, 22)
    first = next(place.files())[2]
    first.unlink()  # by hand, which no seal says
    assert "number 19 to 20 of its chain should stand before it" in verify(place).faults[0].what


def test_seals_are_made_in_time_and_at_the_end(place: Place) -> None:
    log = AuditLog(place, keep_days=30, seal_seconds=0.05)
    for _ in range(3):
        log.append(Event("edit"))
    deadline = time.monotonic() + 5
    while read_seals(place.seals)[0][-1].count < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert read_seals(place.seals)[0][-1].count == 3
    log.append(Event("edit"))
    log.close()
    assert read_seals(place.seals)[0][-1].count == 4


@pytest.mark.parametrize("harm", ["cut", "longer", "gone", "another"])
def test_a_file_that_somebody_touched_is_not_written_on(place: Place, harm: str) -> None:
    log = AuditLog(place, keep_days=30)
    log.append(Event("edit"))
    path = next(place.files())[2]
    content = path.read_bytes()
    if harm == "cut":
        os.truncate(path, 10)
    elif harm == "longer":
        path.write_bytes(content + b"x\n")
    else:
        path.unlink()
        if harm == "another":
            path.write_bytes(content)
    with pytest.raises(AuditStopped, match="is not as this process left it"):
        log.append(Event("edit"))


def test_two_processes_at_once_have_a_chain_each(place: Place) -> None:
    writers = [_writer(place) for _ in range(2)]
    for writer in writers:
        for _ in range(20):
            assert writer.stdout is not None and writer.stdout.readline()
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
    assert verify(place).chains == 2 and verify(place).faults == []


def test_killed_at_any_moment_no_answered_event_is_lost(tmp_path: Path) -> None:
    assert kills(tmp_path, KILLS, random.Random(5)) == []


def kills(folder: Path, times: int, chance: random.Random) -> list[str]:
    """Kill a writer so many times at random moments; what was lost or does not verify, a sentence each."""
    wrong = []
    for attempt in range(times):
        place = place_in(folder / str(attempt))
        writer = _writer(place)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(chance.uniform(0, 0.1))
        writer.send_signal(signal.SIGKILL)
        answered = [first, *writer.communicate()[0].splitlines()]
        last = max(int(line.split()[1]) for line in answered if len(line.split()) == 2)
        held = {values["details"]["number"] for values in events(place)}
        if missing := set(range(1, last + 1)) - held:
            wrong.append(f"kill {attempt}: {len(missing)} of {last} answered events are lost")
        wrong += [f"kill {attempt}: {fault.sentence}" for fault in verify(place).faults]
    return wrong


def _writer(place: Place) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place.folder), str(place.seals)],
        stdout=subprocess.PIPE,
        text=True,
    )


FULL = """
import resource, sys
from pathlib import Path
from loaders.audit.lines import Event
from loaders.audit.log import AuditLog
from loaders.audit.place import AuditStopped, Place
place = Place(Path(sys.argv[1]), Path(sys.argv[2]))
log = AuditLog(place, keep_days=30)
log.append(Event("question"))
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (1500, hard))
written = 1
try:
    while True:
        log.append(Event("question"))
        written += 1
except AuditStopped as problem:
    print("stopped", written, "File too large" in str(problem))
try:
    log.append(Event("question"))
except AuditStopped:
    print("still stopped")
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
log.append(Event("question"))
log.close()
print("goes on")
"""


def test_a_full_disk_stops_the_record_and_it_goes_on_once_there_is_room(place: Place) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", FULL, str(place.folder), str(place.seals)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    written = int(answer[0].split()[1])
    assert answer == [f"stopped {written} True", "still stopped", "goes on"]
    seen = verify(place)
    assert (seen.faults, seen.notes, seen.lines) == ([], [], written + 1)
