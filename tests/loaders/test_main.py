"""The command line: what each command prints, and that a problem ends with its sentence and status 1."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from loaders import __main__ as command_line
from loaders.downloads import ons, police_archive
from loaders.register.register import open_registers
from loaders.register.upgrade import known_revisions
from loaders.store.builds import BuildStore
from tests.conftest import (
    PROJECT,
    copy_of,
    current,
    street_csv,
    street_file,
    street_row,
    wards_file,
    write_file,
)
from tests.extract_files import wide_export

NEWEST = known_revisions()[-1]
LINES = "as loaded, a point every 1.4 km"  # of the two square wards

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command on the store in tmp_path; gives its status and what it printed, line ends as spaces."""
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))

    def ran(*words: str | Path) -> tuple[int, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            command_line.main([*map(str, words)])
        return int(ended.value.code or 0), capsys.readouterr().out

    return ran


@pytest.fixture
def own_demonstration(demonstration_built: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration in the place where `run` looks."""
    return copy_of(demonstration_built, tmp_path)


def test_an_empty_store_says_what_to_do(run: Run) -> None:
    status, output = run("status")
    assert status == 0
    assert (
        output
        == "Nothing has been loaded yet. Run `python -m loaders demo` or `python -m loaders load PATH`.\n"
    )
    assert run("builds") == (0, "")


def test_a_load_counts_rows_and_names_the_build(run: Run, tmp_path: Path) -> None:
    path = street_file(
        tmp_path, "2025-01", street_row("a1"), street_row("a1"), street_row("b1", kind="Piracy [x]")
    )
    status, output = run("load", wards_file(tmp_path), path)
    build = current(tmp_path / "store")
    assert status == 0
    lines = output.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("  street-level"))
    assert lines[:2] == [
        "Before → after: why",
        "  boundaries: nothing → 2 wards of 2 authorities: new, from wards.parquet",
    ]
    assert (
        "  Pages draw these wards for windows that begin before 1 May 2025; choose “Wards as of” to see them in others."
        in lines
    )
    after = [
        line for line in lines[first:] if line in lines[first : first + 1] or line in lines[-6:]
    ]
    assert after == [
        "  street-level crime of data.police.uk, wiltshire, January 2025: nothing → 2 rows of 2 types: "
        "new, from 2025-01-wiltshire-street.csv",
        "2025-01-wiltshire-street.csv: 1 rows have the unknown crime type “Piracy [x]”; they are kept and shown as unclassified.",
        "  2025-01-wiltshire-street.csv: 3 rows",
        "3 rows read: 2 accepted, 1 rejected.",
        "Each rejected row, with its line and reason, is on the Data page.",
        f"Build {build} (real): 2025-01 to 2025-01; wards of December 2021, {LINES}.",
        f"Content {BuildStore(tmp_path / 'store').manifest(build).content_hash}",
    ]
    assert run("load", path)[1].endswith(
        "The store holds all of this already: no new build was made.\n"
    )


def test_a_problem_ends_with_its_sentence_and_status_1(run: Run, tmp_path: Path) -> None:
    data = street_csv(street_row("a1")).replace(b"Crime type", b"Type")
    status, output = run("load", write_file(tmp_path, "march [draft].csv", data))
    assert status == 1
    assert output == (
        "march [draft].csv has no column called “Crime type”. Its columns are: Crime ID, Month, Reported by, Falls within, "
        "Longitude, Latitude, Location, LSOA code, LSOA name, Type, Last outcome category, Context. "
        "Rename the column or choose the right file, and load it again. Nothing has been changed.\n"
    )
    assert BuildStore(tmp_path / "store").current() is None


def test_swapped_is_asked_for_on_the_command_line(run: Run, tmp_path: Path) -> None:
    path = street_file(tmp_path, "2025-01", street_row("a1", (51.56, -1.79)))
    status, output = run("load", path)
    assert status == 1
    assert "--swapped" in output
    status, output = run("load", "--swapped", path)
    assert status == 0
    assert "1 rows read: 1 accepted, 0 rejected." in output


def test_status_says_months_rows_and_what_lost(run: Run, tiny_store: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_store, tmp_path / "store")
    run(
        "load",
        street_file(
            tmp_path / "2025-06" / "2025-03",
            "2025-03",
            street_row("c1", month="2025-03", kind="Possession of weapons", outcome="Charged"),
        ),
    )
    status, output = run("status")
    assert status == 0
    assert (
        "police_uk_street wiltshire: 2025-01 to 2025-03, 2 received; 10 rows read, 9 accepted, 1 rejected; "
        "1 outside every ward, 1 without location"
    ) in output
    assert "operations_register : register; 3 rows read, 3 accepted, 0 rejected;" in output
    assert "Superseded: police_uk_street wiltshire 2025-03, archive 2025-03, 1 rows." in output


WHOLE = [
    street_row(f"a{number}", month="2025-03", kind=kind)
    for number, kind in enumerate(["Burglary", "Drugs", "Robbery", "Drugs"] * 3)
]


def test_a_filtered_month_is_not_taken_unless_somebody_says_yes(run: Run, tmp_path: Path) -> None:
    store, whole = tmp_path / "store", street_file(tmp_path / "whole", "2025-03", *WHOLE)
    filtered = street_file(tmp_path / "filtered", "2025-03", *WHOLE[1::2])
    assert run("load", wards_file(tmp_path), whole)[0] == 0
    before = current(store)
    line = (
        "  street-level crime of data.police.uk, wiltshire, March 2025: 12 rows of 3 types → 6 rows of 1 type: "
        "2025-03-wiltshire-street.csv, loaded last, takes the place of what stands; 6 of 12 ids in common (50%); "
        "needs a yes: 6 of 12 rows fewer (50%); no row any more of Burglary, Robbery"
    )
    status, output = run("load", filtered)
    assert status == 3 and line in output.splitlines()
    assert "accepted" not in output
    assert output.splitlines()[-1].startswith(
        "Nothing was done: it would take away what stands, and nobody has said yes. street-level crime"
    )
    assert output.endswith("Nothing has been changed.\n")
    assert (current(store), BuildStore(store).names()) == (before, [before])
    status, output = run("load", "--dry-run", filtered)
    assert status == 0 and line in output.splitlines()
    assert "A load would ask for a yes: street-level crime of data.police.uk" in output
    assert (current(store), BuildStore(store).names()) == (before, [before])
    status, output = run("load", "--yes", filtered)
    assert status == 0 and "6 rows read: 6 accepted, 0 rejected." in output.splitlines()
    (part,) = [p for p in BuildStore(store).manifest(current(store)).parts if p.month]
    assert part.accepted == 6
    assert run("load", "--dry-run", filtered)[1].count("the same rows as stand already") == 1


def test_a_corrected_month_counts_unasked(run: Run, tmp_path: Path) -> None:
    store, more = tmp_path / "store", street_row("new", month="2025-03", kind="Robbery")
    run("load", wards_file(tmp_path), street_file(tmp_path / "first", "2025-03", *WHOLE))
    for number in range(1, 4):
        later = street_file(
            tmp_path / str(number),
            "2025-03",
            *WHOLE,
            *[more.replace("new", f"n{n}") for n in range(number)],
        )
        status, output = run("load", later)
        assert (
            status == 0
            and f"{12 + number} rows read: {12 + number} accepted, 0 rejected." in output
        )
        (part,) = [p for p in BuildStore(store).manifest(current(store)).parts if p.month]
        assert part.accepted == 12 + number


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made as POSIX does")
@pytest.mark.parametrize(("answer", "status", "rows"), [("y", 0, 6), ("n", 3, 12)])
def test_on_a_terminal_it_is_asked(
    run: Run, tmp_path: Path, answer: str, status: int, rows: int
) -> None:
    import pty

    store = tmp_path / "store"
    run("load", wards_file(tmp_path), street_file(tmp_path / "whole", "2025-03", *WHOLE))
    filtered = street_file(tmp_path / "filtered", "2025-03", *WHOLE[1::2])
    mine, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "loaders", "load", str(filtered)],
        cwd=PROJECT,
        env=os.environ | {"SVD_STORE": str(store)},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    ) as process:
        os.close(terminal)
        shown = b""
        while b"[y/N]" not in shown:
            shown += os.read(mine, 4096)
        os.write(mine, f"{answer}\n".encode())
        with contextlib.suppress(OSError):  # the terminal is gone when the command has ended
            while os.read(mine, 4096):
                pass
        assert process.wait() == status
    os.close(mine)
    assert "Do it all the same?" in shown.decode()
    (part,) = [p for p in BuildStore(store).manifest(current(store)).parts if p.month]
    assert part.accepted == rows


def test_a_fetch_asks_as_a_load_does(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    run(
        "load",
        wards_file(tmp_path),
        street_file(tmp_path / "2025-06" / "2025-03", "2025-03", *WHOLE),
    )
    older = street_file(
        tmp_path / "2025-05" / "2025-03", "2025-03", *WHOLE, street_row("x", month="2025-03")
    )
    monkeypatch.setattr(
        police_archive, "fetch_police", lambda *_, **__: police_archive.FetchResult([older], [], [])
    )
    before = current(store)
    status, output = run("fetch", "police", "--from", "2025-03")
    assert (status, current(store)) == (3, before)
    assert (
        "needs a yes: an older publication (archive of May 2025) in place of archive of June 2025"
        in output
    )
    assert run("fetch", "police", "--from", "2025-03", "--yes")[0] == 0
    assert run("status")[1].count("Superseded: police_uk_street wiltshire 2025-03") == 1


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ([], [("BFC", ""), ("BGC", "")]),
        (["--service", "Wards_May_2026_UK"], [("BFC", "Wards_May_2026_UK")]),
    ],
)
def test_wards_are_fetched_by_the_listed_services_or_the_one_named(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    more: list[str],
    asked: list[tuple[str, str]],
) -> None:
    wards, seen = wards_file(tmp_path), list[tuple[str, ...]]()

    def answer(
        vintage: str, codes: list[str], _: Path, *, resolution: str, service: str, **__: object
    ) -> Path:
        seen.append((vintage, *codes, resolution, service))
        return wards

    monkeypatch.setattr(ons, "fetch_boundaries", answer)
    choice = ("--vintage", "2026", "--authority", "E06000030")
    status, output = run("fetch", "boundaries", *choice, *more)
    assert seen == [("2026", "E06000030", *each) for each in asked]
    assert status == 0, output
    assert f"wards of December 2021, {LINES}" in output


def test_undo_brings_back_what_was_shown_before(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("undo") == (
        1,
        "There is nothing to undo. Nothing has been loaded yet. Nothing has been changed.\n",
    )
    builds = []
    for month in ("2025-01", "2025-02", "2025-03"):
        run("load", street_file(tmp_path, month, street_row(month, month=month)))
        builds.append(current(store))
    status, output = run("undo")
    assert status == 0
    assert output.splitlines()[0] == f"Build {builds[1]} is current again."
    assert output.splitlines()[-1] == (
        f"Build {builds[2]} is kept; `python -m loaders use {builds[2]}` shows it."
    )
    run("load", street_file(tmp_path, "2025-04", street_row("x", month="2025-04")))
    for before in (builds[1], builds[0]):  # of what was loaded since, the build that was shown then
        assert run("undo")[0] == 0
        assert current(store) == before
    status, output = run("undo")
    assert status == 1 and output.startswith(
        f"There is nothing to undo. Build {builds[0]} is the first that is kept."
    )
    assert current(store) == builds[0]


def test_undo_goes_back_to_no_damaged_build(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    builds = []
    for month in ("2025-01", "2025-02"):
        run("load", street_file(tmp_path, month, street_row(month, month=month)))
        builds.append(current(store))
    (BuildStore(store).folder(builds[0]) / "cube.parquet").write_bytes(b"x")
    status, output = run("undo")
    assert status == 1 and output.startswith(f"Build {builds[0]} is damaged.")
    assert current(store) == builds[1]


def test_a_month_is_removed_when_somebody_says_yes_and_undo_brings_it_back(
    run: Run, tiny_store: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    assert run("remove", "2025-01")[1].startswith("There is nothing to remove.")
    shutil.copytree(tiny_store, store, dirs_exist_ok=True)
    before, content = current(store), BuildStore(store).manifest(current(store)).content_hash
    status, output = run("remove", "2025-01", "police_uk_street")
    assert (status, current(store)) == (3, before)
    assert (
        "  street-level crime of data.police.uk, wiltshire, January 2025: 8 rows, 1 without a place, 1 outside every ward → "
        "nothing: taken out by hand; needs a yes: all 8 rows go"
    ) in output.splitlines()
    assert run("remove", "2025-01", "police_uk_street", "--yes")[0] == 0
    manifest = BuildStore(store).manifest(current(store))
    assert {part.key for part in manifest.parts if part.month == "2025-01"} == {
        ("police_uk_btp", "btp", "2025-01"),
        ("police_uk_search", "wiltshire", "2025-01"),
    }
    assert [line["month"] for line in manifest.superseded] == ["2025-01"]
    assert BuildStore(store).faults(manifest.build) == []
    assert manifest.totals()["police_uk_street"]["accepted"] == 1
    assert run("undo")[0] == 0
    assert BuildStore(store).manifest(current(store)).content_hash == content
    assert run("remove", "2025-01", "--yes")[0] == 0
    assert {part.month for part in BuildStore(store).manifest(current(store)).parts} == {
        "",
        "2025-03",
    }
    for words, sentence in (
        (("2031-01",), "There is no January 2031 in build "),
        (("2025-13",), "“2025-13” is not a month."),
        (("2025-03", "police_uk_btp"), "There is no source police_uk_btp in build "),
    ):
        status, output = run("remove", *words, "--yes")
        assert status == 1 and output.startswith(sentence)


def test_builds_are_listed_and_another_can_be_used(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("load", wards_file(tmp_path), street_file(tmp_path, "2025-01", street_row("a1")))
    first = current(store)
    run("load", street_file(tmp_path, "2025-02", street_row("b1", month="2025-02")))
    second = current(store)
    status, output = run("builds")
    assert status == 0
    assert [line.split() for line in output.splitlines()] == [
        [first, "real", "4", "rows", "wards", "of", "December", "2021,", *LINES.split()],
        [
            second,
            "real",
            "5",
            "rows",
            "wards",
            "of",
            "December",
            "2021,",
            *LINES.split(),
            "current",
        ],
    ]
    assert run("use", first) == (0, f"Build {first} is current.\n")
    assert current(store) == first
    status, output = run("use", "2020-none")
    assert status == 1
    assert output.startswith("There is no build 2020-none. There are: ")
    assert current(store) == first


def test_verify_tells_a_whole_build_from_a_damaged_one(run: Run, tmp_path: Path) -> None:
    run("load", wards_file(tmp_path), street_file(tmp_path, "2025-01", street_row("a1")))
    build = current(tmp_path / "store")
    files = len(BuildStore(tmp_path / "store").manifest(build).files)
    assert run("verify") == (0, f"Build {build} is whole: {files} files as the manifest says.\n")
    (BuildStore(tmp_path / "store").folder(build) / "cube.parquet").unlink()
    status, output = run("verify", build)
    assert status == 1
    assert output == (
        f"cube.parquet is missing.\nBuild {build} is damaged. 1 file is not as written. Run `python -m loaders repair`: it mends "
        "what it can, and names the files to load again. It is still in place.\n"
    )


def test_repair_mends_or_names_the_file_and_the_other_commands_say_what_is_wrong(
    run: Run, tmp_path: Path
) -> None:
    store, january = tmp_path / "store", street_file(tmp_path, "2025-01", street_row("a1"))
    run("load", wards_file(tmp_path), january)
    made = current(store)
    assert run("repair") == (0, f"Build {made} is whole: nothing of it had to be mended.\n")
    folder = BuildStore(store).folder(made)
    (folder / "cube.parquet").unlink()
    for command in ("status", "builds", "verify"):
        assert "cube.parquet is missing." in run(command)[1]
    assert run("status")[0] == run("verify")[0] == run("use", made)[0] == 1
    status, output = run("repair")
    assert status == 0 and output.startswith(
        f"cube.parquet is missing.\nBuild {made} is mended by a new one, every file of it checked.\nBuild {current(store)} (real)"
    )
    assert (run("status")[0], run("verify")[0]) == (0, 0)
    assert BuildStore(store).names() == [current(store)]  # the damaged one has nothing more
    (part,) = (p for p in BuildStore(store).manifest(current(store)).parts if p.month)
    (BuildStore(store).folder(current(store)) / part.file).write_bytes(b"")
    status, output = run("repair")
    assert status == 1 and "Load together: 2025-01-wiltshire-street.csv." in output
    assert run("load", january)[0] == 0
    assert run("verify")[0] == 0


def test_a_pointer_to_nowhere_ends_no_command_in_a_trace(run: Run, tmp_path: Path) -> None:
    store, january = tmp_path / "store", street_file(tmp_path, "2025-01", street_row("a1"))
    run("load", wards_file(tmp_path), january)
    made = current(store)
    (store / "CURRENT").write_text("")
    for command in ("status", "builds", "verify"):
        status, output = run(command)
        assert status == 1 and "CURRENT is empty" in output
    assert run("repair")[0] == 0
    assert current(store) == made
    (store / "CURRENT").unlink()
    assert run("load", january)[0] == 0
    assert current(store) == made


def test_a_damaged_demonstration_is_made_again(run: Run, own_demonstration: Path) -> None:
    build_store, made = BuildStore(own_demonstration), current(own_demonstration)
    content = build_store.manifest(made).content_hash
    part = next(p for p in build_store.manifest(made).parts if p.month)
    (build_store.folder(made) / part.file).unlink()
    assert "has been made again" in run("repair")[1]
    assert build_store.manifest(current(own_demonstration)).content_hash == content
    assert build_store.faults(current(own_demonstration)) == []


def test_a_store_that_cannot_be_made_has_a_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    path = street_file(tmp_path, "2025-01", street_row("a1"))
    for words in (["status"], ["builds"], ["verify"], ["repair"], ["use", "x"], ["load", path]):
        status, output = run(*words)
        assert status == 1
        assert output.startswith(("The store cannot be read.", "The store cannot be written."))


def test_the_register_says_its_revision_and_is_upgraded_with_a_copy(
    run: Run, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    none = "there is no register yet; the dashboard makes it."
    assert run("register", "status") == (0, f"Real data: {none}\nDemonstration: {none}\n")
    assert run("register", "upgrade") == (0, f"Real data: {none}\nDemonstration: {none}\n")
    assert not list(tmp_path.rglob("*.sqlite"))
    store.mkdir()
    with closing(sqlite3.connect(store / "registers-real.sqlite")) as file:
        file.executescript((PROJECT / "tests/kept/2026-11-24/register.sql").read_text("utf-8"))
    held = "25 records; the last of 52 changes on 30 November 2026 at 07:09 by analyst."
    assert run("register", "status") == (
        0,
        f"Real data: from before revisions, to be brought up to revision {NEWEST} when it is next opened; "
        f"{held}\nDemonstration: {none}\n",
    )
    status, output = run("register", "upgrade")
    (copy,) = store.glob("*.backup")
    assert status == 0 and output.splitlines() == [
        f"Real data: brought from before revisions to revision {NEWEST}.",
        f"As it was, it lies in {copy}",
        f"Demonstration: {none}",
    ]
    assert run("register", "status")[1].startswith(
        f"Real data: revision {NEWEST}, the newest; {held}"
    )
    assert run("register", "upgrade")[1].startswith(
        "Real data: it is up to date; nothing has been changed."
    )
    assert list(store.glob("*.backup")) == [copy]


def test_a_newer_register_says_so_and_is_not_upgraded(run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    open_registers(store, "demonstration")
    with closing(sqlite3.connect(store / "registers-demonstration.sqlite")) as file:
        file.execute("UPDATE alembic_version SET version_num = '0999'")
        file.commit()
    assert run("register", "status")[1].endswith(
        "Demonstration: revision 0999, newer than this version of the dashboard knows; 0 records; nothing was ever changed.\n"
    )
    status, output = run("register", "upgrade")
    assert status == 1 and "written by a newer version of the dashboard" in output
    assert "revision 0999" in output and "Use the newer version." in output


def test_a_store_and_a_register_of_before_are_upgraded_by_one_command(
    run: Run, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(PROJECT / "tests/kept/2026-11-30", store)
    with closing(sqlite3.connect(store / "registers-real.sqlite")) as file:
        file.executescript((store / "register.sql").read_text("utf-8"))
    was = current(store)
    assert "is of an earlier version: `python -m loaders upgrade`" in run("status")[1]
    status, rehearsal = run("upgrade", "--dry-run")
    assert status == 0 and current(store) == was and not list(store.glob("*.backup"))
    assert rehearsal.splitlines()[-1] == "This was a rehearsal. Nothing has been changed."
    assert "Real data: from before revisions, to be brought up to revision" in rehearsal
    status, output = run("upgrade")
    assert status == 0 and current(store) != was and len(list(store.glob("*.backup"))) == 1
    table = output[output.index("Before → after") : output.index("Build", 20)]
    assert rehearsal.startswith(output[: output.index("  Wards: ")])
    assert "  Rows accepted: 18 → 18" in table
    assert "  Wards: 2 of 2021 (exact) → 2 of 2021 (exact), 118 of May 2025" in table
    assert f"Real data: brought from before revisions to revision {NEWEST}." in output
    assert "earlier version" not in run("status")[1]
    status, again = run("upgrade")
    assert status == 0 and again.splitlines() == [
        f"Build {current(store)} holds all that this version keeps; nothing has been changed.",
        "Real data: it is up to date; nothing has been changed.",
        "Demonstration: there is no register yet; the dashboard makes it.",
    ]


def test_an_empty_store_has_nothing_to_upgrade(run: Run, tmp_path: Path) -> None:
    status, output = run("upgrade")
    assert status == 0 and output.startswith("Nothing has been loaded yet, so there is no build")
    assert not (tmp_path / "store").exists()


def test_a_month_that_is_none_is_refused_before_anything_is_fetched(run: Run) -> None:
    status, output = run("fetch", "police", "--from", "2025-13")
    assert status == 1
    assert output == "“2025-13” is not a month. Write it like 2025-03. Nothing has been changed.\n"


def test_a_template_is_written_tried_out_and_loaded_by_mapping(run: Run, tmp_path: Path) -> None:
    book, store = tmp_path / "extract.xlsx", tmp_path / "store"
    assert run("template", "force-extract", "--demonstration-rows", "-o", book)[0] == 0
    status, output = run("load", book, "--dry-run")
    assert (status, store.exists()) == (0, False)
    assert (
        output.splitlines()[0] == "extract.xlsx: 200 rows read; 200 would be accepted, 0 rejected."
    )
    assert output.endswith("This was a rehearsal. Nothing has been changed.\n")
    status, output = run("load", book)
    assert status == 0 and "200 rows read: 200 accepted, 0 rejected." in output
    assert (tmp_path / "store.salt").exists() and not list(store.rglob("*.salt"))


def test_the_template_of_searches_is_written_tried_out_and_loaded(run: Run, tmp_path: Path) -> None:
    book, store = tmp_path / "searches.xlsx", tmp_path / "store"
    assert run("template", "force-searches", "--demonstration-rows", "-o", book)[0] == 0
    status, output = run("load", book, "--dry-run")
    assert (status, store.exists()) == (0, False)
    assert (
        output.splitlines()[0] == "searches.xlsx: 200 rows read; 200 would be accepted, 0 rejected."
    )
    status, output = run("load", book)
    assert status == 0 and "200 rows read: 200 accepted, 0 rejected." in output
    assert (
        "force_search wiltshire: 2020-01 to 2020-01, 1 received; 200 rows read, 200 accepted, 0 rejected"
        in run("status")[1]
    )


def test_a_rehearsal_shows_each_reason_with_its_rows(run: Run, tmp_path: Path) -> None:
    export = wide_export(tmp_path)
    status, output = run("load", export.path, "--mapping", export.mapping, "--dry-run")
    assert status == 0
    for reason, line in export.faults.items():
        at = output.splitlines().index(f"  1 × {reason}")
        assert output.splitlines()[at + 1].startswith(f"      line {line}: ")
    assert run("load", export.path, "--mapping", tmp_path / "gone.toml")[0] == 1


def test_the_module_runs_as_a_program_with_its_status(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "loaders", "load", "gone.csv"],
        cwd=PROJECT,
        env=os.environ | {"SVD_STORE": str(tmp_path)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode == 1
    assert (
        ran.stdout
        == "There is no file or folder gone.csv. We looked for gone.csv. Check the path. Nothing has been changed.\n"
    )
    assert ran.stderr == ""


def test_a_command_acts_as_the_system_s_user_with_the_role_the_access_file_gives(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = street_file(tmp_path, "2025-01", street_row())
    monkeypatch.setattr(command_line, "command_user", lambda: "ann")
    access = write_file(tmp_path / "store", "access.toml", b'[users]\nann = "executive"\n')
    status, output = run("load", loaded)
    assert status == 1 and "Your role does not let you do this: load data." in output
    access.write_text('[users]\nbob = "analyst"\n')
    status, output = run("load", loaded)
    assert status == 1 and "The access file gives the user “ann” no role." in output
    access.write_text('[users]\nann = "superuser"\n')
    status, output = run("load", loaded)
    assert status == 1 and "There is no role “superuser”" in output
    assert not (tmp_path / "store" / "CURRENT").exists()
    access.write_text('[users]\nann = "analyst"\n')
    assert "superuser" not in run("load", loaded)[1]
