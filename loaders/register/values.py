"""What may stand in a field: typed from what a form or a file gives, or refused with a sentence; and back to text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.core.errors import DataProblem
from geo.core.record_types import Field, Kind
from geo.core.vintage_words import vintage_words
from geo.space.areas import to_grid
from loaders.sources.boundaries import Wards

TEXTS = ("text", "long_text", "choice", "ward", "authority", "area", "time")
MOST_CHARACTERS = {"text": 500, "long_text": 20_000}
MOST_CORNERS = 10_000
MOST_NUMBER = 10**12
LEAST_INSIDE = 0.5  # share of a drawn area that must lie in the wards
UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")  # no database takes them
MONEY = re.compile(r"-?£?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?::00)?")
YES_NO = {"yes": True, "no": False, "true": True, "false": False}


class InvalidRecord(DataProblem):
    """Values that a record cannot hold; `faults` names the field (or nothing, for several together) and says why."""

    def __init__(self, kind: Kind, faults: list[tuple[str, str]]) -> None:
        labels = {field.name: f"{field.label}: " for field in kind.fields}
        super().__init__(
            f"This {kind.noun} cannot be kept as it is.",
            " ".join(labels.get(name, "") + why for name, why in faults),
            "Mend it and save again.",
            "Nothing has been saved.",
        )
        self.faults = faults


@dataclass(eq=False)
class BoundaryCheck:
    """The wards that codes and drawn areas are held against, fetched when first needed."""

    fetch: Callable[[], Wards]

    @cached_property
    def wards(self) -> Wards:
        return self.fetch()

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.wards.drawing.to_numpy())

    def share_inside(self, shape: shapely.Geometry) -> float:
        """Share (0 to 1) of a shape in degrees that lies in the wards."""
        metres = shapely.transform(shape, lambda degrees: to_grid(degrees[:, 0], degrees[:, 1]))
        near = self.wards.drawing.to_numpy()[self._tree.query(metres)]
        return float(shapely.area(shapely.intersection(near, metres)).sum() / shapely.area(metres))


def validated(
    kind: Kind,
    values: Mapping[str, Any],
    ground: BoundaryCheck,
    *,
    known: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Every field of the kind, typed; what is not given stays as `known` has it, else empty.

    A value that stays as it was is not held against the wards again: they may have been redrawn since.

    Raises InvalidRecord with every fault found, KeyError for a field the kind does not have.
    """
    if strange := set(values) - {field.name for field in kind.fields}:
        raise KeyError(f"{kind.name} has no field {', '.join(sorted(strange))}")
    record, faults = dict(known or {}), []
    for field in kind.fields:
        try:
            value = typed(field, values.get(field.name, record.get(field.name)))
            if known is None or value != known[field.name]:
                value = _placed(field, value, ground)
            if field.required and (value is None or (isinstance(value, str) and not value.strip())):
                raise ValueError("It is needed.")
            record[field.name] = value
        except ValueError as problem:
            faults.append((field.name, str(problem)))
    faults += [("", why) for check in kind.checks if not faults and (why := check(record))]
    if faults:
        raise InvalidRecord(kind, faults)
    return record


def plain(field: Field, value: Any) -> Any:
    """A typed value as JSON keeps it."""
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Decimal)
        else value
    )


def typed_again(field: Field, value: Any) -> Any:
    """The value that `plain` wrote; empty where the record is older than the field."""
    if value is None:
        return "" if field.kind in TEXTS else None
    if field.kind in ("date", "month"):
        return date.fromisoformat(value)
    return Decimal(value) if field.kind == "money" else value


