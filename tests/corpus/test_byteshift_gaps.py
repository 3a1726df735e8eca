"""Pages that dropped private-use characters: what fell out of a run is filled, or the place says it is a guess."""

import random

import pytest
from garble import lose_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair import byteshift
from corpus.repair.byteshift import find_lost_bytes
from corpus.repair.lost_bytes.memory import Memory
from corpus.repair.lost_bytes.pairs import LEADS, TRAILS, load_pairs

SENTENCES = [
    "推動農業產業化、規模化、品牌化發展，增加農民收入。",
    "各村廣泛開展宣傳。化解矛盾糾紛，維護社會和諧穩定。",
    "管好用好醫保基金，確保資金安全，定期向社會公佈。",
    "新建標準化廠房兩座。會同有關部門做好驗收工作。",
    "加大環保投入。會議決定提高補助標準，減輕羣衆負擔。",
]
PAGE = "\n".join(SENTENCES * 3)


def show(private: str | None) -> tuple[list[bool], list[str]]:
    """(whether each run has its text again, verdicts)."""
    garbled = lose_bytes(PAGE, random.Random(4), private=private)
    found = {(c.start, c.end): c for c in find_lost_bytes(garbled.text)}
    pairs = load_pairs()
    simple = {char: pairs.simple[code] for char, code in pairs.number.items()}
    right, verdicts = [], []
    for damage in garbled.damages:
        change = found.get((damage.start, damage.end))
        right.append(bool(change) and change.new == "".join(simple.get(c, c) for c in damage.truth))
        verdicts.append(change.verdict if change else "left")
    return right, verdicts


def test_runs_with_all_their_pairs() -> None:
    right, _ = show(None)
    assert len(right) == 9 and all(right)


def test_vanished_pairs_are_filled_and_never_called_exact() -> None:
    right, verdicts = show("")
    assert sum(right) >= 8
    assert all(good for good, verdict in zip(right, verdicts, strict=True) if verdict == "exact")


def test_no_full_width_figure_comes_of_a_gap_on_a_page_that_has_none() -> None:
    """Of 、按月预付 (paid in advance by the month) a pair is gone: what is left looks like ４月预付 (… in April)."""
    sound = "新建改建农村公路120公里，实施污水处理项目35个。\n落实临床路径管理，完成家庭医生签约2.6万人。\n" * 3
    garbled = "医;鹱芏钤に恪丛略じ丁⒛曛涨逅恪?\n"
    (change,) = find_lost_bytes(sound + garbled)
    assert change.new.startswith("保基金总额预算") and change.new.endswith("月预付、年终清算。")
    assert not set("０１２３４５６７８９") & set(change.new)
    assert change.verdict == "lossy" and "\ufffd" in change.new
    wide = sound.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    (change,) = find_lost_bytes(wide + garbled)
    assert change.verdict != "exact"


def test_formulas_of_which_three_pairs_in_a_row_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 件公开发 (… be made public) the middle six bytes are private-use pairs: without them 件发布 stands there."""
    pairs = load_pairs()
    rows = pairs.read_known(0xBC, 0xA2).tolist()
    formula = "件公开发".encode("gbk")
    assert [int.from_bytes(formula[at : at + 2], "big") for at in (0, 2, 4, 6)] in rows
    for first, *_, last in rows:
        assert (first >> 8, last & 0xFF) == (0xBC, 0xA2)
    assert not len(pairs.read_known(0x81, 0x40))
    monkeypatch.setattr(byteshift, "SHOWING", 0)  # a page that is known to have dropped them
    (change,) = find_lost_bytes("新建改建农村公路120公里。\n" * 8 + "各乡镇要抓好落实＃ù思⒉迹?\n")
    assert (change.new, change.verdict) == ("。（此件公开发布）", "likely")


@pytest.mark.parametrize(
    ("left", "first", "second"),
    [("融入京雄", "保", "。"), ("三座新建", "。", "保")],
    ids=["name of the page", "unseen"],
)
def test_memory_knows_the_names_of_a_page(left: str, first: str, second: str) -> None:
    page = Memory("建設京雄保走廊。服务京雄保发展。修路。养老。")
    better, worse = page.follow(left, [first, second])
    assert better > worse


CODES = st.sampled_from([lead << 8 | trail for lead in LEADS for trail in TRAILS])
PIECES = st.one_of(CODES.map(lambda code: code.to_bytes(2, "big").decode("gb18030")), st.sampled_from("?;!(Ah\n0，。"))


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_any_wreck_is_survived(wreck: str, vanished: bool) -> None:
    if vanished:
        wreck = "".join(char for char in wreck if not "\ue000" <= char <= "\uf8ff")
    text = "加強管理?h域經濟要發展，" + wreck
    last = 0
    for change in find_lost_bytes(text):
        assert last <= change.start < change.end <= len(text)
        last = change.end
