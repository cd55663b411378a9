"""The two tags that stand in every row of every list, answered from memory: an address, and words that are written out.

Their one trick: what cannot change while the program runs is worked out once. A fifth of a list's time went into them. In every
other case, and in what they mean, they are the framework's own.
"""

from functools import lru_cache

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.templatetags.i18n import do_translate
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()
#: So many addresses are remembered in a process: those of some hundred pages of rows.
REMEMBERED = 8192
#: What arguments are remembered: those of which the equal ones make equal addresses.
PLAIN = frozenset({int, str, SafeString})


@lru_cache(REMEMBERED, typed=True)
def address(name: str, app: str, arguments: tuple[int | str, ...]) -> tuple[str, SafeString]:
    """As it is, and as it stands in a page. Raises `NoReverseMatch`, which is not remembered."""
    found = reverse(name, args=arguments, current_app=app)
    return found, escape(found)


class Address(URLNode):
    """`{% url 'name' … %}`."""

    def render(self, context: Context) -> str:
        arguments = tuple(one.resolve(context) for one in self.args)
        match = getattr(getattr(context, "request", None), "resolver_match", None)
        if match is None or not context.autoescape or not PLAIN.issuperset(map(type, arguments)):
            return super().render(context)
        try:
            plain, escaped = address(self.view_name.resolve(context), match.namespace, arguments)
        except NoReverseMatch:
            return super().render(context)
        if not self.asvar:
            return escaped
        context[self.asvar] = plain
        return ""


@register.tag(name="url")
def address_tag(parser: Parser, token: Token) -> URLNode:
    node = url(parser, token)
    return node if node.kwargs else Address(node.view_name, node.args, {}, node.asvar)


class Words(template.Node):
    """`{% trans "words" %}`: signs of percent are doubled in catalogues."""

    child_nodelists = ()

    def __init__(self, words: str, named: str | None) -> None:
        self.words, self.named = words.replace("%", "%%"), named

    def render(self, context: Context) -> str:
        said = SafeString(gettext(self.words).replace("%%", "%"))
        if not self.named:
            return said
        context[self.named] = said
        return ""


@register.tag(name="trans")
def words_tag(parser: Parser, token: Token) -> template.Node:
    node = do_translate(parser, token)
    said = node.filter_expression
    plain = not (said.filters or node.noop or node.message_context) and isinstance(said.var.literal, str)
    return Words(said.var.literal, node.asvar) if plain else node
