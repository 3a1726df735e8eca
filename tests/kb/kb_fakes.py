"""Small stand-ins for reading and extraction, so that the tests of the store need neither."""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from typing import Any

from corpus.alignment import Alignment
from corpus.errors import Empty, StoreError
from corpus.model import Document, Header, Note, Plan, Provision, Section, Source
from extract.mentions import Mention
from extract.records import Date, Measure, Role
from kb.building.produce import broken, failed
from kb.building.product import Product
from kb.building.rows import Found, rows_of
from kb.store import connect_reader
from kb.verify import verify_base

PLACES = {"青禾县": "130699", "云岭县": "530699", "临水市": "330699"}


# "Implementation plan of a tight medical consortium": goals, duties.
TEXTS = {
    "a.txt": "青禾县2026年紧密型医共体建设方案\n一、工作目标\n到2026年底前，县域就诊率达到90%以上。\n"
    "二、职责分工\n县卫生健康局牵头，县财政局配合，落实医保支付70%。\n强化ＰＭ2.5监测与“九大攻坚”。\n",
    "b.txt": "云岭县2025年教育共同体实施意见\n一、医保支付\n推进总额打包付费，床位数另行通知。\n"
    "二、保障\n县教育局牵头，2025年底前完成教共体建设，巩固率达到98%。\n",
    "sub/c.txt": "临水市2026年文化共同体工作计划\n一、目标\n全年读者增长8%。\n公共图书馆免费开放，20xx年另定。\n",
}


def document_of(text: str, name: str = "plan.txt") -> Document:
    """A text as one plan: first line the title, lines beginning 一、 headings, the others provisions."""
    data = text.encode()
    sha = hashlib.sha256(data).hexdigest()
    source = Source(name, sha, len(data), text, "utf-8", "text", "declared by the test")
    sections: list[Section] = []
    provisions: list[Provision] = []
    count = 0
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        if start == 0:
            continue
        if match[0][1:2] == "、":
            sections.append(Section(1, match[0][:2], match[0][2:], match[0][0], start, end, end, None))
            count = 0
            continue
        count += 1
        section = len(sections) - 1 if sections else None
        address = (sections[-1].address if sections else "") + f"¶{count}"
        provisions.append(Provision(len(provisions) + 1, address, start, end, section))
    title = text.split("\n", 1)[0]
    year = re.search(r"20\d\d", title)
    header = Header(title, year=int(year[0]) if year else None, kind="plan")
    alignment = Alignment.identity(len(text))
    notes = (Note("template", "years are masked", "look for the issued text"),) if "20xx" in text else ()
    plan = Plan(1, text, alignment, header, tuple(sections), tuple(provisions), notes)
    return Document(source, text, alignment, plans=(plan,))


def find_in(plan: Plan) -> Found:
    """Percentages, 20xx年底前 and 某局牵头, no more."""
    text = plan.text
    facts: list[Measure | Date | Role] = []
    for m in re.finditer(r"([一-龥]{2,8}?)(?:达到|增长)((\d+(?:\.\d+)?)%(以上)?)", text):
        comparator = ">=" if m[4] else "="
        facts.append(
            Measure(m.start(2), m.end(2), m[2], "fake", m[1], float(m[3]), "%", comparator, "target", indicator_id=m[1])
        )
    for m in re.finditer(r"(20\d\d)年底前", text):
        facts.append(Date(m.start(), m.end(), m[0], "fake", "deadline", edtf=f"{m[1]}-12"))
    for m in re.finditer(r"([一-龥]{2,8}局)牵头", text):
        facts.append(Role(m.start(1), m.end(1), m[1], "fake", "lead", duty="牵头"))
    mentions = [Mention(m.start(), m.end(), m[0], m[0], "named without a number") for m in re.finditer("床位数", text)]
    name = next((name for name in PLACES if name in text), None)
    code = PLACES.get(name or "")
    return Found(facts, mentions, place=code, place_name=name, place_level="county" if code else None)


def make(path: str, name: str) -> Product:
    """As ``kb.building.produce.produce``; 「坏」 stumbles, 「死」 kills its worker, 「慢」 takes its time."""
    text = Path(path).read_text(encoding="utf-8")
    if not text.strip():
        return failed(name, Empty(name, "is empty (0 bytes)", remedy="fetch the file again"))
    if "坏" in text:
        return broken(name, ValueError("a planted fault"))
    if "死" in text:
        os._exit(9)
    if "慢" in text:
        time.sleep(0.2)
    document = document_of(text, name)
    return rows_of(document, [find_in(plan) for plan in document.plans], "test")


def problems(base: Path) -> list[dict[str, Any]]:
    """What ``junxian verify`` says."""
    try:
        db = connect_reader(base)
    except StoreError as error:
        return [{"table": "", "row": "", "problem": str(error)}]
    try:
        return list(verify_base(db))
    finally:
        db.close()
