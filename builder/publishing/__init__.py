"""What is about to become public, what is held back, what changed; and what a published site promised."""

from builder.publishing.comparing import Comparison
from builder.publishing.fetching import Unusable, fetch
from builder.publishing.manifest import Published, entries
from builder.publishing.review import Publication, review
from builder.publishing.telling import Section, lines, sections

__all__ = [
    "Comparison",
    "Publication",
    "Published",
    "Section",
    "Unusable",
    "entries",
    "fetch",
    "lines",
    "review",
    "sections",
]
