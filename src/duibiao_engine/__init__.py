"""The engine of Duibiao: from a standard and facts to scores that explain themselves.

Pure: no clock, no chance without a seed, nothing of the site. The same call gives the same answer for ever.
"""

__version__ = "0.1.0"
