"""The held-out tables that are workbooks."""

from __future__ import annotations

from pathlib import Path

from openpyxl.styles import Alignment, Font

from tests.engine.importing.heldout.tables.writing import Cell, Rows, blank_workbook, fill, workbook


def merged_levels(path: Path) -> None:
    """Three levels by merged cells, points in the names of the upper ones, empty columns for the marks."""
    rows: Rows = [
        ["青山县2026年度法治政府建设考核细则", None, None, None, None, None, None, None, None],
        ["一级指标", "二级指标", "三级指标", "考核内容", "分值", "评分标准", "责任单位", "自评得分", "考核得分"],
        ["一、组织领导\n（10分）", "（一）第一责任人（6分）", "1.专题研究", "党委、政府全年专题研究法治建设不少于2次。", 4,
         "每少一次扣2分。", "各乡镇、县直各部门", None, None],
        [None, None, "2.年度述法", "主要负责人年终述职时同步述法。", 2, "未述法的不得分。", None, None, None],
        [None, "（二）工作部署（4分）", "1.年度计划", "年初制定年度工作要点。", 2, "未制定的扣2分。", "县司法局", None, None],
        [None, None, "2.领导机构", "领导小组及办公室运转正常。", 2, "未成立领导小组扣1分，未召开会议扣1分。", None, None, None],
        ["二、依法决策\n（8分）", "（一）决策程序（8分）", "1.公众参与", "重大行政决策公开征求意见。", 3, "未征求意见的，每件扣1分。",
         "县政府办公室", None, None],
        [None, None, "2.合法性审查", "重大行政决策合法性审查率100%。", 5, "未经审查即提交讨论的，每件扣2分，扣完为止。",
         "县司法局", None, None],
    ]  # fmt: skip
    merged = ["A1:I1", "A3:A6", "A7:A8", "B3:B4", "B5:B6", "B7:B8", "G3:G4", "G5:G6"]
    workbook(path, rows, merged, "考核细则")


def blank_is_same(path: Path) -> None:
    """Nothing is merged: a blank cell means the same as above. A total row and notes stand under the table."""
    rows: Rows = [
        ["附件2", None, None, None, None, None],
        ["柳河镇村级平安建设考核表", None, None, None, None, None],
        ["考核项目", "考核要点", "标准分", "计分办法", "考评方式", "备注"],
        ["一、社会治安", "1.刑事发案", 10, "每发生一起刑事案件扣1分", "查阅台账", None],
        [None, "2.治安巡逻", 5, "每少巡逻一次扣0.5分", None, "每周不少于1次"],
        [None, "3.技防设施", 5, "监控损坏未修复的，每处扣0.5分", "实地查看", None],
        ["二、矛盾化解", "1.排查登记", 8, "未登记的每件扣1分", "查阅台账", None],
        [None, "2.调处化解", 12, "未及时调处的，每件扣2分；引发越级上访的，每起扣4分", None, None],
        ["三、特殊人群", "1.社区矫正", 6, "脱管一人扣3分", None, None],
        [None, "2.精神障碍患者", 4, "发生肇事肇祸的，不得分", "部门数据", None],
        ["合计", None, 50, None, None, None],
        ["注：1.本表总分50分，各项分值扣完为止。", None, None, None, None, None],
        ["2.考核结果纳入村干部年度绩效。", None, None, None, None, None],
    ]
    workbook(path, rows)


def repeated_headers(path: Path) -> None:
    """The header comes again on every page, each chapter ends with a subtotal, and a merged cell is cut by the page."""
    header: list[Cell] = ["序号", "项目", "考核指标", "目标要求", "分值", "扣分标准", "责任科室"]
    rows: Rows = [
        ["街道环境卫生长效管理考核表", None, None, None, None, None, None],
        header,
        [1, "道路保洁", "主干道保洁", "每日两扫、全天保洁。", 8, "发现垃圾杂物，每处扣0.2分。", "环卫所"],
        [2, None, "背街小巷保洁", "每日一扫。", 6, "漏扫一条扣1分。", None],
        [None, "小计", None, None, 14, None, None],
        [3, "设施管理", "公厕管理", "专人管理，无异味。", 5, "有异味的每座扣0.5分。", "公厕管理站"],
        [4, None, "垃圾中转站", "密闭运行。", 5, "未密闭的不得分。", None],
        header,
        [5, "设施管理", "果皮箱", "无破损、无满溢。", 3, "破损、满溢的，每只扣0.1分。", "环卫所"],
        [None, "小计", None, None, 13, None, None],
        [6, "社会评价", "群众投诉", "热线投诉及时处理。", 3, "超时处理的每件扣0.5分。", "综合科"],
        [None, "小计", None, None, 3, None, None],
        [None, "总计", None, None, 30, None, None],
    ]
    merged = ["A1:G1", "B3:B4", "B6:B7", "G3:G4", "G6:G7", "B5:D5", "B10:D10", "B12:D12", "B13:D13"]
    workbook(path, rows, merged)


