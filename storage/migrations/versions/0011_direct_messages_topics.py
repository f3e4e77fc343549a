"""The topic of a channel's direct messages that a drawing was asked for in"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drawings", sa.Column("direct_topic_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
