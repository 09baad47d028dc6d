"""STUB"""
from builder.importers.found import *
def verdict(t): return Verdict(phrase=t[:40])
