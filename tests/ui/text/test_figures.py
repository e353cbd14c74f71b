"""Every sentence on screen that holds a figure, with figures checked by hand; and that none is written anywhere else."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from numpy import nan

from geo.change.dispersion import Dispersion
from geo.core.schema import STREET
from geo.core.selection import Selection, months_between, whole_quarters
from tests.home import HOME, SWINDON
from ui.text import figures as figure_text
from ui.text import sources as source_text

ROOT = Path(__file__).resolve().parents[3]
NEW_YEAR, APRIL, MAY = date(2022, 1, 1), date(2022, 4, 25), date(2022, 5, 1)
VINTAGE = {"vintage": "2021", "exactness": "exact", "wards": "118", "source": "ONS"}


def authority(
    offences: float, rate: float, low: float, high: float, *, uncovered: bool = False
) -> pd.Series:
    figures = {"offences": offences, "rate_per_1000": rate, "rate_low": low, "rate_high": high}
    return pd.Series(figures | {"uncovered": uncovered})


def ward(**changed: object) -> pd.Series:
    return pd.Series(
        {
            "ward_name": "Eldene",
            "offences": 12,
            "rate_per_1000": 1.234,
            "rate_low": 0.64,
            "rate_high": 2.16,
            "standing": "clearly above",
            "residents_mislead": False,
        }
        | changed
    )


def operation(**changed: object) -> pd.Series:
    return pd.Series(
        {
            "name": "Op Thesus",
            "instance": "",
            "place": "Eldene",
            "lies_in": "",
            "start": date(2022, 1, 3),
            "end": None,
        }
        | changed
    )


@pytest.mark.parametrize(
    ("number", "phrase"),
    [(0, "0 offences"), (1, "1 offence"), (2, "2 offences"), (1234, "1,234 offences")],
)
def test_count_has_singular_plural_and_thousands(number: int, phrase: str) -> None:
    assert figure_text.count(number, "offence") == phrase


def test_count_takes_a_plural_of_its_own() -> None:
    assert (
        figure_text.count(1, "search", "searches"),
        figure_text.count(3, "search", "searches"),
    ) == (
        "1 search",
        "3 searches",
    )


def test_rate_has_two_figures_below_ten_and_one_above() -> None:
    assert [figure_text.rate(r) for r in (0.0, 0.614, 9.99, 10.0, 1234.56, nan)] == [
        "0.00",
        "0.61",
        "9.99",
        "10.0",
        "1,234.6",
        "no rate",
    ]


def test_interval_says_both_limits_or_that_there_is_none() -> None:
    assert figure_text.interval(0.619, 8.767) == "0.62 to 8.77"
    assert figure_text.interval(9.5, 12.25) == "9.50 to 12.2"
    assert figure_text.interval(nan, nan) == "no interval"


def test_plain_text_keeps_signs_but_not_as_markup() -> None:
    assert figure_text.plain_text("<b>Fish & chips</b>") == "&lt;b&gt;Fish &amp; chips&lt;/b&gt;"


def test_p_is_never_nought() -> None:
    phrases = [
        "p < 0.001",
        "p < 0.001",
        "p = 0.001",
        "p = 0.009",
        "p = 0.01",
        "p = 0.26",
        "p = 1.00",
    ]
    assert [
        figure_text.p_value(p) for p in (0.0, 0.00099, 0.001, 0.0094, 0.01, 0.2632, 1.0)
    ] == phrases


def test_shown_says_what_where_and_when() -> None:
    chosen = Selection(
        STREET, (SWINDON,), ("Robbery",), date(2022, 1, 1), date(2022, 3, 1), served=HOME
    )
    assert (
        figure_text.shown(chosen)
        == "Robbery in Swindon, January to March 2022, per 1,000 residents a year"
    )


def test_an_authority_has_its_rate_interval_and_count() -> None:
    assert figure_text.authority_figure(authority(1, 0.5, 0.01, 2.79)) == (
        "0.50",
        "0.01 to 2.79 · 1 offence",
    )
    assert figure_text.authority_figure(authority(2001, 10.04, 9.6, 10.5)) == (
        "10.0",
        "9.60 to 10.5 · 2,001 offences",
    )


def test_a_hidden_authority_is_not_one_without_residents() -> None:
    assert figure_text.authority_figure(authority(nan, nan, nan, nan)) == (
        "hidden",
        figure_text.HIDDEN_COUNT,
    )
    assert figure_text.authority_figure(authority(3, nan, nan, nan)) == (
        "no rate",
        "residents not known, so no rate · 3 offences",
    )


def test_standing_counts_the_clear_and_the_possible() -> None:
    wards = pd.DataFrame(
        {
            "standing": [
                "clearly above",
                "possibly above",
                "possibly above",
                "clearly below",
                "not distinguishable",
            ]
        }
    )
    assert figure_text.standing_figure(wards, 0.614) == (
        "1",
        "of 5 wards · 2 possibly · force rate 0.61",
    )
    assert figure_text.standing_figure(wards, nan) == ("no rate", "residents not known, so no rate")
    assert figure_text.standing_figure(wards.assign(standing="hidden"), nan) == (
        "hidden",
        figure_text.HIDDEN_COUNT,
    )


def test_change_rests_on_its_counts() -> None:
    months = (date(2022, 1, 1),)
    assert figure_text.change_figure(1250, 1000, 0.0001, "clear rise", months) == (
        "clear rise",
        "1,250 in January 2022, 1,000 a year earlier (+25 %) · p < 0.001",
    )
    assert figure_text.change_figure(7, 13, 0.2632, "usual variation", months) == (
        "usual variation",
        "7 in January 2022, 13 a year earlier · p = 0.26",
    )
    assert figure_text.change_figure(3, 0, None, "cannot tell", months) == (
        "cannot tell",
        "3 in January 2022, 0 a year earlier",
    )
    assert figure_text.change_figure(3, 4, 1.0, "cannot tell", ()) == (
        "cannot tell",
        "earlier months not loaded",
    )
    assert figure_text.change_figure(0, 0, None, "hidden", ()) == (
        "hidden",
        figure_text.HIDDEN_CHANGE,
    )


def test_per_cent_needs_a_base_of_twenty() -> None:
    assert [figure_text.percent(25, then) for then in (0, 19, 20)] == ["", "", " (+25 %)"]
    # 15 of 20 is three quarters; 0 of 20 is nothing left; 20 of 20 is no change
    assert [figure_text.percent(now, 20) for now in (15, 0, 20)] == [
        " (-25 %)",
        " (-100 %)",
        " (+0 %)",
    ]


def test_change_months_name_those_without_a_twin() -> None:
    january, february, march = (date(2022, m, 1) for m in (1, 2, 3))
    assert (
        figure_text.change_months((), (january,))
        == "No month of the year before is loaded, so nothing is said about change."
    )
    assert figure_text.change_months((january, february), (january, february)) == (
        "Change compares January to February 2022 with the same months a year earlier."
    )
    assert figure_text.change_months((january, march), (january, february, march)) == (
        "Change compares January 2022, March 2022 with the same months a year earlier; February 2022 left out, since the month a year "
        "earlier was not received."
    )


def test_age_says_how_many_months_were_received() -> None:
    assert figure_text.age_figure(None, date(2022, 4, 2), 0, 1) == (
        "no data",
        "0 of 1 month received",
    )
    # March is over on 1 April: on 2 April it is 0 months old, on 2 May of the next year 13
    assert figure_text.age_figure(date(2022, 3, 1), date(2022, 4, 2), 2, 3) == (
        "Mar 2022",
        "0 months old · 2 of 3 months received",
    )
    assert figure_text.age_figure(date(2022, 3, 1), date(2023, 5, 2), 1, 1)[1].startswith(
        "13 months old"
    )


def test_a_month_of_a_trend_has_its_interval() -> None:
    row = pd.Series({"value": 1.54, "rate_low": 1.1, "rate_high": 2.1})
    assert (
        figure_text.month_rate("Swindon", date(2022, 5, 1), row)
        == "Swindon, May 2022: 1.54 (1.10 to 2.10)"
    )


def test_a_trend_says_which_months_it_draws() -> None:
    assert (
        figure_text.trend_span((date(2021, 1, 1), date(2022, 3, 1)))
        == "Drawn: January 2021 to March 2022."
    )


def test_a_file_says_what_it_holds_and_how_its_rates_are_made() -> None:
    asked = Selection("s", (), ("Possession of weapons",), date(2025, 1, 1), date(2025, 9, 1))
    assert figure_text.file_name(asked) == "wards-possession-of-weapons-2025-01-to-2025-09"
    assert figure_text.made_of(9).startswith(
        "A rate is offences / residents x 1,000 x 12 / 9 months received;"
    )


def test_tiny_rates_keep_their_classes_apart() -> None:
    assert figure_text.class_labels((0.004, 0.008))[1:] == [
        "up to 0.004",
        "0.004 to 0.008",
        "over 0.008",
    ]
    assert figure_text.class_labels((0.5, 1.0))[1:] == ["up to 0.50", "0.50 to 1.00", "over 1.00"]


def test_a_town_centre_carries_its_warning() -> None:
    assert figure_text.ward_sentence(ward(residents_mislead=True)).endswith(
        f", clearly above the force rate. {figure_text.TOWN_CENTRE}"
    )


def test_less_than_a_year_is_said() -> None:
    assert [figure_text.fewer_months(n) for n in (12, 36)] == ["", ""]
    assert (
        figure_text.fewer_months(1) == "Fewer than twelve months: rates are scaled up from 1 month."
    )
    assert (
        figure_text.fewer_months(11)
        == "Fewer than twelve months: rates are scaled up from 11 months."
    )


def test_change_sentence_is_the_one_of_the_handbook() -> None:
    spring = tuple(date(2022, month, 1) for month in (1, 2, 3, 4))
    # the months compared stand in the sentence; the p of a list does not, beside which a ward's own would stand on its page
    assert figure_text.change_sentence(
        "Penhill and Upper Stratton", 7, 13, "usual variation", spring
    ) == (
        "Penhill and Upper Stratton: 7 in January to April 2022, 13 a year earlier: usual variation (allowing for all wards compared)"
    )
    assert (
        figure_text.change_sentence("Eldene", 2, 0, "cannot tell", spring[:1])
        == "Eldene: 2 in January 2022, 0 a year earlier: cannot tell (too few offences)"
    )
    assert "clear fall" in figure_text.change_sentence("All", 1000, 2000, "clear fall", spring)


def test_ward_sentence_has_rate_interval_and_standing() -> None:
    assert figure_text.ward_sentence(ward()) == (
        "Eldene: 12 offences, 1.23 per 1,000 residents a year (0.64 to 2.16), clearly above the force rate."
    )
    assert figure_text.ward_sentence(ward(offences=1, standing="not distinguishable")).startswith(
        "Eldene: 1 offence, 1.23"
    )
    assert (
        figure_text.ward_sentence(ward(rate_per_1000=nan, rate_low=nan, rate_high=nan))
        == "Eldene: 12 offences, residents not known, so no rate."
    )
    hidden = figure_text.ward_sentence(
        ward(offences=nan, rate_per_1000=nan, rate_low=nan, rate_high=nan, standing="hidden")
    )
    assert hidden == "Eldene: hidden (fewer than 5 once rounded)."


def test_every_standing_of_a_ward_has_its_words() -> None:
    for standing, words in figure_text.STANDINGS.items():
        assert figure_text.ward_sentence(ward(standing=standing)).endswith(f", {words}.")
    assert set(figure_text.STANDINGS) == {
        "hidden",
        "clearly above",
        "possibly above",
        "not distinguishable",
        "possibly below",
        "clearly below",
    }


def test_operation_names_instance_place_and_dates() -> None:
    assert figure_text.operation(operation(start=None)) == "Op Thesus, Eldene: start not recorded"
    assert figure_text.operation(operation()) == "Op Thesus, Eldene: from 3 January 2022"
    assert figure_text.operation(operation(place="")) == "Op Thesus: from 3 January 2022"
    assert figure_text.operation(operation(lies_in="since May 2026 part of Badbury Park")) == (
        "Op Thesus, Eldene, since May 2026 part of Badbury Park: from 3 January 2022"
    )
    assert figure_text.operation(operation(instance="April 2022", end=date(2022, 5, 1))) == (
        "Op Thesus (April 2022), Eldene: 3 January 2022 to 1 May 2022"
    )
    assert (
        figure_text.operation_dates(operation(start=pd.NaT, end=date(2022, 5, 1)))
        == "start not recorded"
    )


def test_class_labels_run_from_nothing_to_over() -> None:
    assert figure_text.class_labels(()) == ["none recorded"]
    assert figure_text.class_labels((0.3, 0.6, 10.0)) == [
        "none recorded",
        "up to 0.30",
        "0.30 to 0.60",
        "0.60 to 10.0",
        "over 10.0",
    ]


def test_shares_are_whole_percentages() -> None:
    assert figure_text.share(0.005) == "0%"
    assert figure_text.share(0.416) == "42%"


def test_received_span() -> None:
    assert figure_text.received_span(()) == "no month"
    assert figure_text.received_span((date(2025, 3, 1),)) == "March 2025"
    assert (
        figure_text.received_span((date(2024, 10, 1), date(2025, 9, 1)))
        == "October 2024 to September 2025"
    )


def test_ranking_is_offered_or_refused_with_its_p() -> None:
    assert figure_text.ranking(0.26, ranked=False) == (
        "The wards differ no more than chance allows, so they cannot be ranked (heterogeneity p = 0.26)."
    )
    assert figure_text.ranking(0.0002, ranked=True) == (
        "The wards differ by more than chance (heterogeneity p < 0.001); each rank is given with its 95 % range."
    )


def test_spread_is_stated_beside_limits() -> None:
    assert (
        figure_text.spread(1.0)
        == "These wards do not differ by more than chance, or are too few to tell: the limits are those of chance alone."
    )
    # the root of 2.345 is 1.53
    assert figure_text.spread(2.345) == (
        "Over-dispersion 2.3: wards differ that many times as much as by chance, and the limits are 1.5 times as wide."
    )
    # four times the variance is twice the width
    assert figure_text.usual_width("Swindon", Dispersion(4.0, 11.0, 24, 4.0)) == (
        "The limits of Swindon's months are 2.0 times as wide as by chance (by the 24 months before)."
    )
    assert figure_text.usual_width("Swindon", Dispersion(2.25)) == (
        "The limits of Swindon's months are 1.5 times as wide as by chance (by like series)."
    )
    assert figure_text.usual_width("Swindon", Dispersion(1.0, 11.0, 12, 0.7)) == (
        "The limits of Swindon's months are those of chance alone (by the 12 months before)."
    )
    assert figure_text.usual_width("Swindon", Dispersion()) == ""


def test_trend_sentence_names_the_odd_months() -> None:
    assert (
        figure_text.trend_sentence("Swindon", (), 1)
        == "Swindon: none of 1 month outside what is usual."
    )
    assert figure_text.trend_sentence(
        "Swindon", (date(2022, 1, 1), date(2022, 2, 1), date(2022, 6, 1)), 35
    ) == (
        "Swindon: 3 of 35 months outside what is usual or in a run of seven on one side (January to February 2022, June 2022)."
    )
    assert (
        figure_text.usual_from(date(2022, 1, 1))
        == "What is usual was taken from the months before January 2022."
    )
    assert figure_text.usual_from(None) == "What is usual was taken from all months shown."


def test_dated_marks_keep_to_the_months_shown_and_are_plain_text() -> None:
    operations = pd.DataFrame(
        [
            operation(name="<b>Op</b> A & B", instance="two").to_dict(),
            operation(start=None).to_dict(),
            operation(name="too early", start=date(2021, 12, 31)).to_dict(),
            operation(name="too late", start=date(2022, 4, 1)).to_dict(),
        ]
    )
    events = pd.DataFrame(
        {"day": [date(2022, 3, 1), date(2026, 5, 1)], "event": ["Wards redrawn", "later"]}
    )
    months = pd.Index([date(2022, 1, 1), date(2022, 2, 1), date(2022, 3, 1)])
    assert figure_text.dated_marks(operations, events, months) == [
        (date(2022, 1, 3), "&lt;b&gt;Op&lt;/b&gt; A &amp; B two"),
        (date(2022, 3, 1), "Wards redrawn"),
    ]


def test_dated_marks_include_those_of_the_last_month_shown() -> None:
    operations = pd.DataFrame([operation(name="mid-month", start=date(2022, 3, 14)).to_dict()])
    months = pd.Index([date(2022, 2, 1), date(2022, 3, 1)])
    assert figure_text.dated_marks(operations, pd.DataFrame({"day": [], "event": []}), months) == [
        (date(2022, 3, 14), "mid-month")
    ]


def test_chart_labels() -> None:
    assert figure_text.force_line(0.614) == "force rate 0.61"
    assert figure_text.usual_band("Swindon") == "usual for Swindon"
    assert figure_text.usual_band("<i>Swindon") == "usual for &lt;i&gt;Swindon"


def test_what_is_shown() -> None:
    assert (
        figure_text.measure_shown("Robbery", "ward", "months")
        == "MapOptions now: Robbery, by ward, in months."
    )


def test_names_of_authorities() -> None:
    named = pd.DataFrame({"authority_name": ["Swindon", "Wiltshire"]}, index=["E1", "E2"])
    assert figure_text.names(named) == {"E1": "Swindon", "E2": "Wiltshire"}


def test_a_restricted_question_is_told_what_it_may_be() -> None:
    year = whole_quarters(months_between(date(2022, 1, 1), date(2022, 12, 1)))
    parts = figure_text.whole_quarters("Robbery in Swindon, May 2022", year)
    assert parts[1:3] == (
        "You asked for: Robbery in Swindon, May 2022.",
        "Choose whole quarters from January to December 2022, and offence types or a named layer "
        "without further filters, or ask an analyst.",
    )


def test_the_figures_in_fixed_sentences_are_those_the_sums_use() -> None:
    from geo.change import two_periods
    from geo.disclosure import small_cells
    from geo.rates import comparison

    assert (
        "99.8 %" in figure_text.FUNNEL_MEANS
        and "95 %" in figure_text.FUNNEL_MEANS
        and "one ward in" not in figure_text.FUNNEL_MEANS  # real wards differ by more than chance
    )
    assert (comparison.CLEAR_TAIL * 2, comparison.POSSIBLE_TAIL * 2) == (1 / 500, 1 / 20)
    assert (
        f"clear below {two_periods.CLEAR:g}, possible below {two_periods.POSSIBLE:g}"
        in figure_text.CHANGE_MEANS
    )
    assert f"fewer than {small_cells.SMALLEST_SHOWN}" in figure_text.HIDDEN_COUNT
    assert two_periods.FEWEST_FOR_PERCENT == figure_text.SMALLEST_BASE


def sentences_with_figures(source: str) -> list[str]:
    """Texts of a file that a reader would see as words with a figure or a value in them; tags, docstrings and widget keys left out."""
    tree, texts = ast.parse(source), []
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    keys = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "key"
    }
    for node in ast.walk(tree):
        if id(node) in docstrings | keys:
            continue
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        seen = re.sub(r"<style>.*</style>|@import[^;]*;|<[^>]*>|\b[\w:-]+=\"[^\"]*\"?", "", text)
        if (
            re.search(r"\d", seen)
            and re.search(r"[A-Za-z]{2,}", seen)
            and re.search(r"\S\s+\S", seen)
        ):
            texts.append(text)
    return texts


def test_the_search_for_sentences_finds_them() -> None:
    assert sentences_with_figures('st.caption(f"{n:,} rows read")') == ["0 rows read"]
    assert sentences_with_figures('figures.show([("Wards", "5", "of 118 wards")])') == [
        "of 118 wards"
    ]
    assert sentences_with_figures('note(f"Residents: {n}")') == ["Residents: 0"]
    assert sentences_with_figures("st.html(f\"<p class='a b'>{n}</p>\")") == []
    assert sentences_with_figures('st.file_uploader("File", key=f"upload {n}")') == []
    assert sentences_with_figures('row["rate_per_1000"]; "#46525e"; f"{side}_limit"') == []


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("ui/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"]),
    ids=lambda p: p.name,
)
def test_no_sentence_with_a_figure_is_written_outside_wording(path: Path) -> None:
    if not path.name.endswith("wording.py"):
        assert sentences_with_figures(path.read_text(encoding="utf-8")) == []


def test_months_are_shortened_where_room_is_short() -> None:
    assert figure_text.shorter_months("Op Sceptre November 2022") == "Op Sceptre Nov 2022"
    assert figure_text.shorter_months("Op Mayday, May 2022") == "Op Mayday, May 2022"


def test_a_month_is_as_old_as_the_months_since_it_ended() -> None:
    assert [
        figure_text.months_old(date(2022, 12, 1), day)
        for day in (date(2022, 12, 31), date(2023, 1, 1), date(2023, 2, 1))
    ] == [0, 0, 1]


def test_many_authorities_stand_in_one_card() -> None:
    assert figure_text.area_figure(1.234, 1200) == ("1.23", "1,200 offences")
    assert figure_text.area_figure(nan, 1) == (
        "no rate",
        "residents not known, so no rate · 1 offence",
    )
    assert figure_text.area_figure(nan, None) == ("hidden", figure_text.HIDDEN_COUNT)
    assert figure_text.change_label(HOME) == "Change on the year before, both authorities"


def test_a_month_of_a_place_stands_with_its_interval() -> None:
    row = pd.Series({"value": 4.0, "count_low": 1.0899, "count_high": 10.2416})
    assert figure_text.month_count(date(2022, 5, 1), row) == "May 2022: 4 (1.1 to 10.2)"


def test_the_strip_is_described_for_those_who_do_not_see_it() -> None:
    assert figure_text.strip_summary(
        ["Swindon", "Wiltshire"], source_text.absent((date(2021, 2, 1),))
    ) == (
        "Monthly rates of Swindon and Wiltshire with what is usual for each; the figures are under Trend. "
        "February 2021 was not received: left out of every rate, not counted as zero."
    )


def test_days_and_lists() -> None:
    assert figure_text.day(date(2022, 1, 3)) == "3 January 2022"
    assert [figure_text.listed("ABC"[:size]) for size in range(4)] == [
        "none",
        "A",
        "A and B",
        "A, B and C",
    ]
    assert figure_text.remove_step("Ask") == "Remove: Ask"


@pytest.mark.parametrize(
    ("start", "end", "phrase"),
    [
        (None, None, "start not recorded"),
        (None, MAY, "start not recorded, to 1 May 2022"),
        (NEW_YEAR, None, "1 January 2022, open"),
        (MAY, MAY, "1 May 2022"),
        (APRIL, MAY, "25 April to 1 May 2022"),
        (date(2021, 12, 30), NEW_YEAR, "30 December 2021 to 1 January 2022"),
    ],
)
def test_dates_are_spans(start: date | None, end: date | None, phrase: str) -> None:
    assert figure_text.span(start, end) == phrase
    assert figure_text.dates_of(pd.Series({"start": start, "end": end})) == phrase


def test_wards_without_residents_are_named_with_what_cannot_be_said() -> None:
    assert figure_text.residents_lacking([], 118, []) == ""
    assert figure_text.residents_lacking(["Shaw"] * 3, 3, ["Wold"]) == figure_text.NO_RESIDENTS_HELD
    assert figure_text.residents_lacking(["A"], 118, ["Wold"]).startswith(
        "1 of 118 wards has no residents: A. No rate is formed for Wold or"
    )
    assert figure_text.residents_lacking([*"ABCDEFGH"], 118, ["Wold"]) == (
        "8 of 118 wards have no residents: A, B, C, D, E, F and 2 more. No rate is formed for Wold or the whole area, and no ward is "
        "set against it. Load their residents on the Data page."
    )


def test_ground_in_no_ward_is_named_with_what_cannot_be_said() -> None:
    assert figure_text.ground_lacking({}) == ""
    ground = {"Wold": "2.31 km² of Wold lie in no ward: Shaw W1 is not among them"}
    assert figure_text.ground_lacking(ground) == (
        "2.31 km² of Wold lie in no ward: Shaw W1 is not among them. No rate is formed for Wold or the whole area, and no ward is set "
        "against it; counts are of the wards there are. Load a boundary file that holds all of it, or choose other wards under “Wards as of”."
    )
    part = "a part of it lies in no ward, so no rate"
    assert figure_text.no_rate(uncovered=True) == part
    assert figure_text.no_rate(uncovered=False) == figure_text.NO_RATE
    assert figure_text.authority_figure(authority(3, nan, nan, nan, uncovered=True)) == (
        "no rate",
        f"{part} · 3 offences",
    )
    assert figure_text.area_figure(nan, 1, uncovered=True) == ("no rate", f"{part} · 1 offence")
    wards = pd.DataFrame({"standing": ["not distinguishable"]})
    assert figure_text.standing_figure(wards, nan, uncovered=True) == ("no rate", part)


def test_a_place_says_its_count_and_what_may_be_said_of_the_year_before() -> None:
    spring = tuple(date(2022, month, 1) for month in (1, 2, 3, 4))
    # the count compared stands with its own months, which are fewer than those of the 18
    assert figure_text.place_sentence("Old Town", 18, 17, 9, 0.168, "usual variation", spring) == (
        "Old Town: 18 offences. On the year before: 17 in January to April 2022, 9 a year earlier, usual variation (p = 0.17)."
    )
    assert figure_text.place_sentence("Old Town", 1, 1, 2, 1.0, "cannot tell", spring).endswith(
        "1 in January to April 2022, 2 a year earlier, cannot tell (too few offences)."
    )
    assert figure_text.place_sentence("Old Town", 18, 17, 9, None, "usual variation", spring) == (
        "Old Town: 18 offences. On the year before: 17 in January to April 2022, 9 a year earlier, usual variation (allowing for all wards "
        "compared)."
    )
    assert figure_text.place_sentence("Old Town", 1, 0, 0, None, "cannot tell", ()) == (
        "Old Town: 1 offence. Earlier months are not loaded, so nothing is said about change."
    )
