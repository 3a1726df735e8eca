"""Why a cell is empty, in words."""

from __future__ import annotations

from typing import NamedTuple

from corpus.tables import read_rows


class Gap(NamedTuple):
    """What a reason is called in Chinese, and what it means in Chinese and English."""

    name: str
    zh: str
    en: str


def _read() -> dict[str, Gap]:
    return {gap: Gap(*told) for gap, *told in read_rows("kb", "gaps")}


GAPS = _read()


def name_gap(gap: str) -> str:
    """A reason in Chinese, as it is where it is none of ours.

    >>> name_gap("no provision"), name_gap("another")
    ('未提及', 'another')
    """
    return GAPS[gap].name if gap in GAPS else gap


def describe_gap(gap: str | None) -> str:
    """Why a cell is empty, in Chinese as the sheets are.

    >>> describe_gap("not collected")
    '〔未收录〕'
    """
    return f"〔{name_gap(gap or '')}〕"


def explain_gap(gap: str) -> str:
    """What one reason means, in Chinese and English.

    >>> explain_gap("not collected")
    '库中没有该地该年的文件 · no plan of that place and year was collected'
    """
    return f"{GAPS[gap].zh} · {GAPS[gap].en}" if gap in GAPS else gap
