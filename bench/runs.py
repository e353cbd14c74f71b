"""Whole processes, timed by turns: wall seconds and peak memory as the operating system counts them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from loaders.settings import setting

ROOT = Path(__file__).resolve().parent.parent
console = Console(width=110)


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, peak memory in MB, what it printed last, and seconds of the processor, which other work on the
    machine does not lengthen."""

    seconds: float
    megabytes: float
    last_line: str
    processor: float = 0.0


@dataclass(frozen=True)
class Measurement:
    """One promise: the share measured over so many trials, and the range it was to lie in."""

    what: str
    trials: int
    share: float
    least: float = 0.0
    most: float = 1.0

    @property
    def in_range(self) -> bool:
        return self.least <= self.share <= self.most


def real_data() -> Path:
    """Where the real open data lie: SVD_TEST_DATA, else beside the project."""
    return Path(setting("SVD_TEST_DATA") or ROOT.parent / "shared" / "data" / "real")


def run(code: str, *arguments: object, env: Mapping[str, str] | None = None) -> Run:
    """Run Python code in a process of its own, with the arguments in sys.argv."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, text=True
    )
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"A measured process ended with {process.returncode}.")
    return Run(
        time.perf_counter() - began,
        usage.ru_maxrss / 1024,
        output.strip().rpartition("\n")[2],
        usage.ru_utime + usage.ru_stime,
    )


def middle(runs: Sequence[Run], name: str) -> float:
    return median(getattr(process, name) for process in runs)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    shown = Table(*columns, title=title, title_justify="left")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
