"""Partner data behind sharing agreements: rows are let in and let out only while an agreement runs.

They lie beside the builds, not in them: a build never changes, while an agreement's end is a date that somebody may move, and what
it covers must be gone everywhere on the day after. The register keeps which file came under which agreement; one function lets rows out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import shapely

from geo.core.errors import DataProblem
from geo.space.areas import to_grid
from loaders.partners.attendances import COLUMNS as OF_ATTENDANCES
from loaders.partners.attendances import read_attendances
from loaders.partners.columns import headings
from loaders.partners.indicators import read_indicators
from loaders.reference import table
from loaders.register.progress import live
from loaders.register.record_types.duty import PARTNER_FORMS
from loaders.register.register import Registers
from loaders.register.transactions import By
from loaders.sources.boundaries import Wards

INDICATORS, ATTENDANCES = PARTNER_FORMS
FOLDER = "partner"


@dataclass(frozen=True)
class KeepResult:
    """What a partner file came to: rows kept, and the others with line and reason."""

    rows: int
    rejected: pd.DataFrame


@dataclass(frozen=True)
class Upload:
    """A partner file as it came, and the agreement it came under."""

    agreement: int
    file: str
    data: bytes


def keep_partner_file(
    registers: Registers, root: Path, upload: Upload, *, by: By, on: date
) -> KeepResult:
    """The rows of a file kept under its agreement.

    root  the store's folder
    on    today: the agreement must run on it

    Refused whole, before a row is read: no live agreement, a column that looks personal. Which form it has its headings say.
    """
    agreement = registers.record("agreement", upload.agreement)
    if not live(agreement, on):
        runs = f"It runs from {_day(agreement['start'])} to {_day(agreement['end'])}."
        raise DataProblem(
            f"The agreement “{agreement['name']}” does not run today, so {upload.file} is refused.",
            runs,
            "Renew the agreement in the register first.",
            "No row was read.",
        )
    form = (
        ATTENDANCES if set(OF_ATTENDANCES) & set(headings(upload.data, upload.file)) else INDICATORS
    )
    wards = registers.register_context.ground.wards
    rows, rejected = (
        read_attendances(upload.data, upload.file, places_of(wards))
        if form == ATTENDANCES
        else read_indicators(
            upload.data, upload.file, {*wards.table.index, *wards.table["authority_code"]}
        )
    )
    if rows.empty:
        raise DataProblem(
            f"No row of {upload.file} fits.",
            f"Line {rejected['line'].iloc[0]}: {rejected['reason'].iloc[0]}.",
            "Mend it and load it again.",
        )
    digest = hashlib.sha256(upload.data).hexdigest()
    place = _place(root, registers, digest)
    place.parent.mkdir(parents=True, exist_ok=True)
    making = place.with_suffix(".making")
    rows.to_parquet(making)
    making.replace(place)
    registers.add(
        "partner_file",
        {
            "agreement": upload.agreement,
            "form": form,
            "file": upload.file,
            "digest": digest,
            "rows": len(rows),
            "loaded_on": on,
        },
        by,
    )
    return KeepResult(len(rows), rejected)


def partner_rows(registers: Registers, root: Path, form: str, *, on: date) -> pd.DataFrame:
    """Every row of a form whose agreement runs today, with agreement (its name) and minimum_cell; none of any other.

    A file that came under two agreements is counted once; counts as small as the strictest of its agreements asks stay hidden.
    """
    agreements = {
        row["id"]: row for row in registers.records("agreement").to_dict("records") if live(row, on)
    }
    rows_by_digest: dict[str, pd.DataFrame] = {}
    for file in registers.records("partner_file", form=form).to_dict("records"):
        place = _place(root, registers, file["digest"])
        if file["agreement"] not in agreements or not place.exists():
            continue
        agreement = agreements[file["agreement"]]
        least = int(agreement["minimum_cell"])
        if file["digest"] in rows_by_digest:
            rows_by_digest[file["digest"]]["minimum_cell"] = rows_by_digest[file["digest"]][
                "minimum_cell"
            ].clip(lower=least)
        else:
            rows_by_digest[file["digest"]] = pd.read_parquet(place).assign(
                agreement=agreement["name"], minimum_cell=least
            )
    return (
        pd.concat(rows_by_digest.values(), ignore_index=True) if rows_by_digest else pd.DataFrame()
    )


def places_of(wards: Wards) -> dict[str, str]:
    """Ward code by the code or name of a ward or the name of a place in it, in small letters; a name of two wards is left out."""
    named = wards.table["ward_name"].str.casefold()
    codes = {str(code).casefold(): str(code) for code in wards.table.index}
    listed = table("places")
    metres = to_grid(
        listed["longitude"].astype(float).to_numpy(), listed["latitude"].astype(float).to_numpy()
    )
    at, ward = shapely.STRtree(wards.drawing.to_numpy()).query(
        shapely.points(metres), predicate="within"
    )
    codes |= {
        str(listed["place"].iloc[index]).casefold(): str(wards.drawing.index[where])
        for index, where in zip(at, ward, strict=True)
        if listed["kind"].iloc[index] != "town"
    }
    return codes | {name: str(code) for code, name in named[~named.duplicated(keep=False)].items()}


def _place(root: Path, registers: Registers, digest: str) -> Path:
    return root / f"{FOLDER}-{registers.kind}" / f"{digest}.parquet"


def _day(day: date | None) -> str:
    return "no set day" if day is None else f"{day.day} {day:%B %Y}"
