"""Section 60 authorisations held against the law and, told apart from it, the voluntary scheme of their day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from geo.core.errors import DataProblem
from geo.core.schema import LOCAL_ZONE

LOCAL = ZoneInfo(LOCAL_ZONE)
# Lowest first; a rank of another force or of the Metropolitan Police stands beside the one it equals.
RANKS = (
    "constable",
    "sergeant",
    "inspector",
    "chief inspector",
    "superintendent",
    "chief superintendent",
    "assistant chief constable",
    "deputy chief constable",
    "chief constable",
)
GROUNDS = {
    "a": "incidents involving serious violence may take place, and it is expedient to prevent them",
    "aa": "an incident involving serious violence has taken place, and the weapon used is being carried in the locality",
    "b": "people are carrying dangerous instruments or offensive weapons without good reason",
}
FURTHER_HOURS = 24  # the longest an extension may add
Source = Literal["law", "scheme"]
State = Literal["not begun", "live", "ended"]


@dataclass(frozen=True)
class Rule:
    """What held from one day to another: ranks, and hours of the first period and in all. `forces` empty means all."""

    name: str
    kind: Source
    first_day: date
    last_day: date | None
    forces: tuple[str, ...]
    least_rank: str
    extending_rank: str
    first_hours: int
    total_hours: int
    words: str

    def held(self, on: date, force: str) -> bool:
        """Whether it was in force on a day in a force."""
        return (
            self.first_day <= on
            and (self.last_day is None or on <= self.last_day)
            and (not self.forces or force in self.forces)
        )


@dataclass(frozen=True)
class Authorisation:
    """One authorisation as it was signed. Moments carry their time zone.

    force           as police.uk names it, such as avon-and-somerset
    ground          "a", "aa" or "b"
    end             of the first period
    rank            of the officer who authorised
    extended_to     end of the extension; None where there was none
    extending_rank  of the officer who extended
    """

    force: str
    ground: str
    start: datetime
    end: datetime
    rank: str
    extended_to: datetime | None = None
    extending_rank: str = ""

    @property
    def last(self) -> datetime:
        """The moment it ends by."""
        return self.extended_to or self.end


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit: by the law, which refuses it, or by the scheme of the day, which only says so."""

    kind: Source
    sentence: str


def rule_of(row: Mapping[str, str]) -> Rule:
    """A rule from a row of text: days as 2014-08-26, an empty last day still holds, forces parted by “|”, hours int.

    Returns a Rule. Source: data/section_60_rules.csv.
    """
    return Rule(
        row["rule"],
        "law" if row["kind"] == "law" else "scheme",
        date.fromisoformat(row["first_day"]),
        date.fromisoformat(row["last_day"]) if row["last_day"] else None,
        tuple(filter(None, row["forces"].split("|"))),
        row["least_rank"],
        row["extending_rank"],
        int(row["first_hours"]),
        int(row["total_hours"]),
        row["words"],
    )


def local_moment(on: date, hour: int, minute: int, *, second_time: bool = False) -> datetime:
    """A moment on the clocks of England and Wales, with its time zone.

    on            the day
    hour, minute  int, as the clock shows them
    second_time   bool, for the hour that the clocks show twice in October: its second showing

    Returns a datetime. Raises DataProblem for a time that the clocks jump over in March. Source: the IANA time zone database.
    """
    moment = datetime(on.year, on.month, on.day, hour, minute, tzinfo=LOCAL, fold=int(second_time))
    if moment.astimezone(UTC).astimezone(LOCAL).replace(fold=0) != moment.replace(fold=0):
        raise DataProblem(
            f"There was no {hour:02}:{minute:02} on {on.day} {on:%B %Y}.",
            "The clocks went forward over it.",
            "Give the time that the clocks showed.",
        )
    return moment


def hours_between(start: datetime, end: datetime) -> float:
    """Hours that passed between two moments with time zones, however the clocks were changed between them.

    Returns a float, below 0 where `end` comes first. Source: time as it passes, not as clocks show it.
    """
    return (end.astimezone(UTC) - start.astimezone(UTC)) / timedelta(hours=1)


