"""``mash key``: the keys of an encrypted hub. None of them is ever an argument, a setting or in a message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mash.cli.options import HubFolder, Json, Who, asking, now
from mash.cli.screen import print_json, progress_shown
from mash.errors import UsageError
from mash.vocabulary import counted

if TYPE_CHECKING:
    from mash.hub import Hub

app = typer.Typer(
    help="The keys of an encrypted hub: make, show their state, turn over.\n\nExample: mash key new --file master.key",
    no_args_is_help=True,
)


@app.command()
def new(
    *,
    file: Annotated[
        Path | None, typer.Option("--file", help="Write it to this new file, which only you may read.")
    ] = None,
    keyring: Annotated[bool, typer.Option("--keyring", help="Keep it in the operating system's keyring.")] = False,
) -> None:
    """Make a new master key, for MASH_KEY_FILE or the keyring; without either it is printed, for a store of secrets.

    Whoever loses it loses the hub: keep a second copy where the hub's backups are not.

    Example: mash key new --file master.key
    """
    from mash.encryption import keep_in_file, keep_in_keyring, new_master

    if file and keyring:
        raise UsageError("two places for one key", where="mash key new", try_="--file or --keyring")
    made = new_master()
    if keyring:
        keep_in_keyring(made)
        typer.echo(f"Master key {made.name} is in the keyring. Next: mash init HUB --encrypted, or mash key encrypt")
    elif file:
        keep_in_file(made, file)
        typer.echo(f"Master key {made.name} is in {file}. Next: export MASH_KEY_FILE={file.absolute()}")
    else:
        typer.echo(made.text)


@app.command()
def encrypt(*, hub: HubFolder = Path(), who: Who = None) -> None:
    """Encrypt a plain hub: every file that holds people is written anew. Killed, call it again: it goes on.

    What is overwritten may still lie on the disk: a hub with real people is made encrypted, on an encrypted volume.

    Example: mash key encrypt --hub myhub
    """
    from mash.nightly.rekeying import encrypt_hub

    opened = _opened(hub, who, "key encrypt")
    with progress_shown() as progress:
        written = encrypt_hub(opened, at=now(), progress=progress)
    typer.echo(f"Encrypted: {counted(written, 'file was', 'files were')} written anew.")


@app.command(name="show-state")
def show_state(*, hub: HubFolder = Path(), json: Json = False) -> None:
    """Whether a hub is encrypted, by which master key, its data keys, and what is unfinished. Needs no key.

    Example: mash key show-state --hub myhub
    """
    from mash.encryption import hub_above, read_envelope

    root = hub_above(hub)
    state = read_envelope(root).state if root else None
    if json:
        keys = [{"id": key, "made_at": made_at} for key, made_at in state.data_keys] if state else []
        print_json(
            {
                "encrypted": state is not None,
                "master": state and state.master,
                "data_keys": keys,
                "unfinished": state and state.unfinished,
            }
        )
        return
    if state is None:
        typer.echo("Plain: nothing in this hub is encrypted. For real people: mash key encrypt")
        return
    typer.echo(f"Encrypted under the master key {state.master}.")
    for key, made_at in state.data_keys:
        typer.echo(f"  data key {key}, made {made_at}{' (in use)' if key == state.data_keys[0][0] else ''}")
    if state.unfinished:
        again = "encrypt" if state.unfinished == "encrypt" else "rotate --data"
        typer.echo(f"  Unfinished: mash key {again} goes on with it; until then some files are as before.")


@app.command()
def rotate(
    *,
    master: Annotated[
        bool, typer.Option("--master", help="Wrap the data keys under the master key of MASH_NEW_KEY_FILE.")
    ] = False,
    data: Annotated[bool, typer.Option("--data", help="Write every file anew under a new data key.")] = False,
    hub: HubFolder = Path(),
    who: Who = None,
) -> None:
    """Turn a hub over to another master key (at once), or to a new data key (every file is written anew).

    Either may be killed at any moment: the hub stays readable, and the same command goes on.

    Examples: mash key rotate --master --hub myhub
              mash key rotate --data --hub myhub
    """
    if master == data:
        raise UsageError("which of the two?", where="mash key rotate", try_="--master or --data")
    opened = _opened(hub, who, "key rotate master" if master else "key rotate data")
    if master:
        from mash.encryption import given_master, next_master, rewrapped

        state = rewrapped(opened.root, given_master(), next_master())
        typer.echo(f"The hub is under the master key {state.master}: from now on that one is MASH_KEY_FILE.")
        return
    from mash.nightly.rekeying import rotate_data_key

    with progress_shown() as progress:
        written = rotate_data_key(opened, at=now(), progress=progress)
    typer.echo(f"A new data key: {counted(written, 'file was', 'files were')} written anew.")


def _opened(folder: Path, who: str | None, deed: str) -> Hub:
    """The hub, for an operator, whose deed is noted before it is done."""
    from mash.access import Role, enter
    from mash.hub import open_hub

    opened = open_hub(folder)
    opened.refuse_rebuilt()
    enter(opened, asking(who, None, None), deed, roles=(Role.OPERATOR,), law=False).note("", outcome="begun")
    return opened
