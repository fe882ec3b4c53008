"""Which meanings together make a command, of a text whose intent is known. Data: `dialogs.ruling` applies it."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from dialogs.intents import LABELS


class Rule(NamedTuple):
    """A command, the meanings that all have to be there, and the only ones that may be (none named: any)."""

    command: str
    needs: frozenset[str]
    only: frozenset[str]


class Rules:
    """A list of them for each intent, of which the first that fits is taken."""

    def __init__(self, table: str) -> None:
        self.rules = tuple(_read(table))
        self._of: dict[str, list[Rule]] = {}
        for rule in self.rules:
            self._of.setdefault(LABELS.get(rule.command, rule.command), []).append(rule)

    def first(self, intent: str, there: frozenset[str]) -> str | None:
        """The command of the first that fits what is there."""
        rules = self._of.get(intent, ())
        fitting = (rule.command for rule in rules if rule.needs <= there and (not rule.only or there <= rule.only))
        return next(fitting, None)


def _read(table: str) -> Iterator[Rule]:
    for line in table.strip().splitlines():
        left, _, only = line.partition(" only ")
        command, *needs = left.split()
        for each in product(*(need.split("/") for need in needs)):
            yield Rule(command, frozenset(each), frozenset(only.split()) | frozenset(each) if only else frozenset())


RULES = Rules("""
    password_issue      password fits
    password_issue      cabinet fits
    password_issue      access fits
    password_issue      access cabinet
    cancel              wait unwanted/not/cancel
    balance             money enough        only money enough sms called check to mine how_much how polite yes minute
    cancel              unwanted need       only unwanted need never polite
    cancel              not need never
    squares             squares
    language_switch     latin/cyrillic
    cancel              stop cancel
    language_switch     lang_ru/lang_uk/lang_ro/lang_en
    stop                unwanted write
    stop                unwanted sms
    service_paid        subs off/unsub/enough all/paid
    stop                unsub
    cancel              cancel          only polite not need all on yes no off
    cancel              mind never
    password_change     password change
    password_change     code change access
    password_change     password secret
    password_change     password on mine
    password_change     password want mine
    password_issue      password
    password_issue      code access
    password_issue      forgot access
    no                  no              only polite not need nu want never more_no yes
    no                  not             only not need yes polite want never
    no                  nu              only nu need polite want never unwanted
    no                  unwanted        only unwanted no not nu never polite mine more_no yes
    no                  not             only not yes mine polite
    no                  not will        only not will
    yes                 not against     only not against
    no                  against         only against
    yes                 may             only may
    no                  not cost        only not cost
    no                  never           only never
    call_back           call_back       only call_back mine polite want need operator hello number
    call_back           call back       only call back mine polite want to
    operator            call back
    yes                 yes             only yes on polite nu can good go inside where
    yes                 good            only good
    help                good day        only good day hello polite
    stop                stop
    stop                enough write
    stop                not write
    stop                nu write
    stop                more_no write
    stop                enough show
    stop                off write
    promised_payment    debt            only debt minus money want on polite show to is nu credit amount mine yes need
    promised_payment    debt money/on/want/amount/show
    promised_payment    minus on/want
    detail_report       detail          only detail called show mine polite want period account spent money which
    balance             balance left
    balance             how_much left money
    detail_report       sign called/call
    detail_report       called terms        only called terms mine polite show want
    service_paid        services/subs paid
    service_paid        subs            only subs which mine show all active polite how
    service_mine        services which      only services which mine spent off money active how
    promised_payment    credit on/want/need/show
    balance             credit left/how_much/check/mine/minute
    detail_report       detail called/period/show/want
    spending            spent period
    spending            spent money
    spending            spent how_much
    spending            gone money
    spending            where money
    spending            gone period
    detail_report       whom called
    spending            spent
    language_switch     language
    language_switch     letters
    logout              logout
    logout              session end/off/down
    logout              sign end/off/down
    password_issue      sign inside
    password_issue      access account/not/how/need/want
    password_issue      cabinet how/need/not
    logout              off cabinet
    logout              cabinet end
    spending            how_much talk
    detail_report       called period
    operator            operator
    operator            where call
    operator            talk
    tariff_change       tariff change/go/on/off/cheap/enough
    tariff_change       tariffs change/go/on/off/cheap/want
    tariff_change       tariff want
    tariff_change       go              only go on want polite mine
    tariff_list         tariffs         only tariffs which all show polite hello more active mine terms
    tariff_list         tariff all
    tariff_mine         tariff
    tariff_list         tariffs
    service_mine        active          only active which mine services all show polite how paid what hello
    service_mine        services/subs mine/active
    service_all         services all
    services            services
    service_paid        subs
    spending            balance gone
    balance             balance
    balance             how_much money/left/account
    balance             money left/check/show/account/which
    balance             check/show account
    balance             mine money/account  only mine money account show check polite hello which
    balance             money           only money polite hello
    balance             account         only account polite hello
    balance             minus           only minus mine check polite
    tariff_mine         cost
    tariff_mine         how_much minute
    promised_payment    debt
    spending            how_much period
    balance             money
    service_mine        imposed
    service_mine        active
    cancel              mind
    password_issue      forgot cabinet
    balance             left money
    back                back
    more                more            only more show polite number pages
    help                how press/can/help/fits/need
    help                press where
    help                which can
    menu                menu
    help                help
    operator            call_back       only call_back how will
    insult              swear
    menu                hello           only hello polite good day
    no                  no not/need
    stop                enough          only enough mine polite more_no all
""")
"""Of the same intent the first that fits is taken."""
