"""The minutes of a meeting as a paper (会议纪要): who met, what was put to it, what it resolved, who does it by when."""

from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.papers import Paper
from duibiao.meetings.models import Meeting
from duibiao.meetings.queries import decisions_of


def minutes_paper(meeting: Meeting) -> bytes:
    """The docx. Attendance is the list of units that the organiser keeps; nobody signs in."""
    paper = Paper()
    paper.title(_("%s纪要") % meeting.title)
    paper.under_title(f"{day_text(meeting.held_on)}　{meeting.place}".strip())
    if meeting.chair is not None:
        paper.paragraph(_("主持：%s") % meeting.chair.name)
    paper.paragraph(_("参加单位：%s") % ("、".join(unit.name for unit in meeting.units.all()) or "—"))
    if meeting.minutes:
        paper.heading(_("一、会议情况"))
        for line in meeting.minutes.splitlines():
            paper.paragraph(f"　　{line.strip()}")
    paper.heading(_("二、议定事项"))
    rows = [
        (str(number), one.words, one.duty.unit.name, day_text(one.duty.due_on) if one.duty.due_on else "—")
        for number, one in enumerate(decisions_of(meeting), start=1)
    ]
    paper.table((_("序号"), _("事项"), _("责任单位"), _("时限")), rows, (14, 82, 34, 26), 12)
    return paper.file()
