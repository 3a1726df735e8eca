"""Decisions of researchers over what the machine read: which fact each is about, and what the views then show of it."""
