"""Which cell of a row tells the task: by the name of its column, and never one that only holds a figure or a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extract.quantities.expressions import find_quantities
from extract.role_forms.clauses import Span
from extract.role_forms.items import is_list

_BLANKS = " \u3000-—/|\t"
_WHEN = re.compile(r"[^\u4e00-\u9fff]*(?:年|月|日|季度|前|底|初|中旬|上旬|下旬|完成|[^\u4e00-\u9fff])*")
_ALWAYS = re.compile(
    "(?:全年|长期|常年|常态化|持续|每年|每月|每季度?|即时|立即|立行立改|同步)(?:坚持|推进|实施|开展|完成)*"
)
_TASK_COLUMN = re.compile(r"任务|工作|事项|内容|措施|项目|举措|要点|目标|指标|实事|名称|问题|职责")
# … of what comes of a task rather than what it is, of the group that it belongs to, of what it costs or where it is.
_NO_TASK = re.compile(
    "序号|编号|时限|时间|日期|期限|节点|备注|说明|电话|方式|姓名|职务|人|[县区乡镇街村居][镇道村居]?\\Z|社区|地区|地点|位置|单位|部门|组别|附件|年|级"
)
_BESIDE = re.compile(
    r"(?:目标|指标|要求|标准|成效|成果|进度|节点|进展|情况|数量?|[值量额]|总投资|规模|资金|投资|来源|依据|地点|问题|类别|类型|分类|性质|领域|板块|属性)"
    r"(?:\(.*\))?\Z"
)
_SURE = re.compile(r"(?:任务|事项|内容|措施|举措|实事|职责)\Z")  # 目标任务, 任务内容
_BOUND = re.compile("[达到不低少高多超于过约近以上下内左右完成及为≥≤><＞＜±+，,、;；。.~()（） \u3000]*")


def task_columns(names: Sequence[str]) -> tuple[int, ...]:
    """Which columns of a head can tell what is to be done; a column of actors is given as "".

    Where no name says so, those that say nothing against it: 民生工程.

    >>> task_columns(["序号", "工作任务", ""]), task_columns(["民生工程", "", "完成时限"])    # "no., task, …"
    ((1,), (0,))
    """
    told = tuple(i for i, name in enumerate(names) if _TASK_COLUMN.search(name))
    return told or tuple(i for i, name in enumerate(names) if name and not _NO_TASK.search(name))


def is_when(folded: str, a: int, b: int) -> bool:
    """Whether a cell holds nothing but a date, a number or how long.

    >>> is_when("2025年12月底前", 0, 10), is_when("全年", 0, 2), is_when("修路", 0, 2)    # "all year", "build roads"
    (True, True, False)
    """
    return (_WHEN.fullmatch(folded, a, b) or _ALWAYS.fullmatch(folded, a, b)) is not None


def _is_figure(cell: str) -> bool:
    """Whether a cell is a figure with its unit and bounds and no more: 12.5万平方米, 不低于95%."""
    if len(cell) > 30:
        return False
    left, at = "", 0
    for found in find_quantities(cell):
        left += cell[at : found.start]
        at = max(at, found.end)
    return at > 0 and _BOUND.fullmatch(left + cell[at:]) is not None


def choose_task(folded: str, cells: Iterable[tuple[str, Span]], above: Span | None = None) -> Span | None:
    """The cell of a row that tells its task, from the cells with the names of their columns ("" where not known).

    A column 任务, 内容 … comes before 目标, 指标; of equal ones the longest cell is taken, as it says most. Without
    any it is that of the row above; figures serve only where nothing else tells.

    >>> text = "改造老旧小区|12.5万平方米"    # "old estates to renew; 125,000 square metres"
    >>> choose_task(text, [("任务", (0, 6)), ("工作目标", (7, 14))])
    (0, 6)
    """
    best, chosen = (-1, 0), None
    for name, (a, b) in cells:
        if folded[a:b].strip(_BLANKS):
            rank = (_weigh(name) if not _is_bare(folded, a, b) else 0, b - a)
            if rank > best:
                best, chosen = rank, (a, b)
    return above if above and not best[0] > 0 and (chosen is None or not _is_bare(folded, *above)) else chosen


def _weigh(column: str) -> int:
    """目标任务 is a task; 任务目标, 任务数 and 任务分类 are what comes of it, or its group."""
    if column and not _TASK_COLUMN.search(column):
        return 1
    sure = _SURE.search(re.sub(r"\(.*\)$", "", column))
    return 2 if _BESIDE.search(column) and not sure else 3


def _is_bare(folded: str, a: int, b: int) -> bool:
    """Whether a cell holds a figure, a date or actors, and tells nothing to be done."""
    text = folded[a:b].strip(_BLANKS)
    a = folded.find(text, a, b)
    b = a + len(text)
    return is_when(folded, a, b) or _is_figure(text) or (b - a > 2 and is_list(folded, a, b))
