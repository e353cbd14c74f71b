"""The commands of the dashboard: `python -m ui serve`, and those that read the record of who saw what."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The dashboard.", no_args_is_help=True, add_completion=False)


audit = typer.Typer(help="The record of who saw what.", no_args_is_help=True)
app.add_typer(audit, name="audit")


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
    from ui.shell.links import fresh

    with _said():
        typer.echo(fresh(port))


@audit.command()
def verify() -> None:
    """Look through the record, and name every line that was changed, dropped, moved or cut."""
    from ui.access.audit import verified

    with _said():
        for line in verified():
            typer.echo(line)


@audit.command()
def export(
    file: Annotated[
        Path,
        typer.Argument(help="The file to write: .csv for a spreadsheet, else a line of JSON each."),
    ],
    first: Annotated[str, typer.Option("--from", help="First day (UTC): year-month-day.")],
    last: Annotated[str, typer.Option("--to", help="Last day (UTC): year-month-day.")],
) -> None:
    """Write the events of some days into a file."""
    from ui.access.audit import exported
    from ui.text.frame.access import audit_exported

    with _said():
        typer.echo(audit_exported(exported(first, last, file), file.name))


@audit.command()
def who_saw(
    source: Annotated[
        str, typer.Argument(help="The source, as `python -m loaders status` names it.")
    ],
    month: Annotated[str, typer.Argument(help="The month of its records: year-month.")],
) -> None:
    """List who saw anything of a restricted source's month."""
    from ui.access.audit import who_saw as listed
    from ui.text.frame.access import NOBODY_SAW

    with _said():
        for line in listed(source, month) or [NOBODY_SAW]:
            typer.echo(line)


@contextlib.contextmanager
def _said() -> Iterator[None]:
    """What the user can mend is said in plain words, and ends the command with status 1."""
    from geo.core.errors import DataProblem

    try:
        yield
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