def two_row_header(path: Path) -> None:
    """A header of two rows with groups of columns; who leads and who helps stand in columns of their own."""
    rows: Rows = [
        ["2026年营商环境重点任务考核评价表", None, None, None, None, None, None, None],
        ["指标", None, "测评", None, "权重分", "责任分工", None, "印证材料"],
        ["一级", "二级", "内容", "标准", None, "牵头单位", "配合单位", None],
        ["市场准入", "企业开办", "企业开办0.5个工作日内办结。", "超时办结的，每件扣0.2分。", 6, "县市场监管局", "县税务局、县公安局",
         "系统截图"],
        [None, "注销便利", "推行简易注销。", "未推行的，扣3分。", 3, "县市场监管局", "县人社局", "办件清单"],
        ["要素保障", "获得用电", "低压非居民用户平均接电时间不超过10天。", "每超过1天扣0.5分。", 5, "县供电公司", "县住建局",
         "接电台账"],
        [None, "获得用水", "用水报装不超过2个环节。", "超过2个环节的不得分。", 3, "县水利局", None, "报装资料"],
        [None, "不动产登记", "一般登记3个工作日内办结。", "按期办结率每低1个百分点扣0.1分，不足1个百分点的不计。", 8, "县自然资源局",
         "县税务局", "登记数据"],
    ]  # fmt: skip
    merged = ["A1:H1", "A2:B2", "C2:D2", "E2:E3", "F2:G2", "H2:H3", "A4:A5", "A6:A8"]
    workbook(path, rows, merged)


def several_sheets(path: Path) -> None:
    """A sheet of explanations without a table, then two sheets with one table each."""
    book, cover = blank_workbook("填表说明")
    fill(cover, [["填 表 说 明"], ["一、本考核分共性指标和个性指标两部分。"], ["二、各单位于12月20日前报送自评材料。"]])
    header: list[Cell] = ["编号", "指标名称", "指标内容", "满分", "评分细则", "考核部门"]
    common = book.create_sheet("共性指标")
    fill(
        common,
        [
            ["共性指标（满分30分）", None, None, None, None, None],
            header,
            ["1", "党的建设", None, 18, None, "县委组织部"],
            ["1.1", "理论学习", "中心组学习每年不少于12次。", 10, "每少1次扣1分。", "县委宣传部"],
            ["1.2", "基层组织", "按期换届。", 8, "应换未换的，每个支部扣2分。", "县委组织部"],
            ["2", "作风建设", None, 12, None, "县纪委监委"],
            ["2.1", "会风会纪", "按要求参会。", 5, "无故缺会一次扣1分。", "县委办公室"],
            ["2.2", "督查落实", "按期办结督查事项。", 7, "逾期一项扣0.5分。", "县委督查室"],
        ],
        ["A1:F1"],
    )
    own = book.create_sheet("个性指标")
    fill(
        own,
        [
            ["个性指标（满分20分）", None, None, None, None, None],
            header,
            ["1", "普法宣传", "开展主题宣传活动不少于6场。", 12, "每少1场扣2分。", "县司法局"],
            ["2", "法律援助", "应援尽援。", 8, "符合条件未援助的，每件扣2分。", "县司法局"],
        ],
        ["A1:F1"],
    )
    book.save(path)


def points_as_text(path: Path) -> None:
    """Points as text in many spellings; those of the chapters stand in their names, in full-width digits."""
    rows: Rows = [
        ["类别", "指标", "考评标准", "分数", "责任部门"],
        ["健康教育（１０分）", "宣传阵地", "社区健康教育宣传栏每季度更换，少一期扣１分。", "4分", "卫健局"],
        [None, "控烟工作", "室内公共场所发现吸烟的，每处扣０.５分。", "３分", "卫健局；各单位"],
        [None, "健身设施", "设施损坏未维修，每处扣0.5分。", "（3分）", "文体局"],
        ["病媒防制（7.5分）", "孳生地治理", "发现蚊虫孳生地，每处扣0.5分。", "2.5 分", "爱卫办"],
        [None, "防鼠设施", "不合格的，每处扣0.2分。", "5.0分", "爱卫办"],
    ]
    workbook(path, rows, ["A2:A4", "A5:A6"])


