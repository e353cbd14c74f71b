"""The server: Streamlit's own, with what is ready before it answers, and the routes beside the pages."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from geo.core.errors import DataProblem
from ui.answers.area import served
from ui.shell import assets, errors, preload

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "app.py"


def serve(config: Mapping[str, object]) -> None:
    """Serve until stopped; never with an area file that cannot be used.

    config  Streamlit's options by their names, such as “server.port”; others come from .streamlit/config.toml and the environment
    """
    try:
        served()
    except DataProblem as problem:
        sys.exit(str(problem))
    os.chdir(ROOT)  # where Streamlit looks for .streamlit
    base = str(config.get("server.baseUrlPath", ""))
    app = st.App(
        SCRIPT, lifespan=lifespan, routes=routes(base), on_script_error=errors.on_script_error
    )
    app.run(config=config)


def routes(base_path: str = "") -> list[Route]:
    """What is served beside the pages, under the path that all of it stands under; Streamlit does not put it before routes of ours."""
    base = base_path.strip("/")
    under = f"/{base}" if base else ""
    return [
        Route(f"{under}/health", health),
        Route(f"{under}/assets/{{name}}", assets.answer),
    ]


def health(request: Request) -> JSONResponse:
    """That the server answers, of which version it is, and which build it shows; None for no build."""
    from ui.answers.store import pinned_build as answers

    return JSONResponse({"status": "ok", **answers.served_now()})


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Import libraries and open the store before the first answer; work out beside the first readers what most of them ask."""
    preload.import_libraries()
    from ui.answers.store import pinned_build as answers
    from ui.shell import warm_up

    answers.open_current()
    _ignore_pages_folder()
    async with warm_up.beside():
        yield


def _ignore_pages_folder() -> None:
    """Keep Streamlit from running a file of pages/ as a script of its own, where its address is the first that is asked for.

    It ignores the folder “as soon as any session of your app executes the st.navigation command”.
    """
    logging.disable(logging.WARNING)  # it would warn that there is no session here
    st.navigation([st.Page(lambda: None, title="Briefing", url_path="briefing")])
    logging.disable(logging.NOTSET)
