"""Reading applications for pages."""
