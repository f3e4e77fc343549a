"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME: sa.types.TypeEngine[float] = sa.Double().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("moved_to", ID),
        sa.Column("closed_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sqlite_strict=True,
    )
    op.create_table(
        "drawings",
        sa.Column("id", ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("chat_id", ID, nullable=False),
        sa.Column("thread_id", ID),
        sa.Column("request_id", ID),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("seed", ID, nullable=False),
        sa.Column("notify", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("operation_id", sa.Text()),
        sa.Column("extended", sa.Text()),
        sa.Column("extension_failed", sa.Integer(), nullable=False),
        sa.Column("seed_kept", sa.Integer(), nullable=False),
        sa.Column("submissions", sa.Integer(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("slot_id", ID),
        sa.Column("slot_replies", sa.Integer(), nullable=False),
        sa.Column("slot_fresh", sa.Integer(), nullable=False),
        sa.Column("old_slot_id", ID),
        sa.Column("lost_slots", sa.Integer(), nullable=False),
        sa.Column("edit_noted", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Text()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("deadline_at", TIME, nullable=False),
        sa.Column("submitted_at", TIME),
        sa.Column("finished_at", TIME),
        sa.Column("told_at", TIME),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drawings")),
        sa.UniqueConstraint("source", "idx", name=op.f("uq_drawings_source_idx")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_drawings_created", "drawings", ["created_at"])
    op.create_index("ix_drawings_open", "drawings", ["told_at", "state", "id"])
    op.create_index("ix_drawings_person", "drawings", ["person_id", "id"])
    op.create_index("ix_drawings_slot", "drawings", ["chat_id", "slot_id"])
    op.create_table(
        "people",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language_code", sa.Text()),
        sa.Column("language", sa.Text()),
        sa.Column("seed_mode", sa.Text(), nullable=False),
        sa.Column("seed_value", ID),
        sa.Column("ratio_width", sa.Integer()),
        sa.Column("ratio_height", sa.Integer()),
        sa.Column("enhance", sa.Integer(), nullable=False),
        sa.Column("as_file", sa.Integer(), nullable=False),
        sa.Column("notify", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.Text()),
        sa.Column("negatives", sa.Text()),
        sa.Column("seed_warned", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sqlite_strict=True,
    )
    op.create_table(
        "pictures",
        sa.Column("drawing_id", ID, autoincrement=False, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("mime_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawing_id"], ["drawings.id"], name=op.f("fk_pictures_drawing_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("drawing_id", name=op.f("pk_pictures")),
        sqlite_strict=True,
    )
