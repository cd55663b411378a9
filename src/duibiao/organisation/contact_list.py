"""The contact list as a document: the table that is attached to a notice, by unit."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from duibiao.lib import sheets
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.sheets import XLSX
from duibiao.organisation.models import Post

__all__ = ["DOCX", "XLSX", "as_docx", "as_xlsx"]


def heads() -> list[str]:
    return [_("单位"), _("姓名"), _("岗位"), _("职务"), _("手机")]


def cells(post: Post) -> list[str]:
    return [post.unit.name, post.person.name, str(post.get_kind_display()), post.title, post.person.phone]


def as_xlsx(posts: Iterable[Post]) -> bytes:
    return sheets.workbook(_("通讯录"), heads(), map(cells, posts))


def as_docx(county: str, posts: Iterable[Post]) -> bytes:
    paper = Paper()
    paper.title(_("%s创建工作通讯录") % county)
    paper.table(heads(), map(cells, posts))
    return paper.file()
