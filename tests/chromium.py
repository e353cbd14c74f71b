"""A dashboard of its own on a free port, and Chromium with every outside request blocked; for browser tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Frame,
    Locator,
    Page,
    WebSocket,
    sync_playwright,
)

from ui.access.gate import COOKIE
from ui.shell import links

ROOT = Path(__file__).resolve().parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",
    # Outside this machine no name is found. Intercepting each request would block as well, but slow every page and turn off its cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
]
INSIDE = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
MAP = 'iframe[title*="st_folium"]'
# Chromium says these of Streamlit's own frame attributes, and Streamlit the last of a map that a reader leaves while it loads.
NOT_OURS = (
    "Unrecognized feature",
    "allow-scripts and allow-same-origin",
    "unregistered ComponentInstance",
)
LEFT_BEHIND = "net::ERR_ABORTED"  # a request broken off because its page or map was left
# No run is under way, nothing is faded because it will be drawn anew, and no grey box stands in for a chart whose library is on its way.
SETTLED = """document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale="true"], [data-testid=stSkeleton]')"""
SERVED: dict[str, int] = {}  # addresses of the dashboards that run, and their ports
HEARD_MS = 160  # by when Streamlit has told its server of a press, and the server has answered that it begins


def chromium_path() -> str | None:
    """The headless shell where there is one: it draws the same and starts no windows, so that tests take half the time."""
    return next(
        filter(
            None,
            map(
                shutil.which,
                ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"),
            ),
        ),
        None,
    )


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def dashboard(store: Path) -> Iterator[str]:
    """The address of a dashboard serving `store`, stopped by its process id at the end."""
    with server(store) as (address, _):
        yield address


@contextlib.contextmanager
def server(
    store: Path,
    *options: str,
    program: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
) -> Iterator[tuple[str, Path]]:
    """A dashboard's address and its log, once it answers; started with further options, or from another folder.

    Where the environment names an access file nobody is signed in by a link; on a laptop every window that a test opens is.
    """
    port, base = port or free_port(), ""
    if "--base-path" in options:
        base = f"/{options[options.index('--base-path') + 1]}"
    log = store.parent / f"dashboard-{port}.log"
    address = f"http://127.0.0.1:{port}"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "ui", "serve", "--port", str(port), *options],
            cwd=program,
            env={**os.environ, "SVD_STORE": str(store), **(environment or {})},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(600):
                with contextlib.suppress(OSError):
                    if urllib.request.urlopen(f"{address}{base}/health", timeout=1).status == 200:
                        break
                time.sleep(0.05)
            if "SVD_ACCESS" not in (environment or {}):
                SERVED[address] = port
            yield address, log
        finally:
            SERVED.pop(address, None)
            process.terminate()
            process.wait(10)


def sign_in(context: BrowserContext) -> None:
    """Sign a window in to every dashboard that runs, by an address that opens it once, unless it is already."""
    held = {cookie["name"] for cookie in context.cookies()}
    for port in SERVED.values():
        if f"{COOKIE}_{port}" not in held:
            assert context.request.get(links.fresh(port)).ok


def cookie(address: str) -> str:
    """The Cookie header of somebody who is signed in to a dashboard, for clients that are no browser."""
    jar = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    opener.open(links.fresh(SERVED[address]), timeout=10).close()
    return "; ".join(f"{held.name}={held.value}" for held in jar)


def readers_window(opened: Browser, **options: Any) -> BrowserContext:
    """A window of a reader who is signed in.

    Scripts that a test has run in a page, and waits for, are made of text, which the pages' own policy forbids; it is set aside in tests
    but for the one that looks whether every page keeps it.
    """
    options = {"viewport": {"width": 1920, "height": 1080}, "bypass_csp": True, **options}
    context = opened.new_context(**options)
    sign_in(context)
    return context


@dataclass
class Watch:
    """What a page asked of others or did that it should not have, and the bytes its server sent it."""

    blocked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    received: list[int] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return self.blocked + self.failed + self.messages


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield opened
        opened.close()


def offline_page(context: BrowserContext) -> tuple[Page, Watch]:
    """A page, in a browser that reaches 127.0.0.1 and nothing else, and what it does under watch."""
    sign_in(context)
    page, watch = context.new_page(), Watch()

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: watch.received.append(len(frame)))

    page.set_default_timeout(60_000)
    page.on(
        "request",
        lambda request: (
            watch.blocked.append(request.url) if not request.url.startswith(INSIDE) else None
        ),
    )
    page.on("websocket", listen)
    page.on(
        "requestfailed",
        lambda request: (
            watch.failed.append(request.url) if request.failure != LEFT_BEHIND else None
        ),
    )
    page.on(
        "response",
        lambda answer: (
            watch.failed.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    page.on(
        "console",
        lambda line: watch.messages.append(line.text) if _counts(line.type, line.text) else None,
    )
    page.on("pageerror", lambda error: watch.messages.append(str(error)))
    return page, watch


def _counts(kind: str, text: str) -> bool:
    return kind in ("error", "warning") and not any(known in text for known in NOT_OURS)


def map_frame(page: Page) -> Frame:
    """The map's frame, once it has been painted."""
    page.frame_locator(MAP).locator("body[data-paint]").wait_for(timeout=40_000)
    return next(frame for frame in page.frames if "st_folium" in frame.url)


def paints(frame: Frame) -> int:
    return int(frame.evaluate("Number(document.body.dataset.paint)"))


def settle(page: Page) -> None:
    """Until the page is still, as it is for a reader who looks before pressing on: what was pressed before is answered and drawn."""
    page.wait_for_timeout(HEARD_MS)
    page.wait_for_function(SETTLED)


def press(where: Page | Locator, role: Literal["button", "link", "radio"], name: str) -> None:
    """Press what bears just this name, on a page or in a part of it, once the page is still."""
    settle(where.page if isinstance(where, Locator) else where)
    where.get_by_role(role, name=name, exact=True).click()


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box by typing it, once the page is still."""
    settle(page)
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).first.wait_for()
    page.keyboard.press("Enter")
