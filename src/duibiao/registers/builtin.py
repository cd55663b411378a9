"""The registers that come with the program: what every county keeps. They are laid out by one act and changed like any other."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from duibiao.registers.choices import ColumnKind, Sort


@dataclass(frozen=True)
class Plan:
    """A column of its own, as it is laid out."""

    key: str
    title: object
    kind: str = ColumnKind.TEXT
    unit_word: object = ""
    options: tuple[object, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Ready:
    name: object
    sort: str
    word: object
    about: object
    rule: object
    kinds: tuple[object, ...]
    columns: tuple[Plan, ...]
    joint: bool = False


READY = (
    Ready(
        _("普法活动"), Sort.ACTIVITY, _("场"), _("普法讲座、法律咨询、法治文化活动、培训，办一场记一场。"),
        _("一场记一行，系列活动分场登记；人数是到场的人，份数是当场发出的；线上点击、转发不算人数。"),
        (_("普法讲座"), _("法律咨询"), _("法治文化活动"), _("法律培训"), _("其他普法活动")),
        (
            Plan("place", _("地点"), required=True),
            Plan("people", _("参加人数"), ColumnKind.NUMBER, _("人"), required=True),
            Plan("copies", _("发放资料"), ColumnKind.NUMBER, _("份")),
        ), joint=True,
    ),
    Ready(
        _("权责清单"), Sort.LIST, _("项"), _("本单位的行政职权和公开事项，一项一行。"),
        _("按公布的清单逐项登记；同一职权的子项不另计。"),
        (_("行政许可"), _("行政处罚"), _("行政强制"), _("行政征收"), _("行政检查"), _("行政确认"), _("行政给付"), _("其他职权")),
        (
            Plan("basis", _("依据"), required=True),
            Plan("opened", _("已网上公开"), ColumnKind.YES_NO),
            Plan("office", _("承办科室")),
        ),
    ),
    Ready(
        _("改革任务清单"), Sort.LIST, _("项"), _("改革事项逐项登记：进展、成效、佐证。"),
        _("一项任务一行，进展变了就更正那一行，不另登记。"),
        (_("未启动"), _("推进中"), _("已完成")),
        (Plan("basis", _("任务出处"), required=True), Plan("due", _("完成时限"), ColumnKind.DAY)),
    ),
    Ready(
        _("事项增减台账"), Sort.LIST, _("项"), _("行政审批等事项的取消、下放、停止和新增。"),
        _("以发文为准，一个事项变动一次记一行；日期是文件生效的日子。"),
        (_("取消"), _("下放"), _("停止"), _("新增")),
        (Plan("document", _("文号"), required=True), Plan("to", _("下放到")), Plan("before", _("原事项编码"))),
    ),
    Ready(
        _("制度标准立改废台账"), Sort.LIST, _("件"), _("制度、标准、规范性文件的制定、修订、废止。"),
        _("一件文件一次变动记一行；只修改附件的记为修订。"),
        (_("制定"), _("修订"), _("废止")),
        (Plan("document", _("文号"), required=True), Plan("in_force", _("施行日期"), ColumnKind.DAY)),
    ),
)  # fmt: skip
