"""One line, or a few, of a web page: what marks it as the page's own and not the document's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings.endings import closes_title
from corpus.headings.labels import read_label
from corpus.lines import Line
from corpus.page.spam import is_place_list, is_spam
from corpus.vocabulary import join_spaced, read_words

_BUTTONS = frozenset(read_words("frame", "button"))
_KEY = re.compile(rf"(?:[-·*] )?[【\[•●\s|]*(?:{join_spaced(read_words('frame', 'key'))})\s*(?P<end>[:：|]|】|\]|$)")
_TIMED = re.compile(
    rf"[•·●\s]*(?:{join_spaced(read_words('frame', 'timed'))})\s*[:：]\s*"
    r"(?:$|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:$|\D))"
)
_STAMP = re.compile(
    r"[^，。：:]{0,16}\s\d{4}[-/.]\d{1,2}[-/.]\d{1,2} +\d{1,2}:\d{2}:\d{2}(?:\s+[^，。]{0,24})?|"
    r"[\[【(（]?(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2} +\d{1,2}:\d{2}(?::\d{2})?[\])）】]?\s+来源\s*[:：].{1,80}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]+\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"|\d{4}-\d{1,2}-\d{1,2} +(?:\d{1,2}:\d{2}(?::\d{2})? +[^，。：:]{1,24}|(?:点击|浏览|阅读|访问).{0,12})"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}[:：时]\s*\d{2}(?:分|[:：]\d{2})?"
    r"|\d{4}年\d{1,2}月\d{1,2}日\s*星期[一二三四五六日天]"
)
_URL = re.compile(r"(?:https?://|www\.)\S+")
_PLACE_OF_PAGE = re.compile(
    r"[>\s]*(?:您?(?:现在|目前|当前)?的?(?:当前)?(?:所在)?的?位置|首页)\s*(?:是|在)?\s*[:：>»]?\s*"
)
_STEPS = re.compile(r"(?P<n>\d)[.．、] ?(?P<name>[^，。；：]{1,14})")  # 1. 首页 / 2. 信息公开 / 3. 政策法规
_FURTHER = re.compile(r"(?:[\s?]*[>＞»]+[\s?]*[^>＞»，。?]{2,20}){1,6}")
_PATH = re.compile(r"[^>＞»，。：:]{2,12}(?:\s+[>＞»]+\s+[^>＞»，。]{2,20}){1,5}")  # 某网 > 某地新闻
_CRUMBS = 40  # characters
_CRUMB = re.compile(r"[>＞»/|›]+")
_SIZE = re.compile(r"[【\[]?\s*字\s*[体号]\s*[:：]?\s*")
_ABSTRACT = re.compile(r"[【\[]?(?:内容摘要|内容提要|核心提示|导读|摘要|概要|简介)[】\]]?\s*[:：]?\s*")
_CAPTION = re.compile(r"[^\n]{2,120}(?:记者|摄影|通讯员|图片?)[^。！？\n]{0,20}摄[）)]?")
_SOURCE = re.compile(
    r"[（(【\[]?\s*(?:来源|转自|转载自|编辑|责编|责任编辑|审核|校对|记者|作者)\s*[:：][^。，]{1,30}[）)】\]]?"
)
_CORRECT = re.compile(r"^(?:[【\[](?:纠错|打印|关闭|收藏)[】\]]\s*)+")
_FOREIGN = re.compile(r"[ -~·•…“”]{0,40}[A-Za-z]{2}[ -~·•…“”]{0,40}|(?:[-·•] )\d{1,4}")  # Embed Size (px)
_PAGE_NUMBER = re.compile(
    r"[-—－–]\s*\d{1,3}\s*[-—－–]|第\s*\d+\s*页\s*[/／,，]?\s*共\s*\d+\s*页|\d{1,3}\s*/\s*\d{1,3}"
)
HELD_BACK = re.compile(
    r"阅读全部.{0,12}(?:登录|关注|付费)|需要先登录|未完[，,、 ]*(?:待续|全文共).{0,24}"
    r"|解锁后.{0,8}(?:阅读|下载)|当前显示 ?\d+ ?字|请认真阅读下面的提示|省略\d+字.{0,6}会员|会员可(?:完整|全文)?阅读"
)
_INNER = re.compile(
    r"(?:[上下]一[篇条])\s*[:：]|【[^】]{2,60}】\s*相关(?:文章|阅读|推荐)"
    r"|(?:相关推荐|推荐阅读|延伸阅读|拓展阅读|扩展阅读|小编推荐|猜你喜欢|更多相关(?:文章|内容))\s*[:：]"
)
EDITOR = re.compile(r"小编.{0,12}(?:整理|收集|搜集|精心|带来|分享|推荐)|(?:整理|收集|分享|推荐).{0,12}小编")
_NAVIGATION = re.compile(r"首页|政务公开|信息公开|新闻|要闻|服务|互动|专题|走进|概况|机构|动态|数据|公告|政策|解读")
_IMPRINT = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|[Cc]opyright|技术支持|网站地图|联系我们|关于我们|建议使用.{0,20}浏览器"
)
_GREETING = re.compile(r"(?:各位|尊敬的|同志们|各[^，。]{2,80}[:：]$)")
_INTRO = re.compile("|".join(map(re.escape, read_words("frame", "intro"))))
BEFORE = re.compile(r"来源[:：]\S[^。，]{0,25}?[ \u3000]{4,}")
_ENTITY = re.compile(r"(?:&(?:nbsp|emsp|ensp|amp);?\s*)+")
SPACE = re.compile(r"\s+")
# What sites say of a text above it: 166人看过, 约6.2千字, 发布于四川, 版权说明：本文档由用户…
_TOLD = re.compile(
    r"(?:[•·|] ?)?(?:已有|累计|共)? ?\d[\d,.]* ?[万千wWkK]?\+? ?[人次]?"
    r"(?:看过|浏览|阅读|点赞|收藏|下载|转发|点击|热度|赞)[量数次]?"
    r"|(?:[•·|] ?)?(?:约|共计?|全文约?) ?\d[\d,.]* ?[千万]?(?:个?字|页)(?:[,，].{0,30})?"
    r"|(?:[•·|] ?)?(?:\d{4}-\d{1,2}-\d{1,2} ?)?发布于[^，。]{2,8}"
)
# Under the head of a table; tags alone.
_RULE = re.compile(r"(?:\|? ?:?-{3,}:? ?){2,}\|?|[|｜ ]{3,}|(?:[•·] ?)?(?:</?[a-z]\w*[^<>]{0,80}>\s*)+")
_SHARED = re.compile(
    r"[^，。]{0,6}(?:维基|維基)(?:文库|文庫|百科|文獻|文献)[，,].{4,12}$|(?:点击)?添加[^，。]{1,8}到(?:电脑|手机)?桌面$|安装后可以在桌面|(?:跳转到|跳至|跳轉到)(?:导航|導覽|導航|搜索|搜尋)"
    r"|.{0,20}浏览器.{0,30}JavaScript|本作品收[录錄][于於在]|《[^》]{2,80}》由会员分享|已阅读\d+页|.{2,60}_第\d{1,3}页$|导语\s*[:：].{0,40}(?:网友|网络|本站)|版权(?:说明|声明)\s*[:：]|(?:本|该)(?:文档|资料|文件)[由为]用户|资源描述\s*[:：]"
)


def inner_rule(line: str) -> str | None:
    """Why a line inside the body is the page's, or None; only what is unmistakable."""
    if "小编" in line and EDITOR.search(line):
        return "introduction"
    if len(line) > 160:
        return None
    if len(line) < 60 and HELD_BACK.search(line):
        return "page links"
    if _INNER.match(line):
        return "related links"
    if _PAGE_NUMBER.fullmatch(line):
        return "page number" if line[0] in "-—－–第" else None
    if _ENTITY.fullmatch(line) or _RULE.fullmatch(line):
        return "empty"
    return "spam" if is_spam(line, dense=True) else None


