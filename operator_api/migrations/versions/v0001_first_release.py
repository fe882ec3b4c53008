"""The books of release 0.1.0."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """The step."""
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=True),
        sa.Column("before", sa.Text, nullable=True),
        sa.Column("after", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_number", "audit", ["number"], unique=False)
    op.create_table(
        "kept_answers",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=True),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("ix_kept_answers_at", "kept_answers", ["at"], unique=False)
    op.create_index("ix_kept_answers_sealed", "kept_answers", ["sealed", "at"], unique=False)
    op.create_table(
        "subscribers",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("balance", sa.BigInteger, nullable=False),
        sa.Column("tariff", sa.String(length=32), nullable=False),
        sa.Column("tariff_since", sa.Float, nullable=False),
        sa.Column("activated", sa.Float, nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("alphabet", sa.String(length=8), nullable=False),
        sa.Column("stopped", sa.Boolean, nullable=False),
        sa.Column("blocked", sa.Boolean, nullable=False),
        sa.Column("pending_tariff", sa.String(length=32), nullable=True),
        sa.Column("pending_at", sa.Float, nullable=True),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "passwords",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("hash", sa.String(length=255), nullable=False),
        sa.Column("chosen", sa.Boolean, nullable=False),
        sa.Column("issued_at", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float, nullable=True),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "passwords_issued",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_passwords_issued_at", "passwords_issued", ["at"], unique=False)
    op.create_index("ix_passwords_issued_number", "passwords_issued", ["number"], unique=False)
    op.create_table(
        "services_on",
        sa.Column("number", sa.String(length=15), nullable=False),
        sa.Column("service", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"],
            ["subscribers.number"],
        ),
        sa.PrimaryKeyConstraint("number", "service"),
    )
