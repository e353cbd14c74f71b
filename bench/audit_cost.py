"""What sign-in and the record of who saw what add to a change of a filter on the force's own records (budget: 3 ms).

`python -m bench.audit_cost [--changes 60] [--flush-ms 0 5]` serves the demonstration three times on 127.0.0.1: with neither,
behind the gate without the record, and with both. Each change is made in all three, one right after the other, so that what else the machine
does falls on all alike; and the processor's time is what each server's process used. With --flush-ms each flush of the record takes so much
longer than on this disk.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from bench.load import LONGEST_WAIT
from bench.runs import ROOT, table
from loaders.access_file import command_user
from loaders.demo.demonstration import build_demonstration
from tests.chromium import free_port

SECRET = "a-secret-of-the-proxy-alone-0123456789"
SOURCE = "Wiltshire Police, the force's own records (extract), demonstration"
ROLES = ("executive", "analyst")
PAGE, WIDGET = "wards", "Layer"
LAYERS = (
    "Knife possession",
    "Knife-enabled violence",
    "Local-line incidents",
    "County-line incidents",
)
GATED = """
import os, sys, time
from contextlib import nullcontext
from functools import partial
from loaders.audit.log import AuditLog
from ui.access import events
from ui.answers import seen
from ui.shell import warm_up
from ui.shell.server import serve
warm_up.beside = nullcontext
slower = float(sys.argv[2])
def flush(file):
    time.sleep(max(slower, 0.0))
    os.fsync(file)
events.AuditLog = partial(AuditLog, to_disk=flush)
if slower < 0:
    seen.seen = lambda *given, **named: None
serve({"server.port": int(sys.argv[1]), "server.address": "127.0.0.1", "server.headless": True})
"""
OPEN = """
import sys
from contextlib import nullcontext
import streamlit as st
from ui.answers import seen
from ui.shell import warm_up
from ui.shell.server import SCRIPT, lifespan, routes
warm_up.beside = nullcontext
seen.seen = lambda *given, **named: None
app = st.App(SCRIPT, lifespan=lifespan, routes=routes())
app.run(config={"server.port": int(sys.argv[1]), "server.address": "127.0.0.1", "server.headless": True})
"""
ARMS = ("neither", "sign-in", "both")


@dataclass(frozen=True)
class Server:
    """Where a server's websocket is, and its process."""

    stream: str
    process: psutil.Process

    def processor(self) -> float:
        """Milliseconds of the processor that it has used so far."""
        times = self.process.cpu_times()
        return 1000 * float(times.user + times.system)


@dataclass
class Cost:
    """What changes cost, in milliseconds: how long each was waited for, and what one took of the processor."""

    waits: list[float] = field(default_factory=list)
    processor: float = 0.0


@dataclass
class Reader:
    """One websocket on which the layer is changed."""

    socket: ClientConnection
    widget: str = ""

    async def change(self, layer: str) -> float:
        """Milliseconds until the run that it causes has ended."""
        request = BackMsg()
        request.rerun_script.query_string = urlencode({"source": SOURCE, "guide": "off"})
        request.rerun_script.page_name = PAGE
        if layer:
            chosen = request.rerun_script.widget_states.widgets.add()
            chosen.id, chosen.string_value = self.widget, layer
        began = time.perf_counter()
        await self.socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await asyncio.wait_for(self.socket.recv(), LONGEST_WAIT))
            if message.WhichOneof("type") == "script_finished":
                return 1000 * (time.perf_counter() - began)
            element = message.delta.new_element
            if element.WhichOneof("type") == "selectbox" and element.selectbox.label == WIDGET:
                self.widget = element.selectbox.id
            if element.WhichOneof("type") == "exception":
                raise SystemExit(str(element)[:300])


@contextlib.contextmanager
def _served(code: str, store: Path, access: str, *arguments: object) -> Iterator[Server]:
    port = free_port()
    file = store.parent / f"access-{port}.toml"
    file.write_text(access, encoding="utf-8")
    environment = {**os.environ, "SVD_STORE": str(store), "SVD_ACCESS": str(file)}
    command = [sys.executable, "-c", code, str(port), *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        for _ in range(2400):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
                break
            time.sleep(0.05)
        yield Server(f"ws://127.0.0.1:{port}/_stcore/stream", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def measured(store: Path, role: str, changes: int, slower: float) -> list[Cost]:
    """What each arm's changes cost a reader with a role; each flush takes `slower` seconds more."""
    (store.parent / "secret").write_text(SECRET)
    groups = "".join(f'[[roles]]\nrole = "{each}"\ngroups = ["{each}"]\n' for each in ROLES)
    proxy = f'way = "proxy"\nhosts = ["127.0.0.1"]\n[proxy]\nsecret_file = "secret"\n{groups}'
    laptop = f'[users]\n"{command_user()}" = "{role}"\n'
    headers = {"X-SVD-Proxy-Secret": SECRET, "X-Remote-User": "p1", "X-Remote-Groups": role}
    with (
        _served(OPEN, store, laptop) as plain,
        _served(GATED, store, proxy, -1) as unrecorded,
        _served(GATED, store, proxy, slower) as recorded,
    ):
        return asyncio.run(_by_turns([plain, unrecorded, recorded], headers, changes))


async def _by_turns(
    servers: Sequence[Server], headers: Mapping[str, str], changes: int
) -> list[Cost]:
    async with contextlib.AsyncExitStack() as open_sockets:
        readers = [
            Reader(
                await open_sockets.enter_async_context(
                    connect(server.stream, max_size=None, additional_headers=headers)
                )
            )
            for server in servers
        ]
        for layer in ("", *LAYERS, *LAYERS):  # what is measured is answered from memory, as most is
            for reader in readers:
                await reader.change(layer)
        before = [server.processor() for server in servers]
        costs = [Cost() for _ in servers]
        for number in range(changes):
            for at in (0, 1, 2) if number % 2 else (2, 1, 0):
                costs[at].waits.append(await readers[at].change(LAYERS[number % len(LAYERS)]))
        for cost, server, used in zip(costs, servers, before, strict=True):
            cost.processor = (server.processor() - used) / changes
    return costs


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=60)
    parser.add_argument("--flush-ms", type=float, nargs="+", default=[0.0, 5.0])
    options = parser.parse_args(arguments)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build_demonstration(store)
        for slower in options.flush_ms:
            for role in ROLES:
                costs = measured(store, role, options.changes, slower / 1000)
                by_pairs = zip(costs[2].waits, costs[0].waits, strict=True)
                rows.append(
                    (
                        role,
                        f"{slower:g}",
                        *(f"{median(cost.waits):.0f}" for cost in costs),
                        f"{median(full - bare for full, bare in by_pairs):+.1f}",
                        *(f"{cost.processor:.1f}" for cost in costs),
                        f"{costs[2].processor - costs[0].processor:+.1f}",
                    )
                )
    table(
        f"{options.changes} changes of the layer on Wards, of the force's own records, ms",
        ["role", "flush + ms", *ARMS, "both add", *(f"CPU, {arm}" for arm in ARMS), "both add"],
        rows,
    )


if __name__ == "__main__":
    main()
