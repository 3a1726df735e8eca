"""Hostile text by the thousand: pieces that some program obeys, mixed with characters from anywhere.

Everything is drawn from a seeded generator, so that case 4,711 is the same case tomorrow.
"""

from __future__ import annotations

import random

# What a search engine, a terminal, a spreadsheet, a browser, Markdown, a template or a log would act upon.
PIECES = (
    '"', '""', "'", "NEAR(甲 乙)", "text:县", "-县", "县*", "^县", "县 AND", "OR", "NOT 县", "(县", "县)", "{text}:县",
    '" OR 1=1 --', "'; DROP TABLE plans; --", "%", "_", "70%", "PM2.5", "\\", "MATCH",
    " / ", "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x.example")', "＝1+1", "|cmd", "%0A=1",
    "DDE(\"cmd\")", "_x0041_", "=县域就诊率达到90%",
    "<script>alert(1)</script>", "</script><img src=x onerror=alert(1)>", '"><svg onload=x>', "<!--", "-->", "]]>",
    "<b>", "</td></tr></table>", "<a href=javascript:x>县</a>", "&lt;", "&#60;script&#62;", "<iframe srcdoc='x'>",
    "</style>", "</title>", "<math><mi//xlink:href='data:x'>", "javascript:alert(1)", "http://x.example/",
    "[a](javascript:x)", "![a](http://x.example/i.png)", "`a`", "```",
    "| a |", "# 县", "***", "~~县~~", "<http://x.example>",
    "[x]: javascript:y", "$x^$", "$\\frac{$", "{{7*7}}", "{%x%}", "%s%n", "{0}", "{name}", "${x}",
    "[/x]", "[bold]", "[link=http://x.example]县[/link]", ":smile:", "[",
    "\x00", "\x07", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x1b]8;;http://x.example\x07县\x1b]8;;\x07", "\x1b]0;县\x07",
    "\x7f",
    "\x85", "\x9b31m", "\x9d", "\u2028", "\u2029", "\r", "\r\n", "\t",
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u061c",
    "\ud800", "\udfff", "\ud83d", "\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ue000", "\U000f0000",
    "e\u0301", "县\u0301" * 3, "县" + "\u0301" * 5000, "ﷺ" * 5, "🇨🇳", "👨\u200d👩\u200d👧", "\U00020000", "㍿", "①",
    "長" * 300, "９９％", "－1", "0" * 400, "1e999", "NaN", "٣", "Ⅷ", "İ", "ß", "ǆ",
)  # fmt: skip
PLAIN = (
    "青禾县",
    "县域就诊率达到90%以上",
    "县教育局牵头",
    "到2026年底前",
    "推进改革",
    "云岭县人民政府",
    "一、工作目标",
    "（一）",
)


def hostile_text(dice: random.Random) -> str:
    """A few pieces, some of them sound."""
    parts = []
    for _ in range(dice.randint(1, 5)):
        kind = dice.random()
        if kind < 0.6:
            parts.append(dice.choice(PIECES))
        elif kind < 0.8:
            parts.append(dice.choice(PLAIN))
        else:
            parts.append("".join(chr(_code(dice)) for _ in range(dice.randint(1, 8))))
    return "".join(parts)


def _code(dice: random.Random) -> int:
    """A code point from any plane, low ones more often; surrogates too."""
    return dice.choice(
        (dice.randrange(0x300), dice.randrange(0x4E00, 0x9FFF), dice.randrange(0x10000), dice.randrange(0x110000))
    )


def hostile_plan(dice: random.Random) -> str:
    """A plan in which they stand wherever a plan has text."""
    h = [hostile_text(dice).replace("\n", " ") for _ in range(5)]
    return (
        f"青禾县2026年{h[0]}建设方案\n一、工作目标{h[1]}\n到2026年底前，{h[2]}县域就诊率达到90%以上{h[3]}。\n"
        f"{h[4]}\n二、职责分工\n县卫生健康局{h[2]}牵头，县财政局配合{h[4]}。\n床位数{h[1]}另行通知。\n"
    )


def hostile_name(dice: random.Random, number: int) -> str:
    """A file name that any Linux disk takes."""
    text = hostile_text(dice).replace("/", "／").replace("\0", "").replace("\n", "")
    data = text.encode("utf-8", "surrogatepass")[: 200 - 12]
    return data.decode("utf-8", "surrogateescape") + f"~{number}.txt"
