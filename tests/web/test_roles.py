"""Every view × everybody: works · needs a log-in · refuses the wrong role · refuses GET for an act."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.cast import NAMES, Cast
from tests.site import log_in
from tests.web.role_table import TABLE
from tests.web.roles import Expect

#: The log-in library's own pages: it guards them itself.
LIBRARY = ("account_", "mfa_", "socialaccount_", "openid_connect_")


def names(patterns: list[object], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield space + pattern.name
        else:
            inner = getattr(pattern, "namespace", None)
            yield from names(pattern.url_patterns, f"{space}{inner}:" if inner else space)  # type: ignore[attr-defined]


def ours() -> list[str]:
    return [name for name in names(get_resolver().url_patterns) if not name.startswith(LIBRARY)]


GUARDED = {name: expect for name, expect in TABLE.items() if expect.method != "open"}


def ask(client: Client, address: str, expect: Expect) -> int:
    return (client.post(address) if expect.method == "act" else client.get(address)).status_code


def test_every_view_has_its_row_and_every_row_its_view() -> None:
    assert sorted(set(ours())) == sorted(TABLE)


@pytest.mark.parametrize("name", GUARDED)
def test_it_works_for_its_own_and_refuses_the_others(name: str, cast: Cast) -> None:
    expect = GUARDED[name]
    address = reverse(name, kwargs=expect.arguments(cast))
    got = {}
    # Those who are refused come first: an act that works may use up what it acts on.
    for who in sorted(NAMES, key=lambda who: who in expect.who):
        got[who] = ask(log_in(Client(), cast, who), address, expect)
    refused = {who for who, status in got.items() if status == 403}
    assert refused == set(NAMES) - expect.who
    assert {status for who, status in got.items() if who in expect.who} <= {200, 302}


@pytest.mark.parametrize("name", GUARDED)
def test_it_needs_a_log_in(name: str, cast: Cast, client: Client) -> None:
    expect = GUARDED[name]
    address = reverse(name, kwargs=expect.arguments(cast))
    response = client.post(address) if expect.method == "act" else client.get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", [name for name, expect in GUARDED.items() if expect.method == "act"])
def test_an_act_refuses_get(name: str, cast: Cast) -> None:
    expect = GUARDED[name]
    who = min(expect.who)
    assert log_in(Client(), cast, who).get(reverse(name, kwargs=expect.arguments(cast))).status_code == 405


@pytest.mark.parametrize("name", [name for name, expect in GUARDED.items() if expect.method == "page"])
def test_a_page_refuses_post(name: str, cast: Cast) -> None:
    expect = GUARDED[name]
    who = min(expect.who)
    assert log_in(Client(), cast, who).post(reverse(name, kwargs=expect.arguments(cast))).status_code == 405
