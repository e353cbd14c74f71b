"""Everything a map is sent, declared once: Python fills these records, and the map's script reads the types made from them.

Whatever is said of a ward, a cell or an operation stands under its code or id, so that neither side relies on an order.
ui/map/payload_types.py writes the same declaration for JavaScript, as ui/map/static/payload.js.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NamedTuple, NotRequired, TypedDict

WardCode = Annotated[str, "ONS code of a ward, by which a map finds its shapes"]
AuthorityCode = Annotated[str, "ONS code of a local authority"]
OperationId = Annotated[str, "operation-<id in the register>-<which of its places>"]
CellId = Annotated[int, "number of a cell of the grid: row × 100,000 + column"]
BoxId = Annotated[
    str, "a fifth of a degree each way, as “<latitude × 5>,<longitude × 5>” rounded down"
]
Degrees = Annotated[tuple[float, float], "latitude and longitude"]
Geometry = Annotated[dict[str, Any], "GeoJSON"]
Flag = Annotated[Literal[0, 1], "1 for yes"]
Origin = Literal["proactive", "reported", "school", "unknown"]
OutlineKind = Literal["ring", "comparison", "ring comparison"]
HIDDEN, NO_RATE, NO_CLASS = -2, -1, -1


class WardPaint(NamedTuple):
    """What the map knows of one ward. Rates and limits are per 1,000 residents a year, as the pages write them."""

    colour: Annotated[int, "index of the legend's class; -1 where nobody lives, -2 where hidden"]
    hatched: Annotated[Flag, "1 where it cannot be told from the force rate"]
    town_centre: Annotated[Flag, "1 where residents are a poor base"]
    offences: Annotated[int | None, "null where hidden"]
    rate: Annotated[str | None, "null where hidden and where nobody lives, as are its limits"]
    low: str | None
    high: str | None


class WardClass(NamedTuple):
    """A ward painted by a class of its own, and a sentence on it."""

    colour: Annotated[int, "index among MapCells.colours; -1 for none"]
    sentence: Annotated[int, "index among MapCells.sentences; -1 for none"] = -1
    values: Annotated[str, "what fills {0}, {1}, … of the sentence, set apart by |"] = ""


class PartCounts(NamedTuple):
    """A ward's offences by how they came to light."""

    proactive: int
    reported: int
    school: int
    unknown: int


class Operation(TypedDict):
    """An operation in one place."""

    name: str
    status: Literal["live", "planned", "closed"]
    wards: tuple[WardCode, ...]
    dates: str
    area: Annotated[Geometry | None, "what was drawn; goes before the shapes of its wards"]
    at: Degrees | None


class Outline(TypedDict):
    """A set of wards with a line of its own kind around each."""

    kind: OutlineKind
    words: Annotated[str, "its row in the legend"]
    wards: tuple[WardCode, ...]


class Dots(TypedDict):
    """Offences as merged dots."""

    dots: Annotated[str, "base64 of one record a dot, as wardMap.dot lays it out"]
    streets: Annotated[list[str], "by a dot's street"]
    tip: Annotated[list[str], "words on a dot of one offence, and of more"]
    colours: Annotated[list[str], "by a dot's kind"]
    kinds: Annotated[list[str], "rows of the legend, by a dot's kind"]
    shapes: NotRequired[Annotated[list[str], "symbols, by a dot's kind; circles without"]]


class Hexagons(TypedDict):
    """Cells of the grid."""

    cells: Annotated[
        str,
        "base64 of four numbers a cell, in bytes of seven bits: its id less the one before, offences × classes + class, "
        "and latitude and longitude of its middle in 1e-5 degrees less those before, twice that or, below 0, twice less 1",
    ]
    widths: Annotated[
        dict[BoxId, tuple[float, float, float, float]],
        "by the box that a middle lies in: latitude and longitude in degrees of a cell's width to the east, and to the north",
    ]
    chosen: Annotated[list[CellId], "cells with a border of their own"]


class GridLegend(TypedDict):
    """The legend of nine classes of two figures."""

    across: str
    up: str
    description: Annotated[str, "in words, for who cannot see the squares"]
    corners: Annotated[list[tuple[int, str]], "class, and its words"]


class MapCells(TypedDict):
    """A map of classes instead of rates: of hexagons, of wards or of other areas."""

    title: str
    colours: Annotated[tuple[str, ...] | list[str], "by class"]
    words: Annotated[tuple[str, ...] | list[str], "by class"]
    elsewhere: Annotated[list[str], "the legend's row of what has no class"]
    tip: NotRequired[
        Annotated[tuple[str, ...] | list[str], "words on a cell of one offence, and of more"]
    ]
    hexagons: NotRequired[Hexagons]
    wards: NotRequired[
        Annotated[
            dict[WardCode, WardClass | None],
            "every ward of the map; null for one the reader left out",
        ]
    ]
    sentences: NotRequired[list[str]]
    shapes: NotRequired[
        Annotated[dict[str, Any], "GeoJSON, each feature with its class as a property"]
    ]
    grid: NotRequired[GridLegend]


