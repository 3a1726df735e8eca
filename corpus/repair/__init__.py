"""Undo what happened to a text before it reached us; every change is reported and can be undone.

``order`` writes the order once; ``gates`` tells which repairs a text may need, ``change`` is what a repair proposes,
``compose`` joins several rounds of them. The repairs stand in folders by what was damaged: ``encodings`` (read in a
wrong encoding, or written out as escapes), ``signs`` (marks, brackets, digits, glyphs), ``lines`` (breaks and blanks,
and what sites write between lines).

Lost bytes, the hardest of them: ``byteshift`` with ``lost_bytes``, and ``glosses`` (pinyin that a filter wrote beside
characters). What judges their readings, and some of the others': ``language`` (pairs of characters), ``phrases``,
``vocabulary`` (words), ``readings`` (syllables), all built by ``train_language``.
"""

from corpus.repair.change import Change
from corpus.repair.order import Repaired, repair_text

__all__ = ["Change", "Repaired", "repair_text"]
