"""The command line: `python -m loaders`."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from geo.core.errors import DataProblem
from geo.core.expected_rows import WHOLE
from geo.core.vintage_words import vintage_words
from loaders.access_file import command_user, default_path, read_access
from loaders.area import served
from loaders.audit.lines import Event, What
from loaders.audit.log import AuditLog
from loaders.audit.place import place_of
from loaders.permissions import Action, require
from loaders.settings import store_root
from loaders.sources.registry import of
from loaders.sources.source import Holds
from loaders.store.builds import STAGED, BuildStore
from loaders.store.damage import Hashes
from loaders.store.manifest import Manifest
from loaders.store.month_rows import partial_keys, statuses_of
from loaders.store.opening import REPAIR, opening
from loaders.store.opening import named as first_named
from loaders.store.proposal import NotAgreed, Proposal, ProposalLine
from loaders.store.reader import current_build

if TYPE_CHECKING:
    from loaders import intake
    from loaders.extract.kinds import ExtractKind
    from loaders.register.upgrade import RegisterState

app = typer.Typer(
    help="Load data for the dashboard, and look after its builds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
fetch = typer.Typer(help="Fetch published files, then load them.", no_args_is_help=True)
app.add_typer(fetch, name="fetch")
template = typer.Typer(help="Write workbooks to fill in.", no_args_is_help=True)
app.add_typer(template, name="template")
register = typer.Typer(help="Look after the register of what people edit.", no_args_is_help=True)
app.add_typer(register, name="register")
REGISTERS = {"real": "Real data", "demonstration": "Demonstration"}
MOST_NOTES = 20
MOST_LINES = 3
MOST_NEW = 12  # months that are only new and are named one by one before a load
EARLIER = "It is of an earlier version: `python -m loaders upgrade` brings it up to date."
NOT_AGREED = 3  # status of a command that asked for a yes and got none
console = Console(highlight=False, soft_wrap=True, markup=False, emoji=False)
Swapped = Annotated[
    bool,
    typer.Option(
        "--swapped",
        help="Longitude and latitude, or easting and northing, stand in each other's column in these files.",
    ),
]


Yes = Annotated[
    bool,
    typer.Option(
        "--yes",
        help="Do it also where a month shrinks by more than a tenth, loses a type or goes back to an older publication.",
    ),
]


@app.command()
def load(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or ZIP archives.")],
    swapped: Swapped = False,
    layer: Annotated[
        list[str] | None,
        typer.Option(help="The layer of a boundary file that counts; several times for several."),
    ] = None,
    geography: Annotated[
        str,
        typer.Option(
            help='The areas of the boundary file are no wards: what they are called, such as "Neighbourhood areas".'
        ),
    ] = "",
    mapping: Annotated[
        Path | None, typer.Option(help="How a force's own extract or searches read: a TOML file.")
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Say what would change, what would be accepted and why not the rest; change nothing.",
        ),
    ] = False,
    yes: Yes = False,
) -> None:
    """Load police.uk files, a force's own extract, boundaries, residents or operations into a new build."""
    _require_loader()
    from loaders import intake

    paths = [*paths, *([mapping] if mapping else [])]
    if dry_run:
        _say_rehearsal(
            intake.rehearse(
                paths, store_root(), swapped=swapped, layers=layer or (), geography=geography
            )
        )
        return
    bar = _Bar("rows")
    with bar as update_bar:
        report = intake.load(
            paths,
            store_root(),
            swapped=swapped,
            layers=layer or (),
            geography=geography,
            progress=update_bar,
            agreed=lambda proposal: _agreed(proposal, yes=yes, bar=bar),
        )
    of_the_build = report.manifest.boundaries["notes"].split("\n") if report.manifest else []
    notes = [note for note in report.notes if note not in of_the_build]  # which are said below
    for note in notes[:MOST_NOTES]:
        console.print(note)
    if len(notes) > MOST_NOTES:
        console.print(f"… and {len(notes) - MOST_NOTES:,} notes more, on the Data page.")
    for name, rows in report.read.items() if len(report.read) <= 40 else ():
        console.print(f"  {name}: {rows:,} rows")
    _say_report(report)


