"""A volume on paper: its cover, the inner list (卷内文件目录), the closing note (卷内备考表); and the list of all volumes (案卷目录)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.campaigns.models import Campaign
from duibiao.ledger.choices import UseState
from duibiao.ledger.queries.volumes import Entry, Volume
from duibiao.lib.dates import day_text
from duibiao.lib.long_papers import LongPaper, written_table


def remark(entry: Entry) -> str:
    """What the last column says: where it lies, where else it serves, what is not settled about it."""
    said = []
    if entry.see:
        number, seq = entry.see.split("#")
        said.append(_("互见 %(number)s 第 %(seq)s 件") % {"number": number, "seq": seq})
    elif entry.elsewhere:
        said.append(_("又用于 %s") % "、".join(dict.fromkeys(one.code for one in entry.elsewhere)))
    if not entry.see and not entry.paged:
        said.append(_("电子文件，不编页"))
    elif not entry.see and entry.pages is None:
        said.append(_("页数未能自动数出，按 1 页计"))
    if entry.here.state != UseState.ACCEPTED:
        said.append(_("未审核通过"))
    if entry.here.late:
        said.append(_("逾期补交"))
    return "；".join(said)


def inner_heads() -> list[str]:
    return [_("顺序号"), _("文号"), _("责任者"), _("题名"), _("日期"), _("页号"), _("备注")]


def inner_rows(volume: Volume) -> Iterator[list[str | int]]:
    for one in volume.entries:
        day = one.day.isoformat() if one.day else ""
        yield [one.seq, one.number, one.responsible, f"{one.here.code} {one.title}", day, one.span, remark(one)]


def list_heads() -> list[str]:
    return [_("案卷号"), _("案卷题名"), _("年度"), _("件数"), _("页数"), _("起止日期"), _("备注")]


def list_rows(found: Iterable[Volume]) -> Iterator[list[str | int]]:
    for one in found:
        yield [one.number, title_of(one), one.year, len(one.own), one.pages, days_of(one), notes_of(one)]


def title_of(volume: Volume) -> str:
    return volume.name if volume.way == "unit" else f"{volume.key} {volume.name}"


def days_of(volume: Volume) -> str:
    if volume.first_day is None or volume.last_day is None:
        return ""
    return f"{volume.first_day:%Y-%m-%d}—{volume.last_day:%Y-%m-%d}"


def notes_of(volume: Volume) -> str:
    """What somebody who takes the volume in hand should know."""
    said = []
    if volume.unreviewed:
        said.append(ngettext("%d 件未审核通过", "%d 件未审核通过", volume.unreviewed) % volume.unreviewed)
    if volume.uncounted:
        said.append(ngettext("%d 件页数未数出", "%d 件页数未数出", volume.uncounted) % volume.uncounted)
    if volume.electronic:
        said.append(ngettext("%d 件电子文件", "%d 件电子文件", volume.electronic) % volume.electronic)
    return "；".join(said)


def volume_paper(campaign: Campaign, volume: Volume) -> bytes:
    """Cover, inner list and closing note as docx."""
    paper = LongPaper(landscape=True)
    paper.title(campaign.title)
    paper.under_title(_("%(number)s　%(title)s　%(year)d 年") % {"number": volume.number, "title": title_of(volume), "year": volume.year})  # fmt: skip
    said = {"n": len(volume.own), "pages": volume.pages, "days": days_of(volume) or "—"}
    paper.paragraph(_("本卷 %(n)d 件，%(pages)d 页；起止日期 %(days)s。") % said)
    paper.heading(_("卷内文件目录"))
    paper.stand_in()
    paper.heading(_("卷内备考表"))
    paper.paragraph(_("本卷情况说明：%s") % (notes_of(volume) or _("齐全，无缺损。")))
    paper.table([_("立卷人"), "", _("检查人"), "", _("立卷时间"), ""], [], widths=(24, 52, 24, 52, 26, 60), size=12)
    rows = ([str(cell) for cell in row] for row in inner_rows(volume))
    return paper.file_with(written_table(inner_heads(), rows, widths=(16, 40, 34, 82, 24, 18, 29), size=10.5))


def list_paper(campaign: Campaign, found: list[Volume]) -> bytes:
    """The list of all volumes as docx."""
    paper = LongPaper(landscape=True)
    paper.title(_("%s案卷目录") % campaign.title)
    from duibiao.lib.spans import today

    known = {"n": len(found), "files": sum(len(one.own) for one in found), "day": day_text(today())}
    paper.under_title(_("%(n)d 卷，%(files)d 件，%(day)s自动生成") % known)
    paper.stand_in()
    rows = ([str(cell) for cell in row] for row in list_rows(found))
    return paper.file_with(written_table(list_heads(), rows, widths=(34, 80, 18, 16, 16, 46, 33), size=10.5))
