"""What can be done with a problem, each act once for all doors: who may now, its form, what it does, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems import permissions, services
from duibiao.problems.cards import CARDED
from duibiao.problems.choices import LIVE, LookOutcome, Status, When
from duibiao.problems.dividing import SPLITTABLE
from duibiao.problems.hanging import (
    appealed_cards,
    asked_extensions,
    hanging,
    open_decision,
    proposed_card,
    standing_cards,
    waiting_looks,
)
from duibiao.problems.models import Problem
from duibiao.problems.refusals import Refused
from duibiao.problems.rules import label
from duibiao.web.base.editing import newer
from duibiao.web.base.forms import Form
from duibiao.web.base.problems import forms, weighing
from duibiao.web.base.requests import by_of

Words = str | Promise
May = Callable[[User, Problem], bool]


@dataclass(frozen=True)
class Act:
    """One act: its name in the address, its words, who may, in which statuses, its form, what it does."""

    name: str
    words: Words
    done: Words
    may: May
    statuses: tuple[str, ...]
    do: Callable[[User, Problem, dict[str, Any]], Any]
    form: Callable[..., Form] = forms.WordsForm
    start: Callable[[Problem], dict[str, Any]] = lambda problem: {}
    sentence: Words = ""
    strong: bool = False
    #: only where this holds, beyond who and status
    fits: Callable[[User, Problem], bool] = lambda by, problem: True

    def is_open(self, by: User, problem: Problem) -> bool:
        return problem.status in self.statuses and self.may(by, problem) and self.fits(by, problem)


def _do(act: Callable[..., Any]) -> Callable[[User, Problem, dict[str, Any]], Any]:
    return lambda by, problem, given: act(by, problem, **given)


def _sign(by: User, problem: Problem, given: dict[str, Any]) -> Any:
    return services.sign(by, problem)


def _decide(by: User, problem: Problem, given: dict[str, Any]) -> Any:
    given.pop("version", None)
    asked = problem.extensions.filter(granted=None).last()
    if asked is None:
        raise Refused(_("这个申请已经有人审批过了，请刷新页面。"))
    return services.decide_extension(by, asked, **given)


def _split(by: User, problem: Problem, given: dict[str, Any]) -> Any:
    return services.split(by, problem, parts=[(words, None) for words in given["text"]], version=given["version"])


def _merge(by: User, problem: Problem, given: dict[str, Any]) -> Any:
    return services.merge(by, problem, others=given["others"], words=given["words"])


def _look(by: User, problem: Problem, given: dict[str, Any]) -> Any:
    given.pop("version", None)
    return services.look(by, problem.looks.get(outcome=LookOutcome.WAITING), **given)


def _assign_start(problem: Problem) -> dict[str, Any]:
    back = problem.returned.filter(answered_at=None).first()
    return {"unit": (back.proposes_id if back else None) or problem.proposed_id or problem.unit_id}


def _rule_start(problem: Problem) -> dict[str, Any]:
    last = problem.returned.order_by("-number").first()
    units = "、".join(dict.fromkeys(one.unit.name for one in problem.returned.select_related("unit")))
    return {
        "matter": f"{problem.kind.name} {problem.where}".strip(),
        "unit": last.proposes_id if last else None,
        "present": units,
    }


_MANAGE: May = lambda by, problem: permissions.may_manage(by)  # noqa: E731
_ANSWER = permissions.may_answer
_DECIDE: May = lambda by, problem: permissions.may_decide(by)  # noqa: E731
_LOOK: May = lambda by, problem: permissions.may_recheck(by)  # noqa: E731


def _asked(by: User, problem: Problem) -> bool:
    return any(one.by_id != by.pk for one in asked_extensions(problem))


def _may_ask_once(by: User, problem: Problem) -> bool:
    """Once in a round, and before its time is over."""
    early = problem.due_at is not None and problem.due_at > timezone.now()
    return early and all(one.round != problem.round for one in hanging(problem).extensions)


def _another(by: User, problem: Problem) -> bool:
    return by.pk not in (problem.rectified_by_id, problem.assigned_by_id)


def _drawn(by: User, problem: Problem) -> bool:
    return by.pk != problem.rectified_by_id and bool(waiting_looks(problem))


def _third(by: User, problem: Problem) -> bool:
    """Who rechecked it or put it right does not strike it off."""
    return by.pk not in (problem.rechecked_by_id, problem.rectified_by_id)


#: Acts that weigh on a unit: cards, papers; and what headquarters decide.
ACCOUNTABILITY: tuple[Act, ...] = (
    Act("card", gettext_lazy("亮牌、约谈"), gettext_lazy("已亮牌，并通知单位。"), _DECIDE, LIVE, _do(services.issue_card), weighing.CardForm, weighing.card_start,
        gettext_lazy("对单位，不对个人；写明理由，单位可以申诉。亮牌本身不改得分。"), fits=lambda by, problem: problem.unit_id is not None),
    Act("no-card", gettext_lazy("不予亮牌"), gettext_lazy("已记下：不予亮牌。"), _DECIDE, LIVE, _do(services.refuse_card), forms.ReasonForm,
        fits=lambda by, problem: proposed_card(problem) is not None),
    Act("answer-card", gettext_lazy("答复亮牌申诉"), gettext_lazy("已答复，并通知单位。"), _DECIDE, CARDED, _do(services.answer_card), weighing.AnswerForm,
        sentence=gettext_lazy("由亮牌以外的同志答复；申诉成立的，牌随即撤销。"), strong=True, fits=weighing.may_answer_appeal),
    Act("withdraw-card", gettext_lazy("撤销亮牌"), gettext_lazy("已撤销，并通知单位。"), _DECIDE, CARDED, _do(services.withdraw_card), weighing.WithdrawForm,
        fits=lambda by, problem: bool(standing_cards(problem)) and not appealed_cards(problem)),
    Act("appeal-card", gettext_lazy("对亮牌申诉"), gettext_lazy("已提出申诉，等创建办答复。"), weighing.may_appeal, CARDED, _do(services.appeal_card), weighing.AppealForm,
        sentence=gettext_lazy("写清哪里不对：不归本单位、时限算错、已经整改等。由亮牌以外的同志答复。"), fits=weighing.has_to_appeal),
    Act("paper", gettext_lazy("起草文书"), gettext_lazy("草稿已拟好，请另一位同志签发。"), _DECIDE, LIVE, _do(services.draft_paper), weighing.PaperForm,
        sentence=gettext_lazy("责令重新整改、通报批评、约谈、问责建议、联合处置：事实由系统带出，您只写意见。"), fits=lambda by, problem: problem.unit_id is not None),
    Act("sign-paper", gettext_lazy("签发文书"), gettext_lazy("已处理这份文书。"), _DECIDE, CARDED, _do(services.sign_paper), weighing.SignForm, weighing.paper_start,
        gettext_lazy("先打开草稿看一遍。签发以后这份文书不再改；起草的人不能自己签发。"), strong=True, fits=weighing.may_sign),
    Act("consult", gettext_lazy("记会商决定"), gettext_lazy("已记下决定，并通知单位。"), _DECIDE, LIVE, _do(services.consult), weighing.ConsultForm,
        sentence=gettext_lazy("重大事项由指挥部会商：谁参加、怎么定、哪天前落实。"), strong=True,
        fits=lambda by, problem: problem.major and open_decision(problem) is None and not hanging(problem).consultations),
    Act("follow", gettext_lazy("记落实情况"), gettext_lazy("已记下。"), _DECIDE, LIVE, _do(services.follow), weighing.FollowForm,
        sentence=gettext_lazy("会商决定落实了没有；没有落实的不能销号。"), strong=True, fits=lambda by, problem: open_decision(problem) is not None),
)  # fmt: skip
ACTS: tuple[Act, ...] = (
    Act("assign", gettext_lazy("交办"), gettext_lazy("已交办，等签收。"), _MANAGE, (Status.FOUND, Status.RETURNED), _do(services.assign), forms.AssignForm, _assign_start,
        gettext_lazy("交给谁，时限从交办时起算，按工作日历计。"), strong=True),
    Act("sign", gettext_lazy("签收"), gettext_lazy("已签收。整改好了，在这里报完成。"), _ANSWER, (Status.ASSIGNED,), _sign, forms.PassForm,
        sentence=gettext_lazy("签收后由本单位负责到底。不归本单位的，先退回，写明依据。"), strong=True),
    Act("rectify", gettext_lazy("报整改完成"), gettext_lazy("已报，等复核。等待期间不计时。"), _ANSWER, (Status.SIGNED, Status.ASSIGNED), _do(services.rectify), forms.RectifyForm,
        sentence=gettext_lazy("在原来的位置拍一张整改后的照片，写一句做了什么。"), strong=True),
    Act("recheck", gettext_lazy("复核"), gettext_lazy("复核已记下。"), _LOOK, (Status.RECTIFIED,), _do(services.recheck), forms.RecheckForm,
        sentence=gettext_lazy("由没有交办、没有整改过它的人来看。"), strong=True, fits=_another),
    Act("close", gettext_lazy("销号"), gettext_lazy("已销号，进入观察期。"), _MANAGE, (Status.RECHECKED,), _do(services.close), forms.PassForm,
        sentence=gettext_lazy("证据、复核齐了，由另一位同志审批销号；之后在观察期里随机回头看。"), strong=True, fits=_third),
    Act("rule", gettext_lazy("联合裁定"), gettext_lazy("已裁定，并存为权责规则。"), _MANAGE, (Status.RULING,), _do(services.rule), forms.RuleForm, _rule_start,
        gettext_lazy("第二次退回由创建办召集有关单位裁定，裁定后不能再退；存为规则，下次直接建议。"), strong=True),
    Act("decide", gettext_lazy("审批延期"), gettext_lazy("已审批。"), _DECIDE, (Status.SIGNED, Status.SUSPENDED), _decide, forms.DecideForm, strong=True, fits=_asked),
    Act("look", gettext_lazy("回头看"), gettext_lazy("回头看已记下。"), _LOOK, (Status.CLOSED,), _look, forms.LookForm, sentence=gettext_lazy("随机抽中的：去原来的位置看一眼，有没有反弹。"), strong=True, fits=_drawn),
    Act("resume", gettext_lazy("恢复办理"), gettext_lazy("已恢复，继续计时。"), _MANAGE, (Status.SUSPENDED,), _do(services.resume), forms.WordsForm, strong=True),
    Act("uphold", gettext_lazy("维持交办"), gettext_lazy("已答复：维持。"), _MANAGE, (Status.RETURNED,), _do(services.uphold), forms.WordsForm,
        sentence=gettext_lazy("仍由原单位办；它再退回，就由创建办联合裁定。")),
    Act("return", gettext_lazy("退回"), gettext_lazy("已退回，暂停计时，等创建办答复。"), _ANSWER, (Status.ASSIGNED,), _do(services.give_back), forms.ReturnForm,
        sentence=gettext_lazy("只退不归本单位的，写明依据。第一次由创建办改派或维持，第二次联合裁定。"), fits=lambda by, problem: not problem.ruled),
    Act("extend", gettext_lazy("申请延期"), gettext_lazy("已申请，等审批。"), _ANSWER, (Status.SIGNED,), _do(services.ask_extension), forms.ExtensionForm, fits=_may_ask_once),
    Act("suspend", gettext_lazy("挂账"), gettext_lazy("已挂账，暂停计时。"), _MANAGE, (Status.ASSIGNED, Status.SIGNED), _do(services.suspend), forms.SuspendForm,
        sentence=gettext_lazy("受季节、工程或法律程序限制、一时整改不了的，暂停计时到某一天。")),
    Act("reassign", gettext_lazy("改派"), gettext_lazy("已改派，等签收。"), _MANAGE, (Status.ASSIGNED,), _do(services.assign), forms.AssignForm, _assign_start),
    Act("support", gettext_lazy("确定配合单位"), gettext_lazy("已通知配合单位。"), _MANAGE, (Status.ASSIGNED, Status.SIGNED, Status.SUSPENDED), _do(services.set_support), forms.SupportForm),
    Act("leader", gettext_lazy("领导包案"), gettext_lazy("已确定包案领导。"), _DECIDE, LIVE, _do(services.take_charge), forms.LeaderForm, lambda problem: {"leader": problem.leader_id, "cause": problem.cause},
        gettext_lazy("久拖未决的列为积案，由一位领导包案。"), fits=lambda by, problem: problem.old_since is not None),
    Act("major", gettext_lazy("列为重大事项"), gettext_lazy("已列为重大事项，通知指挥部会商。"), _DECIDE, LIVE, _do(services.call_major), forms.WordsForm, fits=lambda by, problem: not problem.major),
    Act("split", gettext_lazy("拆分"), gettext_lazy("已拆分，每项另立编号。"), _MANAGE, SPLITTABLE, _split, forms.SplitForm),
    Act("merge", gettext_lazy("并案"), gettext_lazy("已并案，被并的问题经过保留。"), _MANAGE, SPLITTABLE, _merge, forms.MergeForm),
    Act("change", gettext_lazy("修改"), gettext_lazy("已保存。"), _MANAGE, LIVE, _do(services.change), forms.ChangeForm,
        lambda problem: {"words": problem.words, "kind": problem.kind_id, "severity": problem.severity, "shortcoming": problem.shortcoming}),
    *ACCOUNTABILITY,
    Act("give-up", gettext_lazy("认定无法整改"), gettext_lazy("已认定，原因留在经过里。"), _MANAGE, (Status.SIGNED, Status.SUSPENDED, Status.RETURNED, Status.ASSIGNED), _do(services.give_up), forms.ReasonForm),
    Act("dismiss", gettext_lazy("不予立案"), gettext_lazy("已记为不予立案。"), _MANAGE, (Status.FOUND, Status.RETURNED), _do(services.dismiss), forms.ReasonForm),
)  # fmt: skip
_BY_NAME = {act.name: act for act in ACTS}


def open_acts(by: User, problem: Problem) -> list[Act]:
    """What `by` may do with the problem now, the most likely first."""
    return [act for act in ACTS if act.is_open(by, problem)]


def act_page(request: HttpRequest, door: str, pk: int, name: str, find: Callable[[User, int], Problem]) -> HttpResponse:
    """The form of an act, and the act; a refusal is said beside its field, and nothing has happened."""
    if name not in _BY_NAME:
        raise Http404
    act, by = _BY_NAME[name], by_of(request)
    problem = find(by, pk)
    back = reverse(f"{door}:problem", args=[pk])
    require(act.may(by, problem))
    if not act.is_open(by, problem):
        known = {"act": act.words, "status": label(problem.status)}
        messages.warning(request, _("“%(act)s”现在做不了：这个问题是“%(status)s”。可能别人刚处理过。") % known)
        return redirect(back)
    files = request.FILES if request.method == "POST" else None
    form = act.form(problem, request.POST if request.method == "POST" else None, files, initial=act.start(problem))
    page = {"form": form, "heading": f"{act.words}：{problem.number}", "act_words": act.words, "back": back}
    page |= {
        "where": ((problem.number, back),),
        "sentence": act.sentence or problem.words,
        "problem": problem,
        "here": door,
    }
    page["before"] = problem.photos.filter(round=problem.round, when=When.BEFORE)[:1]
    if request.method == "POST" and form.is_valid():
        found = _tried(act, by, problem, form)
        if found is None:
            messages.success(request, str(act.done))
            return redirect(back)
        page |= found
    return render(request, "base/problems/act.html", page, status=409 if "differences" in page else 200)


def _tried(act: Act, by: User, problem: Problem, form: Form) -> dict[str, Any] | None:
    try:
        with transaction.atomic():
            act.do(by, problem, form.cleaned_data)
    except versions.Stale as stale:
        return newer(form, stale.current)
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.words)
        return {}
    return None


def who_acts(problem: Problem) -> str:
    """Who has to do something now, in words."""
    unit = problem.unit.known_as if problem.unit else ""
    said: dict[str, Any] = {
        Status.FOUND: _("创建办交办"), Status.ASSIGNED: _("%s签收") % unit, Status.SIGNED: _("%s整改") % unit,
        Status.RETURNED: _("创建办答复退回"), Status.RULING: _("创建办联合裁定"), Status.SUSPENDED: _("等到挂账期满"),
        Status.RECTIFIED: _("督查员复核"), Status.RECHECKED: _("创建办销号"), Status.CLOSED: _("观察期，随机回头看"),
    }  # fmt: skip
    return str(said.get(Status(problem.status), ""))
