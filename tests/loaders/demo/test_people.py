"""The demonstration's made-up people: known as often as is said, few of them in many offences of one authority, and nobody's name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from loaders.demo.people import FEW, KNOWN, SHARE_OF_FEW, people_of_month
from loaders.demo.planted import planted
from loaders.reference import ward_facts

ROWS = 6_000


@pytest.fixture(scope="module")
def drawn() -> pd.DataFrame:
    authorities = ward_facts()["authority_code"]
    wards = np.resize(authorities.index.to_numpy(dtype=object), ROWS)
    knife = np.arange(ROWS) % 3 > 0
    people = people_of_month(wards, knife, np.arange(ROWS) % 2 == 0, date(2022, 5, 1))
    return pd.DataFrame(people).assign(
        knife=knife, there=(authorities.loc[wards] == planted().few_hands).to_numpy()
    )


def test_suspects_are_known_as_often_as_planted(drawn: pd.DataFrame) -> None:
    known = (drawn["suspect_references"] != "").groupby(drawn["knife"]).mean()
    assert known[True] == pytest.approx(KNOWN, abs=0.02) and known[False] < 0.5


def test_few_stand_in_many_knife_offences_of_one_authority_alone(drawn: pd.DataFrame) -> None:
    first = drawn["suspect_references"].str.split("; ").str[0]
    of_few = first.str.startswith("DEMO-F")
    there = drawn["there"] & drawn["knife"] & (first != "")
    assert of_few[there].mean() == pytest.approx(SHARE_OF_FEW, abs=0.05)
    assert not of_few[~there].any() and first[of_few].nunique() <= FEW


def test_possession_has_no_victim_and_the_same_month_the_same_people(drawn: pd.DataFrame) -> None:
    assert (drawn["victim_references"] != "")[1::2].sum() == 0
    assert (drawn["victim_references"] != "")[::2].mean() > 0.85
    wards = np.array([planted().works] * 5, dtype=object)
    knife = np.ones(5, dtype=bool)
    twice = [people_of_month(wards, knife, knife, date(2022, 5, 1)) for _ in range(2)]
    assert all((twice[0][name] == twice[1][name]).all() for name in twice[0])
