"""Words that are not drawn"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forbidden_words",
        sa.Column("whose", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, autoincrement=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("forbidden_at", sa.Double().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("whose", "word", name="pk_forbidden_words"),
        sqlite_strict=True,
    )
