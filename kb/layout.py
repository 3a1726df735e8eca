"""The tables of a knowledge base, column by column, with what each means; ``kb.schema`` makes them.

One long table of data, and nothing else: whoever looks for a column finds all of them here, beside each other.
All offsets are code points, end exclusive: ``start``/``end`` into the plan's clean text,
``original_start``/``original_end`` into the source's original text.
"""

from __future__ import annotations

from kb.table import Column, Table, read_columns

_SPANS = """
start          | INTEGER NOT NULL | first character in the plan's clean text | 在清洁文本中的起点（字符）
end            | INTEGER NOT NULL | one past the last character | 终点（不含）
original_start | INTEGER NOT NULL | first character in the source's original text | 在原始文本中的起点
original_end   | INTEGER NOT NULL | one past the last character there | 原始文本中的终点（不含）
"""

_FACT = (
    """
plan_id        | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan that states it | 所属文件
fact_id        | TEXT NOT NULL | stable identity: source, kind letter, place in the original | 稳定标识
provision      | INTEGER | ordinal of the provision that holds it; empty in titles and headings | 所属条款序号
"""
    + _SPANS
    + """
text           | TEXT NOT NULL | the expression in clean text | 表达（清洁文本）
raw            | TEXT | the same characters in the original where they differ, else empty | 原文写法（与清洁文本不同时）
sentence_start | INTEGER NOT NULL | where its sentence begins in the plan's clean text | 所在句起点
sentence_end   | INTEGER NOT NULL | one past the end of its sentence | 所在句终点
outside        | TEXT | the sentence itself where no provision holds it (titles, headings) | 条款之外的句子
rule           | TEXT NOT NULL | name of the rule that found it | 规则名
"""
)

_CHECKSUM = "checksum | INTEGER NOT NULL | of the other columns; `junxian verify` compares | 校验值"

# The plan first: facts of one plan lie together and the key serves the reference to it.
_FACT_KEY = ("PRIMARY KEY (plan_id, fact_id)",)

_PLAN_SPAN = (
    """
plan_id        | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan | 所属文件
provision      | INTEGER | ordinal of the provision that holds it; empty in titles and headings | 所属条款序号
"""
    + _SPANS
)

