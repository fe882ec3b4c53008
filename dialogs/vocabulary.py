"""What words mean, and which of them together make a command. Data: `dialogs.understanding` applies it."""

from typing import NamedTuple

WORDS = {
    "balance": "баланс| balance sold",
    "money": "деньг|и денег денежк|и счет счета счету счете",
    "how_much": "сколько скольк|о скока сколка",
    "left": "остат|ок остал|ось",
    "password": "парол|ь password",
    "code": "код кода",
    "access": "доступ|а вход|а войти",
    "cabinet": "кабинет|а лк",
    "change": "смен|ить смена помен|ять измен|ить задать поставить друг|ой свой",
    "go": "перейти перейд|у перех|од перевед|ите",
    "tariff": "тариф| план",
    "tariffs": "тарифы тарифов",
    "cost": "стоит стоят стоимост|ь цена цены абонплат|а",
    "services": "услуг|и опци|и послуг|и servic|ii",
    "mine": "мои мой мое моя меня мне mele",
    "all": "все всех каталог|",
    "active": "подключен|о активн|ые",
    "on": "подключ|ить подключ|и подключ|ите включ|ить включ|и включ|ите вкл активир|овать добав|ить занест|и",
    "off": "отключ|ить отключ|и отключ|ите выключ|ить выкл выруб|ить убер|ите убра|ть удал|ить отказ|аться откаж|усь"
    " деактивир|овать сброс|ить снять",
    "switched": "отключен| выключен|",
    "enough": "хватит надоел|о достал|и задолбал|и",
    "ban": "запрет| запрет|ить запреш|ен",
    "block": "блокиров|ка заблокир|уйте",
    "operator": "оператор| человек| поддержк|а техподдержк|а дозвонит|ься консультант|",
    "call": "звонить позвонить",
    "where": "куда",
    "stop": "стоп stop отпис|аться отпиш|ите реклам|а",
    "write": "пишите пиши присылай|те шлите слать смс",
    "cancel": "отмен|а отмен|ить передумал|а отбой забудь",
    "yes": "да дада ага угу конечно верно так соглас|ен подтвержда|ю ок окей ok yes",
    "no": "нет неет нету no",
    "not": "не",
    "need": "надо нужно ничего делать",
    "polite": "пожалуйста спасибо плиз",
    "back": "back назад обратно вернут|ься шаг",
    "more": "еще дальше далее next",
    "menu": "меню menu meniu главное привет| hi hello здравствуй|те добрый день старт начало",
    "help": "помощ|ь помог|ите памагите help справк|а инструкци|я инфо команд|ы пользоваться",
    "number": "номер пункт",
    "sms": "смс sms",
    "pack": "пакет|",
    "want": "хочу хотел|",
    "debt": "долг кредит|",
    "card": "карт|а",
    "latin": "латиниц|а латиница транслит|ом",
    "cyrillic": "кириллиц|а кириллица",
    "detail": "детализаци|я дитализация детилизация деталезация распечатк|а расшифровк|а отчет| detalier|e details",
    "spent": "расход|ы рашод|ы потрат|ил тратил трачу списан|о списани|я",
    "call_back": "перезвон|ите позвоните",
    "squares": "квадрат|ики крякозябр|ы кракозябр|ы иероглиф|ы",
    "reads": "читается читаю читаются",
    "language": "язык| мова мову limba language english английск|ом украинск|ий русск|ий румынск|ий молдавск|ий"
    " rus ukr",
    "without": "без",
    "letters": "букв|ы буквами",
    "subscriptions": "подписк|и подписок",
    "paid": "платн|ые",
    "insult": "сука суки суку бляд|и блят|ь бля хуй хуйня нахуй похуй пизд|ец ебан|ый ебат|ь заеб|али мудак| мудил|а"
    " идиот|ы дебил|ы козел козлы урод|ы твари сволоч|и дурак дураки тупой тупые говн|о fuck idiot|",
    "promised": "обещан|ный обещян|ный доверительн|ый одолж|ите взаймы займ| отсроч|ку борг зарплат|ы",
}
"""Meanings and their words; what follows a bar is an ending, and others may stand in its place."""


class Rule(NamedTuple):
    """A command, the meanings that all have to be there, and the only ones that may be (none named: any)."""

    command: str
    needs: frozenset[str]
    only: frozenset[str]


def _rule(command: str, needs: str, only: str = "") -> Rule:
    return Rule(command, frozenset(needs.split()), frozenset(only.split()))