def head_rule(lines: Sequence[Line], index: int, crumbs: set[str]) -> tuple[int, str]:
    """How many lines from here belong to the header, and why; 0 when this one does not."""
    line = lines[index].text
    if _URL.fullmatch(line):
        return 1, "address"
    if _PLACE_OF_PAGE.match(line) and not read_label(line) and (taken := _take_crumbs(lines, index, crumbs)):
        return taken, "place of page"
    if line in crumbs or _PATH.fullmatch(line):
        return 1, "place of page"
    if taken := _take_steps(lines, index):
        return taken, "place of page"
    if _SIZE.match(line) and len(line) < 40:
        return _take_size(lines, index), "type size"
    if index == 0 and BEFORE.match(line):
        return 0, ""  # only its first part is the page's: see _parts
    if _ABSTRACT.match(line) and (taken := _take_abstract(lines, index)):
        return taken, "abstract"
    if is_button(line) or _is_navigation(line):
        return 1, "button"
    if _STAMP.fullmatch(line):
        return 1, "page date"
    if taken := _take_key(lines, index):
        return taken, "metadata"
    if _TOLD.fullmatch(line):
        return 1, "metadata"
    if line[0] in "-—－–" and _PAGE_NUMBER.fullmatch(line):
        return 1, "page number"
    if _RULE.fullmatch(line) or _SHARED.match(line):
        return 1, "empty" if _RULE.fullmatch(line) else "notice"
    if _FOREIGN.fullmatch(line):
        return 1, "button"
    if _is_series(line):
        return 1, "related links"
    if re.match(r"(?:点击|扫码|扫描二维码)(?:查看|阅读|下载|收听)", line) and len(line) < 120:
        return 1, "button"
    if _CAPTION.fullmatch(line):
        return 1, "caption"
    rule = "spam" if is_spam(line) else "introduction" if len(line) > 25 and _is_intro(line) else ""
    return int(bool(rule)), rule


