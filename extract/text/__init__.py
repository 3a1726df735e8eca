"""What every stage asks of the text itself.

``clauses`` and ``sentences`` by position, ``folding`` of punctuation (one character for one), patterns ``at_lines``,
``alternation`` (many words as one pattern).
"""
