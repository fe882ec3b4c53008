"""What hostile peers can do, and what it costs.

- `inputs`, `mutation`: octets that choose a play, and what is likely to break it.
- `codecs`, `sessions`, `centre`, `gateway`: what is checked of each; `targets`: all of it.
- `corpus/`: inputs that reach code which no other does; `test_fuzz` replays them.
- `hostile`: peers on a loopback socket, for the other tests.

`make fuzz` (`python -m tests.hardening`) looks for more, until it finds something or is stopped.
"""
