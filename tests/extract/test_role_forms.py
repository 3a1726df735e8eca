"""Forms of duty and office that plans of many places use: each text with the actors and roles that it gives."""

import pytest

from extract.roles import find_roles

FORMS = {
    # an office that a body is set up by
    "组建县教育局牵头、县财政局参加的专班。": "县教育局=lead 县财政局=support",
    # no mark between the names
    "各部门各单位要抓好落实。": "各部门=responsible 各单位=responsible",
    "各乡镇各部门要高度重视。": "各乡镇=responsible 各部门=responsible",
    "各级各部门要高度重视。": "各级各部门=responsible",
    # names that no ending tells, or that begin like a verb
    "各县（区）、经开区、高新区管委会要落实责任。": (
        "各县（区）=responsible 经开区=responsible 高新区管委会=responsible"
    ),
    "县机要通讯、消防等部门要做好保障。": "县机要通讯=responsible 消防=responsible",
    "成员单位：北山林场、南坪镇、红旗农场": "北山林场=member 南坪镇=member 红旗农场=member",
    "县公安局交警大队、县交通运输局运管所负责道路巡查。": "县公安局交警大队=responsible 县交通运输局运管所=responsible",
    "县水利局下属水利工程管理单位要坚持值班。": "县水利局下属水利工程管理单位=responsible",
    "各乡镇（街道）党（工）委书记为第一责任人。": "各乡镇（街道）党（工）委书记=head",
    "各乡镇和县防火办有关成员单位（详见任务分工）要细化措施。": (
        "各乡镇=responsible 县防火办有关成员单位（详见任务分工）=responsible"
    ),
    "村两委成员要逐户宣传。": "村两委成员=responsible",
    # duties of a body or a person
    "1、综合调度组职责。掌握现场动态，发布调度命令。\n2、后勤保障组职责。联系车辆，调配物资。": (
        "综合调度组=responsible 后勤保障组=responsible"
    ),
    "2.宣传小组：负责对外宣传。\n3.保障小组：负责筹措经费。": "宣传小组=responsible 保障小组=responsible",
    "市环保局：负责对全市扬尘污染治理实施统一监督管理。": "市环保局=oversee",
    "县农委。负责全县秸秆利用工作的督导；负责宣传。\n县公路局。负责对公路两侧的巡查。": (
        "县农委=oversee 县公路局=responsible"
    ),
    "常务副县长高建国：负责县政府常务工作。": "常务副县长高建国=responsible",
    "县委常委、常务副县长王明负总责。": "县委常委、常务副县长王明=responsible",
    # who asks, who files, who explains
    "成员需要调整的，由所在单位向领导小组办公室提出并备案。": "所在单位=responsible 领导小组办公室=approve",
    "本方案由县农业农村局负责解释。": "县农业农村局=responsible",
    "日常管理由县教育局负责，原来由各校负责的经费由县财政局承担。": (
        "县教育局=responsible 各校=responsible 县财政局=responsible"
    ),
    "县政府办公室将适时进行督查,结果上报县委.各乡镇要报送进度.": "县政府办公室=oversee 各乡镇=responsible",
    "县政府督查室会同县住建局每月通报一次进度。": "县政府督查室=oversee 县住建局=support",
    "县交通局和各镇组成考核组，逐单位打分。": "县交通局=member 各镇=member",
    # oversight by those whose work it is
    "县委县政府督查室要根据完成时限，适时开展督查督办。": "县委县政府督查室=oversee",
    "政府督查室、监察局要跟踪问效。": "政府督查室=oversee 监察局=oversee",
    # posts in running text
    "办公室成员由成员单位有关司局负责同志担任。": "成员单位有关司局负责同志=member",
    "会议由组长或其委托的副组长召集。": "组长=responsible 副组长=responsible",
    "成立领导小组，由书记、镇长担任组长和副组长。": "书记=head 镇长=head",
    "全县设立总河长，由党委主要负责同志担任；各河段设立河长，由村支部书记担任。": (
        "党委主要负责同志=head 村支部书记=head"
    ),
    "2、副总指挥：园长xxx、副院长xxx担任，分工负责现场救援。": "园长xxx=head 副院长xxx=head",
    # headings within a line, a mark too many
    "五、职责分工（一）农业部门：要引导秸秆还田。（二）公安部门：对蓄意焚烧的，要予以打击；协同有关部门依法监管。": (
        "农业部门=responsible 公安部门=responsible"
    ),
    "镇政府、各行政村、要按照分工各负其责。": "镇政府=responsible 各行政村=responsible",
    "政府各组成部门广大干部要动真碰硬。": "政府各组成部门广大干部=responsible",
    "序号 任务 牵头单位 参与单位 责任单位\n1 修渠。 县水利局 县财政局等 各县（市、区）人民政府": (
        "县水利局=lead 县财政局=support 各县（市、区）人民政府=responsible"
    ),
    # labels within running text, names masked with asterisks
    "（一）机构 总指挥长：镇长副指挥长：分管副镇长专职副指挥长：林业站站长成员单位：林业站、派出所、民政办": (
        "镇长=head 分管副镇长=head 林业站站长=head 林业站=member 派出所=member 民政办=member"
    ),
    "负责区域：环城西路、长青巷负责人：霍长恩成员：张晓红、钟华、王振坤": (
        "霍长恩=responsible 张晓红=member 钟华=member 王振坤=member"
    ),
    "组 长：***\n副组长：***、张**\n成 员：各股室负责人。": "***=head ***=head 张**=head 各股室负责人=member",
    "落实单位：民政局、**镇各社区": "民政局=responsible **镇各社区=responsible",
    "现成立领导小组，**书记任政委。": "**书记=head",
    "办公室由县委宣传部副部长、县文明办主任李冬生同志任主任。": "县委宣传部副部长、县文明办主任李冬生同志=head",
    # brackets that give a short name, adverbs, who is asked
    "县森林防火指挥部（以下简称县指挥部）负责统一指挥。": "县森林防火指挥部=responsible",
    "各乡镇和森林经营单位不仅要落实预防措施，更要备足物资。": "各乡镇=responsible 森林经营单位=responsible",
    "由县建设局为主，整治县城市容。": "县建设局=lead",
    "建立由你局牵头的联席会议制度。": "你局=lead",
    "由办公室提出并报召集人同意后召开，由召集人或召集人委托副召集人主持。": (
        "办公室=responsible 召集人=approve 召集人=responsible 副召集人=responsible"
    ),
    "联席会议由省工商局、省经济和信息化委、公安厅等3个部门组成。": (
        "省工商局=member 省经济和信息化委=member 公安厅=member"
    ),
    "分管领导为“一线总指挥”，组内成员负责落实。": "分管领导=head 组内成员=responsible",
    # headings with a number within the line, in bold, with help as the duty
    "二、管理职责1.水利部门：负责供水工程建设。2.卫生部门：负责水质监测。": "水利部门=responsible 卫生部门=responsible",
    "1. **保卫科**：作为重要部门，要完善制度。\n2. **教务处、图书室**：检查教学设施。": (
        "保卫科=responsible 教务处=responsible 图书室=responsible"
    ),
    "4. 政教处：配合德育处开展活动。": "政教处=support",
    # who makes up a body, what a body set up is for
    "该小组由校领导牵头，各相关部门负责人共同组成。": "校领导=lead 各相关部门负责人=member",
    "成立专班，成员包括各年级主任、班主任以及后勤部门负责人。": "各年级主任=member 班主任=member 后勤部门负责人=member",
    "- 成员：各部门负责人，包括教务处、保卫科等科室的主要负责人": "各部门负责人=member 教务处=member 保卫科=member",
    "设立独立于其他部门之外的监督委员会，负责对落实情况进行检查评估。": "监督委员会=oversee",
    "领导小组下设专门的安全管理办公室，具体负责日常事务。": "安全管理办公室=responsible",
    "工作由校长主持，也可以委托一名副校长主持召开。": "校长=responsible 副校长=responsible",
    "特殊情况需请示主管领导同意后方可盖章。": "主管领导=approve",
    "责任单位：县教体局/县财政局": "县教体局=responsible 县财政局=responsible",
    # names spread over the line, lists of functions, bodies in the middle of a sentence
    "责任领导：胡小波  杨剑\n责任单位：政法办、派出所": (
        "胡小波=responsible 杨剑=responsible 政法办=responsible 派出所=responsible"
    ),
    "市、区县各级教育、公安、无线电管理等部门要按照职责分工，密切配合。": (
        "市、区县各级教育=responsible 公安=responsible 无线电管理=responsible"
    ),
    "要成立由县纪委监察局、县两办督查室、县新闻媒体组成的检查督查组开展督查。": (
        "县纪委监察局=member 县两办督查室=member 县新闻媒体=member"
    ),
    "由市食品安全领域不正之风和腐败问题整治专班联合教育局、公安局组成督察组。": (
        "市食品安全领域不正之风和腐败问题整治专班=member 教育局=member 公安局=member"
    ),
    "职责分工\n\n区教育局\n\n负责考试的组织。\n\n区环保局\n\n负责噪声的查处。\n": (
        "区教育局=responsible 区环保局=responsible"
    ),
    "要求县17个督导巡查组结合实际立即进驻乡镇。": "督导巡查组=responsible",
    # rules of procedure: who calls, who stands in, who makes up a body
    "会议由县长、副县长和县政府组成部门的主要负责人组成。": (
        "县长=member 副县长=member 县政府组成部门的主要负责人=member"
    ),
    "会议由县长或县长委托常务副县长召集。": "县长=responsible 常务副县长=responsible",
    "会议由市长或者市长委托负责日常工作的副市长召集。": "市长=responsible 负责日常工作的副市长=responsible",
    "副县长、县政府其他党组成员协助县长工作。": "副县长=support 县政府其他党组成员=support",
    "由统筹办、新农办组织验收，经发局要做好安置。": "统筹办=responsible 新农办=responsible 经发局=responsible",
    "由市长任组长，各乡镇、市爱卫委成员单位主要领导为成员。": "市长=head 各乡镇=member 市爱卫委成员单位主要领导=member",
    "成立以党委书记、乡长为组长，各站所负责人为成员的小组。": "党委书记=head 乡长=head 各站所负责人=member",
    "由县长任组长，成员包括公安、司法、教育等相关部门的负责人。": "县长=head 公安=member 司法=member 教育=member",
    "各单位参加植树时必须注意安全。": "各单位=responsible",
    "各乡镇街、区级各部门要高度重视。": "各乡镇街=responsible 区级各部门=responsible",
    # titles of many kinds, census and the like
    "领导小组由副市长王明任组长；市发改委总经济师贺雄、市统计局总统计师陶慧任成员。": (
        "副市长王明=head 市发改委总经济师贺雄=member 市统计局总统计师陶慧=member"
    ),
    "领导小组办公室设市统计局，市统计局总统计师陶慧任办公室主任。": "市统计局总统计师陶慧=head",
    "副组长：\n张忠 省公安厅正厅级侦查员\n文家 省财政厅副厅长": "张忠=head 文家=head",
    "要求各乡镇政府务必成立机构，领导小组均由镇长、街道办事处主任任组长，领导小组办公室主任均由干部担任。": (
        "各乡镇政府=responsible 镇长=head 街道办事处主任=head 干部=head"
    ),
    "省政府决定成立省人口普查领导小组，负责人口普查工作。": "省人口普查领导小组=responsible",
    "县财政局除负责本级经费的落实外，还要督促检查。": "县财政局=oversee",
    "经县信访局同意后报送镇党政一把手审批，结案后应将情况书面告知信访办备案。": (
        "县信访局=approve 镇党政一把手=approve 信访办=approve"
    ),
    "由党政一把手进行通报。": "党政一把手=responsible",
    # people without a mark between them
    "二、组成人员组长：王明副县长副组长：李强县水利局局长张华县财政局副局长成员：赵敏县审计局副局长。": (
        "王明副县长=head 李强县水利局局长=head 张华县财政局副局长=head 赵敏县审计局副局长=member"
    ),
    # pages that keep Р for the end of a line
    "三、步骤Р（一）动员阶段（3月1日—10日）Р各单位要召开会议。": "各单位=responsible",
}


