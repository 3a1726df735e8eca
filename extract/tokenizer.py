"""spaCy's tokens are our words: one cut of the whole text by ``corpus.words``, then one Doc."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from corpus.words import cut

TEXT = "junxian_text"  # where doc.user_data keeps the text


class WordsTokenizer:
    """A spaCy tokenizer over ``corpus.words``: tokens joined are the text, white space included.

    >>> nlp = blank()
    >>> [token.text for token in nlp("县域医共体到2025年建成")]    # "county medical alliance built by 2025"
    ['县域医共体', '到', '2025', '年', '建成']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words = cut(text)
        return Doc(self.vocab, words=words, spaces=[False] * len(words), user_data={TEXT: text})

    # spaCy saves and loads tokenizers by these four; there is nothing to save.
    def to_bytes(self, **kwargs: Any) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> WordsTokenizer:
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        return None

    def from_disk(self, path: str | Path, **kwargs: Any) -> WordsTokenizer:
        return self


@registry.tokenizers("junxian_words")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], WordsTokenizer]:
    """The factory that ``{"@tokenizers": "junxian_words"}`` in a spaCy config names."""
    return lambda nlp: WordsTokenizer(nlp.vocab)


def blank() -> Language:
    """``spacy.blank("zh")`` with our words as tokens; needs no model."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "junxian_words"}}})
    nlp.max_length = 100_000_000  # rules need no memory per token; the limit is meant for parsers
    return nlp
