"""Turns of every kind: what waits, what expires, what comes late or not at all."""

import msgspec
import pytest

from dialogs.effects import Say
from dialogs.engine import MOST_WAITING, TELL_FOREIGN_EVERY, apology, step
from dialogs.events import Answered, Flooded, Text
from dialogs.latin import latin
from dialogs.session import NOWHERE, Dialogue, Session
from dialogs.turn import EXPIRY
from dialogs.world import World
from operator_api.contract import (
    Account,
    Done,
    GetAccount,
    GetProfile,
    Kopecks,
    PasswordIssued,
    Profile,
    ServiceQuote,
    SetStopped,
    SwitchService,
)
from tests.dialogs.operator import CATALOGUE, Operator
from tests.dialogs.phone import NUMBER, Phone

MENU = "1 Баланс\n2 Услуги\n3 Тариф\n4 Пароль\n5 Расходы\n6 В долг\n7 Язык\n8 Человек"
BALANCE = "Баланс: 100,00 руб. Тариф: Супер."
GOODOK = 'Подключить "Гудок"? 75,00 руб./мес. 1-Да 2-Нет'
GOODOK_ON = 'Услуга "Гудок" подключена. Плата 75,00 руб./мес.'
CANCELLED = "Отменено. Ничего не изменилось."
ACCEPTED = "Запрос принят. Ждите SMS."
FAILED = "Не получилось. Попробуйте позже или позвоните 0890."
UNKNOWN = "Не поняли запрос. Отправьте МЕНЮ или позвоните 0890."
FOREIGN = "Номер не обслуживается. Справка: 0890."
CROWDED = "Подождите: отвечаем на прошлые запросы."


def away(operator: Operator | None = None, *, known: bool = True) -> Phone:
    """A phone whose operator answers only when told to."""
    phone = Phone(operator, known=known)
    phone.away = True
    return phone


# Who is this?


def test_a_text_waits_for_the_profile_and_is_then_heard() -> None:
    """The first text of a number asks who that is, once."""
    phone = away(known=False)
    assert phone.text("меню") == phone.text("баланс") == []
    assert [type(ask.question) for ask in phone.pending] == [GetProfile]
    assert phone.answer() == [MENU]
    assert [type(ask.question) for ask in phone.pending] == [GetAccount]


def test_texts_beyond_three_are_turned_away_with_one_word() -> None:
    """What waits is bounded, and so are the answers about it."""
    phone = away()
    replies = [phone.text("баланс") for _ in range(MOST_WAITING + 3)]
    assert replies == [[]] * (MOST_WAITING + 1) + [[CROWDED], []]


def test_after_the_crowd_is_served_the_next_is_told_again() -> None:
    """Each crowd is told once."""
    phone = away()
    for _ in range(MOST_WAITING + 2):
        phone.text("баланс")
    assert phone.answer() == [BALANCE]
    assert [phone.text("баланс"), phone.text("баланс")] == [[], [CROWDED]]


def test_a_number_that_is_not_ours_is_told_so_once_a_day() -> None:
    """Then there is silence, for floods too."""
    phone = Phone(Operator(profile=Profile(ours=False)))
    assert phone.text("баланс") == [FOREIGN]
    assert phone.text("2122") == phone.happen(Flooded(at=phone.now)) == []
    phone.now += TELL_FOREIGN_EVERY
    assert phone.text("баланс") == [FOREIGN]


def test_nobody_knows_who_it_is() -> None:
    """The texts that waited for it are answered with one apology, and forgotten."""
    phone = away(known=False)
    phone.text("баланс")
    phone.text("2122")
    assert phone.fail(certain=False) == [FAILED]
    assert phone.session.waiting == ()


def test_a_late_profile_keeps_texts_waiting() -> None:
    """Nothing can be said without it but that it takes time."""
    phone = away(known=False)
    phone.text("меню")
    assert phone.late() == [ACCEPTED]
    assert phone.answer() == [MENU]


def test_a_profile_that_goes_stale_in_a_dialogue_does_not_end_it() -> None:
    """The answer to a question waits for the profile, and is an answer then."""
    phone = Phone()
    phone.text("2122")
    phone.profile = None
    assert phone.text("1") == [GOODOK_ON]


# How long


def test_after_expiry_a_yes_is_no_answer() -> None:
    """It opens the menu and acts on nothing."""
    phone = Phone()
    assert phone.text("2122") == [GOODOK]
    phone.now += EXPIRY
    assert phone.text("1") == [MENU]
    assert phone.operator.services == set()


