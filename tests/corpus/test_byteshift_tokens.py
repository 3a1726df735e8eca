"""A page as the lost-byte decoder sees it: every kind of character, glosses that stand alone, how likely each is."""

import numpy as np
import pytest
from casefiles import read_cases

from corpus.repair.glosses import Gloss
from corpus.repair.language import load_language
from corpus.repair.lost_bytes.tokens import FOLDABLE, STRAY_COST, Token, read_tokens, weigh_tokens


@pytest.mark.parametrize("case", read_cases("byteshift_tokens"), ids=lambda case: case["id"])
def test_tokens(case: dict) -> None:
    glosses = [Gloss(*one) for one in case.get("glosses", [])]
    text = case["text"]
    found = read_tokens(text, *case.get("span", (0, len(text))), glosses)
    assert [[t.start, t.end, t.lead, t.trail, t.single, t.reading] for t in found] == case["want"]


def test_every_ascii_character_is_one_token() -> None:
    for code in range(0x80):
        char = chr(code)
        lead, trail = (0xA3, code + 0x80) if char in FOLDABLE else (0, 0)
        assert read_tokens("县" + char, 1, 2, []) == [Token(1, 2, lead, trail, code, "")]


@pytest.mark.parametrize(
    ("char", "lead", "trail"),
    [
        ("\x80", 0, 0), ("\xa4", 0xA1, 0xE8), ("县", 0xCF, 0xD8), ("\ud800", 0, 0), ("\udfff", 0, 0), ("é", 0xA8, 0xA6),
        ("\ue000", 0xAA, 0xA1), ("\ue7f5", 0xA9, 0x98), ("\uffff", 0, 0), ("\U00020000", 0, 0), ("ñ", 0, 0),
    ],
)  # fmt: skip
def test_what_has_two_bytes(char: str, lead: int, trail: int) -> None:
    assert read_tokens(char, 0, 1, []) == [Token(0, 1, lead, trail, 0, "")]


def test_each_token_is_weighed_after_the_one_before() -> None:
    """A stray gloss costs the same everywhere, and what follows it is weighed after what precedes it."""
    model = load_language()
    text = "县城(yī)建设\n"  # the county town (gloss) is built
    tokens = read_tokens(text, 0, 8, [])
    stretch = weigh_tokens(text, 0, 8, tokens, model)
    chars = [*"县城", "", *"建设"]
    assert [text[t.start : t.end] if not t.reading else "" for t in tokens] == chars
    ids = dict(zip("\n县城建设", model.ids("\n县城建设").tolist(), strict=True))
    follow = [float(model.follow(ids[a], [ids[b]])[0]) for a, b in ("\n县", "县城", "城建", "建设", "设\n")]
    want = [*follow[:2], STRAY_COST, *follow[2:]]
    assert stretch.cost == pytest.approx(want)
    assert stretch.total == pytest.approx(np.concatenate(([0.0], np.cumsum(want))))
    assert stretch.spent(1, 4) == pytest.approx(sum(want[1:4]))
    assert stretch.context.tolist() == [ids[char] for char in "\n县城城建设"]
    assert (stretch.write(0, 5), stretch.write(1, 4), stretch.write(2, 3)) == ("县城建设", "城建", "")
    assert stretch.to_line_end
    assert not weigh_tokens(text, 0, 2, tokens[:2], model).to_line_end
    assert weigh_tokens(text, 1, 2, tokens[1:2], model).cost[0] == pytest.approx(follow[1])
    assert weigh_tokens("县城", 0, 2, read_tokens("县城", 0, 2, []), model).to_line_end


def test_a_run_is_marked_where_its_second_character_begins_behind_a_question_mark() -> None:
    text = "?县?"
    stretch = weigh_tokens(text, 0, 3, read_tokens(text, 0, 3, []), load_language())
    runs = ((0, 1), (0, 0), (1, 2), (2, 3))
    assert [stretch.is_marked(first, at) for first, at in runs] == [True, False, False, True]
