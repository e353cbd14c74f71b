"""What may be told of few hands: the whole and its parts decided together, each figure a sum over ten people or more, and coarse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pandas import DataFrame

from geo.core.columns import Columns, Holds, require_columns
from geo.disclosure.few_people import (
    PEOPLE_BANDS,
    groups_large_enough,
    parts_left,
    people_band,
)
from geo.disclosure.small_cells import share_to_nearest
from geo.knife.few_hands import (
    DRAWS,
    NAMINGS,
    TOPS,
    FewHands,
    FewHandsVerdict,
    TopShare,
    few_hands,
    verdict,
)

# The people named from which a share is told: ten stand in its top group, between it and the next narrower one, and in the rest.
NEEDED = {0.05: 200, 0.10: 100, 0.20: 50}
OFFENCES: Columns = {"offence": Holds.COUNT, "harm": Holds.NUMBER}
PAIRS: Columns = {"offence": Holds.COUNT, "person": Holds.COUNT}
Cut = tuple[str, str]  # what the whole is cut by, and which part it is
WHOLE: Cut = ("", "")


@dataclass(frozen=True)
class TopShown:
    """One share as it may be told: the figures of TopShare (0 to 1), each to the nearest 5 per cent."""

    share: float
    held: float
    low: float
    high: float
    chance: float
    chance_low: float
    chance_high: float


@dataclass(frozen=True)
class FewHandsShown:
    """One cut as it may be told.

    people   named at least once, as the band (fewest, most) that they lie in; None for no upper end
    known    share (0 to 1, nearest 5 per cent) of the offences in which a person is known
    repeat, repeat_chance  share of the known offences held by people named twice or more, and by chance; nearest 5 per cent
    tops     the shares of TOPS that may be told, by count
    harm     the same by harm; empty where no harm is weighed, or too few people hold it
    verdict  see geo.knife.few_hands.verdict
    """

    people: tuple[int, int | None]
    known: float
    repeat: float
    repeat_chance: float
    tops: tuple[TopShown, ...]
    harm: tuple[TopShown, ...]
    verdict: FewHandsVerdict


def cuts_shown(
    offences: DataFrame,
    namings: DataFrame,
    parts: Mapping[str, Sequence[str]],
    *,
    who: str = "suspect",
    draws: int = DRAWS,
) -> dict[Cut, FewHandsShown]:
    """All that may be told of a set of offences and the people named in them: of the whole and of its parts, decided together.

    offences  a row an offence: offence (int), harm (float, NaN where it has no weight), and a text column for each key of `parts`
    namings   a row for each person named in an offence, each pair once: offence, person (int)
    parts     what the whole is cut by → the words of its column that are parts; other words are in none
    who       what a person is called in the words
    draws     int, see few_hands

    Returns cut → what may be told, the whole first. A cut that may not be told is left out, and with the whole all are.
    Raises WrongColumns for other columns.

    A cut is told where, of the people in it,
        50 or more are named, ten or more of them once, and ten or more of them again,
        no one makes up more than a quarter of what a top group holds (the top 20 %; from 100 people on the top 10 % too, from 200
        the top 5 %, so that ten stand in each, between two, and in the rest), and
        ten or more of all people are named outside it alone.
    What is left untold of a dimension holds nobody, or ten people at least. People are told as a band, shares to the nearest
    5 per cent, so that two cuts subtracted never give a group known to be smaller than ten. There are the cuts of `parts`
    alone, never two crossed: a reader can ask for no other.

    Source: threshold, dominance and rounding rules, Hundepool and others (2012), Statistical disclosure control; the numbers are
    this project's.
    """
    require_columns(offences, {**OFFENCES, **dict.fromkeys(parts, Holds.TEXT)})
    require_columns(namings, PAIRS)
    pairs = namings.merge(offences, on="offence", validate="many_to_one")
    whole = _hands(pairs, len(offences), draws)
    if not tellable(whole):
        return {}
    shown = {WHOLE: _shown(whole, who)}
    for name, words in parts.items():
        hands = _tellable_parts(name, words, offences, pairs, draws)
        people = {part: pairs.loc[pairs[name] == part, "person"].unique() for part in hands}
        for part in parts_left(people, pairs.set_index("person")[name]):
            shown[name, part] = _shown(hands[part], who)
    return shown


def tellable(hands: FewHands) -> bool:
    """Whether a cut, looked at by itself, may be told. Returns a bool. Source: see cuts_shown."""
    if hands.people < PEOPLE_BANDS[0]:
        return False
    largest = [top.largest for top in hands.tops if top.share in _allowed(hands)]
    return groups_large_enough((hands.repeaters, hands.once), largest)


def _allowed(hands: FewHands) -> tuple[float, ...]:
    return tuple(share for share in TOPS if hands.people >= NEEDED[share])


def _tellable_parts(
    name: str, words: Sequence[str], offences: DataFrame, pairs: DataFrame, draws: int
) -> dict[str, FewHands]:
    hands = {
        part: _hands(pairs[pairs[name] == part], int((offences[name] == part).sum()), draws)
        for part in words
    }
    return {part: held for part, held in hands.items() if tellable(held)}


def _hands(pairs: DataFrame, offences: int, draws: int) -> FewHands:
    return few_hands(pairs[list(NAMINGS)], offences, draws=draws)


def _shown(hands: FewHands, who: str) -> FewHandsShown:
    allowed = _allowed(hands)
    return FewHandsShown(
        people_band(hands.people),
        share_to_nearest(hands.known_share),
        share_to_nearest(hands.repeat),
        share_to_nearest(hands.repeat_chance),
        tuple(_rounded(top) for top in hands.tops if top.share in allowed),
        _harm(hands, allowed),
        verdict(hands, shown=allowed, who=who),
    )


def _harm(hands: FewHands, allowed: Sequence[float]) -> tuple[TopShown, ...]:
    """The shares of harm, where those who hold it are many enough by the same rules."""
    tops = [top for top in hands.harm if top.share in allowed]
    groups = [top.people for top in tops]
    if not tops or not groups_large_enough(groups, [top.largest for top in tops]):
        return ()
    return tuple(map(_rounded, tops))


def _rounded(top: TopShare) -> TopShown:
    figures = (top.held, top.low, top.high, top.chance, top.chance_low, top.chance_high)
    return TopShown(top.share, *map(share_to_nearest, figures))
