"""The work calendar in the office: a year at a glance, a day changed, a notice taken in."""
