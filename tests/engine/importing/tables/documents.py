"""Development tables that are documents, pages and texts."""

import io
from collections.abc import Callable
from typing import Any

import docx

from tests.engine.importing.tables.making import page, tabs, word, xlsx

Made = tuple[str, bytes]
TABLES: dict[str, Callable[[], Made]] = {}


def table(suffix: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    def keep(make: Callable[[], bytes]) -> Callable[[], bytes]:
        TABLES[make.__name__] = lambda: (f"{make.__name__}{suffix}", make())
        return make

    return keep


@table(".docx")
def merged_document() -> bytes:
    return word(
        ["附件", "示例市文明村镇测评体系", "（2026年版）"],
        """
        测评项目 | 测评内容 | 测评标准及计分办法 | 分值 | 测评方式
        一、乡风文明（30分） | 1.移风易俗 | 没有村规民约的不得分；发现大操大办每起扣2分 | 18 | 查阅资料
        ^ | 2.志愿服务 | 活动每少一次扣1分 | 12 | 实地考察
        二、环境整洁（20分） | 3.村容村貌 | 每发现一处乱堆乱放扣0.5分 | 20 | 现场检查
    """,
        "注：本体系由市文明办解释。",
    )


@table(".docx")
def split_over_pages() -> bytes:
    head = "一级指标 | 二级指标 | 评分标准 | 分值"
    return word(
        "综治考核细则",
        head + "\n一、治安防控 | （一）巡逻 | 每少一次扣1分 | 10\n | （二）技防 | 未建设不得分 | 5",
        "（续）",
        head + "\n | （三）人防 | 每缺一人扣1分 | 5\n二、矛盾化解 | （一）排查 | 每少一次扣1分 | 8",
    )


@table(".docx")
def headlines_before_tables() -> bytes:
    return word(
        ["县级文明单位考核标准"],
        "一、组织领导（10分）",
        "考核内容 | 评分标准 | 分值\n机构健全 | 不健全扣2分 | 4\n责任落实 | 未落实扣3分 | 6",
        "二、文明创建（15分）",
        "考核内容 | 评分标准 | 分值\n创建活动 | 每少一次扣1分 | 15",
    )


@table(".docx")
def automatic_numbers() -> bytes:
    made: Any = docx.Document()
    made.add_paragraph("普法工作考核表")
    grid = made.add_table(4, 3)
    for column, text in enumerate(("考核内容", "评分标准", "分值")):
        grid.cell(0, column).text = text
    for row, (name, rule, points) in enumerate(
        (("普法计划", "没有不得分", "3"), ("普法活动", "每少一次扣1分", "4"), ("普法阵地", "没有扣3分", "3")), 1
    ):
        grid.cell(row, 0).paragraphs[0].style = made.styles["List Number"]
        grid.cell(row, 0).paragraphs[0].add_run(name)
        grid.cell(row, 1).text, grid.cell(row, 2).text = rule, points
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@table(".docx")
def nested_table() -> bytes:
    made: Any = docx.Document()
    outer = made.add_table(1, 1).cell(0, 0)
    outer.text = "安全生产考核细则"
    inner = outer.add_table(3, 4)
    rows = (
        ("一级指标", "二级指标", "扣分标准", "分值"),
        ("一、责任", "（一）制度", "没有扣5分", "5"),
        ("", "（二）检查", "每少一次扣1分", "5"),
    )
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            inner.cell(r, c).text = text
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@table(".html")
def web_page() -> bytes:
    return page(
        """
        一级指标 | 二级指标 | 计分办法 | 分值 | 考核对象
        一、机构 | （一）编制 | 没有专职人员扣2分 | 5 | 各乡镇（街道）
        ^ | （二）场所 | 没有场所不得分 | 5 | 县直部门
        二、业务 | （一）调解 | 成功率每低1个百分点扣0.5分 | 10 | 各乡镇（街道）
    """,
        title="司法所规范化建设考核标准",
    )


@table(".txt")
def pasted_tabs() -> bytes:
    return tabs("""
        一级指标 | 二级指标 | 计分办法 | 分值 | 责任单位
        一、河长制 | （一）巡河 | 每少一次扣1分\\n扣完为止 | 6 | 各乡镇
        ^ | （二）整改 | 每逾期一处扣2分 | 4 | 各乡镇
        二、节水 | （一）用水定额 | 超定额不得分 | 5 | 县水利局
    """)


@table(".txt")
def pasted_aligned() -> bytes:
    return """考核项目        评分标准                分值
一、环境        每发现一处扣1分          10
二、秩序        每发现一次扣0.5分        ８
三、服务        投诉属实每起扣1分        七分
""".encode()


@table(".txt")
def pasted_markdown() -> bytes:
    return """# 考核表
| 编号 | 指标名称 | 评分办法 | 分值 |
|---|---|---|---|
| A | 基础 | | 10 |
| A1 | 制度 | 没有不得分 | 4 |
| A2 | 人员 | 每缺一人扣1分 | 6 |
""".encode()


@table(".xlsx")
def far_below_a_letter_head() -> bytes:
    return xlsx("""
        附件2 | < | < | < | <
        2026年度乡镇（街道）平安建设考核评分表 | < | < | < | <
        被考核单位： | | | 考核时间： |
        一级 | 二级 | 考核评分标准 | 标准分值 | 得分
        第一部分 基础工作（30分） | < | < | < | <
        组织领导 | 会议研究 | 每少一次扣1分 | 10 |
        ^ | 工作部署 | 没有部署扣5分 | 10 |
        群防群治 | 队伍建设 | 每少一人扣0.5分 | 10 |
        第二部分 工作实绩（70分） | < | < | < | <
        案件防控 | 刑事发案 | 每上升1个百分点扣2分 | 70 |
        总计 | < | < | 100 |
        填表人： | | | 审核人： |
    """)
