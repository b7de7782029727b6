"""What can be wrong with a bundle: a closed list of codes, one plain sentence each.

The same list stands in ``resources/bundle-codes.json`` for people who write bundles; a test
compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["structure", "signature", "hashes", "schema", "references", "rows"]


@dataclass(frozen=True)
class Code:
    """One kind of violation. ``refuses`` is False where only the record is quarantined."""

    stage: Stage
    says: str
    refuses: bool = True


@dataclass(frozen=True, order=True)
class Violation:
    """One thing that is wrong.

    ``path`` is the file inside the bag ("" for the bag itself), ``line`` counts from 1 (0 where
    there is none), ``detail`` says what was met.
    """

    code: str
    path: str = ""
    line: int = 0
    detail: str = ""

    @property
    def refuses(self) -> bool:
        """Whether the whole bundle is refused for it, not one record only."""
        return CODES[self.code].refuses

    @property
    def says(self) -> str:
        """The plain sentence of the code."""
        return CODES[self.code].says

    def as_dict(self) -> dict[str, str | int | None]:
        """The form of the command line: {code, path, line, detail}."""
        return {
            "code": self.code,
            "path": self.path or None,
            "line": self.line or None,
            "detail": self.detail or self.says,
        }


CODES: dict[str, Code] = {
    "not_a_bag": Code("structure", "There is no bagit.txt, so this is not a bag."),
    "unreadable": Code("structure", "A file or folder cannot be read."),
    "bagit_txt": Code(
        "structure",
        "bagit.txt must be the two lines of BagIt 1.0 in UTF-8 and nothing else.",
    ),
    "bag_info": Code(
        "structure",
        "bag-info.txt must hold 'Name: value' lines in UTF-8 with one Payload-Oxum.",
    ),
    "missing_tag_file": Code("structure", "A file that every bundle must have is missing."),
    "unexpected_file": Code("structure", "A file stands where the profile has no place for it."),
    "fetch": Code("structure", "fetch.txt asks to load files from elsewhere; nothing is fetched."),
    "symlink": Code("structure", "A symbolic link could point outside the bundle."),
    "special_file": Code("structure", "A device, pipe or socket is not a file to be read."),
    "name": Code(
        "structure",
        "A name may hold letters, digits, full stop, underscore and hyphen only.",
    ),
    "device_name": Code("structure", "The name means a device on Windows."),
    "case_twin": Code("structure", "Two names differ in the case of letters only."),
    "depth": Code("structure", "Folders are nested deeper than the profile allows."),
    "too_many_files": Code("structure", "There are more files than the profile allows."),
    "too_large": Code("structure", "A file or the whole bundle is larger than the profile allows."),
    "oxum": Code("structure", "The payload is not of the declared size (Payload-Oxum)."),
    "manifest_line": Code("structure", "A manifest line is not a SHA-256, two spaces and a path."),
    "manifest_scope": Code("structure", "A manifest names a file that it may not name."),
    "manifest_twice": Code("structure", "A manifest names the same file twice."),
    "missing": Code("structure", "A file that a manifest lists is not there."),
    "unlisted": Code("structure", "A file is there that no manifest lists."),
    "zip_damaged": Code("structure", "The zip file cannot be read."),
    "zip_encrypted": Code("structure", "A member of the zip file is encrypted."),
    "zip_method": Code("structure", "A member of the zip file is neither stored nor deflated."),
    "zip_twice": Code("structure", "The zip file holds two members of the same name."),
    "zip_header": Code(
        "structure",
        "The zip file's directory and its members disagree, or data lie between members.",
    ),
    "zip_ratio": Code("structure", "A member of the zip file unpacks to over 100 times its size."),
    "zip_size": Code("structure", "A member of the zip file is not of its declared size."),
    "signature_form": Code("signature", "The signature file is not a DSSE envelope of this kind."),
    "signature_target": Code("signature", "The signature was made for another bundle."),
    "signature_bad": Code("signature", "The signature does not fit the contents."),
    "hash": Code("hashes", "A file is not the one the manifest lists: its SHA-256 differs."),
    "media_name": Code(
        "hashes",
        "A media file must be data/media/ab/SHA256.ext with the SHA-256 of its own bytes.",
    ),
    "header": Code("schema", "data/bundle.json is not a valid bundle header."),
    "header_version": Code("schema", "The bundle is of a format version this program cannot read."),
    "must_understand": Code("schema", "The bundle demands an extension this program lacks."),
    "header_counts": Code("schema", "The header's counts differ from the rows that are there."),
    "watchlists": Code("schema", "data/watchlists.json is not a valid list of watchlists."),
    "media_absent": Code(
        "references",
        "A media record says that its file is present, but the bundle does not hold it.",
        refuses=False,
    ),
    "media_size": Code(
        "references",
        "A media record gives another size than its file has.",
        refuses=False,
    ),
    "media_unnamed": Code("references", "A media file is named by no media record.", refuses=False),
    "platform": Code(
        "references",
        "A record names no platform and its account is not in the bundle.",
        refuses=False,
    ),
    "row": Code("rows", "A row is not a valid record of its kind.", refuses=False),
    "row_length": Code("rows", "A row is longer than the profile allows.", refuses=False),
}
"""Every violation there is, in the order in which a bundle is looked at."""
