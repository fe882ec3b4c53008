"""An SMSC simulator: ESMEs bind to it over SMPP 3.4, its phones write to them and are written to.

From the bottom up:

- `phones`, `events`: what a phone shows; what the API tells.
- `feed`, `wire`: what happens, pushed to whoever watches; the log of PDUs.
- `times`, `agenda`: times of SMPP; what is to be done later.
- `submission`, `receipts`: a message of an ESME, and what the ESME is told of it; `faults` by chance.
- `waiting`, `messages`, `store`: messages to phones that wait; the life of all of them; on their phones.
- `mo`, `forwarding`: messages from phones, until an ESME has taken them.
- `telling`, `alerts`: receipts that go later; phones that are back.
- `codes`, `ussd`: what phones dial; their sessions with ESMEs.
- `accounts`, `allowance`: who may bind; how much they may send.
- `alarm`, `link`: a timer; one connection of an ESME.
- `changes`, `several`, `answers`: what ESMEs ask of their messages; submit_multi; all that they are answered.
- `smsc`: the message centre.
- `http`, `metrics`, `page`, `program`: the API; what it counts; the page; all of it, listening.
- `in_thread`, `pytest_plugin`: the same for tests of other projects.
- `screen`, `display`, `phone`: a phone in the terminal, on a simulator that runs.
"""
