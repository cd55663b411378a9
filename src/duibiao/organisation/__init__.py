"""Units, people, posts, working groups and accounts."""
