"""A living demonstration county: fictional 青禾县 in the middle of two campaigns, the same for everybody.

Everything goes through the site's own services, in the order in which a county would do it; nothing that is shown could
not have been entered by hand. It stands above the doors because it uses all of the house.
"""
