"""The words and colours of met, partly met, not met: one place for every page. `{% load met %}`."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
WORDS = {
    "met": _("达标"),
    "partly": _("部分达标"),
    "not_met": _("未达标"),
    "unknown": _("还不知道"),
    "not_applicable": _("不适用"),
}
COLOURS = {"met": "good", "partly": "soon", "not_met": "bad", "unknown": "info", "not_applicable": "none"}
LIGHTS = {
    "bad": _("红：没有达标，也没有定日期或已过期"),
    "soon": _("黄：部分达标，或已定达标日期"),
    "info": _("蓝：缺数据"),
    "good": _("绿：达标"),
}
#: The same in a word, for a choice.
SHORT = {"bad": _("红"), "soon": _("黄"), "info": _("蓝"), "good": _("绿")}


@register.filter
def met_words(status: str) -> Any:
    return WORDS.get(status, status)


@register.filter
def met_state(status: str) -> str:
    return COLOURS.get(status, "none")
