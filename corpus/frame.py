"""What belongs to the web page and not to a plan: site headers, abstracts, buttons, related links, spam.

Three zones: the head, up to the first line of the document's body; the foot, after its last; and
between them only lines that are unmistakable. Nothing in the body is cut for being short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.labels import read_label
from corpus.lines import Line, mark_breaks, read_lines
from corpus.model import Frame
from corpus.vocabulary import read_words

_HEAD_LINES = 80  # a page header is never longer


def _spaced(words: Iterable[str]) -> str:
    """Alternatives that also match words set with spaces: 索 引 号."""
    return "|".join(r"[ \u3000]*".join(map(re.escape, word)) for word in words)


_BUTTONS = frozenset(read_words("frame.tsv", "button"))
_TAIL = re.compile(
    rf"[【\[《》>•●■◆\s]*(?:{_spaced(read_words('frame.tsv', 'tail'))})\s*(?:[:：>】\]|].*)?"
    r"|【[^】]{2,60}】\s*相关.{0,6}"
)
_KEY = re.compile(rf"[【\[•●\s|]*(?:{_spaced(read_words('frame.tsv', 'key'))})\s*(?P<end>[:：|]|】|$)")
_TIMED = re.compile(
    rf"(?:{_spaced(read_words('frame.tsv', 'timed'))})\s*[:：]\s*"
    r"(?:$|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:$|\D))"
)
_STAMP = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}[:：时]\s*\d{2}(?:分|[:：]\d{2})?"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*星期[一二三四五六日天]"
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PLACE_OF_PAGE = re.compile(r"[>\s]*(?:您?(?:现在|当前)?的?(?:当前)?位置|首页)\s*(?:是|在)?\s*[:：>»]?\s*")
_CRUMB = re.compile(r"[>＞»/|›]+")
_SIZE = re.compile(r"[【\[]?\s*字\s*[体号]\s*[:：]?\s*")
_ABSTRACT = re.compile(r"[【\[]?(?:内容摘要|内容提要|核心提示|导读|摘要|简介)[】\]]?\s*[:：]?\s*")
_CAPTION = re.compile(r"[^\n]{2,120}(?:记者|摄影|通讯员|图片?)[^。！？\n]{0,20}摄[）)]?")
_SOURCE = re.compile(r"[（(【\[]?\s*(?:来源|编辑|责编|责任编辑|审核|校对|记者|作者)\s*[:：][^。，]{1,30}[）)】\]]?")
_PAGE_NUMBER = re.compile(
    r"[-—－–]\s*\d{1,3}\s*[-—－–]|第\s*\d+\s*页\s*[/／,，]?\s*共\s*\d+\s*页|\d{1,3}\s*/\s*\d{1,3}"
)
_INNER = re.compile(r"(?:上一篇|下一篇)\s*[:：]|【[^】]{2,60}】\s*相关(?:文章|阅读|推荐)")
_GREETING = re.compile(r"(?:各位|尊敬的|同志们|各[^，。]{2,80}[:：]$)")
_TITLES = re.compile(
    r"\d{1,2}-\d{1,2}|.{3,45}(?:统计公报|规划|方案|计划|总结|报告|范文|意见|通知)"
    r"[（(【\[]?[^，。]{0,14}(?:\d{1,2}-\d{1,2})?"
)
_PLACE = re.compile(r"[^，。；：]{1,12}(?:[县区市旗州省]|自治[县州旗])(?:\d{4}年?)?(?:政府工作报告|统计公报)?")
_SPAM = re.compile("|".join(map(re.escape, read_words("frame.tsv", "spam"))))
_INTRO = re.compile("|".join(map(re.escape, read_words("frame.tsv", "intro"))))
_BEFORE = re.compile(r"来源[:：]\S[^。，]{0,25}?[ \u3000]{4,}")
_AFTER = re.compile(
    r"(?:[ \u3000]{2,}|(?<=[。！!”])[。 ]*)"
    r"(?:本文)?(?:来自|来源[:：]?|转自|(?:百度|微信)?搜索|微信公众号|关注公众号)[^，。]{2,18}$"
)
_ENTITY = re.compile(r"(?:&(?:nbsp|emsp|ensp|amp);?\s*)+")
_SPACE = re.compile(r"\s+")

Marks = dict[int, str]  # index of a line → the rule that cuts it


def find_frame(text: str) -> tuple[Frame, ...]:
    """The stretches of a whole source that belong to its page, in order, not overlapping.

    >>> page = "您的位置：首页>政务公开\\n某县2024年林业工作要点\\n一、造林。全年造林2万亩。\\n上一篇：某县简介"
    >>> [(page[f.start:f.end], f.rule) for f in find_frame(page)]    # breadcrumbs, then a link to another page
    [('您的位置：首页>政务公开', 'place of page'), ('上一篇：某县简介', 'related links')]
    """
    lines = read_lines(mark_breaks(text))
    marks: Marks = {}
    body = _mark_head(lines, marks)
    _mark_foot(lines, body, marks)
    for index in range(body, len(lines)):
        if index not in marks:
            rule = _inner_rule(lines[index].text)
            if rule:
                marks[index] = rule
    return tuple(sorted((*_join(lines, marks), *_parts(lines, marks)), key=lambda frame: frame.start))


def _inner_rule(line: str) -> str | None:
    if len(line) > 160:
        return None
    if _INNER.match(line):
        return "related links"
    if _PAGE_NUMBER.fullmatch(line):
        return "page number" if line[0] in "-—－–第" else None
    if _ENTITY.fullmatch(line):
        return "empty"
    return "spam" if _is_spam(line, dense=True) else None


def _mark_head(lines: Sequence[Line], marks: Marks) -> int:
    """Mark the page header; returns the index of the first line of the body."""
    index, crumbs = 0, set[str]()
    while index < min(len(lines), _HEAD_LINES):
        line = lines[index].text
        taken, rule = _head_rule(lines, index, crumbs)
        if taken:
            marks.update(dict.fromkeys(range(index, index + taken), rule))
            index += taken
            continue
        if is_body(line):
            break
        index += 1
    _mark_column(lines, index, marks)
    return index


def _head_rule(lines: Sequence[Line], index: int, crumbs: set[str]) -> tuple[int, str]:
    """How many lines from here belong to the header, and why; 0 when this one does not."""
    line = lines[index].text
    if _URL.fullmatch(line):
        return 1, "address"
    if _PLACE_OF_PAGE.match(line) and not read_label(line):
        return _take_crumbs(lines, index, crumbs), "place of page"
    if line in crumbs:
        return 1, "place of page"
    if _SIZE.match(line) and len(line) < 40:
        return _take_size(lines, index), "type size"
    if index == 0 and _BEFORE.match(line):
        return 0, ""  # only its first part is the page's: see _parts
    if _ABSTRACT.match(line) and (taken := _take_abstract(lines, index)):
        return taken, "abstract"
    if _is_button(line):
        return 1, "button"
    if _STAMP.fullmatch(line):
        return 1, "page date"
    if taken := _take_key(lines, index):
        return taken, "metadata"
    if re.match(r"(?:点击|扫码|扫描二维码)(?:查看|阅读|下载|收听)", line) and len(line) < 120:
        return 1, "button"
    if _CAPTION.fullmatch(line):
        return 1, "caption"
    if len(line) > 25 and _is_intro(line):
        return 1, "introduction"
    return (1, "spam") if _is_spam(line) else (0, "")


def _take_crumbs(lines: Sequence[Line], index: int, crumbs: set[str]) -> int:
    """您的位置：首页 > 政务公开 > 要闻, on one line or one step a line."""
    first = lines[index].text
    rest = first[_PLACE_OF_PAGE.match(first).end() :]  # type: ignore[union-attr]
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    if first == "首页" and not _CRUMB.match(following):
        return 1
    taken = 1
    if not rest and not _CRUMB.match(following) and following not in ("首页",):
        return taken if first[-1] in ":：" else 0
    if not rest and following == "首页":
        taken += 1
    while index + taken + 1 < len(lines) and _CRUMB.fullmatch(lines[index + taken].text):
        crumbs.add(lines[index + taken + 1].text)
        taken += 2
    return taken if taken > 1 or _CRUMB.search(first) or first[-1] in ":：" else 0


def _take_size(lines: Sequence[Line], index: int) -> int:
    """【字体： 大 中 小 】, often one word a line."""
    taken = 1
    while taken < 8 and index + taken < len(lines) and len(lines[index + taken].text) <= 3:
        taken += 1
        if "】" in lines[index + taken - 1].text:
            break
    return taken


def _take_abstract(lines: Sequence[Line], index: int) -> int:
    """内容摘要 and what follows it, when that repeats how the document begins."""
    found = _ABSTRACT.match(lines[index].text)
    assert found is not None
    own = lines[index].text[found.end() :]
    start = index if own else index + 1
    if start >= len(lines):
        return 0
    abstract = own or lines[start].text
    wanted = _SPACE.sub("", abstract).rstrip(".…。")[:60]
    if len(wanted) < 10:
        return 0
    after = "".join(line.text for line in lines[start + 1 : start + 30])
    repeated = wanted.replace("?", "") in _SPACE.sub("", after).replace("?", "")
    return start + 1 - index if repeated or abstract.endswith(("…", "...")) else 0


def _take_key(lines: Sequence[Line], index: int) -> int:
    """A line of metadata, with the next line where the value stands there."""
    line = lines[index].text
    timed = _TIMED.match(line)
    found = timed or _KEY.match(line)
    if not found or len(line) > 200 or (timed and len(line) > 120):
        return 0
    if not timed and found["end"] == "" and len(line) > 8:
        return 0
    value = lines[index + 1].text if index + 1 < len(lines) else ""
    if line[-1] in ":：" and value.isdigit():
        return 2  # 时间：… 来源：… 阅读： with the count on the next line
    if not value or line[found.end() :].strip(" |\u3000：:") or (timed and line[-1] not in ":："):
        return 1
    plain = _KEY.match(value) or _TIMED.match(value) or _SIZE.match(value) or is_body(value) or _is_button(value)
    if plain or len(value) > 40 or re.search(r"(?:报告|方案|通知|规划|计划|意见|办法)$", value):
        return 1 if found["end"] or timed else 0
    return 2


def _mark_column(lines: Sequence[Line], body: int, marks: Marks) -> None:
    """The site's column name over the title: 工作报告 above 某县2024年政府工作报告."""
    plain = [index for index in range(body) if index not in marks][:2]
    if len(plain) == 2 and plain[1] == plain[0] + 1 and marks:
        name, title = (_SPACE.sub("", lines[index].text) for index in plain)
        if len(name) <= 8 and name in title and len(title) > len(name) + 3 and title[0] not in "—（(":
            marks[plain[0]] = "column"


