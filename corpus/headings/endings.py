"""The words that titles end with: a kind of document, such as 方案, 工作报告 or 通知, perhaps a bracket behind it."""

from __future__ import annotations

import re

from corpus.vocabulary import read_words

USES = ("report", "plan", "notice", "article")
KINDS = {use: read_words("kinds", use) for use in (*USES, "draft", "template")}
ENDS = "|".join(map(re.escape, (word for use in ("report", "plan", "notice") for word in KINDS[use])))
CLOSES = re.compile(
    rf"(?:{ENDS})(?:(?:参考)?(?:模板|范本|范文))?(?:[（(【\[〔].{{1,24}}[）)】\]〕])?[》”\"]?(?:[—-]{{1,2}}全文)?(?:[篇共]?[\d一二三四五六七八九十]{{0,3}})$"
)


def close_up(text: str) -> str:
    """A line set with spaces, closed up; spaces between words of several characters stay.

    >>> close_up("政 府 工 作 报 告"), close_up("某县 城乡建设")
    ('政府工作报告', '某县 城乡建设')
    """
    parts = re.split(r"[ \u3000?]+", text.strip())
    if len(parts) >= 3 and sum(len(part) <= 2 for part in parts) * 4 >= len(parts) * 3:
        return "".join(parts)
    return re.sub(r"[ \u3000]{2,}", " ", text.strip())


def closes_title(text: str) -> bool:
    """Does a title end here, with the word for a kind of document?

    >>> closes_title("青禾县造林方案（试行）"), closes_title("县城造林")    # "plan (on trial)"; "trees"
    (True, False)
    """
    return bool(CLOSES.search(close_up(text)))
