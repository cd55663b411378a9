"""Logging in, being locked out, owing a password, sitting idle, and the very first run."""

import time

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from duibiao.audit.models import Line
from duibiao.lib import setup_code
from duibiao.organisation.models import Unit, User
from duibiao.web.base.middleware import say_when_the_database_is_gone, set_up_first
from tests.cast import Cast
from tests.makers import PASSWORD

pytestmark = pytest.mark.django_db


def attempt(client: Client, password: str, account: str = "wang") -> str:
    response = client.post("/account/login/", {"login": account, "password": password}, follow=True)
    return response.content.decode()


@pytest.mark.parametrize(
    ("who", "door"), [("lin", "/office/"), ("wang", "/unit/"), ("zhou", "/leader/"), ("wu", "/unit/")]
)
def test_everybody_lands_at_the_own_door(client: Client, cast: Cast, who: str, door: str) -> None:
    response = client.post("/account/login/", {"login": who, "password": PASSWORD}, follow=True)
    assert response.redirect_chain[-1][0] == door


def test_the_sixth_try_is_refused_even_with_the_right_password(client: Client, cast: Cast) -> None:
    for _ in range(5):
        assert "账号或密码不对" in attempt(client, "wrong")
    assert "15 分钟后再试" in attempt(client, PASSWORD)
    assert Line.objects.filter(act="account.log_in_failed").count() == 5


def test_the_other_account_is_not_locked(client: Client, cast: Cast) -> None:
    for _ in range(5):
        attempt(client, "wrong")
    assert "退出登录" in attempt(client, PASSWORD, "zhao")


def test_a_given_password_is_changed_first(client: Client, cast: Cast) -> None:
    User.objects.filter(account="wang").update(must_change_password=True)
    assert "改成自己的密码" in attempt(client, PASSWORD)
    assert client.get("/unit/").headers["Location"] == "/account/password/change/"
    new = {"oldpassword": PASSWORD, "password1": "New-Green-2026", "password2": "New-Green-2026"}
    client.post("/account/password/change/", new)
    assert client.get("/unit/").status_code == 200


@pytest.mark.parametrize("weak", ["Ab1-", "abcdefgh1", "wang-Green-1", "password"])
def test_it_refuses_weak_passwords(client: Client, cast: Cast, weak: str) -> None:
    client.force_login(cast.wang)
    response = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert response.status_code == 200
    assert "需要改" in response.content.decode()


def test_an_idle_session_ends(client: Client, cast: Cast) -> None:
    client.force_login(cast.wang)
    session = client.session
    session["last_click"] = int(time.time()) - settings.SESSION_IDLE_SECONDS - 1
    session.save()
    assert client.get("/unit/").headers["Location"].startswith("/account/login/")


def test_nobody_signs_up(client: Client, cast: Cast) -> None:
    assert client.get("/account/signup/").status_code == 404


SET_UP = {
    "name": "青禾县",
    "code": "379900",
    "administrator": "zheng",
    "administrator_password": PASSWORD,
    "office": "lin",
    "office_password": PASSWORD,
}


def test_without_data_every_page_is_the_set_up_page(client: Client) -> None:
    answer = set_up_first(lambda request: HttpResponse("in"))
    assert answer(RequestFactory().get("/office/")).headers["Location"] == "/setup/"  # type: ignore[index]


def test_set_up_wants_the_code_of_the_terminal(client: Client) -> None:
    assert "设置码不对" in client.post("/setup/", {**SET_UP, "code_word": "guess"}).content.decode()
    assert not Unit.objects.exists()


def test_set_up_happens_once(client: Client) -> None:
    code = setup_code.code()
    assert client.post("/setup/", {**SET_UP, "code_word": code}).headers["Location"] == "/account/login/"
    assert User.objects.get(account="lin").must_change_password
    client.post("/setup/", {**SET_UP, "code_word": setup_code.code(), "name": "另一个县"})
    assert Unit.objects.get().name == "青禾县"


def test_a_database_that_is_gone_is_said_plainly_and_without_it() -> None:
    def answer(request: object) -> HttpResponse:
        raise OperationalError("connection refused")

    response = say_when_the_database_is_gone(answer)(RequestFactory().get("/office/"))
    assert response.status_code == 503
    assert "数据库暂时连不上" in response.content.decode()  # type: ignore[attr-defined]