@app.command()
def remove(
    month: Annotated[str, typer.Argument(help="The month to leave out, like 2025-03.")],
    source: Annotated[
        str, typer.Argument(help="Its source, as `status` names it; all if left out.")
    ] = "",
    yes: Yes = False,
) -> None:
    """Make a build without a month, of one source or of all; `undo` brings it back."""
    _require_loader()
    from loaders import intake

    report = intake.remove_month(
        f"{_month(month):%Y-%m}",
        store_root(),
        source_id=source,
        agreed=lambda proposal: _agreed(proposal, yes=yes),
    )
    _write_down_build("remove", report.manifest, month=month, source=source)
    if report.manifest:
        _say_build(report.manifest)
    console.print("`python -m loaders undo` brings the build before back.")


@app.command()
def undo() -> None:
    """Show the build again that was shown before the current one was made."""
    _require_loader()
    build_store = BuildStore(store_root())
    with build_store.writing():
        left, shown = build_store.undo()
    _write_down("undo", left=left, build=shown)
    console.print(f"Build {shown} is current again.")
    _say_build(build_store.manifest(shown))
    console.print(f"Build {left} is kept; `python -m loaders use {left}` shows it.")


@app.command()
def demo() -> None:
    """Make the demonstration build and show it."""
    _require_loader()
    from loaders.demo.demonstration import build_demonstration

    made = build_demonstration(store_root())
    _write_down_build("demo", made)
    console.print(
        "The demonstration build stands already and is unchanged." if made is None else ""
    )
    if made is not None:
        _say_build(made)


Output = Annotated[
    Path, typer.Option("--output", "-o", help="The workbook to write, ending in .xlsx.")
]
MadeUp = Annotated[bool, typer.Option("--demonstration-rows", help="With made-up rows in it.")]


@template.command("force-extract")
def template_force_extract(output: Output, demonstration_rows: MadeUp = False) -> None:
    """Write the workbook of a force's extract, with notes on every column."""
    from loaders.extract.kinds import OFFENCES

    _write_template(output, OFFENCES, demonstration_rows=demonstration_rows)


@template.command("force-searches")
def template_force_searches(output: Output, demonstration_rows: MadeUp = False) -> None:
    """Write the workbook of a force's own stops and searches, with notes on every column."""
    from loaders.extract.kinds import OWN_SEARCHES

    _write_template(output, OWN_SEARCHES, demonstration_rows=demonstration_rows)


@template.command("harm-weights")
def template_harm_weights(
    output: Annotated[Path, typer.Option("--output", "-o", help="The CSV file to write.")],
) -> None:
    """Write an empty file of weights of harm: the index, its date and unit, an offence code, its weight."""
    from loaders.sources.harm_weights import write_weights_form

    write_weights_form(output)
    console.print(
        f"{output.name} is written. Fill in a row for each code (or rename the column to offence_type) and load it."
    )


@fetch.command("police")
def fetch_police(
    force: Annotated[
        str,
        typer.Option(help="The force as in police.uk's file names; that of the area unless given."),
    ] = "",
    first: Annotated[str, typer.Option("--from", help="First month, like 2025-01.")] = "",
    last: Annotated[str, typer.Option("--to", help="Last month, like 2025-09.")] = "",
    yes: Yes = False,
) -> None:
    """Take a force's months out of the national archive of data.police.uk, and load them."""
    _require_loader()
    from loaders import intake
    from loaders.downloads.police_archive import fetch_police as fetched_months

    force = force or served().force
    months = [_month(text) for text in (first, last or first)]
    with _Bar("bytes") as update_bar:
        fetched = fetched_months(
            force,
            months[0],
            months[-1],
            store_root() / "downloads",
            progress=lambda done, whole: update_bar(force, done, done, whole or 0),
        )
    for note in fetched.notes:
        console.print(note)
    if not fetched.paths:
        raise DataProblem(
            f"No file of {force} was published for these months.", do="Choose other months."
        )
    _say_report(
        intake.load(fetched.paths, store_root(), agreed=lambda proposal: _agreed(proposal, yes=yes))
    )


