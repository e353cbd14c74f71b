"""What is planted in the demonstration, and what must not be found in it: asked of the answers that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import streamlit as st

from geo.core.schema import FORCE_EXTRACT, FORCE_SEARCHES, POSSESSION, SEARCHES, STREET
from geo.core.selection import Selection
from geo.knife.few_hands import BY_CHANCE, BY_FEW
from geo.knife.few_hands_shown import WHOLE
from geo.knife.lines import line_shares_beside
from geo.knife.origin import CANNOT_TELL, PROACTIVE_EXPLAINS
from loaders.demo.demonstration import ABSENT
from loaders.demo.planted import planted
from loaders.reference import layers
from loaders.store.builds import BuildStore
from loaders.store.reader import Store, open_build
from tests.home import SWINDON, WILTSHIRE
from tests.readers import look_as
from ui.answers.few_hands import few_hands
from ui.answers.policing import policing
from ui.answers.store import pinned_build as answers
from ui.answers.store import sources as source_answers
from ui.answers.wards import every_ward as ward_answers
from ui.answers.wards.findings import WardAnswer

VIOLENCE = "Violence and sexual offences"


@pytest.fixture(autouse=True)
def _pinned(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    st.session_state.clear()
    look_as(monkeypatch, "analyst")
    st.cache_data.clear()
    st.cache_resource.clear()
    answers.begin()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def year(number: int, *types: str) -> Selection:
    return Selection(STREET, (), types, date(number, 1, 1), date(number, 12, 1))


def verdicts(answer: WardAnswer, *wards: str) -> list[str]:
    return answer.wards.loc[list(wards), "verdict"].to_list()


def test_the_absent_month_is_a_gap_and_leaves_the_rate() -> None:
    answer = ward_answers.ward_answer(year(2021, POSSESSION))
    assert answer.coverage.absent == (ABSENT,) == (date(2021, 2, 1),)
    assert answer.coverage.years == pytest.approx(11 / 12)
    # the rate is of eleven months: offences over residents, times 12 / 11
    swindon = answer.authorities.loc[SWINDON]
    assert swindon["rate_per_1000"] == pytest.approx(
        swindon["offences"] / swindon["residents"] * 1000 * 12 / 11
    )
    trend = ward_answers.trend(year(2021, POSSESSION))
    for chart in trend.charts.values():
        assert np.isnan(chart.loc[ABSENT, "value"]) and chart["value"].isna().sum() == 1
        assert not chart.loc[ABSENT, ["outside", "shift"]].any()


def test_the_absent_month_has_no_twin_in_the_next_year() -> None:
    change = ward_answers.ward_answer(year(2022, POSSESSION)).change
    assert len(change.months) == 11 and date(2022, 2, 1) not in change.months


def test_what_searching_finds_rises_in_the_centre_and_violence_there_does_not() -> None:
    possession, violence = (
        ward_answers.ward_answer(year(2022, kind)) for kind in (POSSESSION, VIOLENCE)
    )
    assert set(verdicts(possession, *planted().searched)) == {"clear rise"}
    # threefold was planted
    assert (
        (
            possession.wards.loc[list(planted().searched), "now"]
            / possession.wards.loc[list(planted().searched), "then"]
        )
        .between(2, 4.5)
        .all()
    )
    assert set(verdicts(violence, *planted().searched)) == {"usual variation"}


def test_no_other_ward_shows_a_clear_rise_of_possession() -> None:
    wards = ward_answers.ward_answer(year(2022, POSSESSION)).wards
    assert set(wards.index[wards["verdict"] == "clear rise"]) == set(planted().searched)


def test_op_thesus_shows_as_a_clear_fall_of_violence_and_op_juvenis_as_none() -> None:
    answer = ward_answers.ward_answer(year(2022, VIOLENCE))
    assert verdicts(answer, planted().works, planted().nothing) == ["clear fall", "usual variation"]
    # 55 % of what it would have been
    assert answer.wards.at[planted().works, "percent_change"] == pytest.approx(-45, abs=12)


def test_no_other_ward_shows_a_clear_change_of_violence() -> None:
    wards = ward_answers.ward_answer(year(2022, VIOLENCE)).wards
    assert set(wards.index[wards["verdict"].str.startswith("clear")]) == {planted().works}


@pytest.mark.parametrize("number", [2020, 2021, 2022])
def test_the_cluster_around_penhill_is_clearly_above_for_violence(number: int) -> None:
    wards = ward_answers.ward_answer(year(number, VIOLENCE)).wards
    assert planted().nothing in planted().cluster
    assert set(wards.loc[list(planted().cluster), "standing"]) == {"clearly above"}


def test_wards_that_differ_this_much_may_be_ranked() -> None:
    ranking = ward_answers.ranking(year(2021, VIOLENCE))
    assert ranking is not None and ranking.table is not None and ranking.heterogeneity_p < 0.001
    assert (ranking.table["rank_low"] <= ranking.table["rank"]).all() and (
        ranking.table["rank"] <= ranking.table["rank_high"]
    ).all()


def test_a_selection_in_which_nothing_was_planted_shows_no_change() -> None:
    wards = ward_answers.ward_answer(year(2022, "Burglary")).wards
    assert not wards["verdict"].str.startswith("clear").any()


@pytest.fixture
def store(demonstration_store: Path) -> Store:
    build = BuildStore(demonstration_store).current()
    assert build
    return open_build(demonstration_store, build)


def of_force(layer: str, *authorities: str) -> Selection:
    """A named layer of the force's own source, in 2021 and 2022."""
    whole = Selection(FORCE_EXTRACT, authorities, (), date(2021, 1, 1), date(2022, 12, 1))
    return next(candidate for candidate in layers() if candidate.name == layer).of(whole)


