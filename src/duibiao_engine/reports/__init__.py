"""Results for people and programs: one report, four ways of writing it (table, json, csv, xlsx)."""