@fetch.command("boundaries")
def fetch_boundaries(
    vintage: Annotated[
        str, typer.Option(help="Year of the boundaries; that of the area unless given.")
    ] = "",
    authority: Annotated[
        list[str] | None, typer.Option(help="Authority codes; none for all of England and Wales.")
    ] = None,
    more: Annotated[list[str] | None, typer.Argument(help="Further authority codes.")] = None,
    service: Annotated[
        str,
        typer.Option(
            help="Name of the service that has them, where data/download_places.csv lists none."
        ),
    ] = "",
    yes: Yes = False,
) -> None:
    """Fetch ward boundaries from the ONS Open Geography service: the full ones to locate with, lighter ones to draw."""
    _require_loader()
    from loaders import intake
    from loaders.downloads.ons import fetch_boundaries as fetched_layer

    vintage = vintage or served().ward_vintage
    codes, folder = [*(authority or []), *(more or [])], store_root() / "downloads"
    with _Bar("wards") as update_bar:

        def progress(done: int, whole: int | None) -> None:
            update_bar("wards", done, done, whole or 0)

        full, *light = (
            fetched_layer(vintage, codes, folder, resolution=r, service=service, progress=progress)
            for r in (("BFC",) if service else ("BFC", "BGC"))  # one service has one layer of wards
        )
    _say_report(
        intake.load(
            [full],
            store_root(),
            drawing=light[0] if light else None,
            agreed=lambda proposal: _agreed(proposal, yes=yes),
        )
    )


@app.command()
def status() -> None:
    """Say what the build shown holds, and what is wrong with the store."""
    from loaders.store.upgrade import lacking

    build_store = BuildStore(store_root())
    shown = opening(store_root(), patience=None)
    if shown.build is None and shown.problem:
        raise shown.problem
    if shown.build is None:
        console.print(
            "Nothing has been loaded yet. Run `python -m loaders demo` or `python -m loaders load PATH`."
        )
        return
    manifest = build_store.manifest(shown.build)
    _say_build(manifest)
    if lacking(manifest, build_store.folder(shown.build)):
        console.print(EARLIER)
    for vintage in manifest.vintages:
        in_words = vintage_words(vintage.id)
        console.print(
            f"Wards of {in_words} beside them: {vintage.wards}, {vintage.exactness}, from {vintage.source}."
        )
    left_out = partial_keys(statuses_of(manifest.parts))
    for source, force in sorted({(p.source_id, p.force) for p in manifest.parts}):
        parts = [p for p in manifest.parts if (p.source_id, p.force) == (source, force)]
        whole = sum(part.key not in left_out for part in parts)
        span = (
            f"{parts[0].month} to {parts[-1].month}, {len(parts)} received"
            + (f", {whole} counted" if whole < len(parts) else "")
            if parts[0].month
            else "register"
        )
        read, accepted = (sum(getattr(p, name) for p in parts) for name in ("read", "accepted"))
        outside, without = (
            sum(getattr(p, name) for p in parts) for name in ("outside", "without_location")
        )
        console.print(
            f"{source} {force}: {span}; {read:,} rows read, {accepted:,} accepted, {read - accepted:,} rejected; "
            f"{outside:,} outside every ward, {without:,} without location"
        )
    for line in manifest.superseded:
        named = " ".join(line[key] for key in ("source_id", "force", "month"))
        console.print(f"Superseded: {named}, archive {line['archive_month']}, {line['rows']} rows.")
    if shown.problem:
        raise shown.problem


