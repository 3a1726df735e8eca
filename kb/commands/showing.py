"""``show``: one provision or fact beside its original."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from kb.answers.tables import as_text, print_rows
from kb.commands.options import DEFAULT_BASE, AnyFormat, Base, Format, app, describe
from kb.messages import say

_ORIGINAL = "original"  # where it stands among the lines
_TOLD = ("indicator", "indicator_id", "comparator", "value", "value_max", "unit", "change", "status", "hedge",
         "deadline", "type", "edtf", "every", "length", "role", "duty", "post", "fact_id")  # fmt: skip


@app.command(help=describe("show", "show {provision}"))
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help=say("argument.id"))],
    kb: Base = DEFAULT_BASE,
    format: AnyFormat = Format.table,
) -> None:
    """One thing beside its original."""
    from kb.answers.plain import show_plain
    from kb.base import open
    from kb.questions.show import KEYS
    from kb.questions.show import show as show_one

    with open(kb) as base, base.limited() as db:
        row = show_one(db, identity)
    if format is not Format.table:
        print_rows([row], KEYS, format=format)
        return
    lines = [f"{row['title']}  {row['address'] or ''}".rstrip()]
    bytes_ = f", bytes {row['byte_start']}–{row['byte_end']}" if row["byte_start"] is not None else ""
    page = f", page {row['page']}" if row["page"] else ""
    lines.append(f"{row['source']}, line {row['line']}{page}, characters {row['start']}–{row['end']}{bytes_}")
    lines += ["", row["text"]]
    if row["original"] != row["text"]:
        lines += ["", _ORIGINAL]
    for fact in row["facts"] or ():
        own = {k: v for k, v in fact.items() if k in _TOLD and v not in (None, "")}
        lines.append(f"  {fact['kind']}: {fact['text']}  " + ", ".join(f"{k} {as_text(v)}" for k, v in own.items()))
    lines += [f"  repair {r['rule']} ({r['verdict']}): {r['raw']} → {r['restored']}" for r in row["repairs"]]
    original = _underline_repairs(row) if sys.stdout.isatty() else show_plain(row["original"])
    sys.stdout.write("\n".join(original if line is _ORIGINAL else show_plain(line) for line in lines) + "\n")


def _underline_repairs(row: dict[str, Any]) -> str:
    """The original for a terminal, every repaired piece underlined."""
    from kb.answers.plain import show_plain

    parts, at, text = [], 0, row["original"]
    for one in row["repairs"]:
        start, end = max(at, one["start"] - row["start"]), min(len(text), one["end"] - row["start"])
        parts.append(f"{show_plain(text[at:start])}\x1b[4m{show_plain(text[start:end])}\x1b[24m")
        at = max(at, end)
    return "".join([*parts, show_plain(text[at:])])
