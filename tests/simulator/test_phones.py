"""A phone shows what arrived, within its limits."""

from simulator.phones import INBOX_LIMIT, Phones, Screen, Sms, Ussd

HELLO = Sms("111", "Привет", 1, "UCS-2", 12.5)


def test_a_phone_shows_messages_oldest_first() -> None:
    """What arrived stands in the inbox in the order of arrival."""
    phones = Phones()
    later = Sms("111", "Ещё", 1, "UCS-2", 13.0)
    phones["7916"].take(HELLO)
    phones["7916"].take(later)
    assert phones.screen("7916") == Screen("7916", 2, (HELLO, later), Ussd())


def test_looking_at_a_number_makes_no_phone() -> None:
    """A number that was never used shows an empty inbox, and stays unknown."""
    phones = Phones()
    assert phones.screen("7916") == Screen("7916", 0, (), Ussd())
    assert list(phones) == []


def test_a_full_inbox_forgets_its_oldest_messages() -> None:
    """The inbox has a limit; the count of all that arrived goes on."""
    phones = Phones()
    for at in range(INBOX_LIMIT + 1):
        phones["7916"].take(Sms("111", "Привет", 1, "UCS-2", at))
    screen = phones.screen("7916")
    assert (screen.received, len(screen.inbox), screen.inbox[0].at) == (INBOX_LIMIT + 1, INBOX_LIMIT, 1)


def test_the_phone_used_longest_ago_is_forgotten() -> None:
    """Phones have a limit; using one keeps it."""
    phones = Phones(limit=2)
    for number in ("1", "2", "1", "3"):
        phones[number].take(HELLO)
    assert list(phones) == ["1", "3"]


def test_references_of_long_messages_go_round() -> None:
    """Each long message of a phone is marked anew, in 8 bits."""
    phone = Phones()["7916"]
    references = [phone.next_reference() for _ in range(257)]
    assert references[:2] == [1, 2]
    assert references[254:] == [255, 0, 1]
