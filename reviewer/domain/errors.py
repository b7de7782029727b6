"""Three kinds of error: refused (the person can mend it), damaged (the environment), bug."""

from __future__ import annotations


class ReviewerError(Exception):
    """An error with words for a person.

    Args:
        message: one sentence: what is wrong.
        code: a short name from a closed list, for programs.
        file: the file concerned, as the person knows it.
        line: its line, counted from 1.
        next_step: what the person can do now.
    """

    default_code = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str = "",
        file: str = "",
        line: int | None = None,
        next_step: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.file = file
        self.line = line
        self.next_step = next_step

    def as_dict(self) -> dict[str, str | int | None]:
        """The error object of the command line: {code, message, file, line, next}."""
        return {
            "code": self.code,
            "message": self.message,
            "file": self.file or None,
            "line": self.line,
            "next": self.next_step or None,
        }

    def __str__(self) -> str:
        place = self.file
        if place and self.line is not None:
            place = f"{place}, line {self.line}"
        parts = [f"{place}: {self.message}" if place else self.message]
        if self.next_step:
            if parts[0][-1:].isalnum():
                parts[0] += "."
            parts.append(f"Next: {self.next_step}")
        return " ".join(parts)


class Refused(ReviewerError):
    """Something is missing or not allowed; nothing changed."""

    default_code = "refused"


class Damaged(ReviewerError):
    """The environment or the data are not as they must be; says what is safe and what to do."""

    default_code = "damaged"


class Bug(ReviewerError):
    """A broken promise of the program itself."""

    default_code = "bug"
