"""Dates as forces write them: text in day-first or, where the mapping says so, American order, ISO, Excel's day numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.schema import LOCAL_ZONE
from loaders.documents.workbook import FIRST_DAY
from loaders.extract.mapping import ExtractMapping

EARLIEST = date(1990, 1, 1)
WHOLE_YEARS = ("%d/%m/%Y", "%Y/%m/%d", "%d %b %Y", "%d %B %Y", "%d/%b/%Y", "%Y%m%d")
SHORT_YEARS = ("%d/%m/%y", "%d %b %y", "%d/%b/%y")
DAY_NUMBER = r"\d{5}(?:\.\d+)?"
DAY_AND_TIME = r"^(?P<day>.*?)(?:[T ]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)? ?(?P<half>[AaPp][Mm])?)?$"
ZONE = r"(?i)^(?P<clock>.*\d[:.]\d{2}.*?)\s*(?P<zone>Z|UTC|GMT|BST|[+-]\d{2}(?::?\d{2})?)$"
NAMED_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 60}  # minutes ahead of universal time
MONTH_ALONE = r"(?i)(?:[a-z]{3,9}[- /.]?(?:\d{2}|\d{4})|\d{4}-\d{2}|\d{1,2}/\d{4})"
SLASHED = r"^(\d{1,2})/(\d{1,2})/\d{2,4}"
DAY = np.timedelta64(1, "D")


@dataclass
class Dates:
    """Moments read from text, row by row.

    at       datetime64[s], local time; NaT where nothing is given or it cannot be read
    timed    whether a time of day is given
    unread   whether something is given that is no date
    faults   the same for a date that is one and cannot be: reason → which rows
    """

    at: NDArray[np.datetime64]
    timed: NDArray[np.bool_]
    unread: NDArray[np.bool_]
    faults: dict[str, NDArray[np.bool_]]


@dataclass
class Orders:
    """What a whole file's dates look like.

    day_first, month_first  dates that can only be read in one order
    either                  dates that read differently in each, 5 June or 6 May
    short                   dates with a year of two digits
    zoned                   times that name their zone
    numbered                day numbers of a spreadsheet
    """

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    short: int = 0
    zoned: int = 0
    numbered: int = 0

    def require_sure(self, name: str, mapping: ExtractMapping) -> None:
        """Refuse a file whose dates stand in the other order than the one they are read in: most would be read wrongly, unseen."""
        against, for_it = (
            (self.day_first, self.month_first)
            if mapping.month_first
            else (self.month_first, self.day_first)
        )
        if against > for_it:
            other = "day first" if mapping.month_first else "month first"
            raise DataProblem(
                f"The dates of {name} seem to stand {other}.",
                f"{against:,} can only be read so, {for_it:,} only as asked.",
                f'If so, say order = "{other}" under [dates] in the mapping and load it again.',
            )


def read_dates(
    texts: pd.Series,
    field: str,
    mapping: ExtractMapping,
    *,
    orders: Orders,
    today: date,
    epoch: date = FIRST_DAY,
) -> Dates:
    """The moments that a column of text says; what was noticed is added to `orders`.

    texts   str, empty where nothing is given
    today   the last day that can be
    epoch   the day that Excel's day 0 is
    """
    codes, distinct = pd.factorize(texts)
    words = pd.Series(np.asarray(distinct, dtype=object), dtype="str").str.strip()
    words, minutes = _without_zone(words)
    at, timed, short = _read(words, mapping, epoch)
    zoned = ~np.isnan(minutes) & timed & ~np.isnat(at)
    at[zoned] = local_clock(at[zoned], minutes[zoned])
    orders.zoned += int(zoned[codes].sum())
    orders.numbered += int(words.str.fullmatch(DAY_NUMBER).to_numpy(dtype=bool)[codes].sum())
    _take_note(words, codes, orders)
    given = (words != "").to_numpy()
    month_alone = np.isnat(at) & words.str.fullmatch(MONTH_ALONE).to_numpy(dtype=bool)
    orders.short += int(short[codes].sum())
    day = at.astype("datetime64[D]")
    return Dates(
        at[codes],
        timed[codes],
        (given & np.isnat(at) & ~month_alone)[codes],
        {
            f"{field} is a month without a day, as a spreadsheet rewrites dates": month_alone[
                codes
            ],
            f"{field} lies before 1990": (day < np.datetime64(EARLIEST))[codes],
            f"{field} lies in the future": (day > np.datetime64(today))[codes],
        },
    )


def _without_zone(words: pd.Series) -> tuple[pd.Series, NDArray[np.float64]]:
    """The same without the zone behind a time, and how many minutes that zone is ahead of universal time; NaN where none is named."""
    parts = words.str.extract(ZONE)
    minutes = np.full(len(words), np.nan)
    for at in np.flatnonzero(parts["zone"].notna()):
        zone = str(parts["zone"][at]).lower().replace(":", "")
        if zone in NAMED_ZONES:
            minutes[at] = NAMED_ZONES[zone]
        else:
            minutes[at] = int(f"{zone[0]}1") * (int(zone[1:3]) * 60 + int(zone[3:] or 0))
    return words.where(parts["zone"].isna(), parts["clock"]), minutes


def local_clock(
    at: NDArray[np.datetime64], minutes_ahead: NDArray[np.float64]
) -> NDArray[np.datetime64]:
    """Moments of clocks so many minutes ahead of universal time, as the clocks here told them on that day.

    at             datetime64[s], as written
    minutes_ahead  float, of the zone that each was written in
    """
    universal = pd.DatetimeIndex(at - minutes_ahead.astype("timedelta64[m]"), tz="UTC")
    return universal.tz_convert(LOCAL_ZONE).tz_localize(None).to_numpy().astype("datetime64[s]")


def _read(
    words: pd.Series, mapping: ExtractMapping, epoch: date
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Moments, whether each has a time, whether its year has two digits."""
    parts = words.str.extract(DAY_AND_TIME)
    days = (
        parts["day"]
        .str.replace(r"(?<=\w)[.-](?=\w)", "/", regex=True)
        .str.replace(r"^\D{3,9},? (?=\d)", "", regex=True)
        .str.replace(r"(?i)^(\d{1,2})(?:st|nd|rd|th)\b", r"\1", regex=True)
    )
    at, timed = (
        np.full(len(words), np.datetime64("NaT"), "datetime64[s]"),
        np.zeros(len(words), dtype=bool),
    )
    for written in mapping.formats:
        timed |= _fill(at, words, written) & ("%H" in written or "%I" in written)
    numbered = words.str.fullmatch(DAY_NUMBER).to_numpy(dtype=bool) & np.isnat(at)
    number = pd.to_numeric(words.where(numbered), errors="coerce").to_numpy()
    at[numbered] = np.datetime64(epoch, "s") + np.rint(number[numbered] * 86_400).astype(
        "timedelta64[s]"
    )
    timed |= numbered & (np.nan_to_num(number) % 1 > 0)
    clock, has_clock = _clock(parts)
    short = np.zeros(len(words), dtype=bool)
    for formats, is_short in ((WHOLE_YEARS, False), (SHORT_YEARS, True)):
        for written in formats:
            filled = _fill(at, days, _ordered(written, month_first=mapping.month_first))
            at[filled] = np.where(
                np.isnat(clock[filled]), np.datetime64("NaT"), at[filled] + clock[filled]
            )
            timed |= filled & has_clock
            short |= filled & is_short
    return at, timed, short


