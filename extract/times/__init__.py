"""Points, intervals, durations and recurrences in EDTF.

``patterns`` finds where a date may begin, ``points`` reads it (2024年3月), ``bounds`` what bounds and joins dates
(到2026年, 每年12月底前), ``durations`` lengths and recurrences; ``republic`` knows 113年, ``resolve`` fills years from
the plan itself, ``calendar`` is the arithmetic.
"""
