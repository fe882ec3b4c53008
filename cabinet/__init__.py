"""The personal account on the web: pages that ask the operator, and keep nothing themselves."""
