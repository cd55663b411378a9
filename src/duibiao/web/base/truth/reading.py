"""A hint in one sentence, the hints of a material, and who looked at one: for the pages of every door that may show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from duibiao.ledger.models import Material
from duibiao.ledger.queries import materials
from duibiao.organisation.models import User
from duibiao.truth import queries
from duibiao.truth.choices import HintKind, HintState
from duibiao.truth.models import Hint
from duibiao.truth.permissions import may_read_hints

#: State → the shape that says it.
SHAPES = {HintState.OPEN: "soon", HintState.FINE: "good", HintState.DOUBTED: "bad"}


def why(hint: Hint) -> str:
    """What was noticed, in one sentence."""
    known: dict[str, Any] = hint.detail
    match hint.kind:
        case HintKind.NEAR:
            return str(_("两张照片的指纹只差 %(bits)d 位（64 位里；不同的场景一般差 25 位左右）。") % known)
        case HintKind.TAKEN:
            return str(_("相机记录的拍摄日期是 %(camera)s，填报的是 %(said)s。") % known)
        case HintKind.PLACE:
            return str(_("填的是同一地点，两张照片的定位相距约 %d 米。") % known["metres"])
        case HintKind.EDITED:
            return str(_("文件里写着由 %(software)s 处理。裁剪、调亮也会留下这个记号。") % known)
        case HintKind.BACKFILLED:
            return str(_("文件制作于 %(made)s，落款日期是 %(said)s，晚了 %(days)d 天。也可能是后来重新排版。") % known)
        case HintKind.NUMBER:
            return str(_("文号 %(number)s 在另一份内容不同的材料上也用了。") % known)
    return _("另一个单位交过一字不差的同一个文件。")


def hints_for(by: User, material: Material) -> list[tuple[Hint, str, str]]:
    """What was noticed about a material, each with its sentence and shape; for those who may see it. One statement."""
    if not may_read_hints(by):
        return []
    return [(one, why(one), SHAPES[HintState(one.state)]) for one in queries.hints_of(material)]


@dataclass(frozen=True)
class Look:
    """Somebody looked at a material, or kept a copy."""

    at: datetime
    who: str
    kept: bool


def lookers(material: Material) -> list[Look]:
    """Who looked, the newest first, in two statements; a visitor with a pass by the name of the visiting body."""
    lines = materials.looks_at(material)
    names = materials.names_of_lookers(lines)
    return [Look(line.at, names.get(line.pk, _("迎检方")), bool(line.detail.get("kept"))) for line in lines]
