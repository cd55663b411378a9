"""A page that changes a row: fill the form, do the act, or show what somebody else changed meanwhile."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duibiao.lib import versions
from duibiao.web.base.forms import Form


def form_page(
    request: HttpRequest,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    act: str,
    back: str,
    done: str,
    where: tuple[tuple[str, str], ...] = (),
    sentence: str = "",
    refusals: tuple[type[Exception], ...] = (),
) -> HttpResponse:
    """Show `form`; when it is sent and right, `do` it with the cleaned values and go to `back`, saying `done`.

    A name that is taken becomes an error of the form; a row that somebody else saved first shows the difference.
    `refusals`: exceptions whose text is written for people; one that has a `field` belongs to it.
    """
    known: dict[str, Any] = {"form": form, "heading": heading, "act_words": act, "back": back, "where": where}
    known["sentence"] = sentence
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                do(form.cleaned_data)
        except versions.Stale as stale:
            known |= newer(form, stale.current)
        except IntegrityError:
            form.add_error(None, _("已有相同的名称、编号或账号，或起止日期颠倒；请改一改再保存。"))
        except refusals as refused:
            field = getattr(refused, "field", "")
            form.add_error(field if field in form.fields else None, str(refused))
        else:
            messages.success(request, done)
            return redirect(back)
    return render(request, "base/form_page_here.html", known, status=409 if "differences" in known else 200)


def newer(form: Form, current: versions.Versioned) -> dict[str, Any]:
    """The form with the later editor's words and the newer version, and what differs."""
    found = versions.differences(form, current, based_on=dict.fromkeys(form.fields))
    sent = QueryDict(mutable=True)
    sent.update(form.data)
    sent["version"] = str(current.version)
    form.data = sent
    return {"differences": found}
