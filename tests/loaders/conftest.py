"""What tests of the loaders may ask for besides: an empty PostgreSQL for the register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sql

from loaders.register.database import forget
from loaders.settings import setting
from tests import postgresql


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    """The address of a PostgreSQL that a test may empty: the one that SVD_TEST_REGISTER names, else one started for the session."""
    if address := setting("SVD_TEST_REGISTER"):
        yield address
    elif postgresql.programs() is None:
        pytest.skip("PostgreSQL is not on this machine, and SVD_TEST_REGISTER names none")
    else:
        # not in pytest's own folder, which a later run may clear away under the server
        with (
            TemporaryDirectory() as folder,
            postgresql.cluster(Path(folder) / "cluster") as address,
        ):
            yield address


@pytest.fixture
def elsewhere(postgresql_address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty PostgreSQL, set as the register's own."""
    address = postgresql_address
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
