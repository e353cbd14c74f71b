"""Hostile and odd files through the command and the page: no trace, no hang, no request to anywhere, nothing changed by a refusal."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import FrameType

import psutil

from bench.hostile_corpus import Case, corpus, street, wards
from bench.runs import console
from geo.core.errors import DataProblem
from loaders import __main__ as command
from loaders import intake
from loaders.store.builds import BuildStore
from ui.answers import uploads

LEAST_CASES = 150
MOST_SECONDS = 10.0
MOST_BYTES = 1_000_000_000
STOP_SECONDS = 60  # a hang is ended, and counted


@dataclass
class Outcome:
    """What became of one load.

    words    what was said
    fault    the exception that was no DataProblem, or what else is wrong; empty for none
    """

    seconds: float = 0.0
    words: str = ""
    refused: bool = False
    fault: str = ""


@dataclass
class Tally:
    """What is counted over all cases, each an entry for every one that broke a promise."""

    cases: int = 0
    refused: int = 0
    traces: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    other_words: list[str] = field(default_factory=list)
    requests: int = 0
    slowest: tuple[float, str] = (0.0, "")
    bytes: tuple[int, str] = (0, "")

    @property
    def holds(self) -> bool:
        broken = (self.traces, self.hangs, self.changes, self.taken, self.other_words)
        return not any(broken) and self.requests == 0 and self.bytes[0] <= MOST_BYTES


def main() -> bool:
    """Load every case twice and print what was counted; whether all of it keeps the promise."""
    with tempfile.TemporaryDirectory() as folder, counting_server() as (address, asked):
        cases = corpus(Path(folder) / "files", address)
        tally = tried(cases, Path(folder) / "store")
        tally.requests = len(asked)
    say(tally)
    return tally.holds and tally.cases >= LEAST_CASES


def tried(cases: Sequence[Case], store: Path) -> Tally:
    """Every case through the command and, where it is files, the page, over a store that is made for it."""
    tally = Tally()
    original = store.with_name("original")
    _fill(original)
    with _settings(store), _most_memory() as most, contextlib.redirect_stderr(io.StringIO()):
        for case in cases:
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(original, store)
            on_the_command_line = by_command(case)
            _count(case, on_the_command_line, store, original, tally)
            tally.bytes = max(tally.bytes, (max(most, default=0), case.name))
            most.clear()
            if not case.uploads:
                continue
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(original, store)
            on_the_page = by_page(case)
            _count(case, on_the_page, store, original, tally)
            tally.bytes = max(tally.bytes, (max(most, default=0), f"{case.name} on the page"))
            most.clear()
            if on_the_page.refused and not _same_words(on_the_page, on_the_command_line):
                tally.other_words.append(f"{case.name}: {on_the_page.words[:200]}")
    return tally


def _same_words(first: Outcome, second: Outcome) -> bool:
    """Whether what the page says stands in what the command says; lines are broken elsewhere."""
    return "".join(first.words.split()) in "".join(second.words.split())


def _count(case: Case, outcome: Outcome, store: Path, original: Path, tally: Tally) -> None:
    tally.cases += 1
    tally.refused += outcome.refused
    tally.slowest = max(tally.slowest, (outcome.seconds, case.name))
    line = f"{case.name}: {outcome.fault or outcome.words[:120]}"
    if outcome.fault:
        tally.traces.append(line)
    if outcome.seconds > MOST_SECONDS:
        tally.hangs.append(f"{case.name}: {outcome.seconds:.1f} s")
    if outcome.refused and _state(store) != _state(original):
        tally.changes.append(line)
    if case.refused and not outcome.refused and not outcome.fault:
        tally.taken.append(line)


def by_command(case: Case) -> Outcome:
    """The case as `python -m loaders load` takes it."""
    output = io.StringIO()
    outcome = Outcome()
    begun = time.monotonic()
    with _ended_in_time(), contextlib.redirect_stdout(output):
        try:
            command.main(["load", "--yes", *(str(path) for path in case.paths)])
        except SystemExit as end:
            outcome.refused = end.code not in (0, None)
        except BaseException as fault:
            outcome.fault = f"{type(fault).__name__}: {fault}"[:200]
    outcome.seconds = time.monotonic() - begun
    outcome.words = output.getvalue()
    return outcome


def by_page(case: Case) -> Outcome:
    """The case as the Data page takes it."""
    outcome = Outcome()
    begun = time.monotonic()
    with _ended_in_time():
        try:
            files = [(path.name, path.read_bytes()) for path in case.paths]
            uploads.load(
                files,
                uploads.propose(files, swapped=False),
                swapped=False,
                progress=lambda *_: None,
            )
        except DataProblem as problem:
            outcome.refused, outcome.words = True, str(problem)
        except BaseException as fault:
            outcome.fault = f"on the page, {type(fault).__name__}: {fault}"[:200]
    outcome.seconds = time.monotonic() - begun
    return outcome


@contextlib.contextmanager
def counting_server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            asked.append(self.client_address[0])
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def say(tally: Tally) -> None:
    """Print the figures, and each case that broke a promise."""
    console.print(
        f"{tally.cases:,} loads of hostile and odd files by command and page, {tally.refused:,} refused in words; "
        f"slowest {tally.slowest[0]:.1f} s ({tally.slowest[1]}), most memory {tally.bytes[0] / 1e6:,.0f} MB of all processes together "
        f"({tally.bytes[1]})."
    )
    console.print(f"Requests to a server: {tally.requests}.")
    for title, broken in (
        ("Traces", tally.traces),
        (f"Longer than {MOST_SECONDS:.0f} s", tally.hangs),
        ("Store changed by a refusal", tally.changes),
        ("Taken, though to be refused", tally.taken),
        ("Said otherwise on the page than by the command", tally.other_words),
    ):
        console.print(f"{title}: {len(broken)}.")
        for line in broken:
            console.print(f"  {line}", markup=False)


def _fill(store: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        month = Path(folder) / "2025-01-wiltshire-street.csv"
        month.write_bytes(street(20, month="2025-01"))
        shapes = Path(folder) / "wards.parquet"
        wards().to_parquet(shapes)
        intake.load([month, shapes], store)


def _state(store: Path) -> str:
    """A digest of everything in the store but the marks of who is writing or reading."""
    digest = hashlib.sha256(str(BuildStore(store).current()).encode())
    for path in sorted(store.rglob("*")):
        if path.is_file() and path.suffix != ".lock" and "leases" not in path.parts:
            digest.update(f"{path.relative_to(store)} {path.stat().st_size}".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextlib.contextmanager
def _settings(store: Path) -> Iterator[None]:
    before = os.environ.get("SVD_STORE")
    os.environ["SVD_STORE"] = str(store)
    try:
        yield
    finally:
        os.environ.pop("SVD_STORE")
        if before is not None:
            os.environ["SVD_STORE"] = before


@contextlib.contextmanager
def _ended_in_time() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still busy after {STOP_SECONDS} s")

    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(STOP_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _most_memory() -> Iterator[list[int]]:
    """How much memory this process and those it started hold, looked at ten times a second."""
    seen: list[int] = []
    over = threading.Event()

    def look() -> None:
        here = psutil.Process()
        while not over.wait(0.1):
            whole = 0
            for process in (here, *here.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    whole += process.memory_info().rss
            seen.append(whole)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
