"""An SMSC simulator: ESMEs bind to it over SMPP 3.4, its phones write to them and are written to.

From the bottom up:

- `phones`, `events`: what a phone shows; what the API tells.
- `sample`, `feed`: what happens, pushed to whoever watches; of PDUs a sample.
- `entries`, `shown`, `octets`, `wanted`, `wire`: the log of PDUs; what belongs together, and how people read it.
- `store`, `forwarding`: messages to phones; messages from phones until an ESME has taken them.
- `codes`, `ussd`: what phones dial; their sessions with ESMEs.
- `alarm`, `link`: a timer; one connection of an ESME.
- `answers`, `smsc`: what ESMEs are answered; the message centre.
- `http`, `program`: the API; all of it, listening.
- `screen`, `display`, `phone`: a phone in the terminal, on a simulator that runs.
"""
