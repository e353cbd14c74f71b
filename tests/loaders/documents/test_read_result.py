"""Every row that went in comes out, accepted or with its line and the first reason that applies."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from geo.core.errors import DataProblem
from loaders.documents.read_result import REJECTED, ReadResult, require_columns, split_by_faults

RAW = pa.table({"a": ["1", "2", "3"], "b": ["x", None, "z"]})


def test_a_missing_column_is_named_beside_those_that_are_there() -> None:
    with pytest.raises(DataProblem) as raised:
        require_columns(["operation", "ward"], ["ward_code", "ward", "start"], file="march.csv")
    assert raised.value.wrong == "march.csv has no column called “ward_code” and “start”."
    assert raised.value.saw == "Its columns are: operation, ward."
    assert raised.value.stands == "Nothing has been changed."


def test_columns_that_are_all_there_pass_in_any_order() -> None:
    require_columns(["b", "c", "a"], ["a", "b"], file="march.csv")


def test_a_faulty_row_keeps_its_line_its_text_and_the_first_reason() -> None:
    faults = {"first": np.array([False, True, False]), "second": np.array([False, True, True])}
    accepted, rejected = split_by_faults(RAW, faults, file="march.csv", lines=np.array([2, 4, 5]))
    assert accepted.tolist() == [True, False, False]
    assert rejected.columns.to_list() == REJECTED
    assert rejected.to_numpy().tolist() == [
        ["march.csv", 4, "first", "2,"],
        ["march.csv", 5, "second", "3,z"],
    ]


def test_rows_without_a_fault_are_all_kept() -> None:
    accepted, rejected = split_by_faults(
        RAW, {"first": np.zeros(3, bool)}, file="march.csv", lines=np.array([2, 3, 4])
    )
    assert accepted.tolist() == [True, True, True]
    assert rejected.columns.to_list() == REJECTED
    assert rejected.empty


def test_read_counts_accepted_and_rejected_rows() -> None:
    _, rejected = split_by_faults(
        RAW, {"odd": np.array([True, False, False])}, file="march.csv", lines=np.array([2, 3, 4])
    )
    assert ReadResult(RAW.slice(1), rejected).read == 3
    assert ReadResult(RAW).read == 3