def _fill(at: NDArray[np.datetime64], words: pd.Series, written: str) -> NDArray[np.bool_]:
    """Read what is still open in this format; which were."""
    still = np.isnat(at)
    moments = (
        pd.to_datetime(words[still], format=written, errors="coerce")
        .to_numpy()
        .astype("datetime64[s]")
    )
    at[still] = moments
    return still & ~np.isnat(at)


def _clock(parts: pd.DataFrame) -> tuple[NDArray[np.timedelta64], NDArray[np.bool_]]:
    """Time of day, nought where none is given and NaT where it is none; and whether one is given."""
    hour, minute, second = (
        pd.to_numeric(parts[name], errors="coerce").to_numpy()
        for name in ("hour", "minute", "second")
    )
    half, given = parts["half"].str.lower().fillna("").to_numpy(), ~np.isnan(hour)
    wrong = given & (
        (hour > 23)
        | (minute > 59)
        | (np.nan_to_num(second) > 59)
        | ((half != "") & ((hour < 1) | (hour > 12)))
    )
    hour = np.where(half == "", hour, hour % 12 + 12 * (half == "pm"))
    seconds = np.nan_to_num(hour) * 3600 + np.nan_to_num(minute) * 60 + np.nan_to_num(second)
    clock = seconds.astype("timedelta64[s]")
    clock[wrong] = np.timedelta64("NaT")
    return clock, given


def _ordered(written: str, *, month_first: bool) -> str:
    return written.replace("%d/%m", "%m/%d") if month_first else written


def _take_note(words: pd.Series, codes: NDArray[np.intp], orders: Orders) -> None:
    """Count what can only be day first, and what only month first."""
    times = np.bincount(codes, minlength=len(words))
    pair = words.str.replace(r"[.-]", "/", regex=True).str.extract(SLASHED).apply(pd.to_numeric)
    orders.day_first += int(times[((pair[0] > 12) & (pair[1] <= 12)).to_numpy(dtype=bool)].sum())
    orders.month_first += int(times[((pair[1] > 12) & (pair[0] <= 12)).to_numpy(dtype=bool)].sum())
    either = (pair[0] <= 12) & (pair[1] <= 12) & (pair[0] != pair[1])
    orders.either += int(times[either.to_numpy(dtype=bool)].sum())


def window(start: Dates, end: Dates) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """From when to when each offence can have happened, end not included; equal where the moment is known, NaT where no start is.

    A day without a time is all of that day; an end without a time is the end of its day.
    """
    after_start, after_end = (
        (dates.at.astype("datetime64[D]") + DAY).astype("datetime64[s]") for dates in (start, end)
    )
    alone = np.where(start.timed, start.at, after_start)
    ends = np.where(np.isnat(end.at), alone, np.where(end.timed, end.at, after_end))
    return start.at, np.where(np.isnat(start.at), start.at, ends)


def month_of(day: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """The first day of each month."""
    return day.astype("datetime64[M]").astype("datetime64[D]")
