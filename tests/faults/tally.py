"""The counts of the fault suite, printed together at the end of a run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """One line for each fault: what was done and what came of it."""

    lines: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, fault: str, **counts: int) -> None:
        """Add to the counts of a fault; ``seconds`` and the like are counts as well."""
        line = self.lines.setdefault(fault, {})
        for name, count in counts.items():
            line[name] = line.get(name, 0) + count

    def words(self) -> list[str]:
        """One line each, aligned."""
        width = max(map(len, self.lines), default=0)
        return [
            f"  {fault:{width}}  "
            + ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in line.items())
            for fault, line in self.lines.items()
        ]
