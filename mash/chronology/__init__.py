"""Every dated fact that any agency holds of a child and those it lives with: for people to read, never for a rule."""

from mash.chronology.entries import ChronologyEntry, chronology

__all__ = ["ChronologyEntry", "chronology"]
