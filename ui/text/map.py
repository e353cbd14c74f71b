"""The map's own words: its legend, its points and what it says of an operation."""

from __future__ import annotations

import pandas as pd

from ui.text.figures import dates_of, day

STATUSES = {
    "live": "operation, live",
    "planned": "operation, planned",
    "closed": "operation, closed",
}


def on_map(row: pd.Series) -> str:
    """Under an operation's name on a map: “live, from 1 January 2022”, “planned, 1 February to 30 June 2023”."""
    begun = not pd.isna(row["start"]) and pd.isna(row["end"])
    return (
        f"{row['status']}, from {day(row['start'])}"
        if begun
        else f"{row['status']}, {dates_of(row)}"
    )


ORIGIN_WORDS = {
    "proactive": "Proactive: found by police",
    "reported": "Reported to police",
    "school": "Found at a school",
    "unknown": "Not known how it came to light",
}

ORIGIN_SHORT = {
    "proactive": "by police",
    "reported": "reported",
    "school": "at school",
    "unknown": "unknown",
}

PARTS_LEGEND = "Circles: how it came to light"

PARTS_NOTE = "larger: more offences; drawn where there is room"

OTHER_KINDS = "other types"

DOT_TIPS = ("1 offence {street}", "{count} offences {street}")


def street(location: str) -> str:
    """Where a dot lies, as published: “on or near High Street”; “at a place without a street name”."""
    plain = location.strip()
    return (
        plain[:1].lower() + plain[1:]
        if plain and plain.lower() != "no location"
        else "at a place without a street name"
    )
