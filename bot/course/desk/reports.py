"""Reports: numbers to look at, none of which describes fewer than five people."""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsOpened:
    kind: Literal["reports-opened"] = "reports-opened"


ReportAction: TypeAlias = ReportsOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsShown:
    kind: Literal["reports"] = "reports"


ReportBody: TypeAlias = ReportsShown
