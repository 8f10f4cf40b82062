"""AES-256-GCM and HKDF, of `cryptography`; which is imported where a hub is encrypted and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES, NONCE_BYTES, TAG_BYTES = 32, 12, 16


def derived(secret: bytes, use: str, salt: bytes | None = None) -> bytes:
    """A key for one use alone, 32 bytes (HKDF with SHA-256, RFC 5869): no two uses share one."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=salt, info=f"mash {use}".encode()).derive(secret)


class Cipher:
    """AES-256-GCM under one key."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher: AESGCM = AESGCM(key)

    def seal(self, nonce: bytes, content: bytes, bound: bytes) -> bytes:
        """The content encrypted, held fast to ``bound``; no nonce may serve a key twice."""
        return self._cipher.encrypt(nonce, content, bound)

    def unseal(self, nonce: bytes, sealed: bytes, bound: bytes) -> bytes | None:
        """The content; None when it was not sealed so, or was changed since."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(nonce, sealed, bound)
        except (InvalidTag, ValueError):  # the latter for what is too short to have been sealed
            return None
