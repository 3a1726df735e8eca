"""Spaces inside numerals, as letterspaced pages and tables have them: 一 百 五 十 个, 8 9 8 人, 新增2 809个."""

from __future__ import annotations

import re

_SCALES = "十百千万亿兆拾佰仟"
_CN = f"一二两三四五六七八九壹贰叁肆伍陆柒捌玖零〇{_SCALES}"
_S = r"[ \u3000\u00a0\u2009\u202f]"
_RUN = re.compile(rf"{_S}{{1,4}}+(?!{_S})")
_LEFT = frozenset(f"{_CN}0123456789.点分之又余个成")
_RIGHT = frozenset(f"{_CN}0123456789点分之又余个半成")
TENTHS = "成(?![为立功果效员就长本熟品交人片绩都分套型])"  # 两成, not 建成 or 两成果
# what stands before the gap, what stands behind it
_SIDES = tuple(
    (re.compile(rf"(?:{left})\Z"), re.compile(right))
    for left, right in (
        (rf"[{_CN}点又]", rf"[{_SCALES}点又]|余{_S}?[万亿]|{TENTHS}"),  # 一 百
        (rf"[{_SCALES}点又]|之", rf"[{_CN}]"),  # 百 五, 分之 二
        (rf"[{_SCALES}]{_S}{{0,4}}余", r"[万亿]"),  # 三百余 万元
        (rf"[0-9{_CN}]", rf"个?{_S}{{0,4}}+百?{_S}{{0,4}}+分{_S}{{0,4}}+[之点]"),  # 二 分之, 五 个百分点
        (r"[百个分]", rf"百?{_S}{{0,4}}+分?{_S}{{0,4}}+[之点]"),  # 个 百 分 点
        (rf"分{_S}{{0,4}}+之", r"[0-9]"),  # 百分之 2
        (r"成", r"[一二三四五六七八九半](?![一-鿿])"),  # 七成 六
        (
            r"[0-9]",
            rf"[万亿千百](?:{_S}?[0-9]|[元人户亩吨斤个名平公立米千头只株羽尾辆台套件份册张条次处家美])|{TENTHS}",
        ),  # 7 万5 千
        (r"[一-鿿 ][0-9]{1,3}\.", r"[0-9]{1,2}[%％]"),  # 完成目标 28. 1%
        (r"[0-9][万亿千百]", rf"[0-9]{{1,4}}{_S}?[千百]"),  # 7万 5千
        # 8 9 8 人: three digits or more, for two may be two cells of a table
        (r"(?<![0-9.])[0-9]", rf"[0-9](?:{_S}[0-9]){{1,8}}+{_S}?[一-鿿%]"),
        (rf"(?<![0-9.])[0-9](?:{_S}[0-9]){{1,8}}", rf"[0-9](?:{_S}[0-9]){{0,8}}+{_S}?[一-鿿%]"),
        # thousands by spaces only behind a word: 1 200亩 in a row of a table is two cells
        (
            rf"[一-鿿][1-9][0-9]{{0,2}}(?:{_S}[0-9]{{3}}){{0,2}}",
            rf"[0-9]{{3}}(?:{_S}[0-9]{{3}}){{0,2}}+(?:\.[0-9]{{1,2}})?[一-鿿%]",
        ),
    )
)


def close_gaps(text: str) -> tuple[str, list[int] | None]:
    """The text without these spaces, and for each offset of it (the end included) its offset in the text given;
    None instead of the offsets where there are no such spaces.

    >>> close_gaps("一 百 五 十 个")              # "150", letterspaced
    ('一百五十 个', [0, 2, 4, 6, 7, 8, 9])
    """
    parts: list[str] = []
    offsets: list[int] = []
    last = 0
    for gap in _RUN.finditer(text):
        start, end = gap.span()
        if not start or end == len(text) or text[start - 1] not in _LEFT or text[end] not in _RIGHT:
            continue
        if any(left.search(text, max(0, start - 18), start) and right.match(text, end) for left, right in _SIDES):
            parts.append(text[last:start])
            offsets.extend(range(last, start))
            last = end
    if not parts:
        return text, None
    offsets.extend(range(last, len(text) + 1))
    return "".join((*parts, text[last:])), offsets
