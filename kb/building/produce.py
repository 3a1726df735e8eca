"""One file to one Product: read, settle, find. The only place where the building worker's steps are written."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path

from corpus.errors import SourceError
from corpus.matching import compiled  # noqa: F401  first: it spares the others to compile their patterns
from corpus.model import Plan, Source
from extract.records import Measure
from kb.building.product import Product
from kb.building.rows import Found, Row, name_source, rows_of


def produce(path: str, name: str) -> Product:
    """All rows that one file comes to. Never raises for a bad file: the product then says what and why."""
    from corpus.pipeline import settle
    from corpus.sources import read_source

    try:
        source = read_source(Path(path), name=name)
        document = settle(source)
        return rows_of(document, [find_all(plan, source) for plan in document.plans], fingerprint())
    except SourceError as error:
        return failed(name, error)
    except Exception as error:
        return broken(name, error)


def find_all(plan: Plan, source: Source) -> Found:
    """Everything that extraction finds in one plan."""
    from extract.gazetteer import load_gazetteer
    from extract.mentions import find_mentions
    from extract.pipeline import extract_facts
    from extract.places import find_places
    from extract.references import find_abbreviations, find_references
    from extract.scopes.jurisdiction import find_jurisdiction
    from extract.scopes.statements import find_provision_places, find_statement_places
    from extract.status.phases import MeasureContext
    from extract.topics import find_topics

    facts = extract_facts(plan)
    places = find_places(plan.text)
    where = find_jurisdiction(plan, source, places)
    stretches = find_statement_places(plan, where, places)
    return Found(
        facts=facts,
        mentions=find_mentions(
            plan.text, [fact for fact in facts if isinstance(fact, Measure)], MeasureContext.of(plan)
        ),
        places=places,
        references=find_references(plan.text),
        abbreviations=find_abbreviations(plan.text),
        place=where.code,
        place_name=load_gazetteer().full_name(where.code) if where.code else where.name,
        place_level=where.level,
        place_evidence="; ".join(why for why, _, _ in where.evidence),
        statement_places=stretches,
        provision_places=find_provision_places(plan, stretches),
        divisions={code: _described(code) for _, _, code in stretches},
        topics=[topic.name if topic else None for topic in find_topics(plan, explain=False)],
        notes=where.notes,
    )


def _described(code: str) -> tuple[str, str | None]:
    from extract.gazetteer import load_gazetteer
    from extract.places import level_of

    return load_gazetteer().full_name(code) or code, level_of((code,))


def failed(name: str, error: SourceError, *, sha256: str | None = None) -> Product:
    """The product of a file that could not be read: a source in state failed, or skipped where no reader is known."""
    from corpus.errors import Unsupported

    reason = f"{error.reason} ({error.where})" if error.where else error.reason
    state = "skipped" if type(error) is Unsupported else "failed"
    return unread(name, state, reason, error.remedy, sha256=sha256)


def broken(name: str, error: BaseException) -> Product:
    """The product of a file on which our own program stumbled; it must not stop the build."""
    reason = f"stumbled over it: {type(error).__name__}: {error}"
    return unread(name, "failed", reason[:500], "please report this with the file; the other files are not affected")


def unread(name: str, state: str, reason: str, remedy: str, *, sha256: str | None = None) -> Product:
    """The product of a file that gave no text."""
    row: Row = {"source_id": name_source(name, sha256 or ""), "name": name, "sha256": sha256, "state": state}
    row |= {"reason": reason, "remedy": remedy, "evidence": "", "metadata": "{}", "pages": "[]", "characters": 0}
    return Product(row | {"settings": ""})


@cache
def fingerprint() -> str:
    """Version of the program with a hash of everything that reads and finds: when it changes, sources are read anew."""
    whole = hashlib.sha256()
    for package in ("corpus", "extract"):
        for file in _files(resources.files(package)):
            whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{metadata.version('junxian')}+{whole.hexdigest()[:12]}"


def _files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += [] if entry.name in ("__pycache__", "samples") else _files(entry)
        elif not entry.name.endswith(".pyc"):
            found.append(entry)
    return found