@app.command()
def verify(
    build: Annotated[str, typer.Argument(help="A build; the current one if left out.")] = "",
) -> None:
    """Compare every file of a build with its manifest, size and SHA-256, and name what is damaged."""
    build_store = BuildStore(store_root())
    pointer = build_store.pointer_fault()
    if pointer and not build:
        console.print(pointer)
    name = build or current_build(store_root())
    if name is None:
        raise DataProblem(
            "The store holds no build." if pointer else "Nothing has been loaded yet.",
            do="Load your files again."
            if pointer
            else "Run `python -m loaders demo` or `python -m loaders load PATH`.",
            stands="",
        )
    if name not in build_store.names():
        build_store.manifest(name)  # there is no such build, which it says
    faults = build_store.faults(name)
    for fault in faults:
        console.print(fault)
    if faults:
        raise DataProblem(
            f"Build {name} is damaged.",
            f"{len(faults):,} {'file is' if len(faults) == 1 else 'files are'} not as written.",
            REPAIR,
            "It is still in place.",
        )
    files = len(build_store.manifest(name).files)
    console.print(f"Build {name} is whole: {files} files as the manifest says.")
    if pointer and not build:
        raise DataProblem("It is not known which build to show.", do=REPAIR)


@app.command("repair")
def mend(
    build: Annotated[str, typer.Argument(help="A build; the current one if left out.")] = "",
    leave_out: Annotated[
        bool,
        typer.Option(
            "--leave-out",
            help="Go on without what cannot be had any more, as if it had not been received.",
        ),
    ] = False,
) -> None:
    """Mend a damaged build from what is sound, from other builds and from fetched files; name what must be loaded again."""
    _require_loader()
    from loaders.demo.demonstration import build_demonstration
    from loaders.store.repair import DemonstrationLost, repair

    try:
        mending = repair(store_root(), build, leave_out=leave_out)
        _write_down_build("repair", mending.manifest)
    except DemonstrationLost:
        build_store, shown = BuildStore(store_root()), current_build(store_root())
        made = build_demonstration(store_root())
        if build and shown and shown != build:
            with build_store.writing():
                build_store.point_to(shown)
        console.print("The demonstration was damaged and has been made again.")
        if made is not None:
            _say_build(made)
        return
    for line in [*mending.notes, *(fault.sentence for fault in mending.faults)]:
        console.print(line)
    if mending.manifest is not None:
        console.print(f"Build {mending.damaged} is mended by a new one, every file of it checked.")
        _say_build(mending.manifest)
    elif mending.damaged:
        console.print(f"Build {mending.damaged} is whole: nothing of it had to be mended.")
    else:
        console.print("Nothing has been loaded yet.")


@app.command()
def backup(
    target: Annotated[
        Path,
        typer.Argument(help="The file to write, or a folder, in which it is named by its time."),
    ],
    keep: Annotated[
        int | None,
        typer.Option(min=1, help="In a folder: how many of the newest backups are kept."),
    ] = None,
    with_builds: Annotated[
        bool,
        typer.Option("--with-builds", help="The files of the builds too, not only their names."),
    ] = False,
) -> None:
    """Write what people entered, partner files, access, the record of who saw what and the sealed salt into one file; verify it."""
    _require_allowed("back up and restore")
    from loaders.backup.keeping import LastBackup, note_backup, remove_older, timed_name
    from loaders.backup.making import make_backup, standing_salt

    now, root = datetime.now(UTC), store_root()
    if not root.is_dir():
        raise DataProblem("There is nothing to back up.", "There is no store yet.", stands="")
    in_folder = keep is not None or target.is_dir()
    if in_folder:
        target.mkdir(parents=True, exist_ok=True)
    path = target / timed_name(now) if in_folder else target
    made = make_backup(
        root,
        place_of(read_access(default_path())),
        path,
        passphrase=_passphrase(new=True) if standing_salt(root) else "",
        with_builds=with_builds,
        agreed=lambda digest: _write_event("backup", {"file": path.name, "sha256": digest}),
    )
    registers = made.manifest["registers"]
    note_backup(root, LastBackup(now, {k: each["changes"] for k, each in registers.items()}))
    console.print(
        f"{path.name} is written and verified: {made.size:,} bytes, SHA-256 {made.digest}."
    )
    for kind, each in registers.items():
        console.print(
            f"{REGISTERS[kind]}: {sum(each['records'].values()):,} records, {each['changes']:,} changes."
        )
    if made.manifest["salt"] == "left out":
        console.print("The salt is not in it: no passphrase was given. Keep the salt file apart.")
    for note in made.manifest["left_out"]:
        console.print(note)
    if keep is not None:
        for name in remove_older(target, keep):
            console.print(f"{name} is removed: {keep} newer ones are kept.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The file that `backup` wrote.")],
    store: Annotated[
        Path | None,
        typer.Option(help="The store to put it back into; that of the settings unless given."),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Where something was entered: keep a backup of it, then replace it."
        ),
    ] = False,
    without_salt: Annotated[
        bool, typer.Option("--without-salt", help="Leave the salt sealed; restore all the rest.")
    ] = False,
) -> None:
    """Put a backup back: all of it, or nothing."""
    if store is not None:
        os.environ["SVD_STORE"] = str(store)
    _require_allowed("back up and restore")
    from loaders.backup.restoring import RestoreOptions, restore_backup

    if not file.is_file():
        raise DataProblem(f"There is no file {file.name}.", do="Name the file that `backup` wrote.")
    result = restore_backup(
        store_root(),
        place_of(read_access(default_path())),
        file,
        RestoreOptions(
            replace,
            without_salt,
            passphrase=lambda: _passphrase(new=False),
            agreed=lambda digest: _write_event("restore", {"file": file.name, "sha256": digest}),
        ),
    )
    for path in result.kept:
        console.print(f"What stood is kept in {path.name}.")
    for kind, each in result.manifest["registers"].items():
        console.print(
            f"{REGISTERS[kind]}: {sum(each['records'].values()):,} records, {each['changes']:,} changes are back."
        )
    for note in result.notes:
        console.print(note)
    console.print("Start the dashboard again where it was running.")


