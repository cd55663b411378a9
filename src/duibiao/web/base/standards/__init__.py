"""How a standard is read, once for all doors: the tree of an edition, its measures, the list of editions.

A door gives its own name and decides who may come in; every link that is drawn stays inside that door.
"""
