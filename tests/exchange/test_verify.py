"""Whatever is done to a package, the first bad event is named; what cannot be told is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.bundle.bag import zip_folder
from reviewer.domain.errors import Refused
from reviewer.exchange.chain import Expected, Tip, follow
from reviewer.exchange.checking.report import VerifyReport
from reviewer.exchange.checking.verify import verify
from reviewer.exchange.export import Beside, ExportResult, export
from reviewer.exchange.findings import CODES, Bad
from reviewer.exchange.lines import entries_of_file, line_of
from reviewer.store.ledger.stored import sign_event
from reviewer.trust import dsse
from reviewer.trust.base64s import b64
from reviewer.trust.canonical import dumps, loads_strict, sha256_hex
from tests.exchange import world
from tests.exchange.world import DEVICE, HERON, POLICY, POLICY_HASH, THIEF, MemoryEvidence

Copy = Callable[[], Path]
EVENTS = "data/events.jsonl"
SIGNATURE = "export.dsse.json"


def lines(folder: Path) -> list[bytes]:
    return (folder / EVENTS).read_bytes().splitlines(keepends=True)


def put(folder: Path, changed: list[bytes]) -> None:
    (folder / EVENTS).write_bytes(b"".join(changed))


def remanifest(folder: Path) -> None:
    """What an attacker without the key can do: all manifests and sizes anew."""
    payload = sorted(p for p in (folder / "data").rglob("*") if p.is_file())
    octets = sum(p.stat().st_size for p in payload)
    info = (folder / "bag-info.txt").read_text().splitlines()
    info = [x for x in info if not x.startswith("Payload-Oxum")]
    (folder / "bag-info.txt").write_text(
        "\n".join([*info, f"Payload-Oxum: {octets}.{len(payload)}"]) + "\n"
    )
    listed = {p.relative_to(folder).as_posix(): sha256_hex(p.read_bytes()) for p in payload}
    (folder / "manifest-sha256.txt").write_text(
        "".join(f"{listed[name]}  {name}\n" for name in sorted(listed))
    )
    tags = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    (folder / "tagmanifest-sha256.txt").write_text(
        "".join(f"{sha256_hex((folder / name).read_bytes())}  {name}\n" for name in tags)
    )


def resign(folder: Path, **changes: Any) -> None:
    """What an attacker with a key of their own can do: the statement anew as well."""
    old = json.loads((folder / SIGNATURE).read_text())
    body, _ = dsse.open_envelope(dumps(old), dsse.EXPORT_TYPE)
    statement = loads_strict(body)
    payload = [p for p in (folder / "data").rglob("*") if p.is_file()]
    statement |= {
        "public": b64(THIEF.public),
        "signer": {**statement["signer"], "keyid": THIEF.keyid},
        "files": {p.relative_to(folder).as_posix(): sha256_hex(p.read_bytes()) for p in payload},
        "tagmanifest_sha256": sha256_hex((folder / "tagmanifest-sha256.txt").read_bytes()),
        **changes,
    }
    text = dsse.envelope_text(dsse.EXPORT_TYPE, dumps(statement).encode(), THIEF)
    (folder / SIGNATURE).write_text(text)


def bad(report: VerifyReport) -> Bad:
    assert not report.ok and report.first_bad is not None
    assert report.first_bad.code in CODES
    assert report.first_bad.says in report.sentences
    return report.first_bad


def named(report: VerifyReport) -> tuple[str, str, int | None, int | None]:
    found = bad(report)
    return (found.code, found.file, found.line, found.seq)


def test_a_sound_package(package: ExportResult, tmp_path: Path) -> None:
    report = verify(package.path)
    assert report.ok and report.first_bad is None
    assert (report.kind, report.events, report.head) == ("export", 15, package.head)
    assert (report.signer, report.pseudonym) == (HERON.keyid, "heron")
    assert (report.device, report.from_seq, report.to_seq) == (DEVICE, 1, 15)
    assert report.trust == "unknown"
    assert any("signed all of it anew" in s or "signed" in s for s in report.sentences)
    assert verify(package.path, own=HERON.public).trust == "own"
    assert report.as_dict()["first_bad"] is None


def test_a_sound_zip(package: ExportResult, tmp_path: Path) -> None:
    zip_folder(package.path, tmp_path / "p.zip")
    assert verify(tmp_path / "p.zip").ok


# ---------------------------------------------------------------- events


def edit_text(raw: bytes) -> bytes:
    assert b"suspend" in raw
    return raw.replace(b"suspend", b"warn")


def put_forged(found: list[bytes], index: int, keyid: str | None = None) -> None:
    """Replaces an event by one of the same place, signed by another key."""
    document = json.loads(found[index])
    event = json.loads(document["e"])
    event["actor"]["key"] = THIEF.keyid
    event["outcome"] = "no_violation"
    forged = sign_event(event, THIEF)
    line = json.loads(line_of(forged))
    line["k"] = keyid or line["k"]
    found[index] = dumps(line).encode() + b"\n"


def removed(found: list[bytes]) -> None:
    del found[4]


def removed_first(found: list[bytes]) -> None:
    del found[0]


def removed_three(found: list[bytes]) -> None:
    del found[6:9]


def swapped(found: list[bytes]) -> None:
    found[2], found[3] = found[3], found[2]


def swapped_far(found: list[bytes]) -> None:
    found[1], found[14] = found[14], found[1]


def edited(found: list[bytes]) -> None:
    found[1] = edit_text(found[1])


def cut_at_line_end(found: list[bytes]) -> None:
    del found[9:]


def cut_to_nothing(found: list[bytes]) -> None:
    found.clear()


def cut_in_a_line(found: list[bytes]) -> None:
    del found[10:]
    found[9] = found[9][:70]


def cut_before_the_line_end(found: list[bytes]) -> None:
    del found[10:]
    found[9] = found[9][:-1]


def forged(found: list[bytes]) -> None:
    put_forged(found, 2)


def forged_under_our_name(found: list[bytes]) -> None:
    put_forged(found, 2, HERON.keyid)


def repeated(found: list[bytes]) -> None:
    found.insert(5, found[4])


def appended_again(found: list[bytes]) -> None:
    found.append(found[3])


def another_signature(found: list[bytes]) -> None:
    one, two = json.loads(found[5]), json.loads(found[6])
    one["s"] = two["s"]
    found[5] = dumps(one).encode() + b"\n"


def blank_line(found: list[bytes]) -> None:
    found.insert(3, b"\n")


def other_spelling(found: list[bytes]) -> None:
    found[3] = json.dumps(json.loads(found[3])).encode() + b"\n"


ATTACKS: list[tuple[Callable[[list[bytes]], None], str, int, int]] = [
    (edited, "edited", 2, 2),
    (removed, "removed", 5, 5),
    (removed_first, "removed", 1, 1),
    (removed_three, "removed", 7, 7),
    (swapped, "reordered", 3, 4),
    (swapped_far, "reordered", 2, 15),
    (cut_at_line_end, "truncated", 10, 10),
    (cut_to_nothing, "truncated", 1, 1),
    (cut_in_a_line, "truncated", 10, 10),
    (cut_before_the_line_end, "truncated", 10, 10),
    (forged, "forged", 3, 3),
    (forged_under_our_name, "edited", 3, 3),
    (repeated, "extra", 6, 5),
    (appended_again, "extra", 16, 4),
    (another_signature, "edited", 6, 6),
    (blank_line, "edited", 4, 4),
    (other_spelling, "edited", 4, 4),
]


@pytest.mark.parametrize("manifests", ["kept", "anew", "anew without signature"])
@pytest.mark.parametrize(("attack", "code", "line", "seq"), ATTACKS)
def test_the_first_bad_event_is_named(
    copy: Copy,
    attack: Callable[[list[bytes]], None],
    code: str,
    line: int,
    seq: int,
    manifests: str,
) -> None:
    folder = copy()
    found = lines(folder)
    attack(found)
    put(folder, found)
    if manifests != "kept":
        remanifest(folder)
    if manifests == "anew without signature":
        (folder / SIGNATURE).unlink()
    report = verify(folder)
    assert named(report) == (code, EVENTS, line, seq)
    if manifests == "anew without signature":
        assert {b.file for b in report.findings} >= {EVENTS, SIGNATURE}
        assert report.signer == ""


@pytest.mark.parametrize(("attack", "code", "line", "seq"), ATTACKS)
def test_the_same_in_a_zip(
    copy: Copy,
    tmp_path: Path,
    attack: Callable[[list[bytes]], None],
    code: str,
    line: int,
    seq: int,
) -> None:
    folder = copy()
    found = lines(folder)
    attack(found)
    put(folder, found)
    zip_folder(folder, tmp_path / "p.zip")
    assert named(verify(tmp_path / "p.zip")) == (code, EVENTS, line, seq)


def test_ids_are_named(copy: Copy) -> None:
    folder = copy()
    found = lines(folder)
    edited(found)
    put(folder, found)
    assert bad(verify(folder)).id == world.event_id(2)
    found[1] = found[1].replace(b"\\", b"", 1)
    put(folder, found)
    assert bad(verify(folder)).id is None or bad(verify(folder)).id == world.event_id(2)


@settings(max_examples=400)
@given(st.data())
def test_any_changed_byte_of_the_events_is_named(
    package: ExportResult, data: st.DataObject
) -> None:
    sound = (package.path / EVENTS).read_bytes()
    place = data.draw(st.integers(0, len(sound) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda b: b != sound[place]))
    changed = sound[:place] + bytes([value]) + sound[place + 1 :]
    end = Tip(package.to_seq, package.head)
    expected = Expected(HERON.public, HERON.keyid, DEVICE, until=end, file=EVENTS)
    found = follow(list(entries_of_file(changed)), expected).bad
    line = sound.count(b"\n", 0, place) + 1
    assert found is not None and found.code in {"edited", "truncated"}
    assert (found.file, found.line, found.seq) == (EVENTS, line, line)


@settings(max_examples=30)
@given(st.data())
def test_any_changed_byte_is_named(
    package: ExportResult, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """The same through the whole check, with the manifests kept or made anew."""
    sound = (package.path / EVENTS).read_bytes()
    place = data.draw(st.integers(0, len(sound) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda b: b != sound[place]))
    folder = tmp_path_factory.getbasetemp() / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package.path, folder)
    (folder / EVENTS).write_bytes(sound[:place] + bytes([value]) + sound[place + 1 :])
    if data.draw(st.booleans()):
        remanifest(folder)
    line = sound.count(b"\n", 0, place) + 1
    code, file, at, seq = named(verify(folder))
    assert (file, at, seq) == (EVENTS, line, line)
    assert code in {"edited", "truncated"}


@settings(max_examples=25)
@given(st.data())
def test_any_cut_is_named(
    package: ExportResult, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sound = (package.path / EVENTS).read_bytes()
    size = data.draw(st.integers(0, len(sound) - 1))
    folder = tmp_path_factory.getbasetemp() / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package.path, folder)
    (folder / EVENTS).write_bytes(sound[:size])
    line = sound.count(b"\n", 0, size) + 1
    assert named(verify(folder)) == ("truncated", EVENTS, line, line)


@settings(max_examples=25)
@given(st.data())
def test_any_order_but_the_right_one_is_named(
    package: ExportResult, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    sound = lines(package.path)
    order = data.draw(st.permutations(range(len(sound))).filter(lambda o: o != sorted(o)))
    folder = tmp_path_factory.getbasetemp() / "shuffled"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package.path, folder)
    put(folder, [sound[n] for n in order])
    first = next(n for n, at in enumerate(order) if n != at)
    assert named(verify(folder)) == ("reordered", EVENTS, first + 1, order[first] + 1)


def test_two_histories_of_one_device(copy: Copy) -> None:
    """Whoever has the key can write another history; beside the signed end it shows."""
    folder = copy()
    other = world.ledger()
    rival = json.loads(other.stored[4].text)
    other.stored[4] = sign_event({**rival, "note": "rival"}, HERON)
    found = lines(folder)
    found[4] = line_of(other.stored[4])
    put(folder, found)
    assert named(verify(folder)) == ("fork", EVENTS, 6, 6)
    found.insert(4, lines(copy())[4])
    folder = copy()
    put(folder, found)
    assert named(verify(folder)) == ("fork", EVENTS, 6, 5)
    folder = copy()
    last = sign_event({**json.loads(other.stored[14].text), "note": "rival"}, HERON)
    put(folder, [*lines(folder)[:-1], line_of(last)])
    assert named(verify(folder)) == ("fork", EVENTS, 15, 15)


def test_events_after_the_signed_end(copy: Copy) -> None:
    folder = copy()
    ledger = world.ledger()
    put(folder, [*lines(folder), line_of(ledger.decide("later"))])
    remanifest(folder)
    assert named(verify(folder)) == ("extra", EVENTS, 16, 16)


def test_an_event_of_another_device(copy: Copy) -> None:
    folder = copy()
    found = lines(folder)
    event = {**json.loads(json.loads(found[3])["e"]), "device": "other"}
    found[3] = line_of(sign_event(event, HERON))
    put(folder, found)
    assert named(verify(folder)) == ("forged", EVENTS, 4, 4)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    "name",
    ["data/decisions.csv", "data/summary.html", "data/export.json", "data/keys.json",
     "data/imports.json", "data/holds.jsonl", f"data/policy/{POLICY_HASH}.json"],
)  # fmt: skip
def test_any_other_file(copy: Copy, name: str, again: bool) -> None:
    folder = copy()
    path = folder / name
    path.write_bytes(path.read_bytes().replace(b"e", b"E", 1))
    if again:
        remanifest(folder)
    assert named(verify(folder)) == ("hash", name, None, None)
    path.unlink()
    if again:
        remanifest(folder)
    assert named(verify(folder))[:2] == ("missing", name)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("name", ["data/more.json", "data/policy/x.json"])
def test_an_extra_payload_file(copy: Copy, name: str, again: bool) -> None:
    folder = copy()
    (folder / name).write_text("{}")
    if again:
        remanifest(folder)
    assert named(verify(folder))[:2] == ("extra", name)


def test_extra_and_missing_tag_files(copy: Copy) -> None:
    folder = copy()
    (folder / "fetch.txt").write_text("")
    assert named(verify(folder))[:2] == ("extra", "fetch.txt")
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt", "bagit.txt", "bag-info.txt"):
        folder = copy()
        (folder / name).unlink()
        assert bad(verify(folder)).code == "missing"
    folder = copy()
    (folder / EVENTS).unlink()
    report = verify(folder)
    assert {(b.code, b.file) for b in report.findings} >= {("missing", EVENTS)}


def test_a_wrong_line_in_a_manifest(copy: Copy) -> None:
    folder = copy()
    path = folder / "manifest-sha256.txt"
    path.write_text("0" * 64 + path.read_text()[64:])
    report = verify(folder)
    assert bad(report).code == "hash"
    assert "manifest-sha256.txt" in {b.file for b in report.findings}


@settings(max_examples=40)
@given(st.data())
def test_any_changed_byte_of_any_file_is_noticed(
    package: ExportResult, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    names = sorted(
        p.relative_to(package.path).as_posix() for p in package.path.rglob("*") if p.is_file()
    )
    name = data.draw(st.sampled_from(names))
    sound = (package.path / name).read_bytes()
    place = data.draw(st.integers(0, len(sound) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda b: b != sound[place]))
    folder = tmp_path_factory.getbasetemp() / "any"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(package.path, folder)
    (folder / name).write_bytes(sound[:place] + bytes([value]) + sound[place + 1 :])
    try:
        report = verify(folder)
    except Refused as refused:
        assert refused.code == "version" and name == "data/export.json"
    else:
        assert not report.ok


# ---------------------------------------------------------------- signatures


def test_statement_edited_or_gone(copy: Copy) -> None:
    folder = copy()
    (folder / SIGNATURE).unlink()
    report = verify(folder)
    assert named(report) == ("missing", SIGNATURE, None, None)
    assert (report.signer, report.trust) == ("", "unknown")
    folder = copy()
    document = json.loads((folder / SIGNATURE).read_text())
    document["signatures"][0]["sig"] = b64(bytes(64))
    (folder / SIGNATURE).write_text(dumps(document) + "\n")
    assert named(verify(folder)) == ("forged", SIGNATURE, None, None)
    (folder / SIGNATURE).write_text("{}")
    assert named(verify(folder)) == ("edited", SIGNATURE, None, None)


def test_package_signed_anew_around_our_events(copy: Copy) -> None:
    """The thief drops the last events and signs the rest: the events betray it."""
    folder = copy()
    found = lines(folder)[:9]
    put(folder, found)
    head = sha256_hex(json.loads(found[-1])["e"])
    header = json.loads((folder / "data/export.json").read_text())
    header |= {"to_seq": 9, "head": head, "events": 9}
    (folder / "data/export.json").write_text(dumps(header) + "\n")
    remanifest(folder)
    resign(folder, to_seq=9, head=head, events=9)
    assert named(verify(folder)) == ("forged", SIGNATURE, None, None)
    (folder / "data/keys.json").unlink()
    remanifest(folder)
    resign(folder, to_seq=9, head=head, events=9)
    assert bad(verify(folder)).code == "forged"


def test_one_event_forged_and_package_signed_anew(copy: Copy) -> None:
    folder = copy()
    found = lines(folder)
    put_forged(found, 4)
    put(folder, found)
    remanifest(folder)
    resign(folder)
    assert named(verify(folder)) == ("forged", SIGNATURE, None, None)


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything anew by another key, under the same name and device, without one decision."""
    theirs = world.MemoryLedger(signer=THIEF)
    for stored in world.ledger().stored[:-1]:
        own = ("id", "device", "seq", "prev", "v", "actor", "at", "type")
        event = dict(stored.event)
        theirs.add(event["type"], **{k: v for k, v in event.items() if k not in own})
    out = tmp_path_factory.mktemp("stolen") / "out"
    export(theirs, MemoryEvidence(), Beside({POLICY_HASH: POLICY}), out, signer=THIEF)
    return out


