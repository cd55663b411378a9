"""Applications: places in a model title (示范点) and how they are given; the county's own application upward."""
