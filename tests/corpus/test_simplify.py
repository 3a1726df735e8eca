"""Traditional to simplified: never another length, never a change to simplified text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import simplify as module
from corpus.simplify import simplify

ANY = st.text(st.characters(categories=None, exclude_categories=()), max_size=60)
MIXED = st.text(st.sampled_from("縣县鄉乡乾昇濛瞭解反覆坏么沈\n𠮷\ud800\x00 a。"), max_size=40)


@given(ANY | MIXED)
def test_length_is_kept(text: str) -> None:
    assert len(simplify(text)) == len(text)


@given(ANY | MIXED)
def test_twice_is_once(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)


def test_every_code_point() -> None:
    text = "".join(map(chr, range(0x110000)))
    assert len(simplify(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("縣域醫共體", "县域医共体"),  # county medical alliance
        ("乾縣", "乾县"),  # a county whose name is no "dry"
        ("反覆瞭解", "反复了解"),  # "learn again and again": changes only as phrases
        ("\ud800縣\x00", "\ud800县\x00"),
    ],
)
def test_traditional(text: str, want: str) -> None:
    assert simplify(text) == want


@pytest.mark.parametrize(
    "text",
    [
        "陕西省乾县",  # a county in Shaanxi
        "昇腾生态、皮洛与濛溪河遗址",  # names in a simplified sentence
        "打坏了机器，为什么？",  # "broke the machine, why?"
        "“十四五”规划（２０２１）％",  # full-width forms
    ],
)
def test_simplified_text_is_the_same_object(text: str) -> None:
    assert simplify(text) is text


def test_stray_traditional_words_in_simplified_text() -> None:
    text = "全县坚持绿色发展，着力推进乡村振兴和县域經濟高质量发展，农民收入持续增长。"
    assert simplify(text) == text.replace("經濟", "经济")


def test_another_length_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Longer:
        def convert(self, text: str) -> str:
            return text + "！"

    module._patterns()
    monkeypatch.setattr(module, "_converter", Longer)
    with pytest.raises(ValueError, match="changed the length of the text at 3"):
        simplify("县城\n縣城")
