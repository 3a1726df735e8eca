"""What a notebook shows of hostile text: tables, pages, charts. Nothing of a document may act in any of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

from kb.answers import charts, display, views
from kb.base import KnowledgeBase

ACTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
TAGS = set("table thead tbody tr th td p b span mark details summary ul li h3 h4 br div i small u".split())
QUESTIONS = ("facts", "plans", "provisions", "compare", "attainment", "timeline", "roles", "reuse", "report")
CHARTS = (  # of which question
    (charts.draw_coverage, "plans"),
    (charts.draw_gantt, "timeline"),
    (charts.draw_targets, "compare"),
    (charts.draw_roles, "roles"),
    (charts.draw_reuse, "reuse"),
    (charts.draw_attainment, "attainment"),
)


class _Seen(HTMLParser):
    """The elements and attributes of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag not in TAGS or not names <= {"style", "title", "class", "colspan", "open"}:
            self.wrong.append(f"<{tag} {sorted(names)}>")


def assert_inert(page: str) -> None:
    """No element or handler that data put there, no control character, valid UTF-8."""
    assert not ACTS.search(page), ACTS.search(page)
    page.encode("utf-8")
    wrong = _Seen(page).wrong
    assert not wrong, wrong[:5]


def check_displays(path: Path, folder: Path, *, most: int, forms: Sequence[str] = ("png", "svg")) -> int:
    """Every answer as a notebook shows it, plans and evidence as pages, all charts; how many were looked at."""
    looked = 0
    with KnowledgeBase(path) as base:
        answers = {
            name: getattr(base, name)()
            for name in (
                "facts",
                "plans",
                "provisions",
                "compare",
                "attainment",
                "timeline",
                "roles",
                "reuse",
                "report",
            )
        }
        answers |= {"search": base.search("县", limit=most), "kwic": base.kwic("县", limit=most)}
        for table in answers.values():
            assert_inert(display.write_table(table.head(most), interactive=False))
            lively = display.write_table(table.head(most), interactive=True)
            assert "<script>alert" not in lively and "<img" not in lively and '"allow_html": true' not in lively
            lively.encode("utf-8")
            looked += 2
        pages = [views.show_comparison(base, answers["compare"].head(most))]
        pages += [views.show_plan(base, plan) for plan in answers["plans"].plan_id[:most]]
        pages += [views.show_provision(base, one) for one in answers["provisions"].provision_id[:most]]
        pages += [views.show_evidence(base, fact) for fact in answers["facts"].fact_id[:most]]
        for page in pages:
            assert_inert(page.html)
            looked += 1
        for draw, question in CHARTS:
            drawn = draw(answers[question])
            for form in forms:
                file = folder / f"{draw.__name__}.{form}"
                drawn.save(file)
                looked += 1
                if form == "svg":
                    names = {str(one.tag).rpartition("}")[2] for one in ElementTree.parse(file).iter()}
                    assert not names & {"script", "foreignObject", "a", "iframe"}, names
    return looked
