"""All repairs together: sound text stays, every change can be undone, and twice is once."""

import json
import pathlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.alignment import Edit, apply_edits
from corpus.encoding import decode
from corpus.model import Repair
from corpus.repair import Change, Repaired, repair_text
from corpus.repair.compose import Written, compose
from corpus.simplify import simplify

SOUND = "县卫生健康局牵头，2025年底前覆盖率达到65%以上（责任单位：各乡镇）。\n"  # who leads, by when, how much
GARBLED = [
    "县域经济".encode().decode("latin-1"),
    "县域经济".encode("gbk").decode("latin-1"),
    "绩效评价".encode().decode("gb18030"),
    "鄉(xiāng)鎮(zhèn)衛(wèi)生院",
    "服务的`质量",
    "甲政办发?2021?9号",
    "&amp;nbsp;\\r\\n\\u53bf",
    "县\u200b城\ufeff",
    "锟斤拷",
    "\ufffd\ufffd",
    "二oo四年",
    "\n?一)",
    "人꺶代表꺶会꺶力",
    "\n2021111\n",
]
TEXT = st.lists(
    st.one_of(st.just(SOUND), st.sampled_from(GARBLED), st.text(st.characters(categories=None), max_size=6)), max_size=6
)


def rewrite(text: str, done: Repaired) -> str:
    return apply_edits(text, [Edit(repair.start, repair.end, repair.restored) for repair in done.repairs])


def unmarked(repairs: tuple[Repair, ...]) -> list[Repair]:
    return [repair for repair in repairs if repair.raw != repair.restored]


@settings(max_examples=150, deadline=None)
@given(TEXT.map("".join))
@example("\x80\ud800å\x8e¿å\x9f\x9fç»\x8fæµ\x8e")  # half a character within misread text
def test_twice_is_once(text: str) -> None:
    once = repair_text(text).text
    assert repair_text(once).text == once


@settings(max_examples=150, deadline=None)
@given(TEXT.map("".join))
def test_every_repair_says_what_was_there_and_what_stands_now(text: str) -> None:
    done = repair_text(text)
    last = 0
    for repair in done.repairs:
        assert last <= repair.start <= repair.end and repair.raw == text[repair.start : repair.end]
        last = repair.end
    assert simplify(rewrite(text, done)) == simplify(done.text)
    assert (done.alignment.length, done.alignment.original_length) == (len(done.text), len(text))
    if done.text == text:
        assert done.text is text


@settings(max_examples=100, deadline=None)
@given(TEXT.map("".join))
def test_untouched_characters_map_to_themselves(text: str) -> None:
    done = repair_text(text)
    inside = {i for repair in done.repairs for i in range(repair.start, repair.end)}
    for i, char in enumerate(done.text):
        start, end = done.alignment.to_original(i, i + 1)
        if end - start == 1 and start not in inside:
            assert text[start] == char


def test_the_restored_text_is_simplified() -> None:
    garbled = "縣衛生院".encode().decode("latin-1")  # "county health centre", traditional
    done = repair_text(garbled)
    assert done.text == "縣衛生院"
    assert [repair.restored for repair in done.repairs] == ["县卫生院"]


def test_repairs_of_several_rounds_on_one_place_become_one() -> None:
    text = "县&amp;nbsp;城"
    done = repair_text(text)
    assert [(r.start, r.end, r.raw, r.restored) for r in done.repairs] == [(1, 11, "&amp;nbsp;", "\u00a0")]


CHANGES = [
    # (edits so far, text now, changes, edits composed) over the original "abcdef"
    ([], "abcdef", [(1, 2, "X")], [(1, 2, "X")]),
    ([(1, 2, "XYZ")], "aXYZcdef", [(2, 3, "")], [(1, 2, "XZ")]),
    ([(1, 3, "")], "adef", [(0, 2, "Q")], [(0, 4, "Q")]),
    ([(1, 3, "")], "adef", [(1, 2, "")], [(1, 3, ""), (3, 4, "")]),
    ([(0, 1, ""), (5, 6, "zz")], "bcdezz", [(4, 6, "")], [(0, 1, ""), (5, 6, "")]),
    ([(2, 2, "++")], "ab++cdef", [(1, 3, "-")], [(1, 2, "-+")]),
    ([(1, 2, ""), (3, 4, "")], "acef", [(0, 3, "!")], [(0, 5, "!")]),
]


@pytest.mark.parametrize(("so_far", "now", "changes", "want"), CHANGES)
def test_compose(so_far: list, now: str, changes: list, want: list) -> None:  # type: ignore[type-arg]
    written = [Written(a, b, new, ("one",), "exact") for a, b, new in so_far]
    assert apply_edits("abcdef", [Edit(*edit) for edit in so_far]) == now
    result = compose(written, now, [Change("two", a, b, new, "likely") for a, b, new in changes])
    assert [(edit.start, edit.end, edit.new) for edit in result] == want


@given(st.data())
def test_compose_equals_doing_one_after_the_other(data: st.DataObject) -> None:
    original = now = data.draw(st.text("abc", max_size=12))
    written: list[Written] = []
    for _ in range(3):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(now)), max_size=6, unique=True)))
        pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
        changes = [Change("x", a, b, data.draw(st.text("XY", max_size=3)), "exact") for a, b in pairs]
        written = compose(written, now, changes)
        now = apply_edits(now, [Edit(change.start, change.end, change.new) for change in changes])
        assert apply_edits(original, [Edit(edit.start, edit.end, edit.new) for edit in written]) == now


@pytest.mark.parametrize("number", ["000", "004"])
def test_watermarks_of_the_gold(shared: pathlib.Path, number: str) -> None:
    lines = (shared / "gold" / f"{number}.repairs.jsonl").read_text(encoding="utf-8").splitlines()
    gold = [record for record in map(json.loads, lines) if record["kind"] == "watermark"]
    with (shared / "plans" / gold[0]["source"]).open(encoding="utf-8", newline="") as file:
        done = repair_text(file.read())
    found = {(repair.start, repair.end, repair.raw, repair.restored) for repair in done.repairs}
    assert [record for record in gold if (record["start"], record["end"], record["raw"], "") not in found] == []


DAMAGE = {"escape", "bullet", "digits"}  # literal line ends, lost indents, numbers torn apart: these files do have them


@pytest.mark.parametrize("folder", ["provinces", "counties", "pages"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_sound_text_is_never_changed(shared: pathlib.Path, folder: str, codec: str) -> None:
    for path in sorted((shared / folder).glob("*.txt")):
        text = decode(path.read_bytes()).text
        again = decode(text.encode(codec), name=path.name).text
        assert again == text
        if codec == "utf-8":
            done = repair_text(text)
            assert [repair for repair in done.repairs if repair.rule not in DAMAGE] == [], path.name
            if folder == "provinces":
                assert done.text is text and simplify(text) is text


def test_sound_traditional_text_is_never_changed(shared: pathlib.Path) -> None:
    lines = (shared / "traditional" / "ud_gsd_pairs.tsv").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line.split("\t")[2] for line in lines)
    assert repair_text(text).repairs == ()
    again = decode(text.encode("big5hkscs", "ignore")).text
    assert again == text.encode("big5hkscs", "ignore").decode("big5hkscs")
    assert repair_text(again).repairs == ()
