"""Numbers as sheets write them: full-width, Chinese, with 分 or %; and points hidden in a name.

Its one trick: a text is first brought to one form (`plain`), so that each pattern is written once.
"""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
CHINESE = "".join(_DIGITS) + "".join(_UNITS)
_NUMBER = rf"(?:\d+(?:\.\d+)?|[{CHINESE}]+(?:点[{CHINESE}]+)?|半)"
_POINTS = re.compile(rf"^(?:满分|计|共|各|最高|最多|加|标准分|基本分|\+)*({_NUMBER})(?:分(半)?|%)?$")
_FLAT = str.maketrans("０１２３４５６７８９．（）［］％：", "0123456789.()[]%:")
_NONE = {"", "-", "--", "—", "——", "/", "\\", "无", "不计分", "不赋分"}
#: （10分）, (满分10分), [10分] inside a name; also 10分 alone after a blank at its end.
_IN_BRACKETS = re.compile(
    rf"[(\[【〔]\s*(?:满分|共|计|共计|分值|标准分|权重|最高加?|加)?[:：为]?\s*({_NUMBER})\s*(?:分|%)\s*[)\]】〕]"
)
_AT_END = re.compile(rf"(?:[\s,:：]|(?<=[^\d.(])-+)(?:满分|共|计)?({_NUMBER})分$")


def plain(text: str) -> str:
    """Half-width, without blanks at the ends."""
    return unicodedata.normalize("NFKC", text).strip()


def number_of(text: str) -> float | None:
    """15, 1.5, 十五, 一百二十, 零点五, 半; None for anything else."""
    text = plain(text)
    if text == "半":
        return 0.5
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    whole, dot, fraction = text.partition("点")
    value = _chinese(whole)
    if value is None or not dot:
        return value
    if not fraction or any(letter not in _DIGITS for letter in fraction):
        return None
    return float(f"{int(value)}.{''.join(str(_DIGITS[letter]) for letter in fraction)}")


def _chinese(text: str) -> float | None:
    if not text or any(letter not in _DIGITS and letter not in _UNITS for letter in text):
        return None
    if len(text) > 1 and all(letter in _DIGITS for letter in text):
        return float("".join(str(_DIGITS[letter]) for letter in text))
    total, digit = 0, 0
    for letter in text:
        if letter in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[letter], 0
        else:
            digit = _DIGITS[letter]
    return float(total + digit)


def points_of(text: str) -> float | None:
    """The points that a cell says (5, 5分, ５分, 五分, 半分, 一分半, 满分10分, 10%); None if it does not say a number."""
    squeezed = re.sub(r"\s+", "", plain(text)).strip("()[]【】")
    found = _POINTS.match(squeezed)
    if not found:
        return None
    value = number_of(found[1])
    return value + 0.5 if value is not None and found[2] else value


def says_nothing(text: str) -> bool:
    """Whether a cell of points is empty or says that there are none."""
    return re.sub(r"\s+", "", plain(text)) in _NONE


def points_in(name: str) -> tuple[str, float | None]:
    """A name without the points written into it, and those points; its own characters are kept."""
    name = name.strip()
    flat = name.translate(_FLAT)  # the same length, so that places fit
    for pattern in (_IN_BRACKETS, _AT_END):
        found = [match for match in pattern.finditer(flat) if number_of(match[1]) is not None]
        if found:
            last = found[-1]
            return (name[: last.start()] + name[last.end() :]).strip(" ,，:：-—\u3000"), number_of(last[1])
    return name, None
