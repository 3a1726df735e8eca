"""The predicates that bind actors: behind them, at the start of a clause without actors, behind a body set up."""

from __future__ import annotations

import re

from extract.role_forms import rules

PREDICATE = re.compile(
    rf"(?P<modal>{rules.MODAL})|(?P<lead>{rules.LEADING})|(?P<charge>{rules.IN_CHARGE})|(?P<help>{rules.HELPING})"
    rf"|(?P<join>{rules.JOINING})|(?P<noun>为|是|作为|担[任当]|兼任|兼(?=[办主副组总秘])|任(?![命用务何意])|成为)"
    rf"|(?P<oversee>{rules.OVERSEEING}"
    r"(?!体系|机制|制度|办法|指标|结果|反馈|意见|材料|对象|内容|成绩|等次|组(?!织)|整改|办公室|下|机构|权|检验|入库|合格|优秀|达标|认证|验收|项目|工作))"
    r"|(?P<approve>(?:审批|核准|审核|审定|批准(?!为))"
    r"(?!制度|注册|服务|流程|改革|事项|权限|手续|效率|局|窗口|环节|系统|通过率|人员|部门|工作|链))"
    r"|(?P<ally>联合(?!会|国|体|单|学|校|印发|下发|发文|制定|惩戒|党))|(?P<together>(?:联合|共同)?(?:组建|组成))"
)
ELIDED = re.compile(
    rf"(?:并(?=[^,。;]{{0,4}}(?:负责|承担|承办)))?(?:{rules.ADVERB})*(?:(?P<modal>{rules.MODAL})|(?P<charge>{rules.IN_CHARGE})|(?P<lead>{rules.LEADING})"
    rf"|(?P<help>(?:积极|密切)?配合(?!单位|部门|的|度))|(?P<join>(?:可[^,]{{0,10}}?)?(?:鼓励)?{rules.JOINING}))"
    rf"|(?P<oversee>(?:(?:通过|采取)[^,]{{0,24}}?|(?:{rules.ADVERB})*)"
    rf"对[^,]{{1,40}}?(?:进行|开展|实施|组织)[^,]{{0,8}}?{rules.OVERSEEING})"
)
BODY_DUTY = re.compile(rf"(?:{rules.ADVERB})*(?:{rules.IN_CHARGE}|统筹|协调|行使|审议|督促)")
# 专家组的职责是…: whose duty is told
DUTY_IS = re.compile(
    r"的?(?:主要|工作|具体|基本)*(?:职责|职能)(?:任务)?(?:主要)?(?:是|为|包括|有(?!关))(?!以下|如下|什么)"
)
SHARE = re.compile(
    r"(?:要)?(?:按照?|根据|依据|依照|在(?=[^,。;]{0,8}范围))(?:各自|本部门|本单位|其)?(?:的)?(?:工作|部门|监管|法定)?(?:职责|职能|任务)?"
    r"(?:分工|职责|职能)(?:范围)?内?(?!要求)(?:[和及与、][^,。;:]{1,10}?(?:实际需要|需要|实际|安排|规定))?"
)
