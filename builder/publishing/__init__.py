"""What is about to become public, what is held back, what changed; and what a published site promised.

What only the lists need, `review` and `telling`, is loaded where they are asked for.
"""

from builder.publishing.comparing import Comparison
from builder.publishing.fetching import Unusable, fetch
from builder.publishing.manifest import Published, entries

__all__ = ["Comparison", "Published", "Unusable", "entries", "fetch"]
