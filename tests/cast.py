"""The people of every test: 林 office, 王 of unit A, 赵 of unit B, 陈 inspector, 周 leader, 吴 visiting assessor, 郑 administrator.

Unit A is 司法局, unit B is 城关镇, both of 青禾县.
"""

from dataclasses import dataclass

from django.test import override_settings

from duibiao.organisation.choices import Role, UnitKind
from duibiao.organisation.models import Unit, User
from tests import makers


@dataclass(frozen=True)
class Cast:
    """The county and who acts in it. `None` in a role table stands for somebody who is not logged in."""

    county: Unit
    unit_a: Unit
    unit_b: Unit
    lin: User
    wang: User
    zhao: User
    chen: User
    zhou: User
    wu: User
    zheng: User

    def of(self, name: str) -> User:
        user = getattr(self, name)
        assert isinstance(user, User)
        return user


#: Everybody by name, in the order of the role table.
NAMES = ("lin", "wang", "zhao", "chen", "zhou", "wu", "zheng")


def assemble() -> Cast:
    """Make the county, two units and everybody's account."""
    county = makers.county()
    lin, zheng = User.objects.get(account="lin"), User.objects.get(account="zheng")
    unit_a = makers.unit(lin, parent=county, code="SFJ", name="司法局")
    unit_b = makers.unit(lin, parent=county, code="CGZ", name="城关镇", kind=UnitKind.TOWNSHIP)
    wang = makers.person(lin, unit=unit_a, name="王建国", phone="13900000001")
    zhao = makers.person(lin, unit=unit_b, name="赵秀英", phone="13900000002")
    return Cast(
        county,
        unit_a,
        unit_b,
        lin=lin,
        wang=makers.account("wang", Role.UNIT, unit=unit_a, person=wang),
        zhao=makers.account("zhao", Role.UNIT, unit=unit_b, person=zhao),
        chen=makers.account("chen", Role.INSPECTOR),
        zhou=makers.account("zhou", Role.LEADER),
        wu=makers.account("wu", Role.ASSESSOR),
        zheng=zheng,
    )


def assemble_for_the_server() -> Cast:
    """The same with passwords hashed as a real server reads them: the tests' quick hash means nothing to it."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        return assemble()