def typed(field: Field, value: Any) -> Any:
    """A value as the field keeps it, from whatever a form or a file gives; ValueError says what does not fit."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return "" if field.kind in TEXTS else None
    if isinstance(value, np.generic):
        value = value.item()
    if field.kind in TEXTS:
        return _text(field, value)
    if isinstance(value, str) and not value.strip():
        return None
    if field.kind in ("date", "month"):
        day = _day(value)
        return day.replace(day=1) if field.kind == "month" else day
    if field.kind == "yes_no":
        return value if isinstance(value, bool) else _yes_no(value)
    return _number(field, value)


def _text(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"“{value}” is no text.")
    if UNKEEPABLE.search(value):
        raise ValueError("It holds characters that cannot be kept, such as a zero byte.")
    if len(value) > (most := field.most or MOST_CHARACTERS.get(field.kind, len(value))):
        raise ValueError(f"It has {len(value):,} characters; {most:,} are the most.")
    if field.kind == "choice" and value and value not in field.choices:
        raise ValueError(f"“{value[:60]}” is none of: {', '.join(field.choices)}.")
    return _clock(value) if field.kind == "time" else value


def _clock(value: str) -> str:
    """A time of day as 07:05, from that, 7:05 or 7.05; empty stays empty."""
    text = value.strip()
    if text and not (match := CLOCK.fullmatch(text)):
        raise ValueError(f"“{text[:60]}” is no time of day like 22:30.")
    return f"{int(match[1]):02}:{match[2]}" if text and match else ""


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m"):
        try:
            return datetime.strptime(str(value).strip(), form).date()
        except ValueError:
            continue
    raise ValueError(f"“{str(value)[:60]}” is no date like 31/03/2025.")


def _yes_no(value: Any) -> bool:
    if str(value).strip().lower() not in YES_NO:
        raise ValueError(f"“{str(value)[:60]}” is neither yes nor no.")
    return YES_NO[str(value).strip().lower()]


def _number(field: Field, value: Any) -> Any:
    text = str(value).strip()[:60]
    if field.kind == "money" and isinstance(value, str):
        if not MONEY.fullmatch(text):
            raise ValueError(f"“{text}” is no amount like £254,867 or 1234.50.")
        text = text.replace("£", "").replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{text}” is no number.") from None
    if not number.is_finite() or abs(number) > MOST_NUMBER:
        raise ValueError(f"“{text}” is no number that can be kept.")
    if field.least is not None and number < Decimal(str(field.least)):
        raise ValueError(f"{text} is less than {field.least:g}.")
    if field.kind == "number":
        return float(number)
    if field.kind == "money":
        return _pence(number, text)
    if number != int(number):
        raise ValueError(f"{text} is not a whole number.")
    return int(number)


def _pence(pounds: Decimal, text: str) -> Decimal:
    rounded = pounds.quantize(Decimal("0.01"))
    if rounded != pounds:
        raise ValueError(f"{text} holds fractions of a penny.")
    return rounded


def _placed(field: Field, value: Any, ground: BoundaryCheck) -> Any:
    """A ward, an authority or an area that lies where the boundaries in use say."""
    if field.kind not in ("ward", "authority", "area") or not value:
        return value
    if field.kind == "area":
        return area_text(value, ground)
    codes = (
        ground.wards.table.index
        if field.kind == "ward"
        else ground.wards.table["authority_code"].unique()
    )
    if value not in codes:
        raise ValueError(
            f"{value[:20]} is not in the boundaries of {vintage_words(ground.wards.vintage)}."
        )
    return value


def area_text(value: str, ground: BoundaryCheck) -> str:
    """A drawn or uploaded area as GeoJSON text of one polygon or several, in degrees to about ten centimetres.

    Raises ValueError for no GeoJSON, no polygon, too many corners, edges that cross, degrees that are none, or an area
    that lies for the most part outside the wards.
    """
    shape = _shape(value)
    if (corners := shapely.get_num_coordinates(shape)) > MOST_CORNERS:
        raise ValueError(
            f"The area has {corners:,} corners; {MOST_CORNERS:,} are the most. Simplify it."
        )
    west, south, east, north = shape.bounds
    if max(-west, east) > 180 or max(-south, north) > 90:
        raise ValueError(
            "Its corners are not longitude and latitude in degrees. Save it in EPSG:4326 (WGS84)."
        )
    shape = shapely.transform(shape, lambda degrees: np.round(degrees, 6))
    if not shape.is_valid:
        raise ValueError(
            f"The outline is not a clean area: {shapely.is_valid_reason(shape)}. Draw it without crossing lines."
        )
    if shape.is_empty or not shapely.area(shape):
        raise ValueError("The area holds no ground.")
    if (inside := ground.share_inside(shape)) < LEAST_INSIDE:
        raise ValueError(f"{1 - inside:.0%} of the area lies outside the wards of this dashboard.")
    return json.dumps(shapely.geometry.mapping(shape))


def _shape(value: str) -> shapely.Geometry:
    try:
        geojson = json.loads(value)
        if isinstance(geojson, dict) and geojson.get("type") == "FeatureCollection":
            geojson = (
                geojson["features"][0] if len(geojson["features"]) == 1 else {"type": "several"}
            )
        if isinstance(geojson, dict) and geojson.get("type") == "Feature":
            geojson = geojson["geometry"]
        if not isinstance(geojson, dict) or geojson.get("type") not in ("Polygon", "MultiPolygon"):
            raise ValueError("It is not one polygon as GeoJSON.")
        shape = shapely.from_geojson(json.dumps(geojson))
    except (
        json.JSONDecodeError,
        shapely.errors.GEOSException,
        KeyError,
        TypeError,
        RecursionError,
    ) as problem:
        raise ValueError("It cannot be read as GeoJSON.") from problem
    return shapely.force_2d(shape)
