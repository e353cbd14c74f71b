"""The record at the command line and at the door: who may read it, what the commands say, and what is written of a session."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from loaders.access_file import command_user
from loaders.audit.lines import Event
from loaders.audit.log import AuditLog
from loaders.audit.place import Place, place_of
from loaders.audit.reading import events as written_events
from tests.readers import look_as
from ui.__main__ import app
from ui.access import events, settings
from ui.access.sessions import Person, Sessions

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A record with a question in it, which an administrator may read."""
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    look_as(monkeypatch, "administrator")
    place = place_of(settings.current())
    log = AuditLog(place, keep_days=30)
    of = {"source": "force_extract", "first": "2025-01", "last": "2025-06"}
    log.append(Event("question", "p1", "Pat", "analyst", details={"of": [of]}))
    log.append(Event("download", "p1", "Pat", "analyst", details={"of": [of]}))
    log.close()
    yield place
    events.close()


def command(*words: str) -> tuple[int, str]:
    """Status and output of `python -m ui audit …`."""
    result = CliRunner().invoke(app, ["audit", *words])
    return result.exit_code, result.output


def test_a_whole_record_is_said_to_be_whole_and_reading_it_is_in_it(place: Place) -> None:
    written = len(list(written_events(place)))
    for more in (1, 2):
        status, output = command("verify")
        assert status == 0
        assert output.startswith(f"The record is whole: {written + more} lines in ")
        assert f", {written + more} of all ever written under seal." in output
    (first, _) = [each for each in written_events(place) if each["what"] == "audit read"]
    assert first["details"] == {"command": "verify"}
    assert first["who"]["subject"] == command_user()


def test_a_changed_line_ends_the_command_with_its_file_and_number(place: Place) -> None:
    path = next(place.files())[2]
    path.write_bytes(path.read_bytes().replace(b"Pat", b"Pet", 1))
    status, output = command("verify")
    assert status == 1
    assert f"{path.name}, line 1: it has been changed: its hash is another" in output
    assert output.startswith("The record of who saw what is not as it was written.")
    assert "Compare it with a backup copy." in output


def test_who_saw_and_export_say_who_and_how_many(place: Place, tmp_path: Path) -> None:
    status, output = command("who-saw", "force_extract", "2025-03")
    assert status == 0 and output.startswith("Pat (p1; analyst): 2 times, 1 file taken away, ")
    assert command("who-saw", "force_extract", "2025-07") == (
        0,
        "Nobody has seen anything of it.\n",
    )
    assert command("who-saw", "force_extract", "March")[0] == 1
    file = tmp_path / "events.csv"
    status, output = command("export", "--from", TODAY, "--to", TODAY, str(file))
    lines = len(file.read_text("utf-8-sig").splitlines()) - 1
    assert (status, output) == (0, f"{lines} events are written to events.csv.\n") and lines >= 4
    assert command("export", "--from", "today", "--to", TODAY, str(file))[0] == 1


def test_others_than_administrators_are_refused(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(monkeypatch, "analyst")
    status, output = command("verify")
    assert status == 1 and "Your role does not let you do this: read the audit." in output
    access = Path(os.environ["SVD_ACCESS"]).with_name("nobody.toml")
    access.write_text('[users]\nsomebody-else = "administrator"\n')
    monkeypatch.setenv("SVD_ACCESS", str(access))
    status, output = command("who-saw", "force_extract", "2025-03")
    assert status == 1 and "You may not read the record here." in output
    assert f"gives the user “{command_user()}” no role" in output


def test_sign_ins_have_a_digest_of_the_session_and_never_its_key(place: Place) -> None:
    session = Sessions().begin(Person("p2", "Kim", "oidc"), settings.current())
    events.signed_in(session)
    events.signed_out(session)
    events.refused("sign in", "This address has been used before, or is too old.")
    events.fault("access.toml cannot be used")
    mine = [each for each in written_events(place) if each["what"].startswith("sign")]
    assert [each["what"] for each in mine] == ["sign-in", "sign-out"]
    assert {each["who"]["subject"] for each in mine} == {"p2"}
    assert {each["session"] for each in mine} == {events.digest(session)} and len(
        mine[0]["session"]
    ) == 16
    content = b"".join(path.read_bytes() for _, _, path in place.files())
    assert session.key.encode() not in content
    assert {"refusal", "fault"} <= {each["what"] for each in written_events(place)}


def test_a_broken_record_does_not_close_the_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "audit").write_text("no folder")
    monkeypatch.setenv("SVD_STORE", str(tmp_path / "store"))
    look_as(monkeypatch, "administrator")
    access = settings.current()
    session = Sessions().begin(Person("p2", "Kim", "oidc"), access)
    events.signed_in(session)
    assert "The record of who saw what cannot be written." in caplog.text
    events.close()
