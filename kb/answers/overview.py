"""What a notebook shows for a knowledge base: what it holds, and the questions to go on with."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from kb.answers.plain import show_plain
from kb.database import Database
from kb.schema import KINDS

_CELL = "text-align:left;padding:2px 8px"
_TABLES = (
    ("plans", "文件"),
    ("provisions", "条款"),
    (KINDS["measure"], "指标"),
    (KINDS["date"], "时间"),
    (KINDS["role"], "职责"),
)
# Two questions that tell what there is, two that most begin with.
_NEXT = (
    (".holds()", "可查询的内容 · what there is to ask for"),
    (".report()", "各来源的状态 · what became of every source"),
    (".search('…')", "检索条款 · provisions that hold words"),
    (".compare()", "各地对照 · places side by side"),
)


def describe_base(db: Database, name: str) -> str:
    """The HTML of an open knowledge base of this name."""
    states = [tuple(row) for row in db.execute("SELECT state, count(*) FROM sources GROUP BY 1 ORDER BY 1")]
    lines = [("来源 sources", _count_sources(states))]
    for table, heading in _TABLES:
        number = next(iter(db.execute(f"SELECT count(*) FROM {table}")))[0]
        lines.append((f"{heading} {table}", f"{number:,}"))
    asked = "SELECT count(DISTINCT place), min(year), max(year) FROM plans"
    places, first, last = next(iter(db.execute(asked)))
    lines += [("地方 places", str(places)), ("年份 years", _span(first, last))]
    lines += [(f"<code>{escape(call)}</code>", escape(told)) for call, told in _NEXT]
    body = "".join(f'<tr><th style="{_CELL}">{head}</th><td style="{_CELL}">{cell}</td></tr>\n' for head, cell in lines)
    caption = f"<caption>知识库 KnowledgeBase {escape(show_plain(name))}</caption>"
    return f"<table>\n{caption}\n<tbody>\n{body}</tbody>\n</table>\n"


def _count_sources(states: Sequence[tuple[Any, ...]]) -> str:
    """All sources, and how many are not as they should be.

    >>> _count_sources([("failed", 1), ("ok", 8), ("warned", 2)])
    '11 (1 失败 failed, 2 提示 warned)'
    """
    from kb.answers.chinese import say_row

    told = [f"{n:,} {say_row({'state': state})['state']} {state}" for state, n in states if state != "ok"]
    return f"{sum(n for _, n in states):,}" + (f" ({', '.join(told)})" if told else "")


def _span(first: int | None, last: int | None) -> str:
    """Years from first to last.

    >>> _span(2021, 2025), _span(2024, 2024), _span(None, None)
    ('2021-2025', '2024', '')
    """
    return "" if first is None else str(first) if first == last else f"{first}-{last}"
