"""Who may do what: the table is whole, nobody may more than the role above, and a refusal says who to ask."""

from __future__ import annotations

import pytest

from loaders.permissions import (
    ACTIONS,
    OF_ACTION,
    OF_ROLE,
    ROLES,
    TABLE,
    Action,
    Refused,
    Role,
    may,
    require,
    table_in_markdown,
)


def test_every_action_and_role_is_described_and_stands_in_the_table() -> None:
    assert set(TABLE) == set(ACTIONS) == set(OF_ACTION) and set(OF_ROLE) == set(ROLES)
    assert all(TABLE[action] <= set(ROLES) for action in ACTIONS)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_administrator_may_do_everything_and_a_visitor_looks_at_open_data_alone(
    action: Action,
) -> None:
    assert may("administrator", action)
    assert may("visitor", action) == (action in ("see open data", "download"))


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_more_of_a_restricted_source_sees_the_less_of_it_too(role: Role) -> None:
    assert may(role, "see restricted figures") or not may(role, "see every count")
    assert may(role, "see every count") or not may(role, "see single rows")
    assert may(role, "edit the register") or not may(role, "undo another's changes")
    assert may(role, "read the register") or not may(role, "edit the register")


def test_a_refusal_names_the_role_what_was_asked_and_who_may() -> None:
    require("analyst", "load data")
    with pytest.raises(Refused) as refused:
        require("executive", "load data")
    assert str(refused.value) == (
        "Your role does not let you do this: load data. You are here as executive. "
        "Ask somebody who is an analyst or an administrator. Nothing has been changed."
    )


def test_the_table_for_the_documentation_has_a_row_an_action() -> None:
    lines = table_in_markdown().splitlines()
    assert len(lines) == 2 + len(ACTIONS) and all(line.count("|") == 9 for line in lines)
