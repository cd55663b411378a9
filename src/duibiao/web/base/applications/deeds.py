"""What somebody can do with an application now: one table of acts, each with its form, its states and who may.

Its one trick: a page draws the acts that hold for it and posts them all to one address; so what is shown and what is allowed
cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.applications.choices import LIVE, WITH_OFFICE, WITH_UNIT, State, Way
from duibiao.applications.models import Application
from duibiao.applications.permissions import may_fill, may_recommend, may_run
from duibiao.applications.queries.applications import visits_for
from duibiao.applications.services import announcing, applying, judging, naming
from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take_photo
from duibiao.inspections.models import Visit
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.web.base.forms import DateField, Form
from duibiao.web.base.problems.forms import PhotosField


class DeedForm(Form):
    """A form about an application; what it offers may depend on it."""

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        self.application = application
        super().__init__(*arguments, **{"auto_id": f"id_{type(self).__name__.lower()}_%s", **options})


def words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea({"rows": 2}), **options)


class Plain(DeedForm):
    """Nothing to say: a button."""


class RecommendForm(DeedForm):
    words = words(_("推荐意见"))


class DropForm(DeedForm):
    words = words(_("为什么撤回"), required=False)


class PassForm(DeedForm):
    points = forms.DecimalField(label=_("初审得分"), min_value=0, max_digits=6, decimal_places=2, required=False)
    words = words(_("初审意见"), required=False)

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(application, *arguments, **options)
        full = application.selection.full_points
        if full is None:
            del self.fields["points"]
        else:
            self.fields["points"].required = True
            self.fields["points"].help_text = _("0 到 %d 分。") % full


class ReturnForm(DeedForm):
    words = words(_("退回理由"))
    due_on = DateField(label=_("补正期限"), required=False, help_text=_("不填：3 个工作日。"))


class ExtendForm(DeedForm):
    due_on = DateField(label=_("新的期限"))
    words = words(_("延期原因"))


class RefuseForm(DeedForm):
    words = words(_("不予通过的理由"))


class CheckForm(DeedForm):
    words = words(_("验收意见"))
    visit = forms.ModelChoiceField(Visit.objects.none(), label=_("依据哪次现场检查"), required=False)
    photos = PhotosField(label=_("现场照片"), required=False)

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(application, *arguments, **options)
        if application.site_id is None:
            del self.fields["visit"]
        else:
            self.fields["visit"].queryset = visits_for(application)  # type: ignore[attr-defined]

    def clean_photos(self) -> list[Any]:
        try:
            return [take_photo(one.read(), name=one.name or "") for one in self.cleaned_data["photos"]]
        except BadFile as refused:
            raise forms.ValidationError(str(refused)) from None


class ObjectForm(DeedForm):
    heard_on = DateField(label=_("收到日期"))
    way = forms.ChoiceField(label=_("怎样反映的"), choices=Way.choices)
    words = words(_("反映什么"), help_text=_("只写事情，不写反映人的姓名、电话。"))
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(application, *arguments, **{"initial": {"uid": uuid4().hex, "heard_on": today()}, **options})


class NameForm(DeedForm):
    document = forms.CharField(label=_("命名文号"), max_length=80)
    named_on = DateField(label=_("命名日期"))

    def __init__(self, application: Application, *arguments: Any, **options: Any) -> None:
        super().__init__(application, *arguments, **{"initial": {"named_on": today()}, **options})


class RevokeForm(DeedForm):
    words = words(_("撤销理由"))
    document = forms.CharField(label=_("撤销文号"), max_length=80, required=False)


@dataclass(frozen=True)
class Deed:
    """An act: where it is open, for whom, what it asks, what it does."""

    key: str
    title: Any
    form: type[DeedForm]
    states: tuple[str, ...]
    may: Callable[[User, Application], bool]
    do: Callable[..., Any]
    done: Any
    quiet: bool = True
    danger: bool = False

    @property
    def is_plain(self) -> bool:
        return self.form is Plain


def office(by: User, application: Application) -> bool:
    return may_run(by)


def decided(by: User, application: Application) -> bool:
    """The office, once nothing stands in the way: the notice is over, every objection ruled."""
    return may_run(by) and not announcing.in_the_way(application)


def recommender_or_office(by: User, application: Application) -> bool:
    return may_run(by) if application.state == State.EXAMINING else may_recommend(by, application)


DROPPABLE = (*WITH_UNIT, State.RECOMMENDING, State.EXAMINING, State.CHECKING)
DEEDS = (
    Deed("hand_in", _("交出"), Plain, WITH_UNIT, may_fill, applying.hand_in, _("已交出。"), quiet=False),
    Deed("recommend", _("推荐"), RecommendForm, (State.RECOMMENDING,), may_recommend, judging.recommend,
         _("已推荐，等创建办初审。"), quiet=False),
    Deed("pass", _("初审通过"), PassForm, (State.EXAMINING,), office, judging.pass_on, _("初审已通过。"), quiet=False),
    Deed("check", _("验收合格"), CheckForm, (State.CHECKING,), office, judging.check, _("已登记验收。"), quiet=False),
    Deed("name", _("命名"), NameForm, (State.DECIDING, State.NOTICED, State.SENT), decided, naming.name, _("已命名。"),
         quiet=False),
    Deed("return", _("退回补正"), ReturnForm, (State.RECOMMENDING, State.EXAMINING), recommender_or_office,
         judging.give_back, _("已退回，单位会收到理由。"), danger=True),
    Deed("object", _("登记异议"), ObjectForm, (State.NOTICED,), office, announcing.object_to, _("已登记，核查完再往下办。")),
    Deed("extend", _("延长期限"), ExtendForm, WITH_UNIT, office, judging.extend, _("期限已延长。")),
    Deed("refuse", _("不予通过"), RefuseForm, WITH_OFFICE, office, judging.refuse, _("已登记，单位会收到理由。"), danger=True),
    Deed("revoke", _("撤销命名"), RevokeForm, (State.NAMED,), office, naming.revoke, _("已撤销，名额空出。"), danger=True),
    Deed("drop", _("撤回申报"), DropForm, DROPPABLE, may_fill, applying.drop, _("已撤回。"), danger=True),
)  # fmt: skip


def open_deeds(by: User, application: Application) -> list[Deed]:
    """What `by` can do with it now."""
    return [one for one in DEEDS if application.state in one.states and one.may(by, application)]


def is_live(application: Application) -> bool:
    return application.state in LIVE
