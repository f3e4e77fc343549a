"""Since when an incident lasts, whether the owner was told, and of which they do not want to hear"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    time: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")
    op.add_column("incidents", sa.Column("since", time, nullable=False, server_default="0"))
    op.add_column("incidents", sa.Column("is_told", sa.Integer(), nullable=False, server_default="1"))
    op.create_table(
        "silences",
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("until", time, nullable=False),
        sa.PrimaryKeyConstraint("incident", name=op.f("pk_silences")),
        sqlite_strict=True,
    )
