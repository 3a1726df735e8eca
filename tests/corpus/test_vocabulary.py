"""The word lists: a head, a source in every row, no row twice, nothing but words, in order."""

from importlib import resources

import pytest

from corpus.tables import read_rows
from corpus.vocabulary import read_words

LISTS = ("frame.tsv", "headings.tsv", "issuers.tsv", "kinds.tsv", "words.tsv")


@pytest.mark.parametrize("name", LISTS)
def test_rows(name: str) -> None:
    text = resources.files("corpus").joinpath("data", name).read_text(encoding="utf-8")
    head, *lines = text.splitlines()
    assert head.split("\t")[0] == "word" and head.split("\t")[-1] == "source"
    assert text.endswith("\n") and "\r" not in text
    for line in lines:
        cells = line.split("\t")
        assert len(cells) == len(head.split("\t")), line
        assert all(cell and cell == cell.strip() for cell in cells), line
    assert len(set(lines)) == len(lines)
    keys = [
        tuple(line.split("\t")[1::-1]) if name in ("frame.tsv", "issuers.tsv", "kinds.tsv") else line for line in lines
    ]
    assert keys == sorted(keys)


def test_longer_words_come_first() -> None:
    words = read_words("kinds", "plan")
    assert words.index("工作方案") < words.index("方案")
    assert all(row[1] for row in read_rows("corpus", "kinds"))