class PaintWords(TypedDict):
    """Words that change from paint to paint."""

    hidden: Annotated[str, "the legend's row of hidden wards; empty where none may be"]
    nobody: Annotated[str, "the legend's row of wards without residents; empty where none is shown"]
    classes: Annotated[list[str], "rows of the legend, by WardPaint.colour"]


class Layers(TypedDict):
    """What the reader wants drawn over the wards."""

    operations: bool
    places: bool


class ShapeProperties(TypedDict):
    """What is known of a shape beside its code."""

    kind: Literal["ward", "authority"]
    name: str
    authority: AuthorityCode
    tile: NotRequired[Annotated[list[float], "half columns and rows of a ward's equal tile"]]


class Inline(TypedDict):
    """What a map stands on, in the page itself: a saved map fetches nothing."""

    shapes: Annotated[dict[str, Any], "GeoJSON, the features with ShapeProperties"]
    settings: MapSettings


class Ground(TypedDict):
    """What a map stands on, sent before what to paint is known."""

    files: Annotated[list[str] | tuple[str, ...], "addresses of the shapes and of MapSettings"]
    inline: NotRequired[Annotated[Inline, "instead of files"]]


class MapPayload(Ground):
    """What to paint. A ward whose shape is here and that `wards` does not name is drawn, and counted, as not told."""

    wards: Annotated[
        dict[WardCode, WardPaint | None] | None,
        "every ward of the map: null for one the reader left out; null altogether where MapCells paints",
    ]
    words: PaintWords
    cells: NotRequired[MapCells]
    parts: NotRequired[Annotated[dict[WardCode, PartCounts], "wards with offences"]]
    points: Dots | None
    operations: dict[OperationId, Operation]
    outlines: list[Outline]
    authorities: Annotated[list[AuthorityCode], "those the reader asks for"]
    beside: NotRequired[Annotated[list[AuthorityCode], "two maps, of these"]]
    view: Literal["map", "tiles"]
    layers: Layers
    selected: WardCode | None
    chosen: tuple[WardCode, ...]
    fit: Annotated[tuple[WardCode, ...], "wards to fit the view to"]
    neighbours: tuple[WardCode, ...]
    area: Geometry | None
    fitArea: bool
    draw: Annotated[bool, "whether the reader draws an area"]
    dark: bool


class MapWords(TypedDict):
    """Words that are the same in every paint; {names} are filled by the map."""

    tip: str
    noRate: str
    legend: str
    town: str
    hatched: str
    untold: Annotated[str, "the legend's row, and the tip, of a ward without a figure"]
    untoldLine: Annotated[tuple[str, str], "of one such ward, and of more"]
    shapelessLine: Annotated[tuple[str, str], "of one ward named that has no shape, and of more"]
    operation: str
    statuses: dict[str, str]
    reset: str
    partLegend: str
    partWords: dict[Origin, str]


class Inset(TypedDict):
    """A town drawn at a scale of its own."""

    name: str
    authority: AuthorityCode
    bounds: Annotated[list[list[float]], "south-west and north-east corner, degrees"]


class Place(TypedDict):
    """A name on the map."""

    name: str
    latitude: float
    longitude: float
    rank: Annotated[int, "lower goes first"]
    authority: AuthorityCode


class MapSettings(TypedDict):
    """All that is the same in every paint, fetched once."""

    words: MapWords
    colours: Annotated[list[str], "by WardPaint.colour"]
    authorities: Annotated[list[AuthorityCode], "whose shapes the map draws; others stay undrawn"]
    insets: list[Inset]
    legend: bool
    attribution: str
    places: list[Place]


ALIASES = {
    "WardCode": WardCode,
    "AuthorityCode": AuthorityCode,
    "OperationId": OperationId,
    "CellId": CellId,
    "BoxId": BoxId,
    "Degrees": Degrees,
    "Geometry": Geometry,
    "Flag": Flag,
    "Origin": Origin,
    "OutlineKind": OutlineKind,
}
RECORDS = (WardPaint, WardClass, PartCounts)  # sent as their values, in the order declared
OBJECTS: tuple[Any, ...] = (
    Operation,
    Outline,
    Dots,
    Hexagons,
    GridLegend,
    MapCells,
    PaintWords,
    Layers,
    ShapeProperties,
    Inline,
    Ground,
    MapPayload,
    MapWords,
    Inset,
    Place,
    MapSettings,
)
# A dot as bytes, as numpy writes kinds of numbers: degrees in 1e-5, offences, and its kind and street as indices in Dots.
DOT = [
    ("latitude", "<i4"),
    ("longitude", "<i4"),
    ("count", "<u2"),
    ("kind", "<u1"),
    ("street", "<i4"),
]
