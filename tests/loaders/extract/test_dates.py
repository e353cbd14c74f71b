"""Dates as forces write them, read to the minute or to the day; and those that are none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from geo.core.errors import DataProblem
from loaders.documents.workbook import FIRST_DAY_1904
from loaders.extract.dates import Dates, Orders, month_of, read_dates, window
from loaders.extract.mapping import template_mapping

TEMPLATE = template_mapping()
TODAY = date(2023, 1, 31)


def read(
    *texts: str,
    month_first: bool = False,
    formats: tuple[str, ...] = (),
    orders: Orders | None = None,
    epoch: date | None = None,
) -> Dates:
    mapping = replace(TEMPLATE, month_first=month_first, formats=formats)
    more = {"epoch": epoch} if epoch else {}
    return read_dates(
        pd.Series(texts, dtype="str"),
        "committed_from",
        mapping,
        orders=orders or Orders(),
        today=TODAY,
        **more,
    )


@pytest.mark.parametrize(
    "text",
    [
        "14/05/2022",
        "14-05-2022",
        "14.05.2022",
        "14/5/22",
        "2022-05-14",
        "14 May 2022",
        "14-May-2022",
        "14-May-22",
        "Saturday, 14 May 2022",
        "14 August 2022".replace("August", "May"),
        "44695",
        "20220514",
    ],
)
def test_a_day_is_read_and_has_no_time(text: str) -> None:
    dates = read(text)
    assert (str(dates.at[0]), bool(dates.timed[0]), bool(dates.unread[0])) == (
        "2022-05-14T00:00:00",
        False,
        False,
    )


@pytest.mark.parametrize(
    "text",
    [
        "14/05/2022 22:40",
        "2022-05-14T22:40:00",
        "2022-05-14 22:40:00.000",
        "14 May 2022 10:40 PM",
        "14/05/22 22.40",
        "44695.9444444444",
    ],
)
def test_a_moment_is_read_with_its_time(text: str) -> None:
    dates = read(text)
    assert (str(dates.at[0]), bool(dates.timed[0])) == ("2022-05-14T22:40:00", True)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2022",
        "05/14/2022",
        "14/05/2022 25:00",
        "14/05/2022 22:61",
        "May",
        "yesterday",
        "14/05/2022 13:00 PM",
    ],
)
def test_what_is_no_date_is_told_apart_from_nothing(text: str) -> None:
    dates = read(text, "")
    assert dates.unread.tolist() == [True, False] and np.isnat(dates.at).all()


def test_midnight_written_out_is_a_time_and_a_day_is_none() -> None:
    assert read("14/05/2022 00:00", "14/05/2022").timed.tolist() == [True, False]


def test_american_order_only_where_the_mapping_says_so() -> None:
    assert str(read("05/04/2022").at[0])[:10] == "2022-04-05"
    assert str(read("05/04/2022", month_first=True).at[0])[:10] == "2022-05-04"


def test_a_mapping_may_name_further_formats_and_the_1904_calendar() -> None:
    assert str(read("14052022 2240", formats=("%d%m%Y %H%M",)).at[0]) == "2022-05-14T22:40:00"
    assert (
        str(read("43233", epoch=FIRST_DAY_1904).at[0])[:10] == "2022-05-14"
    )  # 1,462 days later than the 1900 calendar


def test_before_1990_and_in_the_future_are_faults_and_two_digits_read_after_1990() -> None:
    dates = read("31/12/1989", "01/01/1990", "31/01/2023", "01/02/2023", "01/01/91")
    early, late = (
        dates.faults["committed_from lies before 1990"],
        dates.faults["committed_from lies in the future"],
    )
    assert (early.tolist(), late.tolist()) == (
        [True, False, False, False, False],
        [False, False, False, True, False],
    )
    assert str(dates.at[4])[:4] == "1991"


def test_a_file_in_the_other_order_is_known_by_its_days_over_twelve() -> None:
    orders = Orders()
    read("05/13/2022", "05/20/2022", "25/05/2022", "01/02/2022", orders=orders)
    assert (orders.month_first, orders.day_first) == (2, 1)
    with pytest.raises(DataProblem, match="seem to stand month first"):
        orders.require_sure("a.csv", TEMPLATE)
    orders.require_sure("a.csv", replace(TEMPLATE, month_first=True))
    read("13/05/2022", "14/05/2022", orders=orders)
    orders.require_sure("a.csv", TEMPLATE)  # three against two: single rows are rejected instead


def test_the_window_of_an_offence() -> None:
    cases = [
        ("14/05/2022 22:40", "", "2022-05-14T22:40", "2022-05-14T22:40"),  # a moment
        ("14/05/2022", "", "2022-05-14T00:00", "2022-05-15T00:00"),  # some time that day
        ("14/05/2022 22:40", "15/05/2022 01:00", "2022-05-14T22:40", "2022-05-15T01:00"),
        (
            "14/05/2022 22:40",
            "15/05/2022",
            "2022-05-14T22:40",
            "2022-05-16T00:00",
        ),  # to the end of the last day
        ("", "15/05/2022", "NaT", "NaT"),
    ]  # the start is not known
    start, end = (read(*texts) for texts in list(zip(*cases, strict=True))[:2])
    begins, ends = window(start, end)
    assert [str(moment.astype("datetime64[m]")) for moment in begins] == [case[2] for case in cases]
    assert [str(moment.astype("datetime64[m]")) for moment in ends] == [case[3] for case in cases]
    assert str(month_of(begins)[0]) == "2022-05-01"


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2022-05-14T21:40:00Z", "2022-05-14T22:40:00"),
        ("2022-05-14T21:40:00+00:00", "2022-05-14T22:40:00"),
        ("2022-05-14T22:40:00+01:00", "2022-05-14T22:40:00"),
        ("2022-05-14 21:40:00.123456 UTC", "2022-05-14T22:40:00"),
        ("2022-05-14T23:40:00.000+0200", "2022-05-14T22:40:00"),
        ("14/05/2022 22:40 BST", "2022-05-14T22:40:00"),
        ("2022-01-14T22:40:00Z", "2022-01-14T22:40:00"),
        ("2022-05-31T23:30:00Z", "2022-06-01T00:30:00"),
        ("2022-01-14T17:40:00-05", "2022-01-14T22:40:00"),
    ],
)
def test_a_time_with_a_zone_is_brought_to_the_clocks_of_its_day(text: str, local: str) -> None:
    orders = Orders()
    dates = read(text, orders=orders)
    assert (str(dates.at[0]), bool(dates.timed[0]), orders.zoned) == (local, True, 1)


def test_a_day_with_dashes_names_no_zone() -> None:
    orders = Orders()
    assert str(read("14-05-2022", orders=orders).at[0]) == "2022-05-14T00:00:00"
    assert orders.zoned == 0


def test_an_ordinal_day_and_day_numbers_are_read_and_counted() -> None:
    orders = Orders()
    dates = read("1st May 2022", "44695", "05/06/2022", orders=orders)
    assert [str(day)[:10] for day in dates.at] == ["2022-05-01", "2022-05-14", "2022-06-05"]
    assert (orders.numbered, orders.either) == (1, 1)
