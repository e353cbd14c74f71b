"""What lies in files, folders and ZIP archives, and which archives are refused before anything is unpacked."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.archives import documents, listing
from loaders.documents.kinds_of_file import accounted
from tests.conftest import archive_file, write_file

MONTH = "2025-01/2025-01-wiltshire-street.csv"


def _refused(path: Path) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        documents([path])
    assert raised.value.stands == "Nothing has been changed."
    return raised.value


def test_a_folder_gives_its_readable_files_by_name_and_passes_over_others(tmp_path: Path) -> None:
    for name in ("2025-02/b.csv", "2025-01/a.csv", "2025-01/photo.png", "notes.docx", "c.GeoJSON"):
        write_file(tmp_path / "in", name, b"x")
    archive_file(tmp_path / "in" / "z.zip", {"d.csv": b"data", "folder/e.exe": b"x"})
    assert [document.name for document in documents([tmp_path / "in"])] == [
        "a.csv",
        "b.csv",
        "c.GeoJSON",
        "d.csv",
    ]


def test_an_archive_member_is_read_only_when_asked_and_has_no_path(tmp_path: Path) -> None:
    path = archive_file(tmp_path / "2025-03.zip", {MONTH: b"a,b\n1,2\n"})
    [document] = documents([path])
    assert (document.name, document.archive_month, document.size, document.path) == (
        "2025-01-wiltshire-street.csv",
        "2025-03",
        8,
        None,
    )
    assert document.read() == b"a,b\n1,2\n"


def test_an_archive_without_a_month_in_its_name_has_that_of_its_newest_folder(
    tmp_path: Path,
) -> None:
    path = archive_file(
        tmp_path / "latest.zip", {MONTH: b"x", "2025-04/2025-04-wiltshire-street.csv": b"x"}
    )
    assert {document.archive_month for document in documents([path])} == {"2025-04"}


def test_a_folder_named_for_an_archive_month_stands_for_the_archive(tmp_path: Path) -> None:
    fetched = write_file(tmp_path / "2025-12", MONTH, b"x")
    loose = write_file(tmp_path / "mine", MONTH, b"x")
    assert [document.archive_month for document in documents([fetched, loose])] == ["2025-12", ""]


def test_a_zipped_shapefile_stays_one_document(tmp_path: Path) -> None:
    path = archive_file(tmp_path / "wards.zip", {"wards.shp": b"x", "wards.dbf": b"x"})
    [document] = documents([path])
    assert (document.name, document.path) == ("wards.zip", path)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    problem = _refused(tmp_path / "gone.csv")
    assert problem.wrong == "There is no file or folder gone.csv."
    assert problem.do == "Check the path."


def test_a_truncated_archive_is_not_whole(tmp_path: Path) -> None:
    path = archive_file(tmp_path / "2025-03.zip", {MONTH: b"a,b\n" * 1_000})
    path.write_bytes(path.read_bytes()[:-40])
    problem = _refused(path)
    assert problem.wrong == "2025-03.zip is not a whole ZIP archive."
    assert problem.saw == f"File is not a zip file; it has {path.stat().st_size:,} bytes."
    assert problem.do == "The download probably stopped early: fetch it again."


def test_a_member_damaged_inside_the_archive_is_named(tmp_path: Path) -> None:
    path = tmp_path / "2025-03.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(MONTH, b"a,b\n1,2\n")
    path.write_bytes(path.read_bytes().replace(b"1,2", b"9,2"))
    [document] = documents([path])
    with pytest.raises(DataProblem) as raised:
        document.read()
    assert raised.value.wrong == f"{MONTH} in 2025-03.zip cannot be unpacked."
    assert raised.value.do == "The archive is damaged or locked with a password: fetch it again."


@pytest.mark.parametrize(
    "name", ["../../x.csv", "2025-01/../../x.csv", "/etc/x.csv", "..\\..\\x.csv", "C:\\x.csv"]
)
def test_a_member_that_points_outside_is_refused(tmp_path: Path, name: str) -> None:
    problem = _refused(archive_file(tmp_path / "2025-03.zip", {MONTH: b"x", name: b"x"}))
    assert problem.wrong == "2025-03.zip holds a file that points outside the archive."
    assert problem.saw == f"Its name is {name}."
    assert problem.do == "Do not use this archive; ask where it came from."


Bomb = Callable[[Path, pytest.MonkeyPatch], Path]


def _too_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(limits, "MOST_MEMBERS", 3)
    return archive_file(folder / "bomb.zip", {f"{number}.csv": b"x" for number in range(4)})


def _too_much(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(limits, "MOST_BYTES", 3_000_000)
    noise = bytes(range(256)) * 10_000
    return archive_file(folder / "bomb.zip", {"1.csv": noise, "2.csv": noise})


def _too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(limits, "MOST_MEMBER_BYTES", 1_000_000)
    return archive_file(folder / "bomb.zip", {"1.csv": bytes(range(256)) * 8_000, "2.csv": b"x"})


def _too_dense(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(limits, "MOST_RATIO", 10)
    path = archive_file(folder / "bomb.zip", {"1.csv": b"0" * 100_000})
    assert path.stat().st_size < 1_000
    return path


@pytest.mark.parametrize(
    ("bomb", "seen"),
    [
        (_too_many, "4 files; the most is 3"),
        (_too_much, "0.0 GB unpacked; the most is 0.0 GB"),
        (_too_large, "a file of 2 MB; the most is 1 MB"),
        (_too_dense, "bytes for each packed byte; the most is 10"),
    ],
)
def test_an_archive_that_would_swell_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: Bomb, seen: str
) -> None:
    monkeypatch.setattr(limits, "MOST_RATIO", 1_000)
    problem = _refused(bomb(tmp_path, monkeypatch))
    assert problem.wrong == "bomb.zip is too large to unpack safely."
    assert seen in problem.saw
    assert problem.do == "Load it in parts, for example one year at a time."


def test_the_limits_are_those_agreed() -> None:
    assert (limits.MOST_BYTES, limits.MOST_MEMBER_BYTES) == (2 * 1024**3, 500 * 1024**2)
    assert (limits.MOST_MEMBERS, limits.MOST_RATIO) == (5_000, 200)


def test_every_file_is_either_read_or_named_with_the_reason_why_not(tmp_path: Path) -> None:
    names = [
        "june.xlsx", "july.xls", "august.tsv", "Thumbs.db", "~$june.xlsx", "notes.docx", "map.png", "old.mdb",
        "july.rar", "README", "x.unheard", "mapping.toml", "no-ending",
    ]  # fmt: skip
    for name in names:
        write_file(tmp_path / "in", name, b"x")
    inner = archive_file(tmp_path / "inner.zip", {"e.csv": b"x"}).read_bytes()
    archive_file(tmp_path / "in" / "z.zip", {"d.ods": b"x", "inner.zip": inner, "._d.ods": b"x"})
    listed = listing([tmp_path / "in"])
    read = [document.name for document in listed.documents]
    passed_over = [name for several in listed.passed_over.values() for name in several]
    assert read == ["august.tsv", "july.xls", "june.xlsx", "d.ods", "e.csv"]
    assert sorted([*read, *passed_over]) == sorted([*names, "d.ods", "e.csv", "._d.ods"])
    assert listed.passed_over["files that the computer's own system keeps"] == ["Thumbs.db", "._d.ods"]  # fmt: skip
    assert not any(document.named for document in listed.documents)


def test_many_files_of_one_reason_are_told_in_one_line() -> None:
    (line,) = accounted({"pictures": [f"{number}.png" for number in range(8)]})
    assert line == "Passed over (pictures): 0.png, 1.png, 2.png, 3.png, 4.png and 3 more."


def test_a_text_packed_by_itself_is_read_under_its_own_name(tmp_path: Path) -> None:
    path = write_file(tmp_path, "2025-01-wiltshire-street.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    inside = archive_file(tmp_path / "all.zip", {"june.tsv.gz": gzip.compress(b"a\tb\n")})
    one, two = documents([path, inside])
    assert (one.name, one.read(), one.path) == ("2025-01-wiltshire-street.csv", b"a,b\n1,2\n", None)
    assert (two.name, two.heading) == ("june.tsv", ["a", "b"])


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (gzip.compress(b"a,b\n" * 9_000)[:-20], "a.csv.gz cannot be unpacked."),
        (b"not packed", "a.csv.gz cannot be unpacked."),
        (gzip.compress(bytes(60 * 1024**2)), "a.csv.gz is too large to unpack safely."),
    ],
    ids=["torn", "not packed", "swells"],
)
def test_a_packed_text_that_is_torn_or_swells_is_refused(
    tmp_path: Path, data: bytes, wrong: str
) -> None:
    [document] = documents([write_file(tmp_path, "a.csv.gz", data)])
    with pytest.raises(DataProblem) as refused:
        document.read()
    assert refused.value.wrong == wrong
