"""The door of the campaign office: everything."""
