"""The form by which a standard is taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duibiao.organisation.importing import split
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Edition
from duibiao.standards.packs import pack, packaged
from duibiao.web.base.forms import DateField, Form

#: A standard of some thousand indicators has about a megabyte.
LARGEST = 4 * 1024 * 1024


def pack_choices() -> list[tuple[str, Any]]:
    return [("", _("—— 不用自带的 ——")), *((one.name, f"{one.title}（{one.name}）") for one in packaged())]


class TakeInForm(Form):
    """A file of one's own, or one that comes with the program."""

    file = forms.FileField(
        label=_("标准文件（.yaml）"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("先检查再录入：有一处不对就什么都不写入，所有不对的地方一次列全。"),
    )
    pack = forms.ChoiceField(label=_("或者用软件自带的标准"), choices=pack_choices, required=False)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if bool(given.get("file")) == bool(given.get("pack")):
            raise forms.ValidationError(_("请传一个文件，或者选一个自带的标准；两样只用一样。"))
        given["text"], given["name"] = self._text(given)
        return given

    def _text(self, given: dict[str, Any]) -> tuple[str, str]:
        held = pack(given.get("pack", ""))
        if held is not None:
            return held.text(), f"{held.name}/standard.yaml"
        file = given["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件太大（超过 4 MB），不像一份标准；请检查是不是传错了文件。"))
        try:
            return file.read().decode("utf-8-sig"), file.name
        except UnicodeDecodeError:
            raise forms.ValidationError(_("文件不是 UTF-8 编码的文本；请在编辑器里另存为 UTF-8 再传。")) from None


class InForceForm(Form):
    """The day from which an edition holds."""

    in_force_from = DateField(label=_("生效日期"), required=False, help_text=_("文件上写的施行日期；没有就空着。"))


class SupplementForm(Form):
    """A list beside the standard; its items one to a line."""

    title = forms.CharField(label=_("清单名称"), max_length=120, help_text=_("如：法治政府示范点“十有”标准。"))
    issuer = forms.CharField(label=_("来源"), max_length=100, required=False)
    about = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))
    lines = forms.CharField(
        label=_("条目"), required=False, widget=forms.Textarea({"rows": 10}), help_text=_("一行一条，可以直接粘贴。")
    )

    def clean_lines(self) -> list[str]:
        return str(self.cleaned_data["lines"]).splitlines()


class ChangeSupplementForm(Form):
    title = forms.CharField(label=_("清单名称"), max_length=120)
    issuer = forms.CharField(label=_("来源"), max_length=100, required=False)
    about = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ItemsForm(Form):
    lines = forms.CharField(label=_("再加条目（一行一条）"), widget=forms.Textarea({"rows": 4}))

    def clean_lines(self) -> list[str]:
        return str(self.cleaned_data["lines"]).splitlines()


class ItemForm(Form):
    """An item: its words, and the indicators of one edition that speak of the same."""

    text = forms.CharField(label=_("要求"), max_length=400, widget=forms.Textarea({"rows": 3}))
    edition = forms.ModelChoiceField(
        Edition.objects.filter(state=EditionState.PUBLISHED).defer("text"), label=_("对应哪一版标准"), required=False
    )
    indicators = forms.CharField(
        label=_("对应的指标编号"), required=False, help_text=_("几个编号用顿号隔开；清空就是不再对应。")
    )

    def clean_indicators(self) -> list[str]:
        return split(self.cleaned_data["indicators"])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        edition, codes = given.get("edition"), given.get("indicators", [])
        if codes and edition is None:
            self.add_error("edition", _("写了指标编号，请选是哪一版标准的。"))
        elif edition is not None:
            known = set(edition.indicators.filter(code__in=codes).values_list("code", flat=True))
            if unknown := "、".join(code for code in codes if code not in known):
                self.add_error("indicators", gettext("这版标准里没有这些编号：%s。") % unknown)
        return given
