"""Records of a council system in the form of OParl 1.0 and 1.1, made into drafts.

    file, folder ─ origins ─▶ objects ─ shelf ─▶ records ─ bodies, meetings, cases ─▶ Draft | Trouble
    endpoint ──── endpoint ─▶  (JSON)    SQLite    typed         results is data

The shelf lies on disk: papers, consultations, items and meetings are joined there, and only what one file needs is in
memory. `drafts.opened` is the way in. No record ends an import: what is wrong with one is told as a `Trouble` that
names it, and the rest goes on.
"""
