"""Sessions end by idleness and by age, are as many as the file allows, and a token opens once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from loaders.access_file import Access
from ui.access.sessions import MOST_FILES, MOST_NAMELESS, Person, Sessions, TooManySessions
from ui.access.tokens import GOOD_FOR, MOST, OneTimeTokens

ANN = Person("ann", "Ann", "oidc", ("staff",))
BOB = Person("bob", "Bob", "oidc")
ACCESS = Access(idle=timedelta(minutes=30), longest=timedelta(hours=12), most=3)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ends_after_thirty_idle_minutes_and_not_while_something_is_done() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    session = sessions.begin(ANN, ACCESS)
    for _ in range(10):
        clock.now += 29 * 60
        assert sessions.of(session.key, ACCESS) is session
        sessions.touch(session)
    clock.now += 30 * 60
    assert sessions.of(session.key, ACCESS) is None and len(sessions) == 0


def test_a_session_ends_after_twelve_hours_whatever_is_done() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    session = sessions.begin(ANN, ACCESS)
    for _ in range(12 * 60 - 1):
        clock.now += 60
        sessions.touch(session)
        assert sessions.of(session.key, ACCESS) is session
    clock.now += 60
    assert sessions.of(session.key, ACCESS) is None


def test_a_shorter_time_in_the_file_holds_at_once() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    session = sessions.begin(ANN, ACCESS)
    clock.now += 600
    assert sessions.of(session.key, replace(ACCESS, idle=timedelta(minutes=5))) is None


def test_no_more_are_let_in_than_the_file_allows_until_one_has_gone() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    first, *_ = [sessions.begin(ANN, ACCESS) for _ in range(3)]
    with pytest.raises(TooManySessions, match="3 are signed in"):
        sessions.begin(BOB, ACCESS)
    sessions.end(first.key)
    assert sessions.begin(BOB, ACCESS).person == BOB
    clock.now += 1800
    assert sessions.begin(BOB, ACCESS).person == BOB  # those that were idle count no more


def test_browsers_that_nobody_signs_in_from_push_out_each_other_and_no_reader() -> None:
    sessions = Sessions(Clock())
    reader = sessions.begin(ANN, ACCESS)
    nameless = [sessions.begin(None, ACCESS) for _ in range(MOST_NAMELESS + 5)]
    assert sessions.of(reader.key, ACCESS) is reader
    assert sessions.of(nameless[0].key, ACCESS) is None
    assert sessions.of(nameless[-1].key, ACCESS) is nameless[-1]


def test_somebody_else_who_signs_in_finds_nothing_of_who_was_there() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    session = sessions.begin(ANN, ACCESS)
    session.handed("0123456789abcdef.csv")
    clock.now += 60
    sessions.sign_in(session, BOB, ACCESS)
    assert session.person == BOB and not session.files and session.began == clock.now


def test_a_session_remembers_as_many_files_as_it_may() -> None:
    session = Sessions(Clock()).begin(ANN, ACCESS)
    for number in range(MOST_FILES + 1):
        session.handed(str(number))
    assert len(session.files) == MOST_FILES and "0" not in session.files


def test_keys_are_long_and_never_alike() -> None:
    sessions = Sessions(Clock())
    keys = {sessions.begin(None, ACCESS).key for _ in range(500)}
    assert len(keys) == 500 and min(map(len, keys)) >= 43


def test_a_token_opens_once_within_its_hour() -> None:
    clock = Clock()
    tokens = OneTimeTokens(clock)
    first, second, third = (tokens.make() for _ in range(3))
    assert tokens.spend(first) and not tokens.spend(first)
    clock.now += GOOD_FOR - 1
    assert tokens.spend(second)
    clock.now += 1
    assert not tokens.spend(third)
    assert not tokens.spend("") and not tokens.spend("x" * 32)


def test_another_start_of_the_server_knows_no_token_of_this_one() -> None:
    assert not OneTimeTokens(Clock()).spend(OneTimeTokens(Clock()).make())


def test_of_many_unspent_tokens_the_newest_are_good() -> None:
    tokens = OneTimeTokens(Clock())
    made = [tokens.make() for _ in range(MOST + 1)]
    assert not tokens.spend(made[0]) and tokens.spend(made[1]) and tokens.spend(made[-1])
