"""Texts whose lines were broken at one width: names cut in two are read whole, and every place is told again."""

from hypothesis import given
from hypothesis import strategies as st

from extract.roles import find_roles
from extract.text.wrapped import unwrap

# an invented notice on the harvest: what a body is for, who answers for what
PARAGRAPHS = [
    "一、组织领导",
    "　　成立以副县长为组长，县农业农村局、县财政局、县交通运输局主要负责人为成员的秋收领导小组，负责统筹协调。",
    "二、责任分工",
    "　　县交通运输局、县公安局要保障农机通行，各乡镇人民政府要组织群众及时抢收，县市场监督管理局负责收购监管。",
    "　　（责任单位：县水利局、县自然资源局、各乡镇人民政府）",
    "三、保障措施",
    "　　各乡镇、各部门要压实责任，备足机具，确保晴好天气来临之前全部到田，县气象局要及时发布天气预报。",
]


def _wrapped(width):
    return "\n".join(part[at : at + width] for part in PARAGRAPHS for at in range(0, len(part), width))


def test_names_cut_in_two_are_read_whole():
    whole = [(role.text, role.role) for role in find_roles("\n".join(PARAGRAPHS))]
    for width in (18, 20, 23, 24):
        text = _wrapped(width)
        roles = find_roles(text)
        assert [(role.text, role.role) for role in roles] == whole, width
        assert all(text[role.start : role.end].replace("\n", "") == role.text for role in roles)
        assert any("\n" in text[role.start : role.end] for role in roles)


def test_lines_of_their_own_stay():
    assert unwrap("\n".join(PARAGRAPHS)) is None
    assert unwrap("县水利局\n" * 20) is None  # a column of names is no broken text
    assert unwrap("县人民政府水利局供水站站长\n" * 20) is None


@given(st.text(alphabet="甲乙丙丁，。\n 一、1", max_size=400))
def test_every_place_is_told_again(text):
    for part in (text, "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未\n" * 6 + text):
        joined = unwrap(part)
        if joined is None:
            continue
        assert "".join(char for at, char in enumerate(part) if at not in _gone(part, joined)) == joined.text
        for at, char in enumerate(joined.text):
            assert part[joined.original(at)] == char
            assert joined.joined(joined.original(at)) == at


def _gone(text, joined):
    kept = {joined.original(at) for at in range(len(joined.text))}
    return set(range(len(text))) - kept
