"""How scores are drawn, once for all doors: readings turned into rows with points bars, pictures, and whole pages.

A door gives its own name and decides who may come in; every link that is drawn stays inside that door.
"""
