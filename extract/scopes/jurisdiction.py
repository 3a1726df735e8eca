"""Whose plan this is: the place that a plan or a part of it is about, with the evidence that says so.

Evidence is weighed, never guessed: title, 落款 and issuer, 我代表某县人民政府, 某县第…届人民代表大会, the plan
it issues (《某县…规划》已经…), and how often the plan names a place of the rank
in which it speaks of itself (我县, 全区).
The file's name and the page's frame are no evidence. Too little evidence gives no jurisdiction.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace

from corpus.model import Note, Plan, Source
from corpus.quick import quick
from extract.gazetteer import Gazetteer, load_gazetteer
from extract.places import find_places, level_of
from extract.records import Place
from extract.references import issuer_of
from extract.scopes.stems import stems_in

ENOUGH = 5.0  # below this, the text does not say
_CONGRESS = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}届\s*(?:人民代表大会|人大|委员会|政协)")
_GOVERNMENT = re.compile(
    r"(?:第[一二三四五六七八九十]{1,3}届)?(?:人民政府|政府|人民代表大会|人大常委会|委员会|委(?=关于|办公室|常委))"
)
# 近日，某县召开卫生健康工作会议: the first sentence of a news item says who acts.
_OPENING = 40
_ACTS = re.compile(
    r"(?:县委|区委|市委|人民政府|政府)?[、，]?[^，。；]{0,6}(?:召开|举行|举办|印发|出台|启动|开展|组织召开|实施)"
)
_ANNIVERSARY = re.compile(r"(?:成立|建县|建市|撤县设[市区]|解放)\d{1,4}周年|史上|实际出发")
# A title may run over a line end.
_DOCUMENT = re.compile(
    r"[^《》。；\n]{0,40}?(?:\n[^《》。；\n]{0,40}?)?(?:规划|计划|方案|意见|办法|规则|细则|要点|通知|报告|指标|建议)"
)
# 贵州贵安新区管委会, 北京经济技术开发区: a zone has no code, and what it plans is not the plan of the city around it.
_ZONE = re.compile(
    r"(?!关于|[^区]{0,6}(?:支持|推进|加快|促进|建设))[\u4e00-\u9fff]{0,8}?(?:[新特]区|开发区|高新区|园区|工业园|产业园|示范区|实验区|试验区|合作区|管理区"
    r"|保护区|度假区|保税区|生态城|新城|起步区)(?:(?:党工委|工委|管委会|管理委员会)[^，。；《》\n]{0,10}|人民政府)?(?=关于|\d{4}|“|$)"
)
# 全州第一, 高于全市平均: a comparison with what lies above is no self-reference.
_SELF = re.compile(r"(?:全|我|本)(县|区|市|州|旗|盟|省|自治区)(?![直级属]|第一|前[列三十]|平均|首[位个]|率先)")
_SLOGAN = re.compile(
    r"(?:健康|平安|美丽|法治|数字|智慧|幸福|清廉|信用|魅力|品质|活力|大美|现代化|新时代|是|推动|谱写|建设|跑出)$"
)
_AFTER_STEM = re.compile(
    r"[县区市州]?(?:发展(?:史|进程|历程)|实际|人民|干部|大地|速度|高质量|力量|模式|新篇章|爬坡|迎难)"
)


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A place with the evidence; ``candidates`` where the text leaves open which of several it is.

    ``code`` is the one valid now; ``name_then`` what the place was called in the plan's year.
    """

    code: str | None
    name: str | None
    level: str | None
    evidence: tuple[tuple[str, int, int], ...] = ()  # (what it is, start, end) in Plan.text; -1, -1 outside it
    candidates: tuple[str, ...] = ()
    name_then: str | None = None
    notes: tuple[Note, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class _Vote:
    codes: tuple[str, ...]
    weight: float
    why: str
    start: int = -1
    end: int = -1


def find_jurisdiction(plan: Plan, source: Source | None = None, places: Sequence[Place] | None = None) -> Jurisdiction:
    """The place that a plan is about.

    ``places`` are the plan's places where they were found before; ``source`` adds what the page's header table says
    of the issuer, and is compared by name so that a misnamed file is reported.
    """
    gazetteer = load_gazetteer()
    rank_said = Counter(m.group(1) for m in _SELF.finditer(plan.text))
    found = _then(places if places is not None else find_places(plan.text), plan.header.year)
    votes = [
        *_title_votes(plan, source),
        *_number_votes(plan, rank_said.keys()),
        *_text_votes(plan.text, found),
        *_count_votes(found),
        *_stem_votes(plan.text),
    ]
    scores = _tally(votes, gazetteer, rank_said, {p.code for p in found if p.code})
    if len(scores) == 1 and any(vote.why != "named most often" for vote in votes):
        scores = {code: score + 3.0 for code, score in scores.items()}  # no other place comes into question
    best = max(scores.values(), default=0.0)
    if best < ENOUGH:
        return Jurisdiction(None, None, None)
    top = sorted(code for code, score in scores.items() if score >= best - 1e-9)
    if len(top) > 1:
        return Jurisdiction(None, None, None, _evidence(votes, set(top)), tuple(top))
    code = top[0]
    division = gazetteer.division(code)
    return Jurisdiction(
        code, gazetteer.name(code), division.level if division else None, _evidence(votes, {code}),
        name_then=gazetteer.name_in(code, plan.header.year) if plan.header.year else None,
        notes=_misnamed(source, code, gazetteer),
    )  # fmt: skip


def _title_votes(plan: Plan, source: Source | None) -> Iterable[_Vote]:
    """Votes of title, issuer and page: the place that each names first; less sure of names without rank."""
    heads = [("title", plan.header.title, 10.0), ("issuer", plan.header.issuer or "", 8.0)]
    if source is not None:
        heads += [
            (key, value, 6.0) for key, value in source.metadata.items() if re.search("机构|单位|机关|issuer", key)
        ]
    for why, text, weight in heads:
        named = deepest(_then(find_places(text), plan.header.year))
        if named:  # what stands first names the issuer; later names stand in cited titles
            if named[0].level == "county" or not _ZONE.match(text, named[0].end):
                yield _Vote(_codes(named[0]), weight, why)
            continue
        for codes, _, end in stems_in(text):
            if level_of(codes) == "county" or not _ZONE.match(text, end):
                yield _Vote(codes, weight * 0.7, f"{why}, without rank")
            break


def _number_votes(plan: Plan, said: Set[str]) -> Iterable[_Vote]:
    """粤府〔2004〕4号: who numbers so, unless the text speaks of itself in another rank (新政发 is also of 新乡)."""
    gazetteer = load_gazetteer()
    code = re.match(r"[\u4e00-\u9fff]{2,8}", plan.header.number or "")
    issuer = issuer_of(code.group(), str(plan.header.year or "")) if code else None
    for place in find_places(issuer or ""):
        if not said or said & gazetteer.ranks(place.code or ""):
            yield _Vote(_codes(place), 6.0, "document number")
    if code is not None:
        head = f"{plan.header.title}\n{plan.header.issuer or ''}"
        left = {c for place in find_places(head) for c in place.candidates}
        signed = tuple(sorted(c for c in left if _signs(code.group(), c, gazetteer)))
        if len(signed) == 1:
            yield _Vote(signed, 6.0, "document number")


def _signs(sign: str, code: str, gazetteer: Gazetteer) -> bool:
    """徐鼓政办发: a district puts the sign of its city before its own, which tells it from others of its name.

    >>> [_signs("徐鼓政办发", code, load_gazetteer()) for code in ("320302", "320106")]    # of Xuzhou; of Nanjing
    [True, False]
    """
    above, own = gazetteer.name(code[:4] + "00") or "", gazetteer.name(code) or ""
    return sign[0] in above[:2] and sign[1] in own[:2]


def _then(found: Sequence[Place], year: int | None) -> list[Place]:
    """Of several that have borne a name those that bore it in the plan's year; now, where it tells none."""
    gazetteer = load_gazetteer()
    kept = []
    for place in found:
        codes = tuple(code for code in place.candidates if gazetteer.bore(code, place.text, year))
        if len(codes) == 1:
            place = replace(place, code=codes[0], name=gazetteer.name(codes[0]), level=level_of(codes), candidates=())
        elif codes:
            place = replace(place, candidates=codes)
        kept.append(place)
    return kept


def _text_votes(text: str, found: Sequence[Place]) -> Iterable[_Vote]:
    """Strong places in the text: the congress, the government that speaks, the plan that is issued."""
    for place in deepest(found):
        before, after = text[max(0, place.start - 12) : place.start], text[place.end : place.end + 80]
        if _CONGRESS.match(after):
            yield _Vote(_codes(place), 10.0, "congress", place.start, place.end)
        elif re.search("代表[^，。]{0,8}$", before) and _GOVERNMENT.match(after):
            yield _Vote(_codes(place), 10.0, "speaker", place.start, place.end)
        elif _own_line(text, place) and _GOVERNMENT.match(after):
            yield _Vote(_codes(place), 8.0, "signature or heading", place.start, place.end)
        elif place.start < _OPENING and _ACTS.match(after):
            yield _Vote(_codes(place), 5.0, "opening sentence", place.start, place.end)
        elif before.endswith("关于印发") or _ANNIVERSARY.match(after):
            yield _Vote(_codes(place), 5.0, "issued for", place.start, place.end)
        elif (before.endswith("《") or _line_start(text, place)) and (match := _DOCUMENT.match(after)):
            rest = after[match.end() : match.end() + 14]
            issued = before.endswith("《") and re.match(r"》[^，。]{0,6}(?:已经|印发|，现|经)", rest)
            alone = not before.endswith("《") and rest[:1] in ("", "\n", "\r")
            if issued or alone:
                yield _Vote(_codes(place), 5.0, "document named", place.start, place.end)


def _count_votes(found: Sequence[Place]) -> Iterable[_Vote]:
    """What is named most often among places of one level, if it stands out."""
    counts: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for place in found:
        if place.level in ("county", "prefecture"):
            counts[place.level][_codes(place)] += 1
    for level in counts.values():
        (codes, most), total = level.most_common(1)[0], sum(level.values())
        if most >= 2 and most / total >= 0.5:
            yield _Vote(codes, min(4.0, 0.75 * most), "named most often")


def _stem_votes(text: str) -> Iterable[_Vote]:
    """Names without rank: where a set phrase vouches for them (健康咸丰, 高唐发展史), and the most frequent one."""
    counts: dict[str | None, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for codes, start, end in stems_in(text):
        counts[level_of(codes)][codes] += 1
        slogan = _SLOGAN.search(text[max(0, start - 4) : start])
        follows = _AFTER_STEM.match(text, end)
        if slogan or follows:
            yield _Vote(codes, 2.5 if slogan and follows else 2.0, "set phrase", start, end)
    for level, share in (("county", 0.4), ("prefecture", 0.6)):
        if counts[level]:
            (codes, most), total = counts[level].most_common(1)[0], sum(counts[level].values())
            if most >= 4 and most / total >= share:
                yield _Vote(codes, min(4.0, 0.5 * most), "named most often, without rank")


def _tally(
    votes: Iterable[_Vote], gazetteer: Gazetteer, rank_said: Counter[str], named: set[str | None]
) -> dict[str, float]:
    """Scores by code: a reason counts fully once, then less; candidates are split by what else the text names."""
    strengths: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for vote in votes:
        for code in _narrowed(vote.codes, named):
            strengths[code][vote.why].append(vote.weight)
    scores = {
        code: sum(max(w) + min(3.0, 0.5 * (len(w) - 1)) for w in reasons.values())
        for code, reasons in strengths.items()
    }
    said, times = rank_said.most_common(1)[0] if rank_said else ("", 0)
    if times >= 2:
        for code in scores:
            scores[code] += 1.0 if said in gazetteer.ranks(code) else -3.0
    return scores


def _narrowed(codes: tuple[str, ...], named: set[str | None]) -> tuple[str, ...]:
    """Of several candidates those whose province or prefecture the text names."""
    if len(codes) < 2:
        return codes
    for above in (
        [c for c in codes if c[:4] + "00" in named and c[:4] + "00" != c],
        [c for c in codes if c[:2] + "0000" in named],
    ):
        if above:
            return tuple(above)
    return codes


def deepest(found: Sequence[Place]) -> list[Place]:
    """Places that no further link of a chain follows (of 河北省保定市清苑区 the last)."""
    return [p for i, p in enumerate(found) if i + 1 == len(found) or found[i + 1].start != p.end]


def _codes(place: Place) -> tuple[str, ...]:
    return (place.code,) if place.code else place.candidates


def _line_start(text: str, place: Place) -> bool:
    return not text[: place.start].rpartition("\n")[2].strip(" \u3000\t—-")


def _own_line(text: str, place: Place) -> bool:
    """Whether the place opens a short line, as in a 落款."""
    end = text.find("\n", place.end)
    return _line_start(text, place) and (end if end >= 0 else len(text)) - place.end <= 20


def _evidence(votes: Iterable[_Vote], codes: set[str]) -> tuple[tuple[str, int, int], ...]:
    return tuple(dict.fromkeys((v.why, v.start, v.end) for v in votes if codes & set(v.codes)))


def _misnamed(source: Source | None, code: str, gazetteer: Gazetteer) -> tuple[Note, ...]:
    """A note where the file is named for another place than its text is of."""
    if source is None:
        return ()
    base = source.name.rsplit("/", 1)[-1]
    named = {c for n in re.findall(r"(?<!\d)\d{6}(?!\d)", base) for c in gazetteer.find(n)}
    named |= {c for p in deepest(find_places(base)) for c in _codes(p)}
    named = named or {c for codes, _, _ in stems_in(base) for c in codes}
    if not named or any(gazetteer.within(code, other) or gazetteer.within(other, code) for other in named):
        return ()
    said = "、".join(sorted(gazetteer.path(c) for c in named)[:3])
    return (
        Note("misnamed", f"the file is named for {said}, its text is of {gazetteer.path(code)}; the text decides",
             "check where the file came from"),
    )  # fmt: skip
