"""The codes of a vintage's wards within the area served, and names that tell them apart."""

from __future__ import annotations

import pandas as pd

from loaders.area import served
from loaders.sources.boundaries import Wards


def home_codes(wards: Wards) -> set[str]:
    """Codes of the wards of the area served."""
    return set(wards.table.index[wards.table["authority_code"].isin(served().codes)])


def told_apart(wards: pd.DataFrame) -> pd.DataFrame:
    """The wards, with the code behind a name that stands twice in one authority: by the name alone nobody could choose between them.

    wards  ward_code index, ward_name, authority_code and other columns
    """
    twice = wards.duplicated(["ward_name", "authority_code"], keep=False).to_numpy()
    if not twice.any():
        return wards
    with_code = wards["ward_name"] + " (" + wards.index + ")"
    return wards.assign(ward_name=wards["ward_name"].where(~twice, with_code))