def test_everything_signed_anew(stolen: Path, package: ExportResult, tmp_path: Path) -> None:
    report = verify(stolen)
    assert report.ok and report.trust == "unknown"
    assert any("would look exactly like this" in s for s in report.sentences)
    assert verify(stolen, own=HERON.public).trust == "unknown"
    for trust in (HERON.public.hex(), b64(HERON.public)):
        refused = verify(stolen, trust)
        assert named(refused) == ("forged", SIGNATURE, None, None)
        assert refused.trust == "unknown"
        good = verify(package.path, trust)
        assert good.ok and good.trust == "rostered"


def test_folders_that_are_no_packages(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        verify(tmp_path)
    assert caught.value.code == "not_a_package"
    with pytest.raises(Refused) as caught:
        verify(tmp_path / "nothing")
    assert caught.value.code == "not_found"
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 not really")
    assert bad(verify(tmp_path / "x.zip")).code == "truncated"


def test_a_newer_major_version_is_refused(copy: Copy) -> None:
    folder = copy()
    header = json.loads((folder / "data/export.json").read_text())
    for change in ({"format_version": "2.0"}, {"must_understand": ["merkle"]}):
        (folder / "data/export.json").write_text(dumps({**header, **change}) + "\n")
        with pytest.raises(Refused) as caught:
            verify(folder)
        assert caught.value.code == "version"


@settings(max_examples=40)
@given(st.data())
def test_any_changed_byte_of_a_zip_is_noticed_where_it_matters(
    package: ExportResult, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Inside the members every byte counts; a zip's own clock fields do not."""
    path = tmp_path_factory.getbasetemp() / "flip.zip"
    if not path.exists():
        zip_folder(package.path, path)
    sound = path.read_bytes()
    start = sound.index((package.path / EVENTS).read_bytes()[:40])
    size = (package.path / EVENTS).stat().st_size
    place = data.draw(st.integers(start, start + size - 1))
    flipped = path.with_name("flipped.zip")
    flipped.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
    line = sound.count(b"\n", start, place) + 1
    assert named(verify(flipped))[1:] == (EVENTS, line, line)
