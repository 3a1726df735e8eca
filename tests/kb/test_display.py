"""Notebook display: nothing of a document acts, columns are chosen, sizes and gaps are told, cells lead back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import kb
from corpus.errors import QueryError
from kb.answers import display, views
from kb.answers.widgets import pick_comparison, write_code
from kb.base import KnowledgeBase
from kb.questions.compare import KEYS

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> </table>$x$ [red] \x1b[2J\u202e\'"&amp;</p>'


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Two invented plans, one of them with traps, read by the real pipeline."""
    folder = tmp_path_factory.mktemp("plans")
    (folder / "a.txt").write_text(
        "安吉縣2026年紧密型医共体建设方案\n一、工作目标\n到2026年底前，縣(xiàn)域就診率達到90%以上，力爭基層就診率達到65%左右。\n"
        "二、职责分工\n县卫生健康局牵头，县财政局配合，2026年6月底前完成组建。\n",
        encoding="utf-8",
    )
    (folder / "b<i>.txt").write_text(
        f"平江县2026年医共体工作方案{HOSTILE}\n一、目标{HOSTILE}\n到2026年底前，县域就诊率{HOSTILE}达到88%以上。\n"
        f"居民收入增长与经济增长同步{HOSTILE}。县教育局<b>牵头</b>。\n",
        encoding="utf-8",
    )
    kb.build([folder], folder / "t.db", workers=1)
    with kb.open(folder / "t.db") as opened:
        yield opened


class Tags(HTMLParser):
    """Collects tags and attributes, as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def assert_inert(html: str) -> None:
    seen = Tags(html)
    assert {tag for tag, _ in seen.tags} <= set(
        "div table thead tbody tr th td p b span mark details summary ul li h3 h4".split()
    )
    assert all(set(attributes) <= {"style", "title"} for _, attributes in seen.tags)
    assert "\x1b" not in html and "\u202e" not in html


def hostile_table() -> display.Answer:
    return display.Answer([[HOSTILE, 1, None], ["青禾县", 2, 2.5]], columns=[HOSTILE, "year", "value"])


def test_plain_tables_are_inert() -> None:
    html = display.write_table(hostile_table(), interactive=False)
    assert_inert(html)
    assert "&lt;script&gt;" in html


def test_interactive_tables_are_inert_and_offline() -> None:
    """The cells travel as JSON and are shown as text; nothing is fetched."""
    html = display.write_table(hostile_table(), interactive=True)
    assert "<script>alert" not in html and "<img" not in html
    assert '"allow_html": true' not in html
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?:https?:)?//""", re.sub(r"<a href=\S+", "<a", html))
    assert not re.search(r"""(?:import|from)\s*\(?["']https?:""", html)
    assert "\u202e" not in html and "\\u202e" not in html


def test_views_are_inert(base: KnowledgeBase) -> None:
    for page in (
        views.show_comparison(base, base.compare()),
        *(views.show_plan(base, p) for p in base.plans().plan_id),
    ):
        assert_inert(page.html)
    for fact in base.facts().fact_id:
        assert_inert(views.show_evidence(base, fact).html)


def test_comparisons_of_topics_and_roles_show_what_one_reads(base: KnowledgeBase) -> None:
    """Not all thirty columns: the provision, or who does what."""
    for table, words in ((base.compare(topic="工作目标"), "县域就诊率"), (base.compare(role="lead"), "县卫生健康局")):
        seen = Tags(display.write_table(table, interactive=False))
        assert sum(tag == "th" for tag, _ in seen.tags) <= 8 < len(table.columns)
        assert any(words in text for text in seen.text)


def test_a_deadline_of_this_year_is_left_to_the_year() -> None:
    table = display.Answer(
        [["青禾县", 2026, "XXXX"], ["云岭县", 2026, "2026-12"]], columns=["place_name", "year", "deadline"]
    )
    html = display.write_table(table, interactive=False)
    assert "XXXX" not in html and "2026-12" in html


def test_an_answer_stays_one(base: KnowledgeBase) -> None:
    """Rows and columns picked by the reader are shown as readably as the whole."""
    table = display.Answer(base.compare())
    for picked in (
        table[["place_name", "gap"]],
        table.head(1),
        table[table["value"].notna()],
        table.sort_values("year"),
    ):
        assert isinstance(picked, display.Answer)
        assert "rows" in picked._repr_html_()
    assert isinstance(table, pd.DataFrame)


