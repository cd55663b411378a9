"""An edition as the official table that offices know: levels merged down the left, clause, points, method, units.

What a table cannot show (a rule's parameters, measures, gates) travels with it out of sight; see `importing.carried`.
"""
