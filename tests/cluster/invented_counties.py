"""Invented plans of real counties of several provinces, and questions to ask of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

COUNTIES = (
    "河北省保定市清苑区",
    "安徽省六安市金寨县",
    "浙江省湖州市安吉县",
    "云南省保山市腾冲市",
    "湖南省岳阳市平江县",
)
# Township hospitals send doctors to learn at the county's.
SHARED = "各乡镇卫生院每年选派不少于{}名医师到县级医院进修学习，时间不少于三个月，费用由县财政承担。"

PAIRS: dict[str, list[dict[str, Any]]] = {
    "compare": [
        {},
        {"indicators": ["地区生产总值增速", "一般公共预算收入增速"], "status": ["target", "actual"]},
        {"place": ["安徽省", "110101"], "year": [2024, 2025]},  # of Beijing there is nothing
        {"indicators": ["县域就诊率"], "year": 1999},
    ],
    "attainment": [{}, {"indicators": ["地区生产总值增速"]}, {"place": "浙江省"}, {"year": 1999}],
    "reuse": [{}, {"place": "云南省"}, {"place": "安吉县"}, {"topic": "民族团结"}],
}


def write_counties(root: Path) -> None:
    """Work reports of two years each, one compilation of two provinces, one plan about another's county."""
    root.mkdir()
    for n, place in enumerate(COUNTIES):
        county = place[-3:]
        for year in (2024, 2025):
            target, actual = 5 + n % 3 + (year == 2025) * 0.5, 4.5 + n % 4
            (root / f"report_{n}_{year}.txt").write_text(
                f"{place[:-3]}{county}{year}年政府工作报告\n\n一、{year - 1}年工作回顾\n"
                f"过去一年，地区生产总值增长{actual}%，一般公共预算收入增长{actual + 1}%。\n"
                f"{SHARED.format(n)}\n二、{year}年工作安排\n"
                f"今年目标定为：地区生产总值增长{target}%以上，全县一般公共预算收入增长{target + 1}%左右。\n"
                f"到{year}年底，县域就诊率达到9{n}%以上。\n{SHARED.format(n + 1)}\n",
                encoding="utf-8",
            )
    (root / "compilation.txt").write_text(
        "\n\n".join(
            f"{place}2025年医共体建设工作计划\n\n一、总体目标\n"
            f"到2025年底，县域就诊率达到8{n}%以上，基层就诊率达到65%以上。\n"
            f"二、主要任务\n{SHARED.format(7 + n)}\n推进总额打包付费，结余留用、合理超支分担。"
            for n, place in enumerate(COUNTIES[:3])
        )
        + "\n",
        encoding="utf-8",
    )
    (root / "help.txt").write_text(
        "浙江省湖州市2025年对口支援工作计划\n\n一、湖州市\n地区生产总值增长6%以上。\n二、安徽省六安市金寨县\n"
        "支持金寨县地区生产总值增长7.5%以上，县域就诊率达到91%以上。\n",
        encoding="utf-8",
    )


def write_plans(root: Path, number: int = 30, slow: int = 3) -> Path:
    """Plans that the stand-ins for reading understand; beside them one empty, one that stumbles, one of no kind."""
    root.mkdir()
    for n in range(number):
        county = ("青禾县", "云岭县", "临水市")[n % 3]
        lines = [f"{county}{2015 + n % 10}年第{n}号实施方案", "一、目标", f"巩固率达到9{n % 10}%，县教育局牵头。"]
        lines += ["慢慢推进。"] if n % slow == 1 else []
        (root / f"p{n:03}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (root / "q1.txt").write_bytes(b"")
    (root / "q2.txt").write_text("坏\n", encoding="utf-8")
    (root / "q3.unknown").write_bytes(b"\x01\x02")
    return root
