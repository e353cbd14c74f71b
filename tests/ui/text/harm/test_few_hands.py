"""How few hands are worded: shares, bands and verdicts, and nothing finer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.knife.few_hands import BY_CHANCE, BY_FEW, CANNOT_TELL, FewHandsVerdict, Premise
from geo.knife.few_hands_shown import WHOLE, FewHandsShown, TopShown
from ui.text.harm.few_hands import (
    CLASSES,
    COLUMNS,
    MADE_UP,
    WORDS,
    cut_words,
    months_counted,
    people_words,
    premise,
    sentence,
    switched_on,
    table_row,
    top_words,
    without_weight,
)

TOP = TopShown(0.10, 0.40, 0.35, 0.45, 0.20, 0.15, 0.25)
SHOWN = FewHandsShown(
    (200, 499), 0.8, 0.5, 0.35, (TOP,), (), FewHandsVerdict(BY_FEW, "because", ())
)


def test_every_word_of_the_verdict_is_worded_and_coloured() -> None:
    assert set(WORDS) == set(CLASSES) == {BY_FEW, BY_CHANCE, CANNOT_TELL}


def test_a_group_is_said_with_chance_beside_it() -> None:
    words = sentence("suspects", "North Somerset", SHOWN)
    assert words == (
        "North Somerset: 200 to 499 suspects are named, in about 80% of knife-enabled offences. The top 10% of them hold about 40% of "
        "those (35% to 45%); chance alone would give about 20% (15% to 25%). Those named twice or more hold about 50%, by chance 35%."
    )
    fewer = sentence("suspects", "Here", replace(SHOWN, repeat=0.3))
    assert fewer.endswith("by chance 35%: fewer people, each named more often.")
    weighed = sentence("victims", "Here", replace(SHOWN, harm=(replace(TOP, held=0.55),)))
    assert "By harm they hold about 55%, by chance 20%." in weighed


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        (WHOLE, "all"),
        (("authority", "E1"), "Somewhere"),
        (("year", "2022"), "in 2022"),
        (("ages", "14–25"), "first named aged 14–25"),
        (("line", "local line"), "local line"),
    ],
)
def test_cuts_are_named(cut: tuple[str, str], words: str) -> None:
    assert cut_words(cut, {"E1": "Somewhere"}) == words


def test_people_stand_in_bands() -> None:
    assert people_words((200, 499)) == "200 to 499"
    assert people_words((5000, None)) == "5,000 or more"


def test_a_row_holds_what_its_columns_name() -> None:
    row = table_row("suspects", "Somewhere", SHOWN, TOP)
    assert list(row) == list(COLUMNS)
    assert (row["held"], row["chance"], row["verdict"]) == (
        "40%",
        "20% (15% to 25%)",
        "Held by few beyond chance",
    )
    assert top_words(TOP) == "top 10%: about 40% (35% to 45%), by chance 20% (15% to 25%)"


def test_what_harm_leaves_out_is_named() -> None:
    assert without_weight(["5D", "8P"]) == "Harm leaves out, for want of a weight: 5D, 8P."
    assert without_weight([]) == ""


def test_premises_bear_a_mark_in_words_too() -> None:
    assert premise(Premise("It is so", False, "p < 0.01")) == (
        "✗",
        "does not hold",
        "It is so: p < 0.01.",
    )


def test_under_what_people_are_kept_is_said() -> None:
    assert "under DPIA 2023/14, and shown as shares" in switched_on("DPIA 2023/14")
    assert switched_on("") == MADE_UP
    assert months_counted([date(2022, 1, 1), date(2022, 2, 1)]) == (
        "Knife-enabled offences of the force's own records, January to February 2022."
    )
