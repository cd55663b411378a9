"""What the head of a column means: the words of real sheets, and how sure they are.

Its one trick: a heading is compared as a whole first; only then by what it contains, with less confidence. Some words mean
different things in different company (考核标准 beside 计分办法 is what is demanded, alone it is the rule), so they are marked weak and
settled when all columns are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from duibiao_engine.standard.importing.numerals import plain
from duibiao_engine.standard.importing.proposal import ColumnRole as Role

#: A heading longer than this is text.
LONGEST = 24
_NOISE = re.compile(r"[\s:：()（）\[\]【】、,，.。/／\\\-—_*·]+")
_UNIT = re.compile(r"[(（\[【](?:单位[:：])?(?:\d+(?:\.\d+)?)?(?:分|%|分值|满分|项|次)[)）\]】]|[(（]\d+分?[)）]$")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading means. `generic` levels get their depth by position; `weak` words yield to stronger ones."""

    role: Role
    synonym: str
    confidence: float = 1.0
    weak: bool = False
    generic: bool = False


_NUMERAL = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5,
}  # fmt: skip
_LEVELS = {n: Role(f"level{n}") for n in range(1, 6)}
_LEVEL = re.compile(
    r"^(?:第)?(一|二|三|四|五|[1-5]|III|II|IV|I|V)级(?:(?:测评|考核|考评|评价|评估|评议|创建|建设|考察|主要)?"
    r"(?:指标|目录|项目|分类|类别|内容|要素|目标|事项|任务)?(?:名称|项目|内容)?)?$"
)
#: A级指标, B类指标: levels by letters.
_LETTERED_LEVEL = re.compile(r"^([A-E])(?:级|层|类)?(?:测评|考核|考评|评价|评估)?(?:指标|项目|要素)(?:名称|层)?$")
#: 优, 良好, 不合格: what is demanded for each grade.
_GRADE = re.compile(r"^(?:优秀?|良好?|中等?|一般|较?差|较?好|(?:基本|不)?(?:合格|达标|符合))(?:等次|档|等)?(?:\d+%?)?$")