_STORED: tuple[Table, ...] = (
    Table(
        "sources",
        "One file that was found, in one of four states.",
        "来源文件",
        read_columns(
            """
source_id  | TEXT NOT NULL PRIMARY KEY | stable identity: hash of name and content | 稳定标识
name       | TEXT NOT NULL UNIQUE | path relative to the folder given to build | 相对路径
sha256     | TEXT | SHA-256 of the file's bytes | 文件字节的 SHA-256
size       | INTEGER | bytes | 字节数
state      | TEXT NOT NULL CHECK (state IN ('ok', 'warned', 'skipped', 'failed')) | what became of it | 状态
reason     | TEXT NOT NULL DEFAULT '' | why it was warned about, skipped or failed | 原因
remedy     | TEXT NOT NULL DEFAULT '' | what to do about it | 建议
reader     | TEXT | text, html, docx, pdf, office, scan | 读取方式
encoding   | TEXT | of text files | 编码
evidence   | TEXT NOT NULL DEFAULT '' | how encoding or reader was chosen | 编码或读取方式的依据
metadata   | TEXT NOT NULL DEFAULT '{}' | what the page says of itself, as JSON | 网页元数据（JSON）
pages      | TEXT NOT NULL DEFAULT '[]' | offset where each page begins, as JSON | 各页起点（JSON）
characters | INTEGER NOT NULL DEFAULT 0 | of the original text | 原始文本字符数
original   | BLOB | the original text, GB18030, zlib-compressed | 原始文本（zlib 压缩的 GB18030）
original_sha256 | TEXT | SHA-256 of that text as UTF-8 | 原始文本的 SHA-256
settings   | TEXT NOT NULL DEFAULT '' | version of the program that read it | 读取时的程序版本
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "origins",
        "Where each source was found when it was last built; of this machine, and no part of the canonical dump.",
        "来源所在文件夹",
        read_columns(
            """
name   | TEXT NOT NULL PRIMARY KEY REFERENCES sources (name) ON DELETE CASCADE | the source | 来源
folder | TEXT NOT NULL | the folder given to build | 建库时给出的文件夹
"""
        ),
        (),
        " WITHOUT ROWID",
    ),
    Table(
        "notes",
        "Something about a source or plan that a researcher must see.",
        "提示",
        read_columns(
            """
source_id | TEXT NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE | the source | 来源
plan_id   | TEXT REFERENCES plans (plan_id) ON DELETE CASCADE | the plan, where the note is about one | 文件
code      | TEXT NOT NULL | template, truncated, frame only, duplicate of … | 代码
message   | TEXT NOT NULL | in words | 说明
remedy    | TEXT NOT NULL DEFAULT '' | what to do | 建议
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "plans",
        "One policy document within a source.",
        "政策文件",
        read_columns(
            """
plan_id     | TEXT NOT NULL PRIMARY KEY | stable identity: source and ordinal | 稳定标识
source_id   | TEXT NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE | its source | 来源
plan        | INTEGER NOT NULL | 1-based ordinal within the source | 在来源中的序号
title       | TEXT NOT NULL DEFAULT '' | as the text gives it | 标题
place       | TEXT | GB/T 2260 code of the jurisdiction | 行政区划代码
place_name  | TEXT | its full name | 行政区划名称
place_level | TEXT | province, prefecture, county, town | 层级
place_evidence | TEXT NOT NULL DEFAULT '' | what says so | 辖区判定依据
issuer      | TEXT | who issued it | 发文机关
number      | TEXT | document number | 文号
date        | TEXT | EDTF, of issue | 发文日期（EDTF）
year        | INTEGER | the year that the plan is for, else of issue | 年份
kind        | TEXT NOT NULL DEFAULT 'unknown' | plan, report, notice, draft, template, article | 类型
border      | TEXT NOT NULL DEFAULT '' | the evidence for where it begins | 分篇依据
characters  | INTEGER NOT NULL | of the clean text | 清洁文本字符数
rest        | BLOB NOT NULL | clean text outside provisions, GB18030, zlib | 条款之外的文本（压缩）
text_sha256 | TEXT NOT NULL | SHA-256 of the whole clean text as UTF-8 | 清洁文本的 SHA-256（UTF-8）
alignment   | BLOB NOT NULL | the way back to the original: JSON, zlib-compressed | 与原文的对应（zlib 压缩的 JSON）
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "sections",
        "A heading and what stands under it.",
        "章节",
        read_columns(
            """
plan_id     | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan | 文件
section     | INTEGER NOT NULL | 0-based index within the plan | 序号
parent      | INTEGER | index of the enclosing section | 上级
level       | INTEGER NOT NULL | 1 = outermost | 层次
label       | TEXT NOT NULL | as written: 一、 （三） 2. | 标号
heading     | TEXT NOT NULL | without label and closing mark | 标题
address     | TEXT NOT NULL | 二/（三）/2 | 地址
heading_end | INTEGER NOT NULL | one past the heading in the clean text | 标题终点
"""
            + _SPANS
            + _CHECKSUM
        ),
        ("PRIMARY KEY (plan_id, section)",),
        " WITHOUT ROWID",
    ),
    Table(
        "provisions",
        "条款: the smallest unit of a plan. The unit of search and comparison.",
        "条款",
        read_columns(
            """
number       | INTEGER PRIMARY KEY | row in the search index; earlier buckets rank before later ones | 检索序号
provision_id | TEXT NOT NULL UNIQUE | stable identity: plan and address | 稳定标识
plan_id      | TEXT NOT NULL REFERENCES plans (plan_id) ON DELETE CASCADE | the plan | 文件
provision    | INTEGER NOT NULL | 1-based ordinal within the plan | 序号
section      | INTEGER | index of the section that holds it | 所在章节
address      | TEXT NOT NULL | outline address | 地址
heading      | TEXT NOT NULL DEFAULT '' | headings above it, outermost first, joined by ' / ' | 上级标题
text         | TEXT NOT NULL | clean text | 清洁文本
topic        | TEXT | what it is about | 主题
place        | TEXT | code of the place that it is about | 行政区划代码
has          | INTEGER NOT NULL DEFAULT 0 | bits: 1 measure, 2 target, 4 deadline, 8 role | 含有（位）
"""
            + _SPANS
            + _CHECKSUM
        ),
    ),
    Table(
        "measure_facts",
        "Numbers with a unit that quantify an indicator; read them through the view measures.",
        "指标数值（请读视图 measures）",
        read_columns(
            _FACT
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
            + _CHECKSUM
        ),
        _FACT_KEY,
        " WITHOUT ROWID",
    ),
    Table(
        "date_facts",
        "Expressions that place something in calendar time; read them through the view dates.",
        "时间（请读视图 dates）",
        read_columns(
            _FACT
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
            + _CHECKSUM
        ),
        _FACT_KEY,
        " WITHOUT ROWID",
    ),
    Table(
        "role_facts",
        "Who does what; read them through the view roles.",
        "职责（请读视图 roles）",
        read_columns(
            _FACT
            + """
role   | TEXT NOT NULL | lead, support, member, responsible, oversee, approve, head | 角色
duty   | TEXT NOT NULL DEFAULT '' | short copy of what they do | 事项
post   | TEXT | only for head | 职务
office | TEXT | the office's function, shared across counties | 职能
"""
            + _CHECKSUM
        ),
        _FACT_KEY,
        " WITHOUT ROWID",
    ),
    Table(
        "mention_facts",
        "An indicator that is named without a number of its own, and why; read them through the view mentions.",
        "未给数值的指标（请读视图 mentions）",
        read_columns(
            _PLAN_SPAN
            + """
text         | TEXT NOT NULL | the words | 原词
indicator_id | TEXT NOT NULL | canonical indicator name | 指标（标准名）
reason       | TEXT NOT NULL | named without a number, relative only, combined only, level only … | 原因
status       | TEXT | target, actual, where the clause says | 性质
sentence_start | INTEGER NOT NULL | where its sentence begins in the plan's clean text | 所在句起点
sentence_end   | INTEGER NOT NULL | one past the end of its sentence | 所在句终点
outside        | TEXT | the sentence itself where no provision holds it (titles, headings) | 条款之外的句子
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "places",
        "A division named in the text.",
        "文中地名",
        read_columns(
            _PLAN_SPAN
            + """
text       | TEXT NOT NULL | as written | 原词
code       | TEXT | GB/T 2260 code where settled | 行政区划代码
name       | TEXT | its full name | 名称
level      | TEXT | province, prefecture, county, town | 层级
candidates | TEXT NOT NULL DEFAULT '' | codes that it may be, space between | 候选代码
rule       | TEXT NOT NULL | name of the rule | 规则名
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "citations",
        "A cited document: 《…》 or a document number.",
        "引用文件",
        read_columns(
            _PLAN_SPAN
            + """
text   | TEXT NOT NULL | as written | 原词
title  | TEXT | of the cited document | 文件名
number | TEXT | its number in normal form | 文号
issuer | TEXT | who issued it | 发文机关
alias  | TEXT | 以下简称 | 简称
rule   | TEXT NOT NULL | name of the rule | 规则名
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "repairs",
        "One change made to a source's text.",
        "修复",
        read_columns(
            """
source_id | TEXT NOT NULL REFERENCES sources (source_id) ON DELETE CASCADE | the source | 来源
start     | INTEGER NOT NULL | first character in the original text | 在原始文本中的起点
end       | INTEGER NOT NULL | one past the last | 终点（不含）
raw       | TEXT NOT NULL | as it stood | 原样
restored  | TEXT NOT NULL | as it stands now | 修复后
rule      | TEXT NOT NULL | name of the rule | 规则名
verdict   | TEXT NOT NULL | exact, likely, lossy | 把握
"""
            + _CHECKSUM
        ),
    ),
    Table(
        "divisions",
        "The places that plans and provisions are about.",
        "行政区划",
        read_columns(
            """
place | TEXT NOT NULL PRIMARY KEY | GB/T 2260 code | 行政区划代码
name  | TEXT NOT NULL | full name | 名称
level | TEXT | province, prefecture, county, town | 层级
"""
            + _CHECKSUM
        ),
        (),
        " WITHOUT ROWID",
    ),
    Table(
        "abbreviations",
        "Short forms and what they stand for; a search for one finds the other.",
        "简称",
        read_columns(
            """
short | TEXT NOT NULL | 教共体 | 简称
long  | TEXT NOT NULL | 教育共同体 | 全称
plan_id | TEXT REFERENCES plans (plan_id) ON DELETE CASCADE | the plan that defines it | 定义处
"""
            + _CHECKSUM
        ),
    ),
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
            + _CHECKSUM
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
    Table(
        "meta",
        "Facts about the knowledge base itself.",
        "知识库信息",
        read_columns(
            """
key   | TEXT NOT NULL PRIMARY KEY | name | 名
value | TEXT NOT NULL | value | 值
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


_FACTS = ("measure_facts", "date_facts", "role_facts")
TABLES = (*_STORED, *(_reviewed(table) for table in _STORED if table.name in _FACTS))
