"""Nothing in the project is copied from the real documents beside it: no twenty characters in a row but set phrases."""

import pathlib
import re
from collections.abc import Iterator

ROOT = pathlib.Path(__file__).parents[1]
LONG = 20
HALF = LONG // 2  # a common run of twenty holds a whole block of ten of the other text, wherever its blocks begin
OURS = ("corpus", "docs", "extract", "kb", "notebooks", "tests", "README.md", "CHANGELOG.md")
TEXT = {".csv", ".ipynb", ".json", ".jsonl", ".md", ".py", ".tsv", ".txt"}
SET_PHRASES = ("政府同意,现印发给你们,请认真组织实施.",)  # how every covering letter ends
BLANK = re.compile(r"\s|\\n|\\r|\u3000")
NO_CHINESE = re.compile(r"[!-~]{12,}")
PLAIN = str.maketrans("，。；：！？（）", ",.;:!?()")
HAN = re.compile("[\u4e00-\u9fff]")


def plain(text: str) -> str:
    return NO_CHINESE.sub("\n", BLANK.sub("", text).translate(PLAIN))


def blocks_of(texts: dict[str, str]) -> dict[str, list[tuple[str, int]]]:
    """Blocks of ten characters that hold enough Chinese, with the places where they stand."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, text in texts.items():
        for at in range(0, len(text) - HALF + 1, HALF):
            block = text[at : at + HALF]
            if len(HAN.findall(block)) >= 3:
                found.setdefault(block, []).append((name, at))
    return found


def copied_runs(ours: str, texts: dict[str, str], blocks: dict[str, list[tuple[str, int]]]) -> Iterator[str]:
    """Runs of twenty and more that stand in both, half of them Chinese characters."""
    for at in range(len(ours) - HALF + 1):
        for name, place in blocks.get(ours[at : at + HALF], ()):
            theirs, before, after = texts[name], 0, HALF
            while before < at and before < place and ours[at - before - 1] == theirs[place - before - 1] != "\n":
                before += 1
            while ours[at + after : at + after + 1] == theirs[place + after : place + after + 1] not in ("", "\n"):
                after += 1
            run = ours[at - before : at + after]
            if len(run) >= LONG and 2 * len(HAN.findall(run)) >= LONG:
                yield run


def files() -> list[pathlib.Path]:
    found = [path for name in OURS for path in ([ROOT / name] if name.endswith(".md") else (ROOT / name).rglob("*"))]
    return [path for path in found if path.suffix in TEXT and "__pycache__" not in path.parts]


def test_what_is_copied_is_found_wherever_its_blocks_begin() -> None:
    real = "县城南面的老渡口去年冬天改成了码头公园，到了傍晚散步的人比从前多出一倍还不止。"
    for lead in range(HALF):
        texts = {"real": plain("某" * lead + real)}
        blocks = blocks_of(texts)
        assert any(copied_runs(plain(f'"text": "{real[4:25]}乙"'), texts, blocks))
        assert not any(copied_runs(plain(f'"text": "{real[4:20]}乙"'), texts, blocks))


def test_no_sentence_of_the_real_documents(shared: pathlib.Path) -> None:
    texts = {
        path.name: plain(path.read_text(encoding="utf-8", errors="replace"))
        for folder in ("plans", "counties", "provinces", "pages", "garbled", "traditional")
        for path in sorted((shared / folder).rglob("*.txt"))
    }
    blocks = blocks_of(texts)
    copied = {
        f"{path.relative_to(ROOT)}: {run}"
        for path in files()
        for run in copied_runs(plain(path.read_text(encoding="utf-8", errors="replace")), texts, blocks)
        if not any(run in phrase for phrase in SET_PHRASES)
    }
    assert not copied
