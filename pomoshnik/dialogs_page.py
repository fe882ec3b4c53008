"""docs/dialogs.md, made of the conversations themselves: ``pomoshnik dialogs draw``."""

import sys
from inspect import cleandoc
from textwrap import dedent, indent

from dialogs.conversation import Conversation
from dialogs.conversations import CONVERSATIONS
from dialogs.conversations.password import Password
from dialogs.drawing import diagram

HEAD = """\
# Dialogs

Made by `make docs`: [the diagrams](#conversations) are drawn from the tables that run.

## How to read a table
"""

NEW = """
## A new conversation

1. A module in [dialogs/conversations](../dialogs/conversations) with a class: `name`, `table`, and a method for each
   action and condition that a row names (all else in it begins with `_`). An action takes the `Turn` and says a text
   (`say`, `tell`), shows a screen (`show`), asks the operator (`ask`) or goes on with another command (`then`); it
   does nothing else, and never waits. One line in the list of
   [dialogs/conversations/\\_\\_init\\_\\_.py](../dialogs/conversations/__init__.py).
2. What people write for its commands: labelled examples from which the model learns, words and rules
   ([understanding.md](understanding.md#to-widen-it) says how); codes in
   [dialogs/vocabulary.py](../dialogs/vocabulary.py); and where a command has another name than the label of the
   examples, [dialogs/intents.py](../dialogs/intents.py).
3. What is asked of the operator and what it answers stand in [operator_api/contract](../operator_api/contract). If
   the question changes something, `changes` names the state that awaits its answer, so that what was done is told
   even when the session has gone. The longest answers, with which texts are measured:
   [dialogs/checks/samples.py](../dialogs/checks/samples.py).
4. Its texts, in each language: [dialogs/texts](../dialogs/texts). One page of USSD, 72 characters of Cyrillic, holds
   a text of `say`; what `tell` and screens hold may take pages. `unsure.NAME` is said when nobody knows whether a
   change was made, `resume.NAME` when somebody comes back to a screen that was dropped.
5. A story for each thing that it can do: [stories](../stories/README.md). `pomoshnik play stories/NAME.txt` plays it.
   The way to each state goes into the table of
   [tests/dialogs/test_every_state.py](../tests/dialogs/test_every_state.py), which writes nonsense there.
6. `pomoshnik dialogs check`, and `make docs`.

## What `pomoshnik dialogs check` finds

One line each, with file, conversation and state; exit status 1 if there is one. Three things are looked at.

The tables: states that ask and have no row `unclear`, or await the operator and have no row `Refused`; rows after
which nothing else fits where no condition holds, or which never fire because one before them always fits; states that
cannot be reached, do not lead back, or ask and have neither `back` nor `no`; what is said where it cannot be; actions
in no row; names and commands that are taken. An action that there is not needs no check: no command of ours starts
with it.

The ways: each row is taken with everything that may be said and answered there, for each language, in Cyrillic and in
Latin letters, by SMS (two parts) and on the smallest page of USSD (72 characters, or 164 in Latin letters), with the
longest names and sums of the catalogue. Found is what raises an error (a key that is missing), says nothing, is cut
or does not fit, an answer of the operator or a digit of a screen that the state does not take, a row that nothing
leads to, a change whose answer `changes` does not await.

The texts: keys that the code says and no catalogue has, keys that nobody says, keys and placeholders that differ
between languages.

## Conversations

`[*]` is where nothing is asked. On the arrows stands what a person says or the operator answers; in brackets, what
has to hold.
"""


def dialogs_page() -> str:
    """The page, in Markdown."""
    example = f"The table of passwords:\n\n{indent(dedent(Password.table).strip(), '    ')}"
    return "\n".join([HEAD, _paragraphs(Conversation), "", example, NEW, *map(_section, CONVERSATIONS)])


def _section(conversation: Conversation) -> str:
    kind = type(conversation)
    about = "\n\n".join([_paragraphs(sys.modules[kind.__module__]), _paragraphs(kind)])
    return f"### {conversation.name}\n\n{about}\n\n```mermaid\n{diagram(conversation)}\n```\n"


def _paragraphs(documented: object) -> str:
    return cleandoc(documented.__doc__ or "")
