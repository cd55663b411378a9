"""The forms of the register of supervisors, of errands, and of what becomes of a suggestion."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import current
from duibiao.participation import supervisor_queries as queries
from duibiao.participation.choices import SupervisorKind
from duibiao.participation.models import Supervisor
from duibiao.places.models import Area, Site
from duibiao.web.base.forms import DateField, Form
from duibiao.web.office.forms import unit_choice

#: Sites that one errand names at the most: more is a round of inspectors.
MOST_SITES = 60


class SupervisorForm(Form):
    code = forms.CharField(
        label=gettext_lazy("编号"), max_length=32, help_text=gettext_lazy("如：RD-012。不重复、以后不变。")
    )
    name = forms.CharField(label=gettext_lazy("姓名或队名"), max_length=40)
    kind = forms.ChoiceField(label=gettext_lazy("身份"))
    since = DateField(label=gettext_lazy("任期起"), required=False)
    until = DateField(label=gettext_lazy("任期止"), required=False)
    area = forms.ModelChoiceField(Area.objects.none(), label=gettext_lazy("联系的区域路段"), required=False)
    topics = forms.CharField(
        label=gettext_lazy("关注的事项"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("如：农贸市场、无障碍设施。"),
    )
    contact = forms.CharField(
        label=gettext_lazy("怎么联系"), max_length=100, required=False,
        help_text=gettext_lazy("加密另存，只有创建办看得到，每次查看都有记录，任期结束后自动删除。空着就不改。"),
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = list(queries.labels().items())  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.order_by("code")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("since") and given.get("until") and given["until"] < given["since"]:
            self.add_error("until", _("任期止早于任期起，请核对。"))
        return given


class ChangeSupervisorForm(SupervisorForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class LabelsForm(Form):
    """What each kind is called here."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for kind in SupervisorKind:
            self.fields[kind] = forms.CharField(label=kind.label, max_length=20, required=False)


class KeyForm(Form):
    until = DateField(
        label=gettext_lazy("用到哪天"), required=False, help_text=gettext_lazy("空着就用半年，任期先到就到任期止。")
    )


class Sites(forms.CharField):
    """Sites by number or name, one in a line; what is not found is named."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[Site]:
        wanted = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(wanted) > MOST_SITES:
            raise forms.ValidationError(_("一次最多 %d 个点位；更多的请用检查轮次。") % MOST_SITES)
        open_ones = Site.objects.filter(current())
        found = {one.code: one for one in open_ones.filter(code__in=wanted)}
        found |= {one.name: one for one in open_ones.filter(name__in=wanted)}
        missing = [one for one in wanted if one not in found]
        if missing:
            raise forms.ValidationError(_("没有这些点位：%s。请写点位的编号或全称。") % "、".join(missing[:10]))
        return list({found[one].pk: found[one] for one in wanted}.values())


class SupervisorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    def label_from_instance(self, supervisor: Supervisor) -> str:
        return f"{supervisor.code} {supervisor}"


class ErrandForm(Form):
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)
    title = forms.CharField(
        label=gettext_lazy("看什么"), max_length=80, help_text=gettext_lazy("如：背街小巷的环境卫生。")
    )
    words = forms.CharField(
        label=gettext_lazy("怎么看、看哪些方面"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sites = Sites(
        label=gettext_lazy("点位"),
        required=False,
        help_text=gettext_lazy("编号或名称，一行一个；空着就是只看这件事，不限地点。"),
    )
    due_on = DateField(label=gettext_lazy("哪天前"))
    kind = forms.ChoiceField(label=gettext_lazy("请哪一类"), required=False)
    supervisor = SupervisorChoice(
        Supervisor.objects.none(), label=gettext_lazy("或者只请一位"), required=False, empty_label="—"
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.order_by("title"), label=gettext_lazy("创建活动"), required=False
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = [("", "—"), *queries.labels().items()]  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = queries.in_office()  # type: ignore[attr-defined]
        for name in ("kind", "supervisor"):
            self.fields[name].asked = True  # type: ignore[attr-defined]  # one of two must be chosen: the form says so itself

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("kind")) == bool(given.get("supervisor")) and not self.errors:
            self.add_error("kind", _("请选一类，或者只选一位；两个里选一个。"))
        return given


class GiveForm(Form):
    unit = unit_choice(gettext_lazy("办理单位"))
    due_on = DateField(label=gettext_lazy("答复期限"))
    words = forms.CharField(
        label=gettext_lazy("交办要求"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("只给办理单位看。"),
    )  # fmt: skip