def test_the_same_yes_twice_acts_once() -> None:
    """Whether the second comes after the answer or before it."""
    phone = Phone(Operator(balance=1000_00))
    phone.text("2122")
    assert [phone.text("1"), phone.text("1")] == [[GOODOK_ON], [MENU]]
    phone.text("21220")
    phone.away = True
    assert [phone.text("1"), phone.text("1")] == [[], []]
    assert phone.answer() == ['Услуга "Гудок" отключена. Плата за месяц не возвращается.', MENU]


def test_a_dialogue_ends_when_its_service_is_withdrawn() -> None:
    """The catalogue may change at any minute."""
    phone = Phone()
    phone.text("2122")
    bare = msgspec.structs.replace(CATALOGUE, services=())
    session, effects = step(phone.session, Text(at=phone.now, text="1"), World(bare, Profile(), NUMBER))
    assert [effect.text for effect in effects if isinstance(effect, Say)] == [MENU]
    assert session.dialogue.state == "choosing"


def test_a_choice_that_is_withdrawn_leads_to_the_menu() -> None:
    """What a digit stood for may be gone when it is sent."""
    phone = Phone()
    phone.text("все услуги")
    bare = msgspec.structs.replace(CATALOGUE, services=())
    _, effects = step(phone.session, Text(at=phone.now, text="1"), World(bare, Profile(), NUMBER))
    assert [effect.text for effect in effects if isinstance(effect, Say)] == [MENU]


@pytest.mark.parametrize("place", [Dialogue("lottery"), Dialogue("services", "winning"), Dialogue(item="unheard_of")])
def test_a_dialogue_of_another_release_is_forgotten(place: Dialogue) -> None:
    """A stored session may name what is no more."""
    phone = Phone()
    phone.session = Session(dialogue=place)
    assert phone.text("1") == [MENU]


# New terms


def test_new_terms_are_put_to_the_person_again() -> None:
    """The price that was agreed to is the price that is charged."""
    phone = away()
    phone.text("2122")
    phone.answer()
    phone.text("1")
    dearer = ServiceQuote("goodok", on=True, fee=Kopecks(90_00), period="month")
    assert phone.answer(dearer) == ['Подключить "Гудок"? 90,00 руб./мес. 1-Да 2-Нет']
    phone.text("1")
    assert phone.pending[0].question == SwitchService(NUMBER, dearer)


def test_a_yes_written_before_the_question_agrees_to_nothing() -> None:
    """It was about other terms, or about nothing; the question stands."""
    phone = away()
    phone.text("2122")
    phone.text("1")
    assert phone.answer() == [GOODOK]
    assert phone.pending == []
    phone.text("1")
    assert [type(ask.question) for ask in phone.pending] == [SwitchService]


@pytest.mark.parametrize("text", ["1", "да", "ок"])
def test_a_yes_written_before_the_question_was_sent_agrees_to_nothing(text: str) -> None:
    """The question stands, unsaid a second time; what is seen agrees."""
    phone = Phone()
    phone.text("2122")
    assert phone.happen(unseeing(phone, text)) == []
    assert phone.operator.services == set()
    assert phone.text("1") == [GOODOK_ON]


@pytest.mark.parametrize(("text", "told"), [("2", CANCELLED), ("стоп", CANCELLED), ("0", MENU), ("баланс", BALANCE)])
def test_whatever_else_was_written_before_the_question_was_sent_is_heard(text: str, told: str) -> None:
    """It changes nothing that costs."""
    phone = Phone()
    phone.text("2122")
    assert phone.happen(unseeing(phone, text)) == [told]
    assert phone.operator.services == set()


def unseeing(phone: Phone, text: str) -> Text:
    """Written before the last screen was sent."""
    return Text(at=phone.now, text=text, room=phone.room, unseeing=True)


# Late, failed, forgotten


def test_one_text_is_asked_to_wait_once() -> None:
    """Though both answers that it needs are late: who it is from, and what it asks for."""
    phone = away(known=False)
    phone.text("баланс")
    assert phone.late() == [ACCEPTED]
    assert phone.answer() == []
    assert phone.late() == []
    phone.text("2122")
    assert phone.late() == [ACCEPTED]


