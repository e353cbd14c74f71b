"""The columns of what is kept, and a digest that sees rows and nothing else."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from loaders.documents.columns import OFFENCE, SEARCH, UNSAID, WORD, completed, digest_of, same


def test_columns_a_source_does_not_say_are_unknown_or_null_and_in_order() -> None:
    given = {
        "month": pa.array([date(2025, 1, 1)] * 2),
        "force": pa.array(["wiltshire", "btp"]),
        "longitude": pa.array([-1.79, None]),
    }
    rows = completed(given, OFFENCE, 2)
    assert rows.schema == OFFENCE
    assert rows["force"].to_pylist() == ["wiltshire", "btp"]
    assert {name: rows[name].to_pylist() for name in UNSAID} == {
        "weapon": ["unknown"] * 2,
        "origin": ["unknown"] * 2,
        "line_type": ["not_recorded"] * 2,
    }
    assert rows["knife_enabled"].to_pylist() == [None, None]  # not said is not “no”


def test_searches_have_columns_of_their_own() -> None:
    assert completed({}, SEARCH, 0).schema == SEARCH


def test_one_word_for_every_row() -> None:
    assert same("unknown", 3).type == WORD
    assert same("unknown", 3).to_pylist() == ["unknown"] * 3


ROWS = {"source_row": [2, 3, 4], "word": ["b", "a", None], "degrees": [-1.79, 51.56, None]}


def _table(**columns: list[object]) -> pa.Table:
    return pa.table(ROWS | columns)


def test_order_line_and_layout_make_no_difference() -> None:
    rows = _table()
    turned = rows.take([2, 0, 1])
    assert digest_of(turned) == digest_of(rows)
    assert digest_of(_table(source_row=[20, 30, 40])) == digest_of(rows)
    assert digest_of(
        rows.set_column(1, "word", rows["word"].combine_chunks().dictionary_encode())
    ) == digest_of(rows)
    assert digest_of(pa.concat_tables([rows.slice(0, 1), rows.slice(1)])) == digest_of(rows)
    assert digest_of(_table(word=["b", "a", ""])) == digest_of(rows)


@pytest.mark.parametrize(
    "columns",
    [
        {"word": ["b", "a", "c"]},
        {"word": ["a", "b", None]},
        {"degrees": [-1.79, 51.56, 0.0]},
        {"degrees": [-1.790001, 51.56, None]},
    ],
)
def test_another_value_makes_another_digest(columns: dict[str, list[object]]) -> None:
    assert digest_of(_table(**columns)) != digest_of(_table())


def test_a_repeated_row_and_a_lost_row_are_seen() -> None:
    rows = _table()
    others = [rows.slice(1), pa.concat_tables([rows, rows.slice(0, 1)]), rows.slice(0, 0)]
    assert len({digest_of(rows), *map(digest_of, others)}) == 4


def test_a_value_in_another_column_is_another_row() -> None:
    first = pa.table({"gender": ["x"], "age": pa.array([None], pa.string())})
    other = pa.table({"gender": pa.array([None], pa.string()), "age": ["x"]})
    assert digest_of(first) != digest_of(other)
