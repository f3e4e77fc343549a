"""Bots that rows belong to: their numbers of messages and updates mean nothing to another"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "current_bot",
        sa.Column("id", whole, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_current_bot"),
        sqlite_strict=True,
    )
    for table in ("drawings", "offers", "refusals"):
        op.add_column(table, sa.Column("bot_id", whole, nullable=False, server_default="0"))
    # Another bot may have an update of the same number: the table is made anew, with the other constraint.
    op.drop_index("ix_deferred_updates_chat", "deferred_updates")
    op.rename_table("deferred_updates", "deferred_before")
    op.create_table(
        "deferred_updates",
        sa.Column("id", whole, nullable=False),
        sa.Column("bot_id", whole, nullable=False, server_default="0"),
        sa.Column("update_id", whole, nullable=False),
        sa.Column("chat_id", whole, nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deferred_updates"),
        sa.UniqueConstraint("bot_id", "update_id", name="uq_deferred_updates_bot_id_update_id"),
        sqlite_strict=True,
    )
    columns = "id, update_id, chat_id, person_id, content"
    op.execute(f"INSERT INTO deferred_updates ({columns}) SELECT {columns} FROM deferred_before")  # noqa: S608 - our own names
    op.drop_table("deferred_before")
    op.create_index("ix_deferred_updates_chat", "deferred_updates", ["chat_id", "id"])