def is_body(line: str) -> bool:
    """Is this a line of the document's body: a greeting, a sentence of prose, a numbered heading?"""
    if _GREETING.match(line):
        return True
    if len(line) >= 40 and ("。" in line or "；" in line):
        return True
    label = read_label(line)
    return label is not None and not label.weak and label.style not in ("——", "附件")


def _is_button(line: str) -> bool:
    if len(line) > 24:
        return False
    bare = line.strip("【】[]|｜:：>＞×·•*《》〉〈 \u3000")
    return not bare or bare in _BUTTONS or all(word in _BUTTONS for word in re.split(r"[\s|｜/]+", bare))


def _is_intro(line: str) -> bool:
    hits = set(_INTRO.findall(line))
    return "小编" in hits or len(hits) >= 2


def _is_spam(line: str, *, dense: bool = False) -> bool:
    """Names of other sites' wares, strung together without a sentence."""
    hits = _SPAM.findall(line)
    if len(set(hits)) < (4 if dense else 3) or "。" in line:
        return False
    return len(hits) * 8 >= len(line) and len(re.split(r"[,，、_|\s-]+", line)) >= 3


def _mark_foot(lines: Sequence[Line], body: int, marks: Marks) -> None:
    """Mark what follows the last line of the body, from the first sign of the page on."""
    last = len(lines) - 1
    head = "".join(line.text for line in lines[body : body + 12])
    while last > body and not _is_closing_body(lines[last].text, head):
        last -= 1
    opener = next((i for i in range(last + 1, len(lines)) if _TAIL.fullmatch(lines[i].text)), None)
    if opener is not None:
        marks.update(dict.fromkeys(range(opener, len(lines)), "related links"))
    _mark_pages(lines, last + 1, marks)
    for index in range(last + 1, opener if opener is not None else len(lines)):
        rule = _foot_rule(lines[index].text, near_end=index >= len(lines) - 3)
        if rule and index not in marks:
            marks[index] = rule
    _mark_titles(lines, last + 1, marks)


