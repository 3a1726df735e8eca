"""Lines that give one office after the other its task: there a plain verb binds, too (…;卫生部门做好防疫;…)."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.lines import line_end
from extract.actors.offices import office_function
from extract.role_forms.claims import Claim
from extract.role_forms.clauses import Span
from extract.role_forms.passages import read_bare_verb

_OFTEN = 3  # offices of a line that a modal verb or 负责 binds
_RULES = ("modal", "charge")
_HOUSES = ("部门", "局", "委", "办", "院", "政府", "单位", "所", "中心", "公司")
_TASKS = (
    "做好",
    "抓好",
    "搞好",
    "落实",
    "保障",
    "组织",
    "协助",
    "配合",
    "提供",
    "制定",
    "加强",
    "督促",
    "指导",
    "开展",
    "确保",
)


class Series:
    """Counts the offices that each line binds, and keeps the sentences of the line that bind no one."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.line = (0, 0)  # where the line ends that is being read, and how many offices it has bound
        self.idle: list[Span] = []
        self.found: list[Claim] = []

    def add(self, start: int, end: int, claims: list[Claim]) -> None:
        """Take in the next sentence, with what it claims."""
        if start >= self.line[0]:
            self._close()
            self.line = (line_end(self.folded, start), 0)
        if claims:
            told = claims[0].rule in _RULES and bool(office_function(self.folded[slice(*claims[0].span)]))
            self.line = (self.line[0], self.line[1] + told)
        elif end - start < 120:
            self.idle.append((start, end))

    def _close(self) -> None:
        """End a line: where it bound many offices, its sentences that bound none are read for plain verbs, too."""
        if self.line[1] >= _OFTEN:
            for start, end in self.idle:
                stop = self.folded.find(",", start, end)
                read = read_bare_verb(self.folded, start, stop if stop >= 0 else end)
                if read and self.folded.startswith(_TASKS, read[0].duty[0]):
                    names = [self.folded[slice(*claim.span)] for claim in read]
                    self.found += read if all(name.endswith(_HOUSES) or office_function(name) for name in names) else []
        self.idle.clear()

    def bare(self) -> Iterator[Claim]:
        """The claims of plain verbs within such lines, once all sentences are taken in.

        >>> series = Series("")
        >>> list(series.bare())
        []
        """
        self._close()
        yield from self.found
