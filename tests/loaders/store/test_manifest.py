"""What a build says of itself, and the hash by which two builds are told apart."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from loaders.store.manifest import Manifest, Partition, content_hash, file_digest

PART = Partition(
    "police_uk_street",
    "wiltshire",
    "2025-01",
    "2025-03",
    "d1",
    8,
    {"duplicate": 2},
    1,
    1,
    2,
    3,
    1,
    ("a.csv",),
    ("a note",),
    "offence/a.parquet",
    "rejected/a.parquet",
)
LATER, OTHER = (
    replace(PART, month="2025-03", digest="d2"),
    replace(PART, source_id="police_uk_btp", force="btp", digest="d3"),
)
MANIFEST = Manifest(
    "20250101T000000-abc",
    "real",
    "2025-01-01T00:00:00+00:00",
    "hash",
    {"drawing": "wards.geojson"},
    {"digest": "p"},
    (PART, LATER, OTHER),
    ({"month": "2024-12"},),
    {"cube.parquet": (12, "f" * 64)},
    "20241201T000000-abc",
)


def test_read_is_accepted_and_rejected() -> None:
    assert PART.read == 10


def test_a_file_that_does_not_say_when_it_was_published_stands_under_its_own_month() -> None:
    assert PART.publication == "2025-03"
    assert replace(PART, archive_month="2025-01").publication == ""


def test_a_manifest_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path / "manifest.json")
    assert Manifest.read(tmp_path / "manifest.json") == MANIFEST


def test_months_are_those_received_of_a_source_and_no_others() -> None:
    assert MANIFEST.months("police_uk_street") == [
        "2025-01",
        "2025-03",
    ]  # February was never loaded: absent, not zero
    assert MANIFEST.months("police_uk_street", "wiltshire") == ["2025-01", "2025-03"]
    assert MANIFEST.months("police_uk_street", "avon-and-somerset") == []
    assert MANIFEST.months("police_uk_search") == []


def test_totals_are_summed_by_source() -> None:
    assert MANIFEST.totals() == {
        "police_uk_btp": {
            "read": 10,
            "accepted": 8,
            "rejected": 2,
            "outside": 1,
            "without_location": 1,
            "near_edge": 2,
        },
        "police_uk_street": {
            "read": 20,
            "accepted": 16,
            "rejected": 4,
            "outside": 2,
            "without_location": 2,
            "near_edge": 4,
        },
    }


def test_the_content_hash_knows_rows_boundaries_and_residents_but_no_order_time_path_or_archive() -> (
    None
):
    whole = content_hash([PART, LATER], "b", "p")
    assert content_hash([LATER, PART], "b", "p") == whole
    assert (
        content_hash(
            [replace(PART, files=("z.csv",), file="z", archive_month="2026-01", notes=()), LATER],
            "b",
            "p",
        )
        == whole
    )
    others = [
        content_hash([PART], "b", "p"),
        content_hash([PART, LATER], "c", "p"),
        content_hash([PART, LATER], "b", "q"),
        content_hash([PART, replace(LATER, digest="d9")], "b", "p"),
        content_hash([PART, replace(LATER, month="2025-04")], "b", "p"),
    ]
    assert len({whole, *others}) == 6


def test_the_content_hash_is_sha_256_over_lines_that_can_be_written_down() -> None:
    lines = b"police_uk_street\twiltshire\t2025-01\td1\nb\np"
    assert content_hash([PART], "b", "p") == hashlib.sha256(lines).hexdigest()


def test_a_files_digest_is_its_size_and_sha_256(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_digest(tmp_path / "a") == (
        3,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    )
