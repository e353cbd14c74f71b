"""What is planted in the demonstration, and what must not be found in it: asked of the answers that pages show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import streamlit as st

from geo.schema import POSSESSION, STREET, SWINDON
from geo.selection import Selection
from loaders.demo import ABSENT, CENTRE, CLUSTER, JUVENIS_WARD, THESUS_WARD
from ui import answers
from ui.findings import WardAnswer

VIOLENCE = "Violence and sexual offences"


@pytest.fixture(autouse=True)
def _pinned(demonstration_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SVD_STORE", str(demonstration_store))
    monkeypatch.setattr("streamlit.session_state", {})
    monkeypatch.setattr(answers, "role", lambda: "analyst")
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
    answer = answers.ward_answer(year(2021, POSSESSION))
    assert answer.coverage.absent == (ABSENT,) == (date(2021, 2, 1),)
    assert answer.coverage.years == pytest.approx(11 / 12)
    # the rate is of eleven months: offences over residents, times 12 / 11
    swindon = answer.authorities.loc[SWINDON]
    assert swindon["rate_per_1000"] == pytest.approx(swindon["offences"] / swindon["residents"] * 1000 * 12 / 11)
    trend = answers.trend(year(2021, POSSESSION))
    for chart in trend.charts.values():
        assert np.isnan(chart.loc[ABSENT, "value"]) and chart["value"].isna().sum() == 1
        assert not chart.loc[ABSENT, ["outside", "shift"]].any()


def test_the_absent_month_has_no_twin_in_the_next_year() -> None:
    change = answers.ward_answer(year(2022, POSSESSION)).change
    assert len(change.months) == 11 and date(2022, 2, 1) not in change.months


def test_what_searching_finds_rises_in_the_centre_and_violence_there_does_not() -> None:
    possession, violence = (answers.ward_answer(year(2022, kind)) for kind in (POSSESSION, VIOLENCE))
    assert set(verdicts(possession, *CENTRE)) == {"clear rise"}
    # threefold was planted
    assert (possession.wards.loc[list(CENTRE), "now"] / possession.wards.loc[list(CENTRE), "then"]).between(2, 4.5).all()
    assert set(verdicts(violence, *CENTRE)) == {"usual variation"}


def test_no_other_ward_shows_a_clear_rise_of_possession() -> None:
    wards = answers.ward_answer(year(2022, POSSESSION)).wards
    assert set(wards.index[wards["verdict"] == "clear rise"]) == set(CENTRE)


def test_op_thesus_shows_as_a_clear_fall_of_violence_and_op_juvenis_as_none() -> None:
    answer = answers.ward_answer(year(2022, VIOLENCE))
    assert verdicts(answer, THESUS_WARD, JUVENIS_WARD) == ["clear fall", "usual variation"]
    # 55 % of what it would have been
    assert answer.wards.at[THESUS_WARD, "percent_change"] == pytest.approx(-45, abs=12)


def test_no_other_ward_shows_a_clear_change_of_violence() -> None:
    wards = answers.ward_answer(year(2022, VIOLENCE)).wards
    assert set(wards.index[wards["verdict"].str.startswith("clear")]) == {THESUS_WARD}


@pytest.mark.parametrize("number", [2020, 2021, 2022])
def test_the_cluster_around_penhill_is_clearly_above_for_violence(number: int) -> None:
    wards = answers.ward_answer(year(number, VIOLENCE)).wards
    assert JUVENIS_WARD in CLUSTER
    assert set(wards.loc[list(CLUSTER), "standing"]) == {"clearly above"}


def test_wards_that_differ_this_much_may_be_ranked() -> None:
    ranking = answers.ranking(year(2021, VIOLENCE))
    assert ranking is not None and ranking.table is not None and ranking.heterogeneity_p < 0.001
    assert (ranking.table["rank_low"] <= ranking.table["rank"]).all() and (ranking.table["rank"] <= ranking.table["rank_high"]).all()


def test_a_selection_in_which_nothing_was_planted_shows_no_change() -> None:
    wards = answers.ward_answer(year(2022, "Burglary")).wards
    assert not wards["verdict"].str.startswith("clear").any()
