"""Every role on pages, views, links, downloads and forms: what reaches the reader is what the table of permissions says, and nothing else.

The store holds what cannot be mistaken (tests/planted_world.py). Each role opens the pages as the first reader after a start, and some of
them again after an analyst has filled every cache. `python -m bench.prove access_matrix` does so for every view.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geo.core.errors import DataProblem
from geo.core.schema import FORCE_EXTRACT, POSSESSION
from geo.core.selection import Selection
from loaders import __main__ as command_line
from loaders.permissions import ACTIONS, ROLES, TABLE, Action, Role
from loaders.register.register import open_registers
from tests import planted_world as world
from tests.pages.running import PageOutput, fresh_caches, run
from tests.readers import come_in, look_as
from ui.access import audit as audit_commands
from ui.access import events
from ui.answers import duty as duty_answers
from ui.answers import register, uploads
from ui.answers.area import served
from ui.answers.hotspots import local_statistics
from ui.answers.store import pinned_build as answers
from ui.answers.wards import every_ward, one_place
from ui.text import duty as duty_text
from ui.text import figures as figure_text
from ui.text import lines as line_text
from ui.text import operations as operation_text
from ui.text import pages as page_text
from ui.text import register as register_text
from ui.text.stop_and_search import searches as search_text

__all__ = ["fresh_caches"]
MARK = "OFFICIAL-SENSITIVE"
Address = tuple[str, Mapping[str, str]]
ADDRESSES: tuple[Address, ...] = (
    ("briefing", {}),
    ("briefing", world.of_extract()),
    ("briefing", world.of_extract(first="2022-06")),
    ("wards", world.of_extract(ward=world.WARD, place="streets")),
    ("wards", world.of_extract(ward=world.WARD, place="rows")),
    ("lines", world.of_extract()),
    ("hotspots", world.of_extract()),
    ("operations", {"board": "register"}),
    ("duty", {"duty": "records"}),
    ("data", {}),
)
EVERY_VIEW: tuple[Address, ...] = (
    *ADDRESSES,
    *(("briefing", world.of_extract(show=view)) for view in figure_text.VIEWS),
    ("briefing", world.of_extract(layers="points")),
    ("briefing", {"wall": "true"}),
    *(("wards", world.of_extract(ward=world.WARD, place=view)) for view in page_text.PLACE_VIEWS),
    ("wards", world.of_extract(layers="points")),
    ("compare", world.of_extract()),
    *(("lines", world.of_extract(lines_show=view)) for view in line_text.VIEWS),
    ("hotspots", world.of_extract(layers="points")),
    *(("operations", {"board": view}) for view in operation_text.VIEWS),
    *(("stop_and_search", {"searches": view}) for view in search_text.VIEWS),
    *(("duty", {"duty": view}) for view in duty_text.VIEWS),
)
# Roles that look first after a start: of each, others may see more.
FIRST: tuple[Role, ...] = ("visitor", "viewer", "executive", "commander")
EDITING = {
    register_text.UNDO,
    register_text.SAVE,
    register_text.SAVE_CHANGES,
    register_text.REMOVE,
    register_text.IMPORT_BUTTON,
    page_text.ADD_STEP,
}
pytestmark = pytest.mark.usefixtures("fresh_caches")


@dataclass
class Sent:
    """All that was sent to one reader."""

    text: str = ""
    buttons: set[str] = field(default_factory=set)
    forms: int = 0
    uploads: dict[str, int] = field(default_factory=dict)  # page → places for a file
    files: int = 0
    marked: bool = False  # on a page of a source; The Duty marks partners' data, and the view where there are none yet

    def add(self, page: str, shown: PageOutput) -> None:
        self.add_all(page, [node.proto for node in shown.nodes], shown.files)
        self.forms += len(shown.blocks("form"))

    def add_all(self, page: str, elements: Sequence[Any], files: Sequence[bytes]) -> None:
        text = world.tells(elements, files)
        self.text += text
        self.marked |= page != "duty" and MARK in text
        names = [element.DESCRIPTOR.name for element in elements]
        self.buttons |= {
            each.label for each, name in zip(elements, names, strict=True) if name == "Button"
        }
        self.uploads[page] = names.count("FileUploader")
        self.files += len(files)


# How what was sent shows that a role may do something. Whoever may not is sent none of it.
SIGNS: Mapping[Action, Callable[[Sent], bool]] = {
    "see open data": lambda sent: "offences in wards" in sent.text,
    "download": lambda sent: sent.files > 0,
    "read the register": lambda sent: any(text in sent.text for text in world.REGISTER),
    "see restricted figures": lambda sent: sent.marked or world.SOURCE in sent.text,
    "see every count": lambda sent: any(
        world.holds(sent.text, figure) for figure in (world.JUNE, world.COUNT)
    ),
    "see single rows": lambda sent: world.LOCATION in sent.text,
    "edit the register": lambda sent: (
        bool(sent.buttons & EDITING or sent.forms)
        or any(number for page, number in sent.uploads.items() if page != "data")
    ),
    "undo another's changes": lambda sent: register_text.UNDO_THIS in sent.buttons,
    "load data": lambda sent: sent.uploads.get("data", 0) > 0,
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world.build(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def store(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SVD_STORE", str(built))
    yield built
    events.close()


def sent_to(role: Role, addresses: tuple[Address, ...] = ADDRESSES) -> Sent:
    """What a reader with a role is sent on all these pages."""
    with pytest.MonkeyPatch.context() as patched:
        come_in(patched, role)
        sent = Sent()
        for page, address in addresses:
            sent.add(page, run(page, **address))
    return sent


def differences(role: Role, sent: Sent) -> list[str]:
    """Where what was sent to a role is not what the table says of it, a sentence each."""
    assert world.REJECTED not in sent.text
    return [
        f"{role}: “{action}” is {'shown' if shown else 'not shown'}"
        for action, sign in SIGNS.items()
        if (shown := sign(sent)) != (role in TABLE[action])
    ]


@pytest.mark.parametrize("role", FIRST)
def test_what_a_role_is_sent_first_after_a_start_is_what_the_table_says(
    store: Path, role: Role
) -> None:
    assert differences(role, sent_to(role)) == []


def test_what_a_role_is_sent_after_an_analyst_has_looked_is_no_more(store: Path) -> None:
    assert differences("analyst", sent_to("analyst")) == []
    assert [line for role in FIRST for line in differences(role, sent_to(role))] == []


# -- what is asked for at its function ---------------------------------------------------------------------------------


SELECTION = Selection(
    FORCE_EXTRACT, (), (POSSESSION,), date(2022, 4, 1), date(2022, 6, 1), served=served()
)
EASTCOTT = Selection(
    FORCE_EXTRACT,
    (),
    (POSSESSION,),
    date(2022, 4, 1),
    date(2022, 6, 1),
    served=served(),
    wards=("E05008957",),
)
STEP = {"text": "Call the school", "owner_role": "analyst"}


def _first_step() -> dict[str, Any]:
    return (
        dict(register.next_steps().iloc[0])
        if len(register.next_steps())
        else {"id": 1, "version": 1}
    )


ACTS: Mapping[Action, tuple[Callable[[], object], ...]] = {
    "see restricted figures": (lambda: every_ward.ward_answer(SELECTION),),
    "see every count": (
        lambda: one_place.place(EASTCOTT),
        lambda: every_ward.unplaced(SELECTION),
        lambda: every_ward.unplaced_count(SELECTION),
        lambda: local_statistics.map_points(FORCE_EXTRACT),
        lambda: local_statistics.offences(SELECTION),
    ),
    "see single rows": (
        lambda: one_place.rows(EASTCOTT),
        lambda: one_place.points(SELECTION),
    ),
    "edit the register": (
        lambda: register.add("next_step", STEP),
        lambda: register.change(
            "next_step", int(_first_step()["id"]), STEP, int(_first_step()["version"])
        ),
        lambda: register.remove(
            "next_step", int(_first_step()["id"]), int(_first_step()["version"])
        ),
        lambda: register.undo(),
        lambda: register.import_rows("next_step", b"text,owner_role\nCall,analyst\n", "steps.csv"),
        lambda: register.take_in_workbook(b"", "register.xlsx"),
        lambda: duty_answers.load_partner_file(1, "partner.csv", b""),
    ),
    "load data": (
        lambda: uploads.propose([("x.csv", b"")], swapped=False),
        lambda: uploads.suggestions(("x.csv", b"")),
        lambda: uploads.load([("x.csv", b"")], None, swapped=False, progress=lambda *_: None),  # type: ignore[arg-type]
    ),
}
REFUSALS = ("Your role does not let you do this", "for analysts", "This source is not open to you")


def refused(act: Callable[[], object]) -> bool:
    """Whether an act is refused for the reader's role; other faults of what it is given are none."""
    try:
        act()
    except DataProblem as problem:
        return any(words in problem.wrong for words in REFUSALS)
    except Exception:  # past the door, which is all that is asked
        return False
    return False


