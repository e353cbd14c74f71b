"""What tests of the loaders may ask for besides: an empty PostgreSQL for the register."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sql

from loaders.register.database import forget
from loaders.settings import setting


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty PostgreSQL that SVD_TEST_REGISTER names, set as the register's own."""
    address = setting("SVD_TEST_REGISTER")
    if not address:
        pytest.skip("SVD_TEST_REGISTER names no PostgreSQL that a test may empty")
    monkeypatch.setenv("SVD_REGISTER", address)

    def empty() -> None:
        for kind in ("real", "demonstration"):
            forget(address, kind)
            with sql.create_engine(address).begin() as connection:
                connection.execute(
                    sql.schema.DropSchema(f"register_{kind}", cascade=True, if_exists=True)
                )

    empty()
    yield address
    empty()
