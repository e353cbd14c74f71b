"""Every file that leaves, and what is printed or said aloud, names the build and the version of the program."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from loaders.partners.files import Upload, keep_partner_file
from loaders.register.register import open_registers
from loaders.version import version
from tests.conftest import copy_of, current
from tests.large_versions import a_few
from tests.pages.running import APP, PageOutput, run
from tests.pages.test_stop_and_search import signed
from ui.text.stop_and_search import panels as panel_text

EXTRACT = "The force's own records, demonstration"
PACK = {
    "name": "Spring",
    "panel": "Community Scrutiny Panel",
    "first_month": "2022-01",
    "last_month": "2022-03",
    "strata": "object",
    "size": 20,
    "seed": 7,
}
TAKEN_AWAY: list[tuple[str, dict[str, Any], set[str]]] = [
    ("", {"show": "Table"}, {"csv", "xlsx", "geojson"}),
    ("compare", {}, {"csv", "xlsx", "geojson"}),
    ("wards", {"ward": "Eastcott"}, {"csv", "xlsx", "geojson"}),
    ("lines", {"source": EXTRACT, "lines_show": "By month"}, {"csv", "xlsx"}),
    ("lines", {"source": EXTRACT, "lines_show": "By ward"}, {"csv", "xlsx", "geojson"}),
    ("lines", {"source": EXTRACT, "lines_show": "By age"}, {"csv", "xlsx"}),
    ("lines", {"source": EXTRACT, "lines_show": "Hours and days"}, {"csv", "xlsx"}),
    ("hotspots", {}, {"csv", "geojson", "gpx"}),
    ("operations", {"board": "Register"}, {"zip"}),
    ("stop_and_search", {}, {"csv", "xlsx", "geojson"}),
    ("stop_and_search", {"searches": "Effectiveness"}, {"csv", "xlsx", "geojson"}),
    ("stop_and_search", {"searches": "Proportionality"}, {"csv", "xlsx"}),
    ("stop_and_search", {"searches": "Section 60"}, {"csv", "xlsx"}),
    ("stop_and_search", {"searches": "Panel"}, {"csv", "xlsx"}),
    ("duty", {"duty": "Money"}, {"csv", "xlsx"}),
    ("duty", {"duty": "Needs"}, {"json"}),
    ("duty", {"duty": "Partners"}, {"csv", "xlsx"}),
    ("duty", {"duty": "Records"}, {"xlsx", "zip"}),
    ("data", {}, set()),
]
A_FEW = (0, 1, 2, 4, 7, 8, 9, 13, 15, 16, 17, 18)  # each page, and each module of OFFERING
# Where a file is offered: `downloads` for tables, and those that make a kind of their own
OFFERING = {
    "ui/components/downloads.py",
    "ui/data/mapping_form.py",
    "ui/duty/needs.py",
    "ui/duty/records.py",
    "ui/hotspots/files.py",
    "ui/register/files.py",
}


def freeze_an_edition() -> None:
    """A script, so that the answers have a session; it imports what it needs, since only its body is run."""
    from datetime import date

    from geo.core.schema import STREET
    from geo.core.selection import Selection
    from ui.answers import duty
    from ui.answers.store import pinned_build

    pinned_build.begin()
    duty.freeze("First", Selection(STREET, (), ("Robbery",), date(2022, 1, 1), date(2022, 12, 1)))


@pytest.fixture(scope="module")
def filled_store(demonstration_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with a pack, an edition, an authorisation and partner data in its register."""
    store = copy_of(demonstration_built, tmp_path_factory.mktemp("taken"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SVD_STORE", str(store))
        run("duty")  # what the brief states comes first, before anything is typed
        registers = open_registers(store, "demonstration")
        registers.add("panel_pack", PACK, "analyst")
        registers.add("section_60", signed(), "analyst")
        registers.add(
            "agreement",
            {
                "name": "Hospital sharing",
                "parties": "Hospital",
                "gateway": "the Duty",
                "purpose": "needs",
                "fields": "counts",
                "minimum_cell": 5,
                "start": "2023-01-31",
                "end": date.today() + timedelta(days=1),
            },
            "coordinator",
        )
        counted = (
            "indicator,area_code,period,numerator,denominator,value,source\n"
            "Admissions,E06000054,2022/23,77,900,1.5,made up\n"
        )
        keep_partner_file(
            registers,
            store,
            Upload(1, "counted.csv", counted.encode()),
            by="coordinator",
            on=date.today(),
        )
        frozen = AppTest.from_function(freeze_an_edition).run()
        assert not frozen.exception
    return store


@pytest.fixture
def store(filled_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SVD_STORE", str(filled_store))
    return filled_store


def kind_and_text(file: bytes) -> tuple[str, str]:
    """What a file is by what stands in it, and all that can be read in it."""
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            if "[Content_Types].xml" not in archive.namelist():
                return "zip", archive.read("register/register.json").decode()
        book = load_workbook(io.BytesIO(file), read_only=True)
        return "xlsx", repr([list(sheet.iter_rows(values_only=True)) for sheet in book])
    text = file.decode("utf-8-sig")
    if text.startswith("<?xml"):
        return "gpx", text
    if text.startswith("{"):
        return "geojson" if '"FeatureCollection"' in text else "json", text
    return "csv", text


def is_empty_form(kind: str, text: str) -> bool:
    """One line of headings, to be filled in and loaded: it holds no figure and nothing of a build."""
    return kind == "csv" and len(text.splitlines()) == 1


@pytest.mark.parametrize(
    ("page", "address", "kinds"),
    a_few(TAKEN_AWAY, [TAKEN_AWAY[at] for at in A_FEW]),
    ids=[" ".join([page or "briefing", *address.values()]) for page, address, _ in TAKEN_AWAY],
)
def test_a_file_names_its_build_and_the_version(
    store: Path, page: str, address: dict[str, str], kinds: set[str]
) -> None:
    files = [kind_and_text(file) for file in run(page, **address).files]
    filled = [(kind, text) for kind, text in files if not is_empty_form(kind, text)]
    assert {kind for kind, _ in filled} == kinds
    for kind, text in filled:
        assert current(store) in text and version() in text, (kind, text[:600])


def test_every_kind_of_file_is_looked_at() -> None:
    assert set().union(*(kinds for *_, kinds in TAKEN_AWAY)) == {
        "csv",
        "xlsx",
        "geojson",
        "gpx",
        "zip",
        "json",
    }


def test_no_other_module_offers_a_file() -> None:
    assert _calling("file_button") == OFFERING
    assert _calling("download_button") == {"ui/components/downloads.py"}


def _calling(function: str) -> set[str]:
    """Modules of the program in which a function is called."""
    return {
        path.relative_to(APP.parent).as_posix()
        for path in (APP.parent / "ui").rglob("*.py")
        if re.search(rf"(?<!def )\b{function}\(", path.read_text(encoding="utf-8"))
    }


def words(sent: PageOutput) -> str:
    return unescape(" ".join(sent.texts))


def test_what_is_printed_said_aloud_or_looked_up_names_them_too(store: Path) -> None:
    printed = words(run("stop_and_search", searches="Panel", pack_part=panel_text.PARTS["print"]))
    spoken = words(run("compare", mode="present"))
    looked_up = words(run("data"))
    for text in (printed, spoken, looked_up):
        assert f"Build {current(store)}, made " in text
        assert f"Serious violence dashboard, version {version()}." in text


def test_rejected_rows_leave_with_their_build_and_the_version(
    own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_STORE", str(own_store))
    files = [kind_and_text(file) for file in run("data").files]
    assert {kind for kind, _ in files} == {"csv", "xlsx"}
    assert all(current(own_store) in text and version() in text for _, text in files)