def test_a_late_read_is_told_when_it_comes() -> None:
    """As if it had not been late, if the person does nothing else."""
    phone = away()
    phone.text("2122")
    assert phone.late() == [ACCEPTED]
    assert phone.answer() == [GOODOK]
    assert phone.text("1") == []
    assert [type(ask.question) for ask in phone.pending] == [SwitchService]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2122", "Ответ готов: отправьте 2122."),
        ("21110", "Ответ готов: отправьте 21110."),
        ("116", "Ответ готов: отправьте 116."),
        ("мои услуги", "Ответ готов: отправьте МЕНЮ."),
    ],
)
def test_a_late_question_is_not_put_into_another(text: str, told: str) -> None:
    """A digit could answer either; so it is told how to have it put again."""
    phone = away(Operator(balance=1000_00, services={"aon"}))
    phone.text(text)
    phone.late()
    phone.text("меню")
    assert phone.answer() == [told]
    assert phone.session.dialogue.state == "choosing"


def test_late_terms_of_what_is_no_more_lead_to_the_menu() -> None:
    """The catalogue has lost the service meanwhile."""
    phone = away()
    phone.text("2122")
    phone.late()
    phone.text("меню")
    assert phone.answer(ServiceQuote("unheard_of", on=True)) == ["Ответ готов: отправьте МЕНЮ."]


def test_a_session_remembers_three_promises() -> None:
    """The read that was promised first is told no more."""
    phone = away()
    for _ in range(4):
        phone.text("баланс")
        phone.late()
    assert [phone.answer() for _ in range(4)] == [[], [BALANCE], [BALANCE], [BALANCE]]


def test_a_late_change_is_told_and_leaves_the_dialogue_alone() -> None:
    """The person is asked something else by then, and that is what they answer."""
    phone = away(Operator(balance=1000_00))
    phone.text("2122")
    phone.answer()
    phone.text("1")
    phone.late()
    phone.text("2131")
    bit = phone.pending.pop()
    assert phone.answer() == [GOODOK_ON]
    phone.pending = [bit]
    assert phone.answer() == ['Включить "СуперБИТ" и "Мобильный интернет"? 350,00 руб./мес. 1-Да 2-Нет']
    assert phone.text("2") == ["Отменено. Ничего не изменилось."]


def test_a_refusal_that_is_late_is_told_in_passing() -> None:
    """Though where it was asked it would ask for another password."""
    phone = away()
    phone.text("25 12345")
    phone.late()
    phone.text("меню")
    assert phone.answer() == ["Пароль не принят: нужно 8-64 знака, A-Z, a-z и цифра. 0-Назад"]
    assert phone.says[-1].screen == 0
    assert phone.session.dialogue.conversation == "menu"


def test_what_was_done_is_told_though_the_session_has_gone() -> None:
    """All it takes is in the question."""
    phone = away()
    for text in ("25", "2122", "баланс"):
        phone.text(text)
        phone.session = Session()
    assert phone.answer(PasswordIssued("Kd7mPq2xTr")) == [
        "Ваш пароль: Kd7mPq2xTr. Никому его не сообщайте. Старый отменен."
    ]
    assert phone.says[-1].secret
    assert phone.answer() == phone.answer() == []


def test_without_a_profile_the_answer_is_told_as_the_question_was_asked() -> None:
    """The profile may have gone stale meanwhile."""
    phone = away(Operator(profile=Profile(alphabet="latin")))
    phone.text("баланс")
    ask = phone.pending[0]
    result = phone.operator.answer(ask.question, phone.now)
    _, effects = step(phone.session, Answered(at=phone.now, ask=ask, result=result), World(CATALOGUE, None, NUMBER))
    assert effects == (Say("Balans: 100,00 rub. Tarif: Super."),)


@pytest.mark.parametrize(
    ("texts", "uncertain"),
    [
        (["баланс"], FAILED),
        (["2122"], FAILED),
        (["2122", "1"], "Не знаем, выполнен ли запрос. Проверьте: отправьте МОИ УСЛУГИ."),
        (["126", "1"], "Не знаем, выполнен ли запрос. Проверьте: отправьте МОЙ ТАРИФ."),
        (["25"], "Не знаем, сменился ли пароль. Для нового отправьте 25."),
        (["25 Zima2026zima"], "Не знаем, сменился ли пароль. Для нового отправьте 25."),
        (["стоп"], "Не знаем, выполнен ли запрос. Отправьте СТОП еще раз."),
    ],
)
def test_a_failure_says_what_is_known(texts: list[str], uncertain: str) -> None:
    """Surely nothing was done, or it is not known and how to see."""
    for certain, told in ((True, FAILED), (False, uncertain)):
        phone = Phone()
        for text in texts[:-1]:
            phone.text(text)
        phone.away = True
        phone.text(texts[-1])
        assert phone.fail(certain=certain) == [told]
        assert phone.session.dialogue == NOWHERE
        assert phone.session.awaited == 0


