"""Upkeep (长效管理): shortcomings made good, rules and their execution, zones of daily work, and what follows a title."""
