"""Names that begin with what is a verb elsewhere: 覆盖率, 新开工项目, 建设里程, 有机蔬菜, 在建项目."""

from __future__ import annotations

# 覆盖率 is one word, not the verb 覆盖 …
SUFFIXES = (*"率度面值量数额费款金业员者类性力区点站网物品权期型能", "标准", "成本", "能力")
# … but 打造品牌 and 建设物流园 open with a verb
_NO_SUFFIX = tuple(
    "力争 力求 力促 力量 力度 期间 期货 物流 物业 物资 物联 金融 金属 品牌 品种 品质 网络 网格 网红 区域 区块 区级"
    " 区县 能源 能耗 能够 业务 业态 员工 站台 面向 面包 性能 类型 型号 权威 率先 度假 数字 数据 数控 数智"
    " 网上 网民 网店 量子 标准化 标准地 标准厂房".split()
)
_NO_CHANGE = ("化解", "化工", "化肥", "化学", "化妆", "化债", "化石", "化粪")
_BEHIND = {
    word: tuple(following.split())
    for word, following in {
        "和": "美 谐 田 平",
        "指": "标 数 导 挥 定 示 引 南 战 令 派 认",
        "合作": "载体 机制 机构 协议 区 园 社 项目 备忘录 平台 办学 示范",
        "年": "终结余 末结余",
        "引进到": "位",
        "办结": "时限 率",
        "办理": "时限 率 流程 环节",
        "新开": "工",
        "建档": "立卡",
        "到位": "资金 率",
        "增长": "极 点",
        "开工": "在建 投产 建成 项目 率 面积 建设 里程 仪式 活动",
        "竣工": "面积 率 项目 决算 里程 验收 活动",
        "投产": "项目 率 企业",
        "入驻": "企业 率",
        "签约": "项目 企业 金额 资金",
        "履约": "项目 率",
        "覆盖": "人口 面积 户数 范围 人数 服务人口",
        "投入": "强度 产出比",
        "组织": "管理 领导 保障 建设 机构 体系",
        "即": "办 时",
        "培育": "基地 中心 平台 对象",
        "孵化": "基地 器 中心",
        "补贴": "资金 标准 对象 政策 金额 比例 额度 范围",
        "补助": "资金 标准 对象 政策 金额 比例 额度 范围",
        "奖励": "资金 标准 金额 比例 额度",
        "扶持": "资金 政策",
        "研发": "投入 经费 人员 机构 平台 中心 费用 活动 强度 团队 支出",
        "监测": "对象 点 站 户 网",
        "设": "施 备 计",
        "养殖": "规模 基地 户 场 小区",
        "对": "接 口 外 标 照 俄 美 欧 华 非 日 韩 港 台 共建 东盟",
        "共": "建 享 同 青 产 富 性 有",
        "建成": "区",
        "有": "机 色 线 限 证 轨 声 资 效",
        "在": "建 校 岗 编 册 库",
        "营造": "林",
        "绿化": "覆盖率 率 面积 造林",
        "注册": "护士 商标 资本 资金",
        "重点": "项目 工程 企业 产业 行业 人群 群体 领域 建设项目 建设工程 投资项目 技改项目 高校 实验室 村 镇"
        " 任务 工作 研发 监测",
        "建设": "任务 里程 规模 用地 工期 资金 周期 成本",
        "改造": "里程 规模 任务",
        "储备": "项目 粮 土地 用地",
        "收购": "价格 价 量 标准 资金",
        "投资": "规模 强度 总额",
        "接待": "人数 人次 游客量 量 能力",
        "招商引资": "任务 项目 额 总额 工作 到位 实际 资金 大会 活动",
        "输送": "管道 管线 管网 线路 能力 带",
        "收集": "容器 车辆 设施 系统 体系 转运 房屋 亭",
        "制作": "中心 基地 企业 机构 公司 单位 技艺",
        "救治": "中心 能力 体系 人数 基地 设备",
        "捐赠": "资金 物资 款物 活动 仪式",
        "捐款": "金额 总额",
        "联结": "机制 模式 方式",
        "整合": "项目 资金 面积 工作",
        "平整": "面积 工程 项目",
        "征集": "活动 线索 数量",
        "查处": "案件 数量 力度",
        "享受": "人数 人次 标准 待遇",
        "服务": "贸易 机器人 业 消费 外包 设施 网点 机构 能力 平台 站 中心 零售 半径 人次 对象 收入 人口 群众",
    }.items()
}
# behind a number: 9家有证矿山, 28个在建项目
NAMED_WITH_VERB = tuple(
    "以奖代补 有证 有机 有色 有线 有限 有轨 有声 有资质 在建 在校 在岗 在编 在册 在库 可再生 可降解 可视化".split()
)


def begins_name(words: str, length: int) -> bool:
    """Whether the verb of this length that opens the words is the beginning of a name.

    >>> begins_name("新开工项目", 2), begins_name("打造品牌", 2)    # "newly begun projects"; "to build a brand"
    (True, False)
    """
    if words.startswith("约束"):
        return True
    if words.startswith("化", length) and not words.startswith(_NO_CHANGE, length):
        return True  # 规范化建设
    if words.startswith(SUFFIXES, length) and not words.startswith(_NO_SUFFIX, length):
        return True
    following = _BEHIND.get(words[:length])
    return following is not None and words.startswith(following, length)
