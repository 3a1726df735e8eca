"""Chinese in charts: one font by its file, so that a clean machine draws what ours draws.

The file is Noto Sans SC (OFL 1.1) as the package ``zhplot`` carries it. The package itself is never
imported, for that changes matplotlib's settings; only its file is used.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from corpus.errors import QueryError
from kb.answers.plain import show_plain

_FILE = "NotoSansSC-Regular.ttf"
_BRACKETS = str.maketrans("⟦⟧", "[]")  # ours around hits and slots; the font has none
_UNKNOWN = "〓"  # what printers set for a character that they had no type for


@cache
def find_font() -> Path:
    """The path of the font file. Raises QueryError when ``zhplot`` is not installed."""
    with contextlib.suppress(metadata.PackageNotFoundError):
        for file in metadata.files("zhplot") or ():
            if file.name == _FILE and Path(str(file.locate())).is_file():
                return Path(str(file.locate()))
    raise QueryError(_FILE, "is not installed, so Chinese cannot be drawn", remedy="pip install zhplot")


@cache
def _load() -> tuple[str, frozenset[int]]:
    """(family name, code points that can be drawn); the font is made known to matplotlib."""
    from matplotlib import font_manager, ft2font

    path = str(find_font())
    font_manager.fontManager.addfont(path)
    font = ft2font.FT2Font(path)
    return font.family_name, frozenset(font.get_charmap())


def fit_text(text: object) -> str:
    """The text with 〓 for whatever the font cannot draw and for what would act rather than show.

    >>> fit_text("青禾县\\u202e 🏥")      # a made-up county, a direction mark, a hospital sign
    '青禾县〓 〓'
    """
    _, known = _load()
    plain = show_plain("" if text is None else str(text)).replace("\t", " ").translate(_BRACKETS)
    return "".join(char if ord(char) in known or char == "\n" else _UNKNOWN for char in plain)


@contextlib.contextmanager
def drawing() -> Iterator[None]:
    """Settings within which charts are drawn and saved: our font, no mathtext, the same bytes every time."""
    import matplotlib as mpl

    family, _ = _load()
    settings: Any = {
        "font.family": [family],
        "font.size": 10,
        "axes.unicode_minus": False,
        "text.parse_math": False,
        "text.usetex": False,
        "svg.hashsalt": "junxian",
        "svg.fonttype": "path",
        "hatch.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        yield