def _passphrase(*, new: bool) -> str:
    """What seals the salt: the setting, else asked where somebody can answer; empty where nobody can."""
    given = os.environ.get("SVD_BACKUP_PASSPHRASE", "")
    if given or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return given
    words = "Passphrase for the salt (empty: it is left out)" if new else "Passphrase of the salt"
    return str(
        typer.prompt(
            words, default="", hide_input=True, show_default=False, confirmation_prompt=new
        )
    )


@app.command()
def builds() -> None:
    """List the builds kept, the newest last, with what is wrong with them."""
    build_store, hashes = BuildStore(store_root()), Hashes()
    current = build_store.current()
    for name in build_store.names():
        faults = build_store.damage(name, hashes)
        mark = "  current" if name == current else ""
        damaged = f"  damaged: {first_named(faults)}" if faults else ""
        manifest = build_store.readable(name)
        if manifest is None:
            console.print(f"{name}{mark}{damaged}")
            continue
        rows = sum(part.accepted for part in manifest.parts)
        wards = _wards_of(manifest)
        console.print(f"{name}  {manifest.kind:<13}  {rows:>9,} rows  {wards}{mark}{damaged}")
    if fault := build_store.pointer_fault():
        raise DataProblem("It is not known which build to show.", fault, REPAIR)


@app.command()
def use(
    build: Annotated[str, typer.Argument(help="The build to show, as `builds` lists it.")],
) -> None:
    """Show another build that is kept, if it is whole."""
    _require_loader()
    build_store = BuildStore(store_root())
    with build_store.writing():
        build_store.require_whole(build)
        build_store.point_to(build)
    _write_down("use", build=build)
    console.print(f"Build {build} is current.")


@register.command("status")
def register_status() -> None:
    """Say which revision the register is of, how many records it holds, and what was changed last; alter nothing."""
    from loaders.register.register import register_state
    from loaders.register.transactions import in_local_words

    for kind, title in REGISTERS.items():
        state = register_state(store_root(), kind)
        if state is None:
            console.print(f"{title}: there is no register yet; the dashboard makes it.")
            continue
        changed = (
            f"the last of {state.changes:,} changes on {in_local_words(state.changed_at)} by {state.changed_by}"
            if state.changes
            else "nothing was ever changed"
        )
        console.print(f"{title}: {_revision_words(state)}; {state.records:,} records; {changed}.")