def without_points(path: Path) -> None:
    """A system of requirements that are met or not met: no points, Roman numbering, several standards in one cell."""
    rows: Rows = [
        ["全县文明单位测评体系（2026年版）", None, None, None, None],
        ["测评项目", "测评指标", "测评标准", "测评方法", "责任单位"],
        [
            "Ⅰ-1 思想道德建设",
            "Ⅱ-1 理想信念教育",
            "1）中心组学习有计划、有记录；\n2）党员干部学习教育常态化。",
            "材料审核",
            "宣传部",
        ],
        [
            None,
            "Ⅱ-2 核心价值观",
            "1）主要场所有公益广告；\n2）干部职工知晓率≥90%。",
            "实地考察、问卷调查",
            "宣传部、文明办",
        ],
        ["Ⅰ-2 业务工作", "Ⅱ-3 服务规范", "1）服务承诺公开；\n2）无有效投诉。", "实地考察", "各窗口单位"],
        [None, "Ⅱ-4 依法行政", "无违法行政行为。", "材料审核", "司法局"],
        [None, "Ⅱ-5 内部管理", "规章制度健全。", "材料审核", "办公室"],
    ]
    workbook(path, rows, ["A1:E1", "A3:A4", "A5:A7"])


def contradicting_totals(path: Path) -> None:
    """One chapter says 15 and its items make 14; the foot says 40 and the chapters say 35."""
    rows: Rows = [
        ["一级指标", "一级分值", "二级指标", "二级分值", "计分标准", "数据来源"],
        ["1 污染防治", 20, "1.1 空气质量", 12, "优良天数比例未达标的不得分。", "生态环境局"],
        [None, None, "1.2 水环境质量", 8, "断面水质不达标，每个断面扣2分。", "生态环境局"],
        ["2 生态保护", 15, "2.1 造林绿化", 2, "未完成任务的扣2分。", "林业局"],
        [None, None, "2.2 矿山修复", 4, "未按期完成的，每处扣1分。", "自然资源局"],
        [None, None, "2.3 自然保护地", 5, "发现违规问题每个扣1分。", "林业局"],
        [None, None, "2.4 河湖管护", 3, "巡河不到位每次扣0.1分。", "水利局"],
        ["总分", 40, None, None, None, None],
    ]
    workbook(path, rows, ["A2:A3", "B2:B3", "A4:A7", "B4:B7"])


def indented(path: Path) -> None:
    """One column of names whose levels are told by indentation alone: by the cell's format or by blanks."""
    lines: list[tuple[int, str, Cell, Cell, Cell]] = [
        (0, "民生保障", 20, None, None),
        (1, "就业服务", 12, None, None),
        (2, "城镇新增就业", 8, "未完成年度任务的按完成比例得分。", "人社局"),
        (2, "零就业家庭", 4, "未动态清零的不得分。", "人社局"),
        (1, "养老服务", 8, None, None),
        (2, "助餐点建设", 8, "每少建一个扣1分。", "民政局"),
        (0, "公共安全", 10, None, None),
        (1, "消防安全", 10, None, None),
        (2, "微型消防站", 4, "未建设的，每处扣1分。", "消防救援大队"),
        (2, "隐患整治", 6, "未按期整改的，每处扣0.5分。", "各乡镇（街道）"),
    ]
    book, sheet = blank_workbook("目标任务")
    sheet.append(["目标名称", "分值", "评分办法", "责任单位"])
    for number, (level, name, points, clause, unit) in enumerate(lines, start=2):
        by_format = number < 8
        sheet.append([name if by_format else "　" * level * 2 + name, points, clause, unit])
        if by_format:
            sheet.cell(number, 1).alignment = Alignment(indent=level * 2)
        sheet.cell(number, 1).font = Font(bold=level == 0)
    book.save(path)


def old_workbook(path: Path) -> None:
    """A layout with other words for its columns, to be saved as .xls."""
    rows: Rows = [
        ["乡镇（街道）目标管理绩效考核表", None, None, None, None, None],
        ["考核类别", "考核事项", "年度目标", "赋分", "考核计分方式", "牵头考核单位"],
        ["乡村振兴", "粮食安全", "粮食播种面积不低于3万亩。", 15, "未完成的，按完成比例计分。", "农业农村局"],
        [None, "防返贫监测", "不发生规模性返贫。", 10, "每新增一户返贫扣1分。", "农业农村局"],
        ["项目建设", "固定资产投资", "增长8%以上。", 20, "完成目标得满分，否则不得分。", "发改局"],
        [None, "招商引资", "新签约亿元项目2个。", 10, "每少1个扣5分。", "商务局"],
        ["一票否决", "安全生产", "不发生重大事故。", None, "发生重大及以上生产安全事故的，一票否决。", "应急局"],
    ]
    workbook(path, rows, ["A1:F1", "A3:A4", "A5:A6"])