def _take_crumbs(lines: Sequence[Line], index: int, crumbs: set[str]) -> int:
    """您的位置：首页 > 政务公开 > 要闻, on one line or one step a line."""
    first = lines[index].text
    rest = first[_PLACE_OF_PAGE.match(first).end() :]  # type: ignore[union-attr]
    following = lines[index + 1].text if index + 1 < len(lines) else ""
    if rest and any(rest.endswith(" " + near.text) for near in lines[index + 1 : index + 4]):
        return 1  # 首页 政务公开 某县造林计划 above the title
    if first == "首页" and not _CRUMB.match(following):
        return 1
    taken = 1
    if not rest and not _CRUMB.match(following) and following not in ("首页",):
        return taken if first[-1] in ":：" else 0
    if not rest and following == "首页":
        taken += 1
    while index + taken < len(lines) and _FURTHER.fullmatch(lines[index + taken].text):
        taken += 1
    while index + taken + 1 < len(lines) and _CRUMB.fullmatch(lines[index + taken].text):
        crumbs.add(lines[index + taken + 1].text)
        taken += 2
    named = "位置" in first and len(first) < _CRUMBS
    return taken if taken > 1 or named or _CRUMB.search(first) or first[-1] in ":：" else 0


def _take_steps(lines: Sequence[Line], index: int) -> int:
    """Breadcrumbs as a numbered list, which begins with the site's first page."""
    taken = 0
    while index + taken < len(lines) and (step := _STEPS.fullmatch(lines[index + taken].text)):
        if int(step["n"]) != taken + 1 or (taken == 0 and "首页" not in step["name"]):
            break
        taken += 1
    return taken


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
    wanted = SPACE.sub("", abstract).rstrip(".…。")[:60]
    if len(wanted) < 10:
        return 0
    after = "".join(line.text for line in lines[start + 1 : start + 30])
    repeated = wanted.replace("?", "") in SPACE.sub("", after).replace("?", "")
    return start + 1 - index if repeated or abstract.endswith(("…", "...")) else 0


