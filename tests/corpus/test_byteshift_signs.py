"""What signs say of a guessed character, and the page's own words before those of the list."""

import itertools
import types

import numpy as np
import pytest

from corpus.repair.change import Change
from corpus.repair.language import load_language
from corpus.repair.lost_bytes.fillings import TOPS, Among, Step, join_step
from corpus.repair.lost_bytes.pairs import load_pairs
from corpus.repair.lost_bytes.signs import look_at_signs, weigh_brackets, weigh_signs
from corpus.repair.lost_bytes.write import Written, _doubt_markers, _is_unpaired
from corpus.repair.phrases import load_phrases
from corpus.repair.vocabulary import load_vocabulary, spell_plainly


def test_a_line_seldom_ends_with_a_comma() -> None:
    bad, _, _ = look_at_signs(["，", "！", "、", "。", "（", "保"], "让群众过上更加幸福的生活", "")
    assert bad.tolist() == [-1.0, 0.0, -1.0, 0.0, -1.0, 0.0]
    bad, _, _ = look_at_signs(["，", "！"], "让群众过上更加幸福的生活", "全县")
    assert bad.tolist() == [0.0, 0.0]


def test_a_sentence_must_have_some_length() -> None:
    _, after_none, _ = look_at_signs(["。", "海"], "加强管理。", "经济")
    _, after_two, _ = look_at_signs(["。", "海"], "加强管理。好的", "经济")
    assert after_none.tolist() == [0.0, 0.0]
    assert after_two.tolist() == pytest.approx([np.log(3.0), 0.0])


def test_some_characters_stand_before_figures() -> None:
    _, _, fits = look_at_signs(["超", "达", "政", "卍"], "贷款余额", "000亿元")
    assert min(fits[0], fits[1]) > 1.0 > -1.0 > fits[2]
    assert fits[3] == 0.0
    assert not look_at_signs(["超", "政"], "贷款余额", "亿元")[2].any()


def test_signs_where_none_can_stand() -> None:
    assert weigh_signs(["、", "县"], "", "域经济").tolist() == [-12.0, 0.0]
    assert weigh_signs(["。", "县"], "加强县域管理好", "经济").tolist() == [0.0, 0.0]
    assert weigh_signs(["。", "县"], "加强管理。", "经济").tolist() == [-4.0, 0.0]


def test_brackets_are_paired() -> None:
    assert weigh_brackets("落实“三", ["保”", "校。"], "要求").tolist() == [0.0, -1.0]


@pytest.mark.parametrize(
    ("likely", "unlikely"), [("总额超00亿", "总额绍00亿"), ("新增就业00人", "新增就业00入"), ("危化品", "危花品")]
)
def test_words_of_the_web_and_figures(likely: str, unlikely: str) -> None:
    first, second = load_vocabulary().score([likely, unlikely])
    assert first > second


def test_the_wording_of_laws_is_known() -> None:
    right, wrong = load_phrases().score(load_language(), "依照前款规", ["定", "划"], "给予处罚的")
    assert right > wrong


def test_steps_are_joined_as_if_all_pairs_were_weighed() -> None:
    model, pairs = load_language(), load_pairs()
    rng = np.random.default_rng(7)
    for lead, second, many in [(0xC4, 0xB9, 300), (0xB1, 0xA3, 40), (0xCF, 0xD8, 1)]:
        firsts, codes = pairs.by_trail[lead], pairs.by_lead[second][:many]
        ids, start, gain = pairs.ids[firsts], rng.normal(-20, 6, len(firsts)), rng.normal(-9, 5, len(codes))
        step = Step(codes, pairs.ids[codes], gain, 1, more=False, guessed=True)
        worth, row, column = join_step(start, Among(firsts, ids, np.zeros(len(firsts)), model), step)
        tops = np.argsort(-start)[:TOPS] if many > 1 else np.arange(len(start))
        every = start[tops, None] + model.follow(ids[tops, None], step.ids[None, :]) + gain[None, :]
        assert worth == pytest.approx(every.max())
        chance = float(model.follow(ids[row : row + 1], step.ids[column : column + 1])[0])
        assert worth == pytest.approx(start[row] + chance + gain[column])


def test_what_goes_with_a_guessed_character_is_worked_out_once() -> None:
    model, pairs = load_language(), load_pairs()
    codes = pairs.by_trail[0xC4]
    among = Among(codes, pairs.ids[codes], np.zeros(len(codes)), model)
    county, area = (int(i) for i in model.ids("县域"))
    for _ in range(2):
        assert among.after(county).tolist() == model.follow(county, pairs.ids[codes].tolist()).tolist()
        assert among.before(area).tolist() == model.follow(pairs.ids[codes], [area]).tolist()
    assert among.after(county) is among.after(county)
    assert among.before(area) is among.before(area)


def test_counts_of_a_page_are_added_up() -> None:
    model = load_language()
    one, two = model.ids("组建医共体"), model.ids("组建医联体")
    both, page = load_phrases().adapt(one).adapt(two).page[2], load_phrases().adapt(one).page[2]
    known = {int(a) << 14 | int(b) for ids in (one, two) for a, b in itertools.pairwise(ids)}
    assert set(both.keys.tolist()) == known
    assert both.count.sum() == 2 * page.count.sum() == 8.0
    assert both.look_up(page.keys[:1])[0] >= page.look_up(page.keys[:1])[0]
    assert (np.diff(both.keys.astype(np.int64)) > 0).all()


def test_a_page_is_learnt_in_two_steps_as_in_one() -> None:
    words = load_vocabulary()
    one, two = spell_plainly("组建医共体。" * 5), spell_plainly("巩固医共体成果。" * 3)
    steps = words.adapt(one).adapt(two)
    texts = ["医共体县", "组建成果", "巩固医共"]
    assert (steps.score(texts) > words.score(texts)).all()
    assert steps.score(["医共体县"])[0] > words.adapt(two).score(["医共体县"])[0]
    assert words.score(texts).tolist() == load_vocabulary().score(texts).tolist()


def test_a_mark_leaves_a_doubt_where_other_runs_have_none() -> None:
    change = Change("byteshift", 3, 6, "县域", "exact")

    def write(*, marked: bool) -> Written:
        stretch = types.SimpleNamespace(is_marked=lambda first, at: marked)
        run = types.SimpleNamespace(first=0, at=0)
        return Written(stretch, run, change, "县域", 1.0)  # type: ignore[arg-type]

    def verdicts(*marked: bool) -> list[str]:
        return [one.verdict for one in _doubt_markers([write(marked=mark) for mark in marked])]

    assert verdicts(False, False, True) == ["exact", "exact", "likely"]
    assert verdicts(True, True, False) == ["exact"] * 3
    assert verdicts(True) == ["exact"]
    assert verdicts() == []


@pytest.mark.parametrize(
    ("left", "text", "right", "unpaired"),
    [
        ("学校", "校（设", "园区", True),  # a pair of bytes fell out, and with it the way to )
        ("学校", "校（设", "备）", False),
        ("“学校", "设”备", "园）", False),  # that nobody opened the other bracket is no fault of the run
        ("学校", "设备", "园）", False),
    ],
)
def test_a_bracket_that_the_line_leaves_open(left: str, text: str, right: str, *, unpaired: bool) -> None:
    assert _is_unpaired(text, (left, right)) == unpaired
