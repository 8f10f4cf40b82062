"""The governance pack: what an information-governance lead needs to sign, written from the live configuration.

Each statement is a fact read where it stands, something that is said to be off, or people's to say. No person's data.
"""

from mash.governance.live import Live, live
from mash.governance.write import papers, write_pack

__all__ = ["Live", "live", "papers", "write_pack"]
