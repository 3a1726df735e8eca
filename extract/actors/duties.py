"""A short copy of what an actor is to do."""

from __future__ import annotations

import re

LONGEST_DUTY = 60  # characters; a duty is a reminder beside the sentence, not the sentence

_STOP = re.compile(r"[。;；!！?？\n]")
_PAUSE = re.compile(r"[，,、]")
# 拟定草案，报…: what follows is another actor's; not 上报, 应对, 参与, 予以
_TAIL = re.compile(
    r"[，,、；;：:\s]*(?:(?:并|后|再|以及|并且)?(?:(?<![上通填申汇呈速直])报|经|(?<![自事])由|(?<![予可加])以|将|会同"
    r"|(?<![总调])和|(?<!参)与|(?<![普涉])及|(?<![应核校])对)?)$"
)
_OPENING = re.compile(r"^(?:(?:要|应当|应该|应|须|必须|务必|(?:具体|主要|全面|重点)?负责)[,，]?|[:：,，]|的|等)+")


def short_duty(text: str, start: int, end: int) -> str:
    """What stands from start on, without the marker, cut at a pause before it grows long.

    >>> short_duty("要制定实施方案，明确时间表。", 0, 14)    # "must draw up a plan, set a timetable."
    '制定实施方案，明确时间表'
    """
    end = min(end, start + 3 * LONGEST_DUTY)  # a hostile sentence may have no end
    stop = _STOP.search(text, start, end)
    duty = _OPENING.sub("", text[start : stop.start() if stop else end].strip())
    duty = _TAIL.sub("", duty)
    if len(duty) <= LONGEST_DUTY:
        return duty.rstrip("，,、：: ")
    pauses = [m.start() for m in _PAUSE.finditer(duty, 0, LONGEST_DUTY)]
    return duty[: pauses[-1] if pauses and pauses[-1] > 8 else LONGEST_DUTY]


def duty_before(text: str, start: int) -> str:
    """The task that a bracket or label closes: the sentence that ends before start.

    >>> duty_before("建成乡村公路30公里。（县交通局负责）", 11)    # "build 30 km of rural road. (…)"
    '建成乡村公路30公里'
    """
    line = text[max(0, start - 240) : start].rstrip(" \u3000\n。；;（(〔[【")
    cut = max(line.rfind(mark) for mark in "。；;\n！")
    duty = re.sub(
        r"^[\s\u3000]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.、．])",
        "",
        line[cut + 1 :],
    )
    return duty.strip()[:LONGEST_DUTY]
