"""Text with its punctuation made alike, one character for one, so that offsets stay what they are."""

from __future__ import annotations

import re

from corpus.lines import narrow_digits

_FOLDED = dict(zip("（）［］【】〔〕〖〗，：；！？％．", "()[][][][],:;!?%.", strict=True))
# 【牵头单位】, 〔县财政局牵头〕 are read like round brackets; [29] is the mark of a footnote.
_SQUARE = re.compile(r"\[(?!\d{1,4}\])([^\[\]\n]{1,200})\]")
# Pages that write . for 。 and, converted from old files, the letter Р (Er) for the end of a line.
_STOP = re.compile(r"\.(?<=[\u4e00-\u9fff)%]\.)(?=\s*(?:[\u4e00-\u9fff(]|\Z|\n))(?![\u4e00-\u9fff]\.)")
_BOLD = re.compile(r"(?<![\u4e00-\u9fff*])\*\*(?=[^\s*])([^*\n]{1,40})\*\*(?=[:,。;\s]|\Z)")
_LINE_END = re.compile(r"Р(?=[\u4e00-\u9fff(\d])")


# Half-width marks of a Chinese sentence: those of 1,200 and 19:1 have no Chinese character beside them.
_HALF = re.compile("[,;:!?](?:(?=[\u4e00-\u9fff“《（])|(?<=[\u4e00-\u9fff”》）].))")
WIDENED = dict(zip(",;:!?", "，；：！？", strict=True))


def widen(text: str) -> str:
    """The text with half-width stops beside Chinese characters widened, and full-width digits narrowed; brackets stay.

    >>> widen("改造1,200户,投资3亿元;比例1:2")    # "mended 1,200 homes, spent 300 million; ratio 1:2"
    '改造1,200户，投资3亿元；比例1:2'
    >>> widen("1.擦亮环境.改厕2.5万户.")          # "… . 25,000 toilets mended."
    '1.擦亮环境。改厕2.5万户。'
    """
    if "." in text:
        text = _STOP.sub("。", text)
    return _HALF.sub(lambda found: WIDENED[found.group()], narrow_digits(text))


def fold(text: str) -> str:
    """The text with full-width punctuation narrowed, one character for one.

    >>> fold("各县（市、区）：")    # "all counties (cities, districts):"
    '各县(市、区):'
    """
    folded = text
    for wide, narrow in _FOLDED.items():  # many times as fast as str.translate, which looks up every character
        folded = folded.replace(wide, narrow)
    if "." in folded:
        folded = _STOP.sub("。", folded)
    if "**" in folded:
        folded = _BOLD.sub(r"  \1  ", folded)
    if "Р" in folded:
        folded = _LINE_END.sub("\n", folded)
    return _SQUARE.sub(r"(\1)", folded) if "[" in folded else folded
