"""What testers see of the network.

- `sample`, `feed`: what happens, pushed to whoever watches; of PDUs a sample.
- `entries`, `wire`: the log of PDUs, and what belongs together in it.
- `shown`, `octets`, `wanted`: how people read a PDU; which octets are what; which PDUs they want.
"""
