"""Any PDU that may be written, for hypothesis."""

from typing import Any, get_type_hints

from hypothesis import strategies as st

from smpp.multi import Destinations, DistributionList, SmeAddress, UnsuccessSme, UnsuccessSmes
from smpp.pdus import BY_COMMAND_ID, Pdu
from smpp.wire import CString, Field, Integer, ShortMessage


def strings(size: int) -> st.SearchStrategy[str]:
    """What fits a C-octet string of that many octets."""
    return st.text(st.characters(min_codepoint=1, max_codepoint=0xFF), max_size=size - 1)


octets = st.integers(0, 0xFF)
words = st.integers(0, 0xFFFFFFFF)
tlvs = st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=40)), max_size=4).map(tuple)
addresses = st.builds(SmeAddress, octets, octets, strings(21))
destinations = addresses | st.builds(DistributionList, strings(21))
failures = st.builds(UnsuccessSme, addresses, words)


def values(field: Field) -> st.SearchStrategy[Any]:
    """What fits the field."""
    match field:
        case CString(size, True):
            return st.just("") | st.text(st.characters(min_codepoint=1, max_codepoint=0x7F), min_size=16, max_size=16)
        case CString(size):
            return strings(size)
        case Integer(size):
            return st.integers(0, 256**size - 1)
        case ShortMessage():
            return st.binary(max_size=254)
        case Destinations():
            return st.lists(destinations, min_size=1, max_size=4).map(tuple)
        case UnsuccessSmes():
            return st.lists(failures, max_size=4).map(tuple)
    raise AssertionError(field)


def pdus_of(pdu: type[Pdu]) -> st.SearchStrategy[Pdu]:
    """PDUs of one kind; a refusal whose body is left out has nothing in it."""
    hints = get_type_hints(pdu, include_extras=True)
    fields = {name: values(hint.__metadata__[0]) for name, hint in hints.items() if hasattr(hint, "__metadata__")}
    full = st.builds(pdu, sequence=words, status=st.just(0) if pdu.bare_refusal else words, tlvs=tlvs, **fields)
    return full | st.builds(pdu, sequence=words, status=words) if pdu.bare_refusal else full


pdus = st.sampled_from(list(BY_COMMAND_ID.values())).flatmap(pdus_of)
