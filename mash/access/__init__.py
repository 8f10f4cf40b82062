"""Who may do what in a hub: roles by operating-system account, legal gateways, need-to-know by case.

``HUB/access.toml`` says it (``rules``); whoever asks is an ``Actor``; what they may not do is ``Refused``. Whatever is
told of a person goes through one ``Door``, which writes it down.
"""

from mash.access.actor import Actor, actor_of, require
from mash.access.asked import Asked
from mash.access.door import ASKERS, Door, enter
from mash.access.rules import AccessRules, Gateway, Person, Role, access_rules

__all__ = [
    "ASKERS",
    "AccessRules",
    "Actor",
    "Asked",
    "Door",
    "Gateway",
    "Person",
    "Role",
    "access_rules",
    "actor_of",
    "enter",
    "require",
]
