"""A phone in the terminal, on a simulator that runs."""
