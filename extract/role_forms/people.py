"""People under 组长：, 副组长： and 成员：: names with their titles, one or several on a line, line after line."""

from __future__ import annotations

import re

from extract.actors.offices import office_functions
from extract.actors.phrases import Reading, read_actors
from extract.role_forms.clauses import Span
from extract.role_forms.rules import label_role

# the commonest surnames: a line of short words is a list of names only where each begins with one
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方"
    "邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
    "鄢晏储瞿阎苟邬仇桑巫练兀祖苑宗郁边卞佟鞠巩揭屠幸冷丛芦楚历鹿蔺禹封"
    "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤穆卓古吉缪简车项连芦麦褚娄窦戚岑景党宫"
    "卫柏奚郎酆费廉傅皮卜萧湛狄米贝臧伏谈茅闵席麻刁虞昝裘贲杭洪诸钮嵇滑荣荀羊甄芮羿汲邴糜乌巴隗宓蓬郗伊栾钭厉戎韶郜蓟薄宿邰鄂赖池阴胥苍闻莘逄姬堵宰郦雍璩濮扈冀郏浦农慕茹庾弘匡寇禄阙殳沃蔚夔厍晁勾敖訾阚沙乜蒯荆逯盖桓阳银植矫仉帅缑亢佴佘仝晋逢蔄"
)
_TWO = "欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|宇文|长孙|夏侯"
SURNAME = rf"(?:{_TWO}|[{''.join(sorted(_SURNAMES))}])"
_SP = r"[ \u3000\t|]"  # also between the cells of a table
_NAME = r"[\u4e00-\u9fff](?:[ \u3000]{0,4}[\u4e00-\u9fff]){1,3}?"
_KNOWN = rf"{SURNAME}(?:[ \u3000]{{0,4}}[\u4e00-\u9fff]){{1,2}}"  # by its surname
_SOME = rf"(?:{_KNOWN}|[xX*×某]{{2,4}}|[\u4e00-\u9fff][xX*×某]{{1,2}})"
# Bounded: a line of thousands of spaces must not be read from each of them to its end.
_GAP, _WIDE = rf"{_SP}{{0,20}}", rf"{_SP}{{1,20}}"
_BRIEF = _SOME.replace("{1,2}", "{1,2}?", 1)
_TITLE = (
    r"(?:长|主任|书记|主席|委员|常委|教导员|指导员|政委|干部|负责人|负责同志|领导|主管|秘书|代表|经理|总监|董事|理事|教师|医师|护士|院士|教授|专员"
    r"|调研员|巡视员|研究员|工程师|会计师|经济师|统计师|规划师|农艺师|审计师|侦查员|专家|科员|警员|同志|顾问|助理|督学|总师)"
)
# How a title begins that follows a name without a gap: 李明副县长, 李明省残联理事长.
_OPENS = (
    r"(?=[省市县区州旗镇乡村校院局]|中共|国家|常务|副|党[委组]|人大|政协|团[省市县区委]|街道|武装部|公安|[一二三四]级|纪委|组织部|宣传部"
    r"|政法委|统战部|办公室|检察|法院|教[育体]|财政|发改|民政|卫[生健]|医保|人社|[主书秘]|自治|住建|交通|水利|农业|林业|应急|审计|统计"
    r"|总经理|董事|教师|医师)"
)
_POST = rf"[^\s。;:,()]?[^\n。;:()]{{0,40}}?{_TITLE}(?:\([^()\n]{{0,12}}\))?"
_HELD = r"\([^()\n。;:]{1,40}\)"
_COMRADE = "(?:同志)?"
_MANNERS = {  # how one entry is written, and how the next one must begin
    "gap": (rf"(?P<name>{_NAME}){_COMRADE}{_WIDE}(?P<post>{_POST})", rf"{_NAME}{_COMRADE}{_WIDE}[\u4e00-\u9fff]{{2}}"),
    "bracket": (rf"(?P<name>{_NAME}){_COMRADE}{_GAP}(?P<post>{_HELD})", rf"{_NAME}{_COMRADE}{_GAP}\("),
    "dash": (rf"(?P<name>{_SOME}){_COMRADE}{_GAP}(?:—{{1,2}}|-|–|:){_GAP}(?P<post>{_POST})", rf"{_SOME}{_GAP}[—–:-]"),
    "joined": (rf"(?P<name>{_BRIEF}{_COMRADE}{_OPENS}(?P<post>{_POST}))", rf"{_BRIEF}{_OPENS}"),
    "comma": (rf"(?P<name>{_SOME}){_COMRADE},{_GAP}(?P<post>{_POST})", rf"{_SOME}{_COMRADE},"),
    "title first": (
        rf"(?P<post>[\u4e00-\u9fff]{{0,20}}?{_TITLE}){_WIDE}(?P<name>{_SOME}){_COMRADE}",
        rf"[\u4e00-\u9fff]{{0,20}}?{_TITLE}{_WIDE}{_SOME}",
    ),
    "title joined": (
        rf"(?P<name>(?P<post>[\u4e00-\u9fff]{{0,20}}?{_TITLE}){_SOME}{_COMRADE})",
        rf"[\u4e00-\u9fff]{{0,20}}?{_TITLE}{_SOME}",
    ),
    "below": (rf"(?P<name>{_SOME}){_COMRADE}{_GAP}\n{_GAP}(?P<post>{_POST})", rf"{_SOME}{_GAP}\n"),
    "name": (rf"(?P<name>{_SOME}){_COMRADE}(?P<post>)", rf"{_SOME}{_COMRADE}(?:{_GAP}[\n、,;。]|{_SP}|\Z)"),
}
_PERSON = re.compile(_SOME)
_READ = {
    manner: re.compile(rf"{_GAP}{entry}(?:{_GAP}[;。,、]?{_GAP}(?=\n|\Z)|(?:{_SP}|[;,、]){{1,20}}(?={following}))")
    for manner, (entry, following) in _MANNERS.items()
}
_READ["comma"] = re.compile(rf"{_GAP}{_MANNERS['comma'][0]}(?:{_GAP}[;。]?{_GAP}(?=\n|\Z)|{_GAP};{_GAP}(?={_SOME},))")
_READ["bracket"] = re.compile(_READ["bracket"].pattern.replace("{1,20}(?=", "{0,20}(?="))  # 王明(县长)李强(副县长)
_HOUSE = re.compile("[\u4e00-\u9fff \u3000]{2,12}")  # 田源(派出所): where somebody works
_POST_ONLY = re.compile(rf"{_TITLE}$")
_LINE = re.compile(
    r"[ \u3000\t]*(?![一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]\)|\d{1,2}[.、]"
    r"|第[一二三四五六七八九十]+[章条])"
    r"([^\n。;:\s][^\n。;:]{1,60}?)[ \u3000\t;。]*(?=\n|\Z)"
)
_NEXT = re.compile(r"\n(?:[ \u3000\t]*\n){0,2}(?=[ \u3000\t|]*[\u4e00-\u9fff])")
_MOST = 200  # people in one list


