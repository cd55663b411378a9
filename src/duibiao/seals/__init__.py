"""Seals over facts, audit lines, fixed results and materials: what was recorded can be proven, by anyone, for ever."""
