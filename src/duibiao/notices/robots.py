"""Speaking to group robots: 企业微信 and 钉钉. Never follows where it was not sent, never says an address aloud.

An address is good if it is https and its host stands in the setting ROBOT_HOSTS; an entry of the setting may also be a
whole origin (http://127.0.0.1:8080), for a relay within the intranet. Redirections are refused.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from duibiao.notices import sealing
from duibiao.notices.choices import ChannelKind
from duibiao.notices.models import Channel

#: Bytes of a message: 企业微信 takes 4096 of markdown; 钉钉 takes more, but nobody reads more.
LIMIT_BYTES = {ChannelKind.WECOM: 4096, ChannelKind.DINGTALK: 4096}
#: Bytes of plain text, as a test sends it.
LIMIT_TEXT_BYTES = 2048
TIMEOUT_SECONDS = 8
MOST_READ = 65_536


class Undelivered(Exception):
    """What went wrong, in words that carry no address and no secret."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any, **options: Any) -> None:
        return None


def refusal(address: str) -> str:
    """Why an address is not taken, in words; empty if it is good."""
    try:
        parts = urlsplit(address)
        origin, has_user = f"{parts.scheme}://{parts.netloc}", parts.username is not None
        plain_port = parts.port in (None, 443)
    except ValueError:
        return _("这不是一个网址。请从机器人设置里整条复制。")
    if origin in settings.ROBOT_HOSTS:
        return ""
    if parts.scheme != "https" or has_user or not plain_port:
        return _("机器人地址必须以 https:// 开头，不带账号和端口。请从机器人设置里整条复制。")
    if parts.hostname not in settings.ROBOT_HOSTS:
        known = "、".join(settings.ROBOT_HOSTS)
        return _("只能发往允许的主机：%s。要发往别处，请系统管理员改设置 ROBOT_HOSTS。") % known
    return ""


def signed(address: str, secret: str, milliseconds: int) -> str:
    """A 钉钉 address with its signature: base64(HMAC-SHA256(secret, "ms\\nsecret"))."""
    if not secret:
        return address
    mac = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}timestamp={milliseconds}&sign={quote(base64.b64encode(mac), safe='')}"


def post(channel: Channel, title: str, text: str) -> None:
    """Send a markdown message now. Raises `Undelivered` with the reason."""
    try:
        address, secret = sealing.unseal(channel.sealed_address), sealing.unseal(channel.sealed_secret)
    except sealing.Unreadable:
        raise Undelivered(_("站点密钥换过，存的地址打不开了。请重新填写机器人地址。")) from None
    if why := refusal(address):
        raise Undelivered(why)
    if channel.kind == ChannelKind.DINGTALK:
        address = signed(address, secret, int(time.time() * 1000))
        body: dict[str, Any] = {"msgtype": "markdown", "markdown": {"title": title, "text": text}}
    else:
        body = {"msgtype": "markdown", "markdown": {"content": text}}
    _judge(_ask(address, json.dumps(body, ensure_ascii=False).encode()))


def _ask(address: str, body: bytes) -> bytes:
    """POST and read the answer. Errors are told without the address that they happened at."""
    head = {"Content-Type": "application/json; charset=utf-8"}
    request = urllib.request.Request(address, data=body, headers=head, method="POST")
    try:
        with urllib.request.build_opener(_StayHere).open(request, timeout=TIMEOUT_SECONDS) as answer:
            return bytes(answer.read(MOST_READ))
    except urllib.error.HTTPError as error:
        error.close()
        raise Undelivered(_("对方应答 %d。") % error.code) from None
    except TimeoutError:
        raise Undelivered(_("%d 秒内没有应答。") % TIMEOUT_SECONDS) from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, TimeoutError):
            raise Undelivered(_("%d 秒内没有应答。") % TIMEOUT_SECONDS) from None
        raise Undelivered(_("连不上对方的服务器。请检查这台机器能否访问外网。")) from None
    except (OSError, HTTPException, ValueError):
        raise Undelivered(_("和对方的连接断了。")) from None


def _judge(answer: bytes) -> None:
    """Both vendors answer 200 and say in the body whether it was taken."""
    try:
        said = json.loads(answer)
        code = said["errcode"]
    except (ValueError, KeyError, TypeError):
        raise Undelivered(_("对方的应答看不懂：不是机器人的接口。")) from None
    if code != 0:
        raise Undelivered(_("对方没有收下，错误码 %s。") % str(code)[:12])


def fitted(lines: list[str], limit: int, foot: str) -> str:
    """As many lines as a message holds, counted in bytes; the rest is counted in words. `foot` closes it."""
    kept: list[str] = []
    for number, line in enumerate(lines):
        rest = _("…还有 %d 条，请登录查看。") % (len(lines) - number)
        if len("\n".join([*kept, line, rest, foot]).encode()) > limit - 40:
            return "\n".join([*kept, rest, foot]).strip()
        kept.append(line)
    return "\n".join([*kept, foot]).strip()