def _mark_pages(lines: Sequence[Line], first: int, marks: Marks) -> None:
    """上一页 1 2 3 下一页: links to the other pages of the document, which then is not whole."""
    for index in range(first, len(lines)):
        if lines[index].text not in ("上一页", "首页", "1"):
            continue
        stop = index
        while stop < len(lines) and re.fullmatch(r"[\d.…]{1,4}|首页|上一页|下一页|尾页|末页", lines[stop].text):
            stop += 1
        if any(lines[k].text == "下一页" for k in range(index, stop)):
            marks.update(dict.fromkeys(range(index, stop), "page links"))
            return


def _is_closing_body(line: str, head: str) -> bool:
    """Is this line, met from the end, still text of the document?"""
    if len(line) >= 60 and ("。" in line or "；" in line or "！" in line):
        return not (_TAIL.match(line) or _is_spam(line) or _is_site_notice(line))
    label = read_label(line)
    if label is not None and not label.weak and label.style != "——" and len(line) > label.size + 3:
        return True
    # A closing sentence; but the page's own description repeats how the report began.
    return (
        len(line) >= 30
        and line[-1] in "。！；"
        and line not in head
        and not (_TAIL.match(line) or _is_site_notice(line))
    )


def _is_site_notice(line: str) -> bool:
    return bool(re.match(r"(?:本站|本网|本文仅代表|凡注明|凡本网|声明|免责|版权)", line))


