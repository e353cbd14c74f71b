"""Each phrase of the Hotspots page with its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from geo.hotspots import units
from geo.hotspots.backtest import Score
from geo.hotspots.concentration import Concentration
from geo.hotspots.forecasts import COUNTS as BY_COUNTS
from geo.hotspots.forecasts import STEADIED
from geo.hotspots.patrols import OFFERED, PatrolList, Rolling, scores
from tests.home import HOME
from ui.text import hotspots as wording

MONTHS = months_between(date(2025, 1, 1), date(2025, 6, 1))
SELECTION = Selection(STREET, (), ("Robbery",), MONTHS[0], MONTHS[-1], served=HOME)
SCORE = Score(72, 612, 0.112, 0.103, 0.121, 7.3, 0.6)
COUNTS = Score(72, 766, 0.14, 0.131, 0.15, 9.2, 0.75)
RESIDENTS = Score(72, 366, 0.067, 0.061, 0.074, 4.4, 0.36)
NOTHING = Score(72, 0, None, None, None, None, None)
ROLLING = Rolling(
    2,
    MONTHS[:3],
    (BY_COUNTS, STEADIED, OFFERED),
    np.array([[2, 2, 2], [4, 5, 3], [4, 5, 3]]),
    np.array([20, 20, 20]),
    np.array([8, 8, 8]),
    np.full((3, 3), 0.1),
    np.full(3, 0.1),
    (STEADIED,) * 3,
)
UNEVEN = Concentration(4_812, 1_488, 0.74, 0.39, 0.38, 0.40, 6.45, 23.97, 23.1, 24.6)


def test_cards() -> None:
    assert wording.found_card(7, 39, 1.35, units.HEXAGON) == (
        "7 places",
        "39 hexagons of 200 m, 1.35 km²",
    )
    assert wording.found_card(1, 1, 0.0346, units.HEXAGON) == (
        "1 place",
        "1 hexagon of 200 m, 0.03 km²",
    )
    assert wording.found_card(0, 0, 0, units.HEXAGON) == ("0 places", "no hexagon stands out")
    assert wording.found_card(4, 4, 10.28, units.WARD) == ("4 places", "10.3 km²")
    assert wording.caught_card(scores(ROLLING), 2) == (
        "20.0 %",
        "of each next month, 7.6 % to 32.4 %, on 2 places; PAI 2.0",
    )
    assert wording.caught_card(None, 2) == wording.NOT_JUDGED
    assert wording.caught_card(scores(replace(ROLLING, total=np.zeros(3, dtype=np.int64))), 2) == (
        "cannot be judged",
        "nothing was recorded in the months foretold",
    )
    assert (
        wording.half_card(UNEVEN) == ("6.5 %", "of its hexagons; dealt out at random 24.0 %")
        and wording.half_card(None)[0] == "none"
    )
    assert wording.lasting_card(["persistent", "persistent", "former", "new"]) == (
        "2 persistent",
        "1 new, 1 former",
    )
    assert wording.lasting_card(["", ""]) == (
        "cannot be said",
        "too few months, or too few offences in them",
    )


def test_what_is_counted() -> None:
    assert (
        wording.counted(17_490, 0, units.HEXAGON, MONTHS, MONTHS)
        == "17,490 offences at published points in hexagons."
    )
    sentence = wording.counted(1, 3, units.POLYGON, MONTHS[1:], MONTHS)
    assert (
        sentence.startswith(
            "1 offence at published points in areas of a file; 3 offences in no such area. "
        )
        and "January 2025" in sentence
    )
    assert (
        wording.not_judged(5)[1] == "5 months received: too few before or after the months chosen."
    )
    assert wording.file_name(SELECTION, units.HEXAGON) == "hotspots-hexagon-2025-01-to-2025-06"
    assert (
        wording.shown(SELECTION)
        == "Where to patrol, and what stands out beyond chance: Robbery in Swindon and Wiltshire, January to June 2025"
    )
    assert wording.months_back(6) == "6 months"


def test_the_funnel_says_what_chance_alone_would_bring() -> None:
    steps = wording.funnel(
        {"with_points": 5_946, "tested": 3_752, "below_p": 562, "kept": 75, "hot": 39, "cold": 29},
        units.HEXAGON,
        in_all=100_630,
        fewest=5,
        served=HOME,
    )
    assert [number for _, number, _ in steps] == [100_630, 5_946, 3_752, 562, 75, 39, 29]
    assert (
        steps[3][2] == "chance alone would bring about 188" and "5 offences or more" in steps[2][2]
    )
    assert wording.funnel(
        {"with_points": 118, "tested": 118, "below_p": 9, "kept": 3, "hot": 3, "cold": 0},
        units.WARD,
        in_all=0,
        fewest=5,
        served=HOME,
    )[0][:2] == ("Wards with residents", 118)


def test_scores_stand_beside_both_rivals() -> None:
    rows = wording.scores(SCORE, COUNTS, RESIDENTS)
    assert [row["Caught"] for row in rows] == ["11.2 %", "14.0 %", "6.7 %"] and rows[0][
        "95 % limits"
    ] == "10.3 % to 12.1 %"
    assert wording.score_line(SCORE, COUNTS, RESIDENTS) == (
        "Caught 11.2 % (PAI 7.3, PEI 0.60); as many places by last year's counts 14.0 % (PAI 9.2), by residents 6.7 % (PAI 4.4)."
    )
    assert wording.score_line(NOTHING, NOTHING, NOTHING).startswith("Nothing was recorded")
    assert wording.beats(SCORE, COUNTS).startswith(
        "Last year's counts foretold these months better"
    )
    assert wording.beats(COUNTS, SCORE).startswith("The test foretold these months better")
    assert (
        wording.beats(SCORE, SCORE)
        == "The test foretold these months about as well as last year's counts."
    )
    assert wording.beats(NOTHING, COUNTS) == ""
    # areas of unequal size: more was caught by last year's counts, on more ground
    wider = Score(72, 766, 0.14, 0.131, 0.15, 7.2, 0.75)
    assert wording.beats(SCORE, wider) == wording.beats(SCORE, SCORE)


def test_without_last_years_months_its_counts_are_no_rival() -> None:
    rows = wording.scores(SCORE, COUNTS, RESIDENTS, year_absent=7)
    assert rows[1]["List"] == "As many by counts of the same months"
    assert wording.year_unscored(7) == (
        "Last year's counts are not scored: 7 months of their 12 not received."
    )
    assert wording.year_unscored(0) == ""
    assert wording.rival_named(0) == "last year's counts"
    for pair in ((SCORE, COUNTS), (COUNTS, SCORE), (SCORE, SCORE)):
        assert "ast year" not in wording.beats(*pair, year_absent=7)
    assert "ast year" not in wording.score_line(SCORE, COUNTS, RESIDENTS, year_absent=7)
    assert wording.beats(SCORE, COUNTS, year_absent=7).startswith(
        "Counts of the same months foretold these months better"
    )


def test_the_list_to_patrol_stands_beside_every_other() -> None:
    rows = wording.patrol_scores(scores(ROLLING))
    assert [row["List"] for row in rows] == [
        "The list offered",
        "Counts, 12 months at most",
        "Empirical Bayes",
    ]
    assert rows[0]["Caught (95 %)"] == "20.0 % (7.6 to 32.4)"
    assert (rows[0]["PAI"], rows[0]["PEI"], rows[0]["Against it"]) == (2.0, 0.5, "")
    assert rows[1]["Against it"] == "−10.0 (−22.4 to +2.4)"
    assert rows[2]["Against it"] == "the same"
    short = replace(
        ROLLING,
        caught=ROLLING.caught[:, :2],
        total=ROLLING.total[:2],
        best=ROLLING.best[:2],
        ground=ROLLING.ground[:, :2],
        best_ground=ROLLING.best_ground[:2],
    )
    assert wording.patrol_scores(scores(short))[1]["Against it"] == "−12.5"
    assert wording.patrol_months(ROLLING) == (
        "Foretold one by one: January to March 2025, 60 offences, each from the chosen months before it alone. The way offered was chosen "
        "each time by the months before (Empirical Bayes in 3)."
    )


def test_how_a_list_was_made_and_what_it_rests_on() -> None:
    figures = np.array([1.0, 2.0])
    offered = PatrolList(STEADIED, figures, np.array([1, 0]), ROLLING)
    assert wording.patrol_about(offered, MONTHS) == (
        "2 places, most expected first, by counts steadied by what lies around (empirical Bayes). Way and list rest on January to June "
        "2025 alone."
    )
    assert "No other way could be tried" in wording.patrol_about(
        replace(offered, rolling=None), MONTHS
    )
    assert "12ab" in wording.list_stated("12ab") and "whatever other months" in wording.list_stated(
        "12ab"
    )
    assert wording.ground_stated(7_315, "34cd").startswith(
        "Chance is dealt out among 7,315 published points"
    )
    assert wording.last_year_about(MONTHS, ()) == (
        "Places by what they recorded in January to June 2025."
    )
    assert "Not received, so not counted: January 2025" in wording.last_year_about(
        MONTHS[1:], MONTHS[:1]
    )


def test_which_months_were_judged() -> None:
    after = months_between(date(2025, 7, 1), date(2025, 9, 1))
    assert wording.backtest(MONTHS, after, of_list=True) == (
        "Judged by what came later: found in January to June 2025, scored on July to September 2025."
    )
    assert wording.backtest(MONTHS, after, of_list=False) == (
        "Nothing later was received: hotspots found the same way in January to June 2025 are scored on July to September 2025."
    )
    assert wording.windows([MONTHS[:3], MONTHS[1:4]]) == (
        "2 windows of up to 3 months each: the first January to March 2025, the last February to April 2025."
    )
    assert wording.windows([]) == ""


def test_what_police_find_and_why_it_matters() -> None:
    sentence = wording.changed_by_found(
        12, 1, ["Central", "Eastcott", "Old Town", "Lawn"], units.HEXAGON
    )
    assert sentence.startswith(
        "Counting what police find makes 12 more hexagons a hotspot, most in Central, Eastcott, Old Town, and 1 no "
    )
    assert "recorded where police search" in sentence
    assert (
        wording.changed_by_found(0, 0, [], units.WARD)
        == "Counting what police find changes no hotspot here."
    )


def test_one_place_and_patrols() -> None:
    assert wording.cell_sentence(
        "Hexagon SU 150 880", 42, (30.3, 56.8), 181, expected=60.4, q=0.0004, standing="hotspot"
    ) == (
        "Hexagon SU 150 880: 42 offences (30 to 57); with those around it 181, where 60 would be expected were all points alike: "
        "hotspot, q below 0.001."
    )
    assert wording.cell_sentence(
        "X", 1, (0.0, 5.6), 1, expected=0.5, q=float("nan"), standing="not tested"
    ).endswith("alike: not tested.")
    assert wording.patrol("busiest", 20, 0.69, 0.079, 0.05) == (
        "The 20 busiest places, 0.69 km²: 7.9 % of the offences in these months, and 5.0 % of those in the months judged."
    )
    assert (
        wording.patrol("hotspots", 3, 0.1, 0.01, None)
        == "The 3 busiest hotspots, 0.10 km²: 1.0 % of the offences in these months."
    )
    assert wording.waypoint(42, (30.3, 56.8), "persistent").startswith(
        "42 offences (30 to 57), persistent. "
    )


def test_concentration_and_moran() -> None:
    assert wording.concentrated("Swindon", UNEVEN) == (
        "Swindon: half of 4,812 offences lie on 6.5 % of its 1,488 hexagons; dealt out at random over the published points it would be "
        "24.0 % (23.1 to 24.6). Gini 0.74, at random 0.39 (0.38 to 0.40)."
    )
    assert wording.concentration_row("Swindon", UNEVEN)["Gini"] == 0.74
    assert (
        wording.alike(0.31, 0.0001)
        == "Moran's I of 0.31 (p below 0.001): like lies by like more than chance allows."
    )
    assert (
        wording.alike(0.01, 0.4).endswith("no pattern over the whole map can be told.")
        and wording.alike(None, None) == ""
    )


def test_rules_and_small_phrases() -> None:
    assert all(f"{word.capitalize()}: " in wording.lasting_help() for word in wording.RULES)
    assert (
        wording.q_value(0.0207) == wording.q_short(0.0207) == "0.021"
        and wording.q_short(1e-9) == "<0.001"
    )
    assert wording.share(None) == "none" and wording.held_up(5, 4) == "4 of 5"
    assert (
        wording.untried(["24 months"]) == "Too few offences for: 24 months."
        and wording.untried([]) == ""
    )
    assert (
        wording.place_named("Gorse Hill", "Penhill", "On or near High Street")
        == "Gorse Hill, near Penhill, on or near High Street"
    )
    assert (
        wording.place_named("Penhill and Upper Stratton", "Penhill", "No Location")
        == "Penhill and Upper Stratton"
    )
    assert wording.clearest("Hexagon SU 150 880: 42.") == "Clearest in it: Hexagon SU 150 880: 42."
    assert wording.numbered(0, "Lawn") == "1. Lawn" and wording.limits(30.3, 56.8) == "30 to 57"
    assert (
        wording.hexagon_named("SU 150 880") == "Hexagon SU 150 880"
        and wording.half_of("Swindon") == "Half of Swindon's offences lie on"
    )
    assert (
        wording.setting(300.0) == "hexagons of 300 m" and wording.metres(400) == "bandwidth 400 m"
    )
    assert "empirical Bayes" in wording.tested_how(
        units.WARD
    ) and "dealt out again" in wording.tested_how(units.HEXAGON)


def test_the_rival_is_named_after_the_months_it_has() -> None:
    assert wording.rival_named(0) == "last year's counts"
    assert wording.rival_named(3) == "counts of the same months"
