"""Our routes asked as a browser asks them, without a server."""

from __future__ import annotations

import asyncio

import httpx
from starlette.applications import Starlette

from ui.shell import server


def get(path: str, base_path: str = "") -> httpx.Response:
    """The answer of a server that stands under a base path."""

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(Starlette(routes=server.routes(base_path)))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return asyncio.run(asked())
