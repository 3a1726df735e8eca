"""What was typed, as a question to the index: plain words by default, operators only for experts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.errors import QueryError
from corpus.simplify import simplify
from kb.index.grams import fold, is_settled, match_words, storable

_LONGEST = 2000  # characters that are looked at; more is no search
_TOKEN = re.compile(r'"([^"]*)"|([()（）])|([^\s()（）"]+)')
_OPERATORS = {"AND", "OR", "NOT"}


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of characters that the text must hold, folded; ``forms`` are what it may stand as."""

    text: str
    forms: tuple[str, ...]

    def holds(self, folded: str) -> bool:
        """Whether the folded text has one of the forms."""
        return any(form in folded for form in self.forms)

    def match(self) -> str | None:
        """The index expression that every such row satisfies, or None when there is no telling."""
        return " OR ".join(match_words([form]) for form in self.forms)

    def words(self) -> list[Word]:
        """The words that a hit shows."""
        return [self]

    @property
    def settled(self) -> bool:
        """Whether the index alone is proof."""
        return all(is_settled(form) for form in self.forms)


@dataclass(frozen=True, slots=True)
class Node:
    """``and``, ``or`` or ``not`` over parts."""

    operator: str
    parts: tuple[Word | Node, ...]

    def holds(self, folded: str) -> bool:
        """Whether the folded text satisfies it."""
        if self.operator == "and":
            return all(part.holds(folded) for part in self.parts)
        if self.operator == "or":
            return any(part.holds(folded) for part in self.parts)
        return not self.parts[0].holds(folded)

    def match(self) -> str | None:
        """As ``Word.match``; what must be absent is left to the look at the text."""
        if self.operator == "not":
            return None
        matches = [part.match() for part in self.parts]
        known = [f"({match})" for match in matches if match]
        if self.operator == "and":
            return " AND ".join(known) or None
        return " OR ".join(known) if all(matches) else None

    def words(self) -> list[Word]:
        """The words that a hit shows; those that must be absent are none."""
        return [] if self.operator == "not" else [word for part in self.parts for word in part.words()]

    @property
    def settled(self) -> bool:
        """Whether the index alone is proof."""
        return self.operator != "not" and all(part.settled for part in self.parts)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: ``tree`` decides, ``words`` are shown and ranked, ``expanded`` is said to the reader."""

    typed: str
    tree: Word | Node | None
    words: tuple[Word, ...] = ()
    expanded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def match(self) -> str | None:
        """The FTS5 expression."""
        return self.tree.match() if self.tree else None


def parse_query(
    typed: str, *, expert: bool = False, abbreviations: Mapping[str, Sequence[str]] | None = None, quotes: bool = True
) -> Query:
    """The query of what was typed, in either script; several words must all be there.

    ``abbreviations`` gives the other forms of a word. Without ``quotes``, quotation marks are not looked for.
    Raises QueryError for an expert query that cannot be read.

    >>> parse_query("醫保 70%").match     # "medical insurance"
    '(("医保")) AND (("70" AND "0%"))'
    """
    plain = simplify(storable(typed[:_LONGEST]))
    if not quotes:
        plain = re.sub('["“”„‟″]', " ", plain)
    expanded: dict[str, tuple[str, ...]] = {}

    def word(text: str) -> Word | None:
        text = re.sub(r"[\s\x00]+", "", fold(text)) or ""
        if not text:
            return None
        others = tuple(fold(form) for form in (abbreviations or {}).get(text, ()))
        if others:
            expanded[text] = others
        return Word(text, (text, *others))

    if expert:
        tree = _Expert(plain, word).parse()
    else:
        parts = [part for part in (word(piece) for piece in plain.split()) if part]
        tree = _join("and", list(dict.fromkeys(parts)))
    words = tuple(dict.fromkeys(tree.words())) if tree else ()
    return Query(typed, tree, words, expanded)


def _join(operator: str, parts: Sequence[Word | Node]) -> Word | Node | None:
    return (parts[0] if len(parts) == 1 else Node(operator, tuple(parts))) if parts else None


class _Expert:
    """``a b OR (c NOT d) "e f"``: AND is understood, NOT takes what stands after it away."""

    def __init__(self, text: str, word: object) -> None:
        self.tokens: list[tuple[str, str]] = []
        for quoted, bracket, bare in _TOKEN.findall(text):
            if bracket:
                self.tokens.append(("bracket", {"（": "(", "）": ")"}.get(bracket, bracket)))
            elif bare in _OPERATORS:
                self.tokens.append(("operator", bare))
            else:
                self.tokens.append(("word", quoted or bare))
        self.word = word
        self.typed = text
        self.at = 0
        self.depth = 0

    def parse(self) -> Word | Node | None:
        if not self.tokens:
            return None
        tree = self._either()
        if self.at < len(self.tokens):
            raise self._error(f"has something left over at {self.tokens[self.at][1]!r}")
        if tree.match() is None:
            raise self._error("names nothing that must be there")
        return tree

    def _either(self) -> Word | Node:
        parts = [self._both()]
        while self._take("operator", "OR"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Node("or", tuple(parts))

    def _both(self) -> Word | Node:
        parts: list[Word | Node] = []
        while self.at < len(self.tokens):
            if self._take("operator", "AND"):
                continue
            if self._take("operator", "NOT"):
                parts.append(Node("not", (self._one(),)))
                continue
            if self.tokens[self.at] in (("operator", "OR"), ("bracket", ")")):
                break
            parts.append(self._one())
        if not parts:
            raise self._error("lacks a word beside an operator")
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts))

    def _one(self) -> Word | Node:
        if self.at >= len(self.tokens):
            raise self._error("ends with an operator")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "bracket" and text == "(":
            self.depth += 1
            if self.depth > 50:
                raise self._error("has too many brackets in brackets")
            inner = self._either()
            if not self._take("bracket", ")"):
                raise self._error("lacks a closing bracket")
            self.depth -= 1
            return inner
        found = self.word(text) if kind == "word" and callable(self.word) else None
        if not isinstance(found, Word):
            raise self._error(f"cannot be read at {text!r}")
        return found

    def _take(self, kind: str, text: str) -> bool:
        if self.at < len(self.tokens) and self.tokens[self.at] == (kind, text):
            self.at += 1
            return True
        return False

    def _error(self, reason: str) -> QueryError:
        remedy = 'words, AND, OR, NOT, brackets and "quoted words", or search without --expert'
        return QueryError(self.typed, reason, remedy=remedy)
