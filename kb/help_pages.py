"""The parser's own words in pages of help, in Chinese: headings, how a command is used, what holds without a value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from corpus.tables import read_rows

_PARTS = re.compile(r"\[(default|env var|required)(: ?)?")


def translate_help(command: Any) -> None:
    """Make this command, and those below it, write their help in Chinese.

    The parser brings its own classes, so the one that writes is made of what the command would have used.
    """
    context = command.context_class
    form = type("Form", (_Chinese, context.formatter_class), {})
    command.context_class = type("Context", (context,), {"formatter_class": form})
    for below in getattr(command, "commands", {}).values():
        translate_help(below)


def say_usage(usage: str) -> str:
    """A line of usage in Chinese.

    >>> say_usage("Usage: junxian [OPTIONS] COMMAND [ARGS]...")
    '用法: junxian [选项] 命令 [参数]...'
    """
    for en, zh in (("Usage: ", "用法: "), ("[OPTIONS]", "[选项]"), ("COMMAND [ARGS]...", "命令 [参数]...")):
        usage = usage.replace(en, zh)
    return usage


@cache
def _words() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("kb", "help_zh")}


class _Chinese:
    """What the parser's writer of help is given, translated on its way."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, say_usage(args), say_usage(prefix or "Usage: "))  # type: ignore[misc]

    def write_heading(self, heading: str) -> None:
        super().write_heading(_words().get(heading, heading))  # type: ignore[misc]

    def write_dl(self, rows: Sequence[tuple[str, str]], *sizes: int, **more: int) -> None:
        told = [(name, _words().get(text) or _PARTS.sub(_say_part, text)) for name, text in rows]
        super().write_dl(told, *sizes, **more)  # type: ignore[misc]


def _say_part(found: re.Match[str]) -> str:
    return f"[{_words()[found[1]]}{'：' if found[2] else ''}"
