"""The story the engine exists for, with made-up people: five agencies' extracts of one Friday.

A girl of three, her parents' dispute, a referral rated green, and sixteen known sex offenders within three
hops of her whom no one agency can see. ``fixtures/story/README.md`` tells it; this package writes it.
"""

from mash.synthetic.story.telling import AS_OF, EXTRACT, expected, tell_story, write_expected, write_story

__all__ = ["AS_OF", "EXTRACT", "expected", "tell_story", "write_expected", "write_story"]
