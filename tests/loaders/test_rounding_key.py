"""The key of rounded counts: made once, the same for all, and named in words where it is of no use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.rounding_key import NAME, rounding_key
from loaders.store.builds import BuildStore


def test_a_store_gets_a_key_of_its_own_that_stays(tmp_path: Path) -> None:
    stores = [tmp_path / "one", tmp_path / "two"]
    for store in stores:
        BuildStore(store).prepare()
    keys = [rounding_key(store) for store in stores]
    assert keys[0] != keys[1] and len(keys[0]) == 32
    BuildStore(stores[0]).prepare()
    assert rounding_key(stores[0]) == keys[0]


def test_twenty_who_ask_at_once_get_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(rounding_key, [tmp_path] * 20))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("text", ["", "not hexadecimal" * 5, "5e" * 8])
def test_what_is_no_key_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(DataProblem, match="cannot be shown") as refused:
        rounding_key(tmp_path)
    assert NAME in refused.value.saw and NAME in refused.value.do


def test_a_store_that_is_not_there_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="cannot be shown"):
        rounding_key(tmp_path / "nowhere")
