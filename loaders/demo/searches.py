"""Made-up searches as a force's own records would have them: the demonstration's, with what only the force knows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame

from geo.core.schema import LOCAL_ZONE
from geo.searches.outcomes import NOTHING_CAME
from loaders.extract.kinds import OWN_SEARCHES

FILE = "demonstration-force-searches.csv"
AGES = {"10-17": (12, 18), "18-24": (18, 25), "25-34": (25, 35), "over 34": (35, 66)}
LINK_KNOWN, LINKED = 0.98, 0.78  # of all searches, and of those that found something


def search_rows(published: DataFrame, month: date, random: np.random.Generator) -> DataFrame:
    """A month of searches in the columns of the template, from the same month in police.uk's layout.

    Ages are in whole years, times by the clocks of the day, and *linked* is filled in for nearly all, unlike in the published file.
    """
    rows = published.reset_index(drop=True)
    when = pd.to_datetime(rows["Date"], utc=True).dt.tz_convert(LOCAL_ZONE)
    finds = (rows["Outcome"] != NOTHING_CAME).to_numpy()
    linked = np.where(finds & (random.random(len(rows)) < LINKED), "true", "false")
    columns = {
        "search_reference": [
            f"DEMO/S{month:%y%m}/{number:05}" for number in range(1, len(rows) + 1)
        ],
        "searched_at": when.dt.strftime("%d/%m/%Y %H:%M"),
        "kind": rows["Type"],
        "object": rows["Object of search"],
        "legislation": rows["Legislation"],
        "outcome": rows["Outcome"],
        "linked": np.where(random.random(len(rows)) < LINK_KNOWN, linked, ""),
        "gender": rows["Gender"],
        "age": _ages(rows["Age range"], random),
        "ethnicity_self": rows["Self-defined ethnicity"],
        "ethnicity_officer": rows["Officer-defined ethnicity"],
        "longitude": rows["Longitude"],
        "latitude": rows["Latitude"],
    }
    return DataFrame(columns).reindex(columns=OWN_SEARCHES.fields, fill_value="")


def _ages(bands: pd.Series, random: np.random.Generator) -> NDArray[np.str_]:
    """An age in years within each band, as text."""
    low, high = (
        bands.map({band: ages[at] for band, ages in AGES.items()}).to_numpy(int) for at in (0, 1)
    )
    return random.integers(low, high).astype(str)
