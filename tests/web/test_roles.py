"""Every view × everybody: works · needs a log-in · refuses the wrong role · refuses GET for an act."""

from collections import defaultdict

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.cast import NAMES, Cast
from tests.site import log_in
from tests.web.role_table import TABLE
from tests.web.roles import Expect

#: The log-in library's own pages: it guards them itself.
LIBRARY = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def ours() -> list[str]:
    return list(_by_name())


def _by_name() -> dict[str, list[tuple[str, object]]]:
    found: dict[str, list[tuple[str, object]]] = defaultdict(list)

    def walk(patterns: list[object], space: str, at: str) -> None:
        for pattern in patterns:
            here = at + str(pattern.pattern)  # type: ignore[attr-defined]
            if isinstance(pattern, URLPattern):
                found[space + (pattern.name or "")].append((here, pattern.callback))
            else:
                inner = getattr(pattern, "namespace", None)
                walk(pattern.url_patterns, f"{space}{inner}:" if inner else space, here)  # type: ignore[attr-defined]

    walk(get_resolver().url_patterns, "", "")
    return {
        name: places
        for name, places in found.items()
        if name and not name.endswith(":") and not name.startswith(LIBRARY)
    }


GUARDED = {name: expect for name, expect in TABLE.items() if expect.method != "open"}


def ask(client: Client, address: str, expect: Expect) -> int:
    return (client.post(address) if expect.method == "act" else client.get(address)).status_code


def test_every_view_has_its_row_and_every_row_its_view() -> None:
    assert sorted(set(ours())) == sorted(TABLE)


def test_no_name_stands_for_two_views() -> None:
    """The later one would be what all links lead to, and the only one whose roles are tried."""
    shared = {
        name: {at for at, _view in places}
        for name, places in _by_name().items()
        if len({view for _at, view in places}) > 1
    }
    assert shared == {}


@pytest.mark.parametrize("name", GUARDED)
def test_it_works_for_its_own_alone_and_by_its_own_method_alone(name: str, cast: Cast, client: Client) -> None:
    """One county for all that is asked of a view: most of what it would cost is setting that up."""
    expect = GUARDED[name]
    address = reverse(name, kwargs=expect.arguments(cast))
    logged_in = {who: log_in(Client(), cast, who) for who in NAMES}
    stranger = client.post(address) if expect.method == "act" else client.get(address)
    assert stranger.status_code == 302
    assert stranger.headers["Location"].startswith("/account/login/")
    own = logged_in[min(expect.who)]
    if expect.method in ("act", "page"):
        assert (own.get(address) if expect.method == "act" else own.post(address)).status_code == 405
    # Those who are refused come first: an act that works may use up what it acts on.
    order = sorted(NAMES, key=lambda who: who in expect.who)
    got = {who: ask(logged_in[who], address, expect) for who in order}
    assert {who for who, status in got.items() if status == 403} == set(NAMES) - expect.who
    assert {status for who, status in got.items() if who in expect.who} <= {200, 302}