RULES = (
    _rule("password_change", "password change"),
    _rule("password_change", "code change"),
    _rule("password_issue", "password"),
    _rule("password_issue", "code access"),
    _rule("password_issue", "access cabinet"),
    _rule("no", "no", "no polite not need"),
    _rule("no", "not", "not need yes"),
    _rule("yes", "yes", "yes on polite"),
    _rule("stop", "stop"),
    _rule("stop", "enough write"),
    _rule("stop", "not write"),
    _rule("cancel", "cancel"),
    _rule("operator", "operator"),
    _rule("operator", "where call"),
    _rule("tariff_all", "tariff change"),
    _rule("tariff_all", "tariff want"),
    _rule("tariff_all", "tariff all"),
    _rule("tariff_all", "go"),
    _rule("tariff_all", "tariffs"),
    _rule("tariff_mine", "tariff"),
    _rule("tariff_mine", "cost"),
    _rule("promised_payment", "debt"),
    _rule("other", "card"),
    _rule("balance", "balance"),
    _rule("balance", "how_much money"),
    _rule("balance", "money left"),
    _rule("balance", "how_much left"),
    _rule("balance", "mine money", "mine money"),
    _rule("service_paid", "services paid"),
    _rule("service_mine", "services off"),
    _rule("service_all", "services on"),
    _rule("service_mine", "active"),
    _rule("service_mine", "services mine"),
    _rule("service_all", "services all"),
    _rule("services", "services"),
    _rule("service_mine", "off", "off all"),
    _rule("service_all", "on", "on"),
    _rule("letters_latin", "latin", "latin want write polite"),
    _rule("letters_cyrillic", "cyrillic", "cyrillic want write polite"),
    _rule("back", "back"),
    _rule("more", "more", "more"),
    _rule("menu", "menu"),
    _rule("help", "help"),
    _rule("promised_payment", "promised"),
    _rule("service_paid", "subscriptions"),
    _rule("squares", "squares"),
    _rule("squares", "not reads"),
    _rule("letters_cyrillic", "language letters"),
    _rule("letters_latin", "without cyrillic"),
    _rule("language_switch", "language"),
    _rule("call_back", "call_back", "call_back mine polite want operator"),
    _rule("detail_report", "detail"),
    _rule("spending", "spent"),
    _rule("spending", "where money"),
    _rule("insult", "insult"),
)
"""The first that fits is taken."""

CODES = {
    "11": "balance", "*100#": "balance", "#100#": "balance_latin", "25": "password_issue", "*111*25#": "password_issue",
    "*111*59#": "tariff_mine", "*111*2*5#": "tariff_all", "*152#": "spending",
    "*152*1#": "spending_today", "*152*2#": "service_paid", "*111*6*1#": "letters_cyrillic",
    "*111*6*2#": "letters_latin", "0890": "operator",
    "111": "menu", "*111#": "menu", "#111#": "menu", "#": "menu", "00": "menu", "?": "help", "": "help",
    "+": "yes", "-": "no",
    "*111*123#": "promised_payment",
}  # fmt: skip
"""What is no word, whole and without spaces."""

OLD_CODES = {
    "*111*28#": ("service_on", "goodok"), "*111*29#": ("service_off", "goodok"),
    "*111*442#": ("service_on", "blacklist"), "442*1": ("service_on", "blacklist"),
    "442*2": ("service_off", "blacklist"),
    "0100": ("service_on", "sms100"), "0300": ("service_on", "sms300"), "0500": ("service_on", "sms500"),
    "00100": ("service_off", "sms100"), "00300": ("service_off", "sms300"), "00500": ("service_off", "sms500"),
}  # fmt: skip
"""Codes of old standing that switch a service on (off)."""

ALIASES = {
    "aon": "аон|определитель",
    "antiaon": "антиопределитель|анти аон|номер не определялся",
    "goodok": "гудка|гудку|гудки|мелодия|мелодию|музыка|музыку|goodok",
    "bit": "бита|интернет|internet",
    "gprs": "gprs|мобильный интернет",
    "superbit": "супер бит",
    "missed": "кто звонил",
    "barring": "запрет звонков",
    "blacklist": "чс",
    "sms100": "100 смс|смс пакет",
    "sms300": "300 смс",
    "sms500": "500 смс",
    "conference": "конференция",
    "waiting": "ожидание|вторая линия",
    "easy_roam": "роуминг|roaming",
    "locator": "локатор",
    "favorite": "любимый",
    "bill": "счет на почту",
    "content_ban": "запрет контента|блокировка контента|короткие номера|запретить короткие номера|запрет подписок"
    "|защита от подписок",
    "zero": "ноль|zero",
    "super": "super",
    "smartmini": "smart mini",
    "connect": "connect",
}
"""Other names of services and tariffs, which come and go with them."""

NUMBERS = {"один": 1, "два": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "восемь": 8, "девять": 9}
