"""The codes of a vintage's wards within the area served."""

from __future__ import annotations

from loaders.area import served
from loaders.sources.boundaries import Wards


def home_codes(wards: Wards) -> set[str]:
    """Codes of the wards of the area served."""
    return set(wards.table.index[wards.table["authority_code"].isin(served().codes)])
