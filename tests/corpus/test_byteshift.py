"""Lost bytes: runs restored to the letter, sound text never touched, and our own garbler to make more."""

import json
import pathlib
import random
from dataclasses import replace
from unittest import mock

import numpy as np
import opencc
import pytest
from casefiles import read_cases
from garble import Damage, gloss_pinyin, lose_bytes, read_gbk, watermark
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.alignment import Edit, apply_edits
from corpus.prior import rare_characters
from corpus.repair import byteshift
from corpus.repair.byteshift import find_lost_bytes, find_places
from corpus.repair.language import load_language
from corpus.repair.lost_bytes import write as writing
from corpus.repair.lost_bytes.choice import Page, Place, choose
from corpus.repair.lost_bytes.fillings import Choice
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.simplify import convert_characters

SENTENCES = [
    "确保县级医院三年内全部达到标准，方便群众看病。",
    "优化学校布局。县城新建小学两所，乡镇改建幼儿园八所。",
    "完善医保基金监管办法，定期公布使用情况。",
    "健全村级治理机制。构建共建共治共享的乡村新格局。",
    "　　（一）组建县域教育共同体。",
    "继续保护耕地。扩大高标准农田面积，改善灌溉条件。",
    "各乡镇每年开展两次演练，费用由县财政承担。",
]


def restore(text: str) -> str:
    return apply_edits(text, [Edit(c.start, c.end, c.new) for c in find_lost_bytes(text)])


@pytest.mark.parametrize("case", read_cases("byteshift_found"), ids=lambda case: case["id"])
def test_found(case: dict) -> None:
    found = [[c.start, c.end, c.new, c.rule, c.verdict] for c in find_lost_bytes(case["text"])]
    assert found == case["want"]


@pytest.mark.parametrize("case", read_cases("byteshift_leave_alone"), ids=lambda case: case["id"])
def test_leave_alone(case: dict) -> None:
    assert find_lost_bytes(case["text"]) == []


