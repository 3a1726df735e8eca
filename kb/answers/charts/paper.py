"""What all charts share: the sheet with title and caption, colours that survive grey and colour-blind eyes, saving."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

from corpus.errors import QueryError
from kb.answers.files import atomic_write
from kb.answers.fonts import drawing, fit_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Row = dict[str, Any]
INK, QUIET, FAINT = "#1a1a1a", "#5f5f5f", "#c8c8c8"
# Blue and orange of Okabe and Ito: told apart by colour-blind readers, and dark against light in grey.
DARK, BRIGHT = "#0b4f8a", "#e69f00"
FORMATS = ("png", "svg", "pdf")
_DPI = 144
_CSS = 96  # pixels of a browser in an inch
_NO_BEGIN = frozenset("，。、；：？！）》」』】〕％%,.;:?!)")  # begin no line


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture; a notebook shows it, ``save`` writes png, svg or pdf (the same bytes each time)."""

    figure: Figure
    title: str
    caption: str

    def save(self, path: str | Path) -> Path:
        """Write it; the suffix says the format. Raises QueryError for a suffix that is none of ours."""
        path = Path(path)
        kind = path.suffix.lstrip(".").lower()
        if kind not in FORMATS:
            raise QueryError(path.name, "is no format of a chart", remedy=", ".join(f".{one}" for one in FORMATS))
        with atomic_write(path) as part:
            part.write_bytes(self._bytes(kind))
        return path

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        return self._bytes("png"), {"width": round(self.figure.get_figwidth() * _CSS)}  # letters as large as the page's

    def _bytes(self, kind: str) -> bytes:
        dates = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None, "ModDate": None}}
        stream = io.BytesIO()
        with drawing():
            self.figure.savefig(stream, format=kind, dpi=_DPI, metadata=dates[kind])
        return stream.getvalue()


def new_sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure with one set of axes, sizes in inches; only within ``drawing()``."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def finish(figure: Figure, title: str, caption: str) -> Chart:
    """Put the title above and the caption below, left-aligned, wrapped to the width of the sheet."""
    room = int(figure.get_figwidth() * 15.5)  # half-width characters of 8.5 points in a line
    title, caption = fit_text(title), "\n".join(wrap(fit_text(caption), room))
    figure.suptitle(title, x=0.012, ha="left", fontsize=13, color=INK)
    figure.supxlabel(caption, x=0.012, ha="left", fontsize=8.5, color=QUIET)
    return Chart(figure, title, caption)


def draw_nothing(title: str, why: str) -> Chart:
    """A sheet that says why there is nothing on it, so that a notebook runs on; ``why`` in both languages."""
    with drawing():
        figure, axes = new_sheet(7.0, 1.5)
        axes.axis("off")
        axes.text(0.5, 0.5, fit_text(why), ha="center", va="center", fontsize=10, color=QUIET, transform=axes.transAxes)
        return finish(figure, title, "n = 0。来源 sources: 0 个文件 files")


def read_rows(table: pd.DataFrame, needed: Sequence[str], question: str) -> list[Row]:
    """The rows of an answer with None for whatever is missing.

    Raises QueryError when the columns are not those of the question.
    """
    import pandas as pd

    absent = [name for name in needed if name not in table.columns]
    if absent:
        raise QueryError("this table", f"has no column {', '.join(absent)}", remedy=f"give what base.{question} gives")
    whole = table.astype(object).where(pd.notna(table), None)
    return [dict(zip(table.columns, values, strict=True)) for values in whole.itertuples(index=False, name=None)]


def name_sources(rows: Iterable[Row], *keys: str) -> str:
    """The sources in a caption: up to three by name, more by number."""
    names = sorted({str(row[key]) for row in rows for key in keys or ("source",) if row.get(key)})
    told = "、".join(names) if 0 < len(names) <= 3 else f"{len(names)} 个文件 files"
    return f"来源 sources: {told}"


def shorten(text: object, width: int) -> str:
    """At most ``width`` columns (a Chinese character takes two), with … where something was cut.

    >>> shorten("县域医共体建设方案", 10)      # "plan for the county medical consortium"
    '县域医共…'
    """
    whole = fit_text(text)
    if measure(whole) <= width:
        return whole
    while whole and measure(whole) > width - 1:
        whole = whole[:-1]
    return whole + "…"


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` columns; Chinese breaks anywhere, other words at blanks where possible.

    >>> wrap("规上工业增加值增速", 8)      # "growth of value added by industry above designated size"
    ['规上工业', '增加值增', '速']
    """
    lines, line = [], ""
    for char in text:
        if char == "\n" or (measure(line + char) > width and char not in _NO_BEGIN):
            head, blank, tail = line.rpartition(" ")
            if char not in "\n " and blank and tail.isascii() and head:
                lines.append(head)
                line = tail + char
            else:
                lines.append(line)
                line = "" if char in "\n " else char
        else:
            line += char
    return [*lines, line] if line else lines


def stack(text: str, width: int) -> str:
    """Lines of about the same length, each at most ``width`` columns, for a narrow label.

    >>> stack("地区生产总值增速", 14).split("\\n")      # "growth of gross regional product"
    ['地区生产', '总值增速']
    """
    total = measure(text)
    lines = -(-total // width) or 1
    return "\n".join(wrap(text, max(2, -(-total // lines) + total // lines % 2)))


def name_place(row: Row, *, year: bool = True, width: int | None = None) -> str:
    """“安吉县 2025” for a label, of ``width`` columns at most: a long name is cut, the year never.

    >>> name_place({"place_name": "景宁畲族自治县", "year": 2024}, width=14)     # an autonomous county
    '景宁畲族… 2024'
    """
    name = str(row.get("place_name") or row.get("place") or "(无地名)")
    told = f" {row['year']}" if year and row.get("year") is not None else ""
    return f"{shorten(name, width - len(told)) if width else name}{told}"


def measure(text: str) -> int:
    """Columns that a text takes; a Chinese character takes two."""
    width = wcswidth(text)
    return width if width >= 0 else len(text)
