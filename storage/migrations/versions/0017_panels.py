"""The message that shows a chat's settings; settings for --raw and --spoiler"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("people", "chats"):
        op.add_column(table, sa.Column("panel_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
        op.add_column(table, sa.Column("raw", sa.Integer()))
        op.add_column(table, sa.Column("spoiler", sa.Integer()))
        # Who wants prompts enriched does not want them drawn as written, whatever the group says.
        op.execute(f"UPDATE {table} SET raw = 0 WHERE enhance = 1")  # noqa: S608 - our own names
