"""Partial indexes of what is open, due, drawn or forgotten, in place of one of all drawings"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

IS_OPEN = "told_at IS NULL"
IS_DUE = "(state IN ('queued') AND slot_id IS NULL OR state IN ('ready', 'failed', 'cancelled', 'expired'))"


def upgrade() -> None:
    op.add_column("drawings", sa.Column("has_picture", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE drawings SET has_picture = 1 WHERE id IN (SELECT drawing_id FROM pictures)")
    op.drop_index("ix_drawings_open", "drawings")
    for name, columns, where in (
        ("open", ["state", "id"], IS_OPEN),
        ("open_of_person", ["person_id", "state"], IS_OPEN),
        ("open_in_chat", ["chat_id", "state", "slot_id"], IS_OPEN),
        ("due", ["chat_id", "id"], f"{IS_OPEN} AND {IS_DUE}"),
        ("sendable", ["state", "id"], "state IN ('queued') AND slot_id IS NOT NULL"),
        ("deadline", ["deadline_at"], "finished_at IS NULL"),
        ("drawn", ["created_at"], "state IN ('ready', 'delivered')"),
        ("pictured", ["told_at"], "has_picture = 1"),
        ("forgotten", ["forgotten", "chat_id"], "forgotten = 1"),
    ):
        op.create_index(f"ix_drawings_{name}", "drawings", columns, sqlite_where=sa.text(where))
    op.create_index("ix_drawings_request", "drawings", ["chat_id", "request_id"])
    op.create_index("ix_usage_subject", "usage", ["subject"])
