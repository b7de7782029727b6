"""A policy set that roots signed: a DSSE envelope around its canonical text."""

from __future__ import annotations

from reviewer.domain.errors import Refused
from reviewer.trust import dsse
from reviewer.trust.authority import Authority
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps
from reviewer.trust.roster import Roster

FILE = "policy-set.json"


def sign_policy(text: str, signer: dsse.Signs, before: str = "") -> str:
    """The envelope of a policy set, signed by one more root; signing twice changes nothing.

    Args:
        text: the canonical JSON of the set.
        before: the envelope so far; its signatures are kept where it holds the same text.
    """
    kept: dict[str, str] = {}
    if before:
        body, signatures = dsse.open_envelope(before, dsse.POLICY_TYPE, file=FILE)
        if body == text.encode("utf-8"):
            kept = {keyid: b64(sig) for keyid, sig in signatures}
    made = dsse.envelope(dsse.POLICY_TYPE, text.encode("utf-8"), signer)
    kept[signer.keyid] = made["signatures"][0]["sig"]
    made["signatures"] = [{"keyid": k, "sig": s} for k, s in sorted(kept.items())]
    return dumps(made) + "\n"


def peek_policy(text: str | bytes) -> str:
    """The policy set in an envelope, **verified by nobody**.

    Raises:
        Refused: code ``dsse`` or ``json``.
    """
    body, _ = dsse.open_envelope(text, dsse.POLICY_TYPE, file=FILE)
    return body.decode("utf-8", "replace")


def read_policy(text: str | bytes, authority: Authority, held: Roster | None) -> str:
    """The canonical text of a policy set that enough roots signed.

    Args:
        authority: the roots of the site; without a site file those of ``held`` count.

    Raises:
        Refused: code ``policy``: nobody can vouch, or too few signed; ``dsse`` or ``json``.
    """
    roots, threshold = authority.roots_of(held)
    if not roots:
        raise Refused(
            "No site file names root keys, and no roster is held: nobody can vouch for it.",
            code="policy",
            file=FILE,
            next_step="Compare its SHA-256 with the lead, then: reviewer policy adopt FILE.",
        )
    body, signatures = dsse.open_envelope(text, dsse.POLICY_TYPE, file=FILE)
    signed = len(dsse.verified_by(dsse.POLICY_TYPE, body, signatures, roots))
    if signed < max(threshold, 1):
        raise Refused(
            f"{signed} of {threshold} root signatures are there.",
            code="policy",
            file=FILE,
            next_step="The roots sign it with: reviewer policy sign.",
        )
    return body.decode("utf-8")
