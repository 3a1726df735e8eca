"""Names of actors that no list of heads tells: by what a unit does, with a bracket within, by a description."""

from __future__ import annotations

import re

from extract.actors.patterns import FOLLOW

# 协同配合单位, 管理(经营)单位: a verb that only says which unit
DOER = re.compile(
    r"(?:协同|配合|管理|经营|监督|检查|监管|组织|实施|落实|承办|建设|设计|施工|监测|审批|审核|服务|参与|支持|协助|承担|联系|包联|包保|帮扶|培训|推荐"
    r"|申报|申请|涉及|处置|供应|生产|使用|维护|管护|督导|督办|考核|验收|评估|指导|责任|牵头|主管|主办|协办|参加|执行|整改){1,3}"
    rf"(?:\([\u4e00-\u9fff]{{1,4}}\))?(?:单位|部门|领导(?<!组织领导)|机构(?<!组织机构)){FOLLOW}"
)
_KINDS = r"\([市州盟区县旗乡镇街道社场自治直辖、]{1,10}\)"
BRACKETED = re.compile(
    rf"(?:分管|各)?副?[县市区乡镇村](?:{_KINDS}){{1,2}}[市区]?(?:两委)?"
    r"(?:长|书记|支书|(?:人民)?政府(?:\((?:管委会|办事处)\))?(?:(?:相关|有关|主要|分管|党政)*(?:负责人|负责同志|领导))?|党委|委会(?:主任|干部|成员)?|干部)(?![、和与及]?副)"
    rf"|各[省市县区](?:{_KINDS}){FOLLOW}"
)
SET_UP = ("设立的", "成立的", "组建的")  # 县(市)政府设立的指挥部
VILLAGES = re.compile(r"各?村、[镇乡县](?![、村街道]|人民|政府|两级)[\u4e00-\u9fff]")  # 各村、镇农业站: two parties
# 未分到任务的单位,也要: who is told by what holds for it
DESCRIBED = re.compile(
    r"(?:未|没有|负有|承担|涉及|具有|存在|发生)[^,。;、:\n]{2,18}的(?:单位|部门|乡镇|镇|村|学校|企业|地区|县区|干部|人员)"
    r"(?=,?[也都均]?(?:要(?!求)|应(?!急)|须|必须|需(?!求)|负责))"
)
_OF_TASK = r"[^,;。、\n]{2,14}的(?:其他)?副?(?:[省市县区镇乡院校局]长|主任|书记"
IN_CHARGE_OF = re.compile(f"(?:负责|主持|协助|分管){_OF_TASK})")  # 负责日常工作的副市长
CHARGED = re.compile(f"分管{_OF_TASK}|领导|负责人|负责同志)")  # 分管此项工作的领导
# 2抢险救援组|应急管理局: the number and the group of a row that ran together with the office after them
STUCK = re.compile(
    r"\d{1,2}(?:[\u4e00-\u9fff]{2,10}?组(?![织长成员])(?=[\u4e00-\u9fff]{2}))?"
    r"(?=[\u4e00-\u9fff])(?![号路团师中小所院类级个家名处位支大])"
)
# What the three that say more than a name begin with; other names are not looked at for them.
ODD = frozenset("未没负承涉具存发分0123456789")