@pytest.mark.parametrize("role", ROLES)
def test_each_act_asked_for_at_its_function_is_refused_to_whoever_may_not(
    store: Path, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_in(monkeypatch, role)
    with answers.pinned_to(str(answers.current())):
        wrong = [
            f"{role}: act {number} of “{action}” is {'' if kept else 'not '}refused"
            for action, acts in ACTS.items()
            for number, act in enumerate(acts)
            if (kept := refused(act)) != (role not in TABLE[action])
        ]
        if role in TABLE["edit the register"]:
            mine = register.add("next_step", STEP)
            change = open_registers(store, "real").history("next_step", mine)["number"].iloc[0]
            register.undo(int(change))
            other = open_registers(store, "real").add("next_step", STEP, world.EXECUTIVE)
            theirs = open_registers(store, "real").history("next_step", other)["number"].iloc[0]
            if role in TABLE["undo another's changes"]:
                register.undo(int(theirs))
            else:
                with pytest.raises(DataProblem):
                    register.undo(int(theirs))
    assert wrong == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_the_audit_is_read_by_whoever_may_alone(
    store: Path, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(monkeypatch, role)
    commands = (audit_commands.verified, lambda: audit_commands.who_saw(FORCE_EXTRACT, "2022-06"))
    assert [refused(command) for command in commands] == [role not in TABLE["read the audit"]] * 2


@pytest.mark.parametrize("role", [role for role in ROLES if role != "visitor"])
def test_backups_are_made_and_put_back_by_whoever_may_alone(
    store: Path, role: Role, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(monkeypatch, role)
    commands = (
        lambda: command_line.backup(tmp_path / "no folder" / "a.zip"),
        lambda: command_line.restore(tmp_path / "none.zip"),
    )
    may = role in TABLE["back up and restore"]
    assert [refused(command) for command in commands] == [not may] * 2


def test_every_action_of_the_table_is_tried() -> None:
    assert set(SIGNS) | {"read the audit", "back up and restore"} == set(ACTIONS)
    assert json.dumps(sorted(ACTS)) == json.dumps(
        sorted(
            set(ACTIONS)
            - {
                "see open data",
                "download",
                "read the register",
                "undo another's changes",
                "read the audit",
                "back up and restore",
            }
        )
    )


@pytest.mark.prove
@pytest.mark.parametrize("role", ROLES)
def test_every_view_first_after_a_start_and_again_after_an_analyst(store: Path, role: Role) -> None:
    assert differences(role, sent_to(role, EVERY_VIEW)) == []
    sent_to("analyst", EVERY_VIEW)
    assert differences(role, sent_to(role, EVERY_VIEW)) == []
