"""The commands of the dashboard: `python -m ui serve`."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="The dashboard.", no_args_is_help=True, add_completion=False)


@app.callback()
def commands() -> None:
    """The dashboard."""


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8501,
    address: Annotated[
        str,
        typer.Option(
            help="Address to listen on; any but this machine alone opens the dashboard to others."
        ),
    ] = "127.0.0.1",
    base_path: Annotated[
        str, typer.Option(help="Path that the dashboard stands under, as behind a proxy.")
    ] = "",
) -> None:
    """Serve the dashboard until stopped. Further options of Streamlit are set in .streamlit/config.toml."""
    from ui.shell.server import serve as run

    run({"server.port": port, "server.address": address, "server.baseUrlPath": base_path})


if __name__ == "__main__":
    app()
