"""Judging what lies in a drop folder: what is for us, counts and is new; and what we put there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.domain.errors import Refused
from reviewer.exchange.checking.feedback_check import Feedback
from reviewer.exchange.checking.trusting import Trust
from reviewer.exchange.drop.drop import BUNDLES, FEEDBACK, PACKAGES, Left, name_of, safe_name
from reviewer.exchange.drop.read import Came, Dealt, Reader
from reviewer.exchange.merge import Candidate, Found
from reviewer.session.exchange.sync_hands import Hands
from reviewer.session.exchange.sync_plan import Item, Kind, Status, SyncPlan
from reviewer.session.views.words import count

FOREIGN = {"others": "for a lead to merge", "not_for_you": "encrypted for somebody else"}
_KINDS: dict[str, Kind] = {PACKAGES: "package", BUNDLES: "bundle", FEEDBACK: "feedback"}
_ORDER = (FEEDBACK, BUNDLES, PACKAGES)


@dataclass(frozen=True)
class Outgoing:
    """What we put down.

    Attributes:
        lead: feedback for each reviewer; else one package of decisions.
        people: who can open a package of ours, beside us.
        sealed: whether what we put down is encrypted.
    """

    hands: Hands
    lead: bool
    people: tuple[str, ...]
    sealed: bool

    def package_names(self) -> frozenset[str]:
        """The names under which our package of now would lie; none where nothing is to be sent."""
        try:
            package_id = self.hands.exporting.weigh().package_id
        except Refused:
            return frozenset()
        me = self.hands.me
        return frozenset(f"{PACKAGES}/{name_of(me, package_id, sealed=s)}" for s in (True, False))

    def items(self, came: Sequence[Came], coming: Sequence[Item]) -> list[Item]:
        """What would go out.

        Args:
            came: all that lies there, ours included.
            coming: what would come in before.
        """
        if self.lead:
            return self._letters(came, coming)
        return self._package(came, any(one.kind == "bundle" for one in coming))

    def _package(self, came: Sequence[Came], more: bool) -> list[Item]:
        """One package; ``more`` is to be imported first, and its events go with it."""
        doubts, who = self.hands.feedback.warnings(), ", ".join(self.people)
        item = Item("out", "package", f"{PACKAGES}/", "new", who)
        if doubts:
            return [replace(item, status="refused", says=doubts[0], code="rollback")]
        if more:
            says = "With the import of what comes in; its name follows from what is in it."
            return [replace(item, says=says)]
        try:
            due = self.hands.exporting.weigh()
        except Refused as refused:
            if refused.code != "nothing":
                raise
            return []
        name = f"{PACKAGES}/{name_of(self.hands.me, due.package_id, sealed=self.sealed)}"
        item = replace(item, name=name, size=due.size, count=due.events)
        for one in came:
            if self._is_mine(one, due.package_id):
                status: Status = "known" if due.logged else "new"
                lies = one.lying
                return [replace(item, name=lies.name, status=status, size=lies.size, came=one)]
        return [item]

    def _is_mine(self, one: Came, package_id: str) -> bool:
        found = one.package
        parcel = found.parcel if found is not None else None
        mine = found is not None and found.keyid == self.hands.keyid
        return mine and parcel is not None and parcel.package == package_id

    def _letters(self, came: Sequence[Came], coming: Sequence[Item]) -> list[Item]:
        desk = self.hands.feedback
        fresh = {one.who for one in coming if one.kind == "package" and one.who}
        items = []
        for person in sorted({*desk.people(), *fresh}):
            if person in fresh or any(one.kind == "feedback" for one in coming):
                says = "Receipts for what comes in; its name follows from what is in it."
                place = f"{FEEDBACK}/{safe_name(person)}/"
                items.append(Item("out", "feedback", place, "new", person, None, None, says))
            else:
                items.append(self._letter(person, came))
        return items

    def _letter(self, person: str, came: Sequence[Came]) -> Item:
        contents = self.hands.feedback.contents(person)
        events = len(contents.events)
        for one in came:
            found = one.feedback
            if found is None or found.public != self.hands.public or not one.sha256:
                continue
            report = found.report
            if report.first_bad is None and report.package_id == contents.package_id:
                size = one.lying.size
                item = Item("out", "feedback", one.lying.name, "known", person, size, events)
                return replace(item, came=one)
        name = self.letter_name(person, contents.package_id)
        size = sum(len(one.text) for one in contents.events)
        return Item("out", "feedback", name, "new", person, size, events)

    def letter_name(self, person: str, package_id: str) -> str:
        """Where feedback for somebody goes."""
        file = name_of(self.hands.me, package_id, sealed=self.sealed)
        return f"{FEEDBACK}/{safe_name(person)}/{file}"


@dataclass(frozen=True)
class Judge:
    """Turns what lies in the folder into a plan.

    Attributes:
        trust: whom to believe where no roster is held.
        free: bytes that the folder can take.
        reader: reads the folder, also on a job's thread.
    """

    hands: Hands
    folder: Path
    outgoing: Outgoing
    trust: Trust | None
    free: int
    reader: Reader

    def plan(self, came: Sequence[Came], left: Sequence[Left]) -> SyncPlan:
        """What there is to do."""
        judged = [self._item(one) for one in sorted(came, key=_turn)]
        coming = [one for one in judged if one.status == "new"]
        out = self.outgoing.items(came, coming)
        names = {one.name for one in out}
        items = [one for one in judged if one.name not in names]
        return SyncPlan(
            str(self.folder),
            self.outgoing.lead,
            (*items, *out),
            tuple(left),
            self.free,
            tuple(self._remarks(coming)),
            self.outgoing.people if self.outgoing.sealed else (),
            self.outgoing,
        )

    def _item(self, one: Came) -> Item:
        kind = _KINDS[one.lying.place]
        item = Item("in", kind, one.lying.name, "new", size=one.lying.size, came=one)
        if one.code in FOREIGN:
            return replace(item, status="left", says=FOREIGN[one.code])
        if one.code == "known":
            return replace(item, status="known", says=one.problem)
        try:
            if one.code:
                raise Refused(one.problem, code=one.code, next_step="Ask its sender for it again.")
            return self._found(item, one)
        except Refused as refused:
            return item.refused(refused)

    def _found(self, item: Item, one: Came) -> Item:
        if one.package is not None:
            return self._package(item, one.package)
        if one.feedback is not None:
            return self._feedback(item, one.feedback)
        if one.bundle is not None:
            return self._bundle(item, one.bundle)
        return item

    def _package(self, item: Item, found: Candidate) -> Item:
        if found.keyid == self.hands.keyid:
            return replace(item, status="left", says="your own")
        parcel = found.parcel
        assert parcel is not None
        item = replace(item, who=found.pseudonym, count=len(parcel.lines))
        if self.hands.core.workspace.ledger.was_merged(parcel.package):
            return replace(item, status="known")
        return item

    def _feedback(self, item: Item, found: Feedback) -> Item:
        if found.public == self.hands.public:
            return replace(item, status="left", says=f"your own, for {found.to}")
        if found.to != self.hands.me:
            return replace(item, status="left", says=f"for {found.to}")
        told = self.hands.feedback.judge(found, item.name, self.trust)
        item = replace(item, who=told.sender, count=len(told.events), says=" ".join(told.warnings))
        return item if told.brings else replace(item, status="known")

    def _bundle(self, item: Item, found: Dealt) -> Item:
        names = sorted(found.cases)
        if self.hands.me not in names:
            says = f"for {', '.join(names[:5])}" if names else "dealt to nobody: import it by hand"
            return replace(item, status="left", says=says)
        objection = self.hands.objection(found.public, self.trust)
        if objection:
            raise Refused(
                f"It does not come in: {objection}.",
                code="untrusted",
                next_step="Ask the lead; or look at it yourself, by Import.",
            )
        who = self.hands.signer_of(found.public)
        return replace(item, who=who, count=found.cases[self.hands.me])

    def _remarks(self, coming: Sequence[Item]) -> Iterator[str]:
        if self.hands.roster.held is None:
            yield "No roster is held: every key is believed its claim."
        packages = [one for one in coming if one.kind == "package"]
        if packages:
            yield self._merged(packages)

    def _merged(self, packages: Sequence[Item]) -> str:
        """What merging these packages would bring, by the merge's own account."""
        found = [one.came.package for one in packages if one.came and one.came.package]
        parcels = tuple(one.parcel for one in found if one.parcel is not None)
        totals = self.hands.merging.plan(Found(tuple(found), (), parcels))["totals"]
        said = f"Merging brings {count(totals['new'], 'new event')}"
        if totals["waiting"]:
            said += f", {totals['waiting']:,} that wait for events before them"
        if totals["quarantined"]:
            said += f", {totals['quarantined']:,} that do not count (Merge packages says why)"
        return f"{said}."


def _turn(one: Came) -> tuple[int, str, str]:
    """Feedback first, the oldest before the newer; then cases; then packages."""
    made_at = one.feedback.made_at if one.feedback is not None else ""
    return _ORDER.index(one.lying.place), made_at, one.lying.name