def in_2022(*authorities: str) -> Selection:
    """The months of 2022 of authorities: their possession is judged beside that of 2021."""
    return Selection(FORCE_EXTRACT, authorities, (), date(2022, 1, 1), date(2022, 12, 1))


def test_the_surge_is_called_proactive_of_its_authority_alone_with_every_premise_held() -> None:
    swindon, wiltshire = policing(in_2022())
    assert (swindon.selection.authorities, wiltshire.selection.authorities) == (
        (SWINDON,),
        (WILTSHIRE,),
    )
    change = swindon.change
    assert change.verdict == PROACTIVE_EXPLAINS and all(row.holds for row in change.premises)
    # planted: all of the rise, and 7 % unknown
    assert change.explained is not None and change.explained.share == pytest.approx(1, abs=0.25)
    assert change.explained.low is not None and change.explained.low > 0.5
    assert (
        change.share_low is not None
        and change.share_high is not None
        and change.share_of_change is not None
    )
    assert (
        change.share_low <= change.share_of_change <= change.share_high
        and change.share_of_change == pytest.approx(1, abs=0.25)
    )
    assert change.unknown_now is not None and change.unknown_now < 0.1
    # February is not compared, since that of 2021 is absent; the rest is whole in the published searches
    assert swindon.searches == SEARCHES and len(swindon.months) == 11


def test_where_nothing_was_planted_there_is_no_rise_to_explain() -> None:
    (wiltshire,) = policing(in_2022(WILTSHIRE))
    assert wiltshire.change.verdict == CANNOT_TELL
    assert "no rise to explain" in wiltshire.change.reason


def test_without_searches_of_every_month_the_surge_is_not_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received = source_answers.received_months
    gap = date(2021, 7, 1)

    def without_july(source: str) -> tuple[date, ...]:
        months = received(source)
        return tuple(m for m in months if m != gap) if source.endswith("search") else months

    monkeypatch.setattr(source_answers, "received_months", without_july)
    (swindon,) = policing(in_2022(SWINDON))
    assert swindon.change.verdict == CANNOT_TELL and "Load searches" in swindon.change.reason
    assert (swindon.searches, swindon.held) == ("", {SEARCHES: 10, FORCE_SEARCHES: 10})


def test_the_forces_own_searches_are_counted_where_the_published_lack_a_month(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received = source_answers.received_months
    gap = date(2022, 7, 1)
    monkeypatch.setattr(
        source_answers,
        "received_months",
        lambda source: tuple(m for m in received(source) if source != SEARCHES or m != gap),
    )
    (swindon,) = policing(in_2022(SWINDON))
    assert swindon.searches == FORCE_SEARCHES and swindon.held[SEARCHES] == 10
    # of its own searches that found something, 78 % found what they were for: too few to say that they find no more often
    assert [row.holds for row in swindon.change.premises][:4] == [True, True, True, True]
    assert swindon.change.verdict == CANNOT_TELL and "found too little" in swindon.change.reason


def test_a_verdict_that_rests_on_a_thin_month_of_searches_is_not_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thin = tuple(date(2022, month, 1) for month in (1, *range(3, 11)))
    monkeypatch.setattr(
        source_answers, "thin_months", lambda source: thin if source == SEARCHES else ()
    )
    (swindon,) = policing(in_2022(SWINDON))
    assert swindon.change.verdict == CANNOT_TELL and "is thin" in swindon.change.reason


def test_local_lines_are_most_of_swindons_judged_knife_violence_and_more_among_the_young(
    store: Store,
) -> None:
    counts = store.counts(
        of_force("knife_enabled_violence"), by=["authority_code", "line_type", "age_band"]
    )
    table = line_shares_beside(counts, by=["authority_code"]).set_index(["authority_code", "ages"])
    swindon, wiltshire = (table.loc[(code, "all ages")] for code in (SWINDON, WILTSHIRE))
    assert swindon["share_low"] > 0.5 > wiltshire["share_high"]
    assert swindon["least"] == pytest.approx(0.45, abs=0.06) and swindon[
        "open_share"
    ] == pytest.approx(0.25, abs=0.06)
    assert table.loc[(SWINDON, "14–25"), "share"] > swindon["share"]


def test_few_suspects_hold_much_where_that_is_planted_and_as_chance_gives_elsewhere() -> None:
    answer = few_hands()
    assert answer is not None
    suspects, victims = answer.of["suspects"], answer.of["victims"]
    words = {cut: shown.verdict.word for cut, shown in suspects.items()}
    assert words["authority", planted().few_hands] == words[WHOLE] == BY_FEW
    (elsewhere,) = {SWINDON, WILTSHIRE} - {planted().few_hands}
    assert words["authority", elsewhere] == BY_CHANCE
    # thirty people stand in 45 of 100 offences there
    held = next(top for top in suspects["authority", planted().few_hands].tops if top.share == 0.10)
    assert held.held >= held.chance + 0.15
    # of victims nothing is planted
    assert BY_FEW not in {shown.verdict.word for shown in victims.values()}
