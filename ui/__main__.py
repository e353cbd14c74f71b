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
            help="Address to listen on; any but this machine's own needs an access.toml that says how readers sign in."
        ),
    ] = "127.0.0.1",
    base_path: Annotated[
        str, typer.Option(help="Path that the dashboard stands under, as behind a proxy.")
    ] = "",
    open_browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Show it in a browser once it is ready.")
    ] = False,
) -> None:
    """Serve the dashboard until stopped. Further options of Streamlit are set in .streamlit/config.toml."""
    from ui.shell.server import serve as run

    config = {"server.port": port, "server.address": address, "server.baseUrlPath": base_path}
    run(config, open_browser=open_browser)


@app.command()
def link(
    port: Annotated[int, typer.Option(help="Port that the dashboard listens on.")] = 8501,
) -> None:
    """Print a fresh address that opens the dashboard once, of one that you started on this machine."""
    from geo.core.errors import DataProblem
    from ui.shell.links import fresh

    try:
        typer.echo(fresh(port))
    except DataProblem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from problem


@app.command()
def roles() -> None:
    """Print what each role may do, as docs/access.md has it."""
    from ui.access.policy import table

    typer.echo(table())


if __name__ == "__main__":
    app()
