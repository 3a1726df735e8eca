"""The patterns of actor phrases, built from ``data/actor_heads.tsv`` and ``data/verb_openers.tsv``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from corpus.tables import read_rows
from extract.text.alternation import one_of


class Head(NamedTuple):
    """The last word of an actor's name, with the characters that may not stand right before and after it."""

    head: str
    kind: str
    unless_after: str
    unless_before: str


class Opener(NamedTuple):
    """A word that opens a predicate; one that ``opens`` never begins an actor's name, a plain ``verb`` may."""

    word: str
    kind: str
    unless_before: tuple[str, ...]


class Patterns(NamedTuple):
    """All compiled patterns that depend on the tables."""

    head: re.Pattern[str]  # the head of a name
    more: re.Pattern[str]  # what prolongs a name after its head: (管委会), 牵头单位, 选派的教师
    place: re.Pattern[str]  # heads that may open a longer name: 社区, 各级
    no_actor: re.Pattern[str]  # words that never begin a name
    verb: re.Pattern[str]  # words that open a predicate


@lru_cache(maxsize=1)
def read_heads() -> tuple[Head, ...]:
    """The heads of actor phrases, as the table lists them."""
    return tuple(Head(*row[:4]) for row in read_rows("extract", "actor_heads"))


@lru_cache(maxsize=1)
def read_openers() -> tuple[Opener, ...]:
    """The words that open a predicate, as the table lists them."""
    return tuple(Opener(row[0], row[1], tuple(row[2].split())) for row in read_rows("extract", "verb_openers"))


# 县 and 站 are actors by themselves only where a verb or a list goes on; inside a name they are not.
FOLLOW = (
    r"(?=[\s|、,。;:()和及与或要须必等把都也均]|应(?!急)|对(?!外|口)|在(?!编|线)|按|根据|结合|将|为|作为|负责|牵头|配合|承担"
    r"|可(?!持)|每|组成|组建|成立|不得|参与|参加|加强|加大|组织(?!部)|开展|落实|制定|建立|统筹|分别|依据|整体|全部|统一|纳入|加入|一并|全面"
    r"|进一步|积极|认真|定期|共同|密切|主动|具体|直接|切实|办理|承建|承接|批准|审批|审核|同意|备案|核备|备查|审定|审议|通过|认定|收到|接到|受|联合|会同|协助|主办|承办|分工|做好|抓好|完成|提供|召开|组织实施|$)"
)
_PAYS = (
    r"(?=(?:按照?|根据)[^,。;]{2,12}(?:承担|负担|分担|保障|安排|拨付)"
    r"|[和与、][^,。;]{1,12}(?:分担|承担|负担|解决)|分担|承担|负担|保障|安排|拨付|解决|支付|补助|补贴|兜底|予以|给予|列支|要(?!求)|应(?!急|对|收)|须|将(?!军))"
)
_BRACKET = r"(?:\([^()\n]{1,16}\))?"
_INNER = (
    "(?:(?:内|各|广大|其他(?=党组|班子|领导|成员|有关|相关|部门|单位|副)|组成(?=部门|单位|人员)|所属|下属|主要|分管|党政|分线|包联|包抓|挂钩|相关|有关|行政|责任|一把手|主管|职能|牵头|成员|核心|主体|龙头|协作|联合|配合|主办|承办|协办|参与|执行|副|总|专职|兼职"
    "|班子|全体|法人|骨干|科研|工作|直属|派出|管理|所在|机关|党员|青年|在职|医务|卫生|基层|医疗|中青年|优秀|专业|技术|新进|在编|第一){1,3}"
    "|(?:下属|所属|直属)[^,、;:。的要应须对在将]{0,12}?|的(?!同意|批准|许可|审批|委托)(?:主要)?[^,、;:。的要应须将对在\n]{0,8}?"
    "|(?:成立|组建|设立)的[^,、;:。的要应须对在将]{0,8}?|(?:选派|派出|推荐|指定|指派|委派|聘请|任命|派驻)的"
    "|内[^,、;:。的\n]{1,6}的|[^,、;:。\n要]{0,30}从事[^,;:。\n]{1,20}的)?"
)


