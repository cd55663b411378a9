"""Pages of applications that several doors share."""
