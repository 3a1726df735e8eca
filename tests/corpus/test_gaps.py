"""UTF-8 whose bytes a misreading program left out: nearly all characters come back, none of them called exact."""

import pathlib
import re
from collections.abc import Callable
from difflib import SequenceMatcher

import pytest

from corpus.pipeline import read_plans
from corpus.repair import repair_text
from corpus.repair.encodings.gaps import read_gaps

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "corpus" / "samples" / "texts"
TEXTS = [path.read_text(encoding="utf-8")[:600] for path in sorted(SAMPLES.glob("*_yigongti_2025.txt"))[:4]]


def windows(put: str) -> Callable[[bytes], str]:
    """Windows-1252 with something else for the five bytes that it has no sign for."""
    return lambda data: "".join(bytes((byte,)).decode("cp1252", "ignore") or put for byte in data)


def browser(data: bytes) -> str:
    """GBK as browsers read it; what cannot be read is U+FFFD, and pairs that users define are private-use."""
    text, at = "", 0
    while at < len(data):
        pair = data[at : at + 2]
        if pair[0] < 0x80:
            text, at = text + chr(pair[0]), at + 1
        elif pair[0] == 0x80:
            text, at = text + "€", at + 1
        elif len(pair) == 2 and 0x40 <= pair[1] < 0xFF and pair[1] != 0x7F:
            text, at = text + pair.decode("gb18030"), at + 2
        else:
            text, at = text + "\ufffd", at + 1
    return text


DAMAGES: dict[str, tuple[Callable[[bytes], str], float]] = {  # the share of characters that must come back
    "cp1252, dropped": (windows(""), 0.985),
    "cp1252, ?": (windows("?"), 0.985),
    "cp1252, U+FFFD": (windows("\ufffd"), 0.985),
    "latin-1, controls dropped": (lambda data: re.sub("[\x80-\x9f]", "", data.decode("latin-1")), 0.7),
    "gbk, both dropped": (lambda data: re.sub("[\ue000-\uf8ff\ufffd]", "", browser(data)), 0.94),
    "gbk, left-over bytes dropped": (lambda data: browser(data).replace("\ufffd", ""), 0.97),
    "gbk, private-use dropped": (lambda data: re.sub("[\ue000-\uf8ff]", "", browser(data)), 0.88),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_nearly_all_comes_back(name: str) -> None:
    read, least = DAMAGES[name]
    right = total = silent = 0
    for text in TEXTS:
        garbled = "\n".join(read(line.encode()) for line in text.split("\n"))
        done = repair_text(garbled)
        guessed = {
            at
            for repair in done.repairs
            if repair.verdict != "exact"
            for at in range(done.alignment.to_clean(repair.start), done.alignment.to_clean(repair.end))
        }
        total += len(text)
        for tag, start, end, *other in SequenceMatcher(None, done.text, text, autojunk=False).get_opcodes():
            if tag == "equal":
                right += end - start
            elif guessed.isdisjoint(range(start - 1, end + 1)) and text[slice(*other)].strip():
                silent += 1
    assert right > least * total
    assert silent <= 1, "a wrong character that is called exact"


def test_letters_folded_on_the_way() -> None:
    # 宣 is E5 AE A3, 布 E5 B8 83: the pair A3 E5 was a full-width ｅ and became an e. "The county announced its aims."
    garbled = browser("县里正式宣布了全年目标任务".encode())
    assert "ｅ" in garbled
    assert repair_text(garbled.replace("ｅ", "e")).text == "县里正式宣布了全年目标任务"


def test_nothing_missing() -> None:
    units = [(char.encode(),) for char in "森林覆盖率"]
    score, blocks = read_gaps(units, "signs")
    assert "".join(block.new for block in blocks) == "森林覆盖率" and score < 0
    assert all(block.plain for block in blocks)


def test_what_was_misread_too_often_is_left(tmp_path: pathlib.Path) -> None:
    """Four times over, with losses each time: no words are invented, and the plan says that it cannot be read."""
    ruin = TEXTS[0]
    for _ in range(4):
        ruin = re.sub("[\ue000-\uf8ff\ufffd]", "", "\n".join(browser(line.encode()) for line in ruin.split("\n")))
    (tmp_path / "ruin.txt").write_text(ruin, encoding="utf-8")
    document = read_plans(tmp_path / "ruin.txt")
    assert all("byteshift" not in repair.rule for repair in document.repairs)
    assert [note.code for plan in document.plans for note in plan.notes] == ["unreadable"]


def test_what_is_a_guess_is_called_lossy() -> None:
    """Of UTF-8 read as Latin-1 and freed of controls half the bytes are gone: much of what comes back is in doubt."""
    read, _ = DAMAGES["latin-1, controls dropped"]
    wrong = {"likely": 0, "lossy": 0}
    for text in TEXTS:
        for line in filter(None, text.split("\n")):
            done = repair_text(read(line.encode()))
            if len(done.text) == len(line):
                for repair in done.repairs:
                    start, end = (done.alignment.to_clean(at) for at in (repair.start, repair.end))
                    errors = sum(a != b for a, b in zip(done.text[start:end], line[start:end], strict=True))
                    assert not errors or repair.verdict != "exact"
                    if errors:
                        wrong[repair.verdict] += errors
    assert wrong["lossy"] > 2 * wrong["likely"]
