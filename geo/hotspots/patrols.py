"""Where to patrol: the list that foretold best in months already past, beside every other way of making one.

The list is made, and its way chosen, from the months asked about alone: the same question gives the same list whatever other
months are loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.stats import t as student

from geo.core.errors import DataProblem
from geo.hotspots.cells import Ints
from geo.hotspots.forecasts import (
    FORECASTS,
    STEADIED,
    YEAR,
    Ground,
    Past,
    candidates,
)
from geo.rates.intervals import Floats, wilson

FEWEST_BEFORE = 3  # months held before a month that is foretold
FEWEST_WINDOWS = 5  # months foretold, before another way may take the place of the plain one
LEAD = 1.0  # standard errors by which it must have caught more
FEWEST_FOR_LIMITS = 3  # months foretold, before limits are worked out over them
PLAIN = STEADIED  # the way taken until another has done better: it caught most in real files (bench/README.md)
PLACES = 20  # on a list, unless another number is asked for
OFFERED = "offered"
LEVEL = 0.975


@dataclass(frozen=True, eq=False)
class Rolling:
    """What lists of one length caught, one month after another.

    places   int, places a list holds
    targets  months foretold, in order
    ways     names of the ways tried, and OFFERED, the one taken in each month by those before it
    caught   int, shape (ways, months)
    total    int, offences of each month
    best     int, what the best list of as many places would have caught, known only afterwards
    ground   float, shape (ways, months), share of the ground that each list covers
    best_ground  float, the same of the best list
    taken    the way taken in each month
    """

    places: int
    targets: tuple[date, ...]
    ways: tuple[str, ...]
    caught: Ints
    total: Ints
    best: Ints
    ground: Floats
    best_ground: Floats
    taken: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Foretold:
    """What every way puts where, for each month that can be foretold within those asked about and for the one after them.

    past     the months asked about
    ground   the places
    ways     names of the ways tried
    targets  int, positions among the months asked about of those foretold
    figures  float, shape (ways, targets + 1, places); the last is the month after those asked about
    """

    past: Past
    ground: Ground
    ways: tuple[str, ...]
    targets: tuple[int, ...]
    figures: Floats


@dataclass(frozen=True, eq=False)
class PatrolList:
    """The list offered for the month after those asked about.

    way      how it was made
    figures  float, one a place: what the way foretells, in its own unit
    order    int, positions of the places listed, most foretold first
    rolling  how each way did; None where too few months are held to try any
    """

    way: str
    figures: Floats
    order: Ints
    rolling: Rolling | None

    @property
    def chosen(self) -> NDArray[np.bool_]:
        listed = np.zeros(len(self.figures), dtype=bool)
        listed[self.order] = True
        return listed


def foretold(
    past: Past, ground: Ground, figures_of: Callable[[str, Past, Ground], Floats] | None = None
) -> Foretold:
    """What every way foretells, each month from those before it alone.

    past        the months asked about; its target is the month after the last of them
    ground      the places
    figures_of  gives a way's figures; the way itself unless given (such as one that remembers them)

    A month is foretold where three or more of the twelve before it are held, so that no way is judged by months that were
    never received. Raises DataProblem where no offence is held: nothing can be foretold.

    Source: rolling-origin evaluation (Tashman 2000).
    """
    if not past.offences.sum():
        raise DataProblem(
            "There is nothing to make a list from.",
            "No offence was recorded in these months.",
            "Choose more months or more offence types.",
            "",
        )
    give = figures_of or _figures
    ways = candidates(timed=past.events is not None)
    targets = tuple(at for at in range(1, len(past.months)) if _enough(past, at))
    pasts = [*(past.before(len(past.months) - at) for at in targets), past]
    figures = np.array([[give(way, known, ground) for known in pasts] for way in ways])
    return Foretold(past, ground, ways, targets, figures)


def patrol_list(known: Foretold, places: int) -> PatrolList:
    """The list of so many places that the way chosen by the months asked about puts first.

    known   what every way foretells
    places  int, how many a patrol can cover, 1 or more

    The way is local empirical Bayes unless another caught more of the months foretold within those asked about, by more than
    one standard error over five months or more.

    Source: this project; choice by the past alone, as nested (rolling-origin) evaluation asks for (Tashman 2000).
    """
    rolling = rolled(known, places)
    way = PLAIN if rolling is None else way_taken(known.ways, rolling.caught[:-1])
    figures = known.figures[known.ways.index(way), -1]
    order = np.argsort(-figures, kind="stable")[:places]
    return PatrolList(way, figures, order.astype(np.int64), rolling)


def rolled(known: Foretold, places: int) -> Rolling | None:
    """How lists of so many places did, each made from the months before the one it foretells; None where there is no such month.

    Source: rolling-origin evaluation (Tashman 2000).
    """
    if not known.targets:
        return None
    seen = known.past.offences[:, list(known.targets)]
    part = known.ground.km2 / known.ground.km2.sum()
    caught, covered = _caught(known.figures[:, :-1], seen, part, places)
    best, best_ground = _caught(seen.T[None].astype(float), seen, part, places)
    taken = [way_taken(known.ways, caught[:, :column]) for column in range(caught.shape[1])]
    mine = [known.ways.index(way) for way in taken], range(caught.shape[1])
    return Rolling(
        places,
        tuple(known.past.months[at] for at in known.targets),
        (*known.ways, OFFERED),
        np.vstack([caught, caught[mine]]),
        seen.sum(axis=0),
        best[0],
        np.vstack([covered, covered[mine]]),
        best_ground[0],
        tuple(taken),
    )


def way_taken(ways: Sequence[str], caught: Ints) -> str:
    """The way to take after some months: the plain one, unless another leads it by more than one standard error.

    ways    names, the plain one among them
    caught  int, shape (ways, months), what each caught

    Of several that lead, the one whose lead is clearest. Source: this project, after the one-standard-error rule
    (Breiman, Friedman, Olshen and Stone 1984).
    """
    if caught.shape[1] < FEWEST_WINDOWS:
        return PLAIN
    leads = caught - caught[list(ways).index(PLAIN)]
    spread = leads.std(axis=1, ddof=1) * np.sqrt(leads.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        clear = np.where(spread > 0, leads.sum(axis=1) / spread, 0.0)
    row = int(np.argmax(clear))
    return ways[row] if clear[row] > LEAD else PLAIN


def scores(rolling: Rolling) -> DataFrame:
    """How each way did over all months foretold, in the order of `rolling.ways`, OFFERED first.

    Returns, indexed by way:
        caught, total  int, offences on its lists, and in all
        share          float, caught / total, 0 to 1; NaN where nothing was recorded
        low, high      float, 95 % limits: the wider of Wilson's and those of the ratio over the months (Student, jackknife)
        pai            float, share / share of the ground covered; 1 is chance
        pei            float, pai / that of the best lists of as many places, known only afterwards
        lead, lead_low, lead_high  float, by how much of all offences it caught more than OFFERED, with 95 % limits over the
            months; NaN for OFFERED, and limits NaN for fewer than three months

    Source: Chainey, Tompson and Uhlig (2008) for the PAI; Hunt (2016) for the PEI; Wilson (1927); Cochran (1977) for ratios.
    """
    total = int(rolling.total.sum())
    most = _over(rolling.best.sum(), total) / rolling.best_ground.mean()
    rows = []
    for row, way in enumerate(rolling.ways):
        caught = int(rolling.caught[row].sum())
        share = _over(caught, total)
        pai = share / rolling.ground[row].mean()
        low, high = _limits(rolling.caught[row], rolling.total)
        lead = rolling.caught[row] - rolling.caught[-1]
        reach = _reach(lead.astype(float), rolling.total)
        apart = _over(int(lead.sum()), total) if way != OFFERED else np.nan
        rows.append(
            {
                "way": way,
                "caught": caught,
                "total": total,
                "share": share,
                "low": low,
                "high": high,
                "pai": pai,
                "pei": pai / most if most else np.nan,
                "lead": apart,
                "lead_low": apart - reach,
                "lead_high": apart + reach,
            }
        )
    return DataFrame([rows[-1], *rows[:-1]]).set_index("way")


def verdict(rolling: Rolling) -> str:
    """Whether another way caught more than the list offered, in words, with what that rests on.

    A rival caught more, or less, *clearly* where the 95 % limits of the difference over the months leave out nought.
    """
    table = scores(rolling).drop(index=OFFERED)
    months = len(rolling.targets)
    if not rolling.total.sum():
        return "Nothing was recorded in the months foretold, so no list can be judged."
    if months < FEWEST_FOR_LIMITS:
        return (
            f"Only {months} of these months could be foretold: too few to say which list is best."
        )
    better = int((table["lead_low"] > 0).sum())
    if better:
        return f"Over {months} months {better} of the other lists caught clearly more than the one offered."
    worse = int((table["lead_high"] < 0).sum())
    return (
        f"Over {months} months none of the {len(table)} other lists caught clearly more than the one offered, "
        f"and {worse} caught clearly less."
    )


def list_digest(codes: Sequence[object], patrol: PatrolList) -> str:
    """Sixteen hexadecimal digits of the list: its places in order and the way it was made (SHA-256)."""
    named = "\n".join([patrol.way, *(str(codes[at]) for at in patrol.order)])
    return hashlib.sha256(named.encode()).hexdigest()[:16]


def ground_digest(easting: Floats, northing: Floats) -> str:
    """Sixteen hexadecimal digits of the points that chance is dealt out among, to a metre and in any order (SHA-256)."""
    rounded = np.rint(np.column_stack([easting, northing])).astype("<i8")
    ordered = rounded[np.lexsort(rounded.T)]
    return hashlib.sha256(ordered.tobytes()).hexdigest()[:16]


def _figures(way: str, past: Past, ground: Ground) -> Floats:
    return FORECASTS[way](past, ground)


def _caught(figures: Floats, seen: Ints, part: Floats, places: int) -> tuple[Ints, Floats]:
    """Offences on the busiest places by each way in each month, and the share of the ground they cover."""
    listed = np.argsort(-figures, axis=2, kind="stable")[:, :, :places]
    months = np.arange(seen.shape[1])[None, :, None]
    return seen[listed, months].sum(axis=2), part[listed].sum(axis=2)


def _enough(past: Past, at: int) -> bool:
    """Whether enough of the twelve months before one are held."""
    ages = past.before(len(past.months) - at).ages
    return int((ages <= YEAR).sum()) >= FEWEST_BEFORE


def _over(part: int, whole: int) -> float:
    return part / whole if whole else np.nan


def _limits(caught: Ints, total: Ints) -> tuple[float, float]:
    if not total.sum():
        return np.nan, np.nan
    share, low, high = (float(value) for value in wilson(int(caught.sum()), int(total.sum())))
    reach = _reach(caught.astype(float), total)
    if np.isnan(reach):
        return low, high
    return max(min(low, share - reach), 0.0), min(max(high, share + reach), 1.0)


def _reach(part: Floats, total: Ints) -> float:
    """Half the 95 % interval of a ratio over months, from how it differs when each is left out; NaN for fewer than three."""
    months = int((total > 0).sum())
    if months < FEWEST_FOR_LIMITS:
        return np.nan
    used = total > 0
    left_out = (part.sum() - part[used]) / (total.sum() - total[used])
    spread = np.sqrt((months - 1) / months * ((left_out - left_out.mean()) ** 2).sum())
    return float(student.ppf(LEVEL, months - 1) * spread)
