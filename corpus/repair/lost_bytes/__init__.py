"""The parts of ``corpus.repair.byteshift``: where bytes were lost, what may have stood there, what is likeliest.

A stretch of page comes in as it was misread (``tokens``, of the GBK alphabet in ``pairs``); ``places`` spares sound
text. ``search`` finds where runs begin and end, going on by ``steps``: what may come next, with ``fillings`` between
two known characters. ``beams`` keeps the likeliest few readings, ``choice`` looks closer at each guessed character,
with ``signs`` (punctuation, figures) and ``memory`` (the rest of the page). ``write`` gives the restored text, ``gaps``
reads pages again that dropped private-use characters.

Files that lost one byte of a character: ``torn_marks`` writes the byte that is left, ``torn`` says what it was,
``alphabets`` what it may have been.
"""
