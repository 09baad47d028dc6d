"""What a careful reader finds in minutes, and whether an import wrote it.

    facts/*.yaml    what stands in a document, each fact with the line it was read from
    samples/*.txt   invented minutes, one layout each, each with its facts beside it

`facts` reads those files, `written` what an import wrote, `measure` says which facts hold. Nothing here knows how an
import works: documents were read by eye.
"""
