"""The words are those of jieba, each with its place."""

import logging
import pathlib

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.tables import read_rows
from corpus.words import cut, read_user_words, spans

TEXTS = [
    "到2025年底，全县建成县域医共体3个，县域就诊率稳定在90%以上。",
    "一、总体要求\n\u3000\u3000（一）坚持“以县带乡、以乡带村”，落实牵头单位责任。\r\n",
    "联系电话0312-1234567，文件2024-10-29印发，A+B级评定，PM2.5下降12.3%，见C:\\new_file.txt。",
    "𠮷县与㐂村合作社、乾县、濛阳镇，𬭊元素；🌾丰收。",
    "x2-3天、No.5、v1.2.3、50kg/亩、1+N体系、“3587工程”、T-1、a_b、e&f",
    "",
]


@pytest.fixture(scope="module")
def reference() -> jieba.Tokenizer:
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word, frequency in read_user_words():
        tokenizer.add_word(word, frequency)
    return tokenizer


@pytest.mark.parametrize("text", TEXTS)
def test_words_are_those_of_jieba(reference: jieba.Tokenizer, text: str) -> None:
    assert cut(text) == list(reference.cut(text, HMM=False))


def test_words_of_real_plans_are_those_of_jieba(shared: pathlib.Path, reference: jieba.Tokenizer) -> None:
    paths = [*sorted((shared / "plans").glob("*.txt")), *sorted((shared / "provinces").glob("*.txt"))[:3]]
    for path in paths:
        text = path.read_text(encoding="utf-8")[:8000]
        assert cut(text) == list(reference.cut(text, HMM=False)), path.name


@given(st.text(max_size=80))
def test_spans_cover_any_text(text: str) -> None:
    words = cut(text)
    assert "".join(words) == text
    assert [text[start:end] for start, end in spans(text)] == words


def test_the_list_of_words_is_in_order() -> None:
    rows = read_rows("corpus", "words")
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    assert all(len(row) == 3 and row[1].isdigit() and row[2] for row in rows)