_LABEL = (
    r"[一二三四五六七八九十]{1,4}、|[壹贰叁肆伍陆柒捌玖拾参]{1,3}、|[a-zA-Z][、.](?=[\u4e00-\u9fff])|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}(?:[.．]\d{1,2}){0,3}[.、](?!\d)|\d{1,2}(?:[.．]\d{1,2}){1,3}\x20?(?=[\u4e00-\u9fff])(?![万亿个%元年月])|[①-⑳⑴-⒇⒈-⒛㈠-㈩]"
    r"|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十百\d]{1,4}[条章节]|[一二三四五六七八九十]{1,4}条|[-—–•·●○■◆★▲◇]{1,2}|\*{1,2}(?![*镇县市区乡村局街])"
)
# What may stand before a name at its start and is no part of it: labels, dates, 其中, 共同体内的 …
_LEADS = (
    rf"\s|{_LABEL}|\d{{2,4}}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?[前底起]*"
    r"|(?:召开|举行)的(?=[\u4e00-\u9fff\d]{2,20}(?:会议|大会))|(?:专题)?请示|即|其中[,:]?|同时,?|此外,?|另外,?|目前,?|今后,?|今年,?|其它|例如:?|特别是|尤其是|分别|具体|早期|一般|原则上|最终"
    r"|主要(?!负责|领导|责任|牵头|成员|配合)|请(?!示)|全部|及时|逐步|后(?!勤|备|方|续)|再(?!生|就)|也|可以?|均|已|先(?!进|锋)|仍|都|则|以及|必要时|或者?委托|统一(?!战)|并|拟|将(?!军)|应(?!急)|须|[\"“](?=[^\"”]{1,20}为龙头)"
    r"|现(?![场代任有行役])"
)
_WITHIN = (
    r"[^,、;:。的\n要应对在]{0,10}(?:共同体|医共体|教共体|区域|县域|市域|学校|系统|单位)内的"
    r"(?=[各城乡学医一\d]|[\u4e00-\u9fff]{2,8}(?:学校|医院|机构))"
)
LEAD_IN = re.compile(f"(?:{_LEADS}|{_WITHIN})*")
LEADS = re.compile(f"(?:{_LEADS})+")  # where 内的 does not stand: most names begin with none of these, at first sight


def _head_part(row: Head) -> str:
    head = re.escape(row.head)
    part = head
    if row.unless_after:
        part += f"(?<![{row.unless_after}]{head})"
    if row.unless_before:
        part += f"(?![{row.unless_before}])"
    if row.head.endswith("组"):
        part += "(?!成(?!员))"  # 由专家组成: experts, not a group of them
    if row.kind == "fund":
        return part + _PAYS
    return part + FOLLOW if row.kind == "short" or (row.kind == "place" and len(row.head) == 1) else part


def _opener_part(row: Opener) -> str:
    unless = "|".join(map(re.escape, row.unless_before))
    return re.escape(row.word) + (f"(?!{unless})" if unless else "")


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """The patterns; every alternative begins with a literal, so that the engine can skip to it."""
    heads = sorted(read_heads(), key=lambda row: (-len(row.head), row.head))
    head = one_of(map(_head_part, heads))
    openers = sorted(read_openers(), key=lambda row: (-len(row.word), row.word))
    return Patterns(
        head=re.compile(head),
        more=re.compile(
            rf"{_BRACKET}{_INNER}(?:{head})"
            rf"|\([^()\n]{{1,16}}\)(?:(?![要应须对在将为由负和与及或])[\u4e00-\u9fff]){{1,10}}?(?:{head})"
        ),
        place=re.compile(one_of(re.escape(row.head) for row in heads if row.kind == "place" and len(row.head) > 1)),
        no_actor=re.compile(one_of(_opener_part(row) for row in openers if row.kind == "opens")),
        verb=re.compile(one_of(map(_opener_part, openers))),
    )
