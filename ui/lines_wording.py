"""Phrases of the force's own records: layers, filters, origins, lines, and the question whether a rise is policing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from geo.aoristic import HourPicture
from geo.origin import CANNOT_TELL, PROACTIVE_EXPLAINS, VIOLENCE_ROSE, FindRate, OriginChange
from geo.schema import WEEKDAYS
from geo.selection import months_in_words
from ui.wording import count

LAYER, NO_LAYER, FILTERS = "Layer", "Free choice of types", "Filters of the force's records"
ORIGIN, LINE = "How it came to light", "Line type"
SUSPECTS, VICTIMS = "Suspects' age", "Victims' age"
HOUR_FROM, HOUR_TO, WEEKDAY = "From hour", "To hour", "Weekday"
TIMED = "Only offences whose hour, or day, is known: those spread over longer are left out."
NO_EXTRACT = ("This build does not hold the force's own records.", "police.uk says neither lines, origin, ages nor hours.",
              "Load an extract: README.md says how.", "")
AGENCIES = {"under 18": "youth justice and children's services", "18–24": "probation", "under 25": "violence reduction",
            "14–25": "the local needs assessment", "26 and over": "whoever is in none of the younger cuts"}


def word(schema: str) -> str:
    """A word of the schema as a reader sees it: “Local line”."""
    plain = schema.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def cuts_used(cuts: Sequence[str]) -> str:
    """Whose age cuts are chosen, and that unknown ages are in none."""
    said = "; ".join(f"{cut}: {AGENCIES[cut]}" for cut in cuts)
    return f"{said}. Each cut stands for itself; offences of unknown age are in none."
