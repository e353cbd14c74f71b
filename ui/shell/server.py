"""The server: Streamlit's own, with what is ready before it answers, and the routes beside the pages."""

from __future__ import annotations

import logging
import os
import sys
import webbrowser
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from geo.core.errors import DataProblem
from ui.access import identity, settings
from ui.access.gate import Gate
from ui.access.tokens import TOKENS
from ui.answers.area import served
from ui.shell import assets, errors, links, preload

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "app.py"


def serve(config: Mapping[str, object], *, open_browser: bool = False) -> None:
    """Serve until stopped; never with an area file or an access file that cannot be used, nor openly to a network unasked.

    config        Streamlit's options by their names, such as “server.port”; others come from .streamlit/config.toml and the environment
    open_browser  whether a laptop's reader is shown the dashboard as soon as it is ready
    """
    port = int(str(config.get("server.port", 8501)))
    base = _under(str(config.get("server.baseUrlPath", "")))
    try:
        served()
        require_way(str(config.get("server.address", "")))
    except DataProblem as problem:
        sys.exit(str(problem))
    os.chdir(ROOT)  # where Streamlit looks for .streamlit
    identity.close_gate()
    with links.secret_of(port, base) as secret:
        app = st.App(
            SCRIPT,
            lifespan=lambda app: lifespan(app, port, base, open_browser=open_browser),
            routes=routes(base),
            middleware=[Middleware(Gate, port=port, base=base, link_secret=secret)],
            on_script_error=errors.on_script_error,
        )
        app.run(config={**config, "server.trustedUserHeaders": {identity.HEADER: identity.KEY}})


def require_way(address: str) -> None:
    """Nothing, where readers may come in at an address by the way that the access file names; else raises DataProblem."""
    access = settings.current()
    if access.way == "laptop" and address not in LOOPBACK:
        raise DataProblem(
            "The dashboard does not start: others could reach it, and nothing says how they sign in.",
            f"It would listen at {address or 'every address'}.",
            'Write access.toml with way = "oidc" or "proxy", or public = true for open data alone; docs/access.md says how.',
            "",
        )


def routes(base_path: str = "") -> list[Route]:
    """What is served beside the pages, under the path that all of it stands under; Streamlit does not put it before routes of ours."""
    under = _under(base_path)
    return [
        Route(f"{under}/health", health),
        Route(f"{under}/assets/{{name}}", assets.answer),
    ]


def _under(base_path: str) -> str:
    base = base_path.strip("/")
    return f"/{base}" if base else ""


def health(request: Request) -> JSONResponse:
    """That the server answers. Whoever asks may know no more; what it shows stands on Data."""
    return JSONResponse({"status": "ok"})


@asynccontextmanager
async def lifespan(
    app: st.App, port: int = 0, base: str = "", *, open_browser: bool = False
) -> AsyncIterator[None]:
    """Import libraries and open the store before the first answer; work out beside the first readers what most of them ask.

    On a laptop the address that opens it once is printed, and shown in a browser where that is asked for.
    """
    preload.import_libraries()
    from ui.answers.store import pinned_build as answers
    from ui.shell import warm_up

    answers.open_current()
    _ignore_pages_folder()
    async with warm_up.beside():
        if port and settings.current().way == "laptop":
            link = links.address(port, base, TOKENS.make())
            print(
                f"\n  Open {link}\n  It works once; `python -m ui link` gives another.\n",
                flush=True,
            )
            if open_browser:
                webbrowser.open(link)
        yield


def _ignore_pages_folder() -> None:
    """Keep Streamlit from running a file of pages/ as a script of its own, where its address is the first that is asked for.

    It ignores the folder “as soon as any session of your app executes the st.navigation command”.
    """
    logging.disable(logging.WARNING)  # it would warn that there is no session here
    st.navigation([st.Page(lambda: None, title="Briefing", url_path="briefing")])
    logging.disable(logging.NOTSET)