def find_people(folded: str, start: int) -> tuple[list[Span], int]:
    """Names from start on, over as many lines as hold nothing but names with titles; and where the list ends.

    >>> text = "王明 县长\\n  李  强 副县长\\n一、目标"    # "Wang Ming, county head / Li Qiang, deputy / 1 Goals"
    >>> [text[a:b] for a, b in find_people(text, 0)[0]]
    ['王明', '李  强']
    """
    first = _NEXT.match(folded, start)  # 组长： alone on its line
    at = end = first.end() if first else start
    spans: list[Span] = []
    manners = tuple(_MANNERS)
    while len(spans) < _MOST:
        found = _people_of_line(folded, at, manners)
        if found is not None:
            spans += found[0]
            end, manners = found[1], _alike(found[2])
        elif spans and folded[end : at + 1].count("\n") == 1 and (named := _offices_of_line(folded, at)):
            spans += named[0]
            end = named[1]
        else:
            break
        following = _NEXT.match(folded, end)
        if following is None:
            break
        at = following.end()
    return spans, end


# In a list that is so written a rare surname is as good.
_READ["joined below"] = re.compile(_READ["joined"].pattern.replace(_BRIEF, rf"(?:{_BRIEF}|[\u4e00-\u9fff]{{2,3}}?)"))
_READ["name below"] = re.compile(
    rf"{_GAP}(?P<name>{_SOME}|[\u4e00-\u9fff]{{2,3}}){_COMRADE}(?P<post>)(?:{_GAP}[;。,、]?{_GAP}(?=\n|\Z)"
    rf"|(?:{_SP}|[;,、]){{1,20}}(?=[\u4e00-\u9fff]{{1,3}}(?:{_SP}|[;,、\n]|\Z)))"
)
_READ["gap below"] = re.compile(
    rf"{_GAP}(?P<name>{_KNOWN}){_COMRADE}{_WIDE}(?P<post>[^\s。;:,、()]{{3,30}})(?:{_GAP}[;。,、]?{_GAP}(?=\n|\Z))"
)
_HOLDS_POST = re.compile(rf"(?:[\n:、;,)|]|{_SP}{{2}}|\A){_GAP}{_SOME}{_COMRADE}{_GAP}\Z")


