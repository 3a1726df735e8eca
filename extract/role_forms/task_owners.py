"""Tasks named by who has them: 县水利局负责的工程, 县教育局、县财政局承担的任务."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.actors.offices import office_functions
from extract.actors.phrases import Reading, read_actors
from extract.records import RoleName
from extract.role_forms.claims import LOOSE
from extract.role_forms.items import Labelled

# One character first that is rare: the engine skips to it.
_OWNED = re.compile(
    r"[责头办担](?:(?<=负责)|(?<=牵头)|(?<=主办)|(?<=承办)|(?<=承担))的"
    r"(?!是|[^,。;]{0,6}(?:责任|义务|费用|态度|精神|费|债务|风险|后果|份额|部分|资金|工作机制|机制|体制))"
)
_VERB = re.compile(r"(?:(?:具体|主要|分别|共同|统一|直接|组织|牵头|独立)*(?:负责|牵头|主办|承办|承担))\Z")
# Where a list of actors may begin within a clause.
_BEGINS = re.compile(r"(?:^|[,。;:\n、(]|仍有|还有|[有由对将把及和与是])(?=[\u4e00-\u9fff])")
_REACH = 90


def find_owned(folded: str) -> Iterator[Labelled]:
    """The offices that a relative clause names as those who have a task.

    >>> text = "仍有县水利局、县住建局负责的项目进展缓慢"    # "projects of the water and housing bureaus lag behind"
    >>> [(text[f.span[0] : f.span[1]], f.role) for f in find_owned(text)]
    [('县水利局', 'responsible'), ('县住建局', 'responsible')]
    """
    for found in _OWNED.finditer(folded):
        end = found.end() - 1
        verb = _VERB.search(folded, max(0, end - 12), end)
        if verb is None:
            continue
        least = max(folded.rfind(mark, max(0, end - _REACH), end) for mark in "。;\n") + 1
        reading = _before(folded, max(least, end - _REACH), verb.start())
        if reading is None:
            continue
        role: RoleName = "lead" if verb.group().endswith(("牵头", "主办")) else "responsible"
        task = (found.end(), min(len(folded), found.end() + 40))
        yield from (Labelled(span, role, "owned", span[0], None, task) for span in reading.spans)


def _before(folded: str, start: int, end: int) -> Reading | None:
    """The longest list of known offices that ends here."""
    for begin in _BEGINS.finditer(folded, start, end):
        reading = read_actors(folded, begin.end(), end)
        if reading is None or reading.end != end:
            continue
        names = [folded[a:b] for a, b in reading.spans]
        if all(name in LOOSE or not office_functions(name) for name in names):
            return None
        return reading
    return None
