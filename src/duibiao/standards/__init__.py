"""Published editions of official standards, and the county's one catalogue of measures."""
