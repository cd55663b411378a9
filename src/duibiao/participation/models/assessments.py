"""What is archived of an outside assessment (外部测评): the stops of its route, and its result in each of the four ways."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duibiao.files.models import Blob
from duibiao.participation.choices import Aspect
from duibiao.participation.models.feedback import Feedback
from duibiao.places.models import Site


class Stop(models.Model):
    """A place on the route, in its order. Where it is one of our sites, what we know of it stands beside."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField()
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", verbose_name=_("点位"))
    words = models.CharField(_("到了哪里、看了什么"), max_length=200)

    class Meta:
        ordering = ["feedback", "order"]
        constraints = [models.UniqueConstraint(fields=["feedback", "order"], name="route_stop_once")]

    def __str__(self) -> str:
        return self.words


class AspectResult(models.Model):
    """The result in one way of assessing: points, what was said of it, the sheet that came."""

    feedback = models.ForeignKey(Feedback, models.CASCADE, related_name="results")
    aspect = models.CharField(_("方面"), max_length=10, choices=Aspect.choices)
    points = models.FloatField(_("得分"), null=True, blank=True)
    out_of = models.FloatField(_("满分"), null=True, blank=True)
    words = models.CharField(_("评价"), max_length=300, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["feedback", "id"]
        constraints = [
            models.UniqueConstraint(fields=["feedback", "aspect"], name="aspect_result_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True, out_of__isnull=True)
                | Q(points__gte=0, out_of__gt=0, points__lte=F("out_of")),
                name="aspect_result_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_id}: {self.aspect}"

    @property
    def percent(self) -> float | None:
        return 100 * self.points / self.out_of if self.points is not None and self.out_of else None
