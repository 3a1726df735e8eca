"""Files from which single bytes were lost: characters are found again behind each, what is left of it is marked.

In Big5, GB 18030 and UTF-16 a lost byte puts all that follows one byte off, up to a byte that cannot be the second
of two. ``gates`` spares sound files, ``lattice`` finds which byte is the torn one, ``reading`` reads a file so, by its
``lines`` or, in UTF-16, all of it (``wide``). The byte that is left is written as a mark
(``corpus.repair.lost_bytes.torn_marks``); what the character was, the repair ``corpus.repair.lost_bytes.torn`` says.
"""
