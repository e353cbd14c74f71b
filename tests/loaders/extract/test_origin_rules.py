"""Origin by written rules: the first that fits, kept by name."""

from __future__ import annotations

import pandas as pd
import pytest

from geo.core.schema import ORIGINS
from loaders.extract.origin_rules import origins
from loaders.reference import table

SAID = {
    "search": ("proactive", "search-linked"),
    "Stop and Search - s1 PACE": ("proactive", "search-linked"),
    "found under section 60": ("proactive", "search-linked"),
    "warrant": ("proactive", "warrant"),
    "Search warrant at premises": ("proactive", "warrant"),
    "search on arrest": ("proactive", "arrest-linked"),
    "arrest": ("proactive", "arrest-linked"),
    "Knife arch at station": ("proactive", "knife arch"),
    "school": ("school", "school recovery"),
    "Handed over by teacher": ("school", "school recovery"),
    "victim report": ("reported", "victim report"),
    "Hospital informed police": ("reported", "victim report"),
    "public report": ("reported", "public report"),
    "999 call": ("reported", "public report"),
    "other": ("unknown", "no rule"),
    "": ("unknown", "no rule"),
    "Researched later": ("unknown", "no rule"),
}


@pytest.mark.parametrize("wording", SAID)
def test_each_way_of_coming_to_light_has_its_origin_and_rule(wording: str) -> None:
    origin, rule = origins(pd.Series([wording], dtype="str"), pd.Series([""], dtype="str"))
    assert (origin[0], rule[0]) == SAID[wording]


def test_an_operation_decides_only_where_nothing_else_does() -> None:
    finding = pd.Series(["", "public report", "search", "other"], dtype="str")
    origin, rule = origins(
        finding, pd.Series(["Op Thesus", "Op Thesus", "Op Thesus", " "], dtype="str")
    )
    assert origin.tolist() == ["proactive", "reported", "proactive", "unknown"]
    assert rule.tolist() == ["operation-tagged", "public report", "search-linked", "no rule"]


def test_every_rule_has_a_reason_and_a_known_origin() -> None:
    rules = table("origin_rules")
    assert rules["rule"].is_unique and set(rules["origin"]) < set(ORIGINS)
    assert (rules["reason"].str.len() > 20).all() and set(rules["column"]) == {
        "finding",
        "operation",
    }
