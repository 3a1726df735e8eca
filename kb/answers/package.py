"""``datapackage.json`` (Data Package v2) beside a csv: what the columns mean and where the rows come from.

A file of that name that somebody else made is left alone: ours is then called after the csv.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from kb.answers.files import atomic_write
from kb.answers.plain import show_plain
from kb.answers.sheet import Sheet

_PACKAGE = "https://datapackage.org/profiles/2.0/datapackage.json"
_RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
_DIALECT = "https://datapackage.org/profiles/2.0/tabledialect.json"
_SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"
_MOST_SOURCES = 2_000
_TYPES = {"integer": "integer", "number": "number", "boolean": "boolean", "string": "string"}


def write_package(sheet: Sheet, csv: Path, *, rows: int) -> Path:
    """Describe this csv in ``datapackage.json`` of its folder; other csv files described there by us stay.

    Where that file is not ours, in ``NAME.datapackage.json``. Gives the file written.
    """
    path = csv.parent / "datapackage.json"
    package = _read(path)
    if not package and path.exists():
        path, package = csv.with_suffix(".datapackage.json"), {}
    others = [
        r
        for r in package.get("resources", [])
        if r.get("path") != csv.name and (csv.parent / str(r.get("path"))).exists()
    ]
    package |= {"$schema": _PACKAGE, "name": "junxian-export", "title": "junxian", "created_by": "junxian"}
    package["description"] = show_plain("; ".join(f"{name}: {value}" for name, value in sheet.about.items()))
    package["sources"] = [
        {"title": show_plain(str(row["source"])), "sha256": row["sha256"]}
        for row in list(sheet.sources)[:_MOST_SOURCES]
    ]
    if not package["sources"]:
        del package["sources"]
    package["resources"] = sorted([*others, _resource(sheet, csv, rows)], key=lambda resource: str(resource["name"]))
    with atomic_write(path) as part:
        part.write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _resource(sheet: Sheet, csv: Path, rows: int) -> dict[str, Any]:
    with csv.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    fields = [
        {"name": c.name, "type": _TYPES[c.type], "title": c.zh, "description": c.en}
        | ({"trueValues": ["true"], "falseValues": ["false"]} if c.type == "boolean" else {})
        for c in sheet.columns
    ]
    stem = re.sub(r"[^a-z0-9._-]+", "-", csv.stem.lower()).strip("-.")
    name = stem or hashlib.sha256(csv.stem.encode()).hexdigest()[:12]
    return {
        "$schema": _RESOURCE,
        "type": "table",
        "name": name,
        "title": sheet.name,
        "path": csv.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": csv.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": rows,
        "dialect": {"$schema": _DIALECT, "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "header": True},
        "schema": {"$schema": _SCHEMA, "fields": fields, "missingValues": [""]},
    }


def _read(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return package if isinstance(package, dict) and package.get("created_by") == "junxian" else {}
