"""A sealed secret opens by its passphrase alone, and a changed one by none."""

from __future__ import annotations

import json

import pytest

from geo.core.errors import DataProblem
from loaders.backup.sealing import WrongPassphrase, sealed, unsealed

SECRET, PASSPHRASE = b"salt of a store", "a long enough passphrase"


def test_a_secret_comes_back_by_its_passphrase_and_is_never_sealed_alike() -> None:
    first, second = sealed(SECRET, PASSPHRASE), sealed(SECRET, PASSPHRASE)
    assert unsealed(first, PASSPHRASE) == unsealed(second, PASSPHRASE) == SECRET
    assert first != second and SECRET not in first
    with pytest.raises(WrongPassphrase):
        unsealed(first, PASSPHRASE + ".")


def test_a_changed_or_foreign_document_is_not_taken_for_one() -> None:
    document = json.loads(sealed(SECRET, PASSPHRASE))
    with pytest.raises(WrongPassphrase):
        unsealed(json.dumps(document | {"salt": document["nonce"]}).encode(), PASSPHRASE)
    for wrong in (b"[]", b"{}", b"not JSON", json.dumps(document | {"scrypt": 2**30}).encode()):
        with pytest.raises(ValueError, match=r"sealed salt|more work|Expecting"):
            unsealed(wrong, PASSPHRASE)


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(DataProblem, match="12 are the fewest"):
        sealed(SECRET, "eleven sign")
