"""What is really in a frozen program: each file and module with the component it belongs to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer.packaging.origins import Component, Origins
from reviewer.packaging.trim import is_excluded
from reviewer.syslibs import SetupError

MADE = ("NOTICES.txt", "sbom.cdx.json", "SHA256SUMS", "LICENSE", "build-info.json")
INTERNAL = "_internal/"


@dataclass(frozen=True)
class Contents:
    """Components with the files and modules of the program that are theirs.

    ``parts``: what stands inside a component without a file of its own.
    """

    files: dict[Component, list[str]]
    modules: dict[Component, list[str]]
    parts: tuple[Component, ...]

    @property
    def components(self) -> list[Component]:
        """All of them, by name."""
        every = {*self.files, *self.modules, *self.parts}
        return sorted(every, key=_by_name)


def _by_name(component: Component) -> tuple[str, str]:
    return component.name.lower(), component.version


@dataclass(frozen=True)
class Words:
    """What ``resources/packaging/components.toml`` adds to what packages say of themselves."""

    licences: dict[str, str]
    texts: dict[str, tuple[Path, ...]]
    parts: tuple[dict[str, object], ...]

    @classmethod
    def read(cls, folder: Path) -> Words:
        """Read it; its texts stand in ``licences/`` beside it."""
        found = tomllib.loads((folder / "components.toml").read_text("utf-8"))
        place = folder / "licences"
        texts = {
            name: tuple((place / text).resolve() for text in names)
            for name, names in found["texts"].items()
        }
        parts = tuple(
            {**part, "texts": tuple((place / text).resolve() for text in part["texts"])}
            for part in found["parts"]
        )
        return cls(found["licences"], texts, parts)

    def on(self, component: Component) -> Component:
        """A component with what we know better."""
        licence = self.licences.get(component.name, component.licence)
        texts = self.texts.get(component.name, ()) + component.texts
        return replace(component, licence=licence, texts=texts)

    def within(self, components: Iterable[Component]) -> tuple[Component, ...]:
        """The parts that these components carry inside them."""
        versions = {component.name: component.version for component in components}
        return tuple(
            Component(
                str(part["name"]),
                _version(str(part["version"]), versions[str(part["of"])]),
                "part",
                str(part["licence"]),
                part["texts"],  # type: ignore[arg-type]
            )
            for part in self.parts
            if part["of"] in versions
        )


def _version(said: str, owner: str) -> str:
    return owner if said.startswith("as ") else said


def examine(
    folder: Path, origins: Origins, listed: dict[str, list[list[str]]], words: Words
) -> Contents:
    """Find the owner of everything in a program.

    Args:
        folder: the program.
        listed: what the recipe put in, each with the place it came from.

    Raises:
        SetupError: files whose owner nobody knows, modules that must not be in it, or a component
            without licence or text; all are named.
    """
    sources = {name.replace("\\", "/"): Path(source) for name, source in listed["files"]}
    files: dict[Component, list[str]] = {}
    unknown = []
    for path in sorted(p for p in folder.rglob("*") if not p.is_dir()):
        place = path.relative_to(folder).as_posix()
        if place in MADE:
            continue
        owner = _owner(folder, path, place, sources, origins)
        if owner is None:
            unknown.append(place)
        else:
            files.setdefault(words.on(owner), []).append(place)
    modules: dict[Component, list[str]] = {}
    for name, source in listed["modules"]:
        owner = origins.of(Path(source)) if source not in ("-", "None") else origins.python()
        if owner is None or is_excluded(name):
            unknown.append(f"the module {name}")
        else:
            modules.setdefault(words.on(owner), []).append(name)
    found = Contents(files, modules, words.within({*files, *modules}))
    bare = [c.name for c in found.components if not (c.licence and c.texts)]
    if unknown or bare:
        raise SetupError(
            "the program holds what nobody answers for:\n  "
            + "\n  ".join([*unknown, *(f"{name}: no licence or text" for name in bare)])
        )
    return found


def _owner(
    folder: Path, path: Path, place: str, sources: dict[str, Path], origins: Origins
) -> Component | None:
    if place.startswith("resources/"):
        return origins.own()
    if place in ("reviewer", "reviewer.exe", "reviewer-cli.exe"):
        return origins.loader()
    inner = place.removeprefix(INTERNAL)
    if inner == "base_library.zip":
        return origins.python()
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(folder.resolve()) or not target.exists():
            return None
        inner = target.relative_to(folder.resolve()).as_posix().removeprefix(INTERNAL)
    source = sources.get(inner)
    return origins.of(source) if source is not None else None