def test_questions_give_answers(base: KnowledgeBase) -> None:
    tables = (base.search("就诊率"), base.facts(), base.plans(), base.report(), base.timeline(), base.roles())
    assert all(isinstance(table, display.Answer) for table in tables)


def test_a_whole_answer_shows_what_one_reads_first() -> None:
    row = dict.fromkeys(KEYS, "甲") | {"value": 90.0, "value_max": None, "unit": "%", "comparator": ">="}
    table = display.Answer([row], columns=list(KEYS))
    assert display.choose_columns(table)[:4] == ["place_name", "year", "indicator", "cell"]
    assert f"9 / {len(KEYS)} 列 columns" in display.write_table(table, interactive=False)
    table["gap"] = None  # a column in which nothing stands is left out
    assert f"8 / {len(KEYS)} 列 columns" in display.write_table(table, interactive=False)


def test_rows_left_out_are_counted() -> None:
    table = display.Answer({"year": range(100)})
    assert f"showing {display.MOST_PLAIN} of 100 rows" in display.write_table(table, interactive=False)
    many = display.Answer({"year": range(700)})
    assert f"showing {display.MOST_ROWS} of 700 rows" in display.write_table(many, interactive=True)


def test_years_stay_whole_and_nothing_is_blank() -> None:
    table = display.Answer({"year": pd.array([2025, None], dtype="Int64"), "value": [1.5, None], "text": [None, "x"]})
    html = display.write_table(table, interactive=False)
    assert "2025<" in html and not re.search("nan|None|&lt;NA|2025.0", html)


def test_gaps_are_explained(base: KnowledgeBase) -> None:
    html = display.write_table(base.compare(["县域就诊率", "居民人均可支配收入增速"]), interactive=False)
    assert "空缺" in html and "×" in html
    assert "没有提到" in html or "合并" in html


def test_a_cell_opens_its_sentence_in_both_texts(base: KnowledgeBase) -> None:
    html = views.show_comparison(base, base.compare(["县域就诊率", "基层就诊率"], place="安吉县")).html
    assert ">≥90%</summary>" in html and "≈65%</summary>" in html and "力争" in html
    assert ">90%以上</mark>" in html, "the value stands out in the clean sentence"
    assert "縣(xiàn)域就診率達到" in html, "the original is as it was"
    assert "a.txt" in html and "第 3 行 line" in html


def test_a_plan_shows_its_facts(base: KnowledgeBase) -> None:
    plan = base.plans(place="安吉县").plan_id.iloc[0]
    seen = Tags(views.show_plan(base, plan).html)
    titles = [attributes["title"] or "" for tag, attributes in seen.tags if "title" in attributes]
    assert any("县域就诊率" in title and "value 90" in title for title in titles)
    assert any("role lead" in title for title in titles)
    assert any("edtf 2026-12" in title for title in titles)
    assert "".join(seen.text).count("县域就诊率达到90%以上") == 1, "the whole text, once"


def test_unknown_things_are_refused(base: KnowledgeBase) -> None:
    for ask in (views.show_evidence, views.show_plan):
        with pytest.raises(QueryError):
            ask(base, "nothing")
    with pytest.raises(QueryError, match="no comparison"):
        views.show_comparison(base, base.plans())


def test_pickers_tell_the_code(base: KnowledgeBase) -> None:
    box = pick_comparison(base)
    places, shown = box.children[0].children[0], box.children[1]
    assert "base.compare()" in shown.value
    places.value = "330523"
    assert "base.compare(place=&#x27;330523&#x27;)" in shown.value and "安吉县" in shown.value
    assert "平江县" not in shown.value
    assert_inert(shown.value.replace("<pre>", "").replace("</pre>", ""))
    assert write_code("", "", 0) == "views.show_comparison(base, base.compare())"


def test_export_of_any_answer(base: KnowledgeBase, tmp_path: Path) -> None:
    for name, table in (("c.xlsx", base.compare()), ("p.csv", base.plans()), ("t.html", base.timeline())):
        assert base.export(table, tmp_path / name) == len(table)
        assert (tmp_path / name).stat().st_size > 100
    with pytest.raises(QueryError):
        base.export(base.plans(), tmp_path / "p.doc")


def test_an_office_typed_otherwise_is_told_with_one_that_is_there(base: KnowledgeBase) -> None:
    answer = base.roles(office="财政厅厅")
    assert "there are 财政 (" in answer.attrs["why"] and "相近的有：财政（" in answer._repr_html_()
    assert_inert(base.roles(office=HOSTILE)._repr_html_())
