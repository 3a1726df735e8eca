"""The tables of what researchers decided, and of facts as they are shown since."""

from __future__ import annotations

from kb.layout.facts import FACTS
from kb.layout.shared import CHECKSUM
from kb.table import Column, Table, read_columns

REVIEWS: tuple[Table, ...] = (
    Table(
        "reviews",
        "A researcher's decision on a fact; kept through rebuilds by the fact's identity.",
        "人工复核",
        read_columns(
            """
review_id | INTEGER PRIMARY KEY | order of arrival | 序号
fact_id   | TEXT NOT NULL | the fact (it may be gone from the present build) | 事实标识
coder     | TEXT NOT NULL | who decided | 复核人
date      | TEXT NOT NULL | when, as the sheet says | 日期
decision  | TEXT NOT NULL CHECK (decision IN ('accept', 'correct', 'reject')) | accept, correct, reject | 决定
correction | TEXT NOT NULL DEFAULT '{}' | corrected fields, as JSON | 更正（JSON）
note      | TEXT NOT NULL DEFAULT '' | in words | 备注
source    | TEXT NOT NULL DEFAULT '' | name of the source, to find the fact again | 来源
kind      | TEXT NOT NULL DEFAULT '' | measure, date, role | 类型
text      | TEXT NOT NULL DEFAULT '' | the expression that was judged | 表达
sentence  | TEXT NOT NULL DEFAULT '' | its sentence | 句子
at        | INTEGER | where in that sentence the expression begins | 在句中的位置
sha256    | TEXT NOT NULL DEFAULT '' | of the source's bytes when it was judged | 当时来源的 SHA-256
reading   | TEXT NOT NULL DEFAULT '{}' | what the machine had read, as JSON | 复核时的机器读数（JSON）
now       | TEXT | the fact in the present build; empty when it is not there | 现在对应的事实
"""
            + CHECKSUM
        ),
    ),
    Table(
        "settled",
        "Facts with a decision; what the views show of them stands in the tables _reviewed.",
        "已复核的事实",
        read_columns(
            """
fact_id  | TEXT NOT NULL PRIMARY KEY | the fact | 事实标识
plan_id  | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | its plan | 所属文件
kind     | TEXT NOT NULL | measure, date, role | 类型
rule     | TEXT NOT NULL | name of the rule that found it | 规则名
decision | TEXT NOT NULL | accepted, corrected, rejected, disputed | 结论
reviewed | TEXT NOT NULL | the same with who decided | 结论与复核人
changed  | INTEGER NOT NULL | 1 where the machine reads it otherwise since | 复核后机器读数有变
"""
        ),
        (),
        " WITHOUT ROWID",
    ),
)


def _reviewed(table: Table) -> Table:
    """Facts of one kind as the views show them once somebody has decided on them."""
    said = Column("reviewed", "TEXT NOT NULL", "what was decided, and by whom", "复核结论与复核人")
    name = table.name.replace("_facts", "_reviewed")
    note = "Reviewed facts, corrections applied; made from the reviews, never edited."
    return Table(name, note, "已复核的事实（更正后）", (*table.columns[:-1], said), table.constraints, table.options)


REVIEWED = tuple(_reviewed(table) for table in FACTS)
