"""What the desk calls things, in Russian."""

from collections.abc import Mapping

from operator_api.contract import Catalogue, Reason, Refused
from pages.shown import money

PERIODS = {"free": "", "day": "в день", "month": "в месяц", "once": "один раз"}

LANGUAGES = {"ru": "русский", "uk": "украинский", "ro": "румынский", "en": "английский"}
ALPHABETS = {"cyrillic": "кириллица", "latin": "латиница"}

WHO = {
    "dialogs": "SMS и USSD",
    "cabinet": "Личный кабинет",
    "support": "Поддержка",
    "admin": "Оператор",
    "operator": "Сроки",
}
"""By the first word of the name in the audit."""

WHAT: Mapping[str, str] = {
    "ChangeTariff": "Смена тарифа",
    "EndCall": "Перезвонили",
    "EndSessions": "Все входы завершены",
    "IssuePassword": "Новый пароль по SMS",
    "Look": "Просмотр",
    "OrderDetail": "Заказ детализации",
    "PromisedReturned": "Обещанный платеж возвращен",
    "Put": "Запись в книги",
    "PutPassport": "Паспорт внесен в книги",
    "RequestCall": "Просьба перезвонить",
    "SendPassword": "Новый пароль на телефон",
    "SetPassword": "Свой пароль",
    "SetReading": "Язык и алфавит",
    "SetStopped": "СТОП",
    "SignIn": "Вход в кабинет",
    "SignOut": "Выход из кабинета",
    "SimChange": "Замена SIM",
    "SwitchService": "Услуга",
    "TakeCall": "Звонок взят",
    "TakePromised": "Обещанный платеж",
    "TariffBegun": "Начал действовать тариф",
    "WrongPassport": "Неверный паспорт",
    "WrongPassword": "Неверный пароль",
}

CONDITIONS: Mapping[str, str] = {
    "age>=90d": "номеру должно быть не меньше 90 дней",
    "age>=180d": "номеру должно быть не меньше 180 дней",
    "balance>0": "на счете должно быть больше нуля",
    "no debt": "на счете не должно быть долга",
    "per-minute tariff": "нужен тариф без абонентской платы",
    "monthly-fee tariff": "нужен тариф с абонентской платой",
    "consent": "нужно согласие близких, его спрашивает сама услуга",
    "email": "нужен адрес e-mail, его указывают в личном кабинете",
    "tariff": "на тарифе абонента ее нет",
}

REFUSALS: Mapping[Reason, str] = {
    Reason.ALREADY: "Уже так: ничего не изменилось.",
    Reason.SUPPORT_ONLY: "Переход оформляют только в офисе.",
    Reason.NEEDED: "Без нее не работают: {by}. Сначала отключите их.",
    Reason.CONFLICT: "Мешает: {by}. Сначала отключите.",
    Reason.CONDITION: "Нельзя: {condition}.",
    Reason.MONEY: "Не хватает денег: нужно {need} руб., на счете {have} руб.",
    Reason.ARCHIVED: "Тариф архивный: перейти на него нельзя.",
    Reason.PENDING: "Уже оплачен переход на другой тариф. Дождитесь его дня.",
    Reason.BLOCKED: "Номер заблокирован: услуги и тариф не меняются.",
    Reason.PROMISED: "Нельзя, пока не возвращен обещанный платеж.",
    Reason.WRONG_PASSPORT: "Паспорт не совпал с договором, или в договоре его нет. Ничего не изменилось.",
}
"""Why a change of services or tariffs was not made."""

TOO_MANY_PASSPORTS = (
    "Пять неверных паспортов за сутки: сегодня услугу больше не меняем. Пусть придет в офис с паспортом."
)

NO_PASSWORD: Mapping[Reason, str] = {
    Reason.TOO_SOON: "Пароль отправлен меньше минуты назад. Пусть подождет SMS.",
    Reason.TOO_MANY: "За сутки выдано три пароля. Следующий - завтра.",
    Reason.SIM_CHANGED: "SIM заменили меньше суток назад: пароль не выдаем, пока не пройдут 24 часа.",
}
"""Why no password was sent."""

ERRORS: Mapping[str, str] = {
    "away": "Книги сейчас недоступны. Ничего не изменилось, попробуйте через минуту.",
    "bad_form": "Форма пришла неполной. Вернитесь и отправьте ее снова.",
    "busy": "Слишком много запросов. Подождите минуту.",
    "failed": "Что-то сломалось у нас. Проверьте по истории, выполнено ли действие.",
    "forged": "Форма не с нашей страницы или из прежнего сеанса. Ничего не изменилось: откройте страницу заново.",
    "nobody": "Такого абонента нет.",
    "not_found": "Такой страницы нет.",
    "too_long": "Слишком длинно.",
}

DONE: Mapping[str, str] = {
    "service": "Готово. Что изменено и сколько списано, человеку отправлено в SMS.",
    "tariff": "Готово. Новый тариф и сколько списано - человеку отправлено в SMS.",
    "password": "Новый пароль отправлен на телефон. Прежний больше не действует.",
    "sessions": "Все входы в личный кабинет завершены.",
}
"""After something was done; ``?done=`` names it."""


def refusal(refused: Refused, catalogue: Catalogue) -> str:
    """Why a service or a tariff was not changed."""
    if refused.reason is Reason.TOO_MANY:
        return TOO_MANY_PASSPORTS
    return REFUSALS[refused.reason].format(
        by=services(refused.by, catalogue),
        condition=_condition(refused, catalogue),
        need=money(refused.need),
        have=money(refused.have),
    )


def _condition(refused: Refused, catalogue: Catalogue) -> str:
    said = CONDITIONS.get(refused.condition, refused.condition)
    return f"{services(refused.by, catalogue)}: {said}" if refused.by else said


def services(ids: tuple[str, ...], catalogue: Catalogue) -> str:
    """Their names, with commas."""
    return ", ".join(f"«{catalogue.service[each].name}»" for each in ids)
