"""What can be done with a duty, each act once for both doors: who may now, its form, what it does, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.duties import answering, dividing, permissions, queries, reporting, services
from duibiao.duties.choices import STANDING, Role, State
from duibiao.duties.models import Duty
from duibiao.duties.refusals import Refused
from duibiao.duties.steps import written
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.web.base.duties import forms
from duibiao.web.base.editing import newer
from duibiao.web.base.forms import Form
from duibiao.web.base.requests import by_of

Words = str | Promise
May = Callable[[User, Duty], bool]


@dataclass(frozen=True)
class Act:
    """One act: its name in the address, its words, who may, in which states, its form (none: a button is enough), what it does."""

    name: str
    words: Words
    done: Words
    may: May
    states: tuple[str, ...]
    do: Callable[[User, Duty, dict[str, Any]], Any]
    form: Callable[..., Form] | None = None
    start: Callable[[Duty], dict[str, Any]] = lambda duty: {}
    sentence: Words = ""
    strong: bool = False
    #: only where this holds, beyond who and state
    fits: Callable[[Duty], bool] = lambda duty: True

    def is_open(self, by: User, duty: Duty) -> bool:
        return duty.state in self.states and self.fits(duty) and self.may(by, duty)


def _parts(duty: Duty) -> dict[str, Any]:
    names = (
        "title",
        "goal",
        "target",
        "target_unit",
        "direction",
        "starts_on",
        "due_on",
        "standard",
        "consequence",
        "stricter_reason",
        "version",
    )
    return {name: getattr(duty, name) for name in names} | {
        "person": duty.person_id,
        "steps": written(duty.steps.all()),
        "on_holiday": False,
    }


def _below(duty: Duty) -> dict[str, Any]:
    """A sub-duty begins as what was asked of oneself: no day earlier, no demand higher."""
    steps = f"{duty.due_on} {_('全部完成')} 100%" if duty.due_on else ""
    return {
        **_parts(duty),
        "starts_on": max(today(), duty.starts_on) if duty.due_on and today() <= duty.due_on else duty.starts_on,
        "steps": steps,
        "stricter_reason": "",
    }


def _rule_start(duty: Duty) -> dict[str, Any]:
    last = duty.objections.order_by("-number").first()
    return {"matter": duty.title, "unit": last.proposes_id if last else None}


def _reassign_start(duty: Duty) -> dict[str, Any]:
    """Who was ruled competent for such a matter before, else whom the unit proposes."""
    known = queries.competence_for(duty.title, campaign=duty.campaign, indicator=duty.indicator)
    last = duty.objections.filter(answered_at=None).first()
    return {"unit": known[0].unit.pk if known else last.proposes_id if last else None}


def _words(act: Callable[..., Any]) -> Callable[[User, Duty, dict[str, Any]], Any]:
    return lambda by, duty, given: act(by, duty, **given)


_CHANGE = permissions.may_change
_ANSWER = permissions.may_answer
ACTS: tuple[Act, ...] = (
    Act("sign", gettext_lazy("签收"), gettext_lazy("已签收。"), _ANSWER, (State.ISSUED,), _words(answering.sign), forms.SignForm,
        sentence=gettext_lazy("签收后就由本单位负责到底；责任人可以换成本单位别的人。"), strong=True),
    Act("report", gettext_lazy("报告进展"), gettext_lazy("已报告。"), _ANSWER, (State.SIGNED,), _words(reporting.report), forms.ReportForm,
        sentence=gettext_lazy("固定三栏：进展、问题、措施。"), strong=True),
    Act("object", gettext_lazy("退回"), gettext_lazy("已退回，等答复。"), _ANSWER, (State.ISSUED,), _words(answering.object_to), forms.ObjectForm,
        sentence=gettext_lazy("第一次退回由派任务的一方答复；再退回由创建办裁定，裁定后不能再退。"), fits=lambda duty: not duty.ruled),
    Act("divide", gettext_lazy("分给下级或配合单位"), gettext_lazy("已起草，补齐后下达。"), permissions.may_divide, (State.SIGNED,), _words(dividing.divide), forms.DivideForm, _below,
        sentence=gettext_lazy("时限不得比上级早、要求不得比上级高；确有必要须写明理由。")),
    Act("person", gettext_lazy("更换责任人"), gettext_lazy("已更换，历史保留。"), lambda by, duty: _ANSWER(by, duty) or _CHANGE(by, duty), (State.ISSUED, State.SIGNED), _words(answering.take_person), forms.PersonForm),
    Act("issue", gettext_lazy("下达"), gettext_lazy("已下达，等签收。"), _CHANGE, (State.DRAFT,), lambda by, duty, given: services.issue(by, duty), strong=True),
    Act("rule", gettext_lazy("裁定"), gettext_lazy("已裁定，并存为权责规则。"), lambda by, duty: permissions.may_rule(by), (State.RULING,), _words(answering.rule), forms.RuleForm, _rule_start,
        sentence=gettext_lazy("第二次退回由创建办裁定。裁定存为权责规则，下次遇到同样的事项先提示。"), strong=True),
    Act("reassign", gettext_lazy("改派"), gettext_lazy("已改派，等签收。"), _CHANGE, (State.DRAFT, State.ISSUED, State.OBJECTED), _words(answering.reassign), forms.ReassignForm, _reassign_start),
    Act("uphold", gettext_lazy("维持原分工"), gettext_lazy("已答复：维持。"), _CHANGE, (State.OBJECTED,), _words(answering.uphold), forms.WordsForm, strong=True),
    Act("finish", gettext_lazy("办结"), gettext_lazy("已办结。"), _CHANGE, (State.SIGNED,), _words(services.finish), forms.WordsForm,
        sentence=gettext_lazy("由派任务的一方核实后办结。")),
    Act("resume", gettext_lazy("恢复办理"), gettext_lazy("已恢复办理。"), _CHANGE, (State.DONE,), _words(services.resume), forms.WordsForm),
    Act("grade", gettext_lazy("评价配合"), gettext_lazy("已评价。"), permissions.may_grade, (State.SIGNED, State.DONE), _words(dividing.grade_support), forms.GradeForm,
        fits=lambda duty: duty.role == Role.SUPPORTING),
    Act("change", gettext_lazy("修改"), gettext_lazy("已保存。"), _CHANGE, (State.DRAFT, State.ISSUED, State.OBJECTED, State.SIGNED), _words(services.change), forms.ChangeForm, _parts,
        sentence=gettext_lazy("已签收的，若时限提前或目标提高，要重新签收。")),
    Act("place", gettext_lazy("调整上级责任"), gettext_lazy("已调整。"), lambda by, duty: permissions.may_assign(by), STANDING, _words(dividing.place_below), forms.PlaceForm,
        lambda duty: {"parent": duty.parent_id, "reason": duty.stricter_reason}),
    Act("withdraw", gettext_lazy("撤回"), gettext_lazy("已撤回，记录保留。"), _CHANGE, tuple(state for state in STANDING if state != State.DONE), _words(services.withdraw), forms.WordsForm,
        sentence=gettext_lazy("连同分给下级的部分一起撤回。")),
)  # fmt: skip
_BY_NAME = {act.name: act for act in ACTS}


def open_acts(by: User, duty: Duty) -> list[Act]:
    """What `by` may do with the duty now, the most likely first."""
    return [act for act in ACTS if act.is_open(by, duty)]


def act_page(request: HttpRequest, door: str, pk: int, name: str) -> HttpResponse:
    """The form of an act, and the act; a refusal is said beside its field, and nothing has happened."""
    if name not in _BY_NAME:
        raise Http404
    act, by = _BY_NAME[name], by_of(request)
    duty = queries.duty(by, pk)
    back = reverse(f"{door}:duty", args=[pk])
    require(act.may(by, duty))
    if not act.is_open(by, duty):
        messages.warning(
            request,
            _("“%(act)s”现在做不了：这项任务是“%(state)s”。可能别人刚处理过。")
            % {"act": act.words, "state": duty.get_state_display()},
        )
        return redirect(back)
    sent = request.POST if request.method == "POST" else None  # an act without fields sends nothing, and is still sent
    form = act.form(duty, sent, initial=act.start(duty)) if act.form else Form(sent)
    known: dict[str, Any] = {
        "form": form,
        "heading": _("%(act)s：%(duty)s") % {"act": act.words, "duty": duty},
        "act_words": act.words,
        "back": back,
    }
    known |= {"where": ((str(duty), back),), "sentence": act.sentence or duty.goal}
    if request.method == "POST" and form.is_valid():
        found = _tried(request, act, by, duty, form)
        if isinstance(found, Duty) or found is True:
            messages.success(request, str(act.done))
            return redirect(reverse(f"{door}:duty", args=[found.pk]) if isinstance(found, Duty) else back)
        known |= found
    return render(request, "base/form_page_here.html", known, status=409 if "differences" in known else 200)


def _tried(request: HttpRequest, act: Act, by: User, duty: Duty, form: Form) -> Any:
    try:
        with transaction.atomic():
            made = act.do(by, duty, form.cleaned_data)
    except versions.Stale as stale:
        return newer(form, stale.current)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return {}
    return made if isinstance(made, Duty) and made.pk != duty.pk else True
