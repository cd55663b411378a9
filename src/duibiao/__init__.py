"""The site: a county, its units and people, in the browser. Stands on `duibiao_engine`, which knows nothing of it."""
