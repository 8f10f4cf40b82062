"""One tree of errors, one exit code each. None of them ever carries personal data.

MashError
├── UsageError       2   the command was asked for something it cannot mean
├── ContractBreach   3   data that breaks its contract
├── Refused          4   the engine could, and will not
├── HubBusy          5   another run holds the hub
└── NotFound         6   no such hub, run, case or person
"""

from __future__ import annotations


class MashError(Exception):
    """A fault the user can act on: shown without a traceback as where, what and what to try."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", try_: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.try_ = try_

    def __str__(self) -> str:
        lead = f"{self.where}: {self.what}" if self.where else self.what
        return f"{lead}\n  Try: {self.try_}" if self.try_ else lead


class DiskFault(MashError):
    """A file or folder that cannot be used: no room, no permission, or not what should stand there."""

    def __init__(self, fault: OSError) -> None:
        super().__init__(
            f"{fault.strerror or type(fault).__name__}",
            where=str(fault.filename or ""),
            try_="see that it is what it should be, may be read and written by you, and its disk has room",
        )


class UsageError(MashError):
    """The command line, a configuration or a policy says something that cannot be meant."""

    exit_code = 2


class ContractBreach(MashError):
    """An extract breaks its data contract."""

    exit_code = 3


class Refused(MashError):
    """A rule of the hub forbids what was asked."""

    exit_code = 4
    noted = False
    """Whether the audit has it."""


class HubBusy(MashError):
    """Another process is building the hub."""

    exit_code = 5


class NotFound(MashError):
    """What was asked for is not there."""

    exit_code = 6
