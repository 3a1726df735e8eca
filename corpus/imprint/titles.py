"""The title of a document among the lines of its head: in come lines, out goes the title with its span."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus.headings.endings import CLOSES, ENDS, close_up, closes_title
from corpus.imprint.numbers import DATE, NUMBER
from corpus.lines import Line
from corpus.vocabulary import read_words


class Title(NamedTuple):
    """A title as it reads, and the span of the lines that it was read from."""

    text: str
    start: int
    end: int


_SPEAKER = re.compile(
    r".{0,24}(?:省长|市长|区长|县长|州长|旗长|盟长|主席|主任|书记|局长|校长|镇长|乡长)(?:[\s?&nbsp;]*[\u4e00-\u9fff·\s?]{2,12})?"
)
_SESSION = re.compile(r"[—―─\-（( ]*(?:.{0,16}年.{1,9}[日号])?.{0,4}在?.{2,40}(?:代表大会|会议|委员会|全会|届).{0,16}")
_SUBTITLE = re.compile(r"[—―─-]{1,4}\s*(?=\S)")
_FRAGMENT = re.compile(r"(?:关于|印发|进一步|推进|加强|实施|开展|的|和|与|、|“[^”]*|《[^》]*|（[^）]*)$")
_NOTICE = re.compile(r"(?:通知|公告|通告|函|决定|批复)(?:[（(].{1,16}[）)])?[》”]?$")
_SENTENCE = re.compile("[。！!；;]")
_LABELLED = re.compile(r"(?!关于)[^，：:《]{2,6}[：:]")  # 来源：… 推荐访问：…
_CONTENTS = re.compile(r"[【\[]?目\s*[录次](?:[/】\]：:]|$)")
_BODY = re.compile("(?:" + "|".join(map(re.escape, read_words("issuers", "body"))) + r")[)）]?$")
_STOPS = "。！？!?~…；;，,"
_READ_AT = re.compile(
    r"(?P<title>.{2,40}报告)[—― ]*(?:\d{4}|[二〇○零一九]{4})年.{1,9}[日号].{0,30}(?:届|会议|代表大会)"
)
SIGNS = "\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d"  # emoji: ornaments of a page, no part of a sentence
_ORNAMENTS = re.compile(
    rf"^[{SIGNS}\s■□●◆▪•]+|[{SIGNS}\s]+$|\.(?:docx?|pdf|wps|txt|rtf)\s*$"
)  # a file's name stands for its title
_PIECE = re.compile(
    r"^[（(【\[]?(?:第?\s*[一二两三四五六七八九十\d]{1,3}\s*篇|篇\s*[一二三四五六七八九十\d]{1,3}"
    r"|(?<=[（(【])[一二三四五六七八九十\d]{1,3})"
    r"[)）】\]]?\s*[：:、.]?\s*"
)
_GREETS = re.compile(r"^(?:尊敬的|同志们)|[、，,]各位|大家(?:上午|下午|晚上)?好[!！。]?$")
_HAN = re.compile("[\u3400-\u9fff]")
_NOTE = re.compile(
    r"[（(【\[](?:[^（(【\[）)】\]]|[（(【\[][^（(【\[）)】\]]*[）)】\]]){1,40}[）)】\]]"
)  # a whole line in brackets
_COUNTED = re.compile(r"(?:共[\d一二三四五六七八九十]{1,3}|写[一二三四五六七八九十]{1,3})$")
_OF_PLACE = re.compile(r"[\u4e00-\u9fff]{1,14}?(?:[省市县区州盟旗乡镇]|街道)(?![域级直内])")
_STRUNG = 60  # characters: more than a title
_OPENING = 5  # lines in which a heading may run on from the title
_GLUED = re.compile(
    r"(?P<title>[^，。；]{6,60}?)(?:一、(?=[^一二三四五六七八九])|1[.．、](?=[\u4e00-\u9fff])|第一[章条](?=[\u4e00-\u9fff]))"
)
_BEFORE_PROSE = re.compile(
    r"(?P<title>[^，。；：\s]{6,60})[ \u3000]+(?:(?P=title)[ \u3000]+)?(?=[^，。；\s]{1,40}[，。,].{30})"
)
_BEFORE_TIME = re.compile(
    r"(?P<title>[^，。；,;：]{6,40}?)(?=(?:(?:(?:19|20)\d{2}年|近年|今年|一年|[三五]年)以?来|为(?:了|进一步|认真|贯彻|深入|切实|全面|加强))[^，,]{0,12}[，,].{60})"
)
# Run together: …的通知各乡镇人民政府：…, …方案某政发〔2024〕3号…, 政府工作报告——2024年1月在…….
_BEFORE_OTHERS = re.compile(
    rf"(?P<title>[^，。；,;：:\n]{{2,90}}?(?:{ENDS})》?(?:[（(][^（）()]{{2,20}}[）)])?的?(?:通知|意见|函|报告)?)"
    rf"(?=各(?:位|乡|镇|县|市|区|街|有关|单位|部门|科|成员|村)[^，。]{{1,40}}[：:，,]|——|(?:为|根据|按照)[^，。]{{2,60}}[，,]|{NUMBER.pattern}|[（(]?20\d\d年\d{{1,2}}月)"
)
# On a page whose line breaks became blanks the title stands between the document number and those addressed.
_NUMBERED = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,20}}[ \u3000]+文件[ \u3000]+)?{NUMBER.pattern}[ \u3000]+"
    r"(?P<title>[^。；：]{0,30}关于[^。；：]{4,80}?的(?:通知|意见|决定|通报|函))(?=[ \u3000])"
)


def is_session(line: str) -> bool:
    """Is this the line that says at which session a report was read?"""
    return len(line) <= 80 and line[-1] not in "。的" and bool(_SESSION.fullmatch(line)) and not closes_title(line)


def find_title(head: Sequence[Line], piece: str = "") -> Title | None:
    """The title, over several lines where it runs on; the title of the piece in a compilation.

    >>> from corpus.lines import read_lines
    >>> find_title(read_lines("某县关于进一步加强\\n造林工作的意见\\n（2024年3月）")).text    # over two lines
    '某县关于进一步加强造林工作的意见'
    """
    if piece:
        return _find_piece_title(head, piece)
    usable = [line for line in _close_brackets(head) if not _is_aside(line.text)]
    for line in usable[:_OPENING]:
        if glued := find_glued(line):
            return glued
    closing = next((index for index, line in enumerate(usable) if CLOSES.search(_bare(line.text))), None)
    if closing is None:
        first = next(
            (line for line in usable if len(line.text) <= 80 and not line.text.endswith(("。", "：", ":"))), None
        )
        first = first or next((line for line in head if is_session(line.text)), None)
        if first is None:
            return None
        text, last = _add_subtitle(_bare(first.text), first, head)
        return Title(_unwrap(text), first.start, last.end)
    opening = closing
    while opening and _runs_on(usable[opening - 1], usable[opening]):
        opening -= 1
    closing = _end_of_notice(usable, opening, closing)
    text = "".join(_bare(line.text) for line in usable[opening : closing + 1])
    last = usable[closing]
    text, last = _add_subtitle(text, last, head)
    return Title(_unwrap(text), usable[opening].start, last.end)


def _close_brackets(lines: Sequence[Line]) -> list[Line]:
    """行动计划（2024 / —2026年）: lines between which a bracket is open are one, as in a narrow column."""
    closed: list[Line] = []
    for line in lines:
        above = closed[-1] if closed else Line(0, 0, "")
        opened = above.text.count("（") > above.text.count("）") and len(above.text) <= _STRUNG
        if opened and "）" in line.text[:16] and line.start - above.end <= 4:
            closed[-1] = Line(above.start, line.end, above.text + line.text)
        else:
            closed.append(line)
    return closed


def find_glued(line: Line, *, alone: bool = False) -> Title | None:
    """A title from which the first heading or sentence runs on: …工作计划一、总体要求, …工作要点 今年是…….

    ``alone``: nothing else is a title, so that what is less sure counts: …的通知各乡镇人民政府：….
    """
    found = _GLUED.match(line.text) or _BEFORE_PROSE.match(line.text) or _NUMBERED.match(line.text)
    found = found or _BEFORE_TIME.match(line.text)
    if found is None and alone and len(line.text) > _STRUNG:
        found = _BEFORE_OTHERS.match(line.text)
    if found is None or not closes_title(found["title"]):
        return None
    return Title(_bare(found["title"]), line.start + found.start("title"), line.start + found.end("title"))


def _find_piece_title(head: Sequence[Line], piece: str) -> Title:
    """The title that the border of a piece bears, without its number; below a bare number, the line after it."""
    bare = _PIECE.sub("", close_up(piece))
    own = len(head) > 1 and closes_title(head[1].text) and len(head[1].text) <= 80
    # Below 工作汇报共2 or 工作汇报如何写二 stands what the piece is called, below 养老方案 篇1 whose plan it is.
    placed = own and _OF_PLACE.match(head[1].text) and not _OF_PLACE.match(bare)
    if own and (not bare or _COUNTED.search(bare) or placed):
        return Title(_bare(head[1].text), head[0].start, head[1].end)
    end = head[0].start + len(piece) if head[0].text.startswith(piece) else head[0].end  # the text may run on
    return Title(bare if closes_title(bare) else close_up(piece), head[0].start, end)


def _end_of_notice(usable: Sequence[Line], opening: int, closing: int) -> int:
    """关于印发某办法 / 实施细则的通知: the name of what is issued does not end the title of the notice."""
    text = "".join(_bare(line.text) for line in usable[opening : closing + 1])
    if re.search(r"关于(?:重新)?(?:印发|转发|批转|下发|公布|发布)", text) and not _NOTICE.search(text):
        for index in range(closing + 1, min(len(usable), closing + 3)):
            if usable[index].start - usable[index - 1].end > 4 or len(usable[index].text) > 60:
                break
            if _NOTICE.search(_bare(usable[index].text)):
                return index
    return closing


def _bare(text: str) -> str:
    """A title line without the document number or the page's stamp beside it."""
    text = re.sub(
        r"(?<![ \u3000])[ \u3000]++(?:发布时间|发布日期|时间|来源|日期)[:：].{0,40}$", "", _ORNAMENTS.sub("", text)
    )
    return close_up(NUMBER.sub("", text).strip(" （()）\u3000") if NUMBER.search(text) else text)


