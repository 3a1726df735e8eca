"""Reuse against planted copies: recall and precision by share of edits, and time as the base grows.

    python benchmarks/reuse.py [FOLDER of txt files …] [--sizes 10000 100000]

Takes paragraphs of real reports (beside the project, else the bundled samples), plants copies in which a share
of the words is replaced, dropped or added and every number changed, and asks for the templates.
Precision counts a planted copy or an unrelated paragraph that was put to a leader it does not come from.
Seconds are of one processor.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import re
import time

from corpus.simplify import simplify
from corpus.words import cut
from kb.questions.reuse import Template, group_forms, mask

ROOT = pathlib.Path(__file__).resolve().parents[1]


def group(texts: list[str]) -> list[Template]:
    """Texts by the template that they share, in the order in which they may lead."""
    return group_forms((number, mask(text), None) for number, text in enumerate(texts))


def read_paragraphs(folders: list[pathlib.Path]) -> list[str]:
    """Distinct paragraphs of 40–400 characters."""
    seen: dict[str, None] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            text = simplify(path.read_text(encoding="utf-8", errors="replace").replace("\\r\\n", "\n"))
            for line in text.splitlines():
                if 40 <= len(line.strip()) <= 400:
                    seen.setdefault(line.strip())
    return list(seen)


def edit(text: str, share: float, words: list[str], rng: random.Random) -> str:
    """A copy with this share of its words edited, and other numbers."""
    out = []
    for word in cut(text):
        if rng.random() >= share:
            out.append(word)
        elif rng.random() < 0.6:
            out.append(rng.choice(words))
        elif rng.random() < 0.5:
            out += [word, rng.choice(words)]
    return re.sub(r"\d+", lambda m: str(rng.randrange(1, 10 ** len(m.group()))), "".join(out))


def measure(paragraphs: list[str], share: float, rng: random.Random) -> tuple[float, float, int]:
    """(recall, precision, planted copies)."""
    words = [w for p in paragraphs[:200] for w in cut(p) if "\u4e00" <= w[0] <= "\u9fff"]
    natural = {n: t for t, template in enumerate(group(paragraphs)) for n, _ in template.members}
    sources = rng.sample(sorted(natural), min(1000, len(natural) // 2))
    copies = [edit(paragraphs[n], share, words, rng) for n in sources]
    grouped = {n: t for t, template in enumerate(group(paragraphs + copies)) for n, _ in template.members}
    leaders = {t: min(n for n, g in grouped.items() if g == t) for t in set(grouped.values())}
    right = wrong = 0
    for offset, source in enumerate(sources):
        number = len(paragraphs) + offset
        leader = leaders.get(grouped.get(number, -1))
        if leader == number or leader is None:
            continue
        right += natural.get(leader) == natural[source]
        wrong += natural.get(leader) != natural[source]
    return right / len(sources), right / max(1, right + wrong), len(sources)


def main() -> None:
    """Print both tables."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("folders", nargs="*", type=pathlib.Path)
    args.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000])
    given = args.parse_args()
    shared = ROOT.parent / "shared"
    folders = given.folders or [shared / "counties", shared / "provinces"]
    paragraphs = read_paragraphs([f for f in folders if f.is_dir()] or [ROOT / "corpus" / "samples" / "texts"])
    print(f"{len(paragraphs)} paragraphs")
    print("edits  recall  precision  planted")
    for share in (0.0, 0.1, 0.2, 0.3):
        recall, precision, planted = measure(paragraphs, share, random.Random(7))
        print(f"{share:5.0%}  {recall:6.3f}  {precision:9.3f}  {planted:7d}")
    rng = random.Random(8)
    words = [w for p in paragraphs for w in cut(p) if len(w) > 1]
    print("provisions  seconds  per 1,000")
    for size in given.sizes:
        many = [edit(rng.choice(paragraphs), rng.choice((0, 0.1, 0.5, 0.9)), words, rng) for _ in range(size)]
        began = time.process_time()
        templates = group(many)
        spent = time.process_time() - began
        print(f"{size:10d}  {spent:7.1f}  {spent / size * 1000:9.3f}   ({len(templates)} templates)")


if __name__ == "__main__":
    main()
