"""What a page shows of one selection, worked out by hand for three wards of two authorities."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from numpy import nan

from geo.change.dispersion import BY_CHANCE, Dispersion, Spread
from geo.core.completeness import Coverage, coverage
from geo.core.errors import DataProblem
from geo.core.missing import NOTHING_MISSING
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between
from geo.rates.intervals import poisson_limits
from tests.home import SWINDON, WILTSHIRE
from ui.answers.wards.findings import (
    HIDDEN,
    WardAnswer,
    comparison_findings,
    paired_months,
    trend_findings,
    ward_findings,
    without_small_counts,
)
from ui.text import compare as compare_text
from ui.text import figures as figure_text
from ui.text import sources as source_text

YEAR, YEAR_BEFORE = (months_between(date(y, 1, 1), date(y, 12, 1)) for y in (2022, 2021))
FEBRUARY = date(2021, 2, 1)
BOTH = Selection(STREET, (), ("Robbery",), YEAR[0], YEAR[-1])


@pytest.fixture(autouse=True)
def _no_division_is_left_to_warn() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(divide="raise", invalid="raise"):
        warnings.simplefilter("error", RuntimeWarning)
        yield


def wards(*residents: float) -> pd.DataFrame:
    """Two wards of Swindon and one of Wiltshire."""
    return pd.DataFrame(
        {
            "ward_name": ["North", "South", "Vale"],
            "authority_code": [SWINDON, SWINDON, WILTSHIRE],
            "authority_name": ["Swindon", "Swindon", "Wiltshire"],
            "residents": [float(r) for r in residents],
            "residents_mislead": [True, False, False],
        },
        index=["W1", "W2", "W3"],
    )


def counted(
    asked: dict[str, int],
    now: dict[str, int] | None = None,
    then: dict[str, int] | None = None,
    ever: tuple[date, ...] = (*YEAR_BEFORE, *YEAR),
) -> dict[str, pd.Series]:
    given = {"asked": asked, "now": asked if now is None else now, "then": then or {}}
    return {name: pd.Series(numbers, dtype=int) for name, numbers in given.items()} | {
        "months_ever": pd.Series(1, index=list(ever))
    }


def covered(
    received: tuple[date, ...] = (*YEAR_BEFORE, *YEAR), first: date = YEAR[0], last: date = YEAR[-1]
) -> Coverage:
    return coverage(STREET, received, first=first, last=last)


def answered(
    asked: dict[str, int],
    residents: tuple[float, ...] = (1000, 3000, 4000),
    *,
    now: dict[str, int] | None = None,
    then: dict[str, int] | None = None,
    chosen: Selection = BOTH,
    cover: Coverage | None = None,
) -> WardAnswer:
    cover = covered() if cover is None else cover
    ever = tuple(sorted({*cover.received, *YEAR_BEFORE}))
    return ward_findings(chosen, wards(*residents), counted(asked, now, then, ever), cover)


def sentences(answer: WardAnswer) -> str:
    """Every sentence the briefing makes of an answer."""
    change, received = answer.change, answer.coverage.received
    cards = [figure_text.authority_figure(row) for _, row in answer.authorities.iterrows()]
    cards += [
        figure_text.standing_figure(answer.wards, answer.force_rate),
        figure_text.age_figure(
            answer.newest, date(2023, 1, 1), len(received), len(answer.selection.months)
        ),
        figure_text.change_figure(change.now, change.then, change.p, change.verdict, change.months),
    ]
    return " | ".join(
        [
            *sum(cards, ()),
            *(figure_text.ward_sentence(row) for _, row in answer.wards.iterrows()),
            source_text.absent(answer.coverage.absent),
            figure_text.change_months(change.months, received),
            *figure_text.class_labels(answer.classes.limits),
            figure_text.spread(answer.dispersion),
        ]
    )


def in_words(answer: WardAnswer) -> str:
    text = sentences(answer)
    assert not {"nan", "NaN", "inf", "None", "<NA>"} & set(
        text.replace("(", " ").replace(",", " ").split()
    ), text
    return text


def test_rates_standing_and_change_of_a_year() -> None:
    answer = answered(
        {"W1": 40, "W2": 6, "W3": 4, "outside": 2, "without location": 1},
        then={"W1": 10, "W2": 6, "W3": 4},
    )
    # 40 of 1,000, 6 of 3,000, 4 of 4,000 in a year; 50 of 8,000 in all
    assert answer.wards["rate_per_1000"].to_list() == pytest.approx([40.0, 2.0, 1.0])
    assert answer.force_rate == pytest.approx(6.25)
    # 6.25, 18.75 and 25 would be expected
    assert answer.wards["standing"].to_list() == ["clearly above", "clearly below", "clearly below"]
    assert answer.authorities["rate_per_1000"].to_list() == pytest.approx([46 / 4, 1.0])
    assert answer.authorities["offences"].to_list() == [46, 4]
    assert (answer.placed, answer.outside, answer.without_location) == (50, 2, 1)
    # 40 against 10 is a clear rise of one ward; 50 against 20 of all
    assert answer.wards["verdict"].to_list() == ["clear rise", "usual variation", "usual variation"]
    assert (answer.change.now, answer.change.then, answer.change.verdict) == (50, 20, "clear rise")
    # limits at half, once, one and a half and two and a half times 6.25: 40 is above 15.625; 2 and 1 are below 3.125
    assert answer.classes.limits == pytest.approx(
        (3.125, 6.25, 9.375, 15.625)
    ) and answer.classes.classes.tolist() == [5, 1, 1]
    assert "+150 %" in in_words(answer)


def test_half_a_year_doubles_the_rate() -> None:
    half = covered(first=YEAR[0], last=YEAR[5])
    answer = answered({"W1": 5}, cover=half, chosen=Selection(STREET, (), (), YEAR[0], YEAR[5]))
    # 5 of 1,000 in half a year is 10 a year; 5 of 8,000 is 1.25 a year
    assert answer.wards.at["W1", "rate_per_1000"] == pytest.approx(
        10.0
    ) and answer.force_rate == pytest.approx(1.25)


def test_shown_are_the_wards_asked_for_and_the_force_rate_is_still_of_all() -> None:
    answer = answered(
        {"W1": 40, "W3": 4}, chosen=Selection(STREET, (WILTSHIRE,), (), YEAR[0], YEAR[-1])
    )
    assert list(answer.shown.index) == ["W3"]
    assert answer.force_rate == pytest.approx(44 / 8)


def test_absent_month_leaves_the_rate() -> None:
    received = tuple(month for month in YEAR_BEFORE if month != FEBRUARY)
    year = Selection(STREET, (), (), YEAR_BEFORE[0], YEAR_BEFORE[-1])
    answer = answered(
        {"W1": 11}, cover=covered(received, YEAR_BEFORE[0], YEAR_BEFORE[-1]), chosen=year
    )
    # 11 in 11 months of 1,000 people is 12 a year
    assert answer.wards.at["W1", "rate_per_1000"] == pytest.approx(12.0)
    assert "February 2021 was not received" in in_words(answer)


def test_where_residents_of_a_ward_are_not_known_no_rate_stands_on_the_others() -> None:
    answer = answered({"W1": 3, "W2": 6, "W3": 4}, (nan, 3000, 4000))
    assert answer.wards["rate_per_1000"].to_list() == pytest.approx([nan, 2.0, 1.0], nan_ok=True)
    # the authority of W1 and the whole area would be set against a part of their residents; that of W3 has all of its own
    assert answer.authorities["rate_per_1000"].to_list() == pytest.approx([nan, 1.0], nan_ok=True)
    assert np.isnan(answer.force_rate) and answer.authorities["offences"].to_list() == [9, 4]
    assert set(answer.wards["standing"]) == {"not distinguishable"} and answer.placed == 13


def test_ward_where_nobody_lives_has_a_count_but_no_rate() -> None:
    answer = answered({"W1": 3, "W2": 6, "W3": 4}, (0.0, 3000, 4000))
    assert answer.wards["rate_per_1000"].to_list() == pytest.approx([nan, 2.0, 1.0], nan_ok=True)
    # the 3 cannot be set against residents: 10 of 7,000, and 6 of 3,000
    assert answer.force_rate == pytest.approx(10 / 7)
    assert answer.authorities["rate_per_1000"].to_list() == pytest.approx(
        [2.0, 1.0]
    ) and answer.authorities["offences"].to_list() == [9, 4]
    assert (
        answer.classes.classes.tolist()[0] == -1
        and answer.wards.at["W1", "standing"] == "not distinguishable"
    )
    assert answer.placed == 13
    assert "North: 3 offences, residents not known, so no rate." in in_words(answer)


@pytest.mark.parametrize("nobody", [0.0, nan])
def test_nobody_anywhere_is_said_and_not_hidden(nobody: float) -> None:
    answer = answered({"W1": 3, "W3": 9}, (nobody, nobody, nobody), then={"W1": 3, "W3": 9})
    text = in_words(answer)
    assert "no rate" in text and "hidden" not in text
    assert answer.classes.limits == () and answer.classes.classes.tolist() == [-1, -1, -1]
    assert answer.change.verdict == "usual variation"


def test_selection_without_rows_is_an_answer() -> None:
    answer = answered({})
    assert answer.placed == 0 and answer.force_rate == 0
    assert set(answer.wards["standing"]) == {"not distinguishable"} and set(
        answer.wards["verdict"]
    ) == {"cannot tell"}
    assert answer.classes.limits == () and answer.classes.classes.tolist() == [0, 0, 0]
    assert figure_text.class_labels(answer.classes.limits) == ["none recorded"]
    text = in_words(answer)
    # exact limits of 0: 0 and 3.689, of 4,000 people each
    assert (
        "0.00 | 0.00 to 0.92 · 0 offences" in text
        and "2022, 0 a year earlier" in text
        and "%" not in text
    )


def test_all_wards_alike_stand_out_nowhere() -> None:
    answer = answered({"W1": 10, "W2": 30, "W3": 40}, then={"W1": 10, "W2": 30, "W3": 40})
    assert answer.wards["rate_per_1000"].to_list() == pytest.approx([10, 10, 10])
    assert (
        set(answer.wards["standing"]) == {"not distinguishable"} and answer.dispersion == 1
    )  # three wards say nothing of how wards differ
    assert set(answer.classes.classes.tolist()) == {2}
    assert "0 | of 3 wards · 0 possibly · force rate 10.0" in in_words(answer)


def test_baseline_of_nought_gives_no_per_cent() -> None:
    answer = answered({"W1": 30}, then={})
    assert answer.wards["verdict"].to_list() == ["clear rise", "cannot tell", "cannot tell"]
    assert answer.wards["percent_change"].isna().all()
    assert "2022, 0 a year earlier · p < 0.001" in in_words(answer)


def test_a_period_without_any_month_is_refused_in_words() -> None:
    nothing = covered((date(2021, 1, 1), date(2021, 3, 1)), FEBRUARY, FEBRUARY)
    with pytest.raises(DataProblem, match="No month was received in this period"):
        answered({}, cover=nothing, chosen=Selection(STREET, (), (), FEBRUARY, FEBRUARY))


def test_months_pair_up_with_the_same_month_a_year_earlier() -> None:
    ever = [month for month in (*YEAR_BEFORE, *YEAR) if month != FEBRUARY]
    paired = paired_months(YEAR, ever)
    assert len(paired) == 11 and date(2022, 2, 1) not in paired
    assert paired_months((FEBRUARY,), ever) == ()
    assert (
        paired_months((*YEAR_BEFORE, *YEAR), ever) == ()
    )  # more than a year has no year before beside it
    assert paired_months((), ever) == ()


def test_unequal_periods_compare_only_the_months_that_pair() -> None:
    ever = (*[month for month in YEAR_BEFORE if month != FEBRUARY], *YEAR)
    answer = ward_findings(
        BOTH,
        wards(1000, 3000, 4000),
        counted({"W1": 36}, now={"W1": 33}, then={"W1": 33}, ever=ever),
        covered(ever),
    )
    # 36 in twelve months, of which the eleven with a twin hold 33: nothing has changed
    assert (answer.change.now, answer.change.then, answer.change.verdict) == (
        33,
        33,
        "usual variation",
    )
    assert answer.wards.at["W1", "offences"] == 36
    assert "February 2022 left out" in in_words(answer)


def test_no_earlier_year_says_nothing_of_change() -> None:
    answer = ward_findings(
        BOTH, wards(1000, 3000, 4000), counted({"W1": 36}, now={}, ever=YEAR), covered(YEAR)
    )
    assert answer.change.p is None and answer.change.months == ()
    assert "earlier months not loaded" in in_words(answer)


def let_out(*counts: float, swindon: float, wiltshire: float) -> pd.Series:
    return pd.Series(
        [*counts, swindon, wiltshire],
        index=["W1", "W2", "W3", f"Total {SWINDON}", f"Total {WILTSHIRE}"],
        dtype=float,
    )


def test_what_may_not_leave_is_not_in_the_answer() -> None:
    whole = answered(
        {"W1": 3, "W2": 41, "W3": 8, "outside": 2, "without location": 1},
        then={"W1": 30, "W2": 6, "W3": 9},
    )
    safe = without_small_counts(whole, let_out(nan, nan, 8, swindon=44, wiltshire=8))
    assert safe.restricted and safe.wards["offences"].to_list() == pytest.approx(
        [nan, nan, 8], nan_ok=True
    )
    figures = [
        "offences",
        "rate_per_1000",
        "rate_low",
        "rate_high",
        "expected",
        "p",
        "now",
        "then",
        "percent_change",
        "q",
    ]
    assert safe.wards.loc[["W1", "W2"], figures].isna().all(axis=None)
    # even of the ward that shows, change and tests rest on further counts
    assert (
        safe.wards.loc["W3", ["expected", "p", "now", "then", "percent_change", "q"]].isna().all()
    )
    assert safe.wards["standing"].to_list() == [HIDDEN, HIDDEN, whole.wards.at["W3", "standing"]]
    assert set(safe.wards["verdict"]) == {HIDDEN}
    assert safe.classes.classes.tolist() == [-2, -2, whole.classes.classes[2]]
    assert safe.classes.limits == pytest.approx(whole.classes.limits)
    assert safe.authorities["offences"].to_list() == [44, 8] and safe.force_rate == pytest.approx(
        52 / 8
    )
    assert (safe.placed, safe.outside, safe.without_location) == (52, 0, 0)
    assert (
        safe.change.verdict == HIDDEN
        and (safe.change.now, safe.change.then) == (0, 0)
        and safe.spread == BY_CHANCE
    )
    assert "North: hidden" in in_words(safe)


def test_what_shows_is_worked_out_from_what_may_be_shown_alone() -> None:
    # rounded to fives by policy: 12 leaves as 10, 23 as 25, 8 as 10, and the total 35 as 35
    whole = answered({"W1": 12, "W2": 23, "W3": 8})
    safe = without_small_counts(whole, let_out(10, 25, 10, swindon=35, wiltshire=10))
    assert safe.wards["offences"].to_list() == [10, 25, 10]
    assert safe.wards["rate_per_1000"].to_list() == pytest.approx([10, 25 / 3, 2.5])
    assert safe.authorities["rate_per_1000"].to_list() == pytest.approx([35 / 4, 2.5])
    assert safe.placed == 45 and safe.force_rate == pytest.approx(45 / 8)


def test_the_same_hidden_ward_with_another_count_makes_the_same_answer() -> None:
    shown = let_out(nan, nan, 8, swindon=44, wiltshire=8)
    first = without_small_counts(
        answered({"W1": 3, "W2": 41, "W3": 8}, then={"W1": 1, "W2": 2, "W3": 3}), shown
    )
    second = without_small_counts(
        answered({"W1": 1, "W2": 43, "W3": 8}, then={"W1": 9, "W2": 8, "W3": 7}), shown
    )
    pd.testing.assert_frame_equal(first.wards, second.wards)
    pd.testing.assert_frame_equal(first.authorities, second.authorities)
    assert first.classes.classes.tolist() == second.classes.classes.tolist()
    assert (first.force_rate, first.placed, first.change) == (
        second.force_rate,
        second.placed,
        second.change,
    )


def test_a_hidden_total_hides_the_force_rate_and_all_that_rests_on_it() -> None:
    whole = answered({"W1": 3, "W3": 8})
    safe = without_small_counts(whole, let_out(nan, 0, 8, swindon=nan, wiltshire=8))
    assert np.isnan(safe.force_rate) and safe.placed is None
    assert set(safe.wards["standing"]) == {HIDDEN}
    assert safe.authorities["rate_per_1000"].to_list() == pytest.approx([nan, 2.0], nan_ok=True)
    text = in_words(safe)
    assert "hidden | fewer than 5" in text and "no rate" not in text


def test_a_hidden_total_does_not_paint_a_ward_with_offences_as_one_without() -> None:
    safe = without_small_counts(
        answered({"W1": 3, "W3": 8}), let_out(nan, 0, 8, swindon=nan, wiltshire=8)
    )
    # what shows is 8 of 7,000, 1.14; the 2.0 of the third ward lies between one and a half and two and a half times that
    assert safe.classes.classes.tolist() == [-2, 0, 4]
    assert safe.classes.limits == pytest.approx([8 / 7 * times for times in (0.5, 1, 1.5, 2.5)])


def test_everything_hidden_is_still_an_answer() -> None:
    safe = without_small_counts(
        answered({"W1": 1, "W3": 2}), let_out(nan, nan, nan, swindon=nan, wiltshire=nan)
    )
    assert safe.classes.classes.tolist() == [-2, -2, -2] and safe.classes.limits == ()
    assert in_words(safe).count("hidden") >= 6


FEATURES = pd.DataFrame(
    {"residents": [1000, 3000, 4000], "deprivation": [30.0, 10.0, 12.0]}, index=["W1", "W2", "W3"]
)


def test_the_comparison_is_a_ratio_of_rates_and_wards_beside_their_like() -> None:
    result = comparison_findings(
        answered({"W1": 40, "W2": 6, "W3": 4}), FEATURES, (SWINDON, WILTSHIRE)
    )
    # 46 of 4,000 against 4 of 4,000; the one ward above the force rate, and the only ward of the other authority
    assert result.ratio == pytest.approx(11.5) and result.p is not None and result.p < 0.001
    assert result.low is not None and result.high is not None and result.low < 11.5 < result.high
    assert list(result.standouts[SWINDON].index) == ["W1"] and len(result.standouts[WILTSHIRE]) == 0
    assert result.standouts[SWINDON].loc["W1", ["twin_name", "twin_rate"]].to_list() == [
        "Vale",
        1.0,
    ]


def test_limits_of_a_ratio_are_as_wide_as_counts_of_an_authority_vary() -> None:
    plain = answered({"W1": 40, "W2": 6, "W3": 20})
    wide = replace(plain, spread=Spread(authorities=Dispersion(4.0, months=24)))
    pair = (SWINDON, WILTSHIRE)
    narrow, result = (comparison_findings(each, FEATURES, pair) for each in (plain, wide))
    assert (
        narrow.low is not None and narrow.high is not None and narrow.ratio == result.ratio == 2.3
    )
    # 46 and 20 are worth 11.5 and 5: what was a clear difference is none
    assert result.low is not None and result.high is not None
    assert result.low < 1 < narrow.low < 2.3 < narrow.high < result.high
    assert narrow.p is not None and result.p is not None and narrow.p < 0.01 < 0.05 < result.p
    assert result.dispersion.describe("Monthly counts of an authority") == (
        "Monthly counts of an authority vary 4.0 times as much as chance alone (measured on the 24 months before)."
    )
    # a nought has no logarithm: the exact limits stand
    none = replace(answered({"W1": 40, "W2": 6}), spread=wide.spread)
    assert comparison_findings(none, FEATURES, pair).ratio is None


@pytest.mark.parametrize(
    "answer",
    [
        answered({}),
        answered({"W1": 40}, (nan, nan, nan)),
        answered({"W1": 40}, (1000, 3000, 0)),
        without_small_counts(
            answered({"W1": 3, "W3": 8}), let_out(nan, 0, 8, swindon=nan, wiltshire=8)
        ),
    ],
    ids=["no offences", "no residents", "nobody in one authority", "a hidden total"],
)
def test_a_comparison_that_cannot_be_made_is_said(answer: WardAnswer) -> None:
    result = comparison_findings(answer, FEATURES, (SWINDON, WILTSHIRE))
    assert (
        result.ratio is None
        and compare_text.ratio_figure(result.ratio, result.low, result.high)[0] == "cannot tell"
    )
    assert (
        compare_text.ratio_sentence("A", "B", result.ratio, result.p)
        == "A and B cannot be compared for this selection."
    )


def monthly(counts: dict[str, list[int]], months: tuple[date, ...]) -> pd.DataFrame:
    rows = [
        {"authority_code": code, "month": month, "offences": number}
        for code, numbers in counts.items()
        for month, number in zip(months, numbers, strict=True)
        if number
    ]
    return pd.DataFrame(rows, columns=["authority_code", "month", "offences"])


RESIDENTS = pd.Series({SWINDON: 12_000, WILTSHIRE: 24_000})


def test_trend_is_a_rate_a_year_and_an_absent_month_is_a_gap() -> None:
    received = tuple(month for month in (*YEAR_BEFORE, *YEAR) if month != FEBRUARY)
    cover = coverage(STREET, received, first=YEAR_BEFORE[0], last=YEAR[-1])
    counts = monthly({SWINDON: [4] * 22 + [40], WILTSHIRE: [2] * 10 + [0] + [2] * 12}, received)
    findings = trend_findings(BOTH, counts, RESIDENTS, cover)
    chart = findings.charts[SWINDON]
    # 4 of 12,000 in a month is 4 a year per 1,000; 2 of 24,000 is 1; a month received without a row is a true nought
    assert chart.loc[date(2021, 1, 1), "value"] == pytest.approx(4.0) and np.isnan(
        chart.loc[FEBRUARY, "value"]
    )
    assert findings.charts[WILTSHIRE]["value"].to_list().count(0.0) == 1
    assert findings.absent == (FEBRUARY,) and findings.provisional == (YEAR[-1],)
    assert list(chart.index[chart["outside"]]) == [YEAR[-1]]
    # eleven months before the selection are too few to be frozen by themselves
    assert findings.frozen_before is None


def test_trend_takes_what_is_usual_from_before_the_selection() -> None:
    cover = coverage(STREET, (*YEAR_BEFORE, *YEAR), first=YEAR_BEFORE[0], last=YEAR[-1])
    findings = trend_findings(
        BOTH,
        monthly({SWINDON: [4] * 12 + [40] * 12, WILTSHIRE: [2] * 24}, cover.received),
        RESIDENTS,
        cover,
    )
    chart = findings.charts[SWINDON]
    assert findings.frozen_before == YEAR[0]
    # the year before says 48 in 365 days; January has 31: 4.08, three standard deviations 6.06; February 28: 3.68 and 5.76
    assert chart["centre"].iloc[:2].to_list() == pytest.approx([4.0767, 3.6822], abs=0.001)
    assert (chart["low"].iloc[0], chart["high"].iloc[0]) == (0.0, pytest.approx(10.134, abs=0.001))
    assert chart["high"].iloc[1] == pytest.approx(9.439, abs=0.001)
    assert chart["outside"].to_list() == [False] * 12 + [True] * 12


def test_trend_without_any_offence_is_a_line_at_nought() -> None:
    cover = coverage(STREET, (*YEAR_BEFORE, *YEAR), first=YEAR_BEFORE[0], last=YEAR[-1])
    findings = trend_findings(BOTH, monthly({}, ()), RESIDENTS, cover)
    chart = findings.charts[SWINDON]
    assert set(chart["value"]) == {0.0} and not (chart["outside"] | chart["shift"]).any()
    assert figure_text.trend_sentence("Swindon", (), int(chart["value"].notna().sum())) == (
        "Swindon: none of 24 months outside what is usual."
    )


def test_trend_of_too_few_months_is_refused_in_words() -> None:
    cover = covered(YEAR[:3], YEAR[0], YEAR[2])
    with pytest.raises(DataProblem, match="too few months"):
        trend_findings(BOTH, monthly({}, ()), RESIDENTS, cover)


def test_trend_of_an_authority_where_nobody_lives_has_no_rate() -> None:
    cover = covered(first=YEAR_BEFORE[0])
    findings = trend_findings(
        BOTH,
        monthly({SWINDON: [4] * 24}, cover.received),
        pd.Series({SWINDON: 0, WILTSHIRE: 24_000}),
        cover,
    )
    assert (
        findings.charts[SWINDON]["value"].isna().all()
        and not findings.charts[SWINDON]["outside"].any()
    )


def test_places_withheld_are_no_fall_and_stand_beside_the_change() -> None:
    """Sixty a month in each year; now nine in twenty have no place."""
    answer = answered(
        {"W1": 198, "W2": 99, "W3": 99, "without location": 324},
        then={"W1": 360, "W2": 180, "W3": 180},
    )
    assert set(answer.wards["verdict"]) == {"cannot tell"} and answer.wards["doubtful"].all()
    assert answer.wards["percent_change"].isna().all()
    assert (answer.change.verdict, answer.change.doubtful) == ("cannot tell", True)
    assert (answer.change.missing.share_then, answer.change.missing.share_now) == (0, 0.45)
    assert answer.unplaced == 324
    # upper limits: all 324 more for an authority, twice its share for a ward: 99 + 162
    high = poisson_limits([261])[1][0]
    assert answer.wards.at["W3", "rate_high"] == pytest.approx(high / 4)
    # against 90 of 720 to be expected, 198 of them or 522 are above; W2 with 99 or 261 against 270 is not told from it
    assert answer.wards["standing"].to_list()[0] == "clearly above"
    assert answer.wards["standing"].to_list()[1] == "not distinguishable"
    in_words(answer)


def test_what_could_not_be_placed_of_a_restricted_source_does_not_leave() -> None:
    answer = answered({"W1": 60, "W2": 50, "W3": 90, "without location": 40}, then={"W1": 300})
    shown = pd.Series(
        {"W1": 60, "W2": 50, "W3": 90, f"Total {SWINDON}": 110, f"Total {WILTSHIRE}": 90}
    )
    safe = without_small_counts(answer, shown.astype(float))
    assert (safe.unplaced, safe.unknown, safe.without_location) == (0, 0, 0)
    assert safe.change.missing == NOTHING_MISSING and not safe.wards["doubtful"].any()


def test_a_ratio_of_two_authorities_runs_from_all_unplaced_in_the_one_to_all_in_the_other() -> None:
    alone = answered({"W1": 60, "W2": 20, "W3": 40})
    lost = answered({"W1": 60, "W2": 20, "W3": 40, "without location": 60})
    features = pd.DataFrame({"density": [1.0, 2.0, 3.0]}, index=["W1", "W2", "W3"])
    first, second = (
        comparison_findings(answer, features, (SWINDON, WILTSHIRE)) for answer in (alone, lost)
    )
    # 80 and 40 of 4,000 people each: twice as many; were the 60 all in the second, 80 and 100
    assert first.ratio == second.ratio == pytest.approx(2)
    assert first.low is not None and first.low > 1 and first.p is not None and first.p < 0.01
    assert second.low is not None and second.low < 0.8 and second.p == 1.0
