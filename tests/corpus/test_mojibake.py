"""Text read in the wrong encoding: what is one to one comes back exactly, the rest is marked."""

import pathlib
import random
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import partial

import pytest
from casefiles import read_cases
from hypothesis import given
from hypothesis import strategies as st

from corpus.repair import repair_text

CASES = read_cases("mojibake_found")
# A county plan's sentence: forest cover, clinics, who leads it.
NEW = "全县森林覆盖率提高到百分之四十二，新建标准化村卫生室12个，由县卫生健康局牵头落实。"
OLD = "全縣森林覆蓋率提高到百分之四十二，新建標準化村衛生室12個，由縣衛生健康局牽頭落實。"


def windows(data: bytes) -> str:
    return "".join(bytes((b,)).decode("cp1252") if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(b) for b in data)


def through(right: str, wrong: str, text: str) -> str:
    return text.encode(right).decode(wrong)


Misread = Callable[[str], str]
ONE_TO_ONE: dict[str, tuple[str, Misread]] = {
    "utf-8 as latin-1": (NEW, lambda text: text.encode().decode("latin-1")),
    "utf-8 as latin-1, twice": (NEW, lambda text: text.encode().decode("latin-1").encode().decode("latin-1")),
    "utf-8 as cp1252": (NEW, lambda text: windows(text.encode())),
    "utf-8 as cp1252, twice": (NEW, lambda text: windows(windows(text.encode()).encode())),
    "gbk as latin-1": (NEW, lambda text: text.encode("gbk").decode("latin-1")),
    "gbk as cp1252": (NEW, lambda text: windows(text.encode("gbk"))),
    "traditional gbk as latin-1": (OLD, lambda text: text.encode("gbk").decode("latin-1")),
    "big5 as latin-1": (OLD, lambda text: text.encode("big5").decode("latin-1")),
    "big5 as cp1252": (OLD, lambda text: windows(text.encode("big5"))),
    "big5 as gbk": (OLD, lambda text: text.encode("big5").decode("gb18030")),
    "gbk as big5": ("重点任务由各乡镇具体负责", lambda text: text.encode("gbk").decode("big5hkscs")),
    "utf-8 as gbk": ("经济社会发展规划", lambda text: text.encode().decode("gb18030")),
    **{f"gbk as {page}": (NEW, partial(through, "gbk", page)) for page in ("cp1251", "koi8-r", "cp437", "mac-roman")},
    **{f"gbk as {page}": (NEW, partial(through, "gbk", page)) for page in ("cp1250", "cp850", "iso8859-15", "cp866")},
    **{f"utf-8 as {page}": (NEW, partial(through, "utf-8", page)) for page in ("koi8-r", "cp437", "iso8859-5")},
    **{
        f"utf-8 as {page}": (NEW, partial(through, "utf-8", page))
        for page in ("cp775", "cp860", "cp863", "mac-latin2", "mac-iceland", "iso8859-10", "iso8859-14")
    },
    **{f"gbk as {page}": (NEW, partial(through, "gbk", page)) for page in ("cp737", "cp1256", "iso8859-16", "kz1048")},
    # What one program misread as Latin-1 and saved as UTF-8, the next one read as GBK.
    "gbk as latin-1 as gbk": (NEW, lambda text: through("utf-8", "gbk", through("gbk", "latin-1", text))),
    "big5 as latin-1 as gbk": (OLD, lambda text: through("utf-8", "gbk", through("big5", "latin-1", text))),
    "utf-8 as latin-1 as gbk": (NEW, lambda text: through("utf-8", "gbk", through("utf-8", "latin-1", text))),
    "gbk as latin-1 as gbk as latin-1": (
        NEW,
        lambda text: through("utf-8", "latin-1", through("utf-8", "gbk", through("gbk", "latin-1", text))),
    ),
    "utf-8 as gbk as latin-1": (
        "经济社会发展规划",
        lambda text: through("utf-8", "latin-1", through("utf-8", "gbk", text)),
    ),
    "big5 as koi8-r": (OLD, partial(through, "big5", "koi8-r")),
}


@pytest.mark.parametrize("kind", ONE_TO_ONE)
@pytest.mark.parametrize("around", ["{}", "一、工作目标\n{}\n二、保障措施", "目标 {} 完"])
def test_one_to_one_is_exact(kind: str, around: str) -> None:
    want, misread = ONE_TO_ONE[kind]
    garbled = around.format(misread(want))
    done = repair_text(garbled)
    assert done.text == around.format(want)
    assert {repair.verdict for repair in done.repairs} == {"exact"}
    assert all(garbled[repair.start : repair.end] == repair.raw for repair in done.repairs)


