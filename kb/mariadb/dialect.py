"""What MariaDB writes otherwise than SQLite: placeholders, aggregates, the tables of a publication."""

from __future__ import annotations

import re
from functools import lru_cache

from kb import schema

# One session for both: ANSI quotes and ||, strings compared code point by code point with their spaces.
SESSION = (
    "SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,STRICT_ALL_TABLES',"
    " collation_connection = 'utf8mb4_nopad_bin', group_concat_max_len = 1073741824, time_zone = '+00:00'"
)
LAYOUT = 10 * schema.VERSION + 1  # of what is published
COLLATION = "utf8mb4_nopad_bin"
# Measured on every common function, one server beside two shards: with these the shards gave other rows.
_UNSAFE = re.compile(
    r"\b(instr|locate|position|space|json_valid|nullif)\s*\(|\b(escape|collate|interval)\b", re.IGNORECASE
)
_PIECES = re.compile(r"'(?:[^']|'')*'|[^']+")
_TABLE = re.compile(r'\b(FROM|JOIN)(\s+)("?)([a-z_]+[0-9]*)\3(?![\w.("])', re.IGNORECASE)
_JOINED = re.compile(r"group_concat\(([^()',]+), \0(\d+)\0\)")


@lru_cache(maxsize=512)
def find_unsafe(sql: str) -> str:
    """The first thing in a statement that Spider (10.11) hands to its shards otherwise than it was meant, or "".

    >>> find_unsafe("SELECT text FROM provisions WHERE instr(text, '70%')"), find_unsafe("SELECT 'instr(' FROM plans")
    ('instr', '')
    """
    found = _UNSAFE.search(_PIECES.sub(lambda piece: "" if piece.group()[0] == "'" else piece.group(), sql))
    return (found[1] or found[2]) if found else ""


@lru_cache(maxsize=512)
def translate(sql: str, suffix: str, names: frozenset[str]) -> str:
    """A question's SQL as MariaDB and its driver read it; tables in ``names`` get the suffix of their publication.

    >>> translate("SELECT title FROM plans WHERE year = ? AND title LIKE '10%?'", "_7", frozenset({"plans"}))
    "SELECT title FROM plans_7 WHERE year = %s AND title LIKE '10%%?'"
    >>> translate("SELECT group_concat(code, '|') FROM notes", "", frozenset())
    "SELECT group_concat(code SEPARATOR '|') FROM notes"
    """
    texts: list[str] = []

    def put_aside(piece: re.Match[str]) -> str:
        if piece.group().startswith("'"):
            texts.append(piece.group().replace("%", "%%"))
            return f"\0{len(texts) - 1}\0"
        return piece.group().replace("%", "%%").replace("?", "%s")

    bare = _PIECES.sub(put_aside, sql)
    bare = _TABLE.sub(lambda m: f"{m[1]}{m[2]}{m[4]}{suffix}" if m[4] in names else m.group(), bare)
    bare = _JOINED.sub(lambda m: f"group_concat({m[1]} SEPARATOR \0{m[2]}\0)", bare)
    return re.sub("\0(\\d+)\0", lambda m: texts[int(m[1])], bare)


def escape_phrase(words: str) -> str:
    r"""Words as a phrase of Mroonga's boolean mode: every character stands for itself.

    >>> escape_phrase('说"好"')         # "say 'good'"
    '"说\\"好\\""'
    """
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
