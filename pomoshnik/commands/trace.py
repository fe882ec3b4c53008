"""``pomoshnik trace``"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from gateway.masking import masked
from gateway.retrace import Found, files_of, lines_of
from gateway.sms import Subscribers
from gateway.traced import AnyLine, GivenUp, Place, Received, Submitted, Turned
from gateway.vault import Vault
from pomoshnik.commands.gateway import country
from pomoshnik.secret import Secret
from pomoshnik.settings import BadSetting, argument, setting, settings_list, utf8
from smpp.receipts import MessageState
from smpp.statuses import describe

AROUND = timedelta(minutes=5)
DAY = timedelta(days=1)

Receipts = Mapping[tuple[str, str], Received]
"""By the SMSC and its id of the message."""


def moment(text: str) -> datetime:
    """A time of today, or of yesterday if it is yet to come; or a day and a time."""
    now = datetime.now().astimezone()
    try:
        if len(text) > len("14:05:00"):
            return datetime.fromisoformat(text).astimezone()
        clock = datetime.strptime(text, "%H:%M:%S" if text.count(":") == 2 else "%H:%M").time()
    except ValueError:
        raise ValueError(f"{text!r} is not a time such as 14:05 or '2026-11-27 14:05'") from None
    today = datetime.combine(now, clock).astimezone()
    return today if today <= now else today - DAY


@dataclass(frozen=True, kw_only=True)
class Settings:
    """See --help."""

    number: tuple[str, ...] = argument("NUMBER", "whose, such as 79160000001 or 8 916 000-00-01", many=True)
    at: datetime | None = setting("TIME", "five minutes before and after, such as 14:05", moment, None)
    since: datetime | None = setting("TIME", "from then on; without it, a day", moment, None)
    until: datetime | None = setting("TIME", "such as '2026-11-27 14:05'; without it, now", moment, None)
    trace: tuple[Path, ...] = settings_list(
        "FOLDER", "where gateways keep it; may be repeated; without it trace under --data", Path, ()
    )
    data: Path = setting("FOLDER", "that of the gateway", Path, Path("data"))
    country: str = setting("CODE", "whose numbers are served", country, "7")
    secret: str = setting("TEXT", "the secret of the gateway", utf8, "")


async def run(settings: Settings) -> int:
    """Print what happened to the number, or that nothing did, which is exit status 1."""
    number = Subscribers(settings.country, ()).own(" ".join(settings.number))
    if number is None:
        raise BadSetting(f"NUMBER: {' '.join(settings.number)!r} is not a number such as 79160000001")
    digest = Vault(Secret.given_or_development(settings.secret, "localhost").key("gateway")).of_number(number)
    since, until = _period(settings)
    folders = settings.trace or (settings.data / "trace",)
    files = files_of(folders, since.timestamp(), until.timestamp())
    found = lines_of(files, digest, since.timestamp(), until.timestamp())
    for line in _told(found):
        print(line)
    if not found:
        where = ", ".join(map(str, folders))
        print(f"nothing of {masked(number)} from {since:%F %T} to {until:%F %T} in {len(files)} files of {where}")
        print("(the gateway's --secret is needed: with another one nothing is found)")
    return 0 if found else 1


def _period(settings: Settings) -> tuple[datetime, datetime]:
    if settings.at:
        return settings.at - AROUND, settings.at + AROUND
    until = settings.until or datetime.now().astimezone()
    return settings.since or until - DAY, until


def _told(found: Sequence[Found]) -> Iterator[str]:
    """A line each; what a receipt told stands with its message, if that is there."""
    sent = {(line.smsc, id) for line, _ in found if isinstance(line, Submitted) for id in line.message_ids}
    receipts = {(line.smsc, line.message_id): line for line, _ in found if isinstance(line, Received)}
    for line, gateway in found:
        if not isinstance(line, Received) or (line.smsc, line.message_id) not in sent:
            at = _when(line.began).isoformat(" ", "milliseconds")
            yield f"{at} {gateway} {line.smsc} {line.link or '-'}  {_what(line, receipts)}"


def _when(at: float) -> datetime:
    """In the time zone of this machine."""
    return datetime.fromtimestamp(at)


def _what(line: AnyLine, receipts: Receipts) -> str:
    match line:
        case Turned():
            asks = "".join(f", asks {ask}" for ask in line.asks)
            return (
                f"{line.what}: {_place(line.before)} -> {_place(line.after)}{asks}; stored in {line.took / 1000:.1f} ms"
            )
        case Submitted():
            return f"submit {line.id}: {_parts(line)}; {line.took / 1000:.1f} ms{_receipts(line, receipts)}"
        case GivenUp():
            return f"given up {line.id}: {line.why}"
        case Received():
            return f"receipt of {line.message_id}: {_state(line)}"


def _place(place: Place) -> str:
    return "/".join(word for word in place if word) or "?"


def _parts(line: Submitted) -> str:
    count = len(line.message_ids) + len(line.failed)
    taken = [f"taken as {' '.join(line.message_ids)}"] if line.message_ids else []
    what = "1 page (USSD)" if line.ussd else f"{count} part{'s' * (count != 1)}"
    return ", ".join([what, *taken, *map(_status, line.failed)])


def _status(status: int | None) -> str:
    return "no answer" if status is None else f"refused: {describe(status)}"


def _receipts(line: Submitted, receipts: Receipts) -> str:
    told = [receipts[line.smsc, id] for id in line.message_ids if (line.smsc, id) in receipts]
    return "".join(f"; {_state(each)} {_when(each.at):%T}" for each in told)


def _state(line: Received) -> str:
    return MessageState(line.state).name + f" (error {line.error})" * (line.error.strip("0") != "")
