"""Another area than that of data/: its file, its wards and a month of offences, real where they are there and made up where not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import pytest
import streamlit as st

from geo.core.schema import VIOLENCE
from loaders import intake
from loaders.area import area_file
from loaders.register.register import KINDS
from tests.conftest import street_csv, street_row, wards_file, write_file

MONTH = "2025-01"
FORCE = "avon-and-somerset"
STREET_FILE = f"{MONTH}-{FORCE}-street.csv"
AUTHORITIES = {  # of December 2021: name, short label
    "E06000022": ("Bath and North East Somerset", "B&NES"),
    "E06000023": ("Bristol, City of", "Bristol"),
    "E06000024": ("North Somerset", "N Somerset"),
    "E06000025": ("South Gloucestershire", "S Glos"),
    "E07000187": ("Mendip", "Mendip"),
    "E07000188": ("Sedgemoor", "Sedgemoor"),
    "E07000189": ("South Somerset", "S Somerset"),
    "E07000246": ("Somerset West and Taunton", "SW&T"),
}
HEAD = """\
name = "Avon and Somerset"

[force]
id = "avon-and-somerset"
name = "Avon and Somerset Constabulary"
code = "E23000036"

[map]
centre = {centre}
zoom = {zoom}
bounds = {bounds}

[downloads]
boundaries = "2021"
"""
AUTHORITY = """
[[authorities]]
code = "{code}"
name = "{name}"
short = "{short}"
wards = "electoral ward"
"""
BRISTOL = """
[[insets]]
name = "Bristol"
authority = "E06000023"
bounds = [51.43, -2.66, 51.49, -2.53]
"""


def area_text(authorities: dict[str, tuple[str, str]], *, small: bool = False) -> str:
    """The area file; `small` for two square wards far from Avon, whose places lie where those of tests.conftest do."""
    head = HEAD.format(
        centre=[51.56, -1.78] if small else [51.25, -2.85],
        zoom=11 if small else 9,
        bounds=[-2.0, 51.4, -1.5, 51.7] if small else [-4.0, 50.7, -2.1, 51.8],
    )
    listed = "".join(
        AUTHORITY.format(code=code, name=name, short=short)
        for code, (name, short) in authorities.items()
    )
    return head + listed + ("" if small else BRISTOL)


@contextlib.contextmanager
def serving(path: Path, store: Path) -> Iterator[None]:
    """This process serves the area of a file, and reads a store, until the end of the block."""
    assert (
        KINDS
    )  # the register's forms name the force of the area that was served when they were first read
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_AREA", str(path))
        patched.setenv("SVD_STORE", str(store))
        _forget()
        try:
            yield
        finally:
            _forget()


def _forget() -> None:
    area_file.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()


def load_real(real_data: Path, folder: Path) -> Path:
    """The eight authorities' wards and one month, out of the national files, loaded; gives the area file."""
    path = write_file(folder, "area.toml", area_text(AUTHORITIES).encode())
    national = gpd.read_parquet(real_data / "wards_dec2021_england_wales.parquet")
    national[national["LAD21CD"].isin(AUTHORITIES)].to_parquet(folder / "wards.parquet")
    with ZipFile(real_data / f"police_uk_{MONTH[:4]}_q1_national.zip") as archive:
        write_file(folder, STREET_FILE, archive.read(f"{MONTH}/{STREET_FILE}"))
    with serving(path, folder / "store"):
        intake.load([folder / "wards.parquet", folder / STREET_FILE], folder / "store")
    return path


def load_made_up(folder: Path, many: int = 2) -> Path:
    """Two square wards and a made-up month, loaded; gives the area file, of their two authorities or the first alone."""
    chosen = dict([*AUTHORITIES.items()][:many])
    path = write_file(folder, "area.toml", area_text(chosen, small=True).encode())
    wards = gpd.read_parquet(wards_file(folder))
    codes = [*AUTHORITIES][:2] if many > 1 else [*AUTHORITIES][:1] * 2
    wards["LAD21CD"], wards["LAD21NM"] = codes, [AUTHORITIES[code][0] for code in codes]
    wards.to_parquet(folder / "wards.parquet")
    force = "Avon and Somerset Constabulary"
    rows = [
        *(street_row(f"a{at}", force=force, kind="Possession of weapons") for at in range(13)),
        *(
            street_row(f"b{at}", (-1.77, 51.56), force=force, kind="Possession of weapons")
            for at in range(4)
        ),
        street_row("c", (-1.60, 51.56), force=force, kind="Possession of weapons"),
        *(
            street_row(f"v{at}", (-1.79 + at % 7 / 500, 51.56), force=force, kind=VIOLENCE)
            for at in range(70)
        ),
    ]
    write_file(folder, STREET_FILE, street_csv(*rows))
    with serving(path, folder / "store"):
        intake.load([folder / "wards.parquet", folder / STREET_FILE], folder / "store")
    return path
