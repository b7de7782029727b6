"""What the commands about policy sets answer with ``--json``."""

from __future__ import annotations

from reviewer.answers.common import Checked, Count, Done, Part, Sha256


class PolicyFinding(Part):
    """One thing that is wrong with a set: a code of the closed list, where, and what exactly."""

    code: str
    policy: str
    place: str
    detail: str


class PolicyCheck(Checked):
    """``policy check``: what the set is, and everything that is wrong with it."""

    file: str
    set: str
    version: str
    sha256: Sha256
    policies: Count
    rules: Count
    examples: Count
    findings: list[PolicyFinding]


class PolicyShow(Done):
    """``policy show``: the set in words, as Markdown."""

    file: str
    sha256: Sha256
    text: str


class PolicyAdopt(Done):
    """``policy adopt``: the set in force now; ``adopted`` is false where it was so before."""

    file: str
    set: str
    version: str
    sha256: Sha256
    adopted: bool


class PolicySign(Done):
    """``policy sign``: the signed set, and how many signed it so far."""

    path: str
    set: str
    version: str
    sha256: Sha256
    signatures: Count
