"""What pages show of a restricted source is in the record before it is on the page; where it cannot be written, open data go on."""

from __future__ import annotations

import hashlib
import inspect
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

from geo.core.schema import STREET
from geo.core.search_selection import SearchSelection
from geo.core.selection import Selection
from geo.disclosure.small_cells import Policy
from loaders.access_file import command_user
from loaders.audit.place import Place
from loaders.audit.reading import events as written_events
from loaders.audit.reading import who_saw
from loaders.audit.verification import verify
from tests.pages.running import fresh_caches, run
from ui import answers as answers_package
from ui.access import events
from ui.answers import register as register_answers
from ui.answers.hotspots.local_statistics import HotspotRequest
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers

__all__ = ["fresh_caches"]
GUARD = re.compile(r"\brequire_(analyst|single_rows)\(")
ASKED = ("Selection", "SearchSelection", "HotspotRequest")
# Functions of a selection that give no figure of the source itself.
WITHOUT_FIGURES = {
    "searches": {"covered", "provenance", "per_knife_offence", "denominators", "proportionality"},
    "local_statistics": {"received"},
    "section_60": {"before"},  # of police.uk alone
    "sources": {
        "told_months",
        "untold_months",
        "told_apart",
        "measure",
        "provenance",
        "require_analyst",
        "require_single_rows",
    },
    "lines": {"shares"},
    "policing": {"policing"},
    "duty": {
        "need",
        "wards_beside",
        "authorities_beside",
        "deprived_fifth",
        "who",
        "figures",
        "freeze",
        "seen_by",
    },
    "disclosure_control": {"line_counts", "ward_months", "whole_months", "require_whole_quarters"},
    "findings": {"trend_findings", "ward_findings"},  # works on what it is given
    "place_findings": {"place_findings", "type_changes"},
}
pytestmark = pytest.mark.usefixtures("fresh_caches")


@pytest.fixture
def place(
    demonstration_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """The record of an analyst's pages, on which the street source is taken for restricted."""
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    restricted = source_answers.policy
    monkeypatch.setattr(
        source_answers,
        "policy",
        lambda source: Policy() if source == STREET else restricted(source),
    )
    access = tmp_path / "access.toml"
    access.write_text(
        f'[audit]\nfolder = "{tmp_path}/audit"\nseals = "{tmp_path}/seals.jsonl"\n'
        f'[users]\n"{command_user()}" = "analyst"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv("SVD_ACCESS", str(access))
    yield Place(tmp_path / "audit", tmp_path / "seals.jsonl")
    events.close()


def written(place: Place, what: str) -> list[dict[str, Any]]:
    return [values for values in written_events(place) if values["what"] == what]


def test_a_page_its_questions_and_its_files_are_written_down(place: Place) -> None:
    shown = run("wards", types="Possession of weapons", **{"from": "2022-01", "to": "2022-12"})
    (page, *_), questions = written(place, "page"), written(place, "question")
    assert page["details"]["page"] == "Wards" and page["who"]["role"] == "analyst"
    answer = next(each for each in questions if each["details"]["question"] == "ward_answer")
    assert answer["details"]["of"] == [{"source": STREET, "first": "2021-01", "last": "2022-12"}]
    assert answer["details"]["selection"]["offence_types"] == ["Possession of weapons"]
    assert answer["details"]["rows"] == 118 and answer["who"]["subject"] == command_user()
    files = {each["details"]["sha256"]: each["details"] for each in written(place, "download")}
    assert set(files) == {hashlib.sha256(file).hexdigest() for file in shown.files} and files
    assert len({repr(each["details"]) for each in questions}) == len(questions)
    (sight,) = who_saw(place, STREET, "2022-03")
    assert (sight.subject, sight.files) == (command_user(), len(shown.files))
    assert who_saw(place, STREET, "2023-01") == []
    events.close()
    assert verify(place).faults == []


def test_what_a_cache_answers_is_written_down_again(place: Place) -> None:
    run("wards")
    before = len(written(place, "question"))
    run("wards")
    assert len(written(place, "question")) == 2 * before > 0


def test_open_data_are_not_in_the_record(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_answers, "policy", lambda source: Policy(restricted=False))
    run("wards")
    assert [values["what"] for values in written_events(place)] in ([], ["policy change"])


def test_a_record_that_cannot_be_written_stops_restricted_answers_alone(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    events.close()
    place.folder.rename(place.folder.with_name("away")) if place.folder.exists() else None
    place.folder.write_text("no folder")
    shown = run("wards")
    assert "The record of who saw what cannot be written." in shown.text
    assert not shown.csv and not shown.tables()
    monkeypatch.setattr(source_answers, "policy", lambda source: Policy(restricted=False))
    shown = run("wards")
    assert "The record of who saw what" not in shown.text and shown.csv and shown.tables()
    place.folder.unlink()


def test_edits_and_undo_are_written_before_they_are_made_and_hold_nothing_entered(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answers.pinned_to(str(answers.current())):
        number = register_answers.add("next_step", {"text": "a secret", "owner_role": "analyst"})
        register_answers.change("next_step", number, {"text": "another"}, 1)
        register_answers.undo()
    edits = [each["details"] for each in written(place, "edit")]
    assert [each["done"] for each in edits] == ["add", "change"]
    assert written(place, "undo")
    assert b"secret" not in b"".join(path.read_bytes() for _, _, path in place.files())


def test_a_refusal_says_who_was_refused_what(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    register_answers.editor()
    path = Path(os.environ["SVD_ACCESS"])
    path.write_text(path.read_text().replace("analyst", "viewer"))
    with pytest.raises(Exception, match="Your role does not let you do this"):
        register_answers.editor()
    (refusal,) = written(place, "refusal")
    assert refusal["who"]["role"] == "viewer" and refusal["details"]["act"] == "edit the register"
    assert len(written(place, "policy change")) == 2


def test_every_question_of_a_source_goes_through_the_record() -> None:
    missing = []
    for module in _modules(answers_package.__path__, answers_package.__name__):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            parameters = list(inspect.signature(function).parameters.values())
            asks = parameters and str(parameters[0].annotation) in ASKED
            if not asks and not GUARD.search(inspect.getsource(function)):
                continue
            short = module.__name__.rpartition(".")[2]
            if not hasattr(function, "__wrapped__") and name not in WITHOUT_FIGURES.get(short, ()):
                missing.append(f"{short}.{name}")
    assert missing == []
    assert {each.__name__ for each in (Selection, SearchSelection, HotspotRequest)} == set(ASKED)


def _modules(path: Any, name: str) -> Iterator[Any]:
    for each in iter_modules(path):
        module = import_module(f"{name}.{each.name}")
        yield module
        if each.ispkg:
            yield from _modules(module.__path__, module.__name__)
