"""beslut: a static site generator for public decision archives."""

__version__ = "0.1.0"