def test_a_garbled_stretch_is_one_repair_but_aligned_by_character() -> None:
    text = "县域经济"  # "county economy"
    garbled = text.encode().decode("latin-1")
    done = repair_text(garbled)
    assert [(repair.rule, repair.raw) for repair in done.repairs] == [("utf-8-as-latin-1", garbled)]
    assert [done.alignment.to_original(i, i + 1) for i in range(4)] == [(0, 3), (3, 6), (6, 9), (9, 12)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_cases(case: dict[str, str]) -> None:
    done = repair_text(case["text"])
    assert done.text == case["want"]
    assert {repair.verdict for repair in done.repairs} == set(case["verdicts"])


@given(st.integers(0, 200), st.sampled_from(["utf-8", "gbk"]), st.booleans())
def test_one_lost_byte_costs_a_place_not_the_line(at: int, codec: str, as_windows: bool) -> None:
    data = NEW.encode(codec)
    at %= len(data)
    lost = data[:at] + data[at + 1 :]
    done = repair_text(windows(lost) if as_windows else lost.decode("latin-1"))
    head = next((i for i, (a, b) in enumerate(zip(done.text, NEW, strict=False)) if a != b), len(NEW))
    tail = next((i for i, (a, b) in enumerate(zip(done.text[::-1], NEW[::-1], strict=False)) if a != b), len(NEW))
    assert len(NEW) - head - tail <= (3 if codec == "utf-8" else 26)  # GBK is in step again after a digit
    if done.text != NEW and data[at] > 0x7F:
        assert {"likely", "lossy"} & {repair.verdict for repair in done.repairs}


def test_what_is_lost_is_marked_and_stays() -> None:
    text = "工作\n" + NEW.encode("gb18030").decode("utf-8", "replace") + "\n锟斤拷锟斤拷\n要求"
    done = repair_text(text)
    assert done.text == text
    assert {(repair.rule, repair.verdict) for repair in done.repairs} == {("lost", "lossy")}
    assert all(repair.raw == repair.restored for repair in done.repairs)


def test_real_pages(shared: pathlib.Path) -> None:
    """Pages whose bytes some program read as UTF-8 where they happened to be valid, else as Latin-1."""
    wanted = {
        "G23_guojia_yuan_latin1": ("国家突发事件总体应急预案", "新华社北京2月25日电", "新时代中国特色社会主义思想"),
        "G24_yichun_yuan_latin1": ("编制目的", "防冰雪的应急预案", "最大限度地减少灾害损失"),
    }
    for name, phrases in wanted.items():
        done = repair_text((shared / "garbled" / f"{name}.txt").read_text(encoding="utf-8"))
        assert not [char for char in done.text if "\x80" <= char <= "\u07ff" and char != "·"]
        assert [phrase for phrase in phrases if phrase not in done.text] == []


def test_random_latin_and_rare_text_survives() -> None:
    rng = random.Random(5)
    western = "Müller ging über die Straße, señor; ça va. Ångström æ"
    for _ in range(20):
        text = "".join(rng.sample(western, len(western)))
        assert repair_text(text).text == text


def test_bytes_that_windows_leaves_open_are_read_from_the_rest() -> None:
    garbled = NEW.encode().decode("cp1252", "replace")
    assert "\ufffd" in garbled
    done = repair_text(garbled)
    assert done.text == NEW
    assert {repair.verdict for repair in done.repairs} == {"exact", "likely"}


@pytest.mark.parametrize(
    "text",
    [
        "Правительство области утвердило план мероприятий на 2025 год.",  # sound Russian
        "Η κυβέρνηση ενέκρινε το σχέδιο δράσης για το 2025.",  # sound Greek
        "この計画は県民の健康を守るためのものです。",  # Japanese: a plan for health
        "┌──┬──┐\n│项目│2025│\n├──┼──┤\n│造林│1.2万亩│\n└──┴──┘",  # a drawn table: trees planted
        "Ünïversität Zürich·São Paulo·Kraków：友好城市",  # "twin towns"
    ],
)
def test_sound_text_of_other_scripts_is_left_alone(text: str) -> None:
    assert repair_text(text).text == text


@pytest.mark.parametrize("read", [windows, lambda data: data.decode("gb18030", "replace")], ids=["latin", "gb18030"])
def test_a_byte_lost_from_big5_is_never_passed_over(read: Callable[[bytes], str]) -> None:
    """Wherever it is lost, what differs from the text that was lies in a place that is not called exact."""
    data = OLD.encode("big5")
    for at in [i for i, byte in enumerate(data) if byte > 0x7F][::3]:
        done = repair_text(read(data[:at] + data[at + 1 :]))
        unsure = {
            place
            for repair in done.repairs
            if repair.verdict != "exact"
            for place in range(done.alignment.to_clean(repair.start) - 1, done.alignment.to_clean(repair.end) + 1)
        }
        blocks = SequenceMatcher(None, OLD, done.text, autojunk=False).get_opcodes()
        wrong = {
            place for tag, _, _, start, end in blocks if tag != "equal" for place in range(start, max(end, start + 1))
        }
        assert wrong <= unsure, (at, done.text)
