"""Password rules of the protection grade: three of four classes of characters, and never the account's own name."""

import string
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = (string.ascii_lowercase, string.ascii_uppercase, string.digits)


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and everything else appear."""
    known = sum(any(letter in group for letter in password) for group in CLASSES)
    return known + any(letter not in "".join(CLASSES) for letter in password)


class ThreeOfFourClasses:
    """Lower case, upper case, digits, other signs: three of them at least."""

    def validate(self, password: str, user: Any = None) -> None:
        if classes_in(password) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return _("密码要含大写字母、小写字母、数字、符号四类中的至少三类。")


class NotTheAccountName:
    """The account's name is the first thing that is tried."""

    def validate(self, password: str, user: Any = None) -> None:
        account = str(getattr(user, "account", "") or "").lower()
        if account and account in password.lower():
            raise ValidationError(self.get_help_text(), code="password_has_account")

    def get_help_text(self) -> str:
        return _("密码里不能含有登录账号。")
