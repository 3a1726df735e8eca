"""Where the pieces of a compilation begin: titles that count up, and those that nothing counts."""
