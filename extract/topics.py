"""What a provision is about: the topic that its heading names, else the one that its pairs of characters weigh for.

The headings' patterns stand in ``data/topics.tsv``. ``data/topic_model.npz`` is linear over hashed pairs of
characters (``extract/train_topics.py`` makes it): numbers only, no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.model import Plan, Provision
from corpus.quick import quick
from corpus.tables import read_rows

BUCKETS = 1 << 18  # of the hash of a pair of characters
_LEAST = 8  # pairs that the model knows; below it does not judge
_CHAPTER = 3  # paragraphs: a longer heading over more of them names a chapter, not each of them
_SHORT = 6  # characters of a heading that holds for all that stands under it
_MOST = 40_000  # provisions that are weighed at once
_FIRST, _SECOND, _SHIFT = np.uint32(2654435761), np.uint32(2246822519), np.uint32(14)

# A first sentence as short as this is a heading that its paragraph runs on from.
_LEAD = re.compile(r"[\s—\-]{0,8}([^。；：\n，]{4,24}(?:，[^。；：\n，]{2,20})?)[。：]")
_FIGURE = re.compile(r"\d{2}|\d\.\d")  # a sentence with figures reports something and is no heading
# Footnotes and glossaries are about nothing of their own.
_GLOSSARY = re.compile(r"名词|注释|^附")
_ASIDE = re.compile(
    r"\s{0,8}(?:[\[〔［【]\d{1,3}[\]〕］】]|(?:\d{1,3}[.．、])?\s?[“\"][^”\"。]{1,30}[”\"][：:]|注[：:])"
)
# 牵头单位：…, （县交通局负责）, 由县住建局牵头，各镇配合: behind the matter, who does it
_NOTE = re.compile(
    r"(?<=[。；;，,\n）)])[ \u3000]*(?:"
    r"[（(〔\[]?(?:牵头|责任|主办|承办|配合|协办)(?:单位|部门|科室|领导|人)[：:]"
    r"|[（(〔][^（）()〔〕\n。]{2,80}(?:牵头|负责|配合|落实|参加)[^（）()〔〕\n。]{0,8}[）)〕]"
    r"|由[^，。；\n]{2,30}牵头[，,、]?(?:[^，。；\n]{2,60}(?:配合|参加|参与|落实))?(?=。))"
)
_HOUSE = re.compile(r"\s{0,8}(?:各位代表|《报告》)")  # whatever the heading above it
_MEANS = re.compile(r"是指|即[：:]|[：:]是?指")


@quick
@dataclass(frozen=True, slots=True)
class Topic:
    """What a provision is about, how surely (1 for a heading that says so), and what says so."""

    name: str
    score: float
    evidence: str  # "heading 考核评价" or "words: 师资, 轮岗, 支教"


class Pattern(NamedTuple):
    """A topic with the headings that name it."""

    topic: str
    heading: re.Pattern[str]
    unless: re.Pattern[str] | None
    gloss: str


class Lead(NamedTuple):
    """The heading that stands for a provision, the topics that it names, and where the text after it begins."""

    heading: str
    topics: tuple[str, ...]
    body: int
    how: str  # "own": it opens the provision; "section": the provision stands right under it


class Model(NamedTuple):
    """``column`` maps buckets to rows of ``weights`` (-1: unknown); ``bias`` and ``weights`` are by topic."""

    topics: tuple[str, ...]
    column: NDArray[np.int32]  # (BUCKETS,)
    weights: NDArray[np.float32]  # (n_columns, n_topics), the rarity of each pair multiplied in
    rarity: NDArray[np.float32]  # (n_columns,)
    bias: NDArray[np.float32]  # (n_topics,)
    least: float  # score below which no topic is named


@lru_cache(maxsize=1)
def read_topics() -> tuple[Pattern, ...]:
    """The table of topics, in its order."""
    rows = read_rows("extract", "topics")
    return tuple(
        Pattern(topic, re.compile(heading), re.compile(unless) if unless else None, gloss)
        for topic, heading, unless, gloss, _ in rows
    )


@lru_cache(maxsize=4096)
def match_heading(heading: str) -> tuple[str, ...]:
    """The topics that a heading names; none or several where it does not settle one.

    >>> match_heading("强化考核评价"), match_heading("加强经费保障和宣传引导")    # assessment; money and publicity
    (('考核监督',), ('经费保障', '宣传引导'))
    """
    found = (
        p.topic for p in read_topics() if p.heading.search(heading) and not (p.unless and p.unless.search(heading))
    )
    return tuple(found)


def find_topics(plan: Plan, *, explain: bool = True) -> list[Topic | None]:
    """The topic of each provision of a plan, or None where neither heading nor words settle it.

    Without ``explain`` the words behind the model's choice are not looked up (``evidence`` is then ``words``).

    >>> from corpus.model import Header, Provision
    >>> from corpus.alignment import Alignment
    >>> text = "牵头学校每年选派骨干教师到村小支教，教师轮岗期限不少于一年，开展师徒结对。"
    >>> plan = Plan(1, text, Alignment.identity(len(text)), Header(""), (), (Provision(1, "", 0, len(text), None),))
    >>> find_topics(plan)[0].name     # teachers are sent to village schools: exchange of teachers
    '师资交流'
    """
    found: list[Topic | None] = [None] * len(plan.provisions)
    asked: list[tuple[int, tuple[str, ...]]] = []
    for index, lead in enumerate(find_leads(plan)):
        if lead is None:
            continue
        if len(lead.topics) == 1:
            found[index] = Topic(lead.topics[0], 1.0, f"heading {lead.heading}")
        else:
            asked.append((index, lead.topics))
    for start in range(0, len(asked), _MOST):
        part = asked[start : start + _MOST]
        for (index, _), topic in zip(part, _weigh(plan, part, explain), strict=True):
            found[index] = topic
    return found


def find_leads(plan: Plan) -> Iterator[Lead | None]:
    """For each provision the heading that speaks for it; None for footnotes and the like."""
    direct = Counter(provision.section for provision in plan.provisions)
    for provision in plan.provisions:
        yield _find_lead(plan, provision, direct[provision.section])


def _find_lead(plan: Plan, provision: Provision, many: int) -> Lead | None:
    """The words that lead a provision (its own heading, else its section's); None where it has no topic."""
    text, start, end = plan.text, provision.start, provision.end
    if _ASIDE.match(text, start, end) or _MEANS.search(text, start, min(end, start + 40)):
        return None
    section = plan.sections[provision.section] if provision.section is not None else None
    heading, body = "", start
    if section is not None:
        heading = section.text
        if _GLOSSARY.search(heading):
            return None
        if section.start == start:  # the heading and its text are one paragraph
            body = min(max(start, section.heading_end), end)
    lead = _LEAD.match(text, body, end)
    if lead and not _FIGURE.search(lead[1]):
        topics = match_heading(lead[1])
        if topics:
            return Lead(lead[1], topics, lead.end(), "own")
    if section is not None and section.start == start:
        return Lead(heading, match_heading(heading), body, "own")
    if (many <= _CHAPTER or len(heading) <= _SHORT) and not _HOUSE.match(text, start, end):
        return Lead(heading, match_heading(heading), body, "section")
    return Lead("", (), body, "section")


def hash_pairs(text: str) -> NDArray[np.int32]:
    """For each pair of neighbouring characters its bucket, -1 where one of them is no character or letter.

    >>> hash_pairs("医保, ok").shape, int((hash_pairs("医保, ok") >= 0).sum())    # "health insurance"
    ((5,), 2)
    """
    codes: NDArray[np.uint32] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    mixed: NDArray[np.uint32] = codes[:-1] * _FIRST + codes[1:] * _SECOND
    mixed = np.bitwise_xor(mixed, np.right_shift(mixed, _SHIFT))
    buckets: NDArray[np.int32] = np.bitwise_and(mixed, np.uint32(BUCKETS - 1)).astype(np.int32)
    told = ((codes >= 0x4E00) & (codes <= 0x9FFF)) | ((codes >= 65) & (codes <= 122))
    buckets[~(told[:-1] & told[1:])] = -1
    return buckets


@lru_cache(maxsize=1)
def load_model() -> Model:
    """The trained model."""
    with resources.files("extract").joinpath("data/topic_model.npz").open("rb") as stream, np.load(stream) as kept:
        column = np.full(BUCKETS, -1, dtype=np.int32)
        column[kept["buckets"]] = np.arange(len(kept["buckets"]), dtype=np.int32)
        rarity = kept["rarity"].astype(np.float32)
        weights = kept["weights"].astype(np.float32) * rarity[:, None]
        topics = tuple(p.topic for p in read_topics())
        return Model(topics, column, weights, rarity, kept["bias"].astype(np.float32), float(kept["least"]))


class Pairs(NamedTuple):
    """The pairs of some texts, text after text: ``value`` is 1 + ln(count); text n has ``ends[n]:ends[n + 1]``."""

    value: NDArray[np.float32]
    column: NDArray[np.int64]
    ends: NDArray[np.int64]

    def matrix(self, width: int) -> Any:
        """As a sparse matrix (n_texts, width)."""
        from scipy.sparse import csr_matrix  # type: ignore[import-untyped]  # takes a quarter of a second to load

        return csr_matrix((self.value, self.column, self.ends), shape=(len(self.ends) - 1, width))


def count_pairs(columns: Sequence[NDArray[np.int32]], width: int) -> Pairs:
    """How often each pair stands in each text, from the column (below ``width``) of each of its pairs (-1: none)."""
    sizes = [len(part) for part in columns]
    rows = np.repeat(np.arange(len(columns), dtype=np.int64), sizes)
    flat = np.concatenate(columns) if columns else np.empty(0, dtype=np.int32)
    keys = np.sort((rows * width + flat)[flat >= 0])
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    counts = np.diff(first, append=len(keys)).astype(np.float32)
    row, column = np.divmod(keys[first], width)
    return Pairs(1 + np.log(counts), column, np.searchsorted(row, np.arange(len(columns) + 1)))


def _sum_texts(values: NDArray[np.float32], ends: NDArray[np.int64]) -> NDArray[np.float32]:
    """The sum over each text (n_texts, …) of what its pairs have (n_pairs, …); 0 where it has none."""
    closed = np.concatenate([values, np.zeros_like(values[:1], shape=(1, *values.shape[1:]))])
    sums: NDArray[np.float32] = np.add.reduceat(closed, ends[:-1], axis=0)
    sums[ends[:-1] == ends[1:]] = 0
    return sums


def _weigh(plan: Plan, asked: Sequence[tuple[int, tuple[str, ...]]], explain: bool) -> list[Topic | None]:
    """The model's choice for provisions by index, each among these topics (none given: among all)."""
    model = load_model()
    buckets = hash_pairs(plan.text)
    columns = np.where(buckets >= 0, model.column[buckets], -1).astype(np.int32)
    spans = [_matter(plan.text, plan.provisions[index].start, plan.provisions[index].end) for index, _ in asked]
    pairs = count_pairs([columns[start : end - 1] for start, end in spans], len(model.rarity))
    lengths = np.sqrt(_sum_texts((pairs.value * model.rarity[pairs.column]) ** 2, pairs.ends))
    weighed = _sum_texts(pairs.value[:, None] * model.weights[pairs.column], pairs.ends)
    scores = weighed / np.maximum(lengths, 1e-6)[:, None] + model.bias
    known = np.diff(pairs.ends)
    found: list[Topic | None] = []
    masks: dict[tuple[str, ...], list[bool]] = {}
    for n, (_, among) in enumerate(asked):
        line = scores[n]
        if among:
            if among not in masks:
                masks[among] = [topic not in among for topic in model.topics]
            line[masks[among]] = -np.inf
        best = int(line.argmax())
        if known[n] < _LEAST or (line[best] < model.least and not among):
            found.append(None)
            continue
        start, end = spans[n]
        words = _tell(plan.text[start:end], columns[start : end - 1], model.weights[:, best]) if explain else "words"
        found.append(Topic(model.topics[best], round(1 / (1 + exp(-2 * float(line[best]))), 3), words))
    return found


def _matter(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a provision speaks of its matter: who does it, told behind it, says nothing of what it is about.

    >>> text = "改造路面12公里。（县交通局负责）"          # "resurface 12 km of road. (county transport bureau)"
    >>> text[slice(*_matter(text, 0, len(text)))]
    '改造路面12公里。'
    """
    note = _NOTE.search(text, start + _LEAST, end)
    return start, note.start() if note is not None else end


def _tell(text: str, columns: NDArray[np.int32], weights: NDArray[np.float32]) -> str:
    """The words that weighed most."""
    from corpus.words import spans

    told = np.where(columns >= 0, weights[columns], 0.0)
    sums: Counter[str] = Counter()
    for start, end in spans(text):
        if end - start > 1:
            sums[text[start:end]] += float(told[start : end - 1].sum())  # type: ignore[assignment]
    best = sorted((-weight, word) for word, weight in sums.items() if weight > 0)[:3]
    return "words: " + ", ".join(word for _, word in best)
