"""What is wrong, as problem details (RFC 9457) with Chinese sentences."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from duibiao.facts.services import AlreadySuperseded, Contradicts

Errors = Sequence[dict[str, Any]]
Kind = TypeVar("Kind", bound=Exception)


class Wrong(Exception):
    """What was sent cannot be recorded; `errors` say which and why."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(f"{len(errors)} faults")
        self.errors = errors


def problem(status: int, title: str, detail: str = "", **more: Any) -> HttpResponse:
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    options = {"ensure_ascii": False}
    return JsonResponse(content, status=status, content_type="application/problem+json", json_dumps_params=options)


def speak(api: NinjaAPI) -> None:
    """Give the interface its sentences."""
    _hear(api, AuthenticationError, lambda request, fault: no_key())
    _hear(api, PermissionDenied, lambda request, fault: problem(403, _("没有权限"), str(fault)))
    _hear(api, Http404, lambda request, fault: problem(404, _("没有这个东西")))
    _hear(api, ValidationError, not_understood)
    _hear(api, Throttled, too_often)
    _hear(api, HttpError, lambda request, fault: problem(fault.status_code, _("请求有误"), str(fault)))
    _hear(api, Wrong, lambda request, fault: problem(422, _("有内容不对"), errors=fault.errors))
    _hear(api, Contradicts, contradicts)
    _hear(api, AlreadySuperseded, overtaken)


def _hear(api: NinjaAPI, kind: type[Kind], says: Callable[[HttpRequest, Kind], HttpResponse]) -> None:
    """The library's type also allows a fault's class for the fault; it never hands one over."""

    def answer(request: HttpRequest, fault: Kind | type[Kind]) -> HttpResponse:
        assert isinstance(fault, kind)
        return says(request, fault)

    api.add_exception_handler(kind, answer)


def no_key() -> HttpResponse:
    answer = problem(401, _("需要密钥"), _("请在 Authorization 里带上有效的密钥；密钥可能已过期或被收回。"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def not_understood(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = [{"field": ".".join(str(part) for part in one["loc"][1:]), "says": one["msg"]} for one in fault.errors]
    return problem(422, _("读不懂请求"), _("字段缺少，或类型不对。"), errors=errors)


def too_often(request: HttpRequest, fault: Throttled) -> HttpResponse:
    answer = problem(429, _("请求太频繁"), _("请稍等再发。"))
    answer["Retry-After"] = str(fault.wait or 60)
    return answer


def contradicts(request: HttpRequest, fault: Contradicts) -> HttpResponse:
    detail = _("编号“%(uid)s”已经记录为第 %(number)s 号，内容不同。")
    given = {"uid": fault.held.uid, "number": fault.held.pk}
    return problem(409, _("与已记录的不一致"), detail % given, sequence=fault.held.pk)


def overtaken(request: HttpRequest, fault: AlreadySuperseded) -> HttpResponse:
    detail = _("它已被第 %s 号更正；请更正那一条。") % fault.newer.pk
    return problem(409, _("已被更正"), detail, sequence=fault.newer.pk)