def findings(signed: Authorisation, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """Everything about an authorisation that the rules of its first day do not allow, the law's first; empty where all fits.

    signed  its moments; hours (float) are counted as they pass, so that a night on which the clocks change is no longer
    rules   from rule_of; of several of one kind that held in the force that day, the last in the list is taken

    Returns a tuple of Finding.

    Law: the ground is one of three; it ends after it starts; an inspector or above; at most 24 hours; an extension by a
    superintendent or above, from the end of the first period, of at most 24 hours, 48 in all. Raises DataProblem for a
    rank that is not known, and where no law of that day is in the rules.

    Source: Criminal Justice and Public Order Act 1994, section 60; Best Use of Stop and Search scheme (2014 to 2022).
    """
    for rank in filter(None, (signed.rank, signed.extending_rank)):
        if rank not in RANKS:
            raise DataProblem(
                f"“{rank}” is not a rank we know.", "", f"Give one of: {', '.join(RANKS)}."
            )
    day = signed.start.astimezone(LOCAL).date()
    held = {rule.kind: rule for rule in rules if rule.held(day, signed.force)}
    if "law" not in held:
        raise DataProblem(
            f"The rules hold no law for {day.day} {day:%B %Y}.",
            "",
            "Add it to data/section_60_rules.csv.",
        )
    by_law = [Finding("law", sentence) for sentence in _shape(signed)]
    return (
        *by_law,
        *(
            Finding(kind, sentence)
            for kind in ("law", "scheme")
            if kind in held
            for sentence in _limits(signed, held[kind])
        ),
    )


def state(signed: Authorisation, now: datetime) -> tuple[State, float]:
    """Not begun, live or ended at a moment, and the hours (float) until it begins, until it ends, or since it ended.

    Returns the state and hours of at least 0. Source: see hours_between.
    """
    if hours_between(now, signed.start) > 0:
        return "not begun", hours_between(now, signed.start)
    if hours_between(now, signed.last) > 0:
        return "live", hours_between(now, signed.last)
    return "ended", hours_between(signed.last, now)


def overlapping(signed: Sequence[Authorisation]) -> list[tuple[int, int]]:
    """Positions (int) of authorisations that ran at one time, each pair once, in order.

    Returns pairs; one that ends when the next begins does not overlap it. Whether their areas meet is for a map to say.

    Source: intervals closed at their start and open at their end.
    """
    return [
        (first, second)
        for first in range(len(signed))
        for second in range(first + 1, len(signed))
        if hours_between(signed[first].start, signed[second].last) > 0
        and hours_between(signed[second].start, signed[first].last) > 0
    ]


def _shape(signed: Authorisation) -> list[str]:
    """What no rule of any day allows."""
    sentences = []
    if signed.ground not in GROUNDS:
        sentences.append(f"Its ground must be (a), (aa) or (b); it is “{signed.ground}”.")
    if hours_between(signed.start, signed.end) <= 0:
        sentences.append("It ends before it starts.")
    if signed.extended_to is not None and hours_between(signed.end, signed.extended_to) <= 0:
        sentences.append("Its extension ends before the first period does.")
    if signed.extended_to is not None and not signed.extending_rank:
        sentences.append(
            "It was extended, and the rank of the officer who extended it is not given."
        )
    if (
        signed.extended_to is not None
        and hours_between(signed.end, signed.extended_to) > FURTHER_HOURS
    ):
        sentences.append(
            f"An extension adds at most {FURTHER_HOURS} hours; this one adds {hours_between(signed.end, signed.extended_to):.4g}."
        )
    return sentences


def _limits(signed: Authorisation, rule: Rule) -> list[str]:
    """Ranks and hours beyond what one rule allows."""
    whose = "The law" if rule.kind == "law" else "The scheme of that day, which was voluntary,"
    first, whole = hours_between(signed.start, signed.end), hours_between(signed.start, signed.last)
    sentences = []
    if _below(signed.rank, rule.least_rank):
        sentences.append(
            f"{whose} asks for {_article(rule.least_rank)} or above to authorise; this was {_article(signed.rank)}."
        )
    if (
        signed.extended_to is not None
        and signed.extending_rank
        and _below(signed.extending_rank, rule.extending_rank)
    ):
        sentences.append(
            f"{whose} asks for {_article(rule.extending_rank)} or above to extend; this was {_article(signed.extending_rank)}."
        )
    if first > rule.first_hours:
        sentences.append(
            f"{whose} allows a first period of {rule.first_hours} hours; this one has {first:.4g}."
        )
    if whole > rule.total_hours:
        sentences.append(
            f"{whose} allows {rule.total_hours} hours in all; this comes to {whole:.4g}."
        )
    return sentences


def _below(rank: str, least: str) -> bool:
    return RANKS.index(rank) < RANKS.index(least)


def _article(rank: str) -> str:
    return f"{'an' if rank[0] in 'aeiou' else 'a'} {rank}"
