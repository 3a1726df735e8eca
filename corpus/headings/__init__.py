"""Headings: the labels that open them, how deep they lie, those without a number, those whose lines ran together,
and the words that titles end with."""
