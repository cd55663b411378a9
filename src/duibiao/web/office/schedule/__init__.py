"""The schedule of a campaign: the Gantt chart, the wall chart to be printed, working back from a milestone."""
