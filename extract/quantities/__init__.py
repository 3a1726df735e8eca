"""A number with its unit and its bounds, as an exact value: 不少于300张 → 300, 张, >=.

``expressions`` finds the numbers of a text, with ``units`` behind them or none (``unitless``), as ``parts`` of a whole
(三分之一) or ratios; ``bounded`` adds ``bounds`` and denominators to each. ``gaps`` closes spaces within numerals,
``broken_lines`` joins figures in lines of their own, ``pairs`` makes two bounds a range, ``names`` turns away numbers
that measure nothing. ``vocabulary`` reads the words.
"""
