"""The preview: what an editor sees while writing. Built in memory, on this machine only, never written to disk."""
