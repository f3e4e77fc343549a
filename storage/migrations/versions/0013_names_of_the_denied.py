"""Names of those who were denied before a denial removed them."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_DENIED = "(SELECT id FROM admissions WHERE is_allowed = 0)"


def upgrade() -> None:
    op.execute(f"UPDATE people SET name = '' WHERE id IN {_DENIED}")  # noqa: S608 - no words from outside
    op.execute(f"UPDATE drawings SET person_name = '' WHERE person_id IN {_DENIED}")  # noqa: S608
