"""The forms of problems. Choices are read when a form is shown; photos come several at once, with where they were taken."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duibiao.files.kinds import Refused as BadFile
from duibiao.files.taking import take
from duibiao.lib.spans import current
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models import Person, Unit
from duibiao.problems import proposing, rules
from duibiao.problems.choices import DOCUMENTED, Cause, Disposal, Severity, Shortcoming, Suspension
from duibiao.problems.models import Kind, Problem
from duibiao.problems.photos import Shot
from duibiao.web.base.duties.forms import UnitChoice, live_units
from duibiao.web.base.forms import DateField, Form

MOST_BYTES = 20 * 1024 * 1024
MOST_PHOTOS = 9


class ManyFiles(forms.FileInput):
    """Several files of one field; a phone opens its camera."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Photos, several at once."""

    def __init__(self, **options: Any) -> None:
        widget = ManyFiles(attrs={"accept": "image/jpeg,image/png", "capture": "environment", "data-shots": ""})
        super().__init__(widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError(gettext("请拍一张照片。"))
        if len(files) > MOST_PHOTOS or any(one.size > MOST_BYTES for one in files):
            raise forms.ValidationError(gettext("一次最多 9 张照片，每张不超过 20 MB。"))
        return [super(PhotosField, self).clean(one) for one in files]


WORDS = _("说明")


def words_field(label: Any = WORDS, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea({"rows": 3}), max_length=1000, **options)


class About(Form):
    """A form about a problem; it carries the version that it was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        self.problem = problem
        options["initial"] = {"version": problem.version, **(options.get("initial") or {})}
        super().__init__(*arguments, **options)


class WordsForm(About):
    words = words_field()


class ReasonForm(About):
    reason = words_field(_("理由"))


class PassForm(About):
    """No words needed: a button with its version."""


class ShotsForm(About):
    """Photos, with the phone's position if it gives one."""

    photos = PhotosField(label=_("照片"), required=False, help_text=_("在原来的位置、同一个角度拍。最多 9 张。"))
    latitude = forms.FloatField(widget=forms.HiddenInput({"data-latitude": ""}), required=False)
    longitude = forms.FloatField(widget=forms.HiddenInput({"data-longitude": ""}), required=False)

    def clean(self) -> dict[str, Any]:
        """The files are checked and kept; a position belongs to all of them."""
        given = dict(super().clean() or self.cleaned_data)
        at = (given.pop("latitude", None), given.pop("longitude", None))
        if "photos" in given:
            given["photos"] = self._kept(given["photos"], at)
        self.cleaned_data = given
        return given

    def _kept(self, files: Sequence[Any], at: tuple[float | None, float | None]) -> list[Shot]:
        shots = []
        for file in files:
            try:
                blob = take(file.chunks(), name=file.name or "", families=("image",))
            except BadFile as refused:
                self.add_error("photos", str(refused))
                break
            shots.append(Shot(blob, name=file.name or "", latitude=at[0], longitude=at[1]))
        return shots


class RectifyForm(ShotsForm):
    disposal = forms.ChoiceField(label=_("怎样处置的"))
    document = forms.CharField(
        label=_("文书号"),
        max_length=80,
        required=False,
        help_text=_("立案查处写立案或处罚决定书文号，依法拆除写拆除决定书文号，建立制度写制度的名称、文号。"),
    )
    words = words_field(_("整改情况"), help_text=_("一两句话：做了什么，怎样防止再发生。"))
    field_order = ("photos", "disposal", "document", "words")

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        known = dict(Disposal.choices)
        self.fields["disposal"].choices = [(one, known[one]) for one in problem.kind.disposals]  # type: ignore[attr-defined]
        self.fields["photos"].asked = problem.kind.needs_photo  # type: ignore[attr-defined]
        if not set(DOCUMENTED) & set(problem.kind.disposals):
            del self.fields["document"]


class RecheckForm(ShotsForm):
    passed = forms.TypedChoiceField(
        label=_("结果"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("合格")), ("no", _("不合格，退回重改"))],
    )  # fmt: skip
    words = words_field(_("看到的情况"))
    field_order = ("passed", "photos", "words")


class AssignForm(About):
    unit = UnitChoice(Unit.objects.none(), label=_("交给"))
    helpers = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("配合单位"), required=False, widget=forms.SelectMultiple({"size": 6}),
        help_text=_("按住 Ctrl 可选多个。牵头单位负责到底。"),
    )  # fmt: skip
    words = words_field(_("要求"), required=False)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        units = live_units()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["helpers"].queryset = units  # type: ignore[attr-defined]


class SupportForm(About):
    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("配合单位"),
        widget=forms.SelectMultiple({"size": 10}),
        help_text=_("按住 Ctrl 可选多个。"),
    )

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        self.fields["units"].queryset = live_units().exclude(pk=problem.unit_id)  # type: ignore[attr-defined]


