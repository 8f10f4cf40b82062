"""Ends a process that looks for the network: on the path of every command that the tests run.

An audit hook cannot be taken off again, and hears of every socket of Python's, whoever opens it.
"""

import os
import sys

LOOKED = 97
ADDRESSED = {"socket.connect": 1, "socket.sendto": 1, "socket.bind": 1}
"""Events with the place of the address, which is a text where it is a socket of this machine's (AF_UNIX)."""


def _refuse(event, given):
    outward = event in {"socket.getaddrinfo", "socket.gethostbyname"}
    if event in ADDRESSED:
        outward = not isinstance(given[ADDRESSED[event]], (str, bytes))
    if outward:
        os.write(2, b"LOOKED FOR THE NETWORK\n")
        os._exit(LOOKED)


sys.addaudithook(_refuse)
