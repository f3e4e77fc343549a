"""Add incidents of the owner's account, so that their end is told after a restart"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("met_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("incident", "met_by", name=op.f("pk_incidents")),
        sqlite_strict=True,
    )
