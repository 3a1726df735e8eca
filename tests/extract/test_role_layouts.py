"""The ways to write who answers for a task, crossed with each other: labels, brackets, separators, lists below."""

import itertools

import pytest

from extract.roles import find_roles

FINANCE, SCHOOLS, TOWNS = "县财政局", "县教育局", "各乡镇"


def roles(text: str) -> list[tuple[str, str]]:
    return sorted((role.text, role.role) for role in find_roles(text))


def all_are(role: str, *actors: str) -> list[tuple[str, str]]:
    return sorted((actor, role) for actor in actors)


LABELS = {
    "牵头单位": "lead", "牵头部门": "lead", "主办单位": "lead", "牵头责任单位": "lead",
    "责任单位": "responsible", "责任部门": "responsible", "主要责任单位": "responsible", "具体责任单位": "responsible",
    "落实单位": "responsible", "责任科室": "responsible", "责任": "responsible",
    "配合单位": "support", "协办单位": "support", "参与单位": "support", "配合责任单位": "support",
    "督办单位": "oversee", "成员单位": "member",
}  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("colon", [":", "：", " ：", "： "])
def test_labels(label: str, colon: str) -> None:
    text = f"推进水渠清淤。\n{label}{colon}{FINANCE}、{SCHOOLS}"
    assert roles(text) == all_are(LABELS[label], FINANCE, SCHOOLS)


DRESSES = (
    "{l} {a}", "【{l}】{a}", "【{l}】：{a}", "（{l}）{a}", "〔{l}〕{a}", "1.{l}：{a}", "（一）{l}：{a}", "{l}为{a}",
    "{l}是{a}", "{l}——{a}", "{l}（2个）：{a}", "{l}：\n{a}", "{l}\n{a}", "★{l}：{a}", "**{l}**：{a}", "——{l}：{a}",
    "“{l}”：{a}", "●{l}：{a}",
)  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("label", ["牵头单位", "责任单位", "配合单位"])
def test_dresses_of_a_label(dress: str, label: str) -> None:
    text = f"推进水渠清淤。\n{dress.format(l=label, a=FINANCE + '、' + SCHOOLS)}\n二、其他"
    assert roles(text) == all_are(LABELS[label], FINANCE, SCHOOLS)


BETWEEN = (
    "、",
    "，",
    ",",
    " ",
    "\u3000",
    "\n",
    "\n    ",
    "，\n",
    "、\n",
    "；",
    ";",
    "/",
    "和",
    "及",
    "  ",
    ", ",
    "\n\n",
)


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("label", ["牵头单位", "责任单位", "配合单位"])
def test_what_stands_between_actors(between: str, label: str) -> None:
    text = f"推进水渠清淤。\n{label}：{between.join((FINANCE, SCHOOLS, TOWNS))}\n"
    assert roles(text) == all_are(LABELS[label], FINANCE, SCHOOLS, TOWNS)


NUMBERS = (
    ("1.", "2."),
    ("1、", "2、"),
    ("（1）", "（2）"),
    ("①", "②"),
    ("- ", "- "),
    ("——", "——"),
    ("（一）", "（二）"),
)


@pytest.mark.parametrize(("one", "two"), NUMBERS)
@pytest.mark.parametrize(("head", "role"), [("三、成员单位\n", "member"), ("责任单位：\n", "responsible")])
def test_numbered_lists_below_a_label(one: str, two: str, head: str, role: str) -> None:
    assert roles(f"{head}{one}{FINANCE}\n{two}{SCHOOLS}\n") == all_are(role, FINANCE, SCHOOLS)


@pytest.mark.parametrize("between", ["；", "，", " ", "\n", "。", "\u3000", "  ", "、", "\t", ";", "|", " | "])
def test_one_label_after_another(between: str) -> None:
    text = f"推进水渠清淤。牵头单位：{FINANCE}{between}配合单位：{SCHOOLS}、{TOWNS}\n"
    assert set(roles(text)) == {
        (FINANCE, "lead"), (SCHOOLS, "support"), (TOWNS, "support"),
    }  # fmt: skip


LEFT_ALONE = (
    "责任单位未按期办结的，予以通报。",
    "牵头单位\n配合单位\n完成时限\n",
    "牵头单位 负责起草方案",
    "明确责任。具体做法如下：加强领导。",
    "〔29〕幼儿园：指三所新园。",
)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_only_looks_like_a_list(text: str) -> None:
    assert not [role for role in find_roles(text) if role.rule == "label"]


