"""A boundary file of one authority alone: the others keep the wards of the vintage before, and the line between them stays where it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.core.errors import DataProblem
from geo.core.vintage_words import vintage_words
from geo.space import areas
from geo.space.moved_ground import NO_AUTHORITY, reconciled_authorities
from loaders.area import area_file, served
from loaders.sources.boundaries import Wards


def missing_authorities(wards: Wards) -> tuple[str, ...]:
    """Codes of the area's authorities of which a file holds no ward, in the area's order."""
    held = set(wards.table["authority_code"])
    return tuple(code for code in served().codes if code not in held)


def completed(given: Wards, before: Wards | None, *, file: str) -> Wards:
    """The wards of a file, and of each authority of the area that it lacks those of the vintage before; the same where it lacks none.

    before  in use until now; None where there is none

    Ground along the border that only another drawing of the same line would give away or take stays with its authority, so that no
    point lies in two wards or in none; ground that truly moved (see geo.space.moved_ground) goes where the file says.

    Raises DataProblem where the area's file does not allow it, or no wards of a missing authority are held.
    """
    missing = missing_authorities(given)
    if not missing:
        return given
    _require_allowed(given, missing, file)
    lacking_now = (
        () if before is None else [c for c in missing if c not in missing_authorities(before)]
    )
    if before is None or len(lacking_now) < len(missing):
        lacking = _names(code for code in missing if code not in lacking_now)
        raise DataProblem(
            f"{file} holds no ward of {lacking}, and no earlier ones are held.",
            f"{_what_it_holds(given)}.",
            f"Load it together with a boundary file of {lacking}.",
        )
    mine = given.table["authority_code"].isin(served().codes)
    theirs = before.table["authority_code"].isin(missing)
    shapes = _settled(given, before, mine.to_numpy(), theirs.to_numpy())
    table = pd.concat([given.table[mine], before.table[theirs]])
    if table.index.has_duplicates:
        twice = table.index[table.index.duplicated()].tolist()
        raise DataProblem(
            f"{file} gives a ward a code that a ward of another authority has.",
            f"{_listed(twice)} {'is' if len(twice) == 1 else 'are'} of {_names(missing)} in the wards of {vintage_words(before.vintage)}.",
            "Mend the code, or load a file that holds every authority.",
        )
    table = table.sort_index()
    shapes = shapes.reindex(table.index)
    note = (
        f"{file} holds no ward of {_names(missing)}, which {'keeps' if len(missing) == 1 else 'keep'} the "
        f"{int(theirs.sum()):,} wards of {vintage_words(before.vintage)}."
    )
    return replace(
        given,
        table=table,
        shapes=shapes,
        drawing=areas.drawing_shapes(shapes),
        exactness=given.exactness
        if given.exactness == before.exactness
        else f"{given.exactness}, the rest {before.exactness}",
        notes=(*given.notes, note),
    )


def _require_allowed(given: Wards, missing: tuple[str, ...], file: str) -> None:
    if area_file().authorities_alone and len(missing) < len(served().codes):
        return
    do = f"Load a file that also holds {_names(missing)}"
    if len(missing) < len(served().codes):
        do += (
            ", or write “authorities_alone = true” under [boundaries] of the area file: then "
            f"{_names(missing)} {'keeps' if len(missing) == 1 else 'keep'} the wards of before"
        )
    raise DataProblem(
        f"{file} holds no ward of {_names(missing)}.", f"{_what_it_holds(given)}.", f"{do}."
    )


def _what_it_holds(given: Wards) -> str:
    counts = given.table["authority_name"].value_counts()
    named = [f"{number:,} of {name or 'no authority'}" for name, number in counts.head(6).items()]
    more = f" and {len(counts) - 6:,} authorities more" if len(counts) > 6 else ""
    return f"Its {len(given.table):,} wards are: {_listed(named)}{more}"


def _settled(
    given: Wards, before: Wards, mine: NDArray[np.bool_], theirs: NDArray[np.bool_]
) -> pd.Series:
    """Shapes of the file's wards and of those kept, on either side of one line."""
    own = given.table["authority_code"][mine]
    drawn = _outlines(given.shapes[mine], own)
    home = before.table["authority_code"].isin(served().codes).to_numpy()
    outlines_before = _outlines(before.shapes[home], before.table["authority_code"][home])
    moved = reconciled_authorities(
        outlines_before.reindex(outlines_before.index.intersection(drawn.index)), drawn
    )
    gained = moved[moved["reference_authority"] == NO_AUTHORITY]
    taken = shapely.union_all([shapely.Polygon(), *gained["geometry"]])
    parts = [shapely.difference(before.shapes[theirs], taken)]
    for authority, outline in drawn.items():
        shapes = given.shapes[mine][own == authority]
        if authority in outlines_before.index:
            won = moved.loc[moved["other_authority"] == authority, "geometry"]
            lost = moved.loc[moved["reference_authority"] == authority, "geometry"]
            without = shapely.difference(
                outlines_before[authority], shapely.union_all([shapely.Polygon(), *lost])
            )
            outline = shapely.union_all([without, *won])
        parts.append(_within(shapes, outline))
    shapes_before = pd.Series(np.asarray(parts[0]), index=before.table.index[theirs])
    return pd.concat([shapes_before, *parts[1:]])


def _within(shapes: pd.Series, outline: shapely.Geometry) -> pd.Series:
    """Wards cut to an outline; what of it lies in none goes to the ward that it has the longest line in common with."""
    cut = shapely.intersection(shapes.to_numpy(), outline)
    cut = np.array([_polygons(shape) for shape in cut], dtype=object)
    rest = shapely.get_parts(_polygons(shapely.difference(outline, shapely.union_all(cut))))
    tree = shapely.STRtree(cut)
    more: dict[int, list[shapely.Geometry]] = {}
    for piece in rest[shapely.area(rest) > 0]:
        beside = tree.query(piece, predicate="dwithin", distance=1)
        if not len(beside):
            continue
        lines = shapely.length(
            shapely.intersection(shapely.boundary(piece), shapely.buffer(cut[beside], 0.5))
        )
        more.setdefault(int(beside[np.argmax(lines)]), []).append(piece)
    for at, pieces in more.items():
        cut[at] = _polygons(shapely.union_all([cut[at], *pieces]))
    return pd.Series(cut, index=shapes.index)


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """The ground of a shape, without lines and points that cutting leaves."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])


def _outlines(shapes: pd.Series, authorities: pd.Series) -> pd.Series:
    """The ground of each authority, by code."""
    codes = sorted(set(authorities) & set(served().codes))
    whole = [shapely.union_all(shapes[authorities == code].to_numpy()) for code in codes]
    return pd.Series(whole, index=codes, dtype=object)


def _names(codes: Iterable[str]) -> str:
    return _listed([served().names.get(code, code) for code in codes])


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
