"""Published cases, read where they lie and put to the adapter; skipped by name where the folder is absent."""

from __future__ import annotations

import importlib.util
import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests import reference_adapter

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("SVD_WORKED_EXAMPLES", ROOT.parent / "shared" / "worked_examples"))
FILES = [json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]
CASES = [case for file in FILES for case in file.get("cases", [])]


def runner() -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_cases", FOLDER / "run_cases.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not CASES, reason=f"the worked examples are not in {FOLDER.name}")
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_published_case(case: dict[str, Any]) -> None:
    answered = getattr(reference_adapter, case["function"])(**case["inputs"])
    assert runner().compare(answered, case["expected"], case["tolerance"]) == []
