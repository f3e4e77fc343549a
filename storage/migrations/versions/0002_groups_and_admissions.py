"""Add what groups set, what people leave open, who was let in, and what is to be forgotten"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    # What a person has not set is now told apart from what they have set to "no": a group's default fills the gap.
    with op.batch_alter_table("people", recreate="auto", table_kwargs={"sqlite_strict": True}) as people:
        people.alter_column("seed_mode", existing_type=sa.Text(), nullable=True)
        people.alter_column("enhance", existing_type=sa.Integer(), nullable=True)
        people.alter_column("as_file", existing_type=sa.Integer(), nullable=True)
    op.execute("UPDATE people SET seed_mode = NULL WHERE seed_mode = 'random'")
    op.execute("UPDATE people SET enhance = NULL WHERE enhance = 0")
    op.execute("UPDATE people SET as_file = NULL WHERE as_file = 0")

    op.add_column("chats", sa.Column("is_off", sa.Integer(), nullable=False, server_default="0"))
    for column in (
        sa.Column("per_day", sa.Integer()),
        sa.Column("seed_mode", sa.Text()),
        sa.Column("seed_value", ID),
        sa.Column("ratio_width", sa.Integer()),
        sa.Column("ratio_height", sa.Integer()),
        sa.Column("enhance", sa.Integer()),
        sa.Column("as_file", sa.Integer()),
        sa.Column("suffix", sa.Text()),
        sa.Column("negatives", sa.Text()),
    ):
        op.add_column("chats", column)

    op.add_column("drawings", sa.Column("forgotten", sa.Integer(), nullable=False, server_default="0"))

    op.create_table(
        "admissions",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("is_allowed", sa.Integer(), nullable=False),
        sa.Column("decided_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admissions")),
        sqlite_strict=True,
    )
