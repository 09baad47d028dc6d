"""From the lines of a document to what was found in it: one grammar for every town.

    Reading ─ joining ─▶ blocks ─ outline ─▶ head, items, end ─ heads, sections, annexes ─▶ Minutes

`vocabulary` holds the words of minutes as data, so that a new town is a row there and not a branch here.
"""
