"""Single signs that a page lost, changed or put in: one kind of damage a module.

``brackets`` of document numbers and dates, ``commas``, ``decimals`` (points), ``quotes``, ``numerals`` of headings and
dates, ``marks`` (bullets, watermarks), ``glyphs`` (Hangul for frequent characters), ``forms`` (radicals, compatibility
forms), ``invisible`` characters. ``losses`` marks what none could restore; ``offsets`` finds rare signs fast.
"""
