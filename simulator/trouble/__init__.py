"""What goes wrong in the simulated network, by seed.

- `faults`, `profiles`: as data; by name.
- `dice`: chance that can be had again.
- `accidents`, `malformed`, `oddities`: what befalls requests, PDUs, messages of phones. Pure.
- `trickle`: slow octets.
- `trouble`, `mischief`: the faults at work, on one link; on all of them.
"""
