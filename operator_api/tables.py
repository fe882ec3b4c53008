"""The tables of the books. What changes here gets a migration beside it (``operator_api/migrations``)."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

metadata = MetaData()


def _number(**options: Any) -> Column[str]:  # noqa: ANN401
    return Column("number", String(15), ForeignKey("subscribers.number"), nullable=False, **options)


def _where(condition: str) -> dict[str, Any]:
    """An index of the rows for which that is so."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


subscribers = Table(
    "subscribers",
    metadata,
    Column("number", String(15), primary_key=True),
    Column("name", Text, nullable=False),
    Column("balance", BigInteger, nullable=False),
    Column("tariff", String(32), nullable=False),
    Column("tariff_since", Float, nullable=False),
    Column("activated", Float, nullable=False),
    Column("language", String(2), nullable=False),
    Column("alphabet", String(8), nullable=False),
    Column("language_chosen", Boolean),
    Column("alphabet_chosen", Boolean),
    Column("stopped", Boolean, nullable=False),
    Column("blocked", Boolean, nullable=False),
    Column("pending_tariff", String(32)),
    Column("pending_at", Float),
    Column("sim_changed", Float, nullable=False, server_default="0"),
    Column("promised_amount", BigInteger),
    Column("promised_fee", BigInteger),
    Column("promised_until", Date),
    Column("promised_due", Float),
    Column("passport", LargeBinary(32)),
    # what the support desk finds people by: `operator_api.finding`
    Column("folded", String(100).with_variant(String(100, collation="C"), "postgresql"), nullable=False),
    Column("tail", String(4), nullable=False, index=True),
    Index("ix_subscribers_folded_number", "folded", "number"),
    # few wait for anything: `operator_api.settling`
    Index("ix_subscribers_pending_at", "pending_at", **_where("pending_at IS NOT NULL")),
    Index("ix_subscribers_promised_due", "promised_due", **_where("promised_due IS NOT NULL")),
)

services_on = Table(
    "services_on",
    metadata,
    _number(primary_key=True),
    Column("service", String(32), primary_key=True),
)

passwords = Table(
    "passwords",
    metadata,
    _number(primary_key=True),
    Column("hash", String(255), nullable=False),
    Column("chosen", Boolean, nullable=False),
    Column("issued_at", Float, nullable=False),
    Column("used_at", Float),
)

passwords_issued = Table(
    "passwords_issued",
    metadata,
    Column("id", Integer, primary_key=True),
    _number(index=True),
    Column("at", Float, nullable=False, index=True),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("key", String(255), primary_key=True),
    Column("fingerprint", LargeBinary(32), nullable=False),
    Column("answer", LargeBinary),
    Column("sealed", Boolean, nullable=False),
    Column("at", Float, nullable=False, index=True),
    Index("ix_kept_answers_sealed", "sealed", "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Float, nullable=False, index=True),
    Column("who", String(32), nullable=False),
    Column("what", String(32), nullable=False),
    Column("number", String(15), nullable=False),
    Column("key", String(255)),
    Column("before", Text),
    Column("after", Text, nullable=False),
    Column("origin", String(64), nullable=False, server_default=""),
    Column("subject", String(32), nullable=False, server_default=""),
    Index("ix_audit_number_id", "number", "id"),
)

# Usage

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", String(15), ForeignKey("subscribers.number"), nullable=False),
    Column("at", Float, nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("peer", String(32), nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("charge", BigInteger, nullable=False),
    Column("key", String(255), unique=True),
    Index("ix_events_number_at", "number", "at"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    _number(index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("format", String(4), nullable=False),
    Column("delivery", String(8), nullable=False),
    Column("email", String(254), nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("ordered", Float, nullable=False),
    Column("until", Date, nullable=False),
    Column("due", Float, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("content", LargeBinary),
)

# The way in

sessions = Table(
    "sessions",
    metadata,
    Column("token", LargeBinary(32), primary_key=True),
    Column("door", String(8), nullable=False),
    Column("subject", String(32), nullable=False),
    Column("since", Float, nullable=False, index=True),
    Column("seen", Float, nullable=False, index=True),
    Column("address", String(64), nullable=False),
    Index("ix_sessions_door_subject", "door", "subject"),
)

captchas = Table(
    "captchas",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("digits", String(8), nullable=False),
    Column("at", Float, nullable=False, index=True),
)

limits = Table(
    "limits",
    metadata,
    Column("scope", String(32), primary_key=True),
    Column("subject", String(128), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("since", Float, nullable=False),
    Column("last", Float, nullable=False),
    Column("until", Float, nullable=False, index=True),
)

password_requests = Table(
    "password_requests",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("number", String(15), nullable=False),
    Column("origin", String(64), nullable=False),
    Column("at", Float, nullable=False),
)

# Support

consultants = Table(
    "consultants",
    metadata,
    Column("login", String(24), primary_key=True),
    Column("name", Text, nullable=False),
    Column("hash", String(255), nullable=False),
)

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Integer, primary_key=True),
    _number(index=True),
    Column("at", Float, nullable=False),
    Column("about", Text, nullable=False),
    Column("taken", Float),
    Column("taken_by", String(32)),
    Column("done", Float),
    Column("done_by", String(32)),
)

# Messages to people

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("number", String(15), nullable=False),
    Column("sort", String(8), nullable=False),
    Column("alphabet", String(8), nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("at", Float, nullable=False),
    Column("due", Float, nullable=False, index=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("ix_outbox_number_id", "number", "id"),
)
