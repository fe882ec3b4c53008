"""The keys of texts that code says, read from the code itself: whole, or put together from words that are known."""

import ast
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

_VERBS = frozenset({"say", "tell", "tell_done", "tell_password", "Wording"})
"""What is called with a key first."""

_WORD = re.compile(r"[\w.]+")


class Said(NamedTuple):
    """A key that is said in a line. ``on_page``: in any room, on one page."""

    line: int
    key: str
    on_page: bool


def said(source: str) -> Iterator[Said]:
    """Those that are said whole."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and call.args and (verb := _name(call.func)).rpartition(".")[2] in _VERBS:
            for key in _alternatives(call.args[0]):
                if isinstance(key, ast.Constant):
                    yield Said(key.lineno, str(key.value), verb == "turn.say")


def written(source: str, words: Collection[str]) -> Iterator[re.Pattern[str]]:
    """What every string in the code may be, if a number, one of these words or another string of this code stands
    wherever it leaves something open. One that begins with something open is not put together from a key."""
    nodes = list(ast.walk(ast.parse(source)))
    here = {str(node.value) for node in nodes if isinstance(node, ast.Constant) and _WORD.fullmatch(str(node.value))}
    any_word = f"(?:[0-9]+|{'|'.join(map(re.escape, sorted({*words, *here})))})"
    for node in nodes:
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
            pattern = _pattern(node, any_word)
            if not pattern.startswith("(?:"):
                yield re.compile(pattern)


def _name(called: ast.expr) -> str:
    return ast.unparse(called) if isinstance(called, ast.Name | ast.Attribute) else ""


def _alternatives(argument: ast.expr) -> Iterator[ast.expr]:
    """Itself, or both branches of ``a if x else b``."""
    if isinstance(argument, ast.IfExp):
        yield from _alternatives(argument.body)
        yield from _alternatives(argument.orelse)
    else:
        yield argument


def _pattern(node: ast.expr, any_word: str) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return re.escape(text)
        case ast.JoinedStr(values=parts):
            return "".join(_pattern(part, any_word) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _pattern(left, any_word) + _pattern(right, any_word)
        case ast.BinOp(left=left, op=ast.Mult()):
            return f"(?:{_pattern(left, any_word)})?"
    return any_word
