"""The header table of a government page: 索引号, 发文字号, 成文日期 … → what it says of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from corpus.lines import mark_breaks, read_lines
from corpus.model import Frame


class Entry(NamedTuple):
    """One value of the table and where it stands in the clean text."""

    value: str
    start: int
    end: int


# What the page calls it → the field that it tells of.
_FIELDS = {
    "发文字号": "number", "公文文号": "number", "文号": "number", "文件编号": "number", "发文文号": "number",
    "发布机构": "issuer", "发文机关": "issuer", "发文机构": "issuer", "发文单位": "issuer", "制发机关": "issuer",
    "发布单位": "issuer", "成文机关": "issuer", "公开主体": "issuer",
    "成文日期": "date", "发文日期": "date", "发文时间": "date", "印发日期": "date", "生成日期": "date",
    "发布日期": "page date", "发布时间": "page date", "公开日期": "page date", "公开时间": "page date",
    "发表时间": "page date", "更新时间": "page date", "时间": "page date", "日期": "page date",
    "ArticleTitle": "title", "PubDate": "page date",  # meta tags of government sites
    "名称": "title", "标题": "title", "信息名称": "title", "公文名称": "title",
    "法规名称": "title", "公发布日": "date",  # of Taiwan
}  # fmt: skip
_OTHERS = (
    "索引号 组配分类 信息分类 主题分类 主题词 所属主题 体裁分类 服务对象 信息来源 公开方式 公开范围 公开形式 生效日期 "
    "生效时间 实施日期 废止日期 废止时间 失效日期 有效性 有效期 时效性 法规体系 图表附件 "
    "列印时间 执行日期 统一编号 浏览次数 阅读 评论 字体 字号 来源 作者 编辑"
).split()
_KEY = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<key>"
    + "|".join(r"[ \u3000]*".join(word) for word in sorted((*_FIELDS, *_OTHERS), key=len, reverse=True))
    + r")[ \u3000]*[\]】]?[ \u3000]*(?:[:：]|\||$)"
)


def read_metadata(text: str, frame: Sequence[Frame]) -> dict[str, Entry]:
    """What the page's header table says, by field; the first value of each field counts.

    >>> page = "文 号: | 某政发〔2024〕3号 | 成文日期: | 2024-04-08"
    >>> {field: entry.value for field, entry in read_metadata(page, [Frame(0, len(page), "metadata")]).items()}
    {'number': '某政发〔2024〕3号', 'date': '2024-04-08'}
    """
    found: dict[str, Entry] = {}
    for part in frame:
        if part.rule == "page date":
            found.setdefault("page date", Entry(text[part.start : part.end], part.start, part.end))
        if part.rule != "metadata":
            continue
        lines = read_lines(mark_breaks(text[part.start : part.end]))
        waiting = ""
        for line in lines:
            keys = list(_KEY.finditer(line.text))
            if not keys and waiting:
                _keep(found, waiting, line.text, part.start + line.start)
            waiting = ""
            for order, key in enumerate(keys):
                stop = keys[order + 1].start() if order + 1 < len(keys) else len(line.text)
                name = re.sub(r"\s", "", key["key"])
                value = line.text[key.end() : stop]
                if value.strip(" |\u3000"):
                    _keep(found, name, value, part.start + line.start + key.end())
                elif stop == len(line.text):
                    waiting = name
    return found


def name_metadata(metadata: Mapping[str, str]) -> dict[str, str]:
    """The metadata that a reader took from the file, by field."""
    named: dict[str, str] = {}
    for key, value in metadata.items():
        field = _FIELDS.get(re.sub(r"[\s:：]", "", key), key if key in set(_FIELDS.values()) else "")
        if field and value.strip():
            named.setdefault(field, value.strip())
    return named


def _keep(found: dict[str, Entry], name: str, value: str, start: int) -> None:
    held = value.strip(" |\u3000\t?")
    field = _FIELDS.get(name)
    if field and held:
        begin = start + value.index(held)
        found.setdefault(field, Entry(held, begin, begin + len(held)))