@register.command("upgrade")
def register_upgrade() -> None:
    """Bring the register up to date, after a copy of it is kept, as the dashboard does when it opens it."""
    _require_loader()
    _upgrade_registers(dry_run=False)


@app.command()
def upgrade(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of it; change nothing.")
    ] = False,
) -> None:
    """Bring the store and the register of an earlier version up to date: a new build is made of the build's own parts, and nothing is lost."""
    from loaders.store.upgrade import upgrade_store

    upgraded = upgrade_store(store_root(), dry_run=dry_run)
    if upgraded is None:
        console.print("Nothing has been loaded yet, so there is no build to upgrade.")
    elif upgraded.after is None:
        console.print(
            f"Build {upgraded.before.build} holds all that this version keeps; nothing has been changed."
        )
    else:
        console.print(f"Build {upgraded.before.build} is of an earlier version:")
        for reason in upgraded.reasons:
            console.print(f"  {reason}.")
        console.print("Before → after")
        for name, before, after in upgraded.lines:
            console.print(f"  {name}: {before} → {after}")
        if not dry_run:
            _write_down_build("upgrade", upgraded.after)
            _say_build(upgraded.after)
            console.print("`python -m loaders undo` shows the build as it was.")
    _upgrade_registers(dry_run=dry_run)
    if dry_run:
        console.print("This was a rehearsal. Nothing has been changed.")


def _upgrade_registers(*, dry_run: bool) -> None:
    """Bring both registers up to date, or say what that would do."""
    from loaders.register.register import register_state, upgrade_register

    for kind, title in REGISTERS.items():
        state = register_state(store_root(), kind)
        if state is None:
            console.print(f"{title}: there is no register yet; the dashboard makes it.")
            continue
        if dry_run:
            console.print(f"{title}: {_revision_words(state)}; {state.records:,} records.")
            continue
        upgrade = upgrade_register(store_root(), kind)
        if upgrade is not None:
            _write_down("register upgrade", register=kind, revision=upgrade.after)
        if upgrade is None:
            console.print(f"{title}: it is up to date; nothing has been changed.")
            continue
        before = f"revision {upgrade.before}" if upgrade.before else "before revisions"
        console.print(f"{title}: brought from {before} to revision {upgrade.after}.")
        console.print(
            f"As it was, it lies in {upgrade.copy}"
            if upgrade.copy
            else "No copy was kept here: PostgreSQL's own backups hold it as it was."
        )


def _require_loader() -> None:
    """Nothing, where the access file lets this user of the operating system load data; else raises DataProblem."""
    _require_allowed("load data")


def _require_allowed(action: Action) -> None:
    """The same of any action of the table of rights."""
    user = command_user()
    role = read_access(default_path()).user_role(user)
    if role is None:
        raise DataProblem(
            "You may not load data here."
            if action == "load data"
            else f"You may not do this here: {action}.",
            f"The access file gives the user “{user}” no role.",
            f'Ask whoever looks after it for a line such as {user or "name"} = "administrator" under [users].',
        )
    require(role, action)


def _write_down(command: str, **details: object) -> None:
    """What this user's command has just done, in the record of who did what. Raises AuditStopped where it cannot be written."""
    _write_event("load", {"command": command, **details})


def _write_event(what: What, details: Mapping[str, object]) -> None:
    """An event of this user in that record."""
    access, user = read_access(default_path()), command_user()
    log = AuditLog(place_of(access), keep_days=access.keep_days)
    try:
        log.append(Event(what, user, user, access.user_role(user) or "", details=details))
    finally:
        log.close()


def _write_down_build(command: str, manifest: Manifest | None, **details: object) -> None:
    """The same of a command that made a build; nothing where it made none."""
    if manifest is not None:
        _write_down(command, build=manifest.build, content=manifest.content_hash, **details)


def _revision_words(state: RegisterState) -> str:
    if not state.is_known:
        return f"revision {state.revision}, newer than this version of the dashboard knows"
    if state.revision == state.newest_revision:
        return f"revision {state.revision}, the newest"
    return (
        f"{f'revision {state.revision}' if state.revision else 'from before revisions'}, "
        f"to be brought up to revision {state.newest_revision} when it is next opened"
    )