def _unwrap(text: str) -> str:
    if read := _READ_AT.match(text):
        return read["title"]
    whole = re.fullmatch(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》", text)
    return whole[1] if whole else text


def _is_aside(line: str) -> bool:
    """Lines of a head that are no title: number, date, session, speaker, addressees, notes in brackets."""
    listed = line[0] in "■□●◆▪•" and not CLOSES.search(line)
    if len(line) > 150 or line.endswith(("：", ":")) or listed or _CONTENTS.match(line):
        return True
    bare = _bare(line)
    if len(bare) < 4 and not CLOSES.search(bare):
        return True
    if DATE.fullmatch(bare.strip("（()） ")) or _NOTE.fullmatch(line):
        return True
    if _SUBTITLE.match(line) or is_session(line) or _GREETS.search(line) or not _HAN.search(line):
        return True
    return bool(_SPEAKER.fullmatch(line)) and not CLOSES.search(bare)  # 西安市长安区防汛预案 is no mayor's name


def _runs_on(before: Line, after: Line) -> bool:
    """Does a title go on from one line to the next?"""
    bare = _bare(before.text)
    if CLOSES.search(bare) or after.start - before.end > 4 or _SENTENCE.search(bare) or _LABELLED.match(bare):
        return False
    # Across a blank line 关于…… begins a title of its own, unless the body that issues it stands above.
    if after.text.startswith("关于") and (after.start - before.end > 1 or _BODY.search(bare)):
        return bool(_BODY.search(bare))
    return bool(_FRAGMENT.search(bare)) or (len(_bare(after.text)) <= 30 and len(bare) >= 6 and bare[-1] not in _STOPS)


def _add_subtitle(text: str, last: Line, head: Sequence[Line]) -> tuple[str, Line]:
    """——县域医疗行动计划 under the title belongs to it; the line that names a session does not."""
    after = next((line for line in head if line.start >= last.end), None)
    if after and _SUBTITLE.match(after.text) and not is_session(after.text) and len(after.text) <= 50:
        return f"{text}——{_SUBTITLE.sub('', after.text, count=1)}", after
    return text, last
