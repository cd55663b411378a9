"""Areas and road segments, the sites that are inspected, the facilities that are counted, and who answers for them."""

from duibiao.places.models.areas import Answerer, Area
from duibiao.places.models.facilities import Facility, Look
from duibiao.places.models.partners import Bond
from duibiao.places.models.sites import Site, SiteAnswerer, SiteDepartment, SiteType, TypeDepartment

__all__ = [
    "Answerer",
    "Area",
    "Bond",
    "Facility",
    "Look",
    "Site",
    "SiteAnswerer",
    "SiteDepartment",
    "SiteType",
    "TypeDepartment",
]
