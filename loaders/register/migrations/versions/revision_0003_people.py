"""The history says who made each change: an id that stays, as the sign-in gives it, and a name to be shown, beside the role.

Changes of before hold neither; they were made under a role alone.
"""

from __future__ import annotations

import sqlalchemy as sql
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    for column in ("by_subject", "by_name"):
        op.add_column("history", sql.Column(column, sql.Text, nullable=False, server_default=""))
