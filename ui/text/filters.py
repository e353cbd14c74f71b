"""Labels and messages of the filters: the sidebar, what narrows a source that says more, areas of one's own."""

from __future__ import annotations

from collections.abc import Sequence

from geo.core.search_selection import FAMILIES
from geo.core.vintage_words import vintage_words
from ui.text.figures import MOST_NAMED, count

FIRST, SECOND = "Compare", "with"
SHAPES = {"map": "Map", "tiles": "Equal tiles"}

LAYERS = {"operations": "Operations", "places": "Towns", "points": "Points"}


AS_OF = "Wards as of"
AS_OF_HELP = (
    "Wards are redrawn from time to time. Offences are placed by where they were recorded, so that any month can be counted by any "
    "wards; residents are carried to them by postcodes."
)


def wards_of(vintage: str, *, by_window: bool = False) -> str:
    """A vintage of wards, like 2021-12 or 2026, as its choice says it.

    by_window  it is the choice of whichever wards were in force when the window began
    """
    words = vintage_words(vintage)
    return f"{words} (in force then)" if by_window else words


def passed_over(asked: Sequence[str]) -> str:
    """A link that asks for what is not here."""
    named = ", ".join(f"“{value}”" for value in asked[:MOST_NAMED])
    more = (
        f" and {count(len(asked) - MOST_NAMED, 'other thing')}" if len(asked) > MOST_NAMED else ""
    )
    return f"This link asks for {named}{more}, which is not here. What is shown leaves that out: do not take it for what was meant."


OWN_AREA, NO_AREA, MAKE_AREA = "Area of your own", "None", "Make an area of your own"

AREA_NAME, AREA_FILE, KEEP_AREA = (
    "Name of the area",
    "A GeoJSON file, or draw on the map",
    "Keep this area",
)

DRAW_HELP = "While this is open, clicks on the map set corners; a double click or Enter closes the area, Escape starts again."


def area_drawn(corners: int) -> str:
    return f"An area with {count(corners, 'corner')} is drawn. Name it and keep it."


def empty_area(name: str) -> tuple[str, str, str, str]:
    """Why an area is not kept: no offence was ever recorded in it, as the parts of a message."""
    return (
        f"No recorded offence lies in the area “{name}”.",
        "It may be too small, or lie between the published points.",
        "Draw it larger.",
        "Nothing has been kept.",
    )


LAYER, NO_LAYER, FILTERS = "Layer", "Free choice of types", "Filters of the force's records"

ORIGIN, LINE = "How it came to light", "Line type"

SUSPECTS, VICTIMS = "Suspects' age", "Victims' age"

HOUR_FROM, HOUR_TO, WEEKDAY = "From hour", "To hour", "Weekday"

TIMED = "Only offences whose hour, or day, is known: those spread over longer are left out."

AGENCIES = {
    "under 18": "youth justice and children's services",
    "18–24": "probation",
    "under 25": "violence reduction",
    "14–25": "the local needs assessment",
    "26 and over": "whoever is in none of the younger cuts",
}


def cuts_used(cuts: Sequence[str]) -> str:
    """Whose age cuts are chosen, and that unknown ages are in none."""
    meanings = "; ".join(f"{cut}: {AGENCIES[cut]}" for cut in cuts)
    return f"{meanings}. Each cut stands for itself; offences of unknown age are in none."


OFFENCES, WITH_FOUND = "Offences", "Also count what police find"

WITH_FOUND_HELP = (
    "Possession of weapons and drugs come to light where police search. Counted here, they lead patrols back to where "
    "patrols were: a map of police work, not of harm."
)

OBJECT, LAW, ALL_LAWS = "Searched for", "Legislation", "Any law"

OBJECTS = {"": "Anything"} | {key: words.capitalize() for key, words in FAMILIES.items()}

SOURCE, SOURCE_HELP = (
    "Source",
    "The same searches as published and as the force keeps them: never added together.",
)


def word(schema: str) -> str:
    """A word of the schema as a reader sees it: “Local line”."""
    plain = schema.replace("_", " ")
    return plain[:1].upper() + plain[1:]


WHOLE_QUARTERS = "These records are restricted: you see whole quarters, and counts rounded at random to multiples of 3."
