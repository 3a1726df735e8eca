"""The counting styles of Word's automatic numbers: 一、 ㈠ ① 甲 壹 A iv 01."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"
_LEGAL = {"simplified": "零壹贰叁肆伍陆柒捌玖", "traditional": "零壹貳參肆伍陸柒捌玖"}
_LEGAL_UNITS = {"simplified": ("", "拾", "佰", "仟", "万"), "traditional": ("", "拾", "佰", "仟", "萬")}
_UNITS = ("", "十", "百", "千", "万")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"

# Word's name of a style → how we count it.
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
    "japaneseCounting", "ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital",
    "koreanDigital2", "koreanCounting",
}  # fmt: skip
_BY_DIGIT = {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital", "koreanDigital2"}
# One character each, from 1 on; beyond the last one Word falls back to plain digits.
_ENCLOSED = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": STEMS,
    "ideographZodiac": BRANCHES,
}


def format_number(value: int, style: str) -> str:
    """A number in one of Word's counting styles (``w:numFmt``); unknown styles count in plain digits.

    >>> [format_number(12, s) for s in ("chineseCounting", "decimalEnclosedCircle", "upperRoman", "decimalZero")]
    ['十二', '⑫', 'XII', '12']
    """
    if value < 0 or style in ("none", "bullet"):
        return "" if style in ("none", "bullet") else str(value)
    if style in _BY_DIGIT:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if style in _CHINESE:
        return count_chinese(value)
    if style in _ENCLOSED:
        marks = _ENCLOSED[style]
        return marks[value - 1] if 1 <= value <= len(marks) else str(value)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        script = "simplified" if style == "chineseLegalSimplified" else "traditional"
        return _count(value, _LEGAL[script], _LEGAL_UNITS[script], bare_ten=False)
    if style == "ideographZodiacTraditional":
        return STEMS[(value - 1) % 10] + BRANCHES[(value - 1) % 12] if value else "0"
    return _format_western(value, style)


def count_chinese(value: int) -> str:
    """A number from 0 to 99,999 in Chinese numerals.

    >>> [count_chinese(n) for n in (0, 10, 11, 20, 101, 110, 1005)]
    ['〇', '十', '十一', '二十', '一百零一', '一百一十', '一千零五']
    """
    return _count(value, "零" + _DIGITS[1:], _UNITS, bare_ten=True) if value else "〇"


def _count(value: int, digits: str, units: tuple[str, ...], *, bare_ten: bool) -> str:
    if value > 99_999:
        return str(value)
    if value == 0:
        return digits[0]
    text, pending = "", False
    figures = str(value)
    for i, figure in enumerate(figures):
        if figure == "0":
            pending = True
            continue
        if pending:
            text += digits[0]
            pending = False
        text += digits[int(figure)] + units[len(figures) - 1 - i]
    return text[1:] if bare_ten and 10 <= value < 20 else text


def _format_western(value: int, style: str) -> str:
    if style in ("upperLetter", "lowerLetter") and value:
        # After z comes aa, then bb: the letter repeated.
        text = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return text.upper() if style == "upperLetter" else text
    if style in ("upperRoman", "lowerRoman") and 0 < value < 4000:
        text = ""
        for size, mark in _ROMAN:
            text += mark * (value // size)
            value %= size
        return text.upper() if style == "upperRoman" else text
    if style == "decimalZero":
        return f"{value:02d}"
    if style == "decimalFullWidth" or style == "decimalFullWidth2":
        return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if style == "numberInDash":
        return f"- {value} -"
    return str(value)