_WORDS: dict[Role, str] = {
    Role.CODE: "编号 指标编号 指标代码 代码 项目编号 条目编号 指标序号 编码 指标编码 项目代码 条款号 条款编号",
    Role.POINTS: "分值 标准分 标准分值 标准分数 规定分 额定分 设定分 应得分值 分数 满分 满分值 权重 权重分 权重分值 指标权重 分值权重 权数 赋分 赋分值 配分 基本分 基础分 基准分 总分 "
    "指标分值 项目分值 考核分值 测评分值 分值分 应得分 设定分值 分项分值 指标分 规定分值 单项分值 小项分值 本项分值 考评分值 评价分值 分 小分 参考分值",
    Role.RULE: "计分办法 计分方法 计分标准 计分规则 计分方式 计分细则 评分标准 评分办法 评分方法 评分细则 评分规则 评分依据 评分说明 记分办法 记分标准 记分方法 扣分标准 扣分办法 扣分细则 "
    "扣分项目 扣分说明 加扣分标准 加减分标准 加分标准 赋分标准 赋分办法 赋分规则 打分标准 打分办法 得分标准 考核评分标准 考核计分办法 考评计分办法 测评计分办法 考核评分办法 测评标准及计分办法 "
    "测评标准和计分办法 考核标准及计分办法 考核标准及评分办法 考核内容及评分标准 考核内容及计分办法 测评内容及评分标准 测评内容及计分办法 内容及评分标准 扣分标准及办法 计分评分标准 评价计分方法 "
    "评分标准及办法 考评细则及扣分标准 考核内容及标准 考核内容和评分标准 量化评分标准 测评细则 考核细则 考评细则 评估细则 检查评分标准 评定标准 计分说明 扣分要点 考核计分标准 评分要求 得分办法 测评标准计分办法",
    Role.CONTENT: "测评内容 考核内容 考评内容 评估内容 评价内容 检查内容 工作内容 创建内容 建设内容 督查内容 主要内容 具体内容 指标内容 内容 指标内涵 指标解释 指标说明 指标释义 指标要求 指标描述 指标内容及要求 考核要点 "
    "测评要点 评估要点 评价要点 观测点 主要观测点 考核点 测评点 工作要求 目标要求 具体要求 基本要求 创建要求 建设要求 内容及要求 内容要求 考核内容及要求 测评内容及要求 任务要求 工作任务 目标任务 重点任务 具体任务 任务内容 考核目标 工作目标 目标内容 "
    "考核事项 工作事项 重点工作 创建标准 建设标准 工作标准 达标要求 考核内容及目标 测评内容与标准 考评内容及要求 要求 具体指标内容 主要任务 评分内容 验收内容 达标标准 工作内容及要求 目标任务及要求 测评项目及内容 考核内容与要求",
    Role.METHOD: "测评方法 测评方式 测评手段 测评途径 考核方法 考核方式 考评方式 考评方法 评估方法 评估方式 评价方式 评价方法 检查方法 检查方式 验收方法 验收方式 验证方式 核查方式 核验方式 督查方式 数据采集方法 数据采集方式 采集方法 采集方式 数据来源 "
    "数据来源及采集方式 数据采集 考核形式 测评形式 方法 方式 认定方式 考核途径 考核依据 测评依据 检查依据 查验方式 信息采集方法 信息采集方式 检验方式 评审方式 测评方式方法 考核方式方法 考核方式及方法",
    Role.LEAD: "牵头单位 牵头部门 牵头责任单位 牵头 主责单位 主责部门 主办单位 主办部门 牵头负责单位 第一责任单位 牵头科室 牵头县领导",
    Role.RESPONSIBLE: "责任单位 责任部门 责任主体 落实单位 实施单位 承办单位 承担单位 完成单位 责任分工 责任单位及分工 主体责任单位 执行单位 责任单位部门 主管部门 主管单位 负责部门 实施主体 责任科室 相关单位 责任领导及单位 负责单位 牵头及配合单位 牵头责任单位及配合单位 责任单位牵头单位 牵头配合单位 "
    "责任分解",
    Role.SUPPORTING: "配合单位 配合部门 协办单位 协办部门 协助单位 协同单位 协作单位 参与单位 参加单位 配合责任单位 协同部门",
    Role.APPLIES: "考核对象 被考核单位 适用对象 适用单位 适用范围 考核范围 被考核对象 测评对象 考评对象 参评单位 受检单位",
    Role.MATERIALS: "材料要求 佐证材料 证明材料 备查材料 印证材料 支撑材料 所需材料 需提供材料 提供材料 提供资料 报送材料 申报材料 台账资料 台账要求 台账材料 台账清单 材料清单 材料目录 资料清单 备查资料 佐证资料 印证资料 相关材料 材料 资料要求 "
    "需提供的材料 需报送材料 申报材料要求 材料报送要求 台账目录 迎检资料 考核资料 档案资料 查阅资料清单 佐证材料清单 佐证材料要求 证明资料 材料审核要求",
    Role.NOTE: "备注 说明 注 附注 备注说明 其他",
    Role.IGNORE: "序号 序 No 自评分 自评得分 自评 自查得分 自查分 自评分数 考核得分 考核分 实得分 得分 实际得分 最终得分 测评得分 检查得分 核定分 核定得分 复核分 复核得分 复评得分 考评得分 评定得分 扣分 扣分数 扣分值 扣分原因 扣分情况 扣分理由 扣分依据 得分情况 评分 打分 "
    "加分 加扣分 完成情况 自评情况 自查情况 考核情况 检查情况 检查结果 测评结果 考核结果 完成时限 时限 完成时间 责任人 责任领导 分管领导 联系人 存在问题 是否达标 自评说明 进展情况 页码 附件 完成情况说明 整改措施 初评得分 县考核得分 市考核得分 村自评 镇复核 市考核 县考核 "
    "单位自评 考核组评分 审核得分 审核分 是否完成 评审得分 评审意见 终评得分 结果 检查记录 考核记录 复核情况 复核结果 整改情况 落实情况 达标情况 现场得分 抽查结果 检查人 检查时间 签字",
}
#: Settled when all columns are known.
_WEAK_RULES = "测评标准 考核标准 考评标准 评价标准 评估标准 检查标准 标准 验收标准 考核办法 考评办法 评价办法 测评办法 评估办法 考核要求 测评要求 考核标准及要求 考核标准要求 督查标准 指标标准 测评标准及要求 目标值 指标值 目标 年度目标 考核指标值"
_GENERIC = (
    "项目 指标 类别 分类 类型 大类 小类 大项 小项 子项 分项 子项目 考核项目 测评项目 考评项目 评估项目 评价项目 检查项目 评分项目 创建项目 验收项目 考核类别 测评类别 项目类别 指标类别 考核指标 测评指标 考评指标 评估指标 评价指标 考核要素 测评要素 要素 指标名称 项目名称 "
    "测评指标名称 考核指标名称 板块 模块 领域 维度 方面 部分 主项 具体指标 指标体系 测评体系 指标项 指标项目 一级 二级 三级 主要指标 基本指标 考核维度 目标类别 总目标 子目标 任务类别 工作类别 考核事项名称 名称 条目 指标要素 分项指标 单项指标 考核大项 考核小项 考核内容分类 类目 项 目"
)
_TABLE: dict[str, Meaning] = {}
for _role, _text in _WORDS.items():
    _TABLE |= {word.upper(): Meaning(_role, word) for word in _text.split()}
_TABLE |= {word: Meaning(Role.RULE, word, 0.8, weak=True) for word in _WEAK_RULES.split()}
_TABLE |= {word: Meaning(Role.LEVEL1, word, 0.8, generic=True) for word in _GENERIC.split()}
_TABLE["考核单位"] = Meaning(Role.LEAD, "考核单位", 0.6, weak=True)
_TABLE |= {
    word: Meaning(Role.LEAD, "考核单位", 0.6, weak=True)
    for word in ("考核责任单位", "考核部门", "评分单位", "考评单位", "考核责任部门")
}

