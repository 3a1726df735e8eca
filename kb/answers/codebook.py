"""The data dictionary as a page: ``python -m kb.answers.codebook > docs/data_dictionary.md``.

Everything in it is read from where the program reads it: the schema, the meanings of columns, of gaps.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import Any

from kb.answers.sheet import describe_column
from kb.questions.cell_words import GAPS

# The questions of ``KnowledgeBase``, where their columns are named, and what a row of the answer is.
_ANSWERS = (
    ("search", "search", "KEYS", "a provision that was hit", "命中的条款"),
    ("kwic", "kwic", "KEYS", "a hit in its context", "命中及其语境"),
    ("compare", "compare", "KEYS", "a place, year, indicator and status", "一地一年一指标"),
    ("compare(topic=…)", "compare_texts", "KEYS", "a place, year and topic", "一地一年一主题"),
    ("compare(role=…)", "compare_roles", "KEYS", "a place, year, role and office", "一地一年一职能"),
    ("attainment", "attainment", "KEYS", "a target beside its result", "目标与实绩一对"),
    ("timeline", "timeline", "KEYS", "a date in a plan", "文件中的一个时间"),
    ("roles", "duties", "KEYS", "an actor in a role", "一个主体的一项职责"),
    ("reuse", "reuse", "KEYS", "a provision that shares its wording", "一处共用条款"),
    ("copies", "copies", "KEYS", "a provision like one in an earlier plan", "与在先条款相似的条款"),
    ("changes", "changes", "KEYS", "an indicator of a place in two years", "一地一指标的两年对照"),
    ("holds", "holdings", "KEYS", "an indicator, topic, place, office or year that is there", "库中可查询的一项"),
    ("plans", "records", "PLAN_KEYS", "a plan", "一份文件"),
    ("provisions", "records", "PROVISION_KEYS", "a provision", "一个条款"),
    ("report", "records", "SOURCE_KEYS", "a source", "一个来源文件"),
)


def write_dictionary() -> Iterator[str]:
    """The page, line by line."""
    from kb.schema import codebook

    yield "# 数据字典 · Data dictionary"
    yield ""
    yield "Made by `python -m kb.answers.codebook`; do not edit. Facts in their public format: [facts.md](facts.md)."
    yield "由 `python -m kb.answers.codebook` 生成，请勿手改。"
    yield ""
    yield "Offsets are characters (code points), end exclusive. Dates are EDTF; `X` stands for what is not said,"
    yield "21 to 24 in the place of a month for spring to winter."
    yield "起止位置以字符计，不含终点；日期用 EDTF，`X` 表示文中未写明，月份处的 21 至 24 依次为春夏秋冬。"
    yield from _gaps()
    yield from _answers()
    yield from ("", "## 知识库中的表 · Tables of the knowledge base", "")
    yield "The file is plain SQLite; `base.sql(…)`, sqlite3, pandas and Datasette read it."
    for name, rows in groupby(codebook(), key=lambda row: row["table"]):
        yield from _table(f"### `{name}`", [(r["column"], r["type"], r["description"], r["说明"]) for r in rows])


def _gaps() -> Iterator[str]:
    yield from ("", "## 空缺的原因 · Why a cell is empty", "", "| `gap` | | 含义 | meaning |", "|---|---|---|---|")
    for gap, told in GAPS.items():
        yield f"| {gap} | {told.name} | {_cell(told.zh)} | {_cell(told.en)} |"


def _answers() -> Iterator[str]:
    yield from ("", "## 查询结果的列 · Columns of the answers", "")
    yield "The same in Python, on the command line (jsonl, csv) and in exports. Python、命令行与导出文件中相同。"
    for method, module, keys, en, zh in _ANSWERS:
        names: Any = getattr(import_module(f"kb.questions.{module}"), keys)
        columns = [describe_column(name) for name in names]
        rows = [(c.name, c.type, _context(method).get(c.name, (c.en, c.zh))) for c in columns]
        head = f"### `base.{method}(…)` — {en} · {zh}"
        yield from _table(head, [(name, kind, meant[0], meant[1]) for name, kind, meant in rows])


@cache
def _context(method: str) -> dict[str, tuple[str, str]]:
    """Names that mean something else in this answer than elsewhere."""
    if method != "kwic":
        return {}
    return {
        "docname": ("source file", "来源文件"),
        "from": ("first character of the hit in its provision, counted from 1", "命中在条款中的起点（从 1 计）"),
        "to": ("its last character", "命中的终点"),
        "pre": ("what stands left of it", "左侧语境"),
        "keyword": ("the hit", "命中"),
        "post": ("what stands right of it", "右侧语境"),
    }


def _table(head: str, rows: list[tuple[str, str, str, str]]) -> Iterator[str]:
    yield from ("", head, "", "| column | type | meaning | 含义 |", "|---|---|---|---|")
    for name, kind, en, zh in rows:
        yield f"| `{name}` | {kind.lower()} | {_cell(en)} | {_cell(zh)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write("\n".join(write_dictionary()) + "\n")