@pytest.mark.parametrize("text", FORMS)
def test_forms(text: str) -> None:
    found = sorted((role.text, role.role) for role in find_roles(text))
    assert found == sorted((actor, role) for actor, _, role in (part.partition("=") for part in FORMS[text].split()))


LEFT_ALONE = (
    "县政府全体会议原则上每半年召开一次，必要时随时召开。",
    "（二）部门职责\n负责监督检查。",
    "1. 领导小组\n- 成立安全工作领导小组。\n2. 执行小组\n- 在领导小组下设置。",
    "联席会议设联络员，由各成员单位有关处室负责同志担任。",
    "联络员由各成员单位业务股室负责人担任。",
    "会议每季度召开一次，出席人员为领导小组全体成员。",
    "村干部培训覆盖率 | 村党组织书记兼任村委会主任的村占比 | 12",
)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert [(role.text, role.role) for role in find_roles(text)] == []


LEAD, HELP, THIRD = "县水利局", "各镇街", "县财政局"
HEADS = ("序号 重点任务 牵头单位 配合单位", "序号\u3000任务名称\u3000主要内容\u3000牵头单位\u3000配合单位")
ROWS = ("{n} {t} {a} {b}", "{n}\u3000{t}\u3000{a}\u3000{b}", "{n}. {t} {a} {b}", "（{n}） {t} {a} {b}", "{t} {a} {b}")


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("between", [" ", "\n", "\n\n", "\u3000"])
@pytest.mark.parametrize("task", ["修建灌渠12公里。", "建成2座泵站.", "修建灌渠12公里"])
def test_flattened_tables(head: str, row: str, between: str, task: str) -> None:
    rows = [row.format(n=1, t=task, a=LEAD, b=HELP), row.format(n=2, t=task, a=THIRD, b=LEAD + "、" + HELP)]
    text = f"任务分解表 {head}{between}{between.join(rows)}{between}"
    want = [(LEAD, "lead"), (HELP, "support"), (THIRD, "lead"), (LEAD, "support"), (HELP, "support")]
    assert sorted((role.text, role.role) for role in find_roles(text)) == sorted(want)


@pytest.mark.parametrize("person", ["", "李建国", "王强"])
@pytest.mark.parametrize("helpers", ["各镇街", "县财政局各镇街", "开发区（青河镇）各镇街"])
def test_tables_without_blanks(person: str, helpers: str) -> None:
    head = "序号项目名称主要内容" + ("分管县领导" if person else "") + "牵头单位配合单位"
    text = f"{head}1修建灌渠修建灌渠12公里。{person}水利局{helpers}2改造道路改造道路3条。{person}交通局{helpers}"
    found = sorted((role.text, role.role) for role in find_roles(text))
    names = {"各镇街": 1, "县财政局": 1, "开发区（青河镇）": 1}
    want = [(name, "support") for name in names if name in helpers] * 2 + [("水利局", "lead"), ("交通局", "lead")]
    assert found == sorted(want)
