"""The account on the web: sessions, usage, documents, messages, consultants."""

import sqlalchemy as sa
from alembic import op

from operator_api.finding import findable

revision = "0002"
down_revision = "0001"

AT_ONCE = 5_000
"""Subscribers written at once."""


def upgrade() -> None:
    """The step."""
    op.create_table(
        "captchas",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("digits", sa.String(length=8), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_captchas_at", "captchas", ["at"], unique=False)
    op.create_table(
        "consultants",
        sa.Column("login", sa.String(length=24), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("hash", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("login"),
    )
    op.create_table(
        "limits",
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=128), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("last", sa.Float, nullable=False),
        sa.Column("until", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("scope", "subject"),
    )
    op.create_index("ix_limits_until", "limits", ["until"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("sort", sa.String(length=8), nullable=False),
        sa.Column("alphabet", sa.String(length=8), nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_outbox_due", "outbox", ["due"], unique=False)
    op.create_index("ix_outbox_number_id", "outbox", ["number", "id"], unique=False)
    op.create_table(
        "password_requests",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("origin", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.LargeBinary(length=32), nullable=False),
        sa.Column("door", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Float, nullable=False),
        sa.Column("seen", sa.Float, nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("ix_sessions_door_subject", "sessions", ["door", "subject"], unique=False)
    op.create_index("ix_sessions_seen", "sessions", ["seen"], unique=False)
    op.create_index("ix_sessions_since", "sessions", ["since"], unique=False)
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("taken", sa.Float, nullable=True),
        sa.Column("taken_by", sa.String(length=32), nullable=True),
        sa.Column("done", sa.Float, nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_callbacks_number", "callbacks", ["number"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("format", sa.String(length=4), nullable=False),
        sa.Column("delivery", sa.String(length=8), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("ordered", sa.Float, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("due", sa.Float, server_default="0", nullable=False),
        sa.Column("tries", sa.Integer, server_default="0", nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_documents_number", "documents", ["number"], unique=False)
    op.create_index("ix_documents_state", "documents", ["state"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("peer", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("charge", sa.BigInteger, nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_events_at", "events", ["at"], unique=False)
    op.create_index("ix_events_number_at", "events", ["number", "at"], unique=False)
    op.add_column("audit", sa.Column("origin", sa.String(length=64), server_default="", nullable=False))
    op.add_column("audit", sa.Column("subject", sa.String(length=32), server_default="", nullable=False))
    op.drop_index("ix_audit_number", table_name="audit")
    op.create_index("ix_audit_number_id", "audit", ["number", "id"], unique=False)
    op.add_column("subscribers", sa.Column("sim_changed", sa.Float, server_default="0", nullable=False))
    op.add_column("subscribers", sa.Column("promised_amount", sa.BigInteger, nullable=True))
    op.add_column("subscribers", sa.Column("promised_fee", sa.BigInteger, nullable=True))
    op.add_column("subscribers", sa.Column("promised_until", sa.Date, nullable=True))
    op.add_column("subscribers", sa.Column("promised_due", sa.Float, nullable=True))
    op.add_column("subscribers", sa.Column("passport", sa.LargeBinary(length=32), nullable=True))
    folded = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
    op.add_column("subscribers", sa.Column("folded", folded, server_default="", nullable=False))
    op.add_column("subscribers", sa.Column("tail", sa.String(length=4), server_default="", nullable=False))
    _make_findable(op.get_bind())
    op.create_index("ix_subscribers_folded_number", "subscribers", ["folded", "number"], unique=False)
    op.create_index("ix_subscribers_tail", "subscribers", ["tail"], unique=False)
    for column in ("pending_at", "promised_due"):
        waits = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_subscribers_{column}", "subscribers", [column], sqlite_where=waits, postgresql_where=waits)


def _make_findable(connection: sa.Connection) -> None:
    """Not in SQL: that of SQLite knows no Cyrillic letters."""
    known = sa.table("subscribers", *map(sa.column, ("number", "name", "folded", "tail")))
    found = connection.execute(sa.select(known.c.number, known.c.name)).all()
    write = sa.update(known).where(known.c.number == sa.bindparam("of"))
    for start in range(0, len(found), AT_ONCE):
        rows = found[start : start + AT_ONCE]
        connection.execute(write, [{"of": number, **findable(number, name)} for number, name in rows])
