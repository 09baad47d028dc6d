"""STUB"""
import re
from builder.importers.found import Participant
def participants(t): return tuple(Participant(re.sub(r"\s*\(.*","",x).strip()) for x in re.split(r",|\n| og ",t) if x.strip())