def _foot_rule(line: str, *, near_end: bool) -> str | None:
    if _SOURCE.fullmatch(line):
        return "metadata"
    if _is_button(line) or line.startswith(("扫一扫", "》》")):
        return "button"
    if _URL.fullmatch(line):
        return "address"
    if _is_site_notice(line):
        return "notice"
    if _is_spam(line) or (near_end and _is_place_list(line)):
        return "spam"
    return None


def _is_place_list(line: str) -> bool:
    """SEO tail: names of other counties, with nothing said of them."""
    chunks = [chunk for chunk in re.split(r"[\s|｜_,，/]+", line) if chunk]
    return len(chunks) >= 6 and sum(bool(_PLACE.fullmatch(chunk)) for chunk in chunks) * 5 >= len(chunks) * 4


def _mark_titles(lines: Sequence[Line], first: int, marks: Marks) -> None:
    """Titles of other documents in a row at the end of the page, with nothing that announces them."""
    run: list[int] = []
    for index in range(first, len(lines)):
        if index not in marks and len(lines[index].text) <= 60 and _TITLES.fullmatch(lines[index].text):
            run.append(index)
        elif len(run) < 4:
            run = []
        else:
            break
    if len(run) >= 4 and not any(read_label(lines[index].text) for index in run):
        marks.update(dict.fromkeys(run, "related links"))


def _join(lines: Sequence[Line], marks: Marks) -> list[Frame]:
    """Neighbouring lines under one rule become one stretch."""
    frames: list[Frame] = []
    previous = -2
    for index in sorted(marks):
        line, rule = lines[index], marks[index]
        if previous == index - 1 and frames[-1].rule == rule:
            frames[-1] = Frame(frames[-1].start, line.end, rule)
        else:
            frames.append(Frame(line.start, line.end, rule))
        previous = index
    return frames


def _parts(lines: Sequence[Line], marks: Marks) -> list[Frame]:
    """Where the page's words share a line with the document's."""
    frames = []
    if lines and 0 not in marks and (found := _BEFORE.match(lines[0].text)):
        frames.append(Frame(lines[0].start, lines[0].start + found.end(), "metadata"))
    last = max((index for index in range(len(lines)) if index not in marks), default=None)
    if last is not None and (found := _AFTER.search(lines[last].text)) and found.start():
        frames.append(Frame(lines[last].start + found.start(), lines[last].end, "metadata"))
    return frames
