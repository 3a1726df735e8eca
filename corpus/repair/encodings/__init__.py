"""Text read in a wrong encoding, or written out as escapes.

``mojibake`` finds the stretches. ``misread`` and ``codepages`` tell which bytes a character was, ``rereading`` reads
them again: strictly, along the likeliest way (``lattice``), where some were UTF-8 by chance (``merged``) or are gone
(``gaps``, ``holes``). ``changes`` are what comes of it. ``escapes`` with ``escaped_bytes`` are &#21439; and %E5%8E%BF.
"""
