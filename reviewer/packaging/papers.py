"""What Debian asks a package to say of itself: fields, copyright, changelog, what lint is told."""

from __future__ import annotations

import gzip
import io
from email.utils import formatdate

from reviewer import __version__
from reviewer.packaging.identity import Identity

NEEDS = ("libgl1", "libegl1", "libxcb1", "libx11-6")
_ABOUT = """\
Description: {what}
 Reported accounts, what they posted and what was decided before, on one
 desk that is worked from the keyboard. Each decision is signed and kept in
 an encrypted workspace. The program makes no network connection.
"""
_ABOUT_VIDEO = """\
 .
 This one holds the decoder of video, FFmpeg, and is under GPL terms.
"""
_OWN_FOLDER = (
    ("dir-or-file-in-opt", "One folder that brings its own libraries and runs on every release."),
    ("embedded-library", "They are those of the locked Python packages, listed in NOTICES.txt."),
    (
        "unstripped-binary-or-object",
        "Rewritten by their makers: stripped, some do not load.",
    ),
    ("shared-library-lacks-prerequisites", "Extensions that the interpreter loads."),
    ("library-not-linked-against-libc", "Data of ICU in the form of a library."),
    ("hardening-no-pie", "What starts the frozen program, as its makers built it."),
    ("duplicate-font-file", "Text must look the same on machines without these fonts."),
    ("hardening-no-relro", "Libraries as their makers built them."),
    ("custom-library-search-path", "Relative to the library itself; the trial finds all others."),
)


def package_name(video: bool) -> str:
    """The name of the package: the program with video is another one, and replaces the first."""
    return "reviewer-video" if video else "reviewer"


def control(identity: Identity, *, video: bool, machine: str, kilobytes: int, libc: str) -> str:
    """The fields of the package.

    Args:
        identity: who packages it.
        video: the program holds the decoder of video.
        machine: as Debian calls it.
        kilobytes: how much it takes when installed.
        libc: the C library that its highest symbol asks for.
    """
    other = package_name(not video)
    provided = "Provides: reviewer\n" if video else ""
    about = _ABOUT.format(what="offline desk for trust-and-safety reviewers")
    return f"""Package: {package_name(video)}
Version: {__version__}
Architecture: {machine}
Maintainer: {identity.maintainer}
Section: misc
Priority: optional
Installed-Size: {kilobytes}
Depends: {", ".join((f"libc6 (>= {libc})", *NEEDS))}
Conflicts: {other}
Replaces: {other}
{provided}{about}{_ABOUT_VIDEO if video else ""}"""


def copyright_text(*, video: bool) -> str:
    """The licence of the package in Debian's form; those of its parts stand in its notices."""
    parts = "GPL-3+" if video else "LGPL-3"
    return f"""Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Reviewer
Comment: Each component below /opt/reviewer/_internal, its version, its licence
 and the text of it stand in /opt/reviewer/NOTICES.txt and sbom.cdx.json.
 The most demanding of them is {parts}.

Files: *
Copyright: 2026 The authors of Reviewer
License: Apache-2.0
 On Debian systems the text stands in /usr/share/common-licenses/Apache-2.0.
"""


def changelog(identity: Identity, epoch: int, *, video: bool) -> bytes:
    """The changelog of the package, packed; the same bytes for the same time."""
    words = f"""{package_name(video)} ({__version__}) unstable; urgency=medium

  * Version {__version__}, built from the locked sources of that time.

 -- {identity.maintainer}  {formatdate(epoch)}
"""
    return packed(words.encode())


def packed(data: bytes) -> bytes:
    """Compressed as Debian's policy asks: best, no name, no time."""
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, out, mtime=0) as file:
        file.write(data)
    return out.getvalue()


def overrides(*, video: bool) -> str:
    """What lint would say of every folder that brings its own libraries, each with the reason."""
    name = package_name(video)
    return "".join(f"# {why}\n{name}: {tag}\n" for tag, why in _OWN_FOLDER)
