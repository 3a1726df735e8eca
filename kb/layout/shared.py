"""Columns that several tables have.

All offsets are code points, end exclusive: ``start``/``end`` into the plan's clean text,
``original_start``/``original_end`` into the source's original text.
"""

from __future__ import annotations

SPANS = """
start          | INTEGER NOT NULL | first character in the plan's clean text | 在清洁文本中的起点（字符）
end            | INTEGER NOT NULL | one past the last character | 终点（不含）
original_start | INTEGER NOT NULL | first character in the source's original text | 在原始文本中的起点
original_end   | INTEGER NOT NULL | one past the last character there | 原始文本中的终点（不含）
"""

FACT = (
    """
plan_id        | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan that states it | 所属文件
fact_id        | TEXT NOT NULL | stable identity: source, kind letter, place in the original | 稳定标识
provision      | INTEGER | ordinal of the provision that holds it; empty in titles and headings | 所属条款序号
"""
    + SPANS
    + """
text           | TEXT NOT NULL | the expression in clean text | 表达（清洁文本）
raw            | TEXT | the same characters in the original where they differ, else empty | 原文写法（与清洁文本不同时）
sentence_start | INTEGER NOT NULL | where its sentence begins in the plan's clean text | 所在句起点
sentence_end   | INTEGER NOT NULL | one past the end of its sentence | 所在句终点
outside        | TEXT | the sentence, where no provision holds it (titles) or a very long one | 条款外或超长条款的句子
place          | TEXT | whom it is about, where that is not its plan's place | 所述辖区（与文件辖区不同时）
rule           | TEXT NOT NULL | name of the rule that found it | 规则名
"""
)

CHECKSUM = "checksum | INTEGER NOT NULL | of the other columns; `junxian verify` compares | 校验值"

# The plan first: facts of one plan lie together and the key serves the reference to it.
FACT_KEY = ("PRIMARY KEY (plan_id, fact_id)",)

PLAN_SPAN = (
    """
plan_id        | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan | 所属文件
provision      | INTEGER | ordinal of the provision that holds it; empty in titles and headings | 所属条款序号
"""
    + SPANS
)
