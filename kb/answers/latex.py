"""Tables for a paper: booktabs and longtable, everything from a document escaped, the sources named below."""

from __future__ import annotations

from collections.abc import Iterator

from kb.answers.plain import show_plain
from kb.answers.sheet import Sheet, describe_column
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


def escape_tex(text: str) -> str:
    r"""Text in which TeX finds nothing to do.

    >>> escape_tex("覆盖率≥90% \\input{x}")     # "coverage"
    '覆盖率$\\geq$90\\% \\textbackslash{}input\\{x\\}'
    """
    return show_plain(" ".join(text.split())).translate(_SPECIAL)


def write_latex(sheet: Sheet, comparison: bool) -> Iterator[str]:
    """Lines of a longtable; a comparison in its wide form. Set it with XeLaTeX or LuaLaTeX (package ctex)."""
    rows, keys = list(sheet.rows), list(sheet.keys)
    sources = sorted({str(row["source"]) for row in rows if row.get("source")})
    if comparison:
        from kb.answers.wide import widen

        rows, keys = widen(rows)
    heads = " & ".join(escape_tex(describe_column(key).zh or key) for key in keys)
    yield "% needs \\usepackage{ctex,longtable,booktabs} and XeLaTeX or LuaLaTeX\n"
    yield f"\\begin{{longtable}}{{{'l' * len(keys)}}}\n\\toprule\n{heads} \\\\\n\\midrule\n\\endhead\n"
    for row in rows:
        yield " & ".join(escape_tex(as_text(row.get(key))) for key in keys) + " \\\\\n"
    yield "\\bottomrule\n\\end{longtable}\n"
    if comparison and sources:
        named = f"来源：{'；'.join(sources)}。{sheet.about.get('program', '')}"
        yield f"{{\\footnotesize {escape_tex(named)}}}\n"
