"""A load on an ESME: many phones in conversations, and how long each reply takes. From the bottom up:

- `histogram`, `waits`, `schedule`: latencies as counts; times between two texts; when conversations begin. All pure.
- `conversations`: what phones say, and what they expect to be told. Pure.
- `tally`: what is counted, in the whole and second by second. Pure.
- `crowd`: the phones, in conversation. Pure but for `Alarm`: it is told the time, and how to speak.
- `result`: one run as data, with what is wrong with it.
- `running`: a crowd on an `simulator.smsc.Smsc`.
- `search`: the highest rate that holds.
- `live`: figures in the terminal. `plots`, `page`: the report, as HTML.
"""
