"""The sentences that the page draws on the phone, in the reader's language."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the names that frontend/src/field uses; {n} and the like are filled in there."""
    return {
        "left": _("还有 {n} 个点位"), "none_left": _("任务都检查完了"), "no_tasks": _("现在没有分派给您的点位。创建办抽取点位以后，会出现在这里。"),
        "next": _("下一个"), "today": _("今天"), "later": _("以后几天"), "overdue": _("早于今天"), "all": _("全部点位"),
        "begin": _("开始检查"), "go_on": _("继续检查"), "draft": _("已填 {n} 项"), "way": _("约 {n} 米"), "stubborn": _("老大难"),
        "secret": _("暗访，勿外传"), "offline": _("没有网络：照常检查，有网后自动上传"), "online": _("网络正常"),
        "queue_empty": _("全部已上传"), "queue": _("{n} 份待上传"), "sent": _("已上传"), "waiting": _("等待网络"),
        "sending": _("正在上传"), "refused": _("没有收下"), "send_now": _("现在上传"), "queue_title": _("上传情况"), "back": _("返回"),
        "photos_left": _("还差 {n} 张照片"), "keep_refused": _("记录还在手机里。"), "good": _("符合"), "fault": _("有问题"), "n_a": _("不适用"),
        "plus": _("加一"), "minus": _("减一"), "of_all": _("总数"), "count_good": _("合格数"), "mark": _("分数"), "photo": _("拍照"),
        "photo_must": _("这一条要求拍照"), "delete_photo": _("删除这张照片"), "note": _("说明"), "how": _("怎样看"), "right": _("正确"),
        "wrong": _("错误"), "clause": _("条款 {n}"), "per_fault": _("每处扣 {n} 分"), "line_more": _("至少 {n}"), "line_less": _("不超过 {n}"),
        "finish": _("完成并上传"), "unanswered": _("还有 {n} 项没填，再点一次仍然完成"), "finished": _("已完成，{name}"),
        "position_found": _("已定位，误差 {n} 米"), "position_far": _("离登记位置 {n} 米，仍可检查"), "position_none": _("没有定位，仍可检查"),
        "position_wait": _("正在定位…"), "full": _("手机空间不够，这张照片没有存下。请先上传，或清理手机空间。"),
        "cannot": _("无法检查"), "cannot_why": _("为什么？由抽样名单里的下一个点位替换，不能自己选。"), "replaced": _("已换成：{name}"),
        "needs_network": _("替换点位需要网络。"), "gallery": _("这张像是相册里的照片，会注明"), "refreshed": _("任务已更新"),
        "note_all": _("整体说明"), "per_hundred": _("每百人 {n}"), "forget": _("清除这台手机上的数据"), "forget_sure": _("还有没上传的记录，不能清除。"),
        "no_form": _("这类点位还没有检查表，请联系创建办。"), "broken": _("暂时打不开任务，请连上网络再试。"),
    }  # fmt: skip
