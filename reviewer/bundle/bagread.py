"""Reading a bag: structure first, then the signature, then the hashes; each finding is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from reviewer.bundle import manifest as tags
from reviewer.bundle.codes import Violation
from reviewer.bundle.folder import FolderTree
from reviewer.bundle.hashing import sha256_many
from reviewer.bundle.names import Limits, check_names
from reviewer.bundle.signature import SignatureCheck, look_at
from reviewer.bundle.ziptree import ZipTree
from reviewer.domain.errors import Refused
from reviewer.trust.canonical import sha256_hex
from reviewer.trust.dsse import BUNDLE_TYPE

SIGNATURES = ("bundle.dsse.json", "export.dsse.json")
TAG_FOLDERS = ("policy/", "trust/")


class Tree(Protocol):
    """A folder or a zip file as names with sizes."""

    @property
    def kind(self) -> str:
        """``folder`` or ``zip``."""
        ...

    @property
    def sizes(self) -> dict[str, int]:
        """The regular files and their sizes in bytes."""
        ...

    @property
    def violations(self) -> list[Violation]:
        """What stood in the way of listing them."""
        ...

    def open(self, name: str) -> BinaryIO:
        """One of the files; raises Refused."""
        ...

    def close(self) -> None:
        """Lets go of it."""
        ...


class BagReader:
    """A bag whose structure has been looked at; ``violations`` grows with each check."""

    def __init__(self, tree: Tree, path: Path, signature: str, limits: Limits) -> None:
        self.path = path
        self.kind = tree.kind
        self.limits = limits
        self.signature_name = signature
        self.violations: list[Violation] = list(tree.violations)
        self.info: dict[str, str] = {}
        self.manifest: dict[str, str] = {}
        self.tagmanifest: dict[str, str] = {}
        self.tagmanifest_sha256: str = ""
        self._tree = tree
        self._structure()

    def names(self) -> list[str]:
        """All files, payload and tag files, sorted."""
        return sorted(self._tree.sizes)

    def size(self, name: str) -> int:
        """The size of a file in bytes, as the folder or the zip directory has it."""
        return self._tree.sizes[name]

    def has(self, name: str) -> bool:
        """Whether there is a regular file of that name."""
        return name in self._tree.sizes

    def open(self, name: str) -> BinaryIO:
        """One file for reading. Raises Refused (codes missing, unreadable, zip_size)."""
        return self._tree.open(name)

    def read(self, name: str, limit: int | None = None) -> bytes:
        """All bytes of a small file. Raises Refused code ``too_large`` beyond the limit."""
        most = self.limits.tag_file if limit is None else limit
        with self.open(name) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise Refused(f"It is larger than {most} bytes.", code="too_large", file=name)
        return data

    def close(self) -> None:
        """Lets go of the files."""
        self._tree.close()

    def __enter__(self) -> BagReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def refused(self) -> bool:
        """Whether a violation found so far refuses the whole bag."""
        return any(v.refuses for v in self.violations)

    def _structure(self) -> None:
        names = self.names()
        self.violations += check_names(names, self.limits)
        total = sum(self._tree.sizes.values())
        if total > self.limits.total:
            self.violations.append(Violation("too_large", detail=f"{total} bytes in all."))
        if tags.BAGIT not in names:
            if not any(v.code == "zip_damaged" for v in self.violations):
                self.violations.append(Violation("not_a_bag"))
            return
        self._tag_file_names(names)
        self._tag_files()
        self._both_ways()

    def _tag_file_names(self, names: Sequence[str]) -> None:
        needed = (tags.BAG_INFO, tags.MANIFEST, tags.TAG_MANIFEST)
        for name in needed:
            if not self.has(name):
                self.violations.append(Violation("missing_tag_file", name))
        allowed = {tags.BAGIT, *needed, self.signature_name}
        for name in names:
            if name == "fetch.txt":
                self.violations.append(Violation("fetch", name))
            elif name not in allowed and not name.startswith(("data/", *TAG_FOLDERS)):
                self.violations.append(Violation("unexpected_file", name))

    def _small(self, name: str) -> bytes | None:
        if not self.has(name):
            return None
        try:
            return self.read(name)
        except Refused as refused:
            code = refused.code if refused.code in ("too_large", "zip_size") else "unreadable"
            self.violations.append(Violation(code, name, detail=refused.message))
            return None

    def _tag_files(self) -> None:
        bagit = self._small(tags.BAGIT)
        if bagit is not None and bagit.replace(b"\r\n", b"\n") != tags.BAGIT_TXT:
            self.violations.append(Violation("bagit_txt", tags.BAGIT))
        info = self._small(tags.BAG_INFO)
        if info is not None:
            self.info, wrong = tags.parse_bag_info(info)
            self.violations += wrong
            self._oxum()
        manifest = self._small(tags.MANIFEST)
        if manifest is not None:
            self.manifest, wrong = tags.parse_manifest(tags.MANIFEST, manifest)
            self.violations += wrong
        tagmanifest = self._small(tags.TAG_MANIFEST)
        if tagmanifest is not None:
            self.tagmanifest_sha256 = sha256_hex(tagmanifest)
            self.tagmanifest, wrong = tags.parse_manifest(tags.TAG_MANIFEST, tagmanifest)
            self.violations += wrong

    def _oxum(self) -> None:
        declared = tags.parse_oxum(self.info)
        if declared is None:
            self.violations.append(
                Violation("bag_info", tags.BAG_INFO, detail="There is no valid Payload-Oxum.")
            )
            return
        sizes = [size for name, size in self._tree.sizes.items() if name.startswith("data/")]
        if declared != (sum(sizes), len(sizes)):
            detail = f"{declared[0]}.{declared[1]} declared, {sum(sizes)}.{len(sizes)} there."
            self.violations.append(Violation("oxum", tags.BAG_INFO, detail=detail))

    def _both_ways(self) -> None:
        listed = {**self.manifest, **self.tagmanifest}
        for name in sorted(set(listed) - set(self._tree.sizes)):
            if not any(v.path == name and v.code != "unlisted" for v in self.violations):
                self.violations.append(Violation("missing", name))
        free = {tags.TAG_MANIFEST, self.signature_name, "fetch.txt"}
        known = {v.path for v in self.violations if v.code in ("unexpected_file", "name")}
        for name in self.names():
            if name not in listed and name not in free | known:
                self.violations.append(Violation("unlisted", name))

    def check_signature(
        self, payload_type: str = BUNDLE_TYPE, known: Mapping[str, bytes] | None = None
    ) -> SignatureCheck:
        """Looks at the signature file, if there is one; its violations are kept here too.

        Args:
            payload_type: the DSSE type it must have.
            known: key id to raw public key of the keys that are trusted.
        """
        if not self.has(self.signature_name):
            return SignatureCheck()
        check = look_at(self, self.signature_name, payload_type, known or {})
        self.violations += check.violations
        return check

    def check_hashes(self) -> list[Violation]:
        """Hashes every listed file and compares; the findings are returned and kept."""
        listed = {**self.manifest, **self.tagmanifest}
        present = [name for name in sorted(listed) if self.has(name)]
        found = []
        for name, digest, size, refused in sha256_many(present, self.open):
            if refused is not None:
                code = refused.code if refused.code in ("zip_size", "symlink") else "unreadable"
                found.append(Violation(code, name, detail=refused.message))
            elif digest != listed[name] or size != self.size(name):
                found.append(Violation("hash", name, detail=f"It has {digest}."))
        self.violations += found
        return found


def read_bag(
    path: Path, *, signature: str = SIGNATURES[0], limits: Limits | None = None
) -> BagReader:
    """Opens a folder or a zip file as a bag and checks its structure and sizes.

    Nothing of the payload is opened yet. Raises Refused code ``not_found`` where there is neither
    a folder nor a regular file; all else becomes a violation.
    """
    limits = limits or Limits()
    tree: Tree
    try:
        if path.is_dir():
            tree = FolderTree(path, limits)
        elif path.is_file():
            tree = ZipTree(path, limits)
        else:
            raise Refused("There is no such folder or file.", code="not_found", file=path.name)
    except OSError as error:
        words = error.strerror or str(error)
        raise Refused(f"It cannot be read: {words}.", code="unreadable", file=path.name) from error
    return BagReader(tree, path, signature, limits)


def refusal(violations: Iterable[Violation], path: Path) -> Refused | None:
    """The first violation that refuses the whole bag, as an error; None where none does."""
    serious = [v for v in violations if v.refuses]
    if not serious:
        return None
    first = serious[0]
    more = f" {len(serious) - 1} more violations." if len(serious) > 1 else ""
    detail = f" {first.detail}" if first.detail else ""
    return Refused(
        f"{first.says}{detail}{more}",
        code=first.code,
        file=f"{path.name}/{first.path}" if first.path else path.name,
        line=first.line or None,
        next_step="Ask whoever made it for a sound one; nothing of it was taken in.",
    )
