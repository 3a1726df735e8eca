"""The tables of what was read: sources, plans, their sections and provisions, and what is told beside them."""

from __future__ import annotations

from kb.layout.shared import CHECKSUM, SPANS
from kb.table import Table, read_columns

SOURCES: tuple[Table, ...] = (
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
reader     | TEXT | text, html, docx, pdf, office, xlsx, xls, ods, scan | 读取方式
encoding   | TEXT | of text files | 编码
evidence   | TEXT NOT NULL DEFAULT '' | how encoding or reader was chosen | 编码或读取方式的依据
metadata   | TEXT NOT NULL DEFAULT '{}' | what the page says of itself, as JSON | 网页元数据（JSON）
pages      | TEXT NOT NULL DEFAULT '[]' | offset where each page begins, as JSON | 各页起点（JSON）
characters | INTEGER NOT NULL DEFAULT 0 | of the original text | 原始文本字符数
original   | BLOB | the original text, GB18030, zlib-compressed | 原始文本（zlib 压缩的 GB18030）
original_sha256 | TEXT | SHA-256 of that text as UTF-8 | 原始文本的 SHA-256
settings   | TEXT NOT NULL DEFAULT '' | version of the program that read it | 读取时的程序版本
"""
            + CHECKSUM
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
            + CHECKSUM
        ),
    ),
)

PLANS: tuple[Table, ...] = (
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
            + CHECKSUM
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
            + SPANS
            + CHECKSUM
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
place        | TEXT | code of the place that most of it is about | 行政区划代码
has          | INTEGER NOT NULL DEFAULT 0 | bits: 1 measure, 2 target, 4 deadline, 8 role | 含有（位）
"""
            + SPANS
            + CHECKSUM
        ),
    ),
)

BESIDES: tuple[Table, ...] = (
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
            + CHECKSUM
        ),
    ),
    Table(
        "divisions",
        "The places that plans, provisions and statements are about.",
        "行政区划",
        read_columns(
            """
place | TEXT NOT NULL PRIMARY KEY | GB/T 2260 code | 行政区划代码
name  | TEXT NOT NULL | full name | 名称
level | TEXT | province, prefecture, county, town | 层级
"""
            + CHECKSUM
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
            + CHECKSUM
        ),
    ),
)

META: tuple[Table, ...] = (
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
