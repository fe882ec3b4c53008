"""Whether the language and alphabet that a person is written to were chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The step. Up to release 0.4.0 nobody was asked to be written to otherwise but by wish, and the audit noted it."""
    op.add_column("subscribers", sa.Column("language_chosen", sa.Boolean, nullable=True))
    op.add_column("subscribers", sa.Column("alphabet_chosen", sa.Boolean, nullable=True))
    subscribers = sa.table("subscribers", *map(sa.column, ("number", "language_chosen", "alphabet_chosen")))
    audit = sa.table("audit", *map(sa.column, ("number", "what")))
    wished = sa.select(audit.c.number).where(audit.c.what == "SetReading")
    op.execute(
        sa.update(subscribers)
        .where(subscribers.c.number.in_(wished))
        .values(language_chosen=sa.true(), alphabet_chosen=sa.true())
    )
