"""What others tell the county, as far as it is a unit's: items of feedback from above, and suggestions of supervisors."""
