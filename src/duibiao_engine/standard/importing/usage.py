"""Words about how something is found out and whom it concerns, as the standard's own values.

Its one trick: only words that leave no doubt are turned into a value; the others are shown as they stand.
"""

from __future__ import annotations

import re

METHODS: dict[str, str] = {
    "survey": r"问卷|民意|满意度(?:调查|测评)|电话访问|群众(?:测评|评议)|调查访问|入户调查",
    "site": r"实地|现场|暗访|明察|抽查点位|走访|实测|巡查|点位",
    "web": r"网上|网络|网站|互联网|线上(?:检索|测评|查询)|在线",
    "statistic": r"统计|数据(?:采集|提取|比对|核算|分析)|系统(?:数据|提取|生成)|平台数据|部门(?:数据|提供|评价)|指标数据",
    "judged": r"评判|评审|专家|述职|评议打分|综合评价|主观评价|会议评议",
    "material": r"材料|资料|台账|查阅|书面|文件|档案|案卷|听取|汇报|查看|报送|核查|审核",
}  # fmt: skip
METHOD_WORDS = {
    "material": "材料审核", "site": "实地考察", "survey": "问卷调查", "statistic": "数据统计", "web": "网上测评", "judged": "综合评判",
}  # fmt: skip
KINDS = {"township": "乡镇", "department": "县直部门", "county": "县", "village": "村（社区）"}
_KINDS: dict[str, str] = {
    "township": r"(?:各|全县|所有)*(?:乡镇|镇街|镇乡|乡|镇|街道|街镇)(?:[(（](?:街道|办事处|街道办事处|园区)[)）]|街道|办事处|党委|人民政府|政府)*",
    "department": r"(?:各|全县|所有)*(?:县直|区直|市直|县级|县政府|区政府|市政府)*(?:各|行政执法|执法|有关|相关|工作)*(?:部门|单位|机关)",
    "county": r"(?:各)?(?:县|区|市)(?:[(（][市区县、]+[)）]|市区)?(?:人民政府|政府)?",
    "village": r"(?:各)?(?:行政)?(?:村|社区)(?:[(（](?:社区|居|村)[)）])?",
}


def method_of(words: str) -> str:
    """The method that the words name first, empty if they name none."""
    found = [(match.start(), name) for name, pattern in METHODS.items() if (match := re.search(pattern, words))]
    return min(found)[1] if found else ""


def kinds_of(words: str, known: dict[str, str]) -> tuple[str, ...]:
    """Kinds of units, all of which must be known (by the standard's own names, or by common ones); else none."""
    pieces = [piece for piece in re.split(r"[、,，;；/\n和及]|以及", words.strip()) if piece]
    by_name = {name: code for code, name in known.items()}
    found = [by_name.get(piece) or _kind(piece) for piece in pieces]
    return tuple(dict.fromkeys(one for one in found if one)) if found and all(found) else ()


def _kind(piece: str) -> str:
    return next((code for code, pattern in _KINDS.items() if re.fullmatch(pattern, piece)), "")
