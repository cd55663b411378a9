"""The kinds of terms as a clerk meets them: a sentence, and a field for each parameter.

Its one trick: a kind is a line of this table; forms are made from it, and nothing else knows the parameters by name.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Ask:
    """One parameter. `shape` is number, whole, choice, switch, text, name (of a second measure), bands, table, ranges, pair or list."""

    name: str
    label: Words
    shape: str = "number"
    options: tuple[tuple[str, Words], ...] = ()
    required: bool = False


@dataclass(frozen=True)
class TermKind:
    """A kind of term: how a clerk would say it, which side it is usually on, what its measure usually is."""

    words: Words
    side: str
    measure: str
    asks: tuple[Ask, ...] = ()
    per_site: bool = False
    own_points: bool = False
    role: str = "measure"


_TARGET = Ask("target", _("目标（%）"), required=True)
_FRACTION = Ask(
    "fraction", _("不足一个百分点的"), "choice",
    (("whole", _("不计")), ("ceil", _("按一个计")), ("linear", _("按比例"))), required=True,
)  # fmt: skip
_STEP = Ask("step", _("几个百分点算一个"))
_LIMIT = Ask("limit", _("界限"), required=True)
_SAMPLE = Ask("sample", _("抽查几处"), "whole")
_ORDER = Ask("order", _("怎样算好"), "choice", (("high", _("越高越好")), ("low", _("越低越好"))), required=True)

KINDS: dict[str, TermKind] = {
    "when": TermKind(_("有某种情形（算一次）"), "deduct", "flag"),
    "unless": TermKind(_("没有做到某件事（算一次）"), "deduct", "flag"),
    "per": TermKind(_("每有一次（件、处）"), "deduct", "count", (Ask("every", _("每满几个算一次")), Ask("beyond", _("几个以内不计")))),
    "short_of": TermKind(_("每少一次（件、项）"), "deduct", "count", (Ask("target", _("应有多少"), required=True),)),
    "below": TermKind(_("每低一个百分点"), "deduct", "ratio", (_TARGET, _FRACTION, _STEP)),
    "above": TermKind(_("每高一个百分点"), "deduct", "ratio", (_TARGET, _FRACTION, _STEP)),
    "if_below": TermKind(_("低于某个数（算一次）"), "deduct", "ratio", (_LIMIT,)),
    "if_above": TermKind(_("高于某个数（算一次）"), "deduct", "ratio", (_LIMIT,)),
    "late": TermKind(_("逾期"), "deduct", "date", (
        Ask("due", _("期限（如 11-30）"), "text", required=True), Ask("each_day", _("每迟一天都算"), "switch"),
        Ask("missing", _("没有日期的"), "choice", (("unknown", _("还不知道")), ("late", _("当作逾期"))), required=True),
    )),
    "quota": TermKind(_("每处应有几样，少一样"), "deduct", "count", (
        Ask("at_least", _("每处至少"), required=True), Ask("sample", _("看几处"), "whole", required=True),
        Ask("count", _("怎样数"), "choice", (("per_place", _("一处一处地数")), ("whole_sample", _("合在一起数"))), required=True),
    ), per_site=True, role="things"),
    "ladder": TermKind(_("按谁发现、第几次分档"), "deduct", "event", (
        Ask("steps", _("各档分值（一行一档）"), "table", required=True),
        Ask("same_event", _("同一件事"), "choice", (("all", _("每档都算")), ("highest", _("只取最高"))), required=True),
    ), own_points=True),
    "false_report": TermKind(_("弄虚作假查实"), "deduct", "event"),
    "judged": TermKind(_("由评分人在范围内定"), "deduct", "score", (
        Ask("between", _("范围（如 0 至 2）"), "pair"), Ask("ranges", _("或者按等次（一行一等）"), "ranges"),
    ), own_points=True),
    "share": TermKind(_("完成多少按比例得"), "earn", "ratio", (Ask("target", _("目标（比率空着就是 100%）")),)),
    "bands": TermKind(_("按数值分段"), "earn", "ratio", (Ask("steps", _("各段分值（一行一段）"), "bands", required=True),), own_points=True),
    "grade": TermKind(_("按等次"), "earn", "grade", (Ask("points", _("各等分值（一行一等）"), "table", required=True),), own_points=True),
    "scale": TermKind(_("按另一种满分打分，再折算"), "earn", "score", (Ask("from", _("打分的满分"), required=True),)),
    "all_of": TermKind(_("各处都符合才得"), "earn", "flag", (_SAMPLE,), per_site=True),
    "share_of": TermKind(_("按符合的比例得"), "earn", "flag", (_SAMPLE,), per_site=True),
    "mean_of": TermKind(_("取各处平均"), "earn", "score", (_SAMPLE, Ask("full", _("一处的满分"))), per_site=True),
    "quorum": TermKind(_("抽几个，几个以上符合才得"), "earn", "flag", (
        Ask("sample", _("抽几个"), "whole", required=True), Ask("at_least", _("至少几个符合"), "whole", required=True),
    ), per_site=True),
    "rank": TermKind(_("按名次"), "earn", "amount", (
        Ask("points", _("依次得几分（用顿号隔开）"), "list", required=True), _ORDER, Ask("beyond", _("其余得几分")),
    ), own_points=True),
    "relative": TermKind(_("以最好的为满分，按比例"), "earn", "amount", (_ORDER,)),
    "threshold_or_trend": TermKind(_("达到某个数，或者逐年好转"), "earn", "amount", (
        Ask("at_least", _("不低于")), Ask("at_most", _("或者不高于")),
        Ask("or", _("或者"), "choice", (
            ("rising", _("逐年上升")), ("falling", _("逐年下降")), ("not_above_mean", _("不高于前几年平均")),
            ("not_below_mean", _("不低于前几年平均")),
        ), required=True),
        Ask("years", _("看几年"), "whole", required=True),
    )),
}  # fmt: skip
#: Kinds whose absent facts usually mean that nothing happened.
NOTHING_HAPPENED = frozenset({"per", "ladder", "false_report"})
