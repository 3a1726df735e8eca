"""One plan in many forms: encodings, scripts, broken and lost lines, a page around it; what is read stays the same."""

import re
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest

from corpus import samples
from corpus.pipeline import read_plans
from extract.pipeline import extract_facts

TEXTS = Path(samples.__file__).parent / "texts"
PLANS = ("pingjiang_report_2024", "juxian_yigongti_2025", "tengchong_yigongti_2025")
WIDTH = 38


def _broken(line: str) -> str:
    return "\n".join(line[at : at + WIDTH] for at in range(0, len(line), WIDTH))


def _page(lines: list[str]) -> str:
    body = "".join(f'<p style="text-indent:2em">{line}</p>\n' for line in lines)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{lines[0]}_某县人民政府网</title></head><body>"
        "<ul><li><a href='#'>首页</a></li><li><a href='#'>政务公开</a></li><li><a href='#'>走进本县</a></li></ul>"
        "<div>您当前的位置：<a href='#'>首页</a> &gt; <a href='#'>规划计划</a></div>"
        f"<div>发布时间：2024-03-05 10:22 浏览次数：128 字体：【大 中 小】</div><div>{body}</div>"
        "<p>上一篇：<a href='#'>某县春季造林工作通知</a></p><div>网站标识码：1234567890 | 网站地图</div>"
        "</body></html>"
    )


FORMS: dict[str, tuple[str, Callable[[list[str]], bytes]]] = {
    "gb18030": (".txt", lambda lines: "\n".join(lines).encode("gb18030")),
    "utf-16": (".txt", lambda lines: "\r\n".join(lines).encode("utf-16")),
    "traditional": (".txt", lambda lines: opencc.OpenCC("s2t").convert("\n".join(lines)).encode()),
    "broken, indented": (".txt", lambda lines: "\n".join(_broken("　　" + line) for line in lines).encode()),
    "broken, set apart": (".txt", lambda lines: "\n\n".join(map(_broken, lines)).encode()),
    "broken": (".txt", lambda lines: "\n".join(map(_broken, lines)).encode()),
    "on one line": (".txt", lambda lines: " ".join(lines).encode()),
    "letter by letter": (".txt", lambda lines: "\n".join(map(" ".join, lines)).encode()),
    "page": (".html", lambda lines: _page(lines).encode()),
}


def _shape(path: Path) -> list[tuple[str, str, str | None, list[tuple[int, str, str]], list[tuple[object, ...]]]]:
    """Title, kind, date, headings and facts of each plan, without blanks."""
    close = re.compile(r"\s").sub
    shapes = []
    for plan in read_plans(path).plans:
        facts: list[tuple[object, ...]] = []
        for fact in extract_facts(plan):
            told = [getattr(fact, name, None) for name in ("kind", "value", "status", "indicator", "edtf", "role")]
            facts.append((*told, close("", fact.text)))
        headings = [(part.level, part.label, close("", part.text)) for part in plan.sections]
        shapes.append((close("", plan.title), plan.header.kind, plan.header.date, headings, facts))
    return shapes


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PLANS)
def test_the_same_plan_in_another_form(name: str, form: str, tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    plain.write_text("\n".join(lines), encoding="utf-8")
    suffix, write = FORMS[form]
    other = tmp_path / f"other{suffix}"
    other.write_bytes(write(lines))
    assert _shape(other) == _shape(plain)
