"""How fast beslut is beside its peers: an invented archive, the same site made by each, one table of ratios."""
