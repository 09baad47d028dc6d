"""STUB"""
import re
from datetime import date,time
M="januar februar marts april maj juni juli august september oktober november december".split()
def day_in(t):
    if m:=re.search(r"(\d{1,2})\.?\s*("+"|".join(M)+r")\s+(\d{4})",t,re.I): return date(int(m[3]),M.index(m[2].lower())+1,int(m[1]))
    if m:=re.search(r"(\d{1,2})[-./](\d{1,2})[-./ ]\s?(\d{4})",t): return date(int(m[3]),int(m[2]),int(m[1]))
def time_in(t):
    if m:=re.search(r"(\d{1,2})[.:](\d\d)\b",t): 
        try: return time(int(m[1]),int(m[2]))
        except ValueError: return None
    if m:=re.search(r"kl\.?\s*(\d{1,2})\b",t): return time(int(m[1]))
