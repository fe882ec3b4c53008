"""Catalogues of texts, one a language: ``ru.po``. Keys stand for what is said; sums and names are filled in.

A text that changes with a number has forms, as CLDR counts them; its msgid_plural is the name of that number.
"""