class ReturnForm(About):
    """Returned on a rule of competence that fits, or in one's own words."""

    rule = forms.ModelChoiceField(
        None, label=_("依据哪条权责规则"), required=False, empty_label=_("没有对应的规则，理由写在下面")
    )  # type: ignore[var-annotated]
    grounds = words_field(_("理由和依据"), help_text=_("写明哪份文件、哪一条，不归本单位管。"))
    proposes = UnitChoice(Unit.objects.none(), label=_("应由哪个单位办"), required=False)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        from duibiao.duties.models import CompetenceRule

        super().__init__(problem, *arguments, **options)
        found = [one.rule.pk for one in proposing.grounds_for(problem)]
        held = CompetenceRule.objects.filter(pk__in=found).select_related("unit")
        self.fields["rule"].queryset = held  # type: ignore[attr-defined]
        self.fields["rule"].label_from_instance = lambda one: f"{one.words} → {one.unit.name}（{one.grounds[:40]}）"  # type: ignore[attr-defined]
        self.fields["proposes"].queryset = live_units().exclude(pk=problem.unit_id)  # type: ignore[attr-defined]


class RuleForm(About):
    unit = UnitChoice(Unit.objects.none(), label=_("裁定由哪个单位负责"))
    grounds = words_field(_("裁定依据"))
    matter = forms.CharField(label=_("存为规则的事项"), max_length=300, help_text=_("以后遇到相近的，先提示这条。"))
    present = forms.CharField(label=_("参加裁定的单位"), max_length=300, required=False)
    everywhere = forms.BooleanField(label=_("同类问题在全县都这样办（不选：只限这个点位）"), required=False)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        self.fields["unit"].queryset = live_units()  # type: ignore[attr-defined]


class SuspendForm(About):
    why = forms.ChoiceField(label=_("挂账原因"), choices=Suspension.choices)
    until = DateField(label=_("挂账到"), help_text=_("到了这天自动恢复计时。"))
    words = words_field()


class ExtensionForm(About):
    until = DateField(label=_("延期到"))
    reason = words_field(_("理由"), help_text=_("一个问题只能申请一次，由创建办或领导审批。"))


class DecideForm(About):
    granted = forms.TypedChoiceField(
        label=_("审批"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("同意延期")), ("no", _("不同意"))],
    )  # fmt: skip
    answer = forms.CharField(label=_("答复"), max_length=300, required=False)


class SplitForm(About):
    text = forms.CharField(
        label=_("拆成哪几项"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("一行一项；每项另立编号，照片和来源带过去。"),
    )

    def clean_text(self) -> list[str]:
        rows = [line.strip()[:500] for line in str(self.cleaned_data["text"]).splitlines() if line.strip()]
        if len(rows) < 2:
            raise forms.ValidationError(gettext("拆分至少要写两项：一项一行。"))
        return rows


class MergeForm(About):
    others = forms.ModelMultipleChoiceField(
        Problem.objects.none(), label=_("并入本案的问题"), widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("说明"), max_length=300, required=False)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        from duibiao.problems.dividing import SPLITTABLE

        super().__init__(problem, *arguments, **options)
        same: QuerySet[Problem] = Problem.objects.filter(kind=problem.kind, status__in=SPLITTABLE).exclude(
            pk=problem.pk
        )
        near = same.filter(site=problem.site) if problem.site is not None else same
        self.fields["others"].queryset = near.order_by("-pk")  # type: ignore[attr-defined]


class ChangeForm(About):
    words = forms.CharField(label=_("问题"), max_length=500, widget=forms.Textarea({"rows": 2}))
    kind = forms.ModelChoiceField(Kind.objects.none(), label=_("问题类型"))
    severity = forms.ChoiceField(label=_("轻重"), choices=Severity.choices)
    shortcoming = forms.ChoiceField(
        label=_("属于哪类短板"), required=False, choices=[("", _("不是短板")), *Shortcoming.choices],
        help_text=_("反复出现、要补上才能根治的，列入短板清单。"),
    )  # fmt: skip

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        self.fields["kind"].queryset = Kind.objects.filter(is_active=True)  # type: ignore[attr-defined]


class LeaderForm(About):
    leader = forms.ModelChoiceField(Person.objects.none(), label=_("包案领导"))
    cause = forms.ChoiceField(label=_("久拖未决的原因"), choices=Cause.choices)
    words = words_field(_("下一步"), required=False)

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        heads = {"posts__kind__in": [PostKind.HEAD, PostKind.DEPUTY]}
        found = Person.objects.filter(current(prefix="posts__"), **heads).distinct()
        self.fields["leader"].queryset = found  # type: ignore[attr-defined]


class LookForm(ShotsForm):
    held_up = forms.TypedChoiceField(
        label=_("看到的"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("没有反弹")), ("no", _("又出现了，重新立案"))],
    )  # fmt: skip
    words = words_field(_("情况"))
    field_order = ("held_up", "photos", "words")


class FoundForm(Form):
    """Somebody of the office writes down what was found."""

    kind = forms.ChoiceField(label=_("问题类型"))
    words = forms.CharField(
        label=_("问题"), max_length=500, widget=forms.Textarea({"rows": 2}), help_text=_("一句话：哪里、什么。")
    )
    site = forms.CharField(
        label=_("点位编号或名称"),
        max_length=100,
        required=False,
        widget=forms.TextInput({"list": "sites", "autocomplete": "off"}),
    )
    place_words = forms.CharField(label=_("位置"), max_length=200, required=False)
    severity = forms.ChoiceField(label=_("轻重"), required=False, choices=[("", _("按问题类型")), *Severity.choices])
    photos = PhotosField(label=_("照片"), required=False)
    uid = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = [(one.code, one.name) for one in rules.kinds()]  # type: ignore[attr-defined]
