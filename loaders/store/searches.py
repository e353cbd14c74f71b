"""Questions about stops and searches, each of one source: police.uk's and a force's own are the same searches, and never added together."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from geo.core.errors import DataProblem
from geo.core.schema import (
    OUTSIDE,
    WITHOUT_LOCATION,
)
from loaders.area import served
from loaders.sources import registry

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend

HOUR_SECONDS = 3_600
MOST_SECONDS = 30.0  # a question; the slowest of ten years takes about two
Months = Iterable[date]


def counted(
    backend: Backend,
    source_id: str,
    months: Months,
    authorities: tuple[str, ...],
    *,
    by: Iterable[str],
    legislation: Iterable[str],
) -> pd.DataFrame:
    """Searches by columns of the search table and *hour*: those of `by`, searches (int), in order."""
    import ibis

    grouped = list(by)
    if {"ward_code", "point_id"} & set(grouped) and any(
        name.startswith("ethnicity") for name in grouped
    ):
        raise DataProblem(
            "Searches are never counted by ethnicity below authority level.",
            "",
            "Ask for an authority.",
            "",
        )
    searches = _selected(backend, source_id, months, authorities, legislation)
    nowhere = searches.point_id.isnull().ifelse(WITHOUT_LOCATION, OUTSIDE)
    searches = searches.mutate(
        hour=searches["at"].epoch_seconds() // HOUR_SECONDS,
        ward_code=searches.ward_code.coalesce(nowhere),
    )
    counts = frame(
        searches.group_by(grouped).agg(searches=ibis._.count().cast("int64")).order_by(grouped)
    )
    if "hour" not in grouped:
        return counts
    began = pd.to_datetime(counts["hour"] * HOUR_SECONDS, unit="s", utc=True)
    counts["hour"] = began.dt.tz_convert(registry.declared(source_id).clock).dt.hour.astype(int)
    return counts.groupby(grouped, as_index=False, dropna=False)["searches"].sum()


def listed(
    backend: Backend,
    source_id: str,
    months: Months,
    authorities: tuple[str, ...],
    *,
    legislation: Iterable[str],
) -> pd.DataFrame:
    """The searches themselves, without anything about who was searched."""
    searches = _selected(backend, source_id, months, authorities, legislation)
    places = backend.table("point").select("point_id", "longitude", "latitude")
    columns = [
        "month",
        "source_row",
        "at",
        "kind",
        "object",
        "legislation",
        "outcome",
        "linked",
        "authority_code",
        "longitude",
        "latitude",
    ]
    rows = frame(
        searches.left_join(places, "point_id").select(columns).order_by(["month", "source_row"])
    )
    return rows.assign(hour=rows["at"].dt.tz_convert(registry.declared(source_id).clock).dt.hour)


def at_points(backend: Backend, source_id: str, months: Months) -> pd.DataFrame:
    """Searches at each map point of the area served: easting, northing (metres), offences (int)."""
    import ibis

    searches, points = backend.table("search"), backend.table("point")
    located = searches.filter(
        searches.source_id == source_id,
        searches.point_id.notnull(),
        searches.authority_code.isin(served().codes),
        searches.month.isin(tuple(months)),
    )
    summed = located.group_by("point_id").agg(offences=ibis._.count().cast("int64"))
    return frame(
        summed.join(points.select("point_id", "easting", "northing"), "point_id")
        .select(["easting", "northing", "offences"])
        .order_by(["easting", "northing"])
    )


def _selected(
    backend: Backend,
    source_id: str,
    months: Months,
    authorities: tuple[str, ...],
    legislation: Iterable[str],
) -> ir.Table:
    searches = backend.table("search")
    searches = searches.filter(searches.source_id == source_id, searches.month.isin(tuple(months)))
    if laws := tuple(legislation):
        searches = searches.filter(searches.legislation.isin(laws))
    nowhere = searches.authority_code.isnull() & (searches.force == served().force)
    return searches.filter(
        searches.authority_code.isin(authorities)
        if authorities
        else searches.authority_code.isin(served().codes) | nowhere
    )


def frame(answer: ir.Table) -> pd.DataFrame:
    """An answer as a frame. Ibis's own way to pandas imports geopandas, which the first map need not wait for.

    Raises DataProblem where it takes longer than MOST_SECONDS: one reader's question must not keep the server from all others.
    """
    import duckdb

    stop = threading.Timer(MOST_SECONDS, answer.get_backend().con.interrupt)
    stop.start()
    try:
        return answer.to_pyarrow().to_pandas()
    except duckdb.InterruptException as problem:
        raise DataProblem(
            "This question takes too long.",
            f"It was stopped after {MOST_SECONDS:g} seconds.",
            "Choose fewer months, or fewer filters.",
        ) from problem
    finally:
        stop.cancel()
