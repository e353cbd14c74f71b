"""Where a record lies that names wards of another vintage than those shown, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.core.area import in_words
from geo.core.vintage_words import vintage_words
from geo.space.record_places import RecordPlace

WHOLE = 0.995  # share from which all of it is said to lie there


def lies_in(
    place: RecordPlace,
    names: Mapping[str, str],
    own_names: Sequence[str],
    vintage: str,
    *,
    later: bool,
) -> str:
    """“since May 2026 part of North & South”; empty where the wards shown have its ground and its names.

    names      ward code → name, of the wards shown
    own_names  of the wards that the record names
    vintage    since which it is so; of wards that are newer than those shown, their own
    later      whether the wards shown are the newer ones
    """
    when = f"{'since' if later else 'before'} {vintage_words(vintage)}"
    parts = place.mentioned
    if not parts:
        return f"{when} in none of the wards shown"
    listed = [names.get(part.code, part.code) for part in parts]
    if place.same_ground:
        return (
            ""
            if sorted(listed) == sorted(own_names)
            else f"{when} the {'ward' if len(parts) == 1 else 'wards'} {in_words(listed)}"
        )
    if len(parts) == 1 and parts[0].share >= WHOLE:
        return f"{when} part of {listed[0]}"
    if len(parts) == 1:
        return f"{when} {holds(listed[0], parts[0].share)}"
    shares = [f"{name} ({per_cent(part.share)})" for name, part in zip(listed, parts, strict=True)]
    return f"{when} in {in_words(shares)}"


def unknown_wards(codes: Sequence[str], at: str) -> str:
    """That the wards that a record names are in no boundaries loaded.

    at  name of the ward in which its point lies; empty where it has none
    """
    verb = "is" if len(codes) == 1 else "are"
    sentence = f"its {'ward' if len(codes) == 1 else 'wards'} {in_words(list(codes))} {verb} in no boundaries loaded"
    return f"{sentence}; its point lies in {at}" if at else sentence


def holds(name: str, share: float) -> str:
    """“North & South holds 62 % of it”."""
    return f"{name} holds {per_cent(share)} of it"


def with_place(place: str, lies: str) -> str:
    """A place as it was entered, and where it lies now: “North, since May 2026 part of North & South”."""
    return ", ".join(part for part in (place, lies) if part)


def evaluated_on(vintage: str, shown: str, *, frozen: bool) -> str:
    """On whose wards an operation is evaluated; empty where those are the wards shown.

    frozen  whether its comparison was frozen on them
    """
    if vintage == shown:
        return ""
    why = "on which its comparison was frozen" if frozen else "which its area names"
    return f"Counted and drawn on the wards of {vintage_words(vintage)}, {why}, not on those of {vintage_words(shown)} that the page shows elsewhere."


def per_cent(share: float) -> str:
    """A part, at least “1 %”: what is a part at all is not none."""
    return f"{max(round(100 * share), 1)} %"
