"""One font for what a PDF does not bring itself, so that every machine reads the same characters from it.

Many Chinese PDFs name a font (宋体, STSong-Light) without bringing it. pdfium then measures the characters with what
the system has, and drops some where it has nothing, as on most servers.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pypdfium2.raw as pdfium
from pypdfium2.internal import bases

_Path = ctypes.POINTER(ctypes.c_char)
_kept: list[object] = []  # pdfium keeps pointing at these


@cache
def settle_fonts() -> bool:
    """Have pdfium take the Chinese font that is installed with us instead of the system's; once in a process.

    Returns whether it does: only on Linux, and not where documents are open already, which this would close.
    """
    folder = _font_folder()
    if folder is None or sys.platform != "linux" or _has_open_documents():
        return False
    name = ctypes.create_string_buffer(str(folder).encode())
    paths = (_Path * 2)(ctypes.cast(name, _Path), _Path())
    _kept.extend((name, paths))
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(
        pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths, m_pIsolate=None, m_v8EmbedderSlot=0)
    )
    return True


def _font_folder() -> Path | None:
    found = find_spec("zhplot")
    folder = Path(found.origin).parent / "fonts" if found is not None and found.origin else None
    return folder if folder is not None and any(folder.glob("*.ttf")) else None


def _has_open_documents() -> bool:
    with contextlib.suppress(AttributeError):
        return any(bases.ObjectTracker.values())
    return True