def test_a_failure_that_nobody_waits_for_is_silent() -> None:
    """Reads of a session that has gone."""
    phone = away()
    phone.text("баланс")
    phone.session = Session()
    assert phone.late() == phone.fail(certain=False) == []


def test_a_promise_about_what_is_no_more_is_forgotten() -> None:
    """The catalogue has lost the service that the person asked about."""
    phone = away()
    phone.text("гудок")
    phone.late()
    ask = phone.pending[0]
    bare = msgspec.structs.replace(CATALOGUE, services=())
    event = Answered(at=phone.now, ask=ask, result=Account(Kopecks(0), "super", ()))
    assert step(phone.session, event, World(bare, Profile(), NUMBER)) == (phone.session, ())


def test_a_promise_that_cannot_be_kept_is_taken_back() -> None:
    """And the dialogue that the person is in meanwhile stays."""
    phone = away()
    phone.text("баланс")
    phone.late()
    phone.text("меню")
    assert phone.fail(certain=False) == [FAILED]
    assert phone.session.dialogue.state == "choosing"
    assert phone.session.promises == ()


def test_an_answer_of_a_wrong_kind_is_a_failure() -> None:
    """Whatever the operator meant."""
    phone = away()
    phone.text("баланс")
    assert phone.answer(Done()) == [FAILED]
    phone.text("25")
    assert phone.answer(Done()) == ["Не знаем, сменился ли пароль. Для нового отправьте 25."]


# Leaving alone


def test_stop_is_told_once_and_lifted_by_the_next_text() -> None:
    """A second СТОП gets no answer; a question gets one, and the operator is told."""
    phone = Phone()
    assert phone.text("стоп") == ["Больше не пишем. Вернуться: любое слово на 111."]
    assert phone.operator.profile.stopped
    assert phone.text("STOP") == []
    assert phone.text("меню") == [MENU]
    assert not phone.operator.profile.stopped


def test_the_lifting_itself_is_never_spoken_of() -> None:
    """Late, failed or done, nobody asked for it."""
    for happened in (Phone.answer, Phone.late, lambda phone: phone.fail(certain=False)):
        phone = away(Operator(profile=Profile(stopped=True)))
        phone.text("меню")
        assert [ask.question for ask in phone.pending] == [SetStopped(NUMBER, stopped=False)]
        assert happened(phone) == []
        assert phone.session.dialogue.state == "choosing"


def test_one_turn_lifts_once() -> None:
    """However many texts it hears."""
    phone = away(Operator(profile=Profile(stopped=True)), known=False)
    phone.text("меню")
    phone.text("привет")
    assert phone.answer() == [MENU, MENU]
    assert len(phone.pending) == 1


# The rest


def test_a_flood_is_told() -> None:
    """And changes nothing."""
    phone = Phone()
    before = phone.session
    assert phone.happen(Flooded(at=phone.now)) == ["Слишком много сообщений. Подождите минуту."]
    assert phone.session == before


def test_deadlines_are_short_for_reads_and_long_for_changes() -> None:
    """In seconds after the event."""
    phone = away()
    phone.text("баланс")
    phone.answer()
    phone.text("25")
    assert phone.pending[0].deadline == phone.now + 600
    assert phone.text("баланс") == []
    phone.answer()
    assert phone.pending[0].deadline == phone.now + 120


def test_serials_of_a_new_session_are_new() -> None:
    """An answer to a lost session is never taken for that of another question."""
    phone = away()
    phone.text("баланс")
    phone.session = Session()
    phone.now += 1
    phone.text("услуги")
    phone.text("1")
    first, second = phone.pending
    assert second.serial > first.serial


def test_an_apology_is_one_text() -> None:
    """For a turn that could not be made, as the person reads."""
    assert apology(Profile()) == Say(FAILED)
    assert apology(Profile(alphabet="latin")) == Say(latin(FAILED))
    assert apology(Profile(language="en")) == Say("It did not work. Try later or call 0890.")
