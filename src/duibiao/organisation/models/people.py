"""People and the posts they hold. A change of staff ends one post and begins another: history stays.

A person's name and number live here and nowhere else, so that they can be erased.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from duibiao.lib.spans import Span, in_order
from duibiao.lib.versions import Versioned
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models.units import Unit


class Person(Versioned):
    """Somebody with a part in a campaign."""

    name = models.CharField(_("姓名"), max_length=40)
    phone = models.CharField(_("手机"), max_length=40, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Post(Span):
    """What a person is in a unit, from a day to a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    kind = models.CharField(_("岗位"), max_length=16, choices=PostKind.choices, default=PostKind.STAFF)
    title = models.CharField(_("职务"), max_length=60, blank=True)

    class Meta:
        ordering = ["unit_id", "kind", "id"]
        constraints = [
            in_order("post_span_in_order"),
            models.UniqueConstraint(
                fields=["person", "unit", "kind"], condition=models.Q(until__isnull=True), name="post_held_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
