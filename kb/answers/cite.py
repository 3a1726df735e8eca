"""How to cite a plan: GB/T 7714—2015, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
from typing import Any

from corpus.errors import QueryError
from kb.database import Database, rows_of

Row = dict[str, Any]
STYLES = ("gbt7714", "bibtex", "csl")
_MARKS = {"report": "R"}  # GB/T 7714 document types; others are A, archives and government documents
_BIBTEX = str.maketrans({c: "\\" + c for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\~{}", "^": r"\^{}"})


def cite_plan(db: Database, plan_id: str, style: str = "gbt7714") -> str:
    """The citation of a plan. Raises QueryError for an unknown plan or style."""
    found = rows_of(
        db,
        """SELECT l.plan_id, l.title, l.issuer, l.number, l.date, l.year, l.kind, l.place_name, s.name, s.metadata
        FROM plans l JOIN sources s USING (source_id) WHERE l.plan_id = ?""",
        (plan_id,),
    )
    plan = next(found, None)
    if plan is None:
        raise QueryError(plan_id, "is no plan of this knowledge base", remedy="junxian export plans --format csv")
    if style not in STYLES:
        raise QueryError(style, "is no style of citation", remedy=", ".join(STYLES))
    plan["url"] = _url(json.loads(plan["metadata"]))
    return {"gbt7714": write_gbt7714, "bibtex": write_bibtex, "csl": write_csl}[style](plan)


def write_gbt7714(plan: Row) -> str:
    """One line in GB/T 7714—2015; what the text does not say is left out.

    >>> write_gbt7714({"title": "青禾县医共体建设方案", "issuer": "青禾县人民政府", "number": "青政〔2026〕3号",
    ...                "date": "2026-03-01", "year": 2026, "kind": "plan", "url": None})
    '青禾县人民政府. 青禾县医共体建设方案: 青政〔2026〕3号[A]. 2026-03-01.'
    """
    author = plan["issuer"] or plan.get("place_name")
    mark = _MARKS.get(plan["kind"], "A") + ("/OL" if plan["url"] else "")
    head = f"{author}. " if author else ""
    title = plan["title"] or "[无题]"
    number = f": {plan['number']}" if plan["number"] else ""
    date = _known_date(plan) or "[日期不详]"
    link = f" {plan['url']}." if plan["url"] else ""
    return _line(f"{head}{title}{number}[{mark}]. {date}.{link}")


def write_bibtex(plan: Row) -> str:
    """A BibTeX entry; braces keep the title as it is."""
    author = plan["issuer"] or plan.get("place_name")
    fields = {
        "author": f"{{{_tex(author)}}}" if author else None,
        "title": f"{{{_tex(plan['title'])}}}",
        "number": _tex(plan["number"]) if plan["number"] else None,
        "date": _known_date(plan),
        "year": str(plan["year"]) if plan["year"] else None,
        "url": plan["url"],
        "langid": "chinese",
        "note": _tex(f"{plan['name']}, {plan['plan_id']}"),
    }
    kind = "techreport" if plan["kind"] == "report" else "misc"
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{re.sub(r'[^0-9a-zA-Z-]', '', plan['plan_id'])},\n{body}\n}}"


def write_csl(plan: Row) -> str:
    """One CSL-JSON item."""
    author = plan["issuer"] or plan.get("place_name")
    date = _known_date(plan) or (str(plan["year"]) if plan["year"] else "")
    parts = [int(part) for part in date.split("/")[0].split("-") if part.isdigit()]
    item: Row = {
        "id": plan["plan_id"],
        "type": "report" if plan["kind"] == "report" else "document",
        "title": plan["title"],
        "language": "zh-CN",
    }
    item |= {"author": [{"literal": author}]} if author else {}
    item |= {"number": plan["number"]} if plan["number"] else {}
    item |= {"issued": {"date-parts": [parts]}} if parts else {}
    item |= {"URL": plan["url"]} if plan["url"] else {}
    item["archive_location"] = plan["name"]
    return json.dumps(item, ensure_ascii=False)


def _known_date(plan: Row) -> str | None:
    date = plan["date"] or (str(plan["year"]) if plan["year"] else None)
    return date if date and "X" not in date else (str(plan["year"]) if plan["year"] else None)


def _url(metadata: dict[str, str]) -> str | None:
    for name, value in sorted(metadata.items()):
        if name.lower() in ("url", "canonical", "og:url", "网址") and re.fullmatch(r"https?://[^\s<>\"{}\\^`]+", value):
            return value
    return None


def _tex(text: str) -> str:
    return _line(text).translate(_BIBTEX)


def _line(text: str) -> str:
    return " ".join(text.split())
