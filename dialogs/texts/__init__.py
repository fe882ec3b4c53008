"""Catalogues of texts, one a language: ``ru.po``. Keys stand for what is said; sums and names are filled in."""
