"""Names of divisions: their stems and the short forms in which plans write them."""

from __future__ import annotations

import re

# Peoples as they stand in the names of autonomous divisions (GB/T 3304), without the final 族 where names drop it.
PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
).split()
_PEOPLE = (
    "(?:"
    + "|".join(sorted((p + "族" for p in PEOPLES), key=len, reverse=True))
    + "|各族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)"
)
_PEOPLE_ALONE = re.compile(rf"{_PEOPLE}$")
_AUTONOMOUS = re.compile(rf"^(.{{1,6}}?){_PEOPLE}{{0,5}}自治(州|县|旗)$")
_REGION = re.compile(r"^(内蒙古|广西|西藏|宁夏|新疆)(?:壮族|回族|维吾尔)?自治区$")
# 林区 and the like count as a suffix only behind two characters: 神农架林区 is a kind of district, 碑林区 is not.
_SUFFIX = re.compile(r"(?:特别行政区|(?<=..)(?:特区|林区|矿区|新区|地区)|自治区|省|市|州|县|区|旗|盟)$")


def stem(name: str) -> str:
    """The bare name that a division keeps when its rank changes.

    >>> [stem(n) for n in ("清苑县", "清苑区", "通道侗族自治县", "恩施土家族苗族自治州", "唐县", "宁夏回族自治区")]
    ['清苑', '清苑', '通道', '恩施', '唐', '宁夏']
    """
    match = _AUTONOMOUS.match(name) or _REGION.match(name)
    if match:
        return match.group(1)
    return _SUFFIX.sub("", name) or name


def rank(name: str) -> str:
    """The suffix in which plans of this division speak of themselves: 县, 区, 市, 州, 旗, 盟, 省, 自治区.

    >>> rank("通道侗族自治县"), rank("神农架林区"), rank("广西壮族自治区")  # county, district, region
    ('县', '区', '自治区')
    """
    return "自治区" if name.endswith("自治区") else name[-1]


# Short forms that offices use and no rule gives: the first character of each part of a Mongolian name.
_CUSTOMARY = {
    "科尔沁左翼中旗": "科左中旗",
    "科尔沁左翼后旗": "科左后旗",
    "科尔沁右翼前旗": "科右前旗",
    "科尔沁右翼中旗": "科右中旗",
    "察哈尔右翼前旗": "察右前旗",
    "察哈尔右翼中旗": "察右中旗",
    "察哈尔右翼后旗": "察右后旗",
    "阿拉善左旗": "阿左旗",
    "阿拉善右旗": "阿右旗",
    "新巴尔虎左旗": "新左旗",
    "新巴尔虎右旗": "新右旗",
    "达尔罕茂明安联合旗": "达茂旗",
    "莫力达瓦达斡尔族自治旗": "莫旗",
    "前郭尔罗斯蒙古族自治县": "前郭县",
    "杜尔伯特蒙古族自治县": "杜蒙县",
    "阜新蒙古族自治县": "阜蒙县",
    "喀喇沁左翼蒙古族自治县": "喀左县",
    "塔什库尔干塔吉克自治县": "塔县",
}


def short_forms(name: str) -> set[str]:
    """Other ways to write it that still name its rank: 通道县, 恩施州, 科左中旗; bare stems come apart.

    >>> sorted(short_forms("恩施土家族苗族自治州")), sorted(short_forms("积石山保安族东乡族撒拉族自治县"))
    (['恩施州'], ['积石山县'])
    >>> sorted(short_forms("东乡族自治县")), sorted(short_forms("前郭尔罗斯蒙古族自治县"))
    (['东乡县'], ['前郭县', '前郭尔罗斯县'])
    """
    forms = {_CUSTOMARY[name]} if name in _CUSTOMARY else set()
    match = _AUTONOMOUS.match(name)
    if match:
        own = match.group(1)
        forms.add((own.removesuffix("族") if _PEOPLE_ALONE.match(own) else own) + match.group(2))
    return forms - {name}
