"""Scoring: one relational expression from facts to points, the same on DuckDB, PostgreSQL and Spark."""

from duibiao_engine.scoring.run import score

__all__ = ["score"]
