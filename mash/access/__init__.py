"""Who may do what in a hub: roles by operating-system account, legal gateways, need-to-know by case.

``HUB/access.toml`` says it (``rules``); whoever asks is an ``Actor``; what they may not do is ``Refused``.
"""

from mash.access.actor import Actor, actor_of, require
from mash.access.rules import AccessRules, Gateway, Person, Role, access_rules

__all__ = ["AccessRules", "Actor", "Gateway", "Person", "Role", "access_rules", "actor_of", "require"]
