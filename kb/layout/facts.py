"""The tables of what was found in the plans: measures, dates, roles, and what is named without a figure."""

from __future__ import annotations

from kb.layout.shared import CHECKSUM, FACT, FACT_KEY, PLAN_SPAN
from kb.table import Table, read_columns

FACTS: tuple[Table, ...] = (
    Table(
        "measure_facts",
        "Numbers with a unit that quantify an indicator; read them through the view measures.",
        "指标数值（请读视图 measures）",
        read_columns(
            FACT
            + """
indicator    | TEXT | what is measured, in the words of the text | 指标（原词）
indicator_id | TEXT | canonical indicator name | 指标（标准名）
value        | REAL NOT NULL | 万 and 亿 multiplied out | 数值
value_max    | REAL | upper end of a range | 上限
unit         | TEXT NOT NULL | without 万 and 亿 | 单位
comparator   | TEXT NOT NULL | = >= <= > < ~ range | 比较符
change       | TEXT | increase, decrease; empty for a level | 增减
status       | TEXT NOT NULL | target, actual, standard | 性质（目标、实绩、标准）
hedge        | TEXT | 力争, 确保, 左右, 约束性 … | 限定语
deadline     | TEXT | EDTF of the date that governs it | 期限（EDTF）
basis        | TEXT | 可比, 同口径, 不变价 | 口径
baseline     | TEXT | what a change is measured against | 基数
period       | TEXT | EDTF of the year that the value is about, where the text says so | 所属时期（EDTF）
"""
            + CHECKSUM
        ),
        FACT_KEY,
        " WITHOUT ROWID",
    ),
    Table(
        "date_facts",
        "Expressions that place something in calendar time; read them through the view dates.",
        "时间（请读视图 dates）",
        read_columns(
            FACT
            + """
type     | TEXT NOT NULL | point, deadline, start, interval, recurring, duration | 类型
edtf     | TEXT | EDTF value, X for what the text does not say | EDTF
every    | TEXT | of recurring: P1Y, P3M … | 周期
length   | TEXT | of durations: P5Y … | 时长
working_days | INTEGER NOT NULL DEFAULT 0 | 1 for 工作日 | 工作日
resolved | TEXT | EDTF settled by the plan's own evidence | 据本文确定的日期
resolved_start | INTEGER | where that evidence begins in the source's original text | 依据在原始文本中的起点
resolved_end   | INTEGER | one past its end | 依据终点
"""
            + CHECKSUM
        ),
        FACT_KEY,
        " WITHOUT ROWID",
    ),
    Table(
        "role_facts",
        "Who does what; read them through the view roles.",
        "职责（请读视图 roles）",
        read_columns(
            FACT
            + """
role   | TEXT NOT NULL | lead, support, member, responsible, oversee, approve, head | 角色
duty   | TEXT NOT NULL DEFAULT '' | short copy of what they do | 事项
post   | TEXT | only for head | 职务
office | TEXT | the office's function, shared across counties | 职能
"""
            + CHECKSUM
        ),
        FACT_KEY,
        " WITHOUT ROWID",
    ),
)

MENTIONS: tuple[Table, ...] = (
    Table(
        "mention_facts",
        "An indicator that is named without a number of its own, and why; read them through the view mentions.",
        "未给数值的指标（请读视图 mentions）",
        read_columns(
            PLAN_SPAN
            + """
text         | TEXT NOT NULL | the words | 原词
indicator_id | TEXT NOT NULL | canonical indicator name | 指标（标准名）
reason       | TEXT NOT NULL | named without a number, relative only, combined only, level only … | 原因
status       | TEXT | target, actual, where the clause says | 性质
sentence_start | INTEGER NOT NULL | where its sentence begins in the plan's clean text | 所在句起点
sentence_end   | INTEGER NOT NULL | one past the end of its sentence | 所在句终点
outside        | TEXT | the sentence, where no provision holds it (titles) or a very long one | 条款外或超长条款的句子
place          | TEXT | whom it is about, where that is not its plan's place | 所述辖区（与文件辖区不同时）
"""
            + CHECKSUM
        ),
    ),
    Table(
        "places",
        "A division named in the text.",
        "文中地名",
        read_columns(
            PLAN_SPAN
            + """
text       | TEXT NOT NULL | as written | 原词
code       | TEXT | GB/T 2260 code where settled | 行政区划代码
name       | TEXT | its full name | 名称
level      | TEXT | province, prefecture, county, town | 层级
candidates | TEXT NOT NULL DEFAULT '' | codes that it may be, space between | 候选代码
rule       | TEXT NOT NULL | name of the rule | 规则名
"""
            + CHECKSUM
        ),
    ),
    Table(
        "citations",
        "A cited document: 《…》 or a document number.",
        "引用文件",
        read_columns(
            PLAN_SPAN
            + """
text   | TEXT NOT NULL | as written | 原词
title  | TEXT | of the cited document | 文件名
number | TEXT | its number in normal form | 文号
issuer | TEXT | who issued it | 发文机关
alias  | TEXT | 以下简称 | 简称
rule   | TEXT NOT NULL | name of the rule | 规则名
"""
            + CHECKSUM
        ),
    ),
)
