"""What Datasette is told of a knowledge base: titles, descriptions, facets, ready-made questions."""

from __future__ import annotations

from typing import Any

from kb.schema import BY_NAME, KINDS, REVIEWED, codebook

Metadata = dict[str, Any]

_FACETS = {
    "measures": ("indicator_id", "status", "place_name", "year"),
    "dates": ("type", "place_name", "year"),
    "roles": ("role", "office", "place_name", "year"),
    "facts": ("kind", "place_name", "year"),
    "mentions": ("indicator_id", "reason", "place_name", "year"),
    "plans": ("kind", "year", "place_level", "place_name"),
    "provisions": ("topic", "place"),
    "sources": ("state", "reader", "encoding"),
    "repairs": ("rule", "verdict"),
    "notes": ("code",),
    "reviews": ("coder", "decision", "kind"),
}
_VIEWS = {
    "measures": "指标数值，人工更正优先 · Numbers with a unit; corrections of researchers come first",
    "dates": "时间与期限 · Dates and deadlines",
    "roles": "牵头、配合、负责等职责 · Who leads, supports, answers for what",
    "facts": "全部事实 · All facts of the three kinds",
    "mentions": "提及而未给数值的指标 · Indicators named without a number, and why",
}
_HIDDEN = (
    *KINDS.values(), *REVIEWED.values(), "mention_facts", "settled", "meta",
    *(f"{index}_fts{part}" for index in ("provisions", "headings") for part in ("", "_data", "_idx", "_config")),
)  # fmt: skip

_PLACED = "coalesce(d.name, l.place_name) AS place_name"
_JOINED = """JOIN plans l ON l.plan_id = p.plan_id JOIN sources s ON s.source_id = l.source_id
  LEFT JOIN divisions d ON d.place = p.place"""
_FOUND = "fact_id, place_name, year, title, sentence, text"

QUERIES: dict[str, tuple[str, str]] = {
    "search": (
        "检索条款：直接输入词语，繁简均可 · Provisions that hold the words, either script",
        f"""SELECT p.provision_id, {_PLACED}, l.year, l.title, p.address, p.text, s.name AS source
FROM provisions_fts f JOIN provisions p ON p.number = f.rowid {_JOINED}
WHERE f.provisions_fts MATCH junxian_match(:words) AND junxian_holds(:words, p.text)
ORDER BY p.number LIMIT 500""",
    ),
    "compare": (
        "某指标的各地数值（标准名，如 县域就诊率）· One indicator across places",
        f"""SELECT place_name, year, status, comparator, value, value_max, unit, deadline, reviewed, {_FOUND}, source
FROM measures WHERE indicator_id = :indicator AND (:status = '' OR status = :status)
ORDER BY place, year, source, start""",
    ),
    "indicators": (
        "有哪些指标、涉及多少地方 · Which indicators there are, and in how many places",
        """SELECT indicator_id AS indicator, count(DISTINCT place) AS places, count(*) AS measures
FROM measures WHERE indicator_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 3 DESC, 1""",
    ),
    "deadlines": (
        "某年到期的事项 · What is due in a year",
        f"""SELECT coalesce(resolved, edtf) AS due, {_FOUND}, source FROM dates
WHERE type IN ('deadline', 'interval') AND coalesce(resolved, edtf) LIKE '%' || :due_year || '%' ORDER BY 1, place""",
    ),
    "duties": (
        "某部门的职责（名称中的字）· What an office does, by characters of its name",
        f"""SELECT role, office, duty, {_FOUND}, source FROM roles
WHERE instr(text, :office) OR instr(coalesce(office, ''), :office) ORDER BY place, role, source, start""",
    ),
    "unread": (
        "未能正常读取的来源与建议 · Sources with a warning or a fault, and what to do",
        "SELECT name AS source, state, reason, remedy FROM sources WHERE state != 'ok' ORDER BY state, name",
    ),
    "evidence": (
        "一项事实及其原文 · One fact beside its original text",
        """SELECT f.kind, f.text, f.sentence, junxian_original(s.original, f.original_start, f.original_end)
  AS original_text, f.place_name, f.year, f.title, f.address, f.source, f.original_start AS start,
  f.original_end AS "end", f.rule, f.reviewed, f.provision_id, f.fact_id
FROM facts f JOIN sources s ON s.name = f.source
WHERE f.fact_id = :fact_id AND f.plan_id IN (SELECT plan_id FROM plans WHERE source_id
  = substr(:fact_id, 1, instr(:fact_id, ':') - 1))""",
    ),
    "provision": (
        "一条条款及其原文 · One provision beside its original text",
        f"""SELECT p.text, junxian_original(s.original, p.original_start, p.original_end) AS original_text,
  {_PLACED}, l.year, l.title, p.heading, p.address, s.name AS source, p.original_start AS start,
  p.original_end AS "end", p.topic, p.provision_id
FROM provisions p {_JOINED} WHERE p.provision_id = :provision_id""",
    ),
}


def describe_for_datasette(name: str, program: str = "") -> Metadata:
    """The metadata of the database ``name``.

    >>> describe_for_datasette("junxian")["databases"]["junxian"]["tables"]["roles"]["facets"]
    ['role', 'office', 'place_name', 'year']
    """
    notes: dict[str, dict[str, str]] = {}
    for row in codebook():
        notes.setdefault(row["table"], {})[row["column"]] = f"{row['说明']} · {row['description']}"
    tables: dict[str, Metadata] = {}
    for table in BY_NAME.values():
        about = f"{table.zh} · {table.note}"
        tables[table.name] = {"description": about, "columns": notes[table.name], "hidden": table.name in _HIDDEN}
    for view, about in _VIEWS.items():
        tables[view] = {"description": about, "columns": _view_columns(view, notes)}
    tables["plans"]["label_column"], tables["sources"]["label_column"] = "title", "name"
    for hidden in _HIDDEN:
        tables.setdefault(hidden, {})["hidden"] = True
    for table_name, facets in _FACETS.items():
        tables[table_name] |= {"facets": list(facets), "size": 50}
    queries = {key: {"title": about, "sql": sql, "hide_sql": True} for key, (about, sql) in QUERIES.items()}
    about = "地方政府规划文件知识库，只读 · A knowledge base over Chinese local-government plans, read-only"
    database = {"description": about, "tables": tables, "queries": queries}
    ahead = f"点开 {name}：检索、比较等现成的查询 · Open {name} for ready-made questions: search, compare … ({program})"
    top = {"title": "junxian", "description": ahead, "extra_css_urls": ["/static-junxian/junxian.css"]}
    return top | {"databases": {name: database}}


def _view_columns(view: str, notes: dict[str, dict[str, str]]) -> dict[str, str]:
    from kb.answers.sheet import describe_column

    own = notes.get(f"{view.removesuffix('s')}_facts", {})
    shared = ("source", "place", "place_name", "plan_place", "said_by", "year", "title", "address", "sentence",
              "original", "reviewed", "kind", "provision_id", "heading", "topic", "plan")  # fmt: skip
    told = {key: f"{describe_column(key).zh} · {describe_column(key).en}" for key in shared if describe_column(key).en}
    return {key: about for key, about in own.items() if key not in ("checksum", "outside", "provision")} | told
