"""A stored file that cannot be shown now: a page in words on every door, whichever view asked for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.web.base.middleware import error_page


class say_when_a_file_is_away:
    """`process_exception` sees what views raise. A view that knows better catches it first."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match error:
            case store.Unreachable():
                words = _(
                    "这个文件在对象存储里，现在取不回来：%s。文件没有丢，请过几分钟再打开；一直打不开，请告诉系统管理员。"
                )
                answer = error_page(request, 503, words % error)
                answer["Retry-After"] = "30"
                return answer
            case store.Lost():
                return error_page(request, 410, _lost_words(error))
            case store.Full():
                return error_page(request, 507, _("服务器磁盘满了，这个文件现在放不下。请告诉系统管理员腾出空间。"))
        return None


def _lost_words(error: store.Lost) -> str:
    """The content is named, so that whoever keeps the backups knows what to look for."""
    known = {"name": str(error)[:12]}
    if isinstance(error, store.Damaged):
        return _("这个文件（编号 %(name)s…）在对象存储里坏了，没有给您看。请把编号告诉系统管理员，用备份恢复。") % known
    return _("这个文件（编号 %(name)s…）的记录还在，内容找不到了。请把编号告诉系统管理员，用备份恢复。") % known