def _write_template(output: Path, kind: ExtractKind, *, demonstration_rows: bool) -> None:
    from loaders.extract.template import write_template

    rows: list[dict[str, str]] = []
    if demonstration_rows:
        from loaders.demo.template_rows import template_rows

        rows = template_rows(kind)
    write_template(output, kind, made_up=rows)
    console.print(
        f"{output.name} is written. Its notes say what each column holds; try a filled one out with `load --dry-run`."
    )


def _agreed(proposal: Proposal, *, yes: bool, bar: _Bar | None = None) -> bool:
    """Say what would change; whether it may: asked where somebody can answer, no where nobody can and nobody has said yes."""
    if bar:
        bar.progress.stop()  # the table and the question must not be drawn over
    _say_proposal(proposal, most_new=MOST_NEW)
    if yes or not proposal.questions:
        return True
    return sys.stdin.isatty() and sys.stdout.isatty() and typer.confirm("Do it all the same?")


def _say_proposal(proposal: Proposal, *, most_new: int | None = None) -> None:
    """Each line of the table, before → after → why; of many months that are only new or the same, their number.

    most_new  so many such months of a source and force are still named one by one; None: all
    """
    plain: dict[tuple[str, str], list[ProposalLine]] = {}
    for line in proposal.lines:
        if (line.is_new or line.is_same) and not line.questions:
            plain.setdefault((line.source, line.force), []).append(line)
    console.print("Before → after: why")
    for line, row in zip(proposal.lines, proposal.table().itertuples(), strict=True):
        alike = plain.get((line.source, line.force), [])
        cut_short = line.after is not None and line.after.completeness
        if most_new is None or line not in alike or len(alike) <= most_new or cut_short:
            console.print(f"  {line.name}: {row.before} → {row.after}: {row.why}")
        elif line is alike[0]:
            span = f"{alike[0].month} to {alike[-1].month}"
            rows = sum(other.after.count for other in alike if other.after)
            console.print(
                f"  {line.source}, {line.force}: {len(alike):,} months from {span}, new or the same rows "
                f"as stand already: {rows:,} rows"
            )
    _say_joins(proposal)


def _say_joins(proposal: Proposal) -> None:
    """How the wards and residents given join, a sentence a line."""
    for title, sentences in proposal.joins:
        console.print(f"{title}, how they join:")
        for sentence in sentences:
            console.print(f"  {sentence}")


def _say_rehearsal(rehearsal: intake.Rehearsal) -> None:
    """What would become of each file: how many rows, each reason with its first lines as they read, what was noticed; then the table."""
    for name, loaded in rehearsal.files:
        console.print(
            f"{name}: {loaded.read:,} rows read; {len(loaded.rows):,} would be accepted, {len(loaded.rejected):,} rejected."
        )
        for reason, rows in loaded.rejected.groupby("reason", sort=False):
            console.print(f"  {len(rows):,} × {reason}")
            for row in rows.head(MOST_LINES).itertuples():
                console.print(f"      line {row.line:,}: {row.row}")
        for note in loaded.notes:
            console.print(f"  {note}")
    if rehearsal.problem:
        raise rehearsal.problem
    _say_proposal(rehearsal.proposal)
    for file in rehearsal.proposal.files:
        if not file.is_taken:
            console.print(f"{file.name}: {file.fate}: {file.why}")
    for question in rehearsal.proposal.questions:
        console.print(f"A load would ask for a yes: {question}")
    console.print("This was a rehearsal. Nothing has been changed.")


def _say_report(report: intake.Report) -> None:
    """How many rows of the files stand in the build, and which build it is; it is written into the record of who did what before."""
    _write_down_build(
        "load",
        report.manifest,
        files=list(report.read),
        accepted=report.accepted,
        rejected=report.rejected,
    )
    not_counted = (
        f", {report.not_counted:,} not counted, since another file of their month is"
        if report.not_counted
        else ""
    )
    if report.read:
        console.print(
            f"{sum(report.read.values()):,} rows read: {report.accepted:,} accepted, {report.rejected:,} rejected{not_counted}."
        )
    if report.rejected:
        console.print("Each rejected row, with its line and reason, is on the Data page.")
    if report.manifest is None:
        console.print("The store holds all of this already: no new build was made.")
    else:
        _say_build(report.manifest)


