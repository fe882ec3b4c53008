"""An SMSC simulator: ESMEs bind to it over SMPP 3.4, its phones write to them and are written to.

From the bottom up:

- `words`, `recording`, `phones`, `events`: what a phone said and got, as a story; what it shows; what the API tells.
- `watching/`: what testers see of the network.
- `mt/`: messages to phones, and their receipts. `mo`, `forwarding`: messages from phones, until an ESME has taken them.
- `codes`, `ussd`: what phones dial; their sessions with ESMEs.
- `trouble/`: what goes wrong, by seed.
- `accounts`, `allowance`: who may bind; how much they may send.
- `alarm`, `link`: a timer; one connection of an ESME.
- `answers`, `smsc`: what ESMEs are answered; the message centre.
- `http`, `stories`, `metrics`, `page`, `program`: the API; what it counts; the page; all of it, listening.
- `load/`: many phones in conversations, to measure an ESME.
- `terminal/`, `testing/`: a phone in the terminal; an SMSC in tests of other projects.
"""
