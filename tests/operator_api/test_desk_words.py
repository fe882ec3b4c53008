"""Whatever the operator refuses, a consultant can say why."""

from operator_api.contract import Catalogue, Reason
from operator_api.desk.words import CONDITIONS, REFUSALS
from operator_api.rules import ON_THIS_TARIFF, PASSPORT


def test_every_reason_has_words() -> None:
    """Of those that services and tariffs can meet."""
    about_others = {"too_soon", "too_many", "sim_changed", "wrong_password", "bad_sum", "bad_period", "bad_email"}
    about_others |= {"no_email", "weak_password", "not_repeatable", "not_ours"}
    assert {reason.value for reason in Reason} - {reason.value for reason in REFUSALS} == about_others


def test_every_condition_has_words(catalogue: Catalogue) -> None:
    """But for the passport, which is asked for."""
    asked = {condition for service in catalogue.services for condition in service.conditions}
    assert asked - {PASSPORT} | {ON_THIS_TARIFF} == set(CONDITIONS)
