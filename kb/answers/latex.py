"""Tables for a paper: booktabs and longtable, everything from a document escaped, the sources named below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.answers.plain import show_plain
from kb.answers.sheet import Row, Sheet, describe_column
from kb.answers.tables import as_text

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{char: "\\" + char for char in "{}#$%&_"},
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "≥": r"$\geq$",
        "≤": r"$\leq$",
        "≈": r"$\approx$",
        "[": "{[}",  # after the end of a row a bracket would be read as its distance, a star as its option
        "*": "{*}",
    }
)

# Of many columns, those that fit on paper; the csv has them all.
_PRINTED = {
    "事实": ("place_name", "year", "indicator", "text", "status", "edtf", "role", "duty", "sentence", "source"),
    "文件": ("place_name", "title", "number", "issuer", "date", "kind", "source"),
    "条款": ("place_name", "year", "heading", "text", "source"),
}
_ACROSS = 5  # indicators of a comparison that stand beside each other
_NARROW, _WIDEST = 8, 40  # half-width characters that a column is given at least and at most


def escape_tex(text: str) -> str:
    r"""Text in which TeX finds nothing to do.

    >>> escape_tex("覆盖率≥90% \\input{x}")     # "coverage"
    '覆盖率$\\geq$90\\% \\textbackslash{}input\\{x\\}'
    """
    return show_plain(" ".join(text.split())).translate(_SPECIAL)


def write_latex(sheet: Sheet, comparison: bool) -> Iterator[str]:
    """Lines of tables as wide as the page; a comparison some indicators at a time, its sources below.

    Set them with XeLaTeX or LuaLaTeX (package ctex). Facts, plans and provisions have the columns that one reads.
    """
    rows, keys = list(sheet.rows), list(sheet.keys)
    yield "% needs \\usepackage{ctex,array,longtable,booktabs} and XeLaTeX or LuaLaTeX\n"
    if not comparison:
        chosen = [key for key in _PRINTED.get(sheet.name, keys) if any(as_text(row.get(key)) for row in rows)]
        yield from _write_table(rows, chosen or keys)
        return
    from kb.answers.wide import widen

    sources = sorted({str(row["source"]) for row in rows if row.get("source")})
    rows, keys = widen(rows)
    named = {(row["place"], row["place_name"]) for row in rows}
    stub = keys[1:3] if len({name for _, name in named}) == len(named) else keys[:3]
    for begin in range(3, len(keys), _ACROSS):
        yield from _write_table(rows, stub + keys[begin : begin + _ACROSS])
    if sources:
        told = f"来源：{'；'.join(sources)}。{sheet.about.get('program', '')}"
        yield f"{{\\footnotesize\\raggedright {_breakable(escape_tex(told))}\\par}}\n"


def _write_table(rows: Sequence[Row], keys: Sequence[str]) -> Iterator[str]:
    heads = [escape_tex(describe_column(key).zh or key) for key in keys]
    cells = [[_breakable(escape_tex(as_text(row.get(key)))) for key in keys] for row in rows]
    yield f"{{\\footnotesize\\setlength{{\\tabcolsep}}{{3pt}}\n\\begin{{longtable}}{{{_share_width(heads, cells)}}}\n"
    yield f"\\toprule\n{' & '.join(heads)} \\\\\n\\midrule\n\\endhead\n"
    for line in cells:
        yield " & ".join(line) + " \\\\\n"
    yield "\\bottomrule\n\\end{longtable}}\n"


def _share_width(heads: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Columns that fill the line, each as wide as most of its cells need."""
    needs = []
    for n, head in enumerate(heads):
        widths = sorted(_width(line[n]) for line in cells) or [0]
        needs.append(min(_WIDEST, max(_NARROW, _width(head) // 2, widths[len(widths) * 9 // 10] + 2)))
    whole = sum(needs)
    return "".join(
        f">{{\\raggedright\\arraybackslash}}p{{\\dimexpr {need / whole:.3f}\\linewidth-2\\tabcolsep}}" for need in needs
    )


def _width(text: str) -> int:
    """In half-width characters.

    >>> _width("2025年")
    6
    """
    return sum(1 + (char >= "\u2e80") for char in text)


def _breakable(text: str) -> str:
    """Long names of files may go on in the next line."""
    return text.replace("\\_", "\\_\\allowbreak{}")
