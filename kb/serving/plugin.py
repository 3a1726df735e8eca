"""What Datasette learns from us: our search, the original text of a passage, links to the evidence."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from markupsafe import Markup, escape

from corpus.errors import QueryError
from kb.answers.plain import part_at, show_plain
from kb.index.grams import fold
from kb.packing import unpack_text
from kb.questions.query import Query, parse_query

_AROUND = 60  # characters of the original before and after a passage
_NOTHING = '"〓〓〓"'  # the index holds single characters and pairs: no row has this
_LINKED = {"fact_id": "evidence", "provision_id": "provision"}


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Functions that the ready-made questions use."""
    conn.create_function("junxian_match", 1, match_words, deterministic=True)
    conn.create_function("junxian_holds", 2, holds_words, deterministic=True)
    conn.create_function("junxian_original", 3, original_around, deterministic=True)


@lru_cache(maxsize=64)
def _parsed(words: str) -> Query | None:
    try:
        return parse_query(words)
    except QueryError:
        return None


def match_words(words: str | None) -> str:
    """What to ask of the index for words as a person types them."""
    query = _parsed(words or "")
    return (query.match if query and query.tree else None) or _NOTHING


def holds_words(words: str | None, text: str | None) -> int:
    """1 where the text holds the words."""
    query = _parsed(words or "")
    return int(bool(query and query.tree and query.tree.holds(fold(text or ""))))


def original_around(packed: bytes | None, start: int, end: int) -> str | None:
    """A passage of the original text between ⟦ and ⟧, with what stands around it."""
    if packed is None:
        return None
    text = unpack_text(packed)
    left, right = max(0, start - _AROUND), min(len(text), end + _AROUND)
    before, after = "…" * (left > 0) + text[left:start], text[end:right] + "…" * (right < len(text))
    return show_plain(f"{before}⟦{text[start:end]}⟧{after}")


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, database: str, datasette: Any) -> Any:
    """Text of documents as text, whatever it looks like; identities as links; the expression marked."""
    if not isinstance(value, str) or column in ("plan_id", "source_id"):  # Datasette links these itself
        return None
    shown = escape(show_plain(value))
    if column in _LINKED and database:
        href = f"{datasette.urls.query(database, _LINKED[column])}?{column}={quote(value, safe='')}"
        return Markup('<a href="{}">{}</a>').format(href, shown)
    names = row.keys() if hasattr(row, "keys") else ()
    if column == "sentence" and "text" in names and row["text"]:
        about = next((row[name] for name in ("indicator_id", "indicator") if name in names and row[name]), "")
        return _marked(value, row["text"], about)
    if column == "original_text":
        before, _, rest = value.partition("⟦")
        inside, _, after = rest.rpartition("⟧")
        return Markup("{}<mark>{}</mark>{}").format(before, inside, after)
    return Markup('<span style="white-space: pre-wrap">{}</span>').format(shown) if column == "text" else shown


def _marked(sentence: str, text: str, about: str) -> Markup:
    before, found, after = part_at(sentence, text, about)
    if not found:
        return escape(show_plain(sentence))
    return Markup("{}<mark>{}</mark>{}").format(show_plain(before), show_plain(found), show_plain(after))
