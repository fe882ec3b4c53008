"""``python -m pomoshnik``."""

from pomoshnik.main import main

main()
