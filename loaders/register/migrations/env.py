"""How Alembic runs the register's migrations: on the connection it is given, inside that connection's one transaction.

Whoever runs them opens the transaction and ends it (loaders/register/upgrade.py), so that a kill leaves the old schema or the new one.
"""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
