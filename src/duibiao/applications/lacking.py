"""What an application still lacks before it can be handed in: fields of the form, hard conditions."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duibiao.applications.models import Application, Condition, Tick


@dataclass(frozen=True)
class Lack:
    """A thing that is missing. `number` is the condition's place in the list, 0 for a line of the form."""

    number: int
    words: str


@dataclass(frozen=True)
class Line:
    """A condition with its number, and how the candidate stands to it."""

    number: int
    condition: Condition
    tick: Tick | None

    @property
    def state(self) -> str:
        if self.tick is not None:
            return "good"
        return "bad" if self.condition.hard else "none"


def numbered(application: Application) -> list[tuple[int, Condition]]:
    """Those for all categories and those of its own, with the number that each has in the selection, wherever it is read."""
    found = Condition.objects.filter(selection=application.selection_id).order_by("order", "id")
    own = (None, application.category_id)
    return [(place, one) for place, one in enumerate(found, start=1) if one.category_id in own]


def lines(application: Application) -> list[Line]:
    """Two statements."""
    ticks = Tick.objects.filter(application=application).select_related("file__material", "file__blob")
    held = {one.condition_id: one for one in ticks}
    return [Line(place, one, held.get(one.pk)) for place, one in numbered(application)]


def lacks(application: Application) -> list[Lack]:
    """All of it, the form first."""
    fields = application.selection.fields.filter(required=True)
    empty = [one for one in fields if application.answers.get(str(one.pk)) in (None, "")]
    found = [Lack(0, _("申报书里的“%s”") % one.label) for one in empty]
    for line in lines(application):
        if line.condition.hard and line.tick is None:
            found.append(Lack(line.number, line.condition.words))
        elif line.tick is not None and line.tick.file is not None and line.tick.file.material.is_withdrawn:
            found.append(Lack(line.number, _("%s（原来的材料已撤回，请换一份）") % line.condition.words))
    return found


def in_words(found: list[Lack]) -> str:
    """还差第 3 条：……"""
    said = [_("第 %(n)d 条：%(words)s") % {"n": one.number, "words": one.words} if one.number else one.words for one in found]  # fmt: skip
    return _("还差%s。补齐再交。") % "；".join(said)
