"""A plain, slow reading of what was sent, person by person, that shares nothing with associations and rating."""

from mash.evaluation.sent.agreement import agreement, judge_what_was_sent
from mash.evaluation.sent.judged import unread

__all__ = ["agreement", "judge_what_was_sent", "unread"]
