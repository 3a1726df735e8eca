"""Single signs that a page lost, changed or put in: one kind of damage a module."""
