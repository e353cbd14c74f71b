"""How an operation is to be judged, written down before its outcome is read: outcome, areas, periods, and the rule.

A design becomes *frozen* when its hash is stored. An evaluation takes frozen designs only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from geo.core.errors import DataProblem
from geo.core.schema import POSSESSION
from geo.core.selection import month_after, months_between, months_in_words

FEWEST_MONTHS = 3  # whole months after the start; with fewer nothing is evaluated
FEWEST_BEFORE = 6  # months before it
USUAL_BEFORE = 12
FURTHEST_BACK = (
    24  # months before the start; older ones say what was usual then, and are compared with nothing
)
MOST_OUT_OF_STEP = 0.25  # of the months after, without one like them before


@dataclass(frozen=True)
class Outcome:
    """What is counted.

    offence_types    empty for all
    counts_activity  it rises because police look for it, whatever the operation achieves
    knife_enabled    only offences flagged so; published street-level data have no such flag
    """

    name: str
    offence_types: tuple[str, ...]
    counts_activity: bool = False
    knife_enabled: bool = False


REPORTED_VIOLENCE = Outcome("Violence and robbery", ("Violence and sexual offences", "Robbery"))
KNIFE_ENABLED = Outcome("Knife-enabled violence", (), knife_enabled=True)
RECORDED_POSSESSION = Outcome("Recorded possession of weapons", (POSSESSION,), counts_activity=True)


@dataclass(frozen=True)
class Design:
    """Everything that decides the answer, but for the outcome itself.

    area, comparison            ward codes of the operation area and of the wards it is compared with
    buffer, buffer_comparison   wards around it, to see whether offences moved there, and theirs; empty for none
    sizes                       size of the four, in any one unit, such as residents; 0 for an empty one
    before, after               months compared, first days, in order
    rule                        how the comparison was chosen, in words
    vintage                     the wards that the codes are of, like 2021-12; "" in one from before wards had a vintage
    left_out                    what was left out and why: a month of other work, a ward with another operation
    """

    operation: str
    outcome: Outcome
    area: tuple[str, ...]
    comparison: tuple[str, ...]
    before: tuple[date, ...]
    after: tuple[date, ...]
    rule: str
    buffer: tuple[str, ...] = ()
    buffer_comparison: tuple[str, ...] = ()
    sizes: tuple[float, float, float, float] = (1.0, 1.0, 1.0, 1.0)
    left_out: tuple[str, ...] = ()
    vintage: str = ""

    def describe(self) -> str:
        """Returns the design as one sentence (str): outcome, wards of the operation, both periods, comparison wards."""
        return (
            f"{self.outcome.name} in {len(self.area)} {_wards(len(self.area))} of {self.operation}, "
            f"{months_in_words(self.after)} against {months_in_words(self.before)}, beside "
            f"{len(self.comparison)} comparison {_wards(len(self.comparison))}"
        )


@dataclass(frozen=True)
class Frozen:
    """A design with the hash and the time under which it was stored."""

    design: Design
    digest: str
    frozen_at: str


def design_text(design: Design) -> str:
    """A design as JSON text with its keys in order: the same text for the same design, whoever writes it.

    Returns a str; months as 2022-01-01, sizes as float. Source: the form the hash is taken over.
    """
    record = asdict(design)
    if not design.vintage:
        del record["vintage"]  # it was not part of the text when such designs were hashed
    return json.dumps(record, ensure_ascii=False, sort_keys=True, default=date.isoformat)


def design_from(text: str) -> Design:
    """The design that `design_text` wrote; sizes float, months dates.

    Returns a Design. Raises DataProblem where the text is not one. Source: as design_text.
    """
    try:
        record = json.loads(text)
        tuples = {
            name: tuple(record[name])
            for name in ("area", "comparison", "buffer", "buffer_comparison", "left_out")
        }
        months = {
            name: tuple(map(date.fromisoformat, record[name])) for name in ("before", "after")
        }
        outcome = Outcome(
            **(record["outcome"] | {"offence_types": tuple(record["outcome"]["offence_types"])})
        )
        inside, beside, around, beyond = map(float, record["sizes"])
        return Design(
            **(
                record
                | tuples
                | months
                | {"outcome": outcome, "sizes": (inside, beside, around, beyond)}
            )
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise DataProblem(
            "A frozen comparison cannot be read.",
            f"{type(problem).__name__}: {problem}."[:200],
            "Choose the comparison anew; the change will be recorded.",
        ) from problem


def design_digest(design: Design) -> str:
    """SHA-256 over rule, areas, sizes, periods and outcome (hexadecimal, no unit): another hash is another design.

    Returns a str of 64 digits. Source: FIPS 180-4 by hashlib.
    """
    return hashlib.sha256(design_text(design).encode()).hexdigest()


def require_frozen(frozen: Frozen) -> Design:
    """The design, if it is the one whose hash was stored; months as dates.

    Returns a Design. Raises DataProblem where it was altered after the freeze. Source: design_digest.
    """
    digest = design_digest(frozen.design)
    if digest != frozen.digest:
        raise DataProblem(
            "This comparison is not the one that was frozen.",
            f"Its hash begins {digest[:8]}, the one stored {frozen.digest[:8]}.",
            "Choose the comparison anew and say why; the change will be recorded.",
        )
    return frozen.design


def periods(
    start: date | None,
    end: date | None,
    received: Iterable[date],
    *,
    without: Collection[date] = (),
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The whole months before and after the start of an operation that can be compared.

    start, end  first and last day; an end of None is open
    received    months received of the source, first days; an absent month takes no part
    without     months to leave out, because of other work

    After are the months wholly within the operation; a month it began or ended in is left out unless wholly covered. Before
    are as many months as after, but at least twelve where there are so many, the nearest first, and none further back than 24
    months before the start. Where more than a quarter of the months after have no calendar month like them among these, the newest
    of their like within the 24 are taken too. Returns both, in order.

    Raises DataProblem for no start, fewer than 3 whole months after or fewer than 6 in the 24 before. Source: this project.
    """
    if start is None:
        raise DataProblem(
            "This operation has no start date, so there is no before and after.",
            do="Enter the start under its phases.",
        )
    held = sorted(set(received) - set(without))
    began = start.replace(day=1)
    first = began if start.day == 1 else month_after(began)
    after = tuple(
        month
        for month in held
        if month >= first and (end is None or month_after(month) - timedelta(days=1) <= end)
    )
    if len(after) < FEWEST_MONTHS:
        raise DataProblem(
            f"Too few whole months of this operation were received: {len(after)}.",
            f"Monthly data can tell of an operation of {FEWEST_MONTHS} months or more.",
            "Wait for more months.",
        )
    earlier = within_reach([month for month in held if month < began], began)
    before = _in_season(earlier[-max(USUAL_BEFORE, len(after)) :], earlier, after)
    if len(before) < FEWEST_BEFORE:
        raise DataProblem(
            f"Too few months before this operation were received: {len(before)}.",
            f"{FEWEST_BEFORE} of the {FURTHEST_BACK} before it are needed; older ones are compared with nothing.",
            "Load the months before it.",
        )
    return before, after


