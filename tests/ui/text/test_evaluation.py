"""What an evaluation says, with figures checked by hand."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd

from geo.change.rate_ratio import RatioChange
from geo.core.selection import months_between
from geo.operations.design import REPORTED_VIOLENCE, Design, Frozen
from geo.operations.displacement import (
    DisplacementDifference,
    DisplacementQuotient,
    Elsewhere,
    Estimate,
)
from geo.operations.nothing_done import Reference
from geo.operations.placebo import Spike
from geo.operations.power import CouldShow
from geo.operations.premises import WhatHappens
from ui.text import evaluation as wording

NEW_YEAR = date(2022, 1, 1)
NAMES = {"E05008960": "Eldene", "E05010757": "Penhill", "E05008958": "Gorse Hill"}
BEFORE, AFTER = (
    months_between(date(2021, 1, 1), date(2021, 12, 1)),
    months_between(NEW_YEAR, date(2022, 6, 1)),
)
DESIGN = Design(
    "Op Thesus",
    REPORTED_VIOLENCE,
    ("E05008960",),
    ("E05010757", "E05008958"),
    BEFORE,
    AFTER,
    "The rule.",
    buffer=("E05008958",),
)
FROZEN = Frozen(DESIGN, "0123456789abcdef" * 4, "2026-11-24T22:28:00+00:00")
CHANGE = RatioChange("Poisson", 0.566, 0.494, 0.647, 0.0004)


def test_a_ratio_is_a_share_of_what_was_expected() -> None:
    assert wording.ratio(0.494, 0.566, 0.647) == "57% (49% to 65%)"
    assert wording.ratio(0.0, 0.0, float("inf")) == "0% (0% to ten times or more)"
    assert (
        wording.ratio(0.0, None, float("inf"))
        == wording.ratio(0.0, float("nan"), 1.0)
        == "an unknown share"
    )
    assert (wording.share(9.99), wording.share(10)) == ("999%", "ten times or more")
    assert (wording.signed(-293.1), wording.signed(5.5), wording.signed(1234.0)) == (
        "−293",
        "+6",
        "+1,234",
    )


def test_power_says_what_a_fall_would_have_to_be() -> None:
    could = CouldShow(13, 13.0, 5, 25, 1, 0.15, 60)
    assert wording.power(could) == (
        "A true fall to 1 would be found 8 times in 10. To find a fall by half 8 times in 10, about 60 offences before would be needed."
    )
    assert (
        wording.power(CouldShow(666, 666.0, 590, 748, 559, 1.0, 54))
        == "A true fall to 559 would be found 8 times in 10."
    )
    assert wording.power(CouldShow(0, 0.0, None, 3, None, 0.0, None)).startswith(
        "No number of offences"
    )


def test_what_is_compared_and_when_it_was_frozen() -> None:
    assert wording.compared(DESIGN, NAMES) == (
        "Violence and robbery in Eldene, January to June 2022 (6 months) against January to December 2021 (12 months), beside Penhill and "
        "Gorse Hill."
    )
    assert (
        wording.frozen_line(FROZEN)
        == "Frozen 24 November 2026 at 22:28 UTC, before the outcome was read. Hash 0123456789ab."
    )
    assert "before the outcome was read" not in wording.frozen_line(FROZEN, first=False)
    assert (
        wording.replaced_line(FROZEN.frozen_at, "")
        == "24 November 2026 at 22:28 UTC: chosen by the rule"
    )
    assert wording.replaced_line(FROZEN.frozen_at, "A better twin.").endswith("UTC: A better twin.")
    assert wording.freezes(2) == "Frozen 2 times" and wording.full_hash(FROZEN).endswith(
        "0123456789abcdef"
    )
    assert wording.needed("More months.") == "To tell, this would be needed: more months."


def test_what_changed_names_its_method_and_the_fallback() -> None:
    assert wording.changed(CHANGE) == (
        "57% (49% to 65%) of what the comparison wards lead us to expect (p < 0.001). Poisson regression over wards and months."
    )
    exact = wording.changed(RatioChange("exact conditional test", 0.0, 0.0, 1.2, 0.08))
    assert exact.endswith(
        "A count is 0, so the logarithm of the ratio does not exist: the exact conditional test stands in."
    )
    assert wording.changed(
        RatioChange("exact conditional test", None, 0.0, float("inf"), 1.0)
    ).startswith("There are too few offences")
    difference = DisplacementDifference(
        -293.1, 36.7, 65.4, 61.4, Estimate(-227.6, 71.6, -3.2, -367.9, -87.4)
    )
    assert wording.in_offences(difference).endswith(
        "−293 in the area, standard error 37; with next door −228 (−368 to −87)."
    )
    counts: Any = SimpleNamespace(counts={"area": (1666, 381), "comparison": (3340, 3378)})
    assert (
        wording.counted(counts)
        == "Operation area: 1,666 before, 381 after. Comparison wards: 3,340 before, 3,378 after."
    )


def test_checks_say_what_should_not_be_there() -> None:
    assert wording.alongside(None).startswith("Too few months")
    together = wording.alongside(RatioChange("Poisson", 0.99, 0.89, 1.1, 0.9))
    assert together.endswith("99% (89% to 110%) a year, no sign that they moved apart.")
    assert wording.alongside(RatioChange("Poisson", 0.8, 0.7, 0.9, 0.01)).endswith(
        "they were moving apart already."
    )
    calm = Spike(40, 20.0, 6, 12, 0.5, "usual variation")
    risen = Spike(40, 20.0, 6, 12, 0.001, "clear rise")
    assert (
        wording.spike(calm)
        == "The start did not follow a spike: 40 offences in the 6 months before the start, where 20 were usual."
    )
    assert "regression to the mean" in wording.spike(risen) and wording.spike(None).startswith(
        "Too few"
    )
    dates = pd.DataFrame({"low": [1.1, 0.8, 0.2], "high": [1.5, 1.2, 0.9]})
    assert wording.placebo_dates(dates).startswith(
        "Of 3 made-up starts before the true one, 2 show a change."
    )
    assert wording.placebo_dates(dates[:1]).startswith(
        "Of 1 made-up start before the true one, 1 shows a change."
    )
    assert wording.placebo_dates(dates[:0]).startswith("Too few")
    burglary = pd.Series({"low": 0.78, "ratio": 1.12, "high": 1.6})
    assert (
        wording.placebo_outcome("Burglary", burglary)
        == "Burglary, which it did not aim at: 112% (78% to 160%)."
    )


def test_what_is_left_out_in_turn() -> None:
    table = pd.DataFrame(
        {"ratio": [0.574, 0.56]},
        index=["without the months of Op Sceptre April 2022", "without E05008958"],
    )
    assert wording.left_out(table) == (
        "Other work went on in the areas compared, or everywhere: Op Sceptre April 2022. With the months of each, or each comparison ward left out in turn it comes to between "
        "56% and 57%."
    )
    assert wording.left_out(table[1:]).startswith("With each comparison ward")
    assert wording.left_out(table[:0]) == "" and wording.left_out(
        table.assign(ratio=float("nan"))
    ).endswith("April 2022.")


def test_next_door_is_said_with_its_wards() -> None:
    assert wording.next_door("moved next door", CHANGE, DESIGN, NAMES) == (
        "Offences rose next door: 57% (49% to 65%) of what was to be expected, in Gorse Hill."
    )
    assert wording.next_door(None, None, DESIGN, NAMES) == wording.NO_RING
    assert wording.quotient(DisplacementQuotient(1, 1, 1, 1, -0.112, 1)).startswith(
        "Weighted displacement quotient −0.11, for readers who"
    )
    assert wording.signed_ratio(0.5) == "+0.50"
    assert wording.quotient(None) == wording.quotient(
        DisplacementQuotient(1, None, None, None, None, None)
    )


def test_operations_side_by_side() -> None:
    assert wording.effect_label("Op Thesus", CHANGE) == "Op Thesus: 57% (49% to 65%)"
    assert wording.effect_sentence("Op Thesus", "It worked.") == "Op Thesus. It worked."
    assert (
        wording.not_evaluated("Op Sceptre", "It is short.")
        == "Op Sceptre: not evaluated. It is short."
    )
    assert wording.frozen_missing("Op Thesus").startswith("Op Thesus: not evaluated yet")


def test_under_the_pointer() -> None:
    assert (
        wording.week_said("Patrol hours", date(2022, 1, 3), 7.5)
        == "Patrol hours, week of 3 January 2022: 7.5"
    )
    assert wording.month_said(NEW_YEAR, 32.0) == "January 2022: 32"
    assert "500 metres away" in wording.ring_note(500)


def test_a_review_keeps_the_figures() -> None:
    judged: Any = SimpleNamespace(
        frozen=FROZEN, verdict=SimpleNamespace(sentence="It worked: 1 before.")
    )
    assert (
        wording.figures_of(judged)
        == "Violence and robbery, January to June 2022. It worked: 1 before. Comparison 0123456789ab."
    )


def test_wards_that_a_comparison_was_frozen_on_may_not_be_loaded() -> None:
    wrong, saw, do, stands = wording.frozen_wards_missing("2021-12", ["2025-05", "2026-05"])
    assert wrong == "The wards that this comparison was frozen on are not loaded."
    assert saw == "It names wards of December 2021; those loaded are of May 2025 and May 2026."
    assert do.startswith("Load the boundaries") and stands.startswith("Nothing")
    assert wording.frozen_wards_missing("", ["2025-05"])[1].startswith("It names wards; those")


def test_both_limits_are_said_and_which_counts() -> None:
    happens = WhatHappens(0.57, 0.45, 0.7, Reference(2.4, 2.8, 107, 214, 0.01))
    assert wording.limits(CHANGE, happens) == (
        "By the model alone: 57% (49% to 65%). By what happens in 107 other wards where nothing is done (214 made-up starts), and the level of all months known before: "
        "57% (45% to 70%). The verdict uses the wider."
    )
    assert wording.limits(CHANGE, None).endswith(wording.NOTHING_TO_LEARN)
    assert wording.limits(None, None) == ""


def test_what_became_of_everything_around_it() -> None:
    places = pd.DataFrame(
        [[1249.0, 1296.0, 1240.0, 1.04, 0.96, 1.13]],
        index=["next door"],
        columns=["before", "after", "expected", "ratio", "low", "high"],
    )
    net = Estimate(-288.0, 156.0, -1.85, -518.0, -57.0)
    before = tuple(date(2021, month, 1) for month in range(1, 13))
    assert wording.around(Elsewhere(places, net, 1.0, before)) == [
        "Next door: 1,249 in January to December 2021, 1,296 after, 104% (96% to 113%) of what wards of other authorities lead us to expect.",
        "The area and all of these together: −288 offences (−518 to −57, limits of 86 %).",
    ]
    assert wording.around(None) == [wording.NOBODY_APART]
