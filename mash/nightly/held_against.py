"""A rebuilding held against the run of then: by which rules it can be built, and what differs where its digest does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mash import extracts, identity, ledger, rating
from mash.configuration import located
from mash.errors import MashError
from mash.hub import Hub
from mash.nightly.inputs import RULES, hash_of

LOADED_BY = {"model": identity.load_model, "policy": rating.load_policy, "profile": rating.load_profile}
IN_THE_LEDGER = {
    "judgements": "judgements on identities",
    "ratings": "decisions",
    "done": "where cases were decided and on what",
    "seen": "the evidence on the screen at decisions",
    "referrals": "referrals recorded here",
}
"""Parts that come from the ledger, in words."""


def with_rules_of(run: ledger.PublishedRun | None, hub: Hub) -> Hub:
    """The hub with the model, policy and profile of that run, each where it is still here as it was."""
    basis = run.basis if run else {}
    named: dict[str, Any] = {rule: located(basis[rule]["named"], hub.base) for rule in RULES if rule in basis}
    standing = {rule: name for rule, name in named.items() if _stands(rule, name, basis[rule]["hash"])}
    return replace(hub, config=replace(hub.config, **standing))


def _stands(rule: str, name: str, content: str) -> bool:
    try:
        return hash_of(repr(LOADED_BY[rule](name))) == content
    except MashError:
        return False


def because(run: ledger.PublishedRun, basis: Mapping[str, Any], known: extracts.Known) -> tuple[str, ...]:
    """Everything known to differ between what ``run`` was a function of and this ``basis``, in words."""
    if not run.basis:
        return ("what that run was a function of was not kept: an earlier version published it",)
    then = run.basis
    differs = (*_in_rules(then, basis), *_in_landing(then, basis, known), *_in_ledger(then, basis))
    return differs or ("nothing that is kept of it: the same inputs gave another digest, which is a fault of ours",)


def _in_rules(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Day, versions, model, policy, profile and configuration."""
    if then["as_of"] != now["as_of"]:
        yield f"another day: that run is as of {then['as_of']}"
    for name in sorted(then["versions"].keys() | now["versions"].keys()):
        old, new = (each["versions"].get(name, "none") for each in (then, now))
        if old != new:
            yield f"other versions: {name} {old} then, {new} now"
    if then.get("restrictions") != now.get("restrictions"):
        yield "other restrictions: those of today hold also for what was known once"
    for rule in RULES:
        old, new = then[rule], now[rule]
        if old["hash"] != new["hash"]:
            yield f"another {rule}: {new['named']}; {old['named']} of then is no longer here as it was"
    if then["agencies"] != now["agencies"]:
        yield "another configuration: the agencies, their contracts or which are required, in mash.toml"


def _in_landing(then: Mapping[str, Any], now: Mapping[str, Any], known: extracts.Known) -> Iterator[str]:
    used, uses = ({tuple(each) for each in basis["extracts"]} for basis in (then, now))
    for agency, dataset, extract, _ in sorted(used - known.files):
        yield f"no longer in landing as it was: {agency} {dataset} {extract}"
    for agency, dataset, extract, _ in sorted(uses - used):
        yield f"in landing and not read by that run, which read at {then['read_at']}: {agency} {dataset} {extract}"
    if then.get("retention") != now.get("retention"):
        yield "what may be kept or is in dispute: retention.toml, holds, erasures, corrections, disputes"
    if then["refused"] != now["refused"]:
        yield "which deliveries stood refused"


def _in_ledger(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    told = [words for part, words in IN_THE_LEDGER.items() if then[part] != now[part]]
    if told:
        yield f"in the ledger otherwise than when that run read it, at {then['read_at']}: {', '.join(told)}"
    if then["register"] != now["register"]:
        yield "the register of person ids is that of another run: which ids were new differs"
