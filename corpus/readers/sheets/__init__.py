"""Workbooks: ``xlsx``, ``xls`` (also Kingsoft's et), ``ods`` and ``delimited`` (csv, tsv) each become ``grid``,
which prints them as lines.

Numbers and dates come out as their cells show them (``numbers``, with ``formats``): 95% and not 0.95.
"""