def _wards_of(manifest: Manifest) -> str:
    vintage, exactness = (manifest.boundaries[key] for key in ("vintage", "exactness"))
    return f"wards of {vintage_words(vintage)}, {exactness}"


def _say_build(manifest: Manifest) -> None:
    held = filter(None, (manifest.months(source.id) for source in of(Holds.OFFENCES)))
    months = next(held, [])  # of the source that opens first
    span = f"{months[0]} to {months[-1]}" if months else "no month of offences"
    wards = _wards_of(manifest)
    console.print(f"Build {manifest.build} ({manifest.kind}): {span}; {wards}.")
    console.print(f"Content {manifest.content_hash}")
    for (source, force, month), status in statuses_of(manifest.parts).items():
        if status.status != WHOLE:
            console.print(f"{source} {force} {month}: {status.describe(served().names)}.")
    for note in filter(None, manifest.boundaries["notes"].split("\n")):
        console.print(note)
    for each in manifest.geographies:
        console.print(
            f"Geography beside wards: {each.title}, {each.wards} areas, from {each.source}."
        )


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as problem:
        raise DataProblem(f"“{text}” is not a month.", do="Write it like 2025-03.") from problem


class _Bar:
    """A progress line with rows and the time left; silent where nobody watches."""

    def __init__(self, unit: str) -> None:
        self.progress = Progress(
            TextColumn("{task.description:<46}", markup=False),
            BarColumn(),
            TextColumn("{task.fields[rows]:>12,} " + unit),
            TimeRemainingColumn(),
            console=console,
            disable=not sys.stdout.isatty(),
        )
        self.task = self.progress.add_task("", rows=0, total=None)

    def __enter__(self) -> Callable[[str, int, int, int], None]:
        self.progress.start()
        return self.update

    def update(self, name: str, rows: int, done: int, whole: int) -> None:
        self.progress.update(
            self.task, description=name, rows=rows, completed=done, total=whole or None
        )

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, of the command line unless one is given; what the analyst can mend is said in plain words and ends with status 1."""
    try:
        served()  # an area file that cannot be used is refused before anything is done
        _finish_interrupted_restore()
        app(arguments, prog_name="python -m loaders")
    except DataProblem as problem:
        _say_problem(problem)
    except OSError as problem:
        _say_problem(
            DataProblem(
                "There is no space left on the disk."
                if problem.errno in (errno.ENOSPC, errno.EDQUOT)
                else "A file could not be read or written.",
                ": ".join(filter(None, map(str, (problem.filename, problem.strerror or problem))))
                + ".",
                "See that this account may use it and that there is room, then try again; `python -m loaders verify` looks through the store.",
                "No build has been changed.",
            )
        )
    except _unreadable_parts() as problem:
        _say_problem(
            DataProblem(
                "A part of the store cannot be read.",
                str(problem).splitlines()[0][:300],
                REPAIR,
                "No build has been changed.",
            )
        )


def _finish_interrupted_restore() -> None:
    """Carry through what a restore that was ended left to do, before any command looks at the store."""
    if (store_root() / STAGED).is_dir():
        from loaders.register.register import finish_interrupted

        finish_interrupted(store_root())


def _unreadable_parts() -> tuple[type[Exception], ...]:
    """What DuckDB and Arrow raise over a damaged file; asked for only when something was raised."""
    import duckdb
    import pyarrow as pa

    return duckdb.Error, pa.ArrowException


def _say_problem(problem: DataProblem) -> NoReturn:
    console.print(problem.wrong, style="bold", end=" ")
    console.print(*filter(None, (problem.saw, problem.do, problem.stands)))
    sys.exit(NOT_AGREED if isinstance(problem, NotAgreed) else 1)


if __name__ == "__main__":
    main()
