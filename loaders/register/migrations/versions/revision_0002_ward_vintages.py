"""Records that name a ward say of which vintage it is, since a code may be reused for other ground.

Whose wards the codes of existing records are is not known to the database: opening the register fills it in, in the same transaction
(loaders/register/ward_vintages.py).
"""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0002"
down_revision = "0001"

NAMING_A_WARD = (
    "operation_area",
    "instance",
    "bin_or_sweep",
    "other_work",
    "intervention",
    "spending",
    "joint_deployment",
    "section_60",
)


def upgrade() -> None:
    for table in NAMING_A_WARD:
        op.add_column(table, sql.Column("ward_vintage", sql.Text))
