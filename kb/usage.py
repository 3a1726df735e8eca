"""What is said of a command that was typed wrongly: how it is used, what is wrong, what to do, in either language."""

from __future__ import annotations

import re
from functools import cache

from corpus.tables import read_rows
from kb.messages import language, say


def explain_usage(error: Exception, command: str = "junxian") -> str:
    """The lines that tell of a usage error; the help alone where no more than a command's name was typed.

    The parser's classes differ by version, so an error is told by what it can do.

    >>> from kb.messages import choose_language
    >>> class Wrong(Exception):
    ...     format_message = lambda self: "Missing argument 'folders'."
    >>> _ = choose_language(["--lang", "zh"]); explain_usage(Wrong())
    "错误: 缺少参数 'folders'。\\n  建议: junxian --help"
    >>> _ = choose_language(["--lang", "en"])
    """
    message = error.format_message() if hasattr(error, "format_message") else str(error)
    if message.startswith(("Usage: ", "用法: ")):
        return message
    message = " ".join(message.replace(": Value error, ", ": ").split())  # the parser's own words, which say nothing
    lines = [f"{say('error')}: {_in_chinese(message) if language() == 'zh' else message}"]
    context = getattr(error, "ctx", None)
    if context is not None:
        lines.insert(0, context.get_usage())
    if not getattr(error, "option_name", "").isascii():  # words that begin like an option
        lines.append(f"  {say('try')}: {say('usage.words')}")
    else:
        lines.append(f"  {say('try')}: {context.command_path if context is not None else command} --help")
    return "\n".join(lines)


def _in_chinese(message: str) -> str:
    """The parser's message in Chinese; as it is where there is no translation of its form."""
    for pattern, zh in _forms():
        if found := pattern.fullmatch(message):
            return zh.format(*(_in_chinese(part) for part in found.groups()))
    return message


@cache
def _forms() -> list[tuple[re.Pattern[str], str]]:
    """The forms of messages, {} for what was typed or is wanted, those with more words first."""
    rows = sorted(read_rows("kb", "usage_zh"), key=lambda row: -len(row[0].replace("{}", "")))
    return [(re.compile(re.escape(en).replace(r"\{\}", "(.+?)")), zh) for en, zh in rows]
