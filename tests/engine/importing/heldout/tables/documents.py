"""The held-out tables that are documents."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.engine.importing.heldout.tables.writing import Block, Cell, Rows, word_table


def one_column_numbered(path: Path) -> None:
    """All levels in one column, told apart by their numbering: 一、 （一） 1. （1）."""
    document = Document()
    document.add_heading("红星县创建国家卫生县城任务分解表", level=1)
    document.add_paragraph("为做好创卫迎检工作，现将任务分解如下：")
    rows: Rows = [
        ["工作任务", "分值", "评分标准", "责任单位"],
        ["一、爱国卫生组织管理", "20", "", ""],
        ["（一）组织保障", "12", "", ""],
        ["1.爱卫会职能", "7", "", ""],
        ["（1）机构人员", "4", "未单设爱卫办的扣2分，专职人员少于3人的扣2分。", "县委编办"],
        ["（2）经费投入", "3", "未列入财政预算的不得分。", "县财政局"],
        ["2.规划计划", "5", "无年度计划的扣2分，无中长期规划的扣3分。", "县爱卫办"],
        ["（二）群众参与", "8", "", ""],
        ["1.投诉办理", "8", "未及时办理的，每件扣1分。", "县爱卫办、县信访局"],
        ["二、市容环境", "15", "", ""],
        ["（一）清扫保洁", "15", "", ""],
        ["1.机械化清扫", "9", "机械化清扫率低于80%的不得分。", "县城管局"],
        ["2.垃圾清运", "6", "未日产日清的，每处扣0.5分。", "县城管局"],
    ]
    word_table(document, rows)
    document.add_paragraph("注：各责任单位于每月25日前报送进展情况。")
    document.save(str(path))


def word_merged(path: Path) -> None:
    """vMerge over three levels, a title inside the table by gridSpan, a subtotal by gridSpan, points for each level."""
    document = Document()
    rows: Rows = [
        ["行政执法单位依法行政考核评分表", None, None, None, None, None, None],
        ["项目", "分值", "内容", "分值", "评分细则", "检查方法", "得分"],
        ["执法主体", "12", "执法资格", "6", "无证执法的，每人次扣1分。", "抽查证件", ""],
        [None, None, "委托执法", "6", "违法委托的不得分。", "查看文件", ""],
        ["执法行为", "18", "程序合法", "10", "程序违法的，每件扣2分。", "案卷评查", ""],
        [None, None, "裁量适当", "5", "裁量不当的，每件扣1分。", None, ""],
        [None, None, "文书规范", "3", "文书不规范的，每份扣0.2分。", None, ""],
        ["合计", None, None, "30", "", "", ""],
    ]
    merged: list[Block] = [
        (1, 1, 1, 7),
        (3, 1, 4, 1),
        (3, 2, 4, 2),
        (5, 1, 7, 1),
        (5, 2, 7, 2),
        (5, 6, 7, 6),
        (8, 1, 8, 3),
    ]
    word_table(document, rows, merged)
    document.save(str(path))


def two_tables(path: Path) -> None:
    """A form to sign comes first and is no standard; then two tables, each under its own heading."""
    document = Document()
    document.add_heading("2026年度平安建设考核", level=1)
    word_table(document, [["填报单位", "", "填报人", ""], ["联系电话", "", "填报时间", ""]])
    document.add_paragraph("附件1  乡镇考核细则")
    header: list[Cell] = ["序号", "考核内容", "分值", "评分标准", "考核单位"]
    word_table(
        document,
        [
            header,
            ["1", "平安创建活动", "10", "未开展的不得分。", "县委政法委"],
            ["2", "网格化服务管理", "15", "网格员配备不到位的，每缺1人扣1分。", "县委政法委"],
            ["3", "铁路护路联防", "5", "发生涉铁案事件的，每起扣1分。", "县护路办"],
        ],
    )
    document.add_paragraph("附件2  县直单位考核细则")
    word_table(
        document,
        [
            header,
            ["1", "行业领域治理", "12", "发生行业重大案件的，每起扣3分。", "县委政法委"],
            ["2", "单位内部安全", "8", "发生内部刑事案件的，每起扣2分。", "县公安局"],
        ],
    )
    document.save(str(path))


def clauses_in_rows(path: Path) -> None:
    """Each clause has a row of its own while the item and its points are merged beside them; a bonus chapter."""
    document = Document()
    rows: Rows = [
        ["考核内容", None, "标准分值", "评分说明", "责任主体"],
        ["（一）基层治理", "①村民自治", "10", "村务公开不及时的，每次扣1分；", "县民政局牵头，各乡镇配合"],
        [None, None, None, "未修订村规民约的，每村扣0.5分；", None],
        [None, None, None, "群众对村务公开不满意的，每件扣0.5分。", None],
        [None, "②网格管理", "6", "网格事件超期未处置的，每件扣0.2分；", "县委政法委"],
        [None, None, None, "网格员脱岗的，每人次扣0.5分。", None],
        ["（二）移风易俗", "①红白理事会", "4", "未成立的，每村扣1分。", "县文明办、县民政局"],
        ["（三）加分项", "①典型经验", "5", "被省级以上推广的，每项加1分，最高加5分。", "县委改革办"],
    ]
    merged: list[Block] = [
        (1, 1, 1, 2),
        (2, 1, 6, 1),
        (2, 2, 4, 2),
        (2, 3, 4, 3),
        (2, 5, 4, 5),
        (5, 2, 6, 2),
        (5, 3, 6, 3),
        (5, 5, 6, 5),
    ]
    word_table(document, rows, merged)
    document.save(str(path))
