"""Labels of numbers that say nothing until one knows of what: 投资, 产值, 增速, 总分, 数量."""

from __future__ import annotations

_AREAS = "面积 总面积 建筑面积 总建筑面积 占地 占地面积 总长 总长度 总里程 里程 规模 总投资 价值 总价值 货值 涉案金额"
OF_PROJECTS = tuple(
    (
        "投入 投资 总投资 总计投资 共计投资 年度投资 完成投资 计划总投资 计划投资 年度计划投资 年内计划投资"
        " 到位资金 总资金"
    ).split()
)
MONEY = frozenset("资金 投入资金 筹资 筹集资金 累计投入 累计投资".split())
OF_THINGS = frozenset(f"{_AREAS} 总产值 年产值 产值 营业收入 销售收入 年销售收入".split())
OF_OWNERS = ("年产值", "总产值", *"产值 营业收入 销售收入 主营业务收入 收入 利税 税收 纳税 利润 投资 税金".split())
OF_WORKS = frozenset("总投资 总计投资 共计投资".split())
RATES = tuple(
    f"{kind}{rate}"
    for kind in ("", *"平均 年均 同比 自然 同口径 名义 实际".split())
    for rate in "增速 增幅 涨幅 升幅 降幅 减幅 完成率".split()
)
# 实施水库加固工程，项目总投资3230万元
SUMS_OF_WORKS = frozenset("项目总投资 项目投资 项目计划总投资 工程总投资 工程投资 工程计划总投资".split())
HOW_MANY = frozenset("数量 总数 总量 个数 家数 户数 人数".split())
WEIGHTS = frozenset("满分 总分 上限 下限 权重 分值 基本分 最高".split())
TASKS = frozenset("任务 任务数 计划 计划数 目标 目标任务 任务面积".split())  # what had been set, in brackets
TOTALS = ("总分", "满分", "分值", "最高分", "最高得分")
KINDS = ("公办", "民办", "公立", "私立")  # of the schools counted before
FITS_OUT = ("设置", "设有", "内设", "可设", "可提供", "可容纳")  # 设置床位300张: what the home just built holds
EACH_ONE = ("单个项目", "单个企业", "单个主体", "单户", "单个")  # 单个项目最高300万元: of the grant named before
LIGHT = ("召开", "举行", "开展", "举办", "组织", "进行", "组织开展")  # verbs that name nothing by themselves
