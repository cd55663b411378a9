"""Numbers as clerks write them: 0.5, 十二, 两, 半, 零点五, 一百二十, 百分之九十五, 三分之一."""

from __future__ import annotations

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
          "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9}  # fmt: skip
TENS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LETTERS = set(DIGITS) | set(TENS) | {"万", "点", "半"}


def arabic(text: str, start: int) -> tuple[float, int] | None:
    """(value, end) of a number in digits that begins at `start`; a point must be between digits."""
    end = start
    while end < len(text) and text[end].isascii() and text[end].isdigit():
        end += 1
    if end == start:
        return None
    if end + 1 < len(text) and text[end] == "." and text[end + 1].isascii() and text[end + 1].isdigit():
        end += 2
        while end < len(text) and text[end].isascii() and text[end].isdigit():
            end += 1
    return float(text[start:end]), end


def chinese(text: str, start: int) -> tuple[float, int] | None:
    """(value, end) of a number in Chinese numerals that begins at `start`."""
    end = start
    while end < len(text) and text[end] in _LETTERS:
        end += 1
    while end > start:
        value = chinese_value(text[start:end])
        if value is not None:
            return value, end
        end -= 1
    return None


def chinese_value(word: str) -> float | None:
    """The number that the numerals mean, or None where they mean none."""
    if word == "半":
        return 0.5
    whole, point, places = word.partition("点")
    value = _whole(whole)
    if value is None or (point and not places):
        return None
    if not point:
        return value
    if any(letter not in DIGITS for letter in places):
        return None
    return value + float("0." + "".join(str(DIGITS[letter]) for letter in places))


def _whole(word: str) -> float | None:
    if not word or "半" in word:
        return None
    if all(letter in DIGITS for letter in word):  # 二〇二六 is a year, 二 is two, 二三 is neither
        return float(DIGITS[word]) if len(word) == 1 else None
    high, ten_thousand, low = word.partition("万")
    if ten_thousand:
        left, right = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
        return None if left is None or right is None else float(left * 10000 + right)
    value = _below_ten_thousand(word)
    return None if value is None else float(value)


def _below_ten_thousand(word: str) -> int | None:
    total, digit, last = 0, None, 10000
    for letter in word:
        if letter in TENS:
            ten = TENS[letter]
            if ten >= last or (digit is None and ten != 10):
                return None
            total, digit, last = total + (1 if digit is None else digit) * ten, None, ten
        elif letter in "零〇":
            if digit is not None:
                return None
        elif letter in DIGITS and digit is None:
            digit = DIGITS[letter]
        else:
            return None
    return total + (digit or 0) if word else None
