"""The engine of a safeguarding hub.

Extracts from the agencies that each know a part of a child's picture are checked against their
contracts and landed; records are resolved to persons; persons are joined by dated, evidenced ties;
flagged adults around a child propose a re-rating of the referral. It proposes; a person decides.
"""

__version__ = "0.1.0"
