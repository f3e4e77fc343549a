"""Requests that wait for their person's word"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "offers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("person_id", whole, nullable=False),
        sa.Column("chat_id", whole, nullable=False),
        sa.Column("thread_id", whole),
        sa.Column("direct_topic_id", whole),
        sa.Column("request_id", whole, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Integer()),
        sa.Column("offered_at", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_offers"),
        sa.UniqueConstraint("source", name="uq_offers_source"),
        sqlite_strict=True,
    )
    op.create_index("ix_offers_person", "offers", ["person_id"])
    op.create_index("ix_offers_chat", "offers", ["chat_id"])
    op.create_index("ix_offers_offered", "offers", ["offered_at"])
