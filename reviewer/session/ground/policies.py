"""The policy set in force: read from TOML, compiled to canonical JSON, known by its hash."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reviewer.domain.errors import Refused
from reviewer.domain.policy import Policy, PolicySet, parse_policy_set
from reviewer.domain.policy_check import check
from reviewer.respath import resource
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex


@dataclass(frozen=True, slots=True)
class CompiledPolicy:
    """A policy set, its canonical text and the SHA-256 of that text."""

    policies: PolicySet
    text: str
    hash: str

    @property
    def label(self) -> str:
        """As the case strip names it."""
        return f"policy {self.policies.version}"

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """The version for comparing: figures as figures, so that 2026.10 comes after 2026.9."""
        parts = self.policies.version.replace("-", ".").split(".")
        return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in parts)

    def reference(self, policy: Policy | None) -> dict[str, Any]:
        """The field ``policy`` of an event."""
        ref = {
            "set": self.policies.set_id,
            "version": self.policies.version,
            "hash": self.hash,
        }
        if policy is not None:
            ref["id"] = policy.id
        return ref


def compile_policy(raw: Any, *, file: str = "") -> CompiledPolicy:
    """Validate plain values and compile them.

    Raises:
        Refused: code ``policy``.
    """
    policies = parse_policy_set(raw, file=file)
    text = dumps(raw)
    return CompiledPolicy(policies, text, sha256_hex(text))


def load_policy(path: Path, *, sound: bool = True) -> CompiledPolicy:
    """A policy set from a TOML file.

    Args:
        path: the file.
        sound: refuse a set in which ``policy check`` finds anything.

    Raises:
        Refused: ``policy``, with the place.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(str(error), code="policy", file=path.name) from error
    compiled = compile_policy(raw, file=path.name)
    return checked(compiled, path.name) if sound else compiled


def checked(compiled: CompiledPolicy, file: str) -> CompiledPolicy:
    """The same set, in which ``policy check`` finds nothing.

    Raises:
        Refused: ``policy``, with the first finding.
    """
    found = check(compiled.policies)
    if found:
        raise Refused(
            f"This policy set cannot be worked by: {found[0]}.",
            code="policy",
            file=file,
            next_step="See all that is wrong with: reviewer policy check.",
        )
    return compiled


def policy_from_text(text: str) -> CompiledPolicy:
    """A policy set from its stored canonical text."""
    return compile_policy(loads_strict(text), file="policy set")


def default_policy() -> CompiledPolicy:
    """The set that ships with the program."""
    return load_policy(resource("policies/default.toml"))
