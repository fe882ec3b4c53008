"""The simulator in tests of other projects: the pytest fixture `smsc`, an SMSC in a thread of its own."""
