"""STUB"""
def amounts(t): return ()
def distinct(t): return tuple(t)
