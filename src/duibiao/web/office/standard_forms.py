"""The form by which a standard is taken in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duibiao.standards.packs import pack, packaged
from duibiao.web.base.forms import Form

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
