"""Conversations. An event goes in with the session it happened in, the session after it comes out, and what to do.

- `dialogs.engine`: `step`, the way in; `hearing` for what people write (`consent`: to what they agree), `outcomes` for
  what the operator answers.
- `dialogs.conversations`: what can be talked about, each a table and its actions (`conversation` says how to read one).
- `dialogs.course`: from one state or conversation to the next. `dialogs.turn`: what an action can do.
- `dialogs.understanding`: what a text says. `spelling`, `words` and `lexicon` tell what its words mean (by the data in
  `concepts` and `vocabulary`), `opinion` what intent examples have taught them to have, `ruling` which command that is
  (by `rules`), `deciding` whether to ask, `slots` what else is named. `intents`: where that leads.
- `dialogs.attuning`: as they write, they are answered. `dialogs.tongue`: in which language that is, `translit`: in
  which letters.
- `dialogs.screens`, `pages`, `terms`, `refusals`, `wording`, `latin` and ``texts/``: what is written, and how it fits.
- `dialogs.resuming`: what is left when a session is dropped.
- `dialogs.checks`: what is wrong with conversations and texts, and `drawing`: how they go (``docs/dialogs.md``).

Nothing here performs anything, waits, or knows the time but from an event.
"""
