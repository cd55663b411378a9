"""Development tables in the layouts of county offices, drawn by a generator and kept where a reader is easily misled."""

from collections.abc import Callable

import tests.engine.importing.tables.making as making

Made = tuple[str, bytes]
TABLES: dict[str, Callable[[], Made]] = {}


def table(suffix: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        TABLES[make.__name__] = lambda: (f"{make.__name__}{suffix}", make())
        return make

    return keep


@table(".xlsx")
def heads_that_nobody_listed() -> bytes:
    return making.xlsx("""
        示例县乡镇工作考核评分表 | < | < | < | < | <
        考核大项 | 考核中项 | 细目 | 规定分 | 主管部门 | 记分标准
        一、依法行政 | （一）河道治理 | 1.台账完整 | 4 | 县水利局 | 没有台账的扣2分
        ^ | ^ | 2.水面清洁 | 6 | 县水利局 | 发现一处扣1分
        ^ | （二）窗口服务 | 1.限时办结 | 5 | 县政务服务局 | 每迟一件扣0.5分
        二、队伍建设 | （一）人员培训 | 1.培训次数 | 5 | 县司法局 | 每少一次扣1分
    """)


@table(".docx")
def contents_above_indicators() -> bytes:
    return making.word("""
        目 标 | 满分 | 内 容 | 满分 | 具体指标 | 满分 | 考评标准
        一、环境整治 | 12分 | （一）道路保洁 | 7分 | 1.主干道 | 4分 | 发现一处扣0.5分
        ^ | ^ | ^ | ^ | 2.背街小巷 | 3分 | 发现一处扣0.3分
        ^ | ^ | （二）公厕管理 | 5分 | 1.公厕保洁 | 5分 | 每座不合格扣1分
        二、民生保障 | 8分 | （一）走访联系 | 8分 | 1.走访次数 | 8分 | 每少一次扣1分
    """)


@table(".txt")
def two_heads_pasted() -> bytes:
    return making.tabs("""
        指标体系 | < | < | 基本分 | 评分细则 | 得分情况 | <
        一级指标 | 二级指标 | 三级指标 | ^ | ^ | 单位自评分 | 核定得分
        一、政务服务 | （一）日常巡查 | 1.巡查记录 | ３ | 每缺一次扣0.5分 | |
        ^ | ^ | 2.问题整改 | ５ | 未整改的每项扣1分 | |
        二、法治宣传 | （一）普法讲座 | 1.讲座场次 | ２．５ | 每少一场扣0.5分 | |
        合计 | < | < | １０．５ | | |
    """)


@table(".txt")
def sections_pasted() -> bytes:
    return making.tabs("""
        考核中项 | 考核小项 | 计分办法 | 分值
        A1.长效机制 | < | < | <
        B1.网格管理 | C1.专人负责 | 没有专人的扣2分 | 4
        | C2.台账完整 | 每缺一项扣0.5分 | 3
        B2.数字平台 | C1.按月上报 | 每迟报一次扣0.2分 | 3
        小计 | | | 10
        A2.安全生产 | < | < | <
        B1.隐患排查 | C1.整改闭环 | 每项扣1分 | 6
        | C2.用电安全 | 发现一处扣0.5分 | 4
        小计 | | | 10
    """)


@table(".html")
def digits_that_touch_names() -> bytes:
    return making.page("""
        类别 | 项目 | 考核要求 | 评分标准 | 分值（分）
        1组织领导 | 1.1会议研究 | 每季度研究一次 | 每少一次扣1分 | 5.0
        ^ | 1.2专人负责 | 明确专人 | 未明确的扣2分 | 5.0
        2宣传教育 | 2.1宣传栏更新 | 每月更新 | 每少一次扣0.5分 | 5.0
        ^ | 2.2志愿活动 | 全年4次 | 每少一次扣1分 | 5.0
    """)


@table(".xlsx")
def running_count_beside_indents() -> bytes:
    return making.xlsx("""
        编号 | 考核项目及内容 | 查验方式 | 考核评分办法 | 标准分
        1 | 基础设施 | | |
        2 | .路灯完好 | 实地查看 | 发现一处扣0.5分 | 4分
        3 | .标识标牌 | 实地查看 | 缺一处扣0.5分 | 6分
        4 | 长效机制 | | |
        5 | .值班值守 | 查阅资料 | 缺一次扣1分 | 5分
        合计 | | | | 15分
        考核人员签字： | | | |
    """)


@table(".xlsx")
def points_of_the_middle_level() -> bytes:
    return making.xlsx("""
        序号 | 评价维度 | 评价项目 | 评价指标 | 评分标准 | 权重
        1 | 一、政务服务 | 1、制度建设 | 居民知晓 | 每低1个百分点扣1分 | 16
        2 | ^ | ^ | 物资储备 | 缺一项扣0.5分 | ^
        3 | ^ | 2、执法公示 | 车辆停放 | 未达标的不得分 | 4
        4 | 二、依法行政 | 1、案卷评查 | 文书规范 | 每份扣1分 | 10
        5 | ^ | ^ | 卷宗归档 | 每份扣0.5分 | ^
        检查人： | < | | 被检查单位负责人： | < | 年 月 日
    """)


@table(".docx")
def short_contents_are_names() -> bytes:
    return making.word("""
        考核板块 | 考核内容 | 指标说明 | 得分标准 | 应得分 | 考评办法
        （一）队伍建设 | 1.机构设置 | （1）标识标牌 | 缺一处扣1分 | 6 | 实地查看
        ^ | 2.培训教育 | （1）水面清洁 | 发现一处扣1分 | 2 | 实地查看
        ^ | ^ | （2）人员培训 | 每少一次扣1分 | 3 | 查阅资料
        ^ | ^ | ^ | 弄虚作假的不得分 | ^ | ^
        （二）安全生产 | 1.督导检查 | （1）文书规范 | 每份扣0.5分 | 3 | 查阅资料
        ^ | ^ | ^ | 未归档的扣1分 | ^ | ^
    """)


@table(".html")
def roman_below_sections() -> bytes:
    return making.page("""
        二级测评项目 | 主要内容 | 考核标准 | 分值 | 考核依据
        Ⅰ-1 政务服务（7分） | < | < | < | <
        Ⅱ-1 窗口服务 | 一次告知 | 未告知的每例扣1分 | 6 | 问卷调查
        Ⅱ-2 应急处置 | 预案齐全 | 没有预案的不得分 | 1 | 查阅资料
        Ⅰ-2 法治宣传（5分） | < | < | < | <
        Ⅱ-1 普法活动 | 全年4场 | 每少一场扣1分 | 5 | 查阅资料
    """)


@table(".xlsx")
def contents_without_rules_or_points() -> bytes:
    return making.xlsx("""
        创建项目 | 测评内容 | 达标要求 | 测评方法
        一、民生保障 | （一）机构设置 | 有牌子、有人员、有经费。 | 查阅资料
        ^ | （二）日常巡查 | 每周巡查，有记录。 | 查阅资料
        二、宣传教育 | （一）宣传阵地 | 有宣传栏，每月更新。 | 实地查看
        考核组成员签名： | | |
    """)


@table(".docx")
def weak_words_for_rules() -> bytes:
    return making.word("""
        评价维度 | 内容要求 | 考评标准 | 基本分 | 考评办法
        一、信息公开 | 按时公开信息 | 每迟一条扣0.5分 | 3 | 查阅资料
        ^ | 答复公开申请 | 逾期每件扣1分 | 5 | 查阅资料
        二、督导检查 | 每季度督查一次 | 每少一次扣1分 | 4 | 查阅资料、实地查看
    """)
