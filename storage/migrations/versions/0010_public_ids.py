"""Public ids of drawings, which stand for them in buttons and file names in place of their numbers"""

import secrets
import string

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LENGTH = 16
AT_ONCE = 1000


def upgrade() -> None:
    op.add_column("drawings", sa.Column("public_id", sa.Text()))
    op.add_column("drawings", sa.Column("numbered", sa.Integer(), nullable=False, server_default="0"))
    connection = op.get_bind()
    numbers = connection.execute(sa.text("SELECT id FROM drawings")).scalars().all()
    change = sa.text("UPDATE drawings SET public_id = :name, numbered = 1 WHERE id = :number")
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        connection.execute(change, [{"number": number, "name": _name()} for number in some])
    op.create_index("ix_drawings_public_id", "drawings", ["public_id"], unique=True)


def _name() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(LENGTH))
