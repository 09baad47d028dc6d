"""Documents and records from elsewhere, made into the files an editor would have written.

    file ─ readers ─▶ Reading ─ grammar ─▶ Minutes ─ filing ─▶ tuple[Draft] ─ merging ─▶ Change ─▶ content/
           text, PDF,  lines    vocabulary  what was            files as the             what is
           Word, HTML           is data     found, and where    source has them          written

Records of a council system (`oparl`) become drafts without the grammar. From there on all is one: what was imported
before, what an editor corrected since and what the source says now are brought together key by key.
"""
