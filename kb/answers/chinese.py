"""Tables in Chinese, for ``--lang zh``: headings, values, what is said of sources; jsonl and csv stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from corpus.tables import read_rows
from kb.answers.sheet import FACET_HEADS, REVIEW_HEADS, describe_column
from kb.messages import language, say, texts
from kb.questions.cell_words import name_gap
from kb.questions.values import known_values

Row = dict[str, Any]
# Columns whose values are names of ours, and where their Chinese names stand in values.tsv.
_NAMED = {
    "state": ("state",), "status": ("status",), "role": ("role",), "level": ("level",), "side": ("side",),
    "kind": ("document", "fact", "state"), "type": ("date",), "facet": ("facet",), "what": ("change", "what"),
}  # fmt: skip
_FACETS = {"level": "level", "kind": "document", "has": "has"}
_SAID = ("reason", "remedy", "why_not")
_HAN = re.compile("[\u4e00-\u9fff]")
# Headings that mean something else than in other tables, by a column that tells which table it is.
_HEADS = {
    "facet": FACET_HEADS,
    "label": {"plan": "篇", "level": "层级", "label": "标号", "text": "标题"},
    "count": {"what": "项目", "count": "数量"},
    **dict.fromkeys(("precision", "coders", "detail"), REVIEW_HEADS),
}


def say_headings(keys: Sequence[str]) -> list[str]:
    """The columns by their Chinese names; as they are where one of them has none. Names of indicators are Chinese.

    >>> say_headings(["place_name", "year", "indicator"]), say_headings(["year", "mine"])
    (['行政区划名称', '年份', '指标'], ['year', 'mine'])
    >>> say_headings(["year", "县域就诊率"])      # a column an indicator
    ['年份', '县域就诊率']
    """
    own = next((heads for key, heads in _HEADS.items() if key in keys), {})
    names = [own.get(key) or describe_column(key).heading or (key if _HAN.search(key) else "") for key in keys]
    return names if all(names) else list(keys)


def say_row(row: Row) -> Row:
    """The row with its values in Chinese where they are names of ours.

    >>> say_row({"state": "warned", "reason": "misnamed: rename the file", "gap": None, "met": True})
    {'state': '提示', 'reason': '名实不符：改文件名', 'gap': None, 'met': '是'}
    """
    return {key: _say(key, value, row) for key, value in row.items()}


def _say(key: str, value: Any, row: Row) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, str):
        return value
    if key in _SAID:
        return say_note(value)
    if key == "gap":
        return name_gap(value)
    options = (_FACETS.get(row.get("facet") or "", ""),) if key == "value" else _NAMED.get(key, ())
    return next((names[0] for option in options if (names := known_values(option).get(value))), value)


def say_note(text: str) -> str:
    """A reason or remedy of the report in Chinese; what there is no translation for stays as it is.

    >>> say_note("plan 2 truncated: the numbering stops at 二、; look for the rest of the document")
    '第2篇文本不全：编号止于 二、；寻找文件的其余部分'
    """
    codes, texts = _notes()
    for pattern, zh in texts:
        text = pattern.sub(lambda found, zh=zh: zh.format(*found.groups()), text)  # type: ignore[misc]
    said = re.sub(
        rf"(?:\bplan (\d+) )?({'|'.join(map(re.escape, codes))}): ",
        lambda found: f"第{found[1]}篇{codes[found[2]]}：" if found[1] else f"{codes[found[2]]}：",
        text,
    )
    return said.replace("; ", "；")


def translate(kind: str, text: str) -> str:
    """A reason or remedy of an error in the language chosen, where there is a translation.

    >>> from kb.messages import choose_language
    >>> _ = choose_language(["--lang", "zh"]); translate("reason", "is locked"), translate("reason", "is a picture")
    ('已被锁定', '是图片')
    >>> _ = choose_language(["--lang", "en"])
    """
    name = f"{kind}.{text}"
    if name in texts():
        return say(name)
    if language() == "en":
        return text
    first, parted, last = text.rpartition("; ")  # 安吉县; the full name …: names, then how it is given otherwise
    if parted and f"{kind}.{last}" in texts():
        return f"{translate(kind, first)}；{say(f'{kind}.{last}')}"
    return say_note(text)


@cache
def _notes() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Names of kinds of notes, and sentences as patterns with what they say in Chinese, the longest first."""
    rows = read_rows("kb", "notes_zh")
    codes = {en: zh for kind, en, zh in rows if kind == "code"}
    texts = sorted(((en, zh) for kind, en, zh in rows if kind == "text"), key=lambda row: (-len(row[0]), row[0]))
    return codes, [(_pattern(en), zh) for en, zh in texts]


def _pattern(en: str) -> re.Pattern[str]:
    """A sentence whose {} are whatever stands there: figures at its beginning, all up to the next note at its end."""
    body = re.escape(en).replace(r"\{\}", "(.+?)")
    body = re.sub(r"^\(\.\+\?\)", r"([\\d,]+)", body)
    end = r"(?=; |$)" if body.endswith("(.+?)") else r"(?=; |$| \()" if body.endswith(")") else r"(?!\w)"
    return re.compile(rf"(?<![\w-]){body}{end}")
