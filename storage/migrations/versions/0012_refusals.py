"""Answers to messages that were not carried out"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "refusals",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("message_id", whole, nullable=False),
        sa.Column("told_at", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_refusals"),
        sqlite_strict=True,
    )
    op.create_index("ix_refusals_told", "refusals", ["told_at"])
    op.create_index("ix_refusals_person", "refusals", ["person_id"])
