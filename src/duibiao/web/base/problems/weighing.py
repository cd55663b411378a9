"""The forms of what weighs on a unit (cards, papers) and of what headquarters decide; and when each fits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds
from duibiao.problems.choices import CardKind, CardState, Ground, PaperKind, PaperState
from duibiao.problems.hanging import appealed_cards, drafts, proposed_card, standing_cards
from duibiao.problems.models import Card, Document, Problem
from duibiao.problems.permissions import may_answer_for
from duibiao.web.base.forms import DateField
from duibiao.web.base.problems.forms import About, words_field


def may_appeal(by: User, problem: Problem) -> bool:
    """The unit of a card, which may no longer be the problem's."""
    if not holds(by, Role.UNIT) or not standing_cards(problem):
        return False
    return any(may_answer_for(by, one.unit) for one in problem.cards.select_related("unit"))


def has_to_appeal(by: User, problem: Problem) -> bool:
    return any(one.appealed_at is None for one in standing_cards(problem))


def may_answer_appeal(by: User, problem: Problem) -> bool:
    return any(by.pk not in (one.by_id, one.appealed_by_id) for one in appealed_cards(problem))


def may_sign(by: User, problem: Problem) -> bool:
    """There is a draft; who drafted it may only drop it, which the form says."""
    return bool(drafts(problem))


class OfCards(About):
    """About one of the problem's cards."""

    card = forms.ModelChoiceField(Card.objects.none(), label=_("哪一张"))

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        found = problem.cards.filter(state=CardState.ISSUED).select_related("unit")
        field: Any = self.fields["card"]
        field.queryset = self.narrowed(found)
        field.label_from_instance = lambda one: (
            f"{one.get_kind_display()} · {one.unit.name} · {one.decided_at:%Y-%m-%d}"
        )
        field.initial = self.narrowed(found).first()

    def narrowed(self, found: Any) -> Any:
        return found


class CardForm(About):
    kind = forms.ChoiceField(label=_("亮什么牌"), choices=CardKind.choices, widget=forms.RadioSelect)
    reason = words_field(_("理由"))


def card_start(problem: Problem) -> dict[str, Any]:
    held = proposed_card(problem)
    return {"kind": held.kind if held is not None else ""}


class WithdrawForm(OfCards):
    why = forms.ChoiceField(label=_("为什么撤销"), choices=Ground.choices)
    reason = words_field(_("理由"))


class AppealForm(OfCards):
    grounds = words_field(_("申诉理由"))

    def narrowed(self, found: Any) -> Any:
        return found.filter(appealed_at=None)


class AnswerForm(OfCards):
    granted = forms.TypedChoiceField(
        label=_("答复"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("申诉成立，撤销")), ("no", _("维持亮牌"))],
    )  # fmt: skip
    reason = words_field(_("理由"))

    def narrowed(self, found: Any) -> Any:
        return found.filter(appealed_at__isnull=False, answer="")


class PaperForm(About):
    kind = forms.ChoiceField(label=_("文种"), choices=PaperKind.choices)
    words = words_field(_("意见和要求"), help_text=_("事实、日期、退回和复核情况由系统带出，这里只写意见。"))


class SignForm(About):
    """A draft is issued or dropped. The words may be mended by whoever signs."""

    paper = forms.ModelChoiceField(Document.objects.none(), label=_("哪一份"))
    issued = forms.TypedChoiceField(
        label=_("签发还是作废"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("签发")), ("no", _("不签发，作废"))],
    )  # fmt: skip
    number = forms.CharField(
        label=_("文号"), max_length=40, required=False, help_text=_("按本单位的取号规则填，如〔2026〕3号。")
    )
    words = words_field(_("改成这样的意见（不改就空着）"), required=False)
    reason = words_field(_("理由"))

    def __init__(self, problem: Problem, *arguments: Any, **options: Any) -> None:
        super().__init__(problem, *arguments, **options)
        field: Any = self.fields["paper"]
        field.queryset = problem.documents.filter(state=PaperState.DRAFT)
        field.label_from_instance = lambda one: f"{one.get_kind_display()} · {one.at:%Y-%m-%d}"


def paper_start(problem: Problem) -> dict[str, Any]:
    held = drafts(problem)
    return {"paper": held[0].pk} if held else {}


class ConsultForm(About):
    held_on = DateField(label=_("会商日期"))
    present = forms.CharField(label=_("参加会商的"), max_length=300, help_text=_("写单位，不写个人。"))
    decision = words_field(_("决定"))
    due_on = DateField(label=_("哪天前落实"))


class FollowForm(About):
    done = forms.TypedChoiceField(
        label=_("落实了吗"), coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("已落实")), ("no", _("还没有"))],
    )  # fmt: skip
    words = words_field(_("落实情况"))
