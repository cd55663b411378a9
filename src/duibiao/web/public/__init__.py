"""The door without a log-in: what is public of a campaign, for every resident."""
