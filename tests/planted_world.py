"""A store in which what only some may see cannot be mistaken: a count, a place's name, a rejected row and texts of the register.

What is sent to a reader is searched for them: see `tells`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geo.core.schema import POSSESSION
from loaders import intake
from loaders.demo import demonstration
from loaders.register.register import open_registers
from loaders.register.transactions import Editor
from tests.conftest import write_file
from tests.extract_files import SOUND
from tests.pages.running import unpacked

MONTHS = [
    date(2022, month, 1) for month in (4, 5, 6)
]  # a quarter, which whoever is shown sums of rounded cells may ask for
SOURCE = "Wiltshire Police, the force's own records (extract)"
# Offences of the extract at one point, and those of them in June. No other figure of the store has these digits, and neither is round.
COUNT, JUNE, WARD = 4717, 1572, "Eastcott"
LOCATION, REJECTED = "Quillfeather Mews", "QF-7731-REF"
STEP, AREA, OPERATION = "Zebulon speaks to the school", "Zebulon's ground", "Op Zebulon"
REGISTER = (STEP, AREA, OPERATION)
EXECUTIVE, COORDINATOR = Editor("executive", "e1", "Eve"), Editor("coordinator", "c1", "Cay")


def build(root: Path) -> Path:
    """Three made-up months of what is published, an extract, and a register with records of two people; the store's folder."""
    random = np.random.default_rng(7)
    scene = demonstration.demonstration_scene(random)
    paths = [
        write_file(
            root,
            f"{month:%Y-%m}-wiltshire-street.csv",
            demonstration.street_month(scene, month, random)
            .drop(columns="ward")
            .to_csv(index=False)
            .encode(),
        )
        for month in MONTHS
    ]
    rows = [
        SOUND
        | {
            "crime_reference": f"R{number}",
            "committed_from": f"{1 + number % 28:02}/{4 + number % 3:02}/2022 22:40",
            "recorded_on": f"{1 + number % 28:02}/{4 + number % 3:02}/2022",
            "location_text": LOCATION,
        }
        for number in range(COUNT)
    ]
    rows.append(SOUND | {"crime_reference": REJECTED, "committed_from": "never"})
    lines = [",".join(SOUND), *(",".join(row.values()) for row in rows)]
    extract = write_file(root, "extract.csv", ("\n".join(lines) + "\n").encode())
    intake.load([*paths, extract], root / "store")
    registers = open_registers(root / "store", "real")
    registers.add("next_step", {"text": STEP, "owner_role": "analyst"}, EXECUTIVE)
    square = [[-1.79, 51.55], [-1.77, 51.55], [-1.77, 51.57], [-1.79, 51.57], [-1.79, 51.55]]
    geometry = json.dumps({"type": "Polygon", "coordinates": [square]})
    registers.add("own_area", {"name": AREA, "geometry": geometry, "made_by": "Eve"}, COORDINATOR)
    registers.add("operation", {"name": OPERATION, "status": "live"}, COORDINATOR)
    return root / "store"


def of_extract(**address: str) -> dict[str, str]:
    """An address that asks the extract for all its months, or for others that are named."""
    return {"source": SOURCE, "types": POSSESSION, "first": "2022-04", "last": "2022-06", **address}


def tells(protos: Iterable[Any], files: Iterable[bytes] = ()) -> str:
    """All that elements and files say, packed tables and charts unpacked, as one text."""
    parts: list[str] = []
    for proto in protos:
        parts.append(proto.SerializeToString().decode("utf-8", "replace"))
        name = proto.DESCRIPTOR.name
        if name == "PlotlyChart":
            parts.append(json.dumps(unpacked(json.loads(proto.spec)), default=str))
        packed = (
            getattr(proto, "arrow_data", proto)
            if name in ("Dataframe", "ArrowTable", "Arrow")
            else None
        )
        if packed is not None and packed.data:
            parts.append(pa.ipc.open_stream(packed.data).read_pandas().to_csv())
    parts += [file.decode("utf-8", "replace") for file in files]
    return "\n".join(parts)


def holds(text: str, figure: int) -> bool:
    """Whether a figure of four digits stands in a text by itself: in no longer number, decimal, name drawn at random or hash."""
    thousands, rest = figure // 1000, f"{figure % 1000:03}"
    alone = rf"(?<![\w.,-]){thousands},{rest}(?![\w-]|,\d|\.\d*[1-9])"
    return bool(re.search(rf"{alone}|(?<![\w.-]){thousands}{rest}(?![\w-]|\.\d*[1-9])", text))
