"""What pages and files say of vintages: whose wards are shown, what was redrawn, whose residents rates have, what a former ward became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from geo.core.area import in_words
from geo.core.vintage_words import vintage_words
from geo.space.boundary_reviews import BoundaryReview
from geo.space.former_wards import WardPart
from ui.text.figures import count, day

CENSUS_YEAR = 2021
WHICH_WARD = "Which ward is meant?"
BY_CROSSWALK = "carried from "  # how Store.residents names a basis, before the vintage
SURE = 0.995  # share from which a whole ward went to another, as it is said


def wards_of(vintage: str, exactness: str) -> str:
    """Whose wards a page shows: “wards of May 2025, generalised to 20 m”."""
    return f"wards of {vintage_words(vintage)}, {exactness}"


def standing(vintage: str, since: Mapping[str, str], names: Mapping[str, str]) -> str:
    """“wards of May 2025 in A and of December 2021 in B”: since when those of each authority have stood, newest first.

    since  authority code → the vintage since which its wards have stood
    names  authority code → name, of those that are meant
    """
    by_vintage: dict[str, list[str]] = {}
    for code, name in names.items():
        by_vintage.setdefault(since.get(code, vintage), []).append(name)
    if len(by_vintage) < 2:
        return f"wards of {vintage_words(next(iter(by_vintage), vintage))}"
    parts = [
        f"of {vintage_words(each)} in {in_words(by_vintage[each])}"
        for each in sorted(by_vintage, reverse=True)
    ]
    return f"wards {in_words(parts)}"


def outlines_lacking(
    shown: str, reviews: Sequence[BoundaryReview], names: Mapping[str, str]
) -> str:
    """That wards were redrawn before the end of the months shown, and the map shows the old ones; empty where none were.

    shown  as `standing` words it
    """
    if not reviews:
        return ""
    redrawn = in_words([f"{_redrawn(review, names)} on {day(review.day)}" for review in reviews])
    return (
        f"The map shows {shown}: {redrawn}, and the new outlines are not loaded. Load them on Data."
    )


def review_inside(
    review: BoundaryReview, names: Mapping[str, str], shown: str, *, lacking: bool
) -> str:
    """That wards changed inside the months shown, and by which both sides are counted.

    lacking  the build has no outlines of the new wards
    """
    sentence = f"{_gave_way(review, names)} on {day(review.day)}, inside this window; both sides are counted on the {shown}."
    load = " The new outlines are not loaded. Load them on Data."
    return f"{sentence}{load}" if lacking else sentence


def redrawn(review: BoundaryReview, name: str) -> str:
    """The label of a review in a trend: “A wards redrawn”, “24 of 98 A wards redrawn”."""
    if not review.ended:
        return f"{count(review.made, 'new ward')} of {name}"
    many = "" if review.whole else f"{review.ended:,} of {review.before:,} "
    return f"{many}{name} wards redrawn"


def residents_of(years: Sequence[int], others: Sequence[int] = ()) -> str:
    """Whose residents a rate has: “residents of 2021 and mid-2023”.

    others  years of the months shown of which there are none
    """
    if not years or tuple(years) == (0,):
        return "residents of a year not stated"
    words = f"residents of {in_words([_year(year) for year in years if year])}"
    if not others:
        return words
    none = (
        in_words([str(year) for year in others])
        if len(others) < 3
        else f"{others[0]} to {others[-1]}"
    )
    return f"{words} (none of {none} are loaded)"


def carried(basis: str, fidelity: float) -> str:
    """How residents came to a ward, and how far a count may be: “carried from the wards of December 2021 by postcodes, within ± 12 %”."""
    how = (
        f"carried from the wards of {vintage_words(basis.removeprefix(BY_CROSSWALK))} by postcodes"
        if basis.startswith(BY_CROSSWALK)
        else f"by {basis}"
    )
    return f"{how}, within ± {_per_cent(fidelity)}"


def carried_wards(wards: Mapping[str, int], fidelity: float) -> str:
    """Of how many wards residents are no count, as `carried` says; empty for none. wards: basis → number."""
    parts = [f"{count(many, 'ward')} {carried(basis, fidelity)}" for basis, many in wards.items()]
    return f"residents of {in_words(parts)}" if parts else ""


def ward_residents(years: str, basis: str, fidelity: float) -> str:
    """Beside the figures of one ward whose residents are no count; `years` as `residents_of` says."""
    return f"Its {years} are {carried(basis, fidelity)}, and its rate is no surer."


def became(name: str, when: date | None, meant: str, held: float | None, *, later: bool) -> str:
    """That a link's ward is none of those shown, and which is opened in its place.

    held   share of the former ward that the other holds, 0 to 1; None where it is not known
    later  whether the link's ward is newer than those shown
    """
    part = (
        " How much of it lies there is not known."
        if held is None
        else f" It holds {_per_cent(held)} of its addresses."
        if held < SURE
        else ""
    )
    on = f" on {day(when)}" if when else ""
    if meant == name:
        other = "earlier" if later else "later"
        return f"{name} was redrawn{on}: this is the {other} ward of that name.{part}"
    if later:
        since = f" came into being{on}" if when else " is newer than the wards shown"
        return f"{name}{since}: before, it was in {meant}, which is shown.{part}"
    return f"{name} became {meant}{on}: this is that ward.{part}"


def several(name: str, when: date | None, *, later: bool) -> str:
    """That a link's ward lies in several of those shown, before the choice between them."""
    on = f" on {day(when)}" if when else ""
    if later:
        made = (
            f"came into being{on} out of more than one of the wards shown"
            if when
            else "is newer than the wards shown, made out of more than one of them"
        )
        return f"{name} {made}. {WHICH_WARD}"
    return f"{name} was divided{on}. {WHICH_WARD}"


def part(name: str, held: WardPart) -> str:
    """A ward to choose, with its share of the former one: “Upper Ward (45 %)”."""
    return (
        f"{name} (share not known)" if held.share is None else f"{name} ({_per_cent(held.share)})"
    )


def _year(year: int) -> str:
    """The Census counted in 2021; other years are estimates of their middle."""
    return str(year) if year == CENSUS_YEAR else f"mid-{year}"


def _per_cent(part_of_one: float) -> str:
    """At least “1 %”, since what is a part at all is not none."""
    return f"{max(round(100 * part_of_one), 1)} %"


def _redrawn(review: BoundaryReview, names: Mapping[str, str]) -> str:
    name = names[review.authority]
    if not review.ended:
        return _made(review, names)
    whose = (
        f"{name}'s wards"
        if review.whole
        else f"{review.ended:,} of {name}'s {review.before:,} wards"
    )
    return f"{whose} {_were(review.ended)} redrawn"


def _gave_way(review: BoundaryReview, names: Mapping[str, str]) -> str:
    """“All 20 wards of A gave way to 25 new ones”, “24 of B's 98 wards were abolished”, “2 new wards of B were made”."""
    name, made = names[review.authority], review.made
    if not review.ended:
        return _made(review, names)
    old = (
        f"All {count(review.before, 'ward')} of {name}"
        if review.whole
        else f"{review.ended:,} of {name}'s {review.before:,} wards"
    )
    if not made:
        return f"{old} {_were(review.ended)} abolished"
    return f"{old} gave way to {made:,} new {'one' if made == 1 else 'ones'}"


def _made(review: BoundaryReview, names: Mapping[str, str]) -> str:
    return (
        f"{count(review.made, 'new ward')} of {names[review.authority]} {_were(review.made)} made"
    )


def _were(many: int) -> str:
    return "was" if many == 1 else "were"
