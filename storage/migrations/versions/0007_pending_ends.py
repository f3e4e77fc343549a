"""Ends that wait for the answer to a request: a column of their own, in place of a reason before the end"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drawings", sa.Column("pending_end", sa.Text()))
    op.execute(
        "UPDATE drawings SET pending_end = reason, reason = NULL, finished_at = NULL"
        " WHERE state = 'submitting' AND reason IS NOT NULL"
    )
