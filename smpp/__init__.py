"""SMPP 3.4 without input and output: bytes in, events out; time is an argument.

From the bottom up:

- `statuses`, `errors`: command statuses by name; whose fault it was (`RemoteError`, `LocalError`).
- `wire`: the kinds of field that SMPP knows; each reads and writes itself.
- `pdus`, `multi`, `tlvs`: every PDU and optional parameter, declared once.
- `codec`, `hot`: one reader and one writer for all PDUs; quicker twins for submit_sm, deliver_sm and their responses.
- `frames`: cuts the stream into PDUs.
- `legal`, `events`, `waiting`, `session`: who may send what and when; what happened; one connection, from either end.
- `alphabets`, `cutting`, `parts`: text as octets; long texts as parts, and back.
- `reading`: the text of octets that were wrongly coded.
- `receipts`: what became of a message.
- `ussd`, `ussd_wire`, `ussd_table`: sessions of USSD, as the table of a dialect has them on the wire.
"""