@pytest.mark.parametrize(
    ("gaps", "limit"),
    [(byteshift.NEVER, writing.DOUBTFUL), (-5.0, writing.DOUBTFUL + writing.GAPS_LIKELY)],
)
@pytest.mark.parametrize(("above", "verdict"), [(0.01, "exact"), (-0.01, "likely")])
def test_a_character_that_hardly_ever_follows_leaves_a_doubt(
    gaps: float, limit: float, above: float, verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sooner where whole pairs may be gone."""
    asked = []
    monkeypatch.setattr(byteshift, "write_changes", lambda runs, judges: asked.append((runs, judges)) or [])
    assert find_lost_bytes("加強管理?h域經濟要發展") == []
    monkeypatch.undo()
    ((stretch, run),), judges = next(one for one in asked if one[0])
    run = replace(run, choices=[None] * len(run.codes), sure=1.0)  # nothing was guessed
    model = mock.Mock(wraps=judges.model)
    model.follow.side_effect = lambda before, ids: np.append(np.zeros(len(ids) - 1), limit + above)
    (change,) = byteshift.write_changes([(stretch, run)], replace(judges, model=model, gaps=gaps))
    assert change.verdict == verdict


def test_restored_text_counts_as_the_page() -> None:
    """青桐联保 (a name): what a run says is known of the page like what stands there whole."""
    sound, restored = "全镇治水工作有序开展。\n", "推行青桐联保制度。\n"
    page, whole = Page([sound]).learn([restored]), Page([sound + restored])
    assert page.words.score(["青桐联保", "青桐联海"]).tolist() == whole.words.score(["青桐联保", "青桐联海"]).tolist()
    names = page.memory.follow("推行青桐联", ["保", "海"])
    assert names.tolist() == pytest.approx(whole.memory.follow("推行青桐联", ["保", "海"]).tolist(), abs=0.1)
    assert names[0] - names[1] > Page([sound]).memory.follow("推行青桐联", ["保", "海"])[0] - names[1]
    assert page.backward.follow("度制", ["保", "海"])[0] > page.backward.follow("度制", ["保", "海"])[1]
    assert page.wide == Page([sound]).wide


def test_a_doubtful_guess_is_made_again_beside_its_restored_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    """社保、医保基金: both 保 lost a byte, six characters from each other."""
    text = opencc.OpenCC("s2t").convert("不断健全养老托育制度。加强社保、医保基金的监管，定期公布使用情况。")
    broken = lose_bytes(text, random.Random(3), every=8).text
    asked: list[list[str]] = []
    choose = writing.choose

    def spy_choose(guesses: list, *rest: object) -> list:
        asked.append([place.left + "|" + place.right for place, _ in guesses])
        return [(best, 0.5) for best, _ in choose(guesses, *rest)]

    monkeypatch.setattr(writing, "choose", spy_choose)
    found = find_lost_bytes(broken)
    once, again = asked[-2:]
    assert len(once) == len(again) == len(found) > 1
    clean = convert_characters(text)
    assert once != again
    assert all(part[-4:] in clean for row in again for part in row.partition("|")[::2])


def test_a_gloss_across_the_border_tells_the_byte() -> None:
    # 变为: the filter saw 83 9E, the second byte of 變 and the first of 為, and took it for 優 (yōu).
    broken = gloss_pinyin("由單項評價轉變為對醫療質量的評價", {"優": "yōu"}.__getitem__, "優")
    assert "為" not in broken
    (change,) = (change for change in find_lost_bytes(broken) if change.rule != "gloss")
    assert (change.rule, convert_characters(restore(broken))) == ("glosscut", "由单项评价转变为对医疗质量的评价")


def test_what_is_gone_is_marked() -> None:
    """Private-use pairs that fell out: never called exact."""
    text = opencc.OpenCC("s2t").convert("　　（一）构建县域共同体。　　（六）丰富活动内容。")
    for seed in range(4):
        garbled = lose_bytes(text, random.Random(seed), private="")
        for change in find_lost_bytes(garbled.text):
            truth = {(d.start, d.end): convert_characters(d.truth) for d in garbled.damages}
            assert change.verdict != "exact" or truth.get((change.start, change.end)) == change.new


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 10**6), st.sampled_from(["s2t", "s2s"]), st.booleans())
def test_idempotent(seed: int, script: str, fold: bool) -> None:
    rng = random.Random(seed)
    text = "\n".join(rng.sample(SENTENCES, 4))
    text = opencc.OpenCC("s2t").convert(text) if script == "s2t" else text
    once = restore(lose_bytes(text, rng, fold=fold).text)
    assert restore(once) == once


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_text_gives_ordered_changes(text: str) -> None:
    last = 0
    for change in find_lost_bytes(text):
        assert last <= change.start <= change.end <= len(text)
        assert change.new != text[change.start : change.end]
        last = change.end


@pytest.mark.parametrize("unit", ["?h", "。ㄒ唬", "（？；", "萍夹g", "(yī)", "\ue7f5嫿"])
def test_a_line_of_nothing_but_damage_ends(unit: str) -> None:
    text = unit * (3_000 // len(unit))
    last = 0
    for change in find_lost_bytes(text):
        assert change.start >= last
        last = change.end


class TestGarbler:
    def test_truth_is_what_stood_there(self) -> None:
        text = "\n".join(SENTENCES)
        garbled = lose_bytes(text, random.Random(3), every=20)
        back = apply_edits(garbled.text, [Edit(d.start, d.end, d.truth) for d in garbled.damages])
        assert garbled.damages and back == text

    def test_reads_as_browsers_do(self) -> None:
        assert "".join(char for char, _ in read_gbk(b"\xa3\xbfh\x80\xd2")) == "？h€?"

    def test_watermarks_can_be_taken_out(self) -> None:
        text = "".join(SENTENCES)
        marked = watermark(text, random.Random(1), every=30)
        assert all(isinstance(d, Damage) and d.end == d.start + 1 for d in marked.damages)
        assert apply_edits(marked.text, [Edit(d.start, d.end, "") for d in marked.damages]) == text


def test_sound_text_is_not_looked_at() -> None:
    assert find_places("\n".join(SENTENCES) * 3) == []


def test_gold(shared: pathlib.Path) -> None:
    rows = [json.loads(line) for line in (shared / "gold/000.repairs.jsonl").read_text(encoding="utf-8").splitlines()]
    with (shared / "plans" / rows[0]["source"]).open(encoding="utf-8", newline="") as file:
        found = {(c.start, c.end, c.new, c.rule) for c in find_lost_bytes(file.read())}
    want = {(r["start"], r["end"], r["restored"], r["kind"]) for r in rows if r["kind"] != "watermark"}
    assert want <= found
    assert {row for row in found if row[0] < max(w[1] for w in want)} == want


def test_verified_shift_cases(shared: pathlib.Path) -> None:
    for line in (shared / "garbled/shift_cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        (path,) = (shared / "garbled").glob(case["file"] + "_*.txt")
        text = path.read_text(encoding="utf-8")
        assert convert_characters(case["original"]) in convert_characters(restore(text)), case["observed"]


@pytest.mark.parametrize("script", ["s2s", "s2t"])
def test_sound_plans_stay(shared: pathlib.Path, script: str) -> None:
    for path in sorted((shared / "provinces").glob("*.txt"))[::3]:
        text = path.read_text(encoding="utf-8")
        text = opencc.OpenCC("s2t").convert(text) if script == "s2t" else text
        assert find_lost_bytes(text) == [], path.name


def test_an_indent_stands_before_a_bracket_at_the_beginning_of_a_line() -> None:
    """On a page full of dashes and quotations the character before （ is still the indent, never a lone — or “."""
    pairs, model = load_pairs(), load_language()
    codes = np.concatenate([pairs.by_trail[0xA1], pairs.by_lead[0xA1]])
    choice = Choice(codes, np.zeros(len(codes)))
    page = Page(["—整治水源环境。\n“两不愁”已经实现。\n—（见附件）\n“（略）”\n" * 3])
    chars = ["—", "（", "整", "改"]
    around = model.ids("\n" + "".join(chars) + "期").tolist()
    start = Place("", chars, "期限）", 0, around, ("", "期限）三个月内完成。"))
    guesses = [(start, choice), (replace(start, chars=["—", "整", "改", "期"]), choice)]
    (before_bracket, _), (before_word, _) = choose(guesses, pairs, model.adapt(page.sound), page)
    assert before_bracket == "　" and before_word != "　"


def test_a_line_that_is_all_one_run_comes_back() -> None:
    """From its indent to its last character out of step: hardly a character is usual, and yet it is no ruin."""
    said = "提高站位，压实责任，各乡负责同志要带头抓，责任到人，抓实抓细，抓出实效，责任部门要具体抓，不走过场。"
    line = "　　（一）加强组织领导。" + said
    data = line.encode("gbk")
    garbled = "　" + data[3:].decode("gb18030", "replace").replace("\ufffd", "?")
    rare = sum(rare_characters().search(char) is not None for char in garbled)
    assert rare > 0.6 * len(garbled)
    done = find_lost_bytes(f"云河县护林计划\n{garbled}\n　　全年造林五百亩。\n")
    assert ["".join(change.new for change in done)] == [line[1:]]
    assert all(change.verdict != "exact" for change in done)
