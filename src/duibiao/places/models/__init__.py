"""Areas and road segments, the sites that are inspected, and who answers for them."""

from duibiao.places.models.areas import Answerer, Area
from duibiao.places.models.sites import Site, SiteAnswerer, SiteDepartment, SiteType, TypeDepartment

__all__ = ["Answerer", "Area", "Site", "SiteAnswerer", "SiteDepartment", "SiteType", "TypeDepartment"]
