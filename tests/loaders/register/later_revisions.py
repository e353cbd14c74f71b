"""Migrations that a later version might bring: the program's own, with made-up revisions after them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from geo.core.record_types import Field, Kind
from loaders.register.register import KINDS
from loaders.register.upgrade import MIGRATIONS, known_revisions

VENUE = Kind(
    "venue",
    "Venues",
    "venue",
    (
        Field("name", "Name", required=True),
        Field("step", "Step", "reference", refers_to="next_step"),
    ),
)
LATER_KINDS = (
    *(
        kind
        if kind.name != "next_step"
        else replace(
            kind,
            fields=(
                *kind.fields,
                Field("order", "Order", "integer"),
                Field("cost", "Cost", "money"),
                Field("after", "After", "reference", refers_to="next_step"),
            ),
        )
        for kind in KINDS
    ),
    VENUE,
)
LATER_UPGRADE = """
    op.create_table(
        "venue",
        sql.Column("id", sql.BigInteger, primary_key=True, autoincrement=False),
        sql.Column("version", sql.Integer, nullable=False),
        sql.Column("name", sql.Text),
        sql.Column("step", sql.BigInteger, sql.ForeignKey("next_step.id")),
    )
    op.add_column("next_step", sql.Column("order", sql.BigInteger))
    op.add_column("next_step", sql.Column("cost", sql.BigInteger))
    after = sql.Column("after", sql.BigInteger, sql.ForeignKey("next_step.id"))
    op.add_column("next_step", after, inline_references=True)
"""


def with_revisions(folder: Path, *upgrades: str) -> Path:
    """The program's migrations in a folder of their own, followed by one revision for each body of an `upgrade()`."""
    migrations = folder / "migrations"
    shutil.copytree(MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    for upgrade in upgrades:
        before = known_revisions(migrations)[-1]
        revision = f"{int(before) + 1:04}"
        text = (
            "import os\nimport sqlalchemy as sql\nfrom alembic import op\n"
            f"revision, down_revision = {revision!r}, {before!r}\n\n\n"
            f"def upgrade() -> None:\n{upgrade}"
        )
        (migrations / "versions" / f"revision_{revision}_made_up.py").write_text(text)
    return migrations