INNER = {
    "牵头单位：{f}；配合单位：{s}、{t}": "lead support support",
    "责任单位：{f}、{s}、{t}": "responsible responsible responsible",
    "{f}牵头，{s}、{t}配合": "lead support support",
    "{f}牵头；{s}、{t}配合": "lead support support",
    "{f}牵头、{s}和{t}配合": "lead support support",
    "{f}牵头，{s}、{t}等部门配合": "lead support support",
    "由{f}牵头，{s}、{t}配合": "lead support support",
    "{f}主办，{s}、{t}协办": "lead support support",
    "{f}、{s}、{t}负责": "responsible responsible responsible",
    "{f}、{s}、{t}等按职责分工负责": "responsible responsible responsible",
    "{f}牵头负责，{s}、{t}按职责分工负责": "lead responsible responsible",
    "牵头：{f}；配合：{s}、{t}": "lead support support",
    "{f}会同{s}、{t}落实": "lead support support",
    "责任单位：{f}（牵头）、{s}、{t}": "lead responsible responsible",
    "牵头单位：{f}，责任单位：{s}、{t}": "lead responsible responsible",
    "责任单位：{f}、{s}、{t}；完成时限：6月底前": "responsible responsible responsible",
    "完成时限：6月底前；责任单位：{f}、{s}、{t}": "responsible responsible responsible",
}


@pytest.mark.parametrize("inner", INNER)
@pytest.mark.parametrize("brackets", ["（）", "()", "〔〕", "[]", "［］", "【】"])
def test_brackets_behind_a_task(inner: str, brackets: str) -> None:
    held = inner.format(f=FINANCE, s=SCHOOLS, t=TOWNS)
    want = sorted(zip((FINANCE, SCHOOLS, TOWNS), INNER[inner].split(), strict=True))
    for head, tail in itertools.product(("推进水渠清淤。", "推进水渠清淤"), ("\n", "。\n")):
        assert roles(f"{head}{brackets[0]}{held}{brackets[1]}{tail}二、其他\n") == want


FIRST = (
    "列第一位的为牵头单位", "列第一位者为工作牵头单位", "排在首位的单位为牵头责任单位", "列首位的为牵头单位",
    "排名第一的为牵头单位", "列第一的为牵头单位", "第一个单位为牵头单位", "首个单位为牵头单位", "列在首位的为牵头部门",
    "列第一位的为牵头单位，其他为配合单位", "排在最前的为牵头单位",
)  # fmt: skip


@pytest.mark.parametrize("note", FIRST)
def test_notes_that_the_first_leads(note: str) -> None:
    want = all_are("lead", TOWNS, FINANCE) + all_are("responsible", SCHOOLS)
    inside = f"1.修建水渠。责任单位：{FINANCE}、{SCHOOLS}（{note}，下同）\n2.改造道路。责任单位：{TOWNS}\n"
    ahead = f"（以下任务{note}）\n1.修建水渠。\n责任单位：{FINANCE}、{SCHOOLS}\n2.改造道路。\n责任单位：{TOWNS}\n"
    assert roles(inside) == sorted(want) and roles(ahead) == sorted(want)


PEOPLE = (
    ("王明", "县长"),
    ("李强", "副县长"),
    ("张小红", "县政府办公室主任"),
    ("陈  刚", "县财政局局长"),
    ("赵 敏", "县教育局副局长"),
)
PERSON = {
    "gap": "{n} {p}", "tab": "{n}\t{p}", "wide gap": "{n}\u3000{p}", "bracket": "{n}（{p}）",
    "gap and bracket": "{n} （{p}）",
    "comrade": "{n}同志（{p}）", "dash": "{n}—{p}", "comma": "{n}，{p}", "joined": "{n}{p}", "title first": "{p} {n}",
    "name": "{n}",
}  # fmt: skip
LABEL = {"colon": "{}：", "colon and gap": "{}： ", "gap": "{}  ", "line": "{}：\n"}
NEXT = {"line": "\n", "indented": "\n        ", "blank line": "\n\n    ", "、": "、", "；": "；", "gap": "  "}


@pytest.mark.parametrize("person", PERSON)
@pytest.mark.parametrize("label", LABEL)
@pytest.mark.parametrize("following", NEXT)
def test_lists_of_people(person: str, label: str, following: str) -> None:
    if (person, following) in {("joined", "gap"), ("comma", "gap"), ("comma", "、")}:
        pytest.skip("cannot be told apart")
    if label == "gap" and person in ("name", "title first"):
        pytest.skip("a word and a blank are no label")
    heads = [LABEL[label].format(word) for word in ("组长", "副组长", "成员")]
    one, two, three, four, five = (PERSON[person].format(n=name, p=post) for name, post in PEOPLE)
    text = (
        f"一、成立领导小组\n{heads[0]}{one}\n{heads[1]}{two}{NEXT[following]}{three}\n{heads[2]}{four}{NEXT[following]}{five}\n"
        "二、工作要求\n"
    )
    # without a mark between them nobody can say where the name ends
    names = [name + post if person == "joined" else name for name, post in PEOPLE]
    assert roles(text) == sorted(all_are("head", *names[:3]) + all_are("member", *names[3:]))


