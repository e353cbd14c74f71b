"""Readers at once: sessions that speak Streamlit's own websocket protocol and change a filter every five seconds.

`python -m bench.load [--minutes 5] [--readers 1 10 50]` serves the demonstration on 127.0.0.1 and stops by itself. With `--soak 36000`
two readers make as many changes as fifty do in an hour, one after the other, and memory is watched instead.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.runs import table
from loaders.demo.demonstration import build_demonstration
from tests.chromium import cookie, dashboard

PAUSE = 5.0
MONTHS = [f"{date(year, month, 1):%b %Y}" for year in (2021, 2022) for month in range(1, 13)]
LONGEST_WAIT = 30.0
SOAKING = 2


@dataclass
class Reader:
    """One session: what it waited for each filter change, in seconds, and what went wrong."""

    cookie: str
    pause: float = PAUSE
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    widget: str = ""

    async def run(self, address: str, until: float) -> None:
        async with connect(
            f"{address.replace('http', 'ws')}/_stcore/stream",
            max_size=None,
            subprotocols=None,
            additional_headers={"Cookie": self.cookie},
        ) as socket:
            await self._ask(socket, "")
            await asyncio.sleep(random.random() * self.pause)
            while time.monotonic() < until:
                began = time.monotonic()
                await self._ask(socket, random.choice(MONTHS))
                self.waits.append(time.monotonic() - began)
                await asyncio.sleep(max(0.0, self.pause - (time.monotonic() - began)))

    async def _ask(self, socket: ClientConnection, month: str) -> None:
        """Run the page again with another first month, and read until the run has ended."""
        request = BackMsg()
        request.rerun_script.query_string = ""
        if month:
            chosen = request.rerun_script.widget_states.widgets.add()
            chosen.id, chosen.string_value = self.widget, month
        await socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(socket.recv(), LONGEST_WAIT))
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._look(message)
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    self.faults.append(
                        ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                    )
                return

    def _look(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        if element.WhichOneof("type") == "selectbox" and element.selectbox.label == "From":
            self.widget = element.selectbox.id
        if element.WhichOneof("type") in ("alert", "exception"):
            self.faults.append(str(element)[:200])


async def _together(
    address: str, readers: int, seconds: float, pause: float = PAUSE
) -> list[Reader]:
    held = cookie(address)
    crowd = [Reader(held, pause) for _ in range(readers)]
    until = time.monotonic() + seconds
    await asyncio.gather(*(reader.run(address, until) for reader in crowd))
    return crowd


def measured(store: Path, readers: int, seconds: float) -> tuple[str, ...]:
    """Readers, changes, median and 95th percentile in ms, faults, memory a session and how it grew in MB."""
    with dashboard(store) as address:
        server = _server(address)
        asyncio.run(_together(address, 1, 3 * PAUSE))
        before = server.memory_info().rss
        half = asyncio.run(_together(address, readers, seconds / 2))
        middle = server.memory_info().rss
        rest = asyncio.run(_together(address, readers, seconds / 2))
        after = server.memory_info().rss
    waits = sorted(wait * 1000 for reader in (*half, *rest) for wait in reader.waits)
    faults = sum(len(reader.faults) for reader in (*half, *rest))
    return (
        str(readers),
        f"{len(waits):,}",
        f"{median(waits):.0f}",
        f"{waits[int(0.95 * len(waits)) - 1]:.0f}",
        str(faults),
        f"{max(middle - before, 0) / 1e6 / readers:.2f}",
        f"{(after - middle) / 1e6:+.0f}",
    )


def soaked(store: Path, changes: int) -> list[tuple[str, ...]]:
    """Changes made, and the server's memory in MB, ten times on the way to `changes`."""
    rows: list[tuple[str, ...]] = []
    made = 0
    with dashboard(store) as address:
        server = _server(address)
        while made < changes:
            for reader in asyncio.run(_together(address, SOAKING, changes / 1000, pause=0.0)):
                if reader.faults:
                    raise SystemExit(f"A change failed: {reader.faults[0]}")
                made += len(reader.waits)
            if made >= changes * (len(rows) + 1) / 10:
                rows.append((f"{made:,}", f"{server.memory_info().rss / 1e6:.0f}"))
    return rows


def _server(address: str) -> psutil.Process:
    port = address.rpartition(":")[2]
    return next(
        process
        for process in psutil.process_iter(["cmdline"])
        if port in (process.info["cmdline"] or [])
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--readers", type=int, nargs="+", default=[1, 10, 50])
    parser.add_argument("--soak", type=int, default=0, metavar="CHANGES")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        build_demonstration(Path(folder))
        if options.soak:
            table(
                f"{SOAKING} readers, one change after the other",
                ["changes", "MB"],
                soaked(Path(folder), options.soak),
            )
            return
        rows = [
            measured(Path(folder), readers, options.minutes * 60) for readers in options.readers
        ]
    table(
        f"A filter change every {PAUSE:g} s each, for {options.minutes:g} minutes",
        ["readers", "changes", "median ms", "p95 ms", "faults", "MB a session", "MB later"],
        rows,
    )


if __name__ == "__main__":
    main()
