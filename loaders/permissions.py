"""Who may do what: seven roles, and what each of them may do, in one table.

Whatever shows, hands out, changes or loads something asks `require` here, where it happens; ui.access.policy asks it for readers of pages,
and the commands for the operating system's user.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from geo.core.errors import DataProblem

Role = Literal[
    "visitor", "viewer", "executive", "commander", "coordinator", "analyst", "administrator"
]
Action = Literal[
    "see open data",
    "download",
    "read the register",
    "see restricted figures",
    "see every count",
    "see single rows",
    "edit the register",
    "undo another's changes",
    "load data",
    "read the audit",
]
ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)
GIVEN = ROLES[1:]  # by a file or a provider; a visitor is whoever comes where all may come

OF_ROLE: Mapping[Role, str] = {
    "visitor": "Anybody, where the dashboard is open to all.",
    "viewer": "A member of a partner's staff who looks and changes nothing.",
    "executive": "A member of a partnership's executive group.",
    "commander": "A police commander.",
    "coordinator": "Whoever keeps the register for the partners.",
    "analyst": "A police analyst.",
    "administrator": "Whoever installs and looks after the dashboard.",
}
OF_ACTION: Mapping[Action, str] = {
    "see open data": "See what is published under an open licence, and everything worked out from it.",
    "download": "Take away tables, maps and files of what may be seen.",
    "read the register": "Read operations, decisions, meetings, money and all else that people enter.",
    "see restricted figures": "See figures of a force's own records, rounded, small ones hidden.",
    "see every count": "See each count of a force's own records, small ones too.",
    "see single rows": "See single offences and searches of a force's own records, and their places.",
    "edit the register": "Add, change and remove records, and undo one's own changes.",
    "undo another's changes": "Undo what somebody else changed.",
    "load data": "Load, replace and remove months, boundaries and residents.",
    "read the audit": "Read and check the record of who saw what.",
}

_EVERYBODY = frozenset(ROLES)
_STAFF = _EVERYBODY - {"visitor"}
_EDITORS = _STAFF - {"viewer"}
_POLICE = frozenset[Role]({"commander", "analyst", "administrator"})
TABLE: Mapping[Action, frozenset[Role]] = {
    "see open data": _EVERYBODY,
    "download": _EVERYBODY,
    "read the register": _STAFF,
    "see restricted figures": _EDITORS,
    "see every count": _POLICE,
    "see single rows": _POLICE - {"commander"},
    "edit the register": _EDITORS,
    "undo another's changes": frozenset({"coordinator", "administrator"}),
    "load data": frozenset({"analyst", "administrator"}),
    "read the audit": frozenset({"administrator"}),
}


class Refused(DataProblem):
    """A role may not do what was asked. Nothing was done."""

    def __init__(self, role: Role, action: Action) -> None:
        may = [name for name in GIVEN if name in TABLE[action]]
        super().__init__(
            f"Your role does not let you do this: {action}.",
            f"You are here as {role}.",
            f"Ask somebody who is {_or(may)}.",
        )
        self.role, self.action = role, action


def may(role: Role, action: Action) -> bool:
    """Whether a role may do something."""
    return role in TABLE[action]


def require(role: Role, action: Action) -> None:
    """Nothing, where a role may do something; else raises Refused."""
    if not may(role, action):
        raise Refused(role, action)


def table_in_markdown() -> str:
    """The table as the documentation has it: a row an action, a column a role."""
    lines = [
        "| what | " + " | ".join(ROLES) + " |",
        "|---|" + "---|" * len(ROLES),
        *(
            f"| {OF_ACTION[action]} | "
            + " | ".join("yes" if may(role, action) else "–" for role in ROLES)
            + " |"
            for action in ACTIONS
        ),
    ]
    return "\n".join(lines)


def _or(names: list[Role]) -> str:
    article = [f"{'an' if name[0] in 'aeiou' else 'a'} {name}" for name in names]
    return article[0] if len(article) == 1 else f"{', '.join(article[:-1])} or {article[-1]}"
