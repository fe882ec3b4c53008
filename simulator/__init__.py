"""An SMSC simulator: ESMEs bind to it over SMPP 3.4, its phones write to them and are written to.

From the bottom up:

- `words`, `recording`, `phones`, `events`: what a phone said and got, as a story; what it shows; what the API tells.
- `sample`, `feed`: what happens, pushed to whoever watches; of PDUs a sample.
- `entries`, `shown`, `octets`, `wanted`, `wire`: the log of PDUs; what belongs together, and how people read it.
- `times`, `agenda`: times of SMPP; what is to be done later.
- `submission`, `receipts`: a message of an ESME, and what the ESME is told of it; `faults` by chance.
- `waiting`, `messages`, `store`: messages to phones that wait; the life of all of them; on their phones.
- `mo`, `forwarding`: messages from phones, until an ESME has taken them.
- `telling`, `alerts`: receipts that go later; phones that are back.
- `codes`, `ussd`: what phones dial; their sessions with ESMEs.
- `faults`, `profiles`: what goes wrong, as data; by name. `dice`: chance that can be had again.
- `accidents`, `malformed`, `oddities`: what befalls requests, PDUs, messages of phones. `trickle`: slow octets.
- `trouble`, `mischief`: the faults at work, on one link; on all of them.
- `accounts`, `allowance`: who may bind; how much they may send.
- `alarm`, `link`: a timer; one connection of an ESME.
- `changes`, `several`, `answers`: what ESMEs ask of their messages; submit_multi; all that they are answered.
- `smsc`: the message centre.
- `http`, `stories`, `metrics`, `page`, `program`: the API; what it counts; the page; all of it, listening.
- `load/`: many phones in conversations, to measure an ESME.
- `in_thread`, `pytest_plugin`: the same for tests of other projects.
- `screen`, `display`, `phone`: a phone in the terminal, on a simulator that runs.
"""
