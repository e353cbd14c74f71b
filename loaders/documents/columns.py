"""The columns of what is kept: every source's rows are brought into these before they are written."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

WORD = pa.dictionary(pa.int32(), pa.string())

OFFENCE = pa.schema(
    [
        ("source_id", WORD),
        ("force", WORD),
        ("source_row", pa.int64()),
        ("crime_id", pa.string()),
        ("month", pa.date32()),
        ("occurred_from", pa.timestamp("s")),
        ("occurred_to", pa.timestamp("s")),
        ("recorded_on", pa.date32()),
        ("offence_type", WORD),
        ("offence_code", WORD),
        ("offence_title", WORD),
        ("weapon", WORD),
        ("knife_enabled", pa.bool_()),
        ("origin", WORD),
        ("origin_rule", WORD),
        ("line_type", WORD),
        ("line_basis", WORD),
        ("age_band", WORD),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("location_text", WORD),
        ("outcome", WORD),
        ("victim_age_band", WORD),
        ("line_judged_by", WORD),
        ("line_sure", WORD),
        ("line_judged_on", pa.date32()),
        ("operation_name", WORD),
        # Pseudonyms of the people named, parted by blanks; null where nobody is, or people are not kept.
        ("suspects", pa.string()),
        ("victims", pa.string()),
    ]
)
PERSON_COLUMNS = ("suspects", "victims")

SEARCH = pa.schema(
    [
        ("source_id", WORD),
        ("force", WORD),
        ("source_row", pa.int64()),
        ("month", pa.date32()),
        ("at", pa.timestamp("s", "UTC")),
        ("kind", WORD),
        ("object", WORD),
        ("legislation", WORD),
        ("outcome", WORD),
        ("linked", WORD),
        ("gender", WORD),
        ("age_band", WORD),
        ("ethnicity_self", WORD),
        ("ethnicity_officer", WORD),
        ("operation_name", WORD),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
    ]
)

PLACED = [("point_id", pa.int64()), ("ward_code", WORD), ("authority_code", WORD)]

UNSAID = {"weapon": "unknown", "origin": "unknown", "line_type": "not_recorded"}


def same(value: str, rows: int) -> pa.DictionaryArray:
    """One word for every row."""
    return pa.DictionaryArray.from_arrays(np.zeros(rows, dtype=np.int32), pa.array([value]))


def completed(columns: dict[str, pa.Array], schema: pa.Schema, rows: int) -> pa.Table:
    """The columns given, in the order of `schema`; what a source does not say is *unknown* or null."""
    arrays = []
    for field in schema:
        if field.name in columns:
            given = columns[field.name]
            arrays.append(given if given.type == field.type else _as(given, field.type))
        elif field.name in UNSAID:
            arrays.append(same(UNSAID[field.name], rows))
        else:
            arrays.append(pa.nulls(rows, field.type))
    return pa.table(arrays, schema=schema)


def _as(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    return (
        values.dictionary_encode()
        if wanted == WORD and not pa.types.is_dictionary(values.type)
        else values.cast(wanted)
    )


def _text(column: pa.Array) -> pa.Array:
    """Each value as text; degrees in millionths, which is as finely as places are published."""
    if pa.types.is_floating(column.type):
        column = pc.cast(pc.round(pc.multiply(column, 1e6)), pa.int64())
    return pc.fill_null(pc.cast(column, pa.string()), "")


def words_of(offences: pa.Table) -> frozenset[str]:
    """The types and titles that stand in offences."""
    names = ("offence_type", "offence_title")
    words = (word for name in names for word in pc.unique(offences[name]).to_pylist())
    return frozenset(word for word in words if word)


def digest_of(rows: pa.Table) -> str:
    """SHA-256 over the rows themselves, in an order of their own: file order, encoding and layout make no difference.

    The line a row stood on is left out; a null counts as empty.
    """
    columns = {
        name: rows[name].combine_chunks() for name in rows.schema.names if name != "source_row"
    }
    columns = {name: column for name, column in columns.items() if column.null_count < len(column)}
    always = {
        name: column[0].as_py()
        for name, column in columns.items()
        if pa.types.is_dictionary(column.type)
        and not column.null_count
        and np.ptp(column.indices.to_numpy()) == 0
    }
    texts = [_text(column) for name, column in columns.items() if name not in always]
    lines = pc.binary_join_element_wise(*texts, "\x1f") if texts else pa.array([], pa.string())
    if pa.types.is_string(lines.type):
        lines = lines.cast(pa.large_string())
    ordered = lines.take(pc.sort_indices(lines))
    digest = hashlib.sha256(f"{len(rows)} {list(columns)} {always}\n".encode())
    if len(ordered):
        digest.update(
            pc.binary_join(
                pa.ListArray.from_arrays(
                    pa.array([0, len(ordered)], pa.int32()), ordered.cast(pa.string())
                ),
                "\n",
            )[0].as_buffer()
        )
    return digest.hexdigest()
