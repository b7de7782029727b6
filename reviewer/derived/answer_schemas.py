"""The JSON Schemas of what the command line prints, made from the answers."""

from __future__ import annotations

from typing import Any

import msgspec

from reviewer.answers import common as answers
from reviewer.answers import custody as answers_custody
from reviewer.answers import dealing as answers_dealing
from reviewer.answers import exchange as answers_exchange
from reviewer.answers import looking as answers_looking
from reviewer.answers import out as answers_out
from reviewer.answers import people as answers_people
from reviewer.answers import policy as answers_policy
from reviewer.answers import quality as answers_quality
from reviewer.answers import safety as answers_safety
from reviewer.answers import sync as answers_sync
from reviewer.answers.common import Checked, Part, Refusal
from reviewer.bundle.schemas import DIALECT

VERSION = "1.0"

ANSWERS: dict[str, type[Part]] = {
    "demo": answers.Demo,
    "profile-new": answers.ProfileNew,
    "profile-card": answers.ProfileCard,
    "profile-passphrase": answers_people.PassphraseChanged,
    "profile-recover": answers_people.Recovered,
    "profile-recovery-key": answers_people.RecoveryKey,
    "roster-add": answers.RosterAnswer,
    "roster-sign": answers.RosterAnswer,
    "roster-revoke": answers.RosterAnswer,
    "roster-adopt": answers_people.RosterAdopted,
    "roster-show": answers_people.RosterShown,
    "import": answers.Import,
    "bundle-build": answers.BundleBuild,
    "bundle-verify": answers.BundleVerify,
    "bundle-key": answers.BundleKey,
    "status": answers_looking.Status,
    "search": answers_looking.Search,
    "play": answers.Play,
    "export": answers_out.Export,
    "merge": answers_exchange.Merge,
    "feedback-build": answers_out.FeedbackBuilt,
    "feedback-apply": answers_out.FeedbackApplied,
    "receipt": answers_out.FeedbackBuilt,
    "referral": answers_custody.Referral,
    "verify": answers_looking.Verify,
    "backup": answers_safety.BackupAnswer,
    "restore": answers_safety.RestoreAnswer,
    "doctor": answers_looking.Doctor,
    "docs": answers_looking.Docs,
    "docs-keys": answers_looking.KeySheet,
    "docs-screenshots": answers_looking.Screenshots,
    "bench": answers_looking.Bench,
    "selftest": answers_looking.Selftest,
    "deal": answers_dealing.Deal,
    "draw": answers_quality.DrawAnswer,
    "golden": answers_quality.GoldenAnswer,
    "quality": answers_quality.QualityAnswer,
    "purge": answers_dealing.Purge,
    "target": answers_dealing.Target,
    "sync": answers_sync.Sync,
    "policy-check": answers_policy.PolicyCheck,
    "policy-show": answers_policy.PolicyShow,
    "policy-adopt": answers_policy.PolicyAdopt,
    "policy-sign": answers_policy.PolicySign,
}
"""Command, its words joined by hyphens, to its answer; also the names of the schema files."""


def answer_schemas() -> dict[str, dict[str, Any]]:
    """Command to the JSON Schema (2020-12) of its answer: the answer itself or a refusal."""
    return {name: _schema(name, kind) for name, kind in ANSWERS.items()}


def _schema(name: str, kind: type[Part]) -> dict[str, Any]:
    (own, refusal), parts = msgspec.json.schema_components(
        [kind, Refusal], ref_template="#/$defs/{name}"
    )
    answer = parts[kind.__name__]
    properties = answer["properties"]
    if issubclass(kind, Checked):
        properties["error"] = {"$ref": "#/$defs/Problem"}
        answer["if"] = {"required": ["error"]}
        answer["then"] = {"properties": {"ok": {"const": False}}}
        answer["else"] = {"properties": {"ok": {"const": True}}}
    else:
        properties["ok"] = {"const": True}
    parts["Refusal"]["properties"]["ok"] = {"const": False}
    for part in parts.values():
        part.pop("title", None)
    return {
        "$schema": DIALECT,
        "$id": f"urn:reviewer:schema:cli:{name}:{VERSION}",
        "title": f"What `reviewer {name.replace('-', ' ')} --json` prints",
        "anyOf": [own, refusal],
        "$defs": parts,
    }