def follows_name(folded: str, bracket: int) -> bool:
    """Whether the bracket that opens here holds the post of a person: 王明（县长）."""
    return _HOLDS_POST.search(folded, max(0, bracket - 14), bracket) is not None


def _alike(manner: str) -> tuple[str, ...]:
    """How the lines below may be written: 王明 县长 and 李强（副县长） in one list, a bare name only with its like."""
    if manner.startswith("joined"):
        return ("joined", "joined below")
    if manner.startswith("name"):
        return ("name", "name below")
    if manner == "gap below":
        manner = "gap"
    return ("gap", "bracket", manner, "gap below") if manner in ("gap", "bracket", "dash") else (manner,)


def _people_of_line(folded: str, at: int, manners: tuple[str, ...]) -> tuple[list[Span], int, str] | None:
    """(names of a line, where it ends, the manner in which they stand there), by the first manner that fits all."""
    for manner in manners:
        spans, end = [], at
        while person := _READ[manner].match(folded, end):
            name = folded[slice(*person.span("name"))]
            if "joined" not in manner and (_is_office(name) or _is_label(name)):
                break
            titled = manner == "gap below" and read_actors(folded, person.start("post"), person.end("post"))
            post = person["post"].strip("()")
            beside = (
                manner == "bracket" and _HOUSE.fullmatch(post) is not None and is_person_name(re.sub(r"\s", "", name))
            )
            if manner in ("gap", "bracket", "gap below", "below") and not (titled or beside or _is_title(post)):
                break
            spans.append(person.span("name"))
            end = person.end()
            if folded.startswith("\n", end) or end == len(folded):
                if manner == "name below" and not _mostly_known(folded, spans):
                    break
                return spans, end, manner
    return None


def _mostly_known(folded: str, spans: list[Span]) -> bool:
    """虢大河 陈小溪 李远山: several names in a line, at least half of them by their surnames."""
    return len(spans) > 1 and 2 * sum(_PERSON.fullmatch(folded, *span) is not None for span in spans) >= len(spans)


def _offices_of_line(folded: str, at: int) -> tuple[list[Span], int] | None:
    """各乡镇主要负责人: the last lines of a list may name offices instead."""
    line = _LINE.match(folded, at)
    reading = read_actors(folded, line.start(1), line.end(1)) if line is not None else None
    if line is None or reading is None or reading.end != line.end(1) or re.search(r"\s", line[1]) or _is_label(line[1]):
        return None
    return list(reading.spans), line.end()


def _is_office(name: str) -> bool:
    plain = re.sub(r"\s", "", name)
    return bool(office_functions(plain)) or _POST_ONLY.search(plain) is not None


def _is_label(name: str) -> bool:
    """成员  陈刚: a label without a colon stands before the name."""
    return any(label_role(words) for words in (re.sub(r"\s", "", name), name.split()[0]))


def _is_title(words: str) -> bool:
    plain = re.sub(r"\s|\([^()]*\)", "", words)
    return len(plain) > 1 and (_POST_ONLY.search(plain) is not None or bool(office_functions(plain)))


def is_person_name(words: str) -> bool:
    """Whether these are the name of a person, by its surname.

    >>> is_person_name("李明"), is_person_name("县长")    # "Li Ming", "county head"
    (True, False)
    """
    return _PERSON.fullmatch(words) is not None and not _is_office(words)


_MASK = "xX×*某○"
_OFFICE_AND_NAME = re.compile(
    r"(?![以经将对报在向])[\u4e00-\u7530\u7532-\u9fff]{0,14}?(?:长|主任|书记|主席|常委|委员)(?:、[\u4e00-\u9fff]{1,14}?(?:长|主任|书记|主席|常委|委员)){0,2}"
    r"([\u4e00-\u9fff]{2}(?![要牵负主分担兼任领召带])[\u4e00-\u9fff]|[\u4e00-\u9fff]{2}|[xX×*某○]{1,4})(?:同志)?"
    r"(?=牵头|负责|负[总主全领]|分包|包[联保抓]|主持|分管|担任|兼任|任(?![务何])|领办|召集|带队|主抓|包联|挂帅|要|,)"
)


def read_person(folded: str, start: int, limit: int) -> Reading | None:
    """A person by titles and name before a verb: 省委副书记、省长李明 is one person.

    >>> text = "副县长王强牵头"    # "led by the deputy county head Wang Qiang"
    >>> read_person(text, 0, len(text)).spans
    ((0, 5),)
    """
    found = _OFFICE_AND_NAME.match(folded, start, limit)
    if found is None or not (found[1][0] in _MASK or is_person_name(found[1])):
        return None
    return Reading(((start, found.end(1)),), found.end())
