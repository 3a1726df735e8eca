"""Dates, form by form, each alone in a clause: what it covers, what it is, and what it says.

Written against planted mistakes (``benchmarks/mutation.py``): each of these was once wrong without a test noticing.
A line is the clause, then each date as text=value, with its type before it: b(y), p(oint), f(rom), i(nterval),
r(ecurring), d(uration); nothing behind the clause where it holds no date.
"""

import pytest

from extract.dates import find_dates
from extract.times.calendar import is_edtf

TYPES = {"b": "deadline", "p": "point", "f": "start", "i": "interval", "r": "recurring", "d": "duration"}
FORMS = """
去年春天播种 | p 去年春天=XXXX-21
2023年夏季 | p 2023年夏季=2023-22
2023年秋季开学 | p 2023年秋季=2023-23
今年冬天 | p 今年冬天=XXXX-24
3月上旬 | i 3月上旬=XXXX-03-01/XXXX-03-10
3月中旬 | i 3月中旬=XXXX-03-11/XXXX-03-20
3月下旬 | i 3月下旬=XXXX-03-21/XXXX-03-31
2024年2月下旬 | i 2024年2月下旬=2024-02-21/2024-02-29
2023年2月下旬 | i 2023年2月下旬=2023-02-21/2023-02-28
4月下旬完成 | i 4月下旬=XXXX-04-21/XXXX-04-30
6月底前 | b 6月底前=XXXX-06
元月启动 | p 元月=XXXX-01
十二月验收 | p 十二月=XXXX-12
2024年元月5日 | p 2024年元月5日=2024-01-05
二〇二四年十月二十日 | p 二〇二四年十月二十日=2024-10-20
2024年4月31日 |
2024年2月30日 |
2月29日 | p 2月29日=XXXX-02-29
农历8月15日 |
闰四月 |
每年3月和9月 | r 每年3月和9月={XXXX-03,XXXX-09} P1Y
每年3月至5月 | r 每年3月至5月=XXXX-03/XXXX-05 P1Y
每年12月底前 | r 每年12月底前=XXXX-12 P1Y
每年年底 | r 每年年底=XXXX-12 P1Y
每年上半年 | r 每年上半年=XXXX-01/XXXX-06 P1Y
每月5日前 | r 每月5日前=XXXX-XX-05 P1M
每月 | r 每月=P1M
每天巡查 | r 每天=P1D
每周一次 | r 每周=P1W
每季度通报 | r 每季度=P3M
每半年评估 | r 每半年=P6M
每两周调度 | r 每两周=P2W
每旬一报 | r 每旬=P10D
每学期一次 | r 每学期=semester
每3个月一次 | r 每3个月=P3M
每2—3年轮换 | r 每2—3年=P2Y/P3Y
按月报送 | r 按月=P1M
按季度通报 | r 按季度=P3M
按年考核 | r 按年=P1Y
按周调度 | r 按周=P1W
两年一次 | r 两年一次=P2Y
一年一度 | r 一年一度=P1Y
一季度一通报 | r 一季度一通报=P3M
半年一考核 | r 半年一考核=P6M
前三季度 | i 前三季度=XXXX-01/XXXX-09
第三季度 | i 第三季度=XXXX-07/XXXX-09
2025年第一季度 | i 2025年第一季度=2025-01/2025-03
二、三季度 | i 二、三季度=XXXX-04/XXXX-09
四季度末 | p 四季度末=XXXX-12
上半年 | i 上半年=XXXX-01/XXXX-06
2024年下半年 | i 2024年下半年=2024-07/2024-12
年初 | p 年初=XXXX-01
年中完成 | p 年中=XXXX-06
2024年底 | p 2024年底=2024-12
2024年末 | p 2024年末=2024-12
2024年初 | p 2024年初=2024-01
2024年中 | p 2024年中=2024-06
明年初 | p 明年初=XXXX-01
到2030年 | b 到2030年=2030
至2030年 | b 至2030年=2030
截至2024年底 | b 截至2024年底=2024-12
最迟6月30日 | b 最迟6月30日=XXXX-06-30
不晚于2024年6月 | b 不晚于2024年6月=2024-06
2024年以前 | b 2024年以前=2024
2024年6月之前 | b 2024年6月之前=2024-06
2024年以来 | f 2024年以来=2024
2024年起 | f 2024年起=2024
2024年6月1日起施行 | f 2024年6月1日起=2024-06-01
自2024年起 | f 自2024年起=2024
从今年开始 | f 从今年开始=XXXX
2024年后 | f 2024年后=2024
达到2030年水平 | p 2030年=2030
收到2024年报表 | p 2024年=2024
2021—2025年 | i 2021—2025年=2021/2025
2024年3月至5月 | i 2024年3月至5月=2024-03/2024-05
2024年3月—2025年5月 | i 2024年3月—2025年5月=2024-03/2025-05
2024年9月至次年3月 | i 2024年9月至次年3月=2024-09/2025-03
11月至次年2月 | i 11月至次年2月=XXXX-11/XXXX-02
3月1日至5日 | i 3月1日至5日=XXXX-03-01/XXXX-03-05
3月1日—4月5日 | i 3月1日—4月5日=XXXX-03-01/XXXX-04-05
2021年至今 | i 2021年至今=2021/..
2008年与2012年之间 | i 2008年与2012年之间=2008/2012
2008年与2012年相比 | p 2008年=2008; p 2012年=2012
7、8月份 | i 7、8月份=XXXX-07/XXXX-08
2024.3.1 | p 2024.3.1=2024-03-01
2024-03-01 | p 2024-03-01=2024-03-01
2024/3/1前 | b 2024/3/1前=2024-03-01
2024-03 | p 2024-03=2024-03
（2021-2025） | i 2021-2025=2021/2025
2024.13.1 |
2024.2.30 |
1.2024.3.5 |
十四五期间 | i 十四五期间=2021/2025
“十三五”时期 | i “十三五”时期=2016/2020
“十五五”末 | p “十五五”末=2030
“十五五”初 | p “十五五”初=2026
“九五”期间 | i “九五”期间=1996/2000
“五五”期间 | i “五五”期间=1976/1980
到“十四五”末 | b 到“十四五”末=2025
自“十四五”以来 | f 自“十四五”以来=2021
民国二十年 | p 民国二十年=1931
民国元年 | p 民国元年=1912
光绪二十年 |
98年5月 | p 98年5月=XX98-05
20世纪90年代 | p 20世纪90年代=199X
19世纪末 |
九十年代 | p 九十年代=XX9X
2023-2024学年 | i 2023-2024学年=2023/2024
5·12防灾减灾日 | p 5·12防灾减灾日=XXXX-05-12
国庆节前 | b 国庆节前=XXXX-10-01
元旦 | p 元旦=XXXX-01-01
五一劳动节期间 | p 五一劳动节期间=XXXX-05-01
任期三年 | d 任期三年=P3Y
为期两个月 | d 为期两个月=P2M
3年内 | d 3年内=P3Y
30日内 | d 30日内=P30D
5个工作日内 | d 5个工作日内=P5D
自受理之日起5日内 | d 自受理之日起5日内=P5D
两三年 | d 两三年=P2Y/P3Y
3至5年 | d 3至5年=P3Y/P5Y
一年半 | d 一年半=P1Y6M
一个半月 | d 一个半月=P1M15D
半年内 | d 半年内=P6M
半个月 | d 半个月=P15D
两个季度 | d 两个季度=P6M
连续3天 | d 连续3天=P3D
不少于20天 | d 不少于20天=P20D
两周内 | d 两周内=P2W
3个星期 | d 3个星期=P3W
几十年 |
百年大计 |
九年义务教育 |
三年行动计划 |
15日 |
90日 | d 90日=P90D
优良天数300天 |
次年3月至5月 | i 次年3月至5月=XXXX-03/XXXX-05
次年3月 | p 次年3月=XXXX-03
20xx年x月 | p 20xx年x月=20XX-XX
1年零6个月 | d 1年零6个月=P1Y6M
1年3个月 | d 1年3个月=P1Y3M
2个月15天 | d 2个月15天=P2M15D
2年零15天 | d 2年零15天=P2Y15D
今明两年 | i 今明两年=XXXX/XXXX
应在受理之日起5日内 | d 受理之日起5日内=P5D
须在批准之日起30日内 | d 批准之日起30日内=P30D
2024年3月 施工 | p 2024年3月=2024-03
崇祯二年 |
万历十年 |
乾隆五年 |
洪武三年 |
2024.3.1-3.31 | i 2024.3.1-3.31=2024-03-01/2024-03-31
（2024.3-5） | i 2024.3-5=2024-03/2024-05
每年教师节前后 | r 每年教师节前后=XXXX-09-10 P1Y
每年国庆节前 | r 每年国庆节前=XXXX-10-01 P1Y
每月，国庆节 | r 每月=P1M; p 国庆节=XXXX-10-01
两天然气站 |
3天津 |
十多天 | d 十多天=P10D
寒假期间 | i 寒假期间=XXXX
开学初 | p 开学初=XXXX
当月 | p 当月=XXXX-XX
当日 | p 当日=XXXX-XX-XX
月底前 | b 月底前=XXXX-XX
次月10日前 | b 次月10日前=XXXX-XX-10
20号前 | b 20号前=XXXX-XX-20
两日游 |
两日内 | d 两日内=P2D
5周岁 |
3周年 |
1年期 |
3年以上 | d 3年以上=P3Y
满2年 | d 满2年=P2Y
今后五年 | d 今后五年=P5Y
近两年 | d 近两年=P2Y
半年至一年 | d 半年至一年=P6M/P1Y
每一年 |
每隔两年 | r 每隔两年=P2Y
每个工作日 | r 每个工作日=P1D
按学期 | r 按学期=semester
按旬 | r 按旬=P10D
2025年6月30日24时前 | b 2025年6月30日24时前=2025-06-30
3月1日上午9时前 | b 3月1日上午9时前=XXXX-03-01
受教育年限达到12年 |
平均受教育年限10.5年 |
优良达300天 |
投资2024.3 |
为期两个学期 |
翌年3月 | p 翌年3月=XXXX-03
2024年9月至翌年3月 | i 2024年9月至翌年3月=2024-09/2025-03
半天 |
半周 |
永乐二年春 |
（2024.03） | p 2024.03=2024-03
自2020.3至2021.5 | i 自2020.3至2021.5=2020-03/2021-05
2024.3至5 | i 2024.3至5=2024-03/2024-05
5—6月 | i 5—6月=XXXX-05/XXXX-06
文明年度 |
以上年度 |
不同年级 |
每人每次 |
第3条 |
PM2.5年均浓度 |
《2024年工作要点》 |
每下半年 |
6月龄 |
满6个月龄 |
每年的3月底前 | r 每年的3月底前=XXXX-03 P1Y
县里规定，受理之日起5日内 | d 受理之日起5日内=P5D
按规定：批准之日起2个月内 | d 批准之日起2个月内=P2M
（公示之日起7日） | d 公示之日起7日=P7D
增加了5天 |
平均减少3天 |
康熙42年 |
雍正10年 |
嘉庆20年 |
道光30年 |
咸丰10年 |
同治13年 |
光绪20年 |
宣统3年 |
嘉靖40年 |
阴历3月 |
每月国庆节 | r 每月=P1M; p 国庆节=XXXX-10-01
每年9月教师节 | r 每年9月=XXXX-09 P1Y; p 教师节=XXXX-09-10
用三天下村走访 | d 三天=P3D
每前三季度 |
以本月为限 |
“今年有花、明年有果” |
2024年首月 | p 2024年首月=2024-01
每两个季度 | r 每两个季度=P6M
PM10年平均浓度 |
集中两日完成 | d 两日=P2D
每礼拜一次 | r 每礼拜=P1W
今明这两年 | d 这两年=P2Y
每学年9月 | r 每学年9月=XXXX-09 P1Y
每个年度的3月 | r 每个年度的3月=XXXX-03 P1Y
国庆安保、元旦值班 | p 元旦=XXXX-01-01
每半月 | r 每半月=P15D
打造“三月有花、九月有果” |
每季度的1日 | r 每季度的1日=XXXX-XX-01 P3M
半个多月 | d 半个多月=P15D
半个余月 | d 半个余月=P15D
历时300年 | d 历时300年=P300Y
历时301年 |
百年一次 |
百年一度 |
每学年的9月 | r 每学年的9月=XXXX-09 P1Y
“一五”时期 | i “一五”时期=1953/1957
“二五”期间 | i “二五”期间=1958/1962
“三五”期间 | i “三五”期间=1966/1970
“四五”末 | p “四五”末=1975
三五期间 |
“5·12”防灾减灾日前 | b “5·12”防灾减灾日前=XXXX-05-12
“5·12”防灾减灾日之前 | b “5·12”防灾减灾日之前=XXXX-05-12
型号A3月产 |
窗口自受理之日起5日内 | d 自受理之日起5日内=P5D
部门从批准之日起30日内 | d 从批准之日起30日内=P30D
从2020年的10家到2025年的20家 | p 2020年=2020; p 2025年=2025
第一年一次 |
第三季一通报 |
二十年一次 | r 二十年一次=P20Y
光绪三年三月 |
康熙元年8月 |
乾隆十二年3月5日 |
光绪98年5月 |
咸丰98年5月 |
民国20年3月 | p 民国20年3月=1931-03
洪武三月 |
永乐三月 |
嘉靖三月 |
万历三月 |
崇祯三月 |
顺治三月 |
康熙三月 |
雍正三月 |
乾隆三月 |
嘉庆三月 |
道光三月 |
咸丰三月 |
同治三月 |
光绪三月 |
宣统三月 |
"""