def within_reach(months: Iterable[date], start: date) -> tuple[date, ...]:
    """Months (first days) before a start that are near enough to be compared with: the 24 before it. Source: this project.

    Returns a tuple in order.
    """
    first = start.replace(day=1)
    return tuple(sorted(month for month in months if 0 < _apart(month, first) <= FURTHEST_BACK))


@dataclass(frozen=True)
class MonthsCompared:
    """What may be wrong with the months of a design; each empty where nothing is.

    too_far      months before that lie more than 24 months before the first after
    gaps         months between the first before and the last after that are not compared
    out_of_step  months after whose calendar month is not among those before
    share_out_of_step  their share of all months after, 0 to 1
    """

    too_far: tuple[date, ...] = ()
    gaps: tuple[date, ...] = ()
    out_of_step: tuple[date, ...] = ()
    share_out_of_step: float = 0.0


def months_compared(design: Design) -> MonthsCompared:
    """How far back the months of a design lie, what is missing between them, and whether the seasons match.

    Returns MonthsCompared. The month in which an operation began is left out of both periods, so one month more is allowed.
    Source: this project.
    """
    first, compared = design.after[0], {*design.before, *design.after}
    between = months_between(design.before[0], design.after[-1])
    apart = _out_of_step(design.before, design.after)
    return MonthsCompared(
        tuple(month for month in design.before if _apart(month, first) > FURTHEST_BACK + 1),
        tuple(month for month in between if month not in compared),
        apart,
        len(apart) / len(design.after),
    )


def _in_season(
    nearest: tuple[date, ...], earlier: tuple[date, ...], after: tuple[date, ...]
) -> tuple[date, ...]:
    """The months before, with the newest like each month after that has none like it, where so many have none that the season matters."""
    apart = _out_of_step(nearest, after)
    if len(apart) <= MOST_OUT_OF_STEP * len(after):
        return nearest
    like = {month.month: month for month in earlier}  # the newest of each, since they are in order
    alike = (like[month.month] for month in apart if month.month in like)
    return tuple(sorted({*nearest, *alike}))


def _out_of_step(before: Collection[date], after: Collection[date]) -> tuple[date, ...]:
    """Months after whose calendar month is not among those before."""
    seasons = {month.month for month in before}
    return tuple(month for month in after if month.month not in seasons)


def _apart(month: date, later: date) -> int:
    return (later.year - month.year) * 12 + later.month - month.month


def _wards(count: int) -> str:
    return "ward" if count == 1 else "wards"
