"""Large knowledge bases of invented provisions, for benchmarks: written through the way that every build takes.

Clauses are recombined from fragments of our own by Zipf's law, so that words are as frequent as in plans. Fifty make
a plan of one county and year; many hold a target of one of forty indicators. What reading and extracting costs is
not in this: ``junxian build`` on text is measured apart.
"""

from __future__ import annotations

import hashlib
import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.alignment import Alignment
from corpus.model import Document, Header, Plan, Provision, Section, Source
from extract.gazetteer import load_gazetteer
from extract.indicators import indicators
from extract.records import Date, Measure, Role
from kb.build import Report, finish_base
from kb.building.gathering import Gathered
from kb.building.rows import Found, rows_of
from kb.questions.names import find_topic
from kb.store import connect_writer

VERBS = "推进 加强 完善 落实 健全 深化 建立 提升 优化 统筹 开展 支持 规范 实施 强化 加快 促进 严格 组织 探索".split()
THINGS = (
    "医共体 医保支付 家庭医生签约 分级诊疗 公共卫生 基层就诊率 县域就诊率 药品配送 远程会诊 人才培养 教共体 师资交流 "
    "课后服务 集团办学 义务教育 学前教育 巩固率 文化馆 图书馆 总分馆制 全民阅读 文物保护 固定资产投资 地区生产总值 "
    "一般公共预算收入 招商引资 项目建设 营商环境 乡村振兴 粮食安全 高标准农田 农村人居环境 厕所革命 污水处理 空气质量 "
    "PM2.5浓度 森林覆盖率 安全生产 应急管理 社会保障 就业创业 养老服务 住房保障 老旧小区改造 财政资金 绩效考核 "
    "督导检查 责任清单 信息化平台 数据共享 河长制 林长制 数字经济 专精特新 产业园区 冷链物流 电商进村 职业教育"
).split()
WHO = (
    "县卫生健康局 县教育局 县财政局 县医疗保障局 县发展改革局 县农业农村局 各乡镇人民政府 县文化广电和旅游局 "
    "县人力资源社会保障局"
).split()
ENDS = "牵头负责 配合落实 每季度调度一次 纳入年度考核 确保取得实效 形成长效机制 全面完成任务 有序推进".split()
CLAUSES = 50  # in a plan
YEARS = range(2016, 2026)
_WHO = re.compile(f"由({'|'.join(WHO)})({'|'.join(ENDS)})")
_WHEN = re.compile(r"(\d{4})年底")


@dataclass(frozen=True, slots=True)
class Clause:
    """An invented provision; ``target`` is where its figure stands, with the indicator's id and the value."""

    text: str
    target: tuple[int, int, str, int] | None


@cache
def counties() -> tuple[str, ...]:
    """Codes of the counties of today, mixed."""
    gazetteer = load_gazetteer()
    known = sorted({code for name in gazetteer.names for code in gazetteer.named(name)})
    found = [code for code in known if (division := gazetteer.division(code)) and division.level == "county"]
    random.Random(1).shuffle(found)
    return tuple(found)


@cache
def asked_indicators() -> tuple[str, ...]:
    """Forty rates among the indicators."""
    return tuple(name for name, item in indicators().items() if "%" in item.units)[:40]


def write_clause(dice: random.Random) -> Clause:
    """One invented provision."""
    parts = [f"{_zipf(dice, VERBS)}{_zipf(dice, THINGS)}" for _ in range(dice.choice((1, 2, 2, 3)))]
    if dice.random() < 0.3:
        parts.append(f"由{dice.choice(WHO)}{dice.choice(ENDS)}")
    while len("，".join(parts)) < dice.choice((20, 40, 60, 90)):
        parts.append(f"{_zipf(dice, VERBS)}{_zipf(dice, THINGS)}{dice.choice(ENDS)}")
    text, target = "，".join(parts), None
    if dice.random() < 0.4:
        name, value = _zipf(dice, asked_indicators()), dice.randint(30, 99)
        text += f"，到{dice.choice(YEARS)}年底，{name}达到"
        target = len(text), len(text) + len(f"{value}%"), name, value
        text += f"{value}%以上"
    return Clause(f"{text}（第{dice.randint(1, 9999)}项）。", target)


def _zipf(dice: random.Random, words: Sequence[str]) -> str:
    return words[min(int(dice.paretovariate(0.9)) - 1, len(words) - 1)]


def make_document(
    number: int, clauses: Sequence[Clause], heading: str, *, whole: bool = False
) -> tuple[Document, Found]:
    """A plan of these clauses and what is found in it; roles, dates, results and topics with ``whole`` alone."""
    code = counties()[number // len(YEARS) % len(counties())]
    year = YEARS[number % len(YEARS)]
    lines = [f"测试县{year}年第{number}号工作方案", f"一、{heading}", *(clause.text for clause in clauses)]
    text = "\n".join(lines) + "\n"
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    section = Section(1, "一、", heading, "一", spans[1][0], spans[1][1], len(text), None)
    provisions = tuple(Provision(n, f"一¶{n}", s, e, 0) for n, (s, e) in enumerate(spans[2:], 1))
    said = ("target", "actual")
    facts: list[Measure | Date | Role] = [
        Measure(
            start + at,
            start + end,
            f"{value}%",
            "invented",
            name,
            value,
            "%",
            ">=",
            said[whole and value % 3 == 0],
            indicator_id=name,
        )
        for (start, _), clause in zip(spans[2:], clauses, strict=True)
        if clause.target
        for at, end, name, value in (clause.target,)
    ]
    facts += [fact for provision in provisions for fact in _find_more(text, provision)] if whole else []
    sha = hashlib.sha256(text.encode()).hexdigest()
    source = Source(f"{number:06}.txt", sha, len(text.encode()), text, "utf-8", "text")
    plan = Plan(1, text, Alignment.identity(len(text)), Header(lines[0], year=year), (section,), provisions)
    topics = [find_topic(heading)] * len(provisions) if whole else []
    found = Found(facts, place=code, place_name=load_gazetteer().path(code), place_level="county", topics=topics)
    return Document(source, text, plan.alignment, plans=(plan,)), found


def _find_more(text: str, provision: Provision) -> Iterator[Date | Role]:
    for found in _WHO.finditer(text, provision.start, provision.end):
        role = "support" if found[2].startswith("配合") else "lead"
        yield Role(found.start(1), found.end(1), found[1], "invented", role, duty=found[2], office=found[1][1:3])
    for found in _WHEN.finditer(text, provision.start, provision.end):
        yield Date(found.start(), found.end(), found[0], "invented", "deadline", edtf=f"{found[1]}-12")


def make_base(folder: Path, provisions: int, dice: random.Random, *, whole: bool = False) -> tuple[Path, Path, float]:
    """A knowledge base and a text file of the same clauses; processor seconds that making rows and storing took."""
    base, lines = folder / "b.db", folder / "clauses.txt"
    db, seconds = connect_writer(base), 0.0
    with lines.open("w", encoding="utf-8") as stream, Gathered(db) as gathered:
        for number in range(-(-provisions // CLAUSES)):
            clauses = [write_clause(dice) for _ in range(CLAUSES)]
            stream.write("".join(f"{clause.text}\n" for clause in clauses))
            document, found = make_document(number, clauses, dice.choice(THINGS), whole=whole)
            begun = time.process_time()
            gathered.add(rows_of(document, [found], ""), "")
            seconds += time.process_time() - begun
    begun = time.process_time()
    report = Report(found=1, read=number + 1)
    finish_base(db, report, "invented")
    db.close()
    return base, lines, seconds + time.process_time() - begun
