"""Add the models that draw, and what of a prompt the service in use could not do"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_choice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generator", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("text_model", sa.Text(), nullable=False),
        sa.Column("is_listed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_choice")),
        sqlite_strict=True,
    )
    op.add_column("drawings", sa.Column("dropped", sa.Text()))
    # What was dropped is said under each picture now, and no longer once in a lifetime.
    op.drop_column("people", "seed_warned")
