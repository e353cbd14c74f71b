"""The rule and its sentences: each word where it is due, and the doubts that outweigh an interval."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pandas import DataFrame

from geo.change.rate_ratio import RatioChange
from geo.operations.design import MonthsCompared
from geo.operations.displacement import Elsewhere, Estimate, wdd
from geo.operations.nothing_done import Reference
from geo.operations.one_point import OnePoint
from geo.operations.overlaps import Company
from geo.operations.placebo import Spike
from geo.operations.power import could_show
from geo.operations.premises import Past, WhatHappens
from geo.operations.verdicts import Evidence, could_show_in_words, verdict


def ratio(middle: float, low: float, high: float, p: float = 0.5) -> RatioChange:
    return RatioChange("Poisson", middle, low, high, p, 1.0)


def net(value: float) -> Elsewhere:
    return Elsewhere(DataFrame(), Estimate(value, 30.0, value / 30, value - 45, value + 45), 1.0)


# Limits that are within any model's, so that the model's are the wider.
NARROWER = WhatHappens(0.5, 99.0, 0.0, Reference(2.0, 2.0, 100, 300, 0.0))
EVIDENCE = Evidence(
    200,
    100,
    could_show(200, 200, months_before=12, months_after=12),
    ratio(0.5, 0.4, 0.7),
    wdd((200, 100), (200, 200)),
    alongside=ratio(1.0, 0.8, 1.2),
    happens=NARROWER,
    past=Past(24, 118),
    around=net(-100),
    mixed=False,
    company=Company({}, {}),
    registered=True,
    point=OnePoint("On or near High Street", 10, 4, 0.06, 0.51, 0.41, 0.72),
)
RISEN = OnePoint("On or near High Street", 4, 10, 0.06, 1.5, 1.2, 1.9)
SPIKE = Spike(120, 60.0, 6, 12, 0.001, "clear rise")


def test_worked_with_its_figures() -> None:
    judgement = verdict(EVIDENCE)
    assert (judgement.word, judgement.needed, judgement.next_door) == ("worked", "", None)
    assert judgement.sentence == (
        "It worked: 200 offences in 12 months before and 100 in 12 after, 50% (40% to 70%) of what the comparison "
        "areas lead us to expect."
    )
    judgement = verdict(
        replace(EVIDENCE, before=1708, after=1303, months_after=9, change=ratio(0.99, 0.91, 1.09))
    )
    assert judgement.sentence == (
        "There is no sign that it changed anything: 1,708 offences in 12 months before and 1,303 in 9 after, 99% "
        "(91% to 109%) of what the comparison areas lead us to expect, which rules out a fall by more than 9%."
    )


def test_made_it_worse_no_sign_and_cannot_tell_by_the_interval() -> None:
    words = {
        limits: verdict(
            replace(EVIDENCE, change=ratio(1.0, *limits), around=net(100), point=RISEN)
        ).word
        for limits in ((1.01, 2.0), (0.51, 1.9), (0.49, 1.2), (0.8, 2.1))
    }
    assert list(words.values()) == ["made it worse", "no sign", "cannot tell", "cannot tell"]


def test_cannot_tell_says_what_would_be_needed() -> None:
    few = could_show(13, 65, months_before=12, months_after=12)
    judgement = verdict(
        replace(EVIDENCE, before=13, after=10, could=few, change=ratio(0.8, 0.3, 1.9))
    )
    # 54 at 13 a year: 49.8 months
    assert judgement.needed == (
        "About 54 offences before would be needed to find a fall by half; at 13 in 12 months that is some 50 months, "
        "or a wider area."
    )
    enough = verdict(replace(EVIDENCE, change=ratio(0.8, 0.3, 1.9)))
    assert enough.needed.startswith("More months after: the counts vary")
    nothing = verdict(
        replace(
            EVIDENCE,
            before=0,
            could=could_show(0, 9, months_before=12, months_after=12),
            change=ratio(1, 0.1, 9),
        )
    )
    assert nothing.needed.startswith("Offences to compare with")


@pytest.mark.parametrize(
    ("changed", "why", "needed"),
    [
        ({"counts_activity": True}, "counts what the operation itself does", "reported violence"),
        (
            {
                "change": RatioChange("exact conditional test", None, 0, float("inf"), 1.0),
                "before": 0,
                "after": 0,
            },
            "0 offences before and 0 after",
            "wider area",
        ),
        (
            {"alongside": ratio(1.4, 1.1, 1.8, p=0.01)},
            "already moving apart from the comparison’s, by 140% (110% to 180%) a year",
            "ran alongside",
        ),
        (
            {"within": (0.4, 1.05), "mixed": True},
            "beside the rest of its own the change is not clear",
            "of its own authority",
        ),
        (
            {"company": Company({"Op Other": (date(2022, 4, 1),)}, {})},
            "We cannot tell which: Op Other (April 2022)",
            "was alone there",
        ),
        (
            {"spike": SPIKE},
            "spike of 120 offences in 6 months where 60 were usual",
            "More months after",
        ),
        (
            {"spike": SPIKE, "without_spike": ratio(0.9, 0.7, 1.1)},
            "after which a fall was to be expected",
            "More months after",
        ),
        (
            {
                "ring": ratio(1.5, 1.2, 1.9),
                "offences": wdd((200, 100), (200, 200), displacement=((200, 300), (200, 200))),
            },
            "fell inside and rose next door, in all by +0 (",
            "in both together",
        ),
    ],
)
def test_doubts_outweigh_an_interval_below_one(
    changed: dict[str, object], why: str, needed: str
) -> None:
    judgement = verdict(replace(EVIDENCE, **changed))  # type: ignore[arg-type]
    assert judgement.word == ("cannot tell which" if "company" in changed else "cannot tell")
    assert why in judgement.sentence and needed in judgement.needed


def test_what_does_not_outweigh_it() -> None:
    assert (
        verdict(replace(EVIDENCE, spike=SPIKE, without_spike=ratio(0.6, 0.4, 0.9))).word == "worked"
    )
    assert verdict(replace(EVIDENCE, spike=replace(SPIKE, word="clear fall"))).word == "worked"
    # a rise next door that leaves far fewer in all
    some = replace(
        EVIDENCE,
        ring=ratio(1.3, 1.1, 1.5),
        offences=wdd((200, 100), (200, 200), displacement=((50, 65), (50, 50))),
    )
    assert (verdict(some).word, verdict(some).next_door) == ("worked", "moved next door")
    risen = replace(EVIDENCE, change=ratio(1.5, 1.2, 2), around=net(100), point=RISEN)
    assert verdict(replace(risen, spike=SPIKE)).word == "made it worse"


@pytest.mark.parametrize(
    ("ring", "word"),
    [
        (ratio(1.3, 1.1, 1.5), "moved next door"),
        (ratio(0.7, 0.6, 0.9), "improved next door too"),
        (ratio(1.0, 0.7, 1.4), "no sign that offences moved"),
        (ratio(1.0, 0.3, 3.0), "cannot tell"),
    ],
)
def test_next_door(ring: RatioChange, word: str) -> None:
    assert verdict(replace(EVIDENCE, ring=ring)).next_door == word


def test_what_could_show_in_one_sentence() -> None:
    assert could_show_in_words(could_show(13, 65, months_before=12, months_after=12)) == (
        "A fall from 13 to about 4 could show here. A fall by half would be found about 3 times in 10."
    )
    assert could_show_in_words(could_show(2, 10, months_before=12, months_after=12)).startswith(
        "No fall could show here: from 2, not even 0 would be a sign."
    )
    assert could_show_in_words(could_show(240, 240, months_before=12, months_after=6)).startswith(
        "A fall from 120 expected (from 240 before) to about "
    )


def test_a_ratio_beyond_all_bounds_is_not_spelt_out() -> None:
    exact = RatioChange("exact conditional test", 0.0, 0.0, float("inf"), 0.3)
    assert "0% (0% to ten times or more)" in verdict(replace(EVIDENCE, change=exact)).sentence


def test_a_fall_that_months_far_below_the_usual_make_is_not_told() -> None:
    thin = replace(EVIDENCE, thin=(date(2022, 4, 1),), without_thin=ratio(0.9, 0.7, 1.2))
    judgement = verdict(thin)
    assert judgement.word == "cannot tell"
    assert judgement.sentence == (
        "We cannot tell: April 2022 holds far fewer rows than usual; 200 offences in 12 months before and 100 in 12 after, "
        "50% (40% to 70%) of what the comparison areas lead us to expect. Without it, it is 90% (70% to 120%)."
    )
    assert judgement.needed.startswith("Those months whole")
    assert verdict(replace(thin, without_thin=ratio(0.55, 0.4, 0.8))).word == "worked"
    nothing_left = verdict(replace(thin, without_thin=None))
    assert nothing_left.word == "cannot tell" and "nothing is left" in nothing_left.sentence


def test_what_became_of_next_door_must_stand_without_thin_months_too() -> None:
    around = replace(
        EVIDENCE,
        ring=ratio(0.6, 0.4, 0.8),
        thin=(date(2022, 4, 1),),
        without_thin=EVIDENCE.change,
        ring_without_thin=ratio(0.9, 0.6, 1.3),
    )
    assert verdict(around).next_door == "cannot tell"
    assert (
        verdict(replace(around, ring_without_thin=around.ring)).next_door
        == "improved next door too"
    )


@pytest.mark.parametrize(
    ("changed", "premise"),
    [
        ({"registered": False}, "the comparison was frozen before its outcome was read"),
        ({"company": None}, "no other work went on in its wards"),
        ({"busy": {"W1"}}, "the comparison wards had no such work, nor next door"),
        ({"happens": None}, "it is held against what happens where nothing is done"),
        ({"past": Past(12, 118, 0.9)}, "it was not chosen after a spike"),
        ({"around": net(-30)}, "inside and everywhere around it together went the same way"),
        ({"around": None}, "inside and everywhere around it together went the same way"),
        ({"mixed": None}, "it is not one authority’s recording"),
        ({"point": None}, "it is not one place’s recording"),
        (
            {"point": OnePoint("", 90, 2, 0.88, 0.95, 0.8, 1.1)},
            "it is not one place’s recording",
        ),
        (
            {"months": MonthsCompared((), (), (date(2022, 7, 1),), 0.5)},
            "the same calendar months stand on both sides",
        ),
    ],
)
def test_each_premise_keeps_a_fall_from_having_worked(
    changed: dict[str, object], premise: str
) -> None:
    judgement = verdict(replace(EVIDENCE, **changed))  # type: ignore[arg-type]
    assert judgement.word == "fell beside its comparison"
    assert judgement.sentence.startswith("It fell here beside its comparison: 200 offences")
    assert f"one premise does not hold or is not known (“{premise}" in judgement.sentence


def test_one_place_is_named_with_its_counts_and_what_is_left_without_it() -> None:
    def premise(point: OnePoint | None, **changed: object) -> str:
        judged = verdict(replace(EVIDENCE, point=point, **changed))  # type: ignore[arg-type]
        return next(line.describe() for line in judged.premises if "one place" in line.name)

    shop = OnePoint("On or near Shopping Area", 90, 2, 0.88, 0.95, 0.8, 1.1)
    assert premise(shop) == (
        "✗ · It is not one place’s recording. On or near Shopping Area: 90 before, 2 after, 88% of the fall; without it 95% (80% to 110%)."
    )
    # Too little without it to be clear, and yet no most of the fall: nobody can tell
    assert premise(replace(shop, place="", share=0.3)).startswith(
        "not known · It is not one place’s recording. The point that changed most: 90 before"
    )
    # However much of the fall it makes, the rest fell too
    assert premise(replace(shop, high=0.97)).startswith("✓")
    still = {"change": ratio(1.0, 0.8, 1.2)}
    assert "no change beyond chance to be put down to one" in premise(None, **still)
    risen = {"change": ratio(1.6, 1.3, 1.9), "around": net(100)}
    assert "80% of the rise" in premise(replace(shop, share=0.8), **risen)


def test_the_wider_limits_are_used() -> None:
    wide = replace(EVIDENCE, happens=replace(NARROWER, low=0.3, high=1.1))
    assert verdict(wide).word == "cannot tell" and "(30% to 110%)" in verdict(wide).sentence


def test_a_past_too_short_names_the_months_needed() -> None:
    judgement = verdict(replace(EVIDENCE, past=Past(9, 118, 1.1)))
    assert (judgement.word, judgement.needed) == ("cannot tell", "12 more months before it.")
    assert "only 9 of the 24 months before it are known" in judgement.sentence
