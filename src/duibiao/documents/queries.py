"""Documents as pages want them: with their state of effect, how many have read them, what is open."""

from datetime import timedelta
from typing import Any, cast

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.shortcuts import get_object_or_404

from duibiao.documents.choices import Effect
from duibiao.documents.models import Attendance, Document, DocumentFile, Matter, Question, Reader, Training
from duibiao.documents.permissions import visible_documents
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require

#: A matter is near when so many days are left.
NEAR = timedelta(days=7)


def effect_case() -> Case:
    """`Document.effect` in SQL, in the same words."""
    over = Q(ended_on__lte=today())
    return Case(
        When(over & Q(replaced_by__isnull=False), then=Value(Effect.REPLACED)),
        When(over, then=Value(Effect.REPEALED)),
        When(effective_on__gt=today(), then=Value(Effect.COMING)),
        default=Value(Effect.VALID),
        output_field=CharField(),
    )


def documents(by: User) -> QuerySet[Document]:
    """What `by` sees, each with `in_effect`, its newest file, how many it went to and have read it, questions and matters open."""
    newest = DocumentFile.objects.filter(document=OuterRef("pk")).order_by("-number")
    found = Document.objects.filter(pk__in=Document.objects.filter(visible_documents(by)).values("pk"))
    return (
        found.select_related("campaign", "by__person", "beside", "forwards", "replaced_by")
        .annotate(
            in_effect=effect_case(), file_pk=Subquery(newest.values("pk")[:1]),
            file_number=Subquery(newest.values("number")[:1]),
        )
        .annotate(
            n_sent=Count("readers", distinct=True),
            n_read=Count("readers", filter=_knows("readers__"), distinct=True),
            n_open=Count("matters", filter=Q(matters__done_on=None), distinct=True),
            n_questions=Count("questions", filter=Q(questions__answered_at=None), distinct=True),
        )
    )  # fmt: skip


def _knows(prefix: str = "") -> Q:
    """Read, and of the version that stands; a document without a file is read once."""
    same = Q(**{f"{prefix}read_version": F("file_number")}) | Q(file_number=None)
    return Q(**{f"{prefix}read_at__isnull": False}) & same


def document(by: User, pk: int) -> Document:
    """There is none: 404; not for `by`: refused in words."""
    return documents(by).filter(pk=pk).first() or _refused(pk)


def _refused(pk: int) -> Document:
    found = get_object_or_404(Document, pk=pk)
    require(False)
    return found


def file(by: User, pk: int) -> DocumentFile:
    found = get_object_or_404(DocumentFile.objects.select_related("blob", "document"), pk=pk)
    require(Document.objects.filter(visible_documents(by), pk=found.document_id).exists())
    return found


def files_of(found: Document) -> QuerySet[DocumentFile]:
    return found.files.select_related("blob", "by__person").order_by("-number")


def readers(found: Document) -> QuerySet[Any]:
    """To whom it went; `knows`: has read the version that stands; `late`: should have by now."""
    newest = DocumentFile.objects.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    rows: QuerySet[Any] = found.readers.select_related("unit", "read_by__person").annotate(file_number=Subquery(newest))
    knows = Case(When(_knows(), then=Value(True)), default=Value(False))
    return cast("QuerySet[Any]", rows.annotate(knows=knows, unit_name=F("unit__name")))


def mine(by: User, found: Document) -> Any:
    """Of the unit that `by` speaks for."""
    return readers(found).filter(unit=by.unit).first() if by.unit is not None else None


def questions_for(by: User, found: Document) -> QuerySet[Question]:
    """The unit's own, and what was answered for all."""
    return found.questions.filter(Q(unit=by.unit) | Q(answered_at__isnull=False, for_all=True)).select_related("unit")


def matters(by: User) -> QuerySet[Any]:
    """What documents want done, the soonest first, each with `state`: open, near, late, answered, done."""
    seen = Document.objects.filter(visible_documents(by)).values("pk")
    found: QuerySet[Any] = Matter.objects.filter(document__in=seen).select_related("document", "unit", "ask")
    state = Case(
        When(done_on__isnull=False, then=Value("done")),
        When(ask__state__in=("answered", "done"), then=Value("answered")),
        When(due_on__lt=today(), then=Value("late")),
        When(due_on__lte=today() + NEAR, then=Value("near")),
        default=Value("open"),
        output_field=CharField(),
    )
    return cast("QuerySet[Any]", found.annotate(state=state))


def trainings_of(found: Document) -> QuerySet[Training]:
    return found.trainings.annotate(n=Count("attendances"))


def trainings_for(by: User, found: Document) -> list[tuple[Training, Attendance | None]]:
    """Each with the attendance of the unit that `by` speaks for: two statements."""
    there = {one.training_id: one for one in Attendance.objects.filter(training__document=found, unit=by.unit)}
    return [(one, there.get(one.pk)) for one in found.trainings.all()]


def training(by: User, pk: int) -> Training:
    found = get_object_or_404(Training.objects.select_related("document"), pk=pk)
    require(Document.objects.filter(visible_documents(by), pk=found.document_id).exists())
    return found


def absent(found: Training) -> QuerySet[Unit]:
    """Units that the document went to and that were not there."""
    there = found.attendances.values("unit")
    return (
        Unit.objects.filter(pk__in=found.document.readers.values("unit")).exclude(pk__in=there).order_by("order", "id")
    )


def of_unit(by: User) -> QuerySet[Any]:
    """What was sent to the unit that `by` speaks for: `knows`, and the day by which."""
    mine, found = readers_of(by), cast("QuerySet[Any]", documents(by))
    due = Subquery(mine.values("due_on")[:1])
    rows = found.annotate(knows=Exists(mine.filter(knows=True)), sent_here=Exists(mine), due_on=due)
    return cast("QuerySet[Any]", rows)


def readers_of(by: User) -> QuerySet[Any]:
    newest = DocumentFile.objects.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    rows: QuerySet[Any] = Reader.objects.filter(document=OuterRef("pk"), unit=by.unit).annotate(
        file_number=Subquery(newest)
    )
    return cast("QuerySet[Any]", rows.annotate(knows=Case(When(_knows(), then=Value(True)), default=Value(False))))


def beside(found: Document) -> QuerySet[Document]:
    """What explains it, with the newest file of each."""
    return found.explanations.prefetch_related(Prefetch("files", DocumentFile.objects.order_by("-number")))
