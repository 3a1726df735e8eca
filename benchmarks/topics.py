"""How well topics are told from the words alone, across sources, and how fast.

    python benchmarks/topics.py FOLDER…

Cross-validated by source: all reports of a county, a compilation with all its plans, or the invented examples of one
style are either learned from or asked about, never both. The pairs of characters are chosen within each fold.
"real" are provisions of the folders only; "all" has the invented examples too. A heading that names one topic
decides without the model, so in use the topics are better than this.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.metrics import classification_report, f1_score
from sklearn.model_selection import GroupKFold

from corpus.model import Plan
from corpus.pipeline import read_plans, settle
from corpus.sources import find_sources
from extract.pipeline import extract_facts
from extract.topics import find_topics, load_model, read_topics
from extract.train_topics import Example, make_pairs, read_folders, read_invented, score, train

FOLDS = 10


def guess(examples: list[Example]) -> tuple[list[str], np.ndarray]:
    """For each example the topic given by a model that never saw its source, and its score."""
    names = [pattern.topic for pattern in read_topics()]
    topics = np.array([example.topic for example in examples])
    pairs = make_pairs(example.text for example in examples)
    guessed, scores = np.empty(len(examples), dtype=object), np.zeros(len(examples))
    for learned, asked in GroupKFold(FOLDS).split(pairs, topics, [example.group for example in examples]):
        found = score(train(pairs[learned], list(topics[learned])), pairs[asked])
        guessed[asked] = [names[best] for best in found.argmax(axis=1)]
        scores[asked] = found.max(axis=1)
    return list(guessed), scores


def report(examples: list[Example]) -> None:
    guessed, scores = guess(examples)
    real = [n for n, example in enumerate(examples) if example.how != "invented"]
    asked = [example.topic for example in examples]
    for name, chosen in (("real", real), ("all", range(len(examples)))):
        want, got = [asked[n] for n in chosen], [guessed[n] for n in chosen]
        count = Counter(want)
        labels = sorted(count)
        frequent = [label for label in labels if count[label] >= 5]
        every = f1_score(want, got, labels=labels, average="macro")
        some = f1_score(want, got, labels=frequent, average="macro")
        micro = np.mean([a == b for a, b in zip(want, got, strict=True)])
        print(f"{name}: {len(want)} texts, {len(labels)} topics: macro F1 {every:.3f}, micro {micro:.3f}")
        print(f"  macro F1 over the {len(frequent)} topics with 5 texts or more: {some:.3f}")
    want, got = [asked[n] for n in real], [guessed[n] for n in real]
    print(classification_report(want, got, labels=sorted(set(asked)), zero_division=0))
    right = np.array([a == b for a, b in zip(want, got, strict=True)])
    for least in (-1.0, -0.8, -0.7, -0.6, -0.55, -0.5, -0.4, -0.3, -0.2):
        kept = scores[real] >= least
        print(f"  least {least:+.2f}: named {kept.mean():.3f}, of these right {right[kept].mean():.3f}")


def measure_speed(folders: list[str]) -> None:
    """Seconds for topics beside settling and facts of the same plans, in one run."""
    plans: list[Plan] = []
    size = settled = 0.0
    for found in find_sources([Path(folder) for folder in folders])[:20]:
        document = read_plans(found.path, name=found.name)
        start = time.process_time()
        plans += settle(document.source).plans
        settled += time.process_time() - start
        size += document.source.size
    find_topics(plans[0])
    extract_facts(plans[0])
    start = time.process_time()
    for plan in plans:
        find_topics(plan, explain=False)
    topics = time.process_time() - start
    start = time.process_time()
    for plan in plans:
        extract_facts(plan)
    facts = time.process_time() - start
    print(
        f"{size / 1e6:.1f} MB: settle {settled:.2f} s, facts {facts:.2f} s, topics {topics:.3f} s "
        f"({topics / (topics + facts + settled):.1%} of the three), {size / 1e6 / topics:.0f} MB/s"
    )


if __name__ == "__main__":
    examples = read_folders([Path(folder) for folder in sys.argv[1:]]) + read_invented()
    print(Counter(example.how for example in examples))
    report(examples)
    load_model()
    measure_speed(sys.argv[1:])