def lines() -> list[str]:
    return [line for line in FORMS.splitlines() if line.strip()]


@pytest.mark.parametrize("line", lines(), ids=[line.partition(" |")[0] for line in lines()])
def test_each_form(line: str) -> None:
    clause, _, told = line.partition(" |")
    want = []
    for part in filter(None, (part.strip() for part in told.split(";"))):
        text, _, value = part[2:].partition("=")
        want.append((TYPES[part[0]], text, value))
    found = []
    for date in find_dates(clause + "，"):
        value = date.length if date.type == "duration" else " ".join(filter(None, (date.edtf, date.every)))
        found.append((date.type, date.text, value))
        assert clause[date.start : date.end] == date.text
    assert found == want
    assert all(is_edtf(date.edtf) for date in find_dates(clause + "，") if date.edtf)


RULES = """
寒假期间 holiday
2023年秋季 season
2024年3月 year_month
2024年3月5日 full_date
3月5日 month_day
3月 month
3月中旬 tens_of_month
3月底 month_edge
2024年底 year_edge
上半年 half_year
二季度 quarter
四季度末 quarter
翌年 relative_year
2021年前四月 opening_months
二〇二四年 chinese_year
20xx年 template_year
民国二十年 roc_year
98年底 short_year
明年 relative_year
今明两年 relative_years
2021—2025年 range
2021年至今 open_range
2024-03-01 numeric_date
（2021-2025） years_in_brackets
十四五期间 plan_period
国庆节 festival
5·12防灾减灾日 dated_day
90年代 decade
2023-2024学年 school_year
开学初 term
当日 relative_day
20号前 day_of_month
每年3月 every_year_position
每年教师节 every_year_position
每月5日 every_month_position
每季度 every
每季度末月 every_position
按月 by_period
两年一次 cycle
3年内 duration
自受理之日起5日内 event_duration
"""


@pytest.mark.parametrize(("clause", "rule"), [line.split() for line in RULES.splitlines() if line])
def test_the_rule_is_named(clause: str, rule: str) -> None:
    assert [date.rule for date in find_dates(clause + "，")] == [rule]


@pytest.mark.parametrize("above", ["", "以上意见供各乡镇在编制年度计划和安排项目资金时参考使用，并请及时反馈。\n"])
def test_the_date_below_a_signature_is_no_fact(above: str) -> None:
    assert find_dates(f"{above}青禾县人民政府\n2024年3月1日\n") == []
    assert len(find_dates(f"{above}青禾县水库移民\n2024年3月1日\n")) == 1
