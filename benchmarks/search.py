"""Search beside what else finds Chinese words: completeness, order and time, in one run.

    python benchmarks/search.py --provisions 100000 [--queries 60] [--rounds 3]

The provisions are recombined from fragments of our own by Zipf's law, so that words are as frequent as in
plans. Times are medians over interleaved rounds; what counts is the ratio. ``rg`` or ``grep`` reads one file
of the same text. Our answer is ranked, with snippet and details; theirs are the lines alone.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from corpus.alignment import Alignment
from corpus.model import Document, Header, Plan, Provision, Section, Source
from kb.questions.filters import Filters
from kb.questions.search import ask, count_provisions, search_provisions
from kb.rows import Found, rows_of
from kb.store import connect_reader, connect_writer, write_product

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
ENDS = (
    "牵头负责",
    "配合落实",
    "每季度调度一次",
    "纳入年度考核",
    "确保取得实效",
    "形成长效机制",
    "全面完成任务",
    "有序推进",
)


def write_clause(dice: random.Random) -> str:
    """One invented provision."""

    def zipf(words: list[str]) -> str:
        return words[min(int(dice.paretovariate(0.9)) - 1, len(words) - 1)]

    parts = [f"{zipf(VERBS)}{zipf(THINGS)}" for _ in range(dice.choice((1, 2, 2, 3)))]
    if dice.random() < 0.4:
        parts.append(f"到{dice.randint(2021, 2030)}年底，{zipf(THINGS)}达到{dice.randint(30, 99)}%以上")
    if dice.random() < 0.3:
        parts.append(f"由{dice.choice(WHO)}{dice.choice(ENDS)}")
    while len("，".join(parts)) < dice.choice((20, 40, 60, 90)):
        parts.append(f"{zipf(VERBS)}{zipf(THINGS)}{dice.choice(ENDS)}")
    return "，".join(parts) + f"（第{dice.randint(1, 9999)}项）。"


def make_document(number: int, clauses: list[str], heading: str) -> Document:
    """A plan of these clauses under one heading."""
    lines = [f"测试县{2020 + number % 10}年工作方案", f"一、{heading}", *clauses]
    text = "\n".join(lines) + "\n"
    spans, at = [], 0
    for line in lines:
        spans.append((at, at + len(line)))
        at += len(line) + 1
    section = Section(1, "一、", heading, "一", spans[1][0], spans[1][1], len(text), None)
    provisions = tuple(Provision(n, f"一¶{n}", s, e, 0) for n, (s, e) in enumerate(spans[2:], 1))
    sha = hashlib.sha256(text.encode()).hexdigest()
    source = Source(f"{number:06}.txt", sha, len(text.encode()), text, "utf-8", "text")
    plan = Plan(
        1, text, Alignment.identity(len(text)), Header(lines[0], year=2020 + number % 10), (section,), provisions
    )
    return Document(source, text, plan.alignment, plans=(plan,))


def make_base(folder: Path, provisions: int, dice: random.Random) -> tuple[Path, Path, float]:
    """A knowledge base and a text file of the same clauses; seconds that storing took."""
    base, lines = folder / "b.db", folder / "clauses.txt"
    db, seconds = connect_writer(base), 0.0
    with lines.open("w", encoding="utf-8") as stream:
        for number in range(-(-provisions // 50)):
            clauses = [write_clause(dice) for _ in range(50)]
            stream.write("\n".join(clauses) + "\n")
            product = rows_of(make_document(number, clauses, dice.choice(THINGS)), [Found()], "")
            begun = time.perf_counter()
            write_product(db, product)
            seconds += time.perf_counter() - begun
    begun = time.perf_counter()
    for index in ("provisions_fts", "headings_fts"):
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    db.execute("ANALYZE")
    db.execute("VACUUM")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    return base, lines, seconds + time.perf_counter() - begun


def choose_queries(lines: Path, count: int, dice: random.Random) -> list[str]:
    """Stretches of 1 to 6 characters of the text; those of two to four characters are mostly words."""
    texts = lines.read_text(encoding="utf-8").splitlines()
    queries = []
    for n in range(count):
        text, length = dice.choice(texts), 1 + n % 6
        at = dice.randrange(max(1, len(text) - length))
        words = [thing for thing in THINGS if len(thing) == length and thing in text]
        queries.append(dice.choice(words) if words and dice.random() < 0.7 else text[at : at + length])
    return queries


def time_one(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begun = time.perf_counter()
    call()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print completeness, order and times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    dice = random.Random(11)
    with tempfile.TemporaryDirectory() as name:
        base, lines, seconds = make_base(Path(name), given.provisions, dice)
        size, text = base.stat().st_size, lines.stat().st_size
        print(f"{given.provisions} provisions, text {text / 1e6:.1f} MB, base {size / 1e6:.1f} MB: {size / text:.2f} x")
        print(f"stored in {seconds:.1f} s: {given.provisions / seconds:,.0f} provisions a second")
        measure(base, lines, choose_queries(lines, given.queries, dice), given.rounds)


def measure(base: Path, lines: Path, queries: list[str], rounds: int) -> None:
    """Completeness and order on all queries, then times."""
    db = connect_reader(base)
    texts = lines.read_text(encoding="utf-8").splitlines()
    complete = ordered = 0
    for query in queries:
        asked = ask(db, query, Filters(), literal=True)
        complete += count_provisions(db, asked) == sum(query.lower() in text.lower() for text in texts)
    for query in queries[::6]:
        asked = ask(db, query, Filters(), literal=True)
        first = [row["provision_id"] for row in search_provisions(db, asked)]
        ordered += first == [row["provision_id"] for row in search_provisions(db, asked, limit=None)[:20]]
    print(f"complete {complete} of {len(queries)}; first 20 as by ranking everything {ordered} of {len(queries[::6])}")
    ways: dict[str, Callable[[str], object]] = {
        "junxian top 20": lambda q: search_provisions(db, ask(db, q, Filters())),
        "junxian count": lambda q: count_provisions(db, ask(db, q, Filters())),
    }
    tool = shutil.which("rg") or shutil.which("grep")
    flags = ["-F", "-j1"] if tool and tool.endswith("rg") else ["-F"]
    if tool:
        env = os.environ | {"LC_ALL": "C"}
        ways[Path(tool).name] = lambda q: subprocess.run(
            [tool, *flags, "--", q, str(lines)], stdout=subprocess.PIPE, env=env
        )
    import pandas as pd

    series = pd.Series(texts, dtype=object)
    ways["pandas"] = lambda q: series[series.str.contains(q, regex=False)]
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(rounds):
        jobs = [(way, query) for way in ways for query in queries]
        random.Random(rounds).shuffle(jobs)
        for way, query in jobs:
            times.setdefault((way, query), []).append(time_one(lambda way=way, query=query: ways[way](query)))  # type: ignore[misc]
    report(ways, queries, times)


def report(
    ways: dict[str, Callable[[str], object]], queries: list[str], times: dict[tuple[str, str], list[float]]
) -> None:
    """Median and 95th percentile by way, and how they compare with ours."""
    middle = {way: sorted(statistics.median(times[way, query]) for query in queries) for way in ways}
    ours = middle["junxian top 20"]
    for way, values in middle.items():
        p50, p95 = statistics.median(values), values[int(len(values) * 0.95)]
        ratio = f"{p50 / statistics.median(ours):6.2f} x ours, p95 {p95 / ours[int(len(ours) * 0.95)]:6.2f} x ours"
        print(f"{way:16} p50 {p50:8.2f} ms   p95 {p95:8.2f} ms   {ratio}")
    for length in range(1, 7):
        some = [statistics.median(times["junxian top 20", q]) for q in queries if len(q) == length]
        if some:
            print(f"  {length} characters: median {statistics.median(some):.2f} ms, worst {max(some):.2f} ms")


if __name__ == "__main__":
    main()
