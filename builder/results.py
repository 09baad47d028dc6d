"""How a build ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from builder.diagnostics import Finding, Severity
from builder.writer import Written

if TYPE_CHECKING:
    from builder.publishing.review import Publication
    from builder.why import Answer


@dataclass(frozen=True)
class Result:
    """How a build ended.

    Args:
        findings: in order of place.
        pages: how many there are.
        written: what was written, None where nothing was.
        answers: why pages were written that were asked about.
        publication: what would become public, if that was asked.
    """

    findings: tuple[Finding, ...]
    pages: int = 0
    written: Written | None = None
    answers: tuple[Answer, ...] = ()
    publication: Publication | None = None

    @property
    def failed(self) -> bool:
        """Whether there are errors."""
        return has_errors(self.findings)


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(each.severity is Severity.ERROR for each in findings)
