"""Text from outside made safe to show: in a terminal, in XML and on paper."""

from __future__ import annotations

import re
import shlex
import unicodedata

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Invisible marks that reorder what stands beside them (Unicode UAX 9); right-to-left letters need none."""
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
"""The escape of terminals among them."""
_NOT_XML = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
"""Lone surrogates and noncharacters (XML 1.0, section 2.2)."""
_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_UNSHOWABLE = re.compile(f"[{_CONTROLS}{_NOT_XML}{_NONCHARACTERS}{BIDI_CONTROLS}]")
_WHITE = re.compile(r"\s+")


def legible(text: str) -> str:
    r"""``text`` on one line, without characters that command a terminal, break XML or reorder their neighbours.

    What remains is shown as it is: letters of any script, quotes, angle brackets, emoji. Escaping for the
    medium (HTML, XML) is the medium's own business. Idempotent.
    """
    if text.isascii() and text.isprintable() and "  " not in text:  # as nearly all: and a graph has a million of them
        return text
    return _WHITE.sub(" ", _UNSHOWABLE.sub("", _WHITE.sub(" ", text)))


def harmless(text: str) -> str:
    """``text`` as ``legible`` has it, its lines and blanks kept: for what is told of a fault."""
    return _UNSHOWABLE.sub("", text)


def as_typed(*words: str) -> str:
    """Words as a person may paste them into a shell after a command: an id comes from whoever sent it."""
    return " ".join(shlex.quote(legible(word)) for word in words)


def initials(name: str) -> str:
    """The first letter of each word of a name: ``ISLA MAE O'NEIL`` gives ``I.M.O.``."""
    words = legible(name).replace("-", " ").split()
    letters = (next((char for char in word if unicodedata.category(char)[0] in "LN"), "") for word in words)
    return "".join(f"{letter.upper()}." for letter in letters if letter) or "?"