#: What a longer heading is taken for when it contains these, in this order.
_CONTAINS: tuple[tuple[str, Role], ...] = (
    (
        r"自评|自查|得分$|实得|扣分(?:情况|原因|理由|数|值)|考核(?:结果|情况)|检查(?:结果|情况)|完成情况|时限|责任人|领导",
        Role.IGNORE,
    ),
    (r"(?:计|记|评|打|赋|扣|加|减|得)分.{0,4}(?:办法|方法|标准|细则|规则|说明|依据|方式|要点|要求)", Role.RULE),
    (r"(?:佐证|证明|备查|印证|支撑|台账|申报|报送|档案).{0,4}(?:材料|资料|要求|清单)?|材料|资料", Role.MATERIALS),
    (r"牵头.{0,4}(?:单位|部门)|主责", Role.LEAD),
    (r"(?:配合|协办|协同|协助|参与).{0,4}(?:单位|部门)", Role.SUPPORTING),
    (r"责任.{0,4}(?:单位|部门|主体|分工)", Role.RESPONSIBLE),
    (r"考核对象|适用", Role.APPLIES),
    (r"分值|权重|标准分|满分|赋分|配分", Role.POINTS),
    (r"(?:方法|方式|手段|途径)$|数据来源|采集", Role.METHOD),
    (r"(?:标准|细则|办法)$", Role.RULE),
    (r"(?:内容|要求|要点|内涵|解释|释义|任务)$", Role.CONTENT),
    (r"备注", Role.NOTE),
)


#: 考核小项, 测评细目, 工作子项目, 中类: a part of something, whatever it is called.
_PART = re.compile(
    r"^(?:考核|测评|考评|评估|评价|评分|检查|创建|验收|工作|任务|指标)?(?:大|中|小|细|子|分|主|单|总|具体)?(?:项目|指标|项|目|类|类别|条目|科目)(?:名称)?$"
)
#: 考核领域, 测评点位: whatever is looked at, by places or by kinds.
_LOOKED_AT = re.compile(
    r"^(?:考核|测评|考评|评估|评价|检查|创建|验收|实地|主要|重点|工作|任务)?"
    r"(?:领域|点位|场所|部位|板块|模块|维度|方面|环节|专题|专项|要素|类型|层面|体系|篇目|门类)(?:名称|分类|类别)?$"
)


#: 考核项目及分值: the names, with the points of each written into it.
_AND_POINTS = re.compile(r"(?:及其?|和|与)(?:标准)?(?:分值|权重|分数|赋分|配分)$")
#: 评议项目, 督导内容: the words of another kind of assessment for what is 考核项目, 考核内容 elsewhere.
_UNUSUAL = re.compile(
    r"^(?:年度|综合|日常|现场)?(?:评议|督导|评审|督查|巡查|检测|监测|评定|审核|复核|量化|绩效|达标|申报|评比|评选|竞赛|验收|评查|抽查|督察|巡察|认定"
    r"|指数|监督|测试|调查|复查|普查|核查|核验|暗访|考察|评鉴|评级|定级|复审|创评|督办|自查|考查|目标考核|绩效考核|督导评估|综合评价)(?:评价|评估|考核|检查)?"
)


def normal(heading: str) -> str:
    """A heading without blanks, punctuation and units."""
    return _NOISE.sub("", _UNIT.sub("", plain(heading))).upper()


def without_points(heading: str) -> Meaning | None:
    """What 项目/分值 over names is: 项目."""
    return meaning(re.sub(r"(?:标准)?(?:分值|权重|分数|赋分|配分)$", "", normal(heading)))


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meaning | None:
    """What a heading means, None when it is none that we know."""
    if len(heading) > 3 * LONGEST:
        return None
    text = normal(heading)
    if not text or len(text) > LONGEST:
        return None
    level = _LEVEL.match(text)
    if level:
        return Meaning(_LEVELS[_NUMERAL[level[1]]], f"{level[1]}级指标")
    lettered = _LETTERED_LEVEL.match(text)
    if lettered:
        return Meaning(_LEVELS["ABCDE".index(lettered[1]) + 1], f"{lettered[1]}级指标")
    if _GRADE.match(text):
        return Meaning(Role.RULE, text, 0.8)
    if text in _TABLE:
        return _TABLE[text]
    if len(text) > 14 or text[0].isdigit():
        return None
    named = _AND_POINTS.sub("", text)
    if named != text and named and (same := meaning(named)) is not None:
        return same
    usual = _UNUSUAL.sub("考核", text)
    if usual != text and usual in _TABLE:
        return replace(_TABLE[usual], confidence=0.8)
    if _LOOKED_AT.match(text) or _PART.match(text):
        return Meaning(Role.LEVEL1, text, 0.8, generic=True)
    for pattern, role in _CONTAINS:
        found = re.search(pattern, text)
        if found:
            return Meaning(role, found[0], 0.6, weak=role is Role.RULE and "分" not in text)
    return None
