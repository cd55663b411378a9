"""Problems for tests: a site of the township, and problems in any state, made through the services as people would."""

from itertools import count
from typing import Any

from duibiao.places import siting
from duibiao.places.models import Site, SiteType
from duibiao.problems import services
from duibiao.problems.models import Problem
from tests.cast import Cast

_numbers = count(1)


def a_site(cast: Cast, **fields: Any) -> Site:
    number = next(_numbers)
    kind = SiteType.objects.filter(code="road").first() or siting.add_type(cast.lin, code="road", name="主干道")
    start = {"code": f"P{number:04}", "name": f"人民路{number}号段", "type": kind, "unit": cast.unit_b}
    return siting.add_site(cast.lin, **{**start, "given": [[113.0 + number / 1000, 34.1]], **fields})


def found(cast: Cast, **fields: Any) -> Problem:
    """Somebody of the office reports something."""
    start = {"source": "other", "reference": f"test:{next(_numbers)}", "kind": "road", "words": "路面破损"}
    return services.open_problem(cast.lin, **{**start, **fields})


def assigned(cast: Cast, **fields: Any) -> Problem:
    """Given to the township (赵)."""
    return services.assign(cast.lin, found(cast, **fields), unit=cast.unit_b)


def signed(cast: Cast, **fields: Any) -> Problem:
    return services.sign(cast.zhao, assigned(cast, **fields))


#: The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)
