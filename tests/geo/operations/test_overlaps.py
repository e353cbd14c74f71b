"""Work that meets in time and place."""

from __future__ import annotations

from datetime import date

from pandas import DataFrame

from geo.core.selection import months_between
from geo.operations.overlaps import company, overlaps, touched_months, wards_with_work

WORK = DataFrame(
    [
        ["Op Thesus", "", date(2022, 1, 1), None, ("W1", "W2")],
        ["Op Juvenis", "", date(2022, 4, 1), date(2022, 6, 30), ("W2", "W3")],
        ["Op Sceptre", "April 2022", date(2022, 4, 25), date(2022, 5, 1), ()],
        ["Op Sceptre", "November 2022", date(2022, 11, 14), date(2022, 11, 20), ()],
        ["Op Undated", "", None, None, ("W1",)],
        ["Youth work", "", date(2022, 7, 1), None, ("W3",)],
    ],
    columns=["name", "instance", "start", "end", "ward_codes"],
).astype(object)


def test_pairs_that_meet_with_days_and_wards_in_common() -> None:
    pairs = overlaps(WORK).to_numpy().tolist()
    assert pairs == [
        ["Op Thesus", "Op Juvenis", date(2022, 4, 1), date(2022, 6, 30), ("W2",)],
        ["Op Juvenis", "Op Sceptre April 2022", date(2022, 4, 25), date(2022, 5, 1), ("W2", "W3")],
        ["Op Thesus", "Op Sceptre April 2022", date(2022, 4, 25), date(2022, 5, 1), ("W1", "W2")],
        [
            "Op Thesus",
            "Op Sceptre November 2022",
            date(2022, 11, 14),
            date(2022, 11, 20),
            ("W1", "W2"),
        ],
        ["Youth work", "Op Sceptre November 2022", date(2022, 11, 14), date(2022, 11, 20), ("W3",)],
    ]


def test_open_work_overlaps_without_end_and_one_day_is_enough() -> None:
    both = WORK.iloc[[0, 5]].assign(ward_codes=[("W1",), ("W1",)])
    assert overlaps(both).iloc[0]["last_day"] is None
    touching = WORK.iloc[[1, 5]].assign(end=[date(2022, 7, 1), None])
    assert overlaps(touching).iloc[0][["first_day", "last_day"]].to_list() == [
        date(2022, 7, 1),
        date(2022, 7, 1),
    ]
    assert overlaps(WORK.iloc[[1, 5]]).empty and overlaps(WORK.iloc[:0]).empty


def test_months_touched_by_other_work() -> None:
    year = months_between(date(2022, 1, 1), date(2022, 12, 1))
    months = touched_months(WORK, besides="Op Thesus", wards=["W1"], months=year)
    assert months == {
        "Op Sceptre April 2022": (date(2022, 4, 1), date(2022, 5, 1)),
        "Op Sceptre November 2022": (date(2022, 11, 1),),
    }
    assert (
        touched_months(WORK, besides="Op Thesus", wards=["W3"], months=year[:6])["Op Juvenis"]
        == year[3:6]
    )


def test_wards_with_work_count_undated_work_and_leave_out_work_everywhere() -> None:
    assert wards_with_work(
        WORK, besides="Op Thesus", first=date(2022, 1, 1), last=date(2022, 6, 30)
    ) == {"W1", "W2", "W3"}
    assert wards_with_work(
        WORK, besides="Op Thesus", first=date(2021, 1, 1), last=date(2021, 12, 31)
    ) == {"W1"}
    assert wards_with_work(
        WORK, besides="Op Juvenis", first=date(2022, 8, 1), last=date(2022, 8, 1)
    ) == {"W1", "W2", "W3"}


def test_company_is_local_work_in_the_same_wards_and_nothing_everywhere() -> None:
    year = months_between(date(2022, 1, 1), date(2022, 12, 1))
    asked = {"wards": ["W2"], "before": year[:3], "after": year[3:]}
    met = company(WORK, besides="Op Juvenis", **asked)  # type: ignore[arg-type]
    assert met.during == {"Op Thesus": year[3:]} and met.before == {"Op Thesus": year[:3]}
    # and the other way round: both pages say so
    other = company(WORK, besides="Op Thesus", **asked)  # type: ignore[arg-type]
    assert other.during == {"Op Juvenis": year[3:6]} and not other.before and not other.undated
    undated = company(WORK, besides="Op Thesus", **(asked | {"wards": ["W1"]}))  # type: ignore[arg-type]
    assert undated.undated == ("Op Undated",) and not undated.during
