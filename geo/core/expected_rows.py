"""How many rows a source usually delivers in a month, and which months fall so far short that they are no whole month.

A month that was received may have been cut on its way: at the end of a file, by a filter, by a delivery before the month was over.
Each month is judged by its own source and force alone, by the months nearest to it in time and never by itself, so that one cut month
is not usual because it was loaded. A month is *partial* only where something says that it was cut; where it is only low it is *thin*,
and counts: a fall may be true.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Status = Literal["whole", "thin", "partial"]
WHOLE: Status = "whole"
THIN: Status = "thin"
PARTIAL: Status = "partial"

NEAREST = 12  # months beside which one is judged: those nearest in time
FEWEST = 3  # other months without which little can be said
SEASON_FROM = 24  # months from which a calendar month has a usual height of its own
FORCES = 3  # other forces without which a month of all forces has none
LOW_P, FAR_P = 0.001, 0.00001  # one-sided
FAR_SHARE = 0.5  # of what is usual: below it a month is far below, where the far limit says so too
FEW_SHARE = 1 / 3  # the same where there are too few months for limits
LEAST_EXPECTED = 20.0  # rows a month below which nothing is said
LEAST_SPREAD = 0.05  # standard deviation, as a share: no source is steadier than that for long
SPREAD_QUANTILE, SPREAD_Z = 0.75, 1.1503  # so that a quarter of odd months leaves the spread alone
RUN = 3  # months in a row at one new height are a new height
SAME_HEIGHT = 0.25
ALWAYS, USUAL = (
    5,
    12,
)  # rows in the poorest month, and in the middle one, of a type or area that is always there
MISSING_SHARE = 0.02  # of the usual rows: what missing wards must have held
GAP_DAYS, GAP_ROWS = 3, 12.0
MOST_NAMES = 4


@dataclass(frozen=True)
class MonthRows:
    """What one month of a source and force holds.

    rows      int
    types     type → rows; empty where it is not known
    authorities, wards   code → rows placed there; empty where it is not known
    days      day of the month → rows; empty where rows bear no day
    unplaced  rows without a place or outside all wards
    untold    types that cannot be told in the month, since the publisher had others then
    """

    rows: int
    types: Mapping[str, int] = field(default_factory=dict)
    authorities: Mapping[str, int] = field(default_factory=dict)
    wards: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[int, int] = field(default_factory=dict)
    unplaced: int = 0
    untold: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Evidence:
    """One sign that a month was cut.

    kind   “types”, “authorities”, “wards”, “days” or “far below”
    names  of types, or codes of areas, that are missing; first and last of the missing days
    """

    kind: Literal["types", "authorities", "wards", "days", "far below"]
    names: tuple[str, ...] = ()

    def describe(self, names: Mapping[str, str]) -> str:
        """“no row of Robbery”, “no row in one authority”, “no row from day 20 to day 31”."""
        if self.kind == "far below":
            return "far below"
        if self.kind == "days":
            return f"no row from day {self.names[0]} to day {self.names[1]}"
        if self.kind == "wards":
            wards = "1 ward" if len(self.names) == 1 else f"{len(self.names):,} wards"
            return f"no row in {wards} where there always are some"
        listed = counted_names(names.get(name, name) for name in self.names)
        return f"no row {'of' if self.kind == 'types' else 'in'} {listed}"


@dataclass(frozen=True)
class MonthStatus:
    """Whether a month is whole.

    status    “whole”, “thin” (low, counted) or “partial” (cut, left out as an absent month is)
    rows      int, what it holds
    expected  float, what is usual; NaN where nothing can be said
    low, high int, limits of what is usual; None where there are none
    evidence  what says that it was cut; none for a thin or whole month
    judged    whether there was enough to judge it by; a month that was not is “whole” until then
    """

    status: Status
    rows: int
    expected: float = float("nan")
    low: int | None = None
    high: int | None = None
    evidence: tuple[Evidence, ...] = ()
    judged: bool = True

    @property
    def counts(self) -> bool:
        """Whether its rows are counted."""
        return self.status != PARTIAL

    def describe(self, names: Mapping[str, str] | None = None) -> str:
        """“6 rows where about 48 are usual (36 to 63), far below; partial, left out as an absent month is”.

        names  code → name of authorities
        """
        if not self.judged:
            return f"{self.rows:,} rows; there are too few other months to judge it by yet"
        usual = "" if np.isnan(self.expected) else f" where about {self.expected:,.0f} are usual"
        span = "" if self.low is None else f" ({self.low:,} to {self.high:,})"
        signs = [sign.describe(names or {}) for sign in self.evidence]
        ending = {
            WHOLE: "whole",
            THIN: "thin: counted, and nothing is said that would not stand without it",
            PARTIAL: "partial: left out as an absent month is",
        }[self.status]
        return f"{', '.join([f'{self.rows:,} rows{usual}{span}', *signs])}; {ending}"


def month_statuses(
    forces: Mapping[str, Mapping[date, MonthRows]],
) -> dict[str, dict[date, MonthStatus]]:
    """The status of every month that one source delivered, by force.

    forces  force → month (first day) → what it holds; of a source without forces, one of any name

    The usual number of a month is the median of the twelve others nearest in time, per day; from 24 months on times what its calendar
    month is in other years; and from three other forces on times what the same month is with them. Limits are of a negative binomial
    with that mean and the spread of those months about it, widened as Student's t widens a normal with so few. A month below them is
    thin. It is partial with less than half of what is usual and below limits passed once in 100,000 months; or where a type or area
    that is always there is missing, or days in a row are. Three months in a row at one new height are a new height: then thin at most.

    With fewer than four months only what is under a third of all others is called partial; the others are not judged.

    Returns the same keys. Source: negative binomial prediction limits (Hilbe 2011) about a median, each month left out of its own.
    """
    together = _heights_together(forces)
    return {
        force: _statuses_of_force(months, together.get(force, {}))
        for force, months in forces.items()
    }


def _statuses_of_force(
    months: Mapping[date, MonthRows], together: Mapping[date, float]
) -> dict[date, MonthStatus]:
    ordered = sorted(months)
    if not ordered:
        return {}
    rows = np.array([months[month].rows for month in ordered], float)
    days = np.array([_days(month) for month in ordered], float)
    heights = np.array([together.get(month, 1.0) for month in ordered])
    season = _Season(ordered, rows / days / heights)
    statuses = {}
    for at, month in enumerate(ordered):
        nearest = _nearest(ordered, at)
        factors = season.without(at) * heights * days
        statuses[month] = _status(ordered, months, at, nearest, factors, season.widening)
    return _with_new_heights(ordered, statuses)


def _status(
    ordered: Sequence[date],
    months: Mapping[date, MonthRows],
    at: int,
    nearest: Sequence[int],
    factors: Floats,
    widening: float,
) -> MonthStatus:
    here = months[ordered[at]]
    others = [months[ordered[other]] for other in nearest]
    if len(nearest) < FEWEST:
        return _of_few(here, others)
    level = np.array([other.rows for other in others]) / factors[list(nearest)]
    centre = float(np.median(level))
    expected = centre * factors[at]
    if expected < LEAST_EXPECTED:
        return MonthStatus(WHOLE, here.rows, expected)
    spread = widening * float(np.quantile(np.abs(level / centre - 1), SPREAD_QUANTILE)) / SPREAD_Z
    low, high = _limits(expected, spread, len(others), LOW_P)
    below = here.rows < low
    evidence = _evidence(ordered[at], here, others, expected)
    if below and here.rows < FAR_SHARE * expected:
        far, _ = _limits(expected, spread, len(others), FAR_P)
        if here.rows < far:
            evidence = (*evidence, Evidence("far below"))
    status = PARTIAL if evidence else THIN if below else WHOLE
    return MonthStatus(status, here.rows, expected, low, high, evidence)


def _of_few(here: MonthRows, others: Sequence[MonthRows]) -> MonthStatus:
    """Of two others only what is far below both can be told, of fewer nothing."""
    rows = [other.rows for other in others]
    if len(rows) < FEWEST - 1 or min(rows) < LEAST_EXPECTED or max(rows) > 2 * min(rows):
        return MonthStatus(WHOLE, here.rows, judged=False)
    if here.rows >= FEW_SHARE * min(rows):
        return MonthStatus(WHOLE, here.rows, judged=False)
    return MonthStatus(PARTIAL, here.rows, float(np.mean(rows)), evidence=(Evidence("far below"),))


def _limits(expected: float, spread: float, others: int, p: float) -> tuple[int, int]:
    """Numbers of rows between which a month lies but for a share `p` on either side."""
    from scipy.special import betainc, ndtri, stdtrit

    widened = abs(float(stdtrit(others - 1, p)) / float(ndtri(p)))
    beyond = max(spread**2 - 1 / expected, LEAST_SPREAD**2)  # what chance alone does not explain
    share = float(np.sqrt(beyond * (1 + np.pi / 2 / others))) * widened
    size = 1 / share**2  # of the negative binomial: variance = mean + mean² / size
    chance = size / (size + expected)

    def quantile(below: float) -> int:
        least, most = -1, int(expected * 20) + 100
        while most - least > 1:
            middle = (least + most) // 2
            if float(betainc(size, middle + 1, chance)) >= below:
                most = middle
            else:
                least = middle
        return most

    return quantile(p), quantile(1 - p)


def _evidence(
    month: date, here: MonthRows, others: Sequence[MonthRows], expected: float
) -> tuple[Evidence, ...]:
    """What is always there and missing now."""
    signs = []
    types = _missing(here.types, [other.types for other in others])
    if gone := tuple(sorted(set(types) - here.untold)):
        signs.append(Evidence("types", gone))
    authorities = _missing(here.authorities, [other.authorities for other in others])
    wards = _missing(here.wards, [other.wards for other in others])
    if authorities and sum(authorities.values()) > here.unplaced:
        signs.append(Evidence("authorities", tuple(sorted(authorities))))
    elif wards and sum(wards.values()) > max(here.unplaced, MISSING_SHARE * expected):
        signs.append(Evidence("wards", tuple(sorted(wards))))
    if gap := _missing_days(month, here, others, expected):
        signs.append(Evidence("days", tuple(map(str, gap))))
    return tuple(signs)


def _missing(here: Mapping[str, int], others: Sequence[Mapping[str, int]]) -> dict[str, float]:
    """Name → usual rows of what each other month holds, and this one nothing of; none where this or another month does not say."""
    if not here or not all(others):
        return {}
    absent = [name for name in others[0] if not here.get(name)]
    counts = {name: [other.get(name, 0) for other in others] for name in absent}
    return {
        name: float(np.median(held))
        for name, held in counts.items()
        if min(held) >= ALWAYS and np.median(held) >= USUAL
    }


def _missing_days(
    month: date, here: MonthRows, others: Sequence[MonthRows], expected: float
) -> tuple[int, int] | None:
    """First and last of the days in a row without any row, where they are too many for chance and for what other months have."""
    dated = [other.days for other in others if other.days]
    if not here.days or len(dated) < FEWEST:
        return None
    first, last = _longest_gap(here.days, _days(month))
    length = last - first + 1
    usual = max(b - a + 1 for a, b in (_longest_gap(days, 28) for days in dated))
    due = min(expected, here.rows / max(1 - length / _days(month), 0.01)) / _days(month) * length
    return (first, last) if length >= max(GAP_DAYS, 2 * usual) and due >= GAP_ROWS else None


def _longest_gap(days: Mapping[int, int], length: int) -> tuple[int, int]:
    """First and last day of the longest run of days without rows; (1, 0) where every day has one."""
    best, first = (1, 0), 1
    for day in (*sorted(day for day in days if days[day] and day <= length), length + 1):
        if day - first > best[1] - best[0] + 1:
            best = (first, day - 1)
        first = day + 1
    return best


class _Season:
    """How high each calendar month is beside the months around it; 1 with fewer than 24 months."""

    def __init__(self, ordered: Sequence[date], levels: Floats) -> None:
        self.numbers = np.array([month.month for month in ordered])
        self.ratios = _ratios(ordered, levels) if len(ordered) >= SEASON_FROM else None
        self.factors = (
            {number: self._factor(self.numbers == number) for number in set(self.numbers)}
            if self.ratios is not None
            else {}
        )

    @property
    def widening(self) -> float:
        """By how much what is left beside a season learnt from few years is narrower than what is to come."""
        years = len(self.numbers) / 12
        return 1.0 if self.ratios is None else float(((years + 1) / (years - 1)) ** 0.5)

    def without(self, at: int) -> Floats:
        """The factor of every month, that of the same calendar month taken from other years than the month at `at`."""
        if self.ratios is None:
            return np.ones(len(self.numbers))
        number = self.numbers[at]
        same = self.numbers == number
        same[at] = False
        mine = self._factor(same)
        return np.array([mine if n == number else self.factors[n] for n in self.numbers])

    def _factor(self, of: NDArray[np.bool_]) -> float:
        """Drawn towards 1 where few years say it, and never below a half, so that a cut month makes no season."""
        assert self.ratios is not None
        years = int(of.sum())
        if not years:
            return 1.0
        median = float(np.median(self.ratios[of]))
        return float(np.clip(median, 0.5, 2.0) ** (years / (years + 1)))


def _heights_together(
    forces: Mapping[str, Mapping[date, MonthRows]],
) -> dict[str, dict[date, float]]:
    """Force → month → how high the same month is with the other forces, beside the months around it; 1 where too few tell."""
    ratios: dict[str, dict[date, float]] = {}
    for force, months in forces.items():
        ordered = sorted(months)
        if len(ordered) > FEWEST:
            rows = np.array([months[month].rows / _days(month) for month in ordered])
            ratios[force] = dict(zip(ordered, _ratios(ordered, rows), strict=True))
    if len(ratios) <= FORCES:
        return {}
    every = sorted({month for held in ratios.values() for month in held})
    table = np.array([[held.get(month, np.nan) for month in every] for held in ratios.values()])
    heights = {}
    for at, force in enumerate(ratios):
        others = np.delete(table, at, axis=0)
        comparable = np.isfinite(others).sum(axis=0) >= FORCES
        middle = np.ones(len(every))
        middle[comparable] = np.nanmedian(others[:, comparable], axis=0)
        heights[force] = dict(zip(every, np.clip(middle, 0.5, 2.0).tolist(), strict=True))
    return heights


def _ratios(ordered: Sequence[date], levels: Floats) -> Floats:
    """Each month beside the median of those around it; 1 where that is 0."""
    middles = np.array([np.median(levels[_nearest(ordered, at)]) for at in range(len(ordered))])
    return np.where(middles > 0, levels / np.where(middles > 0, middles, 1), 1.0)


def _nearest(ordered: Sequence[date], at: int) -> list[int]:
    """Positions of the months nearest in time to one, without it, in order; of two equally near, both while there is room."""
    first, last = at, at
    here = _number(ordered[at])
    for _ in range(min(NEAREST, len(ordered) - 1)):
        before = here - _number(ordered[first - 1]) if first else None
        after = _number(ordered[last + 1]) - here if last + 1 < len(ordered) else None
        if after is None or (before is not None and before <= after):
            first -= 1
        else:
            last += 1
    return [other for other in range(first, last + 1) if other != at]


def _with_new_heights(
    ordered: Sequence[date], statuses: Mapping[date, MonthStatus]
) -> dict[date, MonthStatus]:
    """The same, where months in a row that are all as low are thin at most: that is a fall that goes on, or a new way of counting."""
    result = dict(statuses)
    for first in range(len(ordered) - RUN + 1):
        run = ordered[first : first + RUN]
        low = [statuses[month] for month in run]
        if any(status.status == WHOLE or not status.expected > 0 for status in low):
            continue
        if _number(run[-1]) - _number(run[0]) != RUN - 1:
            continue
        shares = [status.rows / status.expected for status in low]
        if max(shares) - min(shares) > SAME_HEIGHT * max(shares):
            continue
        for month, status in zip(run, low, strict=True):
            if all(sign.kind == "far below" for sign in status.evidence):
                result[month] = MonthStatus(
                    THIN, status.rows, status.expected, status.low, status.high
                )
    return result


def months_of(statuses: Mapping[date, MonthStatus], status: Status) -> tuple[date, ...]:
    """The months of one status, in order."""
    return tuple(sorted(month for month, held in statuses.items() if held.status == status))


def counted_names(names: Iterable[str]) -> str:
    """“Robbery, Drugs and 3 more”."""
    listed = list(names)
    more = f" and {len(listed) - MOST_NAMES:,} more" if len(listed) > MOST_NAMES else ""
    return ", ".join(listed[:MOST_NAMES]) + more


def _days(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]


def _number(month: date) -> int:
    return 12 * month.year + month.month
