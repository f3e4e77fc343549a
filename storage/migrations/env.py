"""Alembic's entry: migrations run on the bot's own connection, which `storage.database` hands over."""

from alembic import context

from storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
