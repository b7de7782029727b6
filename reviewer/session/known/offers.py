"""Rosters and policy sets that came with material: judged before an import, adopted after it.

Who signed the bundle plays no part: only the root keys of the site count, or those of the roster
that is held. What is not believed is ignored, by name and with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol

from reviewer.domain import events as ev
from reviewer.domain.errors import Refused
from reviewer.intake.report import ImportReport
from reviewer.intake.trustfiles import Kind, Offered
from reviewer.session.ground.core import Core
from reviewer.session.ground.policies import CompiledPolicy, checked, policy_from_text
from reviewer.session.known.rostering import Rostering
from reviewer.trust.signed_policy import read_policy
from reviewer.trust.standing import Vouch

NAMES: dict[Kind, str] = {"roster": "roster", "policy": "policy set"}


@dataclass(frozen=True)
class Offer:
    """What became of one of them: ``newer`` (an import adopts it), ``adopted``, ``known``, or
    ``ignored`` with the reason in ``says``."""

    path: str
    kind: Kind
    status: str
    version: str
    says: str

    def as_dict(self) -> dict[str, str | None]:
        """{path, kind, status, version, says}."""
        return {
            "path": self.path,
            "kind": self.kind,
            "status": self.status,
            "version": self.version or None,
            "says": self.says,
        }


class AdoptSet(Protocol):
    """Works by a policy set from now on."""

    def __call__(self, found: CompiledPolicy, file: str, signed: str = "") -> bool:
        """``signed`` is the envelope that the roots signed; whether anything was written."""
        ...


class Offers:
    """Args:
    core: the workspace.
    roster: the roster in force.
    adopt_set: works by a policy set from now on.
    """

    def __init__(self, core: Core, roster: Rostering, adopt_set: AdoptSet) -> None:
        self._core = core
        self._roster = roster
        self._adopt_set = adopt_set

    def judge(self, report: ImportReport, vouch: Vouch) -> None:
        """Say in a preview's report what the import would adopt; nothing is written."""
        for offer in self.look(report.offered, vouch):
            _note(report, offer)

    def take(self, report: ImportReport) -> list[str]:
        """Adopt what may be adopted, by events; sentences on what was adopted or ignored."""
        found = self.adopt(report.offered)
        for offer in found:
            _note(report, offer)
        return [offer.says for offer in found if offer.status != "known"]

    def look(self, every: Sequence[Offered], vouch: Vouch) -> list[Offer]:
        """What ``adopt`` would do; nothing is written."""
        found = []
        for offered in _in_order(every):
            try:
                if offered.kind == "roster":
                    offer, vouch = self._roster_offer(offered, vouch)
                else:
                    offer = self._policy_offer(offered, vouch)[0]
            except (Refused, UnicodeDecodeError) as error:
                offer = _ignored(offered, error)
            found.append(offer)
        return found

    def adopt(self, every: Sequence[Offered]) -> list[Offer]:
        """Adopt what may be adopted, by events; what became of each."""
        found = []
        for offered in _in_order(every):
            try:
                found.append(self._taken(offered))
            except (Refused, UnicodeDecodeError) as error:
                found.append(_ignored(offered, error))
        return found

    def _taken(self, offered: Offered) -> Offer:
        vouch = self._roster.vouch()
        if offered.kind == "roster":
            offer, _ = self._roster_offer(offered, vouch)
            if offer.status == "newer":
                self._roster.adopt(offered.untrusted_text.decode("utf-8"))
                self._roster.take_place()
        else:
            offer, found = self._policy_offer(offered, vouch)
            held = self._core.state.policy
            if offer.status == "newer" or not (held and ev.text(held, "policy_signed")):
                signed = offered.untrusted_text.decode("utf-8")
                self._adopt_set(found, offered.path, signed)
        if offer.status != "newer":
            return offer
        says = f"{NAMES[offer.kind].capitalize()} version {offer.version} adopted."
        return Offer(offer.path, offer.kind, "adopted", offer.version, says)

    def _roster_offer(self, offered: Offered, vouch: Vouch) -> tuple[Offer, Vouch]:
        before = vouch.latest
        found = vouch.admit(offered.untrusted_text)
        known = before is not None and found.body() == before.body()
        offer = _offer(offered, str(found.version), known=known)
        return offer, vouch.newest([offered.untrusted_text])

    def _policy_offer(self, offered: Offered, vouch: Vouch) -> tuple[Offer, CompiledPolicy]:
        text = read_policy(offered.untrusted_text, vouch.authority, vouch.roster)
        found = checked(policy_from_text(text), offered.path)
        version = found.policies.version
        if found.hash == self._core.policy.hash:
            return _offer(offered, version, known=True), found
        for before in self._ever_in_force():
            same = before.policies.set_id == found.policies.set_id
            if same and found.order <= before.order:
                raise Refused(
                    f"This policy set has version {version}; version {before.policies.version}"
                    " was in force here already.",
                    code="rollback",
                    file=offered.path,
                )
        return _offer(offered, version, known=False), found

    def _ever_in_force(self) -> list[CompiledPolicy]:
        """Every set that was adopted here, with the one in force."""
        texts = {
            str(stored.event["policy_text"])
            for stored in self._core.workspace.ledger.all_events()
            if stored.event.get("type") == "policy.adopted"
            and isinstance(stored.event.get("policy_text"), str)
        }
        return [self._core.policy, *map(policy_from_text, sorted(texts))]


def _in_order(every: Sequence[Offered]) -> list[Offered]:
    """Rosters first: they say whose signature on a policy set counts."""
    return sorted(every, key=_after_rosters)


def _after_rosters(offered: Offered) -> bool:
    return offered.kind != "roster"


def _offer(offered: Offered, version: str, *, known: bool) -> Offer:
    what = f"{NAMES[offered.kind].capitalize()} version {version}"
    says = f"{what} is held already." if known else f"{what}: signed by the roots, to be adopted."
    return Offer(offered.path, offered.kind, "known" if known else "newer", version, says)


def _ignored(offered: Offered, error: Exception) -> Offer:
    what, name = NAMES[offered.kind], PurePath(offered.path).name
    says = f"The {what} in {name} was ignored: {error}"
    return Offer(offered.path, offered.kind, "ignored", "", says)


def _note(report: ImportReport, offer: Offer) -> None:
    """Into the report; a file of its own gets its status and its reason."""
    report.trust.append(offer.as_dict())
    row = next((one for one in report.files if one.path == offer.path), None)
    if row is None or row.format != offer.kind:
        return
    row.status, row.reason = "imported", offer.says
    if offer.status == "known":
        row.status = "known"
    elif offer.status == "ignored":
        row.status, row.code = "refused", "trust"
