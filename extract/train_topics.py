"""Make ``data/topic_model.npz`` from the headings of plans and from ``data/topic_examples.tsv``.

Distant labels: a provision is taken to be about what its own heading names, else the heading that it stands right
under, where exactly one topic's pattern matches. The heading's words are taken out of the text that is learned from.

    python -m extract.train_topics FOLDER…
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.errors import SourceError
from corpus.model import Plan
from corpus.pipeline import read_plans
from corpus.sources import find_sources
from corpus.tables import read_rows
from extract.topics import BUCKETS, count_pairs, find_leads, hash_pairs, read_topics

_SHORTEST = 20  # characters of a text that is learned from
_COLUMNS = 20_000  # pairs that are kept
_RARE = 2  # texts that a pair must be in
_LEAST = -0.45  # score below which no topic is named: see benchmarks/topics.py


class Example(NamedTuple):
    """A text with its topic; ``group`` is what must not be on both sides of a test, ``how`` where the topic is from."""

    topic: str
    text: str
    group: str
    how: str


class Trained(NamedTuple):
    """What the file holds: buckets kept, how rare each is, weights by topic, bias."""

    buckets: NDArray[np.int32]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def find_examples(plan: Plan, group: str) -> list[Example]:
    """The provisions of a plan whose heading names one topic, without that heading."""
    found = []
    for provision, lead in zip(plan.provisions, find_leads(plan), strict=True):
        if lead is not None and len(lead.topics) == 1:
            text = "".join(plan.text[lead.body : provision.end].split())
            if len(text) >= _SHORTEST:
                found.append(Example(lead.topics[0], text, group, lead.how))
    return found


def read_invented() -> list[Example]:
    """The examples of our own, grouped by the style that they are written in."""
    rows = read_rows("extract", "topic_examples")
    return [Example(topic, text, f"invented {style}", "invented") for topic, style, text, _ in rows]


def read_folders(folders: Sequence[Path]) -> list[Example]:
    """Examples of all files in these folders that can be read; a file is a group (of a county's reports, all)."""
    found: list[Example] = []
    for source in find_sources(folders):
        try:
            document = read_plans(source.path, name=source.name)
        except SourceError as error:
            print(f"left out {source.name}: {error.reason}", file=sys.stderr)
            continue
        group = Path(source.name).stem.split("_")[0]
        found += [example for plan in document.plans for example in find_examples(plan, group)]
    return found


def make_pairs(texts: Iterable[str]) -> Any:
    """Sparse matrix (n_texts, BUCKETS) of 1 + ln(count)."""
    return count_pairs([hash_pairs(text) for text in texts], BUCKETS).matrix(BUCKETS)


def train(pairs: Any, topics: Sequence[str]) -> Trained:
    """The linear model of these texts; a topic without examples never wins."""
    from sklearn.feature_selection import chi2
    from sklearn.preprocessing import normalize
    from sklearn.svm import LinearSVC

    seen = np.asarray((pairs > 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(seen >= _RARE)
    if len(kept) > _COLUMNS:
        telling = np.nan_to_num(chi2(pairs[:, kept], topics)[0])
        kept = np.sort(kept[np.argsort(-telling, kind="stable")[:_COLUMNS]])
    rarity = np.log((1 + pairs.shape[0]) / (1 + seen[kept])) + 1
    weighted = normalize(pairs[:, kept].multiply(rarity).tocsr())
    machine = LinearSVC(C=0.5, class_weight="balanced", random_state=0).fit(weighted, list(topics))
    names = [pattern.topic for pattern in read_topics()]
    weights = np.zeros((len(kept), len(names)), dtype=np.float32)
    bias = np.full(len(names), -9.0, dtype=np.float32)
    for own, name in enumerate(machine.classes_):
        weights[:, names.index(name)] = machine.coef_[own]
        bias[names.index(name)] = machine.intercept_[own]
    return Trained(kept.astype(np.int32), rarity.astype(np.float32), weights, bias)


def score(trained: Trained, pairs: Any) -> NDArray[np.float32]:
    """Scores (n_texts, n_topics) of texts as ``make_pairs`` gives them."""
    from sklearn.preprocessing import normalize

    weighted = normalize(pairs[:, trained.buckets].multiply(trained.rarity).tocsr())
    return np.asarray(weighted @ trained.weights + trained.bias, dtype=np.float32)


def main(folders: Sequence[str]) -> None:
    """Write the model of the plans in these folders and of the examples."""
    examples = read_folders([Path(folder) for folder in folders]) + read_invented()
    trained = train(make_pairs(example.text for example in examples), [example.topic for example in examples])
    target = Path(__file__).parent / "data" / "topic_model.npz"
    half = {name: value.astype(np.float16) for name, value in trained._asdict().items() if name != "buckets"}
    np.savez_compressed(target, buckets=trained.buckets, least=np.float32(_LEAST), **half)
    print(f"{len(examples)} examples, {len(trained.buckets)} pairs, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
