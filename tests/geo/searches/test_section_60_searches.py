"""Searches told apart by law, place and time; authorisations that meet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import shapely

from geo.searches.section_60 import Authorisation, local_moment
from geo.searches.section_60_searches import LAWS, PLACES, is_section_60, meeting, told_apart

SQUARE = shapely.box(-1.80, 51.55, -1.78, 51.57)
S60, PACE = (
    "Criminal Justice and Public Order Act 1994 (section 60)",
    "Police and Criminal Evidence Act 1984 (section 1)",
)
START, LAST = local_moment(date(2022, 7, 1), 18, 0), local_moment(date(2022, 7, 2), 6, 0)


def at(day: int, hour: int) -> datetime:
    """July 2022 in UTC, an hour behind the clocks."""
    return datetime(2022, 7, day, hour, tzinfo=UTC)


def test_law_place_and_time_are_told_apart() -> None:
    inside, outside, nowhere = (-1.79, 51.56), (-1.70, 51.56), (np.nan, np.nan)
    rows = [
        (at(1, 17), S60, *inside),
        (at(2, 4), S60, *outside),
        (at(1, 20), S60, *nowhere),
        (at(1, 16), S60, *inside),
        (at(2, 5), S60, *inside),
        (at(1, 23), PACE, *inside),
        (at(1, 23), None, *outside),
    ]
    searches = pd.DataFrame(rows, columns=["at", "legislation", "longitude", "latitude"])
    counts = told_apart(searches, START, LAST, SQUARE)
    # 17:00 UTC is 18:00 on the clocks, the start, which counts; 05:00 UTC is 06:00, the end, which does not
    assert counts.loc[LAWS[0]].to_dict() == dict(zip(PLACES, (1, 1, 1, 2), strict=True))
    assert counts.loc[LAWS[1]].to_dict() == dict(zip(PLACES, (1, 1, 0, 0), strict=True))
    assert told_apart(searches[:0], START, LAST, SQUARE).to_numpy().sum() == 0


def test_section_60_is_told_from_sections_with_like_numbers() -> None:
    legislation = pd.Series(
        [
            S60,
            "Criminal Justice and Public Order Act 1994 (section 60AA)",
            "Firearms Act 1968 (section 60)",
            PACE,
            None,
        ]
    )
    assert is_section_60(legislation).to_list() == [True, False, False, False, False]


def test_authorisations_meet_in_time_and_in_place() -> None:
    authorisation = Authorisation("wiltshire", "a", START, LAST, "inspector")
    later = Authorisation("wiltshire", "a", LAST, local_moment(date(2022, 7, 2), 9, 0), "inspector")
    far, beside = shapely.box(-2.1, 51.0, -2.0, 51.1), shapely.box(-1.78, 51.55, -1.76, 51.57)
    signed = [authorisation, authorisation, authorisation, authorisation, later]
    assert meeting(signed, [SQUARE, SQUARE, far, None, SQUARE]) == [
        (0, 1, True),
        (0, 2, False),
        (0, 3, False),
        (1, 2, False),
        (1, 3, False),
        (2, 3, False),
    ]
    assert meeting([authorisation, authorisation], [SQUARE, beside]) == [(0, 1, False)]
