"""An SMSC simulator: ESMEs bind to it over SMPP 3.4, its phones write to them and are written to.

From the bottom up:

- `phones`, `events`: what a phone shows; what the API tells.
- `feed`, `wire`: what happens, pushed to whoever watches; the log of PDUs.
- `store`, `forwarding`: messages to phones; messages from phones until an ESME has taken them.
- `codes`, `ussd`: what phones dial; their sessions with ESMEs.
- `alarm`, `link`: a timer; one connection of an ESME.
- `answers`, `smsc`: what ESMEs are answered; the message centre.
- `http`, `program`: the API; all of it, listening.
- `load/`: many phones in conversations, to measure an ESME.
- `screen`, `display`, `phone`: a phone in the terminal, on a simulator that runs.
"""
