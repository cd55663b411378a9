"""Checklists as XForms, for ODK Collect, KoboCollect and our own page alike. Written here: the shape never varies.

Per item a group: `outcome`, `value`, `out_of`, `note`, three photos and what the phone knew when each was taken.
The sites of the day come as `sites.csv` beside the form, so that a form is the same for everybody and its hash too.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from hashlib import md5
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from duibiao.inspections.choices import Answer, AssignmentState, Outcome, PhotoRule, RoundState
from duibiao.inspections.models import Assignment, ChecklistVersion, Collector, Item

PHOTOS = ("photo1", "photo2", "photo3")
SITES = "sites.csv"
#: Where clients put the rows of a file beside a form.
_ROWS = "root/" + "item"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_HEAD = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
)


def xform(version: ChecklistVersion) -> str:
    """The form of a version of a checklist."""
    items = list(version.items.all())
    form = version.checklist.form
    model = f"<model>{_instance(form, version.number, items)}{_choices()}{''.join(_binds(items))}</model>"
    title = f"<h:title>{escape(version.checklist.title)}</h:title>"
    return f"{_XML}{_HEAD}<h:head>{title}{model}</h:head><h:body>{''.join(_body(items))}</h:body></h:html>\n"


def _instance(form: str, number: int, items: Sequence[Item]) -> str:
    fields = "".join(
        f"<{item.code}><outcome/><value/><out_of/><note/>{''.join(f'<{p}/><{p}_about/>' for p in PHOTOS)}</{item.code}>"
        for item in items
    )
    meta = "<orx:meta><orx:instanceID/><orx:deprecatedID/></orx:meta>"
    return (
        f'<instance><data id={quoteattr(form)} version="{number}">{meta}'
        f"<assignment/><started_at/><ended_at/><position/><phone_about/><note/>{fields}</data></instance>"
    )


def _choices() -> str:
    rows = "".join(
        f"<item><name>{value}</name><label>{escape(str(label))}</label></item>" for value, label in Outcome.choices
    )
    return f'<instance id="outcomes"><root>{rows}</root></instance><instance id="sites" src="jr://file-csv/{SITES}"/>'


def _binds(items: Sequence[Item]) -> Iterator[str]:
    yield '<bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>'
    yield '<bind nodeset="/data/assignment" type="string" required="true()"/>'
    yield '<bind nodeset="/data/started_at" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>'
    yield '<bind nodeset="/data/ended_at" type="dateTime" jr:preload="timestamp" jr:preloadParams="end"/>'
    yield '<bind nodeset="/data/position" type="geopoint"/>'
    for item in items:
        at = f"/data/{item.code}"
        yield f'<bind nodeset="{at}/outcome" type="string"/>'
        if item.answer != Answer.TICK:
            relevant = f"{at}/outcome != '{Outcome.NOT_APPLICABLE}'"
            yield f'<bind nodeset="{at}/value" type="decimal" constraint=". &gt;= 0" relevant="{relevant}"/>'
        if item.answer == Answer.SHARE:
            yield f'<bind nodeset="{at}/out_of" type="decimal" constraint=". &gt;= ../value"/>'
        if item.photo != PhotoRule.NEVER:
            yield from (f'<bind nodeset="{at}/{photo}" type="binary"/>' for photo in PHOTOS)


def _body(items: Sequence[Item]) -> Iterator[str]:
    yield (
        f'<select1 ref="/data/assignment"><label>{escape(_("点位"))}</label>'
        f'<itemset nodeset="instance(\'sites\')/{_ROWS}"><value ref="name"/><label ref="label"/></itemset></select1>'
    )
    yield f'<input ref="/data/position"><label>{escape(_("位置"))}</label></input>'
    for item in items:
        yield _group(item)
    yield f'<input ref="/data/note"><label>{escape(_("说明"))}</label></input>'


def _group(item: Item) -> str:
    at, hint = f"/data/{item.code}", f"<hint>{escape(item.how)}</hint>" if item.how else ""
    parts = [
        (
            f'<select1 ref="{at}/outcome"><label>{escape(item.text)}</label>{hint}'
            f'<itemset nodeset="instance(\'outcomes\')/{_ROWS}"><value ref="name"/><label ref="label"/></itemset></select1>'
        )
    ]
    if item.answer != Answer.TICK:
        words = f"{_('数')}（{item.unit_word}）" if item.unit_word else _("数")
        parts.append(f'<input ref="{at}/value"><label>{escape(words)}</label></input>')
    if item.answer == Answer.SHARE:
        parts.append(f'<input ref="{at}/out_of"><label>{escape(_("总数"))}</label></input>')
    parts.append(f'<input ref="{at}/note"><label>{escape(_("说明"))}</label></input>')
    if item.photo != PhotoRule.NEVER:
        look = ' appearance="new"' if item.camera_only else ""
        parts += [
            f'<upload ref="{at}/{photo}" mediatype="image/*"{look}><label>{escape(_("照片"))} {n}</label></upload>'
            for n, photo in enumerate(PHOTOS, 1)
        ]
    return f"<group ref={quoteattr(at)}><label>{item.number}. {escape(item.clause)}</label>{''.join(parts)}</group>"


def hash_of(text: str) -> str:
    """As OpenRosa wants it: it names content, it guards nothing."""
    return "md5:" + md5(text.encode(), usedforsecurity=False).hexdigest()


def assignments_of(collector: Collector) -> list[Assignment]:
    """What the key's owner still has to visit in the campaign, in the order of the way: one statement."""
    mine = Assignment.objects.filter(
        inspector=collector.user_id, round__campaign=collector.campaign_id,
        round__state=RoundState.RUNNING, state=AssignmentState.WAITING,
    )  # fmt: skip
    return list(mine.select_related("site__type", "site__unit", "round").order_by("day", "position", "id"))


def sites_csv(collector: Collector, version: ChecklistVersion) -> str:
    """The sites of one checklist that the key's owner still has to visit."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["name", "label"])
    for one in assignments_of(collector):
        if one.site.type_id == version.checklist.type_id:
            rows.writerow([one.pk, f"{one.site.name}（{one.site.code}）"])
    return text.getvalue()


def form_list(entries: Sequence[tuple[ChecklistVersion, str, str]]) -> str:
    """The list of forms, each with the addresses of its form and of its manifest."""
    rows = "".join(
        f"<xform><formID>{escape(one.checklist.form)}</formID><name>{escape(one.checklist.title)}</name>"
        f"<version>{one.number}</version><hash>{hash_of(xform(one))}</hash>"
        f"<downloadUrl>{escape(address)}</downloadUrl><manifestUrl>{escape(manifest)}</manifestUrl></xform>"
        for one, address, manifest in entries
    )
    return f'{_XML}<xforms xmlns="http://openrosa.org/xforms/xformsList">{rows}</xforms>\n'


def manifest(content: str, address: str) -> str:
    """The files beside a form: its sites."""
    row = (
        f"<mediaFile><filename>{SITES}</filename><hash>{hash_of(content)}</hash>"
        f"<downloadUrl>{escape(address)}</downloadUrl></mediaFile>"
    )
    return f'{_XML}<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{row}</manifest>\n'
