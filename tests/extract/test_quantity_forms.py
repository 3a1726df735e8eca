"""Forms of a number with its unit that no annotated text holds: what each comes to."""

import pytest

from extract.quantities.expressions import find_quantities

FORMS = [
    ("占百分之二三十", ("百分之二三十", 20, 30, "%", "range")),
    ("成本降低二三成", ("二三成", 20, 30, "%", "range")),
    ("死亡率控制在12人/10万以下", ("12人/10万以下", 12, None, "人/10万", "<=")),
    ("每份奖金3元余", ("3元余", 3, None, "元", "~")),
    ("每份补助5元多", ("5元多", 5, None, "元", "~")),
    ("投入三十多万元", ("三十多万元", 300_000, None, "元", "~")),
    ("投入两个多亿", ("两个多亿", 200_000_000, None, "元", "~")),
    ("获得亿元项目14个亿元项目", ("14个", 14, None, "个", "=")),
    ("库容40万方", ("40万方", 400_000, None, "方", "=")),
    ("建成5万吨级码头", None),
    ("完成三方协议", None),
    ("第三成员", None),
    ("合作20级高手", None),
    ("召开6次全会", None),
    ("建成6轮岗", None),
]


@pytest.mark.parametrize(("text", "want"), FORMS)
def test_form(text: str, want: tuple[str, float, float | None, str, str] | None) -> None:
    found = [(text[q.start : q.end], q.value, q.value_max, q.unit, q.comparator) for q in find_quantities(text)]
    assert found == ([want] if want else [])
