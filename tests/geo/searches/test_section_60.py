"""Dated authorisations, each accepted or refused as the law of its day says, and marked where the scheme of the day said otherwise."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from geo.searches.section_60 import (
    Authorisation,
    Finding,
    findings,
    hours_between,
    local_moment,
    overlapping,
    rule_of,
    state,
)

TABLE = Path(__file__).resolve().parents[3] / "data" / "section_60_rules.csv"
RULES = [rule_of(row) for row in csv.DictReader(TABLE.open(encoding="utf-8"))]
HOME, LONDON = "wiltshire", "metropolitan"
INSPECTOR, SUPER, CHIEF = "inspector", "superintendent", "assistant chief constable"


def at(text: str) -> datetime:
    """“2023-01-20 18:00” on the clocks of that day."""
    moment = datetime.strptime(text, "%Y-%m-%d %H:%M")
    return local_moment(moment.date(), moment.hour, moment.minute)


def signed(
    start: str,
    end: str,
    rank: str = "inspector",
    *,
    ground: str = "a",
    force: str = HOME,
    extended_to: str = "",
    by: str = "",
) -> Authorisation:
    return Authorisation(
        force, ground, at(start), at(end), rank, at(extended_to) if extended_to else None, by
    )


# start, end, rank, extended to, by, ground, force; what the law says, what the scheme says ("" where it has nothing to say)
CASES = [
    # The law today
    ("2023-01-20 18:00", "2023-01-21 18:00", INSPECTOR, "", "", "a", HOME, "", ""),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:01",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours; this one has 24.02",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 02:00",
        "sergeant",
        "",
        "",
        "b",
        HOME,
        "asks for an inspector or above to authorise",
        "",
    ),
    ("2023-01-20 18:00", "2023-01-21 02:00", "chief constable", "", "", "aa", HOME, "", ""),
    (
        "2023-01-20 18:00",
        "2023-01-21 02:00",
        INSPECTOR,
        "",
        "",
        "c",
        HOME,
        "ground must be (a), (aa) or (b)",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-20 17:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "ends before it starts",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:00",
        INSPECTOR,
        "2023-01-22 18:00",
        SUPER,
        "a",
        HOME,
        "",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:00",
        INSPECTOR,
        "2023-01-22 18:00",
        "chief inspector",
        "a",
        HOME,
        "asks for a superintendent or above to extend; this was a chief inspector",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:00",
        INSPECTOR,
        "2023-01-22 19:00",
        SUPER,
        "a",
        HOME,
        "48 hours in all; this comes to 49",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 06:00",
        INSPECTOR,
        "2023-01-22 08:00",
        SUPER,
        "a",
        HOME,
        "adds at most 24 hours",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 06:00",
        INSPECTOR,
        "2023-01-22 06:00",
        "chief superintendent",
        "a",
        HOME,
        "",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:00",
        INSPECTOR,
        "2023-01-22 06:00",
        "",
        "a",
        HOME,
        "rank of the officer who extended it",
        "",
    ),
    (
        "2023-01-20 18:00",
        "2023-01-21 18:00",
        INSPECTOR,
        "2023-01-21 17:00",
        SUPER,
        "a",
        HOME,
        "extension ends before",
        "",
    ),
    # The clocks go forward on 26 March 2023 and back on 29 October 2023
    ("2023-03-25 18:00", "2023-03-26 19:00", INSPECTOR, "", "", "a", HOME, "", ""),
    (
        "2023-03-25 18:00",
        "2023-03-26 19:01",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours",
        "",
    ),
    ("2023-10-28 18:00", "2023-10-29 17:00", INSPECTOR, "", "", "a", HOME, "", ""),
    (
        "2023-10-28 18:00",
        "2023-10-29 18:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours; this one has 25",
        "",
    ),
    # Before the scheme
    ("2014-07-01 18:00", "2014-07-02 18:00", INSPECTOR, "", "", "a", HOME, "", ""),
    ("2014-08-25 23:00", "2014-08-26 20:00", INSPECTOR, "", "", "a", HOME, "", ""),
    # The scheme of 2014: lawful all the same
    ("2014-08-26 18:00", "2014-08-27 09:00", CHIEF, "", "", "a", HOME, "", ""),
    (
        "2016-05-06 18:00",
        "2016-05-07 10:00",
        CHIEF,
        "",
        "",
        "a",
        HOME,
        "",
        "first period of 15 hours; this one has 16",
    ),
    (
        "2016-05-06 18:00",
        "2016-05-07 08:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "",
        "asks for an assistant chief constable",
    ),
    ("2016-05-06 18:00", "2016-05-07 09:00", CHIEF, "2016-05-08 09:00", CHIEF, "a", HOME, "", ""),
    (
        "2016-05-06 18:00",
        "2016-05-07 09:00",
        CHIEF,
        "2016-05-08 09:00",
        SUPER,
        "a",
        HOME,
        "",
        "or above to extend; this was a superintendent",
    ),
    (
        "2016-05-06 18:00",
        "2016-05-07 12:00",
        CHIEF,
        "2016-05-08 12:00",
        CHIEF,
        "a",
        HOME,
        "",
        "39 hours in all; this comes to 42",
    ),
    (
        "2016-05-06 18:00",
        "2016-05-07 19:00",
        "constable",
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours",
        "first period of 15 hours",
    ),
    # Relaxed in seven forces from the end of March 2019; Wiltshire was not one of them
    ("2019-04-05 18:00", "2019-04-06 08:00", INSPECTOR, "", "", "a", LONDON, "", ""),
    (
        "2019-04-05 18:00",
        "2019-04-06 08:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "",
        "asks for an assistant chief constable",
    ),
    (
        "2019-04-05 18:00",
        "2019-04-06 12:00",
        INSPECTOR,
        "",
        "",
        "a",
        LONDON,
        "",
        "first period of 15 hours",
    ),
    (
        "2019-03-30 18:00",
        "2019-03-31 08:00",
        INSPECTOR,
        "",
        "",
        "a",
        LONDON,
        "",
        "asks for an assistant chief constable",
    ),
    # Relaxed in all forces from August 2019
    (
        "2019-08-11 00:00",
        "2019-08-12 00:00",
        INSPECTOR,
        "2019-08-13 00:00",
        SUPER,
        "a",
        HOME,
        "",
        "",
    ),
    (
        "2019-08-10 23:00",
        "2019-08-11 20:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "",
        "asks for an assistant chief constable",
    ),
    (
        "2022-05-15 18:00",
        "2022-05-16 19:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours",
        "first period of 24 hours",
    ),
    # Lifted for good on 16 May 2022: the law alone
    (
        "2022-05-16 00:00",
        "2022-05-17 01:00",
        INSPECTOR,
        "",
        "",
        "a",
        HOME,
        "first period of 24 hours; this one has 25",
        "",
    ),
]


@pytest.mark.parametrize(
    ("start", "end", "rank", "extended_to", "by", "ground", "force", "law", "scheme"), CASES
)
def test_dated_case(
    start: str,
    end: str,
    rank: str,
    extended_to: str,
    by: str,
    ground: str,
    force: str,
    law: str,
    scheme: str,
) -> None:
    results = findings(
        signed(start, end, rank, ground=ground, force=force, extended_to=extended_to, by=by), RULES
    )
    sentences = {
        kind: " ".join(finding.sentence for finding in results if finding.kind == kind)
        for kind in ("law", "scheme")
    }
    for kind, wanted in (("law", law), ("scheme", scheme)):
        assert bool(sentences[kind]) == bool(wanted), results
        assert wanted in sentences[kind]


def test_law_and_scheme_are_told_apart_in_every_sentence() -> None:
    results = findings(signed("2016-05-06 18:00", "2016-05-07 19:00", "sergeant"), RULES)
    assert [finding.kind for finding in results] == ["law", "law", "scheme", "scheme"]
    assert all(finding.sentence.startswith("The law ") for finding in results[:2])
    assert all(
        finding.sentence.startswith("The scheme of that day, which was voluntary, ")
        for finding in results[2:]
    )


def test_hours_are_counted_as_they_pass() -> None:
    # 22:00 to 06:00 over the night in which one hour is jumped, and the one in which an hour comes twice
    assert hours_between(at("2025-03-29 22:00"), at("2025-03-30 06:00")) == 7
    assert hours_between(at("2025-10-25 22:00"), at("2025-10-26 06:00")) == 9
    day = date(2025, 10, 26)
    assert hours_between(local_moment(day, 1, 30), local_moment(day, 1, 30, second_time=True)) == 1
    with pytest.raises(DataProblem, match="There was no 01:30 on 30 March 2025"):
        local_moment(date(2025, 3, 30), 1, 30)


def test_clock_while_live() -> None:
    authorisation = signed(
        "2023-01-20 18:00", "2023-01-21 18:00", extended_to="2023-01-22 06:00", by="superintendent"
    )
    assert state(authorisation, at("2023-01-20 16:30")) == ("not begun", 1.5)
    assert state(authorisation, at("2023-01-22 00:00")) == ("live", 6)
    assert state(authorisation, datetime(2023, 1, 22, 8, tzinfo=UTC)) == ("ended", 2)


def test_overlaps_in_time() -> None:
    first, second, third = (
        signed(f"2023-01-2{day} 18:00", f"2023-01-2{day + 1} {hour}:00")
        for day, hour in ((0, 18), (1, 10), (1, 20))
    )
    assert overlapping([first, second, third]) == [(1, 2)]


def test_an_unknown_rank_and_a_day_without_a_law_are_refused() -> None:
    with pytest.raises(DataProblem, match="not a rank we know"):
        findings(signed("2023-01-20 18:00", "2023-01-21 02:00", "captain"), RULES)
    with pytest.raises(DataProblem, match="no law for 1 January 1990"):
        findings(signed("1990-01-01 18:00", "1990-01-02 02:00"), RULES)


def test_a_finding_is_a_sentence() -> None:
    results = findings(signed("2016-05-06 18:00", "2016-05-07 19:00"), RULES)
    assert all(
        isinstance(finding, Finding) and finding.sentence.endswith(".") for finding in results
    )


def test_time_runs_on_while_the_clocks_go_back() -> None:
    """29 October 2023: 01:30, and 45 minutes later 01:15 on the clocks again; moments of one zone compare as clocks do, not as time."""
    night = date(2023, 10, 29)
    first = Authorisation(
        HOME,
        "a",
        local_moment(night, 1, 30),
        local_moment(night, 1, 15, second_time=True),
        "inspector",
    )
    assert findings(first, RULES) == () and state(
        first, local_moment(night, 1, 0, second_time=True)
    ) == ("live", 0.25)
    second = Authorisation(
        HOME, "a", local_moment(night, 1, 10, second_time=True), at("2023-10-29 03:00"), "inspector"
    )
    assert overlapping([first, second]) == [(0, 1)]
