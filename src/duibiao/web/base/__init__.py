"""Layout, components and the pages that every door shares."""
