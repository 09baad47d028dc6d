"""The fenced blocks of a page of Markdown."""

from __future__ import annotations

import re

# Groups: indentation, the fence, what it says of itself, the text.
FENCE = re.compile(r"^( *)(`{3,}|~{3,})([^\n]*)\n(.*?)^\1\2[ ]*$", re.MULTILINE | re.DOTALL)
