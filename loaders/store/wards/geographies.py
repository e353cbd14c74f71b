"""Areas of a file as a geography beside wards: cut so that each lies in one authority, and made whole by the rest of each authority.

So offences and residents of an authority add up to the same by any geography as by its wards. Where the lines of a file and those of
the wards differ by no more than two drawings of one line do, nothing is cut and no rest is made: points there count in the nearest area.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.space import areas
from geo.space.coverage import coverage_faults
from geo.space.moved_ground import wide_pieces
from loaders.area import served
from loaders.reference import table
from loaders.sources.boundaries import Wards
from loaders.store.wards.vintage_codes import home_codes

MOST_NAMED = 5
COLUMNS = ["ward_name", "authority_code", "authority_name"]


@dataclass(frozen=True)
class Ground:
    """The authorities served as the reference wards draw them.

    outlines   authority code → its ground in metres
    names      authority code → its name
    postcodes  float, shape (n, 2), easting and northing
    """

    outlines: pd.Series
    names: dict[str, str]
    postcodes: NDArray[np.float64]

    @staticmethod
    def of(reference: Wards) -> Ground:
        home = reference.table.loc[sorted(home_codes(reference))]
        codes = [code for code in served().codes if code in set(home["authority_code"])]
        shapes = [
            shapely.union_all(
                reference.shapes[home.index[home["authority_code"] == code]].to_numpy()
            )
            for code in codes
        ]
        names = home.drop_duplicates("authority_code").set_index("authority_code")
        postcodes = table("postcodes")
        places = (
            postcodes[["easting", "northing"]].astype(float).to_numpy()
            if len(postcodes)
            else np.empty((0, 2))
        )
        return Ground(
            pd.Series(shapes, index=codes, dtype=object),
            {str(code): str(name) for code, name in names["authority_name"].items()},
            places,
        )


def geographies_of_load(
    given: Sequence[tuple[str, Wards]],
    standing: Sequence[Wards],
    reference: Wards,
    ward_codes: frozenset[str],
) -> tuple[Wards, ...]:
    """The geographies of the build that a load makes, in the order of their titles: one of the same title takes the place of another.

    given       file name and areas of each file, in the order named
    ward_codes  of the wards of any vintage

    Raises DataProblem where two files are of one title, or one cannot be used.
    """
    held = {each.vintage: each for each in standing}
    taken: dict[str, str] = {}
    for file, read in given:
        if read.vintage in taken:
            raise DataProblem(
                "More than one file of the same geography was given.",
                f"They are: {taken[read.vintage]} and {file}, {read.title}.",
                "Load the one that its areas should follow.",
            )
        taken[read.vintage] = file
        held[read.vintage] = geography(read, Ground.of(reference), ward_codes, file=file)
    return tuple(sorted(held.values(), key=lambda each: each.title))


def geography(read: Wards, ground: Ground, ward_codes: frozenset[str], *, file: str) -> Wards:
    """The areas of a file within the area served, each in one authority, with what they leave out of each authority as an area more.

    read        as `read_boundaries` gives it; authorities may be empty
    ward_codes  codes of wards: an area that bears one is told apart by “area-” before it

    An area's authority is what its column says, else that in which most of its postcodes lie (most of its ground where it has
    none). What of it truly lies in another authority is an area of its own there; what lies in none is left out.

    Raises DataProblem where no area lies in the area served, or two overlap.
    """
    near, beyond = _within(read, ground, file)
    _require_no_overlap(near, file)
    authority = _authorities(near, ground)
    stated = near.table["authority_code"]
    elsewhere = near.table["ward_name"][stated.isin(served().codes) & (stated != authority)]
    near = replace(near, table=near.table.assign(authority_code=authority))
    parts, cut, outside = _parts(near, ground)
    rest = _rest(parts, ground)
    whole = pd.concat([parts, rest])
    whole.index = pd.Index(
        [f"area-{code}" if code in ward_codes else str(code) for code in whole.index],
        name="ward_code",
    )
    whole = whole.sort_index()
    whole["authority_name"] = whole["authority_code"].map(ground.names)
    shapes = pd.Series(whole["shape"].to_numpy(), index=whole.index)
    return Wards(
        whole[COLUMNS].astype("str"),
        shapes,
        areas.drawing_shapes(shapes),
        read.vintage,
        read.exactness,
        read.source,
        (*read.notes, *_said(near, file, beyond, elsewhere.tolist(), cut, outside, rest)),
        read.title,
    )


def _within(read: Wards, ground: Ground, file: str) -> tuple[Wards, int]:
    """The areas that share ground with an authority served, and how many do not."""
    home = shapely.union_all(ground.outlines.to_numpy())
    shapes = read.shapes.to_numpy()
    touching = shapely.STRtree(shapes).query(home, predicate="intersects")
    inside = np.zeros(len(shapes), dtype=bool)
    inside[touching] = [
        shapely.intersection(shape, home).area > 0.005 * shape.area for shape in shapes[touching]
    ]
    if not inside.any():
        raise DataProblem(
            f"{file} holds no area within {served().name}.",
            f"Its {len(shapes):,} areas lie elsewhere.",
            "Give areas of the place served, and see that the file's reference system is what its numbers are in.",
        )
    return (
        replace(
            read, table=read.table[inside], shapes=read.shapes[inside], drawing=read.drawing[inside]
        ),
        int((~inside).sum()),
    )


def _require_no_overlap(read: Wards, file: str) -> None:
    overlaps = coverage_faults(read.shapes, read.table["authority_code"]).overlaps
    if not overlaps:
        return
    first, names = overlaps[0], read.table["ward_name"]
    more = f" {len(overlaps) - 1:,} more pairs do too." if len(overlaps) > 1 else ""
    raise DataProblem(
        f"Areas of {file} overlap.",
        f"“{names[first.code]}” ({first.code}) and “{names[first.other_code]}” ({first.other_code}) share "
        f"{first.square_metres / 1e6:,.2f} km², {first.share:.0%} of the smaller.{more}",
        "An offence there would count twice: cut them so that they only touch, or load them as two geographies.",
    )


def _authorities(read: Wards, ground: Ground) -> pd.Series:
    """The authority of each area: the one its file says if it has ground there, else where most postcodes lie, else most ground."""
    shares = pd.DataFrame(
        {
            code: shapely.area(shapely.intersection(read.shapes.to_numpy(), outline))
            for code, outline in ground.outlines.items()
        },
        index=read.shapes.index,
    )
    known = read.table["authority_code"]
    stated = known.isin(shares.columns)
    listed = [str(code) for code in shares.columns]
    has_ground = [
        bool(stated[code]) and float(shares.loc[code, known[code]]) > 0 for code in shares.index
    ]
    by_ground = shares.idxmax(axis=1)
    by_postcodes = _postcodes(read.shapes, ground).reindex(columns=listed)
    most = by_postcodes.idxmax(axis=1).where(by_postcodes.sum(axis=1) > 0, by_ground)
    return most.where(~np.array(has_ground), known).astype(str)


def _postcodes(shapes: pd.Series, ground: Ground) -> pd.DataFrame:
    """How many postcodes each area has in each authority."""
    points = shapely.points(ground.postcodes)
    area, at = shapely.STRtree(points).query(shapes.to_numpy(), predicate="intersects")
    counts = {}
    for code, outline in ground.outlines.items():
        shapely.prepare(outline)
        here = shapely.intersects(outline, points)
        counts[code] = np.bincount(area[here[at]], minlength=len(shapes))
    return pd.DataFrame(counts, index=shapes.index)


def _parts(read: Wards, ground: Ground) -> tuple[pd.DataFrame, list[str], list[str]]:
    """A row a part: ward_name, authority_code, shape, by code; names of areas that were cut, and of those that reach beyond all."""
    rows, cut, outside = {}, list[str](), list[str]()
    home = shapely.union_all(ground.outlines.to_numpy())
    shapely.prepare(ground.outlines.to_numpy())
    for code, (name, authority, _) in zip(
        read.table.index, read.table[COLUMNS].itertuples(index=False), strict=True
    ):
        shape, own = read.shapes[code], ground.outlines[authority]
        beyond = {} if own.contains(shape) else _foreign(shape, authority, ground)
        if not beyond.keys() - {""}:
            left = shape if "" not in beyond else _polygons(shapely.intersection(shape, home))
        else:
            left = _polygons(shapely.intersection(shape, own))
            cut.append(name)
        if "" in beyond:
            outside.append(name)
        rows[code] = name, authority, left
        for other in beyond.keys() - {""}:
            words = f"{name} (part in {ground.names[other]})"
            rows[f"{code}-{other}"] = words, other, beyond[other]
    return _frame(rows), cut, outside


def _foreign(
    shape: shapely.Geometry, authority: str, ground: Ground
) -> dict[str, shapely.Geometry]:
    """What of an area truly lies in each other authority, and under an empty code in none."""
    pieces = {
        str(code): wide_pieces(shapely.intersection(shape, outline))
        for code, outline in ground.outlines.items()
        if code != authority
    }
    pieces[""] = wide_pieces(
        shapely.difference(shape, shapely.union_all(ground.outlines.to_numpy()))
    )
    return {code: shapely.union_all(parts) for code, parts in pieces.items() if parts}


def _rest(parts: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """What the areas leave out of each authority, as an area more; none where it is no wider than two drawings of a line differ by."""
    covered = shapely.union_all(parts["shape"].to_numpy())
    rows = {}
    for code, outline in ground.outlines.items():
        pieces = wide_pieces(shapely.difference(outline, covered))
        if pieces:
            rows[f"rest-{code}"] = f"Rest of {ground.names[code]}", code, shapely.union_all(pieces)
    return _frame(rows)


def _frame(rows: dict[str, tuple[str, str, shapely.Geometry]]) -> pd.DataFrame:
    columns = ["ward_name", "authority_code", "shape"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape without the lines and points along which it merely touches another."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _said(
    read: Wards,
    file: str,
    beyond: int,
    elsewhere: list[str],
    cut: list[str],
    outside: list[str],
    rest: pd.DataFrame,
) -> list[str]:
    """How the areas join with the wards, in sentences."""
    names = read.table["ward_name"]
    twice = sorted(set(names[names.duplicated()]))
    left = ", ".join(
        f"{row['shape'].area / 1e6:,.1f} km² ({row['ward_name']})" for _, row in rest.iterrows()
    )
    sentences = [
        f"{file}: {len(names):,} areas of the geography “{read.title}” lie within {served().name}"
        + (f"; {beyond:,} lie elsewhere and are left out." if beyond else "."),
        f"In another authority than the file says lie {_listed(elsewhere)}: they count where they lie."
        if elsewhere
        else "",
        f"In more than one authority lie {_listed(cut)}: the part in each counts there, under a name of its own."
        if cut
        else "",
        f"Beyond {served().name} reach {_listed(outside)}: what lies there is left out."
        if outside
        else "",
        f"The areas leave ground uncovered, which counts as an area more in each authority: {left}."
        if left
        else "",
        f"More than one area is called {_listed(twice)}: codes tell these apart." if twice else "",
    ]
    return [sentence for sentence in sentences if sentence]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(f"“{name}”" for name in names[:MOST_NAMED]) + (
        f" and {more:,} more" if more > 0 else ""
    )