DUTIES = (
    "{a}：{d}。", "{a}负责{d}。", "{a}——{d}。", "{a} 负责{d}。", "{a}\n负责{d}。", "{a}职责：{d}。", "{a}：负责{d}。",
    "{a}，负责{d}。", "{a}工作职责：负责{d}。", "{a}主要负责{d}。", "【{a}】负责{d}。", "{a}主要职责\n负责{d}。",
    "{a}：\n负责{d}。", "{a}。负责{d}。", "{a}（2项）：负责{d}。",
)  # fmt: skip
ITEMS = (
    ("", ""),
    ("1.", "2."),
    ("（一）", "（二）"),
    ("1、", "2、"),
    ("——", "——"),
    ("● ", "● "),
    ("①", "②"),
    ("一、", "二、"),
)


@pytest.mark.parametrize("duty", DUTIES)
@pytest.mark.parametrize(("one", "two"), ITEMS)
def test_duties_of_each_office(duty: str, one: str, two: str) -> None:
    first, second = duty.format(a=FINANCE, d="安排专项资金"), duty.format(a=SCHOOLS, d="组织教师培训")
    assert roles(f"三、职责分工\n{one}{first}\n{two}{second}\n") == all_are("responsible", FINANCE, SCHOOLS)


def test_a_share_in_brackets_says_more_than_the_heading() -> None:
    text = "三、职责分工\n1.县财政局（牵头）：负责安排专项资金。\n2.县教育局（配合）：提供名册。\n"
    assert roles(text) == sorted([(FINANCE, "lead"), (SCHOOLS, "support")])


def test_a_letter_salutes_its_readers() -> None:
    assert roles("县人民政府：\n现将全年造林情况报告如下。\n") == []
    assert roles("县财政局：\n根据安排，现就有关事项通知如下。\n") == []


SENTENCES = {
    "医联体主体单位和成员单位要全面落实人员调配。": "医联体主体单位=responsible 成员单位=responsible",
    "（县委宣传部牵头，县文旅局、县教体局，各镇街配合）": (
        "县委宣传部=lead 县文旅局=support 县教体局=support 各镇街=support"
    ),
    "县一中、县二中为龙头校，其他学校为成员校。": "县一中=lead 县二中=lead 其他学校=member",
    "县政府督查室要会同县委督查室定期督查。": "县政府督查室=oversee 县委督查室=support",
    "由县政府办公室牵头，各乡镇和县直有关部门分头落实。": (
        "县政府办公室=lead 各乡镇=responsible 县直有关部门=responsible"
    ),
    "要求各乡镇于每月5日前将进展情况报县农业农村局。": "各乡镇=responsible",
    "由镇政府统一组织，村“两委”具体实施。": "镇政府=responsible 村“两委”=responsible",
    "县财政局，县教育局，各乡镇要落实经费。": "县财政局=responsible 县教育局=responsible 各乡镇=responsible",
    "县财政局负责牵头，县教育局、各乡镇负责配合。": "县财政局=lead 县教育局=support 各乡镇=support",
    "该项工作由县财政局牵头，会同县教育局、各乡镇实施。": "县财政局=lead 县教育局=support 各乡镇=support",
    "请各牵头单位要加强调度。": "各牵头单位=responsible",
    "主要责任单位要加强调度。": "主要责任单位=responsible",
    "县政府分线领导要亲自抓。": "县政府分线领导=responsible",
    "市、县（区）两级财政部门要安排经费。": "市、县（区）两级财政部门=responsible",
    "贯彻落实县委、县政府关于农村工作的部署，研究制定措施。": "",
    "财政、人社等有关部门和各乡镇要密切配合。": "财政=support 人社=support 各乡镇=support",
    "目前，县财政局，要落实经费。": "县财政局=responsible",
    "牵头医院：县人民医院；成员单位：12家乡镇卫生院": "县人民医院=lead 乡镇卫生院=member",
    "总校：县第一小学；分校：东山小学、西河小学": "县第一小学=lead 东山小学=member 西河小学=member",
    "〔建强龙头医院〕提升县人民医院服务能力。": "",
    "以建强龙头医院为核心的医共体": "",
    "乡镇（街道）党政主要负责人是第一责任人。": "乡镇（街道）党政主要负责人=head",
    "县政府教育督导室对学校办学情况进行督导评估。": "县政府教育督导室=oversee",
    "县域医共体为成员单位统一采购药品。": "",
}


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences(text: str) -> None:
    assert roles(text) == sorted(
        (actor, role) for actor, _, role in (p.partition("=") for p in SENTENCES[text].split())
    )
