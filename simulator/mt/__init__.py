"""Messages of ESMEs to phones, from submit_sm to receipt.

- `times`, `agenda`: times of SMPP; what is to be done later.
- `submission`: a message, and what is to become of it.
- `waiting`, `messages`, `store`: those that wait; the life of all of them; on their phones.
- `changes`, `several`: query_sm, cancel_sm, replace_sm; submit_multi.
- `receipts`, `telling`, `alerts`: what the ESME is told; receipts that go later; phones that are back.
"""
