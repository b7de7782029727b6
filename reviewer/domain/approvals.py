"""Which proposals are approved: by as many different leads as each needs. Pure."""

from __future__ import annotations

from typing import Any

from reviewer.domain.proposals import needed

NOBODY: frozenset[str] = frozenset()


class Approvals:
    """What subjects and wishes share: facts, and approvals that count.

    ``approvals`` holds (proposal, key, pseudonym) of each approval that counts; which does is said
    by ``proposals.objection``.
    """

    __slots__ = ()
    facts: Any
    """Id to ``Fact``."""
    approvals: frozenset[tuple[str, str, str]]

    @property
    def approved(self) -> frozenset[str]:
        """The ids of proposals that enough different leads approved."""
        if not self.approvals:
            return NOBODY
        named = {target for target, _, _ in self.approvals}
        return frozenset(t for t in named if self.approved_by(t) >= needed(self.facts[t].event))

    def approved_by(self, ident: str) -> int:
        """How many different leads approved a proposal."""
        mine = [(key, who) for target, key, who in self.approvals if target == ident]
        return min(len({key for key, _ in mine}), len({who for _, who in mine}))