def _take_key(lines: Sequence[Line], index: int) -> int:
    """A line of metadata, with the next line where the value stands there."""
    line = lines[index].text
    if _names_keys(line):
        return 1
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
    plain = _KEY.match(value) or _TIMED.match(value) or _SIZE.match(value) or is_body(value) or is_button(value)
    if plain or len(value) > 40 or closes_title(value):
        return 1 if found["end"] or timed else 0
    return 2


def _names_keys(line: str) -> bool:
    """索引号 主题分类 发布机构: a row of a header table whose cells are empty, or all on one line."""
    chunks = re.split(r"[ \u3000]{1,}(?![号源者式])", line) if len(line) < 80 and " " in line else []
    return (
        len(chunks) > 1
        and _KEY.fullmatch(chunks[0]) is not None
        and sum(_KEY.fullmatch(chunk) is not None for chunk in chunks) * 2 >= len(chunks)
    )


def is_body(line: str) -> bool:
    """Is this a line of the document's body: a greeting, a sentence of prose, a numbered heading?"""
    if _GREETING.match(line):
        return True
    if len(line) >= 40 and ("。" in line or "；" in line):
        return True
    label = read_label(line)
    return label is not None and not label.weak and label.style not in ("——", "附件")


def is_button(line: str) -> bool:
    if len(line) > 24:
        return False
    bare = line.strip("【】[]|｜:：>＞×·•*《》〉〈 \u3000")
    return not bare or bare in _BUTTONS or all(word in _BUTTONS for word in re.split(r"[\s|｜/】【\[\]:：]+", bare))


def _is_navigation(line: str) -> bool:
    """网站首页 | 政务公开 | 办事服务 | 互动交流"""
    chunks = [chunk for chunk in re.split(r"[|｜\s>·]+", line) if chunk]
    if len(chunks) < 4 or any(len(chunk) > 8 for chunk in chunks):
        return False
    return sum(bool(_NAVIGATION.search(chunk)) for chunk in chunks) >= 3


def _is_intro(line: str) -> bool:
    hits = set(_INTRO.findall(line))
    return "小编" in hits or len(hits) >= 2


def _is_series(line: str) -> bool:
    """2012年某县工作报告 2013年某县工作报告 2014年…: the same title of other years, to the left and the right."""
    chunks = line.split()
    return (
        len(chunks) > 1
        and len({re.sub(r"\d+", "#", c) for c in chunks}) == 1
        and len(set(chunks)) == len(chunks)
        and re.sub(r"\d+", "#", chunks[0]) != "#"
        and len(chunks[0]) >= 8
    )


def is_site_notice(line: str) -> bool:
    """Does the site speak here of itself: rights, imprint, disclaimer?"""
    if _IMPRINT.search(line):
        return True
    return bool(
        re.match(
            r"[【\[（(]?(?:本站|本网|本文仅代表|本媒体|凡注明|凡本网|声明|免责|版权|文章来源于|本文来源|转载请注明|原文链接|本文链接|本文标题|本文地址)",
            line,
        )
        or re.search(r"如有侵权|侵权请联系|联系(?:我们)?删除", line)
    )


def foot_rule(line: str, *, near_end: bool) -> str | None:
    """Why a line after the body is the page's, or None."""
    if _SOURCE.fullmatch(_CORRECT.sub("", line)):
        return "metadata"
    if is_button(line) or line.startswith(("扫一扫", "》》")):
        return "button"
    if _URL.fullmatch(line):
        return "address"
    if is_site_notice(line):
        return "notice"
    if is_spam(line) or (near_end and is_place_list(line)):
        return "spam"
    return None
