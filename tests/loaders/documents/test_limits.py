"""What a file may be before it is opened: archives, workbooks and text at their limits."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.documents import limits
from loaders.documents.workbook import opened_workbook
from tests.conftest import archive_file, write_file


def _packed(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _refused(data: bytes) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        limits.opened_archive(io.BytesIO(data), "a.zip")
    return raised.value


def test_a_harmless_archive_is_opened_and_read() -> None:
    archive = limits.opened_archive(io.BytesIO(_packed({"a/b.csv": b"1,2\n"})), "a.zip")
    assert limits.member_bytes(archive, archive.infolist()[0], "a.zip") == b"1,2\n"


@pytest.mark.parametrize("how", [zipfile.ZIP_LZMA])
def test_a_way_of_packing_that_may_ask_for_any_memory_is_refused(how: int) -> None:
    assert (
        _refused(_packed({"a.csv": b"x"}, how)).wrong
        == "a.zip is packed in a way that is not read here."
    )


def test_a_locked_archive_is_said_to_be_locked() -> None:
    data = bytearray(_packed({"a.csv": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert _refused(bytes(data)).wrong == "a.zip is locked with a password."


def test_a_link_in_an_archive_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("march.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert _refused(stream.getvalue()).wrong == "a.zip holds a link instead of a file."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_stands_twice_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("march.csv", "1")
        archive.writestr("march.csv", "2")
    problem = _refused(stream.getvalue())
    assert problem.wrong == "a.zip holds two files of one name."
    assert problem.saw == "The name is march.csv; which of them counts cannot be told."


def test_members_that_lie_over_one_another_cannot_hide_their_density() -> None:
    kernel = _packed(
        {"a.csv": b"1,2\n" * 50_000}
    )  # packs about a thousandfold alone: 200 kB in 0.3
    start, end = kernel.index(b"PK\x01\x02"), kernel.index(b"PK\x05\x06")
    names = [f"{number:05}".encode() for number in range(100)]
    entries = b"".join(kernel[start:end].replace(b"a.csv", name) for name in names)
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 100, 100, len(entries), start, 0)
    assert (
        "bytes for each packed byte; the most is 200"
        in _refused(kernel[:start] + entries + tail).saw
    )


def test_a_list_of_members_is_not_read_where_its_length_alone_is_too_much() -> None:
    problem = _refused(_packed({f"{number}.csv": b"" for number in range(66_000)}))
    assert problem.wrong == "a.zip is too large to unpack safely."
    assert (
        problem.saw == "It lists more than 5,000 files."
    )  # by the last record; the list says 66,000


def test_a_workbook_is_held_against_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_RATIO", 20)
    data = _packed({"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": bytes(100_000)})
    with pytest.raises(DataProblem) as raised, opened_workbook(io.BytesIO(data), "rows.xlsx"):
        pass
    assert raised.value.wrong == "rows.xlsx is too large to unpack safely."


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (b"a,b\n" + b"x" * 9_000_000, "a line of more than 4 MB"),
        (b"a," * 2_000 + b"\n1,2\n", "2,001 columns; the most is 2,000"),
        (b"a,b\n" + b"\n" * 3_000_000, "3,000,001 lines; the most is 3,000,000"),
        (b"a,b\n1,\0\n", "It holds zero bytes."),
    ],
)
def test_text_of_a_shape_that_no_table_has_is_refused(data: bytes, seen: str) -> None:
    with pytest.raises(DataProblem) as raised:
        limits.require_plain_text(data, "a.csv")
    assert seen in raised.value.saw


@pytest.mark.parametrize(
    "data",
    [b"", b"a,b\n1,2\n", b"a,b\r1,2\r", b"\xff\xfea\0", b'a,b\n"' + b"x" * 3_000_000 + b'",2\n'],
)
def test_text_that_people_have_is_let_through(data: bytes) -> None:
    limits.require_plain_text(data, "a.csv")


def test_a_pipe_and_a_device_are_no_files(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(DataProblem) as raised:
            limits.require_file(path)
        assert raised.value.wrong == f"{path.name} is not a file."


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_file(tmp_path, "a.csv", b"12345")
    assert limits.file_bytes(path)() == b"12345"
    monkeypatch.setattr(limits, "MOST_MEMBER_BYTES", 4)
    with pytest.raises(DataProblem) as raised:
        limits.file_bytes(path)()
    assert raised.value.wrong == "a.csv is too large to read."


def test_what_the_system_refuses_is_said_with_its_own_words(tmp_path: Path) -> None:
    with pytest.raises(DataProblem) as raised:
        limits.file_bytes(tmp_path / "gone.csv")()
    assert raised.value.wrong == "gone.csv cannot be opened."
    assert raised.value.saw == "The system says: No such file or directory."


def test_an_archive_is_named_in_its_own_words(tmp_path: Path) -> None:
    path = archive_file(tmp_path / "a.zip", {"a.csv": b"1"})
    archive = limits.opened_archive(io.BytesIO(path.read_bytes()), "a.zip")
    assert [member.filename for member in archive.infolist()] == ["a.csv"]
