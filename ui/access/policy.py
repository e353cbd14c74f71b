"""What the reader of this run may do: one question for each thing that may be refused.

`may_…` answers, for what a page shows or leaves out; `require_…` is asked where the thing happens, and raises Refused or NotSignedIn. Who may
do what stands in loaders.permissions, in one table.
"""

from __future__ import annotations

from geo.core.errors import DataProblem
from loaders.permissions import Action, Refused, may, require, table_in_markdown
from ui.access import events
from ui.access.events import Actor
from ui.access.identity import Reader, gated, reader, session


def may_read_register() -> bool:
    """Whether the reader may see operations, decisions, meetings and all else that people entered."""
    return _may("read the register")


def may_edit_register() -> bool:
    """Whether the reader may add, change and remove records."""
    return _may("edit the register")


def may_undo_of_others() -> bool:
    """Whether the reader may undo what somebody else changed."""
    return _may("undo another's changes")


def may_load() -> bool:
    """Whether the reader may load months, boundaries and residents."""
    return _may("load data")


def may_see_single_rows() -> bool:
    """Whether the reader may see single offences and searches of a force's own records."""
    return _may("see single rows")


def require_editor() -> Reader:
    """The reader, who may change the register."""
    return _required("edit the register")


def require_loader() -> Reader:
    """The reader, who may load data."""
    return _required("load data")


def table() -> str:
    """What each role may do, as the documentation has it."""
    return table_in_markdown()


def _may(action: Action) -> bool:
    try:
        return may(reader().role, action)
    except DataProblem:  # nobody is signed in, or has no role
        return False


def _required(action: Action) -> Reader:
    who = reader()
    try:
        require(who.role, action)
    except Refused as refused:
        actor = Actor(
            who.subject, who.name, who.role, events.digest(session() if gated() else None)
        )
        events.refused(action, refused.saw, actor)
        raise
    return who
