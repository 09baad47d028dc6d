"""The words of the archive as frozen dataclasses; see `design.md` of the project, *Words*."""
